"""The form of a service, filled in so far: what is shown, what must be answered, what is missing or wrong and why."""

from __future__ import annotations

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from darcha.catalogue.rules.checklists import with_practice
from darcha.catalogue.rules.conditions import facts_missing, holds
from darcha.catalogue.rules.words import Asked, FormField, ServiceVersion

TEXT_SIGNS = 200
"""The longest text where a field names no limit, in characters."""

LONG_TEXT_SIGNS = 2000
"""The same of a long text."""

_NUMBER = re.compile(r"-?\d{1,15}([.,]\d{1,12})?")
_DAY = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)")
_DAY_AS_WRITTEN = re.compile(r"(?P<day>\d\d?)[./](?P<month>\d\d?)[./](?P<year>\d{4})")
_YEARS = (1850, 2200)
_MEANINGS: dict[str, object] = {"yes": True, "true": True, "no": False, "false": False}


@dataclass(frozen=True, slots=True)
class Problem:
    """Why an answer cannot be taken. `limit`: the bound it breaks, where there is one."""

    code: Literal[
        "missing",
        "unreadable",
        "too_short",
        "too_long",
        "digits",
        "not_a_number",
        "too_many_decimals",
        "too_small",
        "too_large",
        "not_a_day",
        "not_past",
        "not_future",
        "not_a_choice",
    ]
    limit: Decimal | int | None = None


@dataclass(frozen=True, slots=True)
class FieldState:
    """One field of a form. `text`: as typed; `value`: what it means, None while hidden or without a right answer.

    `asks`: the facts and fields whose answers could still hide it or free it; it is shown, and required, until then.
    """

    field: FormField
    is_shown: bool
    is_required: bool
    text: str
    value: object
    problem: Problem | None
    asks: frozenset[str]


@dataclass(frozen=True, slots=True)
class FormState:
    """A form with the answers given so far, in its order."""

    fields: tuple[FieldState, ...]

    @property
    def shown(self) -> tuple[FieldState, ...]:
        """Return the fields that are asked."""
        return tuple(one for one in self.fields if one.is_shown)

    @property
    def defects(self) -> tuple[str, ...]:
        """Return the codes of the fields whose answers are missing or wrong, in the order of the form."""
        return tuple(one.field.code for one in self.fields if one.problem is not None)

    @property
    def answers(self) -> dict[str, object]:
        """Return the right answers by code. What is hidden is not kept: nobody needs it."""
        return {one.field.code: one.value for one in self.fields if one.value is not None}


def filled_form(
    version: ServiceVersion, *, facts: Mapping[str, object], answers: Mapping[str, object], on: date
) -> FormState:
    """Return the form of a service for what is known: `facts` by code, `answers` by field as typed or as taken before.

    A field whose condition hangs on an unanswered fact is shown and required until that is answered, as a paper is
    demanded; on an unanswered field of the form, shown and not yet required; on a hidden field, hidden too.
    """
    known = with_practice(facts, on=on)
    hidden: set[str] = set()
    here = {asked.field.code for asked in version.form}
    found = []
    for asked in version.form:
        state = _state(
            asked, known=known, hidden=hidden, typed=answers.get(asked.field.code), answered_here=here, on=on
        )
        if not state.is_shown:
            hidden.add(asked.field.code)
        known[asked.field.code] = state.value
        found.append(state)
    return FormState(tuple(found))


def _state(
    asked: Asked,
    *,
    known: Mapping[str, object],
    hidden: set[str],
    typed: object,
    answered_here: AbstractSet[str],
    on: date,
) -> FieldState:
    field = asked.field
    is_shown, asks = _holds(asked.shown_if, known, hidden)
    if not is_shown:
        # What was typed stays in its place: it may be asked for again before the form is filed.
        return FieldState(
            field,
            is_shown=False,
            is_required=False,
            text=answer_text(typed),
            value=None,
            problem=None,
            asks=frozenset(),
        )
    is_required, asks_more = (True, frozenset[str]()) if asked.required else (False, frozenset[str]())
    if asked.required_if is not None:
        is_required, asks_more = _holds(asked.required_if, known, hidden)
    asks |= asks_more
    # What hangs on a field of this form waits for it: that one is missing, and one defect is enough.
    is_required = is_required and not asks & answered_here
    text = answer_text(typed)
    value, problem = read_answer(field, text, on=on)
    if value is None and problem is None and is_required:
        problem = Problem("missing")
    return FieldState(field, True, is_required, text, value, problem, asks)


def _holds(condition: str | None, known: Mapping[str, object], hidden: set[str]) -> tuple[bool, frozenset[str]]:
    """Return whether a condition holds or may yet, and what it waits for."""
    truth = holds(condition, known)
    if truth is not None:
        return truth, frozenset()
    waits_for = facts_missing(condition, known) - hidden
    return bool(waits_for), waits_for


def answer_text(value: object) -> str:
    """Return an answer as somebody would type it: "yes" for True, "" for None. Reading it gives the answer again."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def read_answer(field: FormField, text: str, *, on: date) -> tuple[object, Problem | None]:
    """Return what a typed answer means and what is wrong with it, at most one of the two; (None, None) for none.

    A day is `YYYY-MM-DD` or `DD.MM.YYYY` and comes back as the first; a number has a comma or a point.
    """
    text = text.replace("\r\n", "\n").strip()
    if not text:
        return None, None
    if not all(sign.isprintable() or sign == "\n" for sign in text) or (field.kind != "long_text" and "\n" in text):
        return None, Problem("unreadable")
    if field.kind == "number":
        return _number(field, text)
    if field.kind == "date":
        return _day(field, text, on=on)
    if field.kind in ("choice", "yes_no"):
        allowed = {str(choice.value): choice.value for choice in field.choices} if field.choices else _MEANINGS
        found = allowed.get(text)
        return found, Problem("not_a_choice") if found is None else None
    return _text(field, text)


def _text(field: FormField, text: str) -> tuple[object, Problem | None]:
    if field.digits is not None:
        digits = re.sub(r"[\s-]", "", text)
        fits = len(digits) == field.digits and digits.isascii() and digits.isdigit()
        return (digits, None) if fits else (None, Problem("digits", field.digits))
    if field.kind == "text":
        text = " ".join(text.split())
    most = field.most or (TEXT_SIGNS if field.kind == "text" else LONG_TEXT_SIGNS)
    if len(text) > most:
        return None, Problem("too_long", most)
    if field.least is not None and len(text) < field.least:
        return None, Problem("too_short", field.least)
    return text, None


def _number(field: FormField, text: str) -> tuple[object, Problem | None]:
    text = re.sub(r"\s", "", text)
    if not (text.isascii() and _NUMBER.fullmatch(text)):
        return None, Problem("not_a_number")
    number = Decimal(text.replace(",", "."))
    exponent = number.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > field.decimals:
        return None, Problem("too_many_decimals", field.decimals)
    if field.least is not None and number < field.least:
        return None, Problem("too_small", field.least)
    if field.most is not None and number > field.most:
        return None, Problem("too_large", field.most)
    return (int(number) if number == number.to_integral_value() else float(number)), None


def _day(field: FormField, text: str, *, on: date) -> tuple[object, Problem | None]:
    match = (_DAY.fullmatch(text) or _DAY_AS_WRITTEN.fullmatch(text)) if text.isascii() else None
    try:
        day = date(int(match["year"]), int(match["month"]), int(match["day"])) if match else None
    except ValueError:
        day = None
    if day is None or not _YEARS[0] <= day.year <= _YEARS[1]:
        return None, Problem("not_a_day")
    if field.days == "past" and day > on:
        return None, Problem("not_past")
    if field.days == "future" and day < on:
        return None, Problem("not_future")
    return day.isoformat(), None
