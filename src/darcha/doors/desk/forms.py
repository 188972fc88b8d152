"""What an officer writes at a window: who a visit was, and an application."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from darcha.cases.rules import ACTS_BY_POWER, NAME_LIMIT, NewApplicant, NewRepresentative, known_facts
from darcha.catalogue.rules import (
    Choice,
    Fact,
    FormState,
    ServiceVersion,
    answer,
    answer_text,
    choices_offered,
    filled_form,
)
from darcha.doors.desk.acting_form import ACTING_FIELDS, acting, acting_errors
from darcha.doors.porch.filling import problem_words
from darcha.queue.rules import AGE_BANDS

SEXES = (("F", gettext_lazy("Woman")), ("M", gettext_lazy("Man")))


WORDS_LIMIT = 1500
"""The longest note or reason written at the desk, in characters; the house keeps 2,000 with the ground before it."""


OLDEST_YEARS = 130


ENDS = (
    ("served", pgettext_lazy("outcome of a visit", "Done")),
    ("papers_missing", pgettext_lazy("outcome of a visit", "Papers are missing")),
    ("wrong_service", pgettext_lazy("outcome of a visit", "Not our matter")),
)
"""How a visit ends, in words; done unless the officer says otherwise."""


class FinishForm(forms.Form):
    """How the visit ended and who the visitor was, for the figures."""

    outcome = forms.ChoiceField(choices=ENDS, required=False)

    sex = forms.ChoiceField(
        choices=SEXES, error_messages={"required": gettext_lazy("Choose woman or man: the figures need it.")}
    )
    age_band = forms.ChoiceField(
        choices=[(band, band) for band in AGE_BANDS],
        error_messages={"required": gettext_lazy("Choose an age: a guess is enough.")},
    )
    disability = forms.BooleanField(required=False)


PAUSES = (
    ("rest", gettext_lazy("A rest")),
    ("meal", gettext_lazy("A meal")),
    ("papers", gettext_lazy("Work on papers")),
    ("meeting", gettext_lazy("Called away")),
    ("technical", gettext_lazy("Something does not work")),
)
"""Why a window pauses, in words."""


OUT_OF_TURN = (
    ("unwell", gettext_lazy("Unwell")),
    ("child", gettext_lazy("A child who cannot wait")),
    ("overlooked", gettext_lazy("We overlooked them")),
    ("short_question", gettext_lazy("One question only")),
    ("appointed", gettext_lazy("Asked to come now")),
)
"""Why somebody is called out of turn, in words."""


PAUSE_MINUTES = (10, 15, 30, 45, 60)
"""How long a break may be told to last; longer ones are not told beforehand."""


_WHY_PAUSES = gettext_lazy("Choose why this window pauses.")


class BreakForm(forms.Form):
    """Why the window pauses, and how long if that is known."""

    reason = forms.ChoiceField(
        choices=PAUSES, error_messages=dict.fromkeys(("required", "invalid_choice"), _WHY_PAUSES)
    )
    minutes = forms.TypedChoiceField(
        choices=[(count, str(count)) for count in PAUSE_MINUTES], coerce=int, empty_value=None, required=False
    )


@dataclass(frozen=True, slots=True)
class Question:
    """One fact the conditions of a service ask for, as a field of the form."""

    fact: Fact
    field: str
    value: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Filing:
    """What stands in the form of an application: typed values to show again, and what they mean."""

    values: Mapping[str, str]
    questions: tuple[Question, ...]
    facts: Mapping[str, object]
    papers_seen: frozenset[str]
    form: FormState
    errors: Mapping[str, str] = field(default_factory=dict)
    representative: NewRepresentative | None = None

    @property
    def answers(self) -> dict[str, object]:
        """Return what the form was answered with."""
        return self.form.answers

    @property
    def birth_year(self) -> int | None:
        """Return the year of birth when it reads as four digits, else None."""
        return _year_of(self.values["birth_year"])

    @property
    def applicant(self) -> NewApplicant:
        """Return the applicant as typed.

        :raises ValueError: the year of birth is no number; `errors` told so.
        """
        return NewApplicant(
            name=self.values["name"].strip(),
            sex=self.values["sex"],
            birth_year=int(self.values["birth_year"]),
            phone=self.values["phone"].strip() or None,
            personal_number=self.values["personal_number"].strip() or None,
        )


_YEAR_DIGITS = 4


_PHONE_SIGNS = (5, 20)


NUMBER_SIGNS = 20


_FIELDS = ("name", "sex", "birth_year", "phone", "personal_number", *ACTING_FIELDS)


def filing_of(
    version: ServiceVersion,
    *,
    values: Mapping[str, str],
    answers: Mapping[str, object],
    form: FormState | None,
    on: date,
) -> Filing:
    """Return a form filled with what is known already: an applicant, and the answers given before."""
    told = {
        fact.code: "yes" if known is True else "no" if known is False else str(known)
        for fact in version.questions
        if (known := answers.get(fact.code)) is not None
    }
    data: MultiValueDict[str, str] = MultiValueDict({f"fact:{code}": [text] for code, text in told.items()})
    for code, value in (form.answers if form else {}).items():
        data[f"field:{code}"] = answer_text(value)
    for name in _FIELDS:
        data[name] = values.get(name, "")
    return read_filing(data, version, on=on, strict=False)


def read_filing(
    data: MultiValueDict[str, str], version: ServiceVersion, *, on: date, strict: bool, known_applicant: bool = False
) -> Filing:
    """Return what an officer filled in; with `strict` what cannot be filed is named field by field.

    Without `strict` (the list is only recomputed) an unreadable answer counts as not given yet. `known_applicant`: the
    house has the applicant already, nobody types them again.
    """
    values = {name: str(data.get(name, "")) for name in _FIELDS}
    facts: dict[str, object] = {}
    questions: list[Question] = []
    errors: dict[str, str] = {}
    for fact in version.questions:
        if fact.code == ACTS_BY_POWER:
            continue  # it follows from who acts
        name = f"fact:{fact.code}"
        text = str(data.get(name, ""))
        try:
            meant = answer(fact, text)
        except ValueError:
            meant = None
            errors[name] = gettext("This is no answer to the question.")
        if meant is not None:
            facts[fact.code] = meant
        questions.append(Question(fact, name, text, choices_offered(version, fact) if fact.kind == "choice" else ()))
    if strict and not known_applicant:
        errors = {**_applicant_errors(values, on.year), **acting_errors(values, on=on), **errors}
    typed = {asked.field.code: str(data.get(f"field:{asked.field.code}", "")) for asked in version.form}
    form = filled_form(version, facts=known_so_far(facts, values, on=on), answers=typed, on=on)
    # What is missing goes back with the list of papers; what is wrong can be put right while the applicant is here.
    errors |= {
        f"field:{one.field.code}": problem_words(one.problem)
        for one in form.shown
        if one.problem and one.problem.code != "missing"
    }
    return Filing(
        values=values,
        questions=tuple(questions),
        facts=facts,
        papers_seen=frozenset(data.getlist("paper")),
        form=form,
        errors=errors if strict else {},
        representative=acting(values),
    )


def known_so_far(facts: Mapping[str, object], values: Mapping[str, str], *, on: date) -> dict[str, object]:
    """Return the answers and what follows from the applicant, as far as both are written already."""
    year = _year_of(values["birth_year"])
    applicant = NewApplicant("", values["sex"], year or on.year)
    known = known_facts(facts, applicant=applicant, year=on.year, channel="counter", capacity=values.get("acts_as", ""))
    if year is None:
        del known["applicant.age"]
    if values["sex"] not in {"F", "M"}:
        del known["applicant.sex"]
    return known


def _year_of(text: str) -> int | None:
    text = text.strip()
    return int(text) if len(text) == _YEAR_DIGITS and text.isascii() and text.isdigit() else None


def _applicant_errors(values: Mapping[str, str], year: int) -> dict[str, str]:
    errors: dict[str, str] = {}
    name = values["name"].strip()
    if not name:
        errors["name"] = gettext("Write the name as it stands in the passport.")
    elif not name.isprintable():
        errors["name"] = gettext("The name holds a sign that cannot be written. Type it again.")
    elif len(name) > NAME_LIMIT:
        errors["name"] = gettext("The name has %(length)s characters; %(limit)s are the most we can keep.") % {
            "length": len(name),
            "limit": NAME_LIMIT,
        }
    if values["sex"] not in {"F", "M"}:
        errors["sex"] = gettext("Choose woman or man, as in the passport.")
    text = values["birth_year"].strip()
    if not (text.isascii() and text.isdigit() and year - OLDEST_YEARS <= int(text) <= year):
        errors["birth_year"] = gettext("Write the year of birth with four digits, for example 1971.")
    phone = values["phone"].strip()
    if phone and not (
        _PHONE_SIGNS[0] <= len(phone) <= _PHONE_SIGNS[1] and all(sign.isdigit() or sign in "+-() " for sign in phone)
    ):
        errors["phone"] = gettext("Write the telephone number with digits, for example +998 90 123 45 67.")
    if len(values["personal_number"].strip()) > NUMBER_SIGNS:
        errors["personal_number"] = gettext("A personal number has 14 digits.")
    return errors


ANOTHER = (
    ("other_person", gettext_lazy("It is about another person, for example another child")),
    ("other_thing", gettext_lazy("It is about another thing, for example another plot")),
    ("begins_anew", gettext_lazy("The one before is not gone on with")),
)
"""Why somebody who has an application open files another one, in words."""
