"""What an officer writes on a case: an answer, a decision, what is to be corrected, what becomes of a document."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext, gettext_lazy

from darcha.cases.rules import CLAUSE_SIGNS, Because
from darcha.doors.desk.forms import NUMBER_SIGNS, WORDS_LIMIT

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


REMEDIES = (
    ("put_right", gettext_lazy("Put it right and apply again")),
    ("elsewhere", gettext_lazy("Ask another body, named in the words")),
    ("appeal", gettext_lazy("Only complain: applying again would not change it")),
)
"""What the applicant can do about a refusal."""


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
    clause = forms.CharField(
        required=False,
        min_length=CLAUSE_SIGNS[0],
        max_length=CLAUSE_SIGNS[1],
        error_messages={
            "min_length": gettext_lazy("Name the act and its article."),
            "max_length": _TOO_LONG,
        },
    )
    remedy = forms.ChoiceField(
        choices=REMEDIES,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose what the applicant can do from the list.")},
    )

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
            if not told.get("clause") and not self.has_error("clause"):
                self.add_error("clause", gettext("A refusal rests on law: name the act and its article."))
            if not told.get("remedy") and not self.has_error("remedy"):
                self.add_error("remedy", gettext("Choose what the applicant can do about it."))
        elif told.get("outcome") == "granted" and self.is_early and not told.get("words"):
            self.add_error("words", gettext("Before its day it is granted only for a cause. Write it."))
        return told

    def told_ground(self) -> str:
        """Return the ground as the applicant reads it, in the language now spoken: the one chosen, then the words."""
        words = str(self.cleaned_data["words"])
        if self.cleaned_data["outcome"] != "refused":
            return words
        return f"{dict(GROUNDS)[self.cleaned_data['ground']]}. {words}"

    def because(self) -> Because | None:
        """Return what a refusal rests on and what can be done about it; None of a grant."""
        told = self.cleaned_data
        return Because(told["clause"], told["remedy"]) if told["outcome"] == "refused" else None


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
    personal_number = forms.CharField(required=False, max_length=NUMBER_SIGNS)
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
