"""What a citizen writes on the portal."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy

from darcha.feedback.rules import FACES, REPLY_LIMIT, TEXT_LIMIT, WORDS_LIMIT, AppealKind
from darcha.queue.rules import NEEDS, person_read

_FACES = [(str(face), str(face)) for face in FACES]


class CodeForm(forms.Form):
    """A secret code typed from paper; how it may be spelt is the room's to say."""

    code = forms.CharField(max_length=60, error_messages={"required": gettext_lazy("Enter the code from your paper.")})


class DayForm(forms.Form):
    """A day looked at."""

    day = forms.DateField()


class TimeForm(forms.Form):
    """A time chosen from those shown, and what makes the visit easier."""

    starts = forms.CharField(error_messages={"required": gettext_lazy("Choose a time.")})
    need = forms.MultipleChoiceField(choices=[(code, code) for code in NEEDS], required=False)

    def clean_starts(self) -> datetime:
        """Return the moment; a time without its zone, or none at all, is no choice."""
        try:
            chosen = datetime.fromisoformat(self.cleaned_data["starts"])
        except ValueError:
            chosen = None
        if chosen is None or chosen.tzinfo is None:
            raise forms.ValidationError(gettext_lazy("Choose a time."))
        return chosen


class AppealForm(forms.Form):
    """A complaint, a suggestion, thanks or a proposal."""

    kind = forms.ChoiceField(
        choices=[(kind.value, kind.value) for kind in AppealKind],
        error_messages={"required": gettext_lazy("Choose what it is.")},
    )
    words = forms.CharField(
        max_length=WORDS_LIMIT,
        error_messages={
            "required": gettext_lazy("Write what you want to say."),
            "max_length": gettext_lazy("Please say it in at most %(limit_value)d characters."),
        },
    )
    service = forms.CharField(max_length=16, required=False)
    visit_day = forms.DateField(
        required=False, error_messages={"invalid": gettext_lazy("Choose the day in the calendar.")}
    )
    reply_to = forms.CharField(
        max_length=REPLY_LIMIT,
        required=False,
        error_messages={"max_length": gettext_lazy("Please say it in at most %(limit_value)d characters.")},
    )


class SurveyForm(forms.Form):
    """Two faces and a few words."""

    satisfied = forms.TypedChoiceField(
        choices=_FACES, coerce=int, error_messages={"required": gettext_lazy("Choose a face for question 1.")}
    )
    clear = forms.TypedChoiceField(
        choices=_FACES, coerce=int, error_messages={"required": gettext_lazy("Choose a face for question 2.")}
    )
    text = forms.CharField(
        max_length=TEXT_LIMIT,
        required=False,
        error_messages={"max_length": gettext_lazy("Please say it in at most %(limit_value)d characters.")},
    )


class JoinForm(forms.Form):
    """Who takes a ticket from a phone; needs are read apart, the room knows them."""

    person = forms.CharField(
        max_length=40, error_messages={"required": gettext_lazy("Enter a telephone or a personal number.")}
    )
    represents = forms.BooleanField(required=False)

    def clean_person(self) -> str:
        """Return the number in its one spelling."""
        person = person_read(self.cleaned_data["person"])
        if person is None:
            raise forms.ValidationError(
                gettext_lazy(
                    "This is neither a telephone number such as +998 90 123 45 67 nor a personal number of 14 digits."
                )
            )
        return person
