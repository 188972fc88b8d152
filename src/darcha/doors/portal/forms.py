"""What a citizen writes on the portal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from darcha.feedback.rules import FACES, TEXT_LIMIT
from darcha.notices.rules import EMAIL, SMS, TELEGRAM
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


_CHANNELS: dict[str, tuple[str | Promise, str | Promise, str | Promise]] = {
    SMS: (
        "SMS",
        gettext_lazy("Your telephone number, such as +998 90 123 45 67"),
        gettext_lazy("This is no telephone number. Write it like +998 90 123 45 67."),
    ),
    TELEGRAM: (
        "Telegram",
        gettext_lazy("The number of your chat: our bot tells it when you write to it"),
        gettext_lazy("This is no number of a chat. It has 5 to 15 digits; our bot tells it."),
    ),
    EMAIL: (
        gettext_lazy("E-mail"),
        gettext_lazy("Your e-mail address"),
        gettext_lazy("This is no e-mail address. Write it like name@example.uz."),
    ),
}
"""How each channel is called, what belongs into the field, and what is said when something else is there."""


@dataclass(frozen=True, slots=True)
class OfferedChannel:
    """A channel to choose."""

    code: str
    word: str | Promise
    hint: str | Promise
    is_chosen: bool


class TellForm(forms.Form):
    """By what somebody wants to be told, and where."""

    channel = forms.ChoiceField(error_messages={"required": gettext_lazy("Choose by what we tell you.")})
    to = forms.CharField(max_length=80, error_messages={"required": gettext_lazy("Enter where we can reach you.")})

    def __init__(self, *args: Any, channels: tuple[str, ...], **kwargs: Any) -> None:
        """Offer the channels the house has a route for."""
        super().__init__(*args, **kwargs)
        self.channels = channels
        self.fields["channel"] = forms.ChoiceField(
            choices=[(code, code) for code in channels], error_messages=self.base_fields["channel"].error_messages
        )

    @property
    def offered(self) -> tuple[OfferedChannel, ...]:
        """Return what can be chosen, with the first chosen until somebody chooses."""
        chosen = self["channel"].value() or next(iter(self.channels), "")
        return tuple(OfferedChannel(code, *_CHANNELS[code][:2], code == chosen) for code in self.channels)

    def is_unreachable(self) -> None:
        """Say at the field that nobody can be reached by what stands there."""
        self.add_error("to", str(_CHANNELS[self.cleaned_data["channel"]][2]))
