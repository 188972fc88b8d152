"""What an application costs, and what was paid for it. Money is whole soʻm."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThan

from darcha.cases.models.cases import Case
from darcha.cases.rules import BANK, CARD, CASH, WAYS_TO_PAY, ChargeState
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


class Payment(models.Model):
    """Money taken for a case, the whole fee at once. It is never changed: what was a mistake has a reversal."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False, help_text="The case.")
    centre = models.ForeignKey(
        "centres.Centre", models.PROTECT, related_name="+", db_index=False, help_text="The centre that took it."
    )
    receipt = models.CharField(
        max_length=20, unique=True, help_text='Number of the receipt, gapless per centre and year: "SRG-26-K-000001".'
    )
    way = models.CharField(
        max_length=4,
        choices=[(way, way) for way in WAYS_TO_PAY],
        help_text="cash, card (the centre's terminal) or bank (a transfer).",
    )
    reference = models.CharField(
        max_length=40, default="", help_text="Number of the terminal's slip or of the bank's transfer; empty for cash."
    )
    amount_uzs = models.BigIntegerField(help_text="Whole soʻm taken.")
    paid_at = models.DateTimeField(help_text="Moment it was recorded.")
    paid_on = models.DateField(help_text="Day of it, by the centre's calendar.")
    taken_by = models.CharField(max_length=80, help_text='Who took it: "employee:7"; never a name.')
    stands = models.BooleanField(default=True, help_text="False once it was taken back, reversed or given back.")

    class Meta:
        db_table = "cases_payment"
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(stands=True), name="a_fee_is_paid_once"),
            models.UniqueConstraint(
                fields=["centre", "reference"],
                condition=Q(stands=True, way=BANK),
                name="a_bank_transfer_pays_one_fee",
            ),
            models.CheckConstraint(condition=Q(amount_uzs__gt=0), name="a_payment_is_of_some_money"),
            models.CheckConstraint(
                condition=Q(way=CASH, reference="") | (Q(way__in=[CARD, BANK]) & ~Q(reference="")),
                name="a_payment_without_cash_names_its_slip",
            ),
        ]
        indexes = [
            models.Index(fields=["case"], name="payments_of_a_case"),
            models.Index(fields=["centre", "paid_on", "taken_by"], name="payments_of_a_day_by_officer"),
        ]


class Reversal(models.Model):
    """A payment that does not stand: an entry of its own. A refund waits until somebody else has confirmed it."""

    payment = models.OneToOneField(
        Payment, models.PROTECT, primary_key=True, related_name="+", help_text="The payment; it is reversed once."
    )
    kind = models.CharField(
        max_length=8,
        help_text="undone (within a minute), reversed (a mistaken entry) or refunded (given back after a refusal).",
    )
    ground = SealedTextField(null=True, help_text="Why; null: undone at once; it may name persons; sealed.")
    asked_at = models.DateTimeField(help_text="Moment it was asked for.")
    asked_by = models.CharField(max_length=80, help_text='Who asked: "employee:7"; never a name.')
    refund_by = models.DateField(null=True, help_text="Last day to give it back by the catalogue; null: no refund.")
    done_at = models.DateTimeField(null=True, help_text="Moment it took effect; null: a refund not yet confirmed.")
    done_on = models.DateField(null=True, help_text="Day of it, by the centre's calendar.")
    done_by = models.CharField(
        max_length=80, default="", help_text="Who let it take effect; of a refund somebody else."
    )

    class Meta:
        db_table = "cases_reversal"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="undone", ground__isnull=True, done_at__isnull=False, refund_by__isnull=True)
                | (
                    Q(kind="reversed", ground__isnull=False, done_at__isnull=False, refund_by__isnull=True)
                    & Q(GreaterThan(Length("ground"), SEAL_BYTES))
                )
                | (
                    Q(kind="refunded", ground__isnull=False, refund_by__isnull=False)
                    & Q(GreaterThan(Length("ground"), SEAL_BYTES))
                ),
                name="a_reversal_names_its_ground",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_on__isnull=True, done_by="")
                | (Q(done_at__isnull=False, done_on__isnull=False) & ~Q(done_by="")),
                name="a_reversal_is_done_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(kind="refunded") | ~Q(done_by=F("asked_by")), name="four_eyes_give_money_back"
            ),
        ]


class EndedRefund(models.Model):
    """A refund that was asked for and not given: withdrawn by whoever asked, or declined by somebody else, with words."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="+", help_text="The payment; it stands.")
    ground = SealedTextField(help_text="Why it was asked for; it may name persons; sealed.")
    asked_at = models.DateTimeField(help_text="Moment it was asked for.")
    asked_by = models.CharField(max_length=80, help_text='Who asked: "employee:7"; never a name.')
    refund_by = models.DateField(help_text="Last day to give it back, by the catalogue.")
    ended = models.CharField(max_length=9, help_text='"withdrawn" (by whoever asked) or "declined" (by somebody else).')
    words = SealedTextField(null=True, help_text="Why it ended; null: withdrawn without; it may name persons; sealed.")
    ended_at = models.DateTimeField(help_text="Moment it ended.")
    ended_by = models.CharField(max_length=80, help_text='Who ended it: "employee:7"; never a name.')

    class Meta:
        db_table = "cases_ended_refund"
        constraints = [
            models.CheckConstraint(
                condition=(Q(ended="withdrawn", ended_by=F("asked_by")))
                | (
                    Q(ended="declined", words__isnull=False)
                    & Q(GreaterThan(Length("words"), SEAL_BYTES))
                    & ~Q(ended_by=F("asked_by"))
                ),
                name="a_refund_is_withdrawn_or_declined_with_words",
            ),
            models.CheckConstraint(condition=Q(ended_at__gte=F("asked_at")), name="a_refund_ends_after_it_was_asked"),
        ]


class DepartmentNotice(models.Model):
    """That the department gave the applicant notice, where the law starts the time with it."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="+", help_text="The case.")
    words = SealedTextField(help_text="What was told, as the applicant reads it; it may name persons; sealed.")
    served_at = models.DateTimeField(help_text="Moment of the notice.")
    served_by = models.CharField(max_length=80, help_text='Who gave it: "employee:7"; never a name.')

    class Meta:
        db_table = "cases_department_notice"
        constraints = [
            models.CheckConstraint(
                condition=Q(GreaterThan(Length("words"), SEAL_BYTES)), name="a_notice_tells_something"
            ),
        ]
