"""By what somebody wants to be told, and where: asked for on the portal by themselves, at the desk by an officer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from darcha.doors.porch.languages import LOCAL_NAMES
from darcha.notices.rules import EMAIL, SMS, TELEGRAM

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

    def __init__(self, *args: Any, channels: tuple[str, ...], language: str | None = None, **kwargs: Any) -> None:
        """Offer the channels the house has a route for; with `language`, the languages too, that one chosen."""
        super().__init__(*args, **kwargs)
        self.channels = channels
        if language is not None:
            self.fields["language"] = forms.ChoiceField(choices=list(LOCAL_NAMES.items()), initial=language)
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
