"""What an officer writes: who a visit was, and an application."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext, gettext_lazy

from darcha.cases.rules import NAME_LIMIT, NewApplicant
from darcha.catalogue.rules import Choice, Fact, ServiceVersion, answer, choices_offered
from darcha.queue.rules import AGE_BANDS

SEXES = (("F", gettext_lazy("Woman")), ("M", gettext_lazy("Man")))


class FinishForm(forms.Form):
    """Who the visitor was, for the figures."""

    sex = forms.ChoiceField(
        choices=SEXES, error_messages={"required": gettext_lazy("Choose woman or man: the figures need it.")}
    )
    age_band = forms.ChoiceField(
        choices=[(band, band) for band in AGE_BANDS],
        error_messages={"required": gettext_lazy("Choose an age: a guess is enough.")},
    )
    disability = forms.BooleanField(required=False)


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
    errors: Mapping[str, str] = field(default_factory=dict)

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


_FIELDS = ("name", "sex", "birth_year", "phone", "personal_number")


def read_filing(data: MultiValueDict[str, str], version: ServiceVersion, *, year: int, strict: bool) -> Filing:
    """Return what an officer filled in; with `strict` what cannot be filed is named field by field.

    Without `strict` (the list is only recomputed) an unreadable answer counts as not given yet.
    """
    values = {name: str(data.get(name, "")) for name in _FIELDS}
    facts: dict[str, object] = {}
    questions: list[Question] = []
    errors: dict[str, str] = {}
    for fact in version.questions:
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
    if strict:
        errors.update(_applicant_errors(values, year))
    return Filing(
        values=values,
        questions=tuple(questions),
        facts=facts,
        papers_seen=frozenset(data.getlist("paper")),
        errors=errors if strict else {},
    )


def _applicant_errors(values: Mapping[str, str], year: int) -> dict[str, str]:
    errors: dict[str, str] = {}
    name = values["name"].strip()
    if not name:
        errors["name"] = gettext("Write the name as it stands in the passport.")
    elif len(name) > NAME_LIMIT:
        errors["name"] = gettext("The name has %(length)s characters; %(limit)s are the most we can keep.") % {
            "length": len(name),
            "limit": NAME_LIMIT,
        }
    if values["sex"] not in {"F", "M"}:
        errors["sex"] = gettext("Choose woman or man, as in the passport.")
    text = values["birth_year"].strip()
    if not (text.isascii() and text.isdigit() and year - 130 <= int(text) <= year):
        errors["birth_year"] = gettext("Write the year of birth with four digits, for example 1971.")
    phone = values["phone"].strip()
    if phone and not (5 <= len(phone) <= 20 and all(sign.isdigit() or sign in "+-() " for sign in phone)):
        errors["phone"] = gettext("Write the telephone number with digits, for example +998 90 123 45 67.")
    if len(values["personal_number"].strip()) > 20:
        errors["personal_number"] = gettext("A personal number has 14 digits.")
    return errors
