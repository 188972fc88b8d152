"""The boxes of a draft for the fields of an application, its variants, and when one may apply."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from darcha.catalogue import queries as catalogue
from darcha.catalogue.rules.completeness import part
from darcha.doors.office.services.boxes import Box, Choice, Desk, Origin, PaperRow, Problem, Text
from darcha.doors.porch import languages


@dataclass(frozen=True, slots=True)
class Tick:
    """A box to tick."""

    name: str
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class RowHead:
    """How a row is called, and where it stands: `path` "form.2". `is_open`: something is missing in it, or it is new."""

    path: str
    title: str
    n: int
    is_new: bool
    is_first: bool
    is_last: bool
    is_open: bool
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field of the form."""

    head: RowHead
    field: Box
    kind: Choice
    label: Text
    help: Text
    required: Tick
    required_if: Box
    shown_if: Box
    choices: Box
    limits: tuple[Box, ...]
    days: Choice


@dataclass(frozen=True, slots=True)
class VariantRow:
    """One variant. `other_fee`: its fee is a table or words, which stay as they are while `keeps_fee` is ticked."""

    head: RowHead
    code: Box
    name: Text
    condition: Box
    own_papers: Tick
    papers: tuple[PaperRow, ...]
    fee: Box
    other_fee: bool
    keeps_fee: Tick
    time_n: Box
    time_unit: Choice
    origin: Origin


@dataclass(frozen=True, slots=True)
class AskedPart:
    """The fields of the form, the variants, and when one may apply: the window of the year, and how often and how long."""

    fields: tuple[FieldRow, ...]
    variants: tuple[VariantRow, ...]
    window: tuple[Box, ...]
    outside: tuple[Box, ...]
    limit_n: Box
    limit_unit: Choice
    within_n: Box
    within_unit: Choice
    within_from: Choice


def asked_part(desk: Desk, *, units: tuple[tuple[str, str], ...]) -> AskedPart:
    """Return the boxes of what is asked of an applicant."""
    language = languages.current()
    days = tuple(
        (fact.code, fact.question.in_language(language)) for fact in catalogue.facts().values() if fact.kind == "date"
    )
    counted = gettext("counted in")
    return AskedPart(
        fields=tuple(_field(desk, row) for row in range(desk.written("form") + 1)),
        variants=tuple(_variant(desk, row, units=units) for row in range(desk.written("variants") + 1)),
        window=(
            desk.box("window.from", gettext("From, as month-day: 06-20")),
            desk.box("window.to", gettext("To, this day included: 07-31")),
        ),
        outside=(
            desk.box("window.outside_area.from", gettext("From, for who lives elsewhere")),
            desk.box("window.outside_area.to", gettext("To, for who lives elsewhere")),
        ),
        limit_n=desk.box("limits.one_application_per.n", gettext("One application in")),
        limit_unit=desk.choice("limits.one_application_per.unit", counted, units),
        within_n=desk.box("apply_within.n", gettext("To be applied for within")),
        within_unit=desk.choice("apply_within.unit", counted, units),
        within_from=desk.choice("apply_within.from", gettext("after this day"), (("", "–"), *days)),
    )


def _head(desk: Desk, path: str, *, named: str) -> RowHead:
    section, _, row = path.partition(".")
    n, count = int(row), desk.written(section)
    names = part(desk.content, f"{path}.{named}")
    language = "uz" if languages.current() in ("uz", "uz-cyrl") else languages.current()
    title = str(names.get(language) or names.get("uz") or "") if isinstance(names, dict) else ""
    wrong = any(place.startswith(f"{path}.") or place == path for place in desk.problems)
    return RowHead(
        path=path,
        title=title,
        n=n + 1,
        is_new=n >= count,
        is_first=n == 0,
        is_last=n == count - 1,
        is_open=wrong,
        problems=(*desk.problems.get(path, ()), *desk.problems.get(f"{path}.definition", ())),
    )


def _field(desk: Desk, row: int) -> FieldRow:
    path = f"form.{row}"
    place = f"{path}.definition"
    kinds = (
        ("text", gettext("one line of text")),
        ("long_text", gettext("several lines of text")),
        ("number", gettext("a number")),
        ("date", gettext("a day")),
        ("choice", gettext("one of a list")),
        ("yes_no", gettext("yes or no")),
    )
    choices = desk.box(f"{place}.choices", gettext("The list, a line each: value | Uzbek | Russian | English"))
    return FieldRow(
        head=_head(desk, path, named="definition.label"),
        field=desk.box(f"{path}.field", gettext("Code of the field")),
        kind=desk.choice(f"{place}.kind", gettext("What is filled in"), kinds),
        label=desk.text(f"{place}.label", gettext("The question"), is_required=True),
        help=desk.text(f"{place}.help", gettext("Help under it")),
        required=Tick(f"{path}.required", bool(part(desk.content, f"{path}.required"))),
        required_if=desk.box(f"{path}.required_if", gettext("Needed only when")),
        shown_if=desk.box(f"{path}.shown_if", gettext("Asked only when")),
        choices=Box(choices.name, _lines(part(desk.content, choices.name)), choices.label, choices.problems),
        limits=(
            desk.box(f"{place}.least", gettext("At least (number or signs)")),
            desk.box(f"{place}.most", gettext("At most (number or signs)")),
            desk.box(f"{place}.digits", gettext("Exactly so many digits")),
            desk.box(f"{place}.decimals", gettext("Decimals")),
        ),
        days=desk.choice(
            f"{place}.days",
            gettext("Which days"),
            (("", gettext("any")), ("past", gettext("past ones")), ("future", gettext("coming ones"))),
        ),
    )


def _lines(choices: Any) -> str:
    """Return the answers of a list, a line each."""
    if not isinstance(choices, list):
        return ""
    told = [(one.get("value", ""), one.get("name") or {}) for one in choices if isinstance(one, dict)]
    return "\n".join(
        " | ".join(str(text) for text in (value, name.get("uz", ""), name.get("ru", ""), name.get("en", "")))
        for value, name in told
    )


def _variant(desk: Desk, row: int, *, units: tuple[tuple[str, str], ...]) -> VariantRow:
    path = f"variants.{row}"
    fee = part(desk.content, f"{path}.fee") or {}
    other_fee = bool(fee.get("table") or fee.get("text"))
    return VariantRow(
        head=_head(desk, path, named="name"),
        code=desk.box(f"{path}.code", gettext("Code of the variant")),
        name=desk.text(f"{path}.name", gettext("Who it holds for"), is_required=True),
        condition=desk.box(f"{path}.if", gettext("It holds when")),
        own_papers=Tick(f"{path}.own_docs", part(desk.content, f"{path}.docs") is not None),
        papers=tuple(desk.paper(f"{path}.docs.{one}") for one in range(desk.count(f"{path}.docs"))),
        fee=desk.box(f"{path}.fee.multiples", gettext("Fee of its own, times the base amount")),
        other_fee=other_fee,
        keeps_fee=Tick(f"{path}.fee.keep", other_fee),
        time_n=desk.box(f"{path}.time.n", gettext("Time of its own")),
        time_unit=desk.choice(f"{path}.time.unit", gettext("counted in"), units),
        origin=desk.origin(f"{path}.p", gettext("Where it comes from")),
    )
