"""What is typed where money is taken, given back or asked for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from darcha.cases.rules import BANK, CARD, CASH
from darcha.till.rules import NOTES, Count

WORDS_LIMIT = 2000
WAYS = (
    (CASH, gettext_lazy("Cash")),
    (CARD, gettext_lazy("Card")),
    (BANK, gettext_lazy("Bank transfer")),
)
_A_SUM = gettext_lazy("Please write a whole sum in soʻm, or a whole number.")


class WholeNumberField(forms.IntegerField):
    """A whole number as people write it, thousands apart by blanks."""

    def clean(self, value: str | int | None) -> int | None:
        """Return the number without its blanks."""
        number: int | None = super().clean("".join(str(value).split()) if value is not None else value)
        return number


class PaymentForm(forms.Form):
    """How a fee is paid; `given`: the cash on the counter, to say what comes back."""

    way = forms.ChoiceField(
        choices=WAYS, error_messages={"required": gettext_lazy("Choose: in cash, by card, or by bank transfer.")}
    )
    reference = forms.CharField(required=False, max_length=40)
    given = WholeNumberField(required=False, min_value=0, error_messages={"invalid": _A_SUM})


class FeeForm(forms.Form):
    """How much it costs, or of how many units, and why."""

    amount = WholeNumberField(required=False, min_value=0, error_messages={"invalid": _A_SUM})
    units = WholeNumberField(required=False, min_value=1, error_messages={"invalid": _A_SUM})
    fee_words = forms.CharField(required=False, max_length=WORDS_LIMIT)


class GroundForm(forms.Form):
    """Why a payment does not stand."""

    ground = forms.CharField(required=False, max_length=WORDS_LIMIT)


class NoticeForm(forms.Form):
    """What the applicant is told."""

    notice = forms.CharField(required=False, max_length=WORDS_LIMIT)


class CountForm(forms.Form):
    """The till as it was counted: notes by value, smaller money, the terminal's total, what a difference comes from."""

    small = WholeNumberField(required=False, min_value=0, error_messages={"invalid": _A_SUM})
    card = WholeNumberField(required=False, error_messages={"invalid": _A_SUM})
    words = forms.CharField(required=False, max_length=1000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for each note there is."""
        super().__init__(*args, **kwargs)
        for value in NOTES:
            self.fields[f"note_{value}"] = WholeNumberField(
                required=False, min_value=0, max_value=100_000, error_messages={"invalid": _A_SUM}
            )

    def notes_shown(self) -> list[tuple[int, forms.BoundField]]:
        """Return each note with its field."""
        return [(value, self[f"note_{value}"]) for value in NOTES]

    def count(self) -> Count:
        """Return what was counted; an empty field is nothing."""
        told = self.cleaned_data
        notes = {value: told[f"note_{value}"] or 0 for value in NOTES}
        return Count(notes=notes, small_uzs=told["small"] or 0, card_uzs=told["card"] or 0)
