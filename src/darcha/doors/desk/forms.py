"""What an officer writes: who a visit was, and an application."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from darcha.cases.rules import NAME_LIMIT, NewApplicant, known_facts
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
_NUMBER_SIGNS = 20
_FIELDS = ("name", "sex", "birth_year", "phone", "personal_number")


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
        errors = {**_applicant_errors(values, on.year), **errors}
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
    )


def known_so_far(facts: Mapping[str, object], values: Mapping[str, str], *, on: date) -> dict[str, object]:
    """Return the answers and what follows from the applicant, as far as both are written already."""
    year = _year_of(values["birth_year"])
    applicant = NewApplicant("", values["sex"], year or on.year)
    known = known_facts(facts, applicant=applicant, year=on.year, channel="counter")
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
    if len(values["personal_number"].strip()) > _NUMBER_SIGNS:
        errors["personal_number"] = gettext("A personal number has 14 digits.")
    return errors


ANOTHER = (
    ("other_person", gettext_lazy("It is about another person, for example another child")),
    ("other_thing", gettext_lazy("It is about another thing, for example another plot")),
    ("begins_anew", gettext_lazy("The one before is not gone on with")),
)
"""Why somebody who has an application open files another one, in words."""

ANSWERS = (
    ("agreed", gettext_lazy("In favour")),
    ("conditions", gettext_lazy("In favour, on conditions")),
    ("objected", gettext_lazy("We object")),
)
OUTCOMES = (("granted", gettext_lazy("Granted")), ("refused", gettext_lazy("Refused")))
GROUNDS = (
    ("conditions", gettext_lazy("The conditions of the service are not met")),
    ("objection", gettext_lazy("A department objects")),
    ("untrue", gettext_lazy("A paper or a statement is not true")),
    ("not_entitled", gettext_lazy("The applicant may not ask for this")),
    ("too_late", gettext_lazy("The time to apply is over")),
    ("outside", gettext_lazy("Another body decides this")),
)
"""The grounds a refusal may name; the words after it say what exactly."""

_TOO_LONG = gettext_lazy("Please say it in at most %(limit_value)d characters.")


class AnswerForm(forms.Form):
    """What a department answers."""

    outcome = forms.ChoiceField(
        choices=ANSWERS, error_messages={"required": gettext_lazy("Choose: in favour, on conditions, or you object.")}
    )
    note = forms.CharField(required=False, max_length=WORDS_LIMIT, error_messages={"max_length": _TOO_LONG})

    def clean(self) -> dict[str, object]:
        """Ask for the words an answer is nothing without."""
        told = super().clean() or {}
        if told.get("outcome") == "objected" and not told.get("note"):
            self.add_error("note", gettext("Say why the department objects."))
        if told.get("outcome") == "conditions" and not told.get("note"):
            self.add_error("note", gettext("Write the conditions, as the applicant will read them."))
        return told


class DecisionForm(forms.Form):
    """A decision: a refusal names one of the grounds and says it in words."""

    outcome = forms.ChoiceField(
        choices=OUTCOMES, error_messages={"required": gettext_lazy("Choose: granted or refused.")}
    )
    ground = forms.ChoiceField(
        choices=(("", "–"), *GROUNDS),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose a ground from the list.")},
    )
    words = forms.CharField(required=False, max_length=WORDS_LIMIT, error_messages={"max_length": _TOO_LONG})

    def __init__(self, data: Mapping[str, object] | None = None, *, is_early: bool = False) -> None:
        """Take the form; `is_early`: the waiting period is not over, so that a grant needs a cause."""
        super().__init__(data)
        self.is_early = is_early

    def clean(self) -> dict[str, object]:
        """Ask for the ground of a refusal, and for the cause of a grant before its day."""
        told = super().clean() or {}
        if told.get("outcome") == "refused":
            if not told.get("ground"):
                self.add_error("ground", gettext("A refusal names its ground: choose one."))
            if not told.get("words"):
                self.add_error("words", gettext("Say in words what exactly, so that the applicant can put it right."))
        elif told.get("outcome") == "granted" and self.is_early and not told.get("words"):
            self.add_error("words", gettext("Before its day it is granted only for a cause. Write it."))
        return told

    def told_ground(self) -> str:
        """Return the ground as the applicant reads it, in the language now spoken: the one chosen, then the words."""
        words = str(self.cleaned_data["words"])
        if self.cleaned_data["outcome"] != "refused":
            return words
        return f"{dict(GROUNDS)[self.cleaned_data['ground']]}. {words}"


class SendBackForm(forms.Form):
    """Which answer goes back to its department, and why."""

    item = forms.IntegerField(error_messages={"required": gettext_lazy("Choose the answer that goes back.")})
    sent = forms.CharField(
        max_length=WORDS_LIMIT,
        error_messages={
            "required": gettext_lazy("Say why it goes back, so that your colleague knows what to do."),
            "max_length": _TOO_LONG,
        },
    )


class GiveBackForm(forms.Form):
    """Why a proposed decision goes back; whoever proposed it needs no words."""

    back = forms.CharField(required=False, max_length=WORDS_LIMIT, error_messages={"max_length": _TOO_LONG})

    def __init__(self, data: Mapping[str, object] | None = None, *, is_own: bool = False) -> None:
        """Take the form; `is_own`: it is taken back by who proposed it."""
        super().__init__(data)
        self.is_own = is_own

    def clean_back(self) -> str:
        """Ask for the words a colleague needs."""
        words = str(self.cleaned_data["back"])
        if not words and not self.is_own:
            raise forms.ValidationError(gettext("Say why it goes back, so that your colleague knows what to do."))
        return words


CORRECTIONS = (
    ("incorrect", gettext_lazy("Something is wrong")),
    ("incomplete", gettext_lazy("Something is missing")),
)
"""What is asked of the applicant, and what it does to the time."""


class CorrectionForm(forms.Form):
    """What the applicant is asked to correct."""

    because = forms.ChoiceField(
        choices=CORRECTIONS,
        error_messages={"required": gettext_lazy("Choose: something is wrong, or something is missing.")},
    )
    correction = forms.CharField(
        max_length=WORDS_LIMIT,
        error_messages={"required": gettext_lazy("Say what has to be corrected."), "max_length": _TOO_LONG},
    )


class RulesForm(forms.Form):
    """The newer rules that were shown and are chosen."""

    version = forms.IntegerField(min_value=1)


class ExtensionForm(forms.Form):
    """A longer time in all, and why."""

    n = forms.IntegerField(
        min_value=1,
        max_value=1000,
        error_messages=dict.fromkeys(("required", "invalid"), gettext_lazy("Write a number.")),
    )
    why = forms.CharField(
        max_length=WORDS_LIMIT,
        error_messages={
            "required": gettext_lazy("Say why more time is needed. The applicant reads it."),
            "max_length": _TOO_LONG,
        },
    )


GIVEN_AGAIN = (
    ("lost", gettext_lazy("It was lost")),
    ("damaged", gettext_lazy("It was damaged")),
    ("stolen", gettext_lazy("It was stolen")),
)
"""Why a duplicate is given out, in words."""


class DuplicateForm(forms.Form):
    """Why a document is given out again."""

    because = forms.ChoiceField(
        choices=GIVEN_AGAIN, error_messages={"required": gettext_lazy("Choose what happened to the document.")}
    )
    words = forms.CharField(required=False, max_length=WORDS_LIMIT, error_messages={"max_length": _TOO_LONG})


class MendingForm(forms.Form):
    """What has to stand on a document instead; what is right is left empty."""

    name = forms.CharField(required=False)
    birth_year = forms.IntegerField(
        required=False,
        error_messages={"invalid": gettext_lazy("Write the year of birth with four digits, for example 1971.")},
    )
    personal_number = forms.CharField(required=False, max_length=_NUMBER_SIGNS)
    ground = forms.CharField(
        max_length=WORDS_LIMIT,
        error_messages={
            "required": gettext_lazy("Say how it is known, for example by which paper."),
            "max_length": _TOO_LONG,
        },
    )


class AnnulmentForm(forms.Form):
    """Why a document loses its validity."""

    ground = forms.CharField(
        max_length=WORDS_LIMIT,
        error_messages={"required": gettext_lazy("Say why the document is annulled."), "max_length": _TOO_LONG},
    )
