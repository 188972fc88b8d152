"""Tills as they were counted, days as they were signed, statements of the bank. Nothing is changed, only corrected by another entry."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThan

from darcha.plumbing.sealed import SealedTextField
from darcha.plumbing.sealing import SEAL_BYTES

_NAMED = Q(words__isnull=False) & Q(GreaterThan(Length("words"), SEAL_BYTES))


class Closing(models.Model):
    """One till counted once. A correction is another row that names the one it replaces."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, help_text="A random number, known before the row is.")
    centre = models.ForeignKey(
        "centres.Centre", models.PROTECT, related_name="+", db_index=False, help_text="The centre."
    )
    day = models.DateField(help_text="Day of the count, by the centre's calendar.")
    officer = models.CharField(max_length=80, help_text='Whose till: "employee:7"; never a name.')
    closed_at = models.DateTimeField(help_text="Moment of the count, or of the correction.")
    closed_by = models.CharField(max_length=80, help_text="Who wrote it: the officer, or the head who corrects.")
    recorded_cash_uzs = models.BigIntegerField(help_text="Cash the house has recorded, less what went back.")
    counted_cash_uzs = models.BigIntegerField(help_text="Cash that was counted, whole soʻm.")
    recorded_card_uzs = models.BigIntegerField(help_text="Cards the house has recorded, less what went back.")
    told_card_uzs = models.BigIntegerField(help_text="The total the terminal told, whole soʻm.")
    notes = models.JSONField(help_text='How many notes of each value: {"50000": 3}; small money under "small".')
    words = SealedTextField(null=True, help_text="What a difference comes from; it may name persons; sealed.")
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="+", help_text="The entry it replaces; null: the first count."
    )

    class Meta:
        db_table = "till_closing"
        constraints = [
            models.CheckConstraint(
                condition=_NAMED
                | Q(
                    words__isnull=True,
                    corrects__isnull=True,
                    counted_cash_uzs=F("recorded_cash_uzs"),
                    told_card_uzs=F("recorded_card_uzs"),
                ),
                name="every_difference_is_named",
            ),
            models.CheckConstraint(condition=Q(counted_cash_uzs__gte=0), name="nobody_counts_less_than_nothing"),
        ]
        indexes = [models.Index(fields=["centre", "day"], name="closings_of_a_day")]


class Line(models.Model):
    """One movement of money in a count: each is counted once."""

    closing = models.ForeignKey(Closing, models.PROTECT, related_name="+", help_text="The first count it is in.")
    payment = models.ForeignKey(
        "cases.Payment", models.PROTECT, related_name="+", db_index=False, help_text="The payment."
    )
    kind = models.CharField(max_length=5, help_text='"taken", or "back" for what was undone, reversed or refunded.')

    class Meta:
        db_table = "till_line"
        constraints = [
            models.UniqueConstraint(fields=["payment", "kind"], name="money_is_counted_once"),
            models.CheckConstraint(condition=Q(kind__in=["taken", "back"]), name="money_comes_or_goes"),
        ]


class Signature(models.Model):
    """The head of the centre has looked at a day's money. Signed again it is a correcting entry, with words."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, help_text="A random number, known before the row is.")
    centre = models.ForeignKey(
        "centres.Centre", models.PROTECT, related_name="+", db_index=False, help_text="The centre."
    )
    day = models.DateField(help_text="The day, by the centre's calendar.")
    signed_at = models.DateTimeField(help_text="Moment of the signature.")
    signed_by = models.CharField(max_length=80, help_text='Who signed: "employee:7"; never a name.')
    cash_uzs = models.BigIntegerField(help_text="Cash of the day, less what went back, whole soʻm.")
    card_uzs = models.BigIntegerField(help_text="Cards of the day, less what went back, whole soʻm.")
    bank_uzs = models.BigIntegerField(help_text="Transfers of the day, less what went back, whole soʻm.")
    words = SealedTextField(null=True, help_text="What the head remarks; it may name persons; sealed; null: nothing.")
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="+", help_text="The signature it replaces; null: the first."
    )

    class Meta:
        db_table = "till_signature"
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "day"], condition=Q(corrects__isnull=True), name="a_day_is_signed_once"
            ),
            models.CheckConstraint(condition=_NAMED | Q(corrects__isnull=True), name="a_correction_is_named"),
        ]


class Statement(models.Model):
    """A statement of the bank that was read; only its references and sums are kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, help_text="A random number, known before the row is.")
    centre = models.ForeignKey(
        "centres.Centre", models.PROTECT, related_name="+", db_index=False, help_text="The centre."
    )
    sha256 = models.CharField(max_length=64, help_text="SHA-256 (hex) of the file, so that it is read once.")
    read_at = models.DateTimeField(help_text="Moment it was read.")
    read_by = models.CharField(max_length=80, help_text='Who gave it: "employee:7"; never a name.')

    class Meta:
        db_table = "till_statement"
        constraints = [models.UniqueConstraint(fields=["centre", "sha256"], name="a_statement_is_read_once")]


class StatementLine(models.Model):
    """One line of a statement, and the transfer it is."""

    statement = models.ForeignKey(
        Statement, models.PROTECT, related_name="+", db_index=False, help_text="The statement."
    )
    position = models.IntegerField(help_text="Number of the line in the file, from 1.")
    reference = models.CharField(max_length=80, help_text="The bank's number of the transfer.")
    amount_uzs = models.BigIntegerField(help_text="Whole soʻm.")
    payment = models.OneToOneField(
        "cases.Payment", models.PROTECT, null=True, related_name="+", help_text="The payment it is; null: unknown."
    )

    class Meta:
        db_table = "till_statement_line"
        constraints = [
            models.UniqueConstraint(fields=["statement", "position"], name="a_line_stands_once_in_a_statement"),
        ]
