"""What an application costs, and what was paid for it. Money is whole soʻm."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThan

from darcha.cases.models.cases import Case
from darcha.cases.rules import ChargeState
from darcha.plumbing.sealed import SealedJSONField, SealedTextField
from darcha.plumbing.sealing import SEAL_BYTES


class Charge(models.Model):
    """The fee of an accepted case as it was reckoned on that day; a later base amount changes nothing of it."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="+", help_text="The case.")
    state = models.CharField(
        max_length=14,
        choices=[(state.value, state.value) for state in ChargeState],
        help_text="free, in_words (no amount yet), after_approval (of the department's offer) or owed.",
    )
    amount_uzs = models.BigIntegerField(
        null=True, help_text="Whole soʻm; 0: free; null: not known until the department sets it."
    )
    multiples = models.DecimalField(
        max_digits=14,
        decimal_places=6,
        null=True,
        help_text="Of the base amount, for the whole or for a unit; null: unknown.",
    )
    base_uzs = models.IntegerField(
        null=True, help_text="The base amount of the day in whole soʻm; null: none was known that day."
    )
    words = SealedJSONField(
        help_text="The reasoning by language, a sentence a step, as it was told; it tells of the person; sealed."
    )
    reckoned_on = models.DateField(help_text="Day of the acceptance, by the centre's calendar.")
    units = models.IntegerField(null=True, help_text="Of how many units, where the price is for one; null: not told.")
    set_at = models.DateTimeField(null=True, help_text="Moment the department set the amount; null: reckoned alone.")
    set_on = models.DateField(null=True, help_text="Day of it, by the centre's calendar; null: reckoned alone.")
    set_by = models.CharField(max_length=80, default="", help_text='Who set it: "employee:7"; empty: nobody had to.')
    set_words = SealedTextField(
        null=True, help_text="Why this amount, as the applicant reads it; it may name persons; sealed."
    )

    class Meta:
        db_table = "cases_charge"
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ChargeState.FREE.value, amount_uzs=0)
                | Q(state=ChargeState.OWED.value, amount_uzs__gt=0)
                | Q(
                    state__in=[ChargeState.IN_WORDS.value, ChargeState.AFTER_APPROVAL.value],
                    amount_uzs__isnull=True,
                    set_at__isnull=True,
                ),
                name="a_fee_has_the_amount_its_state_tells",
            ),
            models.CheckConstraint(
                condition=Q(
                    set_at__isnull=True, set_on__isnull=True, set_by="", set_words__isnull=True, units__isnull=True
                )
                | (
                    Q(set_at__isnull=False, set_on__isnull=False, set_words__isnull=False)
                    & ~Q(set_by="")
                    & Q(GreaterThan(Length("set_words"), SEAL_BYTES))
                    & (Q(units__isnull=True) | Q(units__gte=1))
                ),
                name="a_fee_is_set_with_words",
            ),
        ]
