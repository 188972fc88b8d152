"""What moves the clock of a case: times in which it stands, and longer times."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThan

from darcha.cases.models.cases import Case
from darcha.cases.rules import SUSPENSION_GROUNDS
from darcha.plumbing.sealed import SealedTextField
from darcha.plumbing.sealing import SEAL_BYTES


class Suspension(models.Model):
    """A time in which the applicant corrects, and the clock of the case stands."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False, help_text="The case.")
    ground = models.CharField(
        max_length=10, help_text='"incorrect" (the time goes on afterwards) or "incomplete" (it begins anew).'
    )
    words = SealedTextField(
        help_text="What is to be corrected, as the applicant reads it; it may name persons; sealed."
    )
    suspended_at = models.DateTimeField(help_text="Moment the applicant was asked.")
    suspended_by = models.CharField(max_length=80, help_text='Who asked: "employee:7"; never a name.')
    resumed_at = models.DateTimeField(null=True, help_text="Moment it was brought; null: the clock stands.")
    resumed_by = models.CharField(max_length=80, default="", help_text='Who took it: "employee:7"; empty before.')
    answer = SealedTextField(
        null=True,
        help_text="What the applicant wrote from home with it; null: nothing was; it may name persons; sealed.",
    )

    class Meta:
        db_table = "cases_suspension"
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(resumed_at__isnull=True), name="one_correction_is_open_per_case"
            ),
            models.CheckConstraint(
                condition=Q(ground__in=list(SUSPENSION_GROUNDS)) & Q(GreaterThan(Length("words"), SEAL_BYTES)),
                name="a_suspension_tells_its_ground",
            ),
            models.CheckConstraint(
                condition=Q(resumed_at__isnull=True, resumed_by="")
                | (Q(resumed_at__gte=F("suspended_at")) & ~Q(resumed_by="")),
                name="a_clock_goes_on_after_it_stood",
            ),
        ]
        indexes = [models.Index(fields=["case", "suspended_at"], name="suspensions_of_a_case")]


class Extension(models.Model):
    """A longer time for a case, where the catalogue allows it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False, help_text="The case.")
    n = models.SmallIntegerField(help_text="The time in all, counted from the same start: how many of `unit`.")
    unit = models.CharField(max_length=3, help_text='"wd", "cd", "wk" or "mo", as the catalogue allows it.')
    ground = SealedTextField(help_text="Why, as the applicant reads it; it may name persons; sealed.")
    extended_at = models.DateTimeField(help_text="Moment of the extension.")
    extended_by = models.CharField(max_length=80, help_text='Who extended: "employee:7"; never a name.')

    class Meta:
        db_table = "cases_extension"
        constraints = [
            models.CheckConstraint(
                condition=Q(n__gte=1) & Q(GreaterThan(Length("ground"), SEAL_BYTES)),
                name="an_extension_tells_its_ground",
            ),
        ]
        indexes = [models.Index(fields=["case", "extended_at"], name="extensions_of_a_case")]
