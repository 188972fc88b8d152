"""Who acts for an applicant."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThan

from darcha.cases.models.cases import Case
from darcha.cases.rules.representing import CAPACITIES
from darcha.plumbing.sealed import BlindIndexField, SealedTextField
from darcha.plumbing.sealing import SEAL_BYTES


class Representative(models.Model):
    """Somebody who acts for the applicant of a case, until another does or nobody. Read as the applicant is."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False, help_text="The case.")
    capacity = models.CharField(max_length=8, help_text='"attorney", "parent" or "guardian".')
    name = SealedTextField(help_text="Full name as in the identity document; personal, sealed.")
    personal_number = SealedTextField(null=True, help_text="Personal number (PINFL); null: not told; personal, sealed.")
    personal_number_index = BlindIndexField(
        of="personal_number", help_text="By what a personal number is found; null: none was given."
    )
    paper = SealedTextField(
        help_text="Number of the power of attorney or of the guardian's paper; empty: a parent; sealed."
    )
    until = models.DateField(null=True, help_text="Last day the paper holds; null: it names none.")
    began_at = models.DateTimeField(help_text="Moment they were entered.")
    began_by = models.CharField(max_length=80, help_text='Who entered them: "employee:7"; never a name.')
    ended_at = models.DateTimeField(null=True, help_text="Moment they ceased to act; null: they act.")
    ended_by = models.CharField(max_length=80, default="", help_text='Who wrote that: "employee:7"; empty before.')

    class Meta:
        db_table = "cases_representative"
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at__isnull=True), name="one_acts_for_the_applicant_at_a_time"
            ),
            models.CheckConstraint(condition=Q(capacity__in=CAPACITIES), name="a_capacity_is_a_known_one"),
            models.CheckConstraint(
                condition=GreaterThan(Length("name"), SEAL_BYTES), name="who_acts_for_somebody_has_a_name"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by="")
                | (Q(ended_at__isnull=False, ended_at__gte=F("began_at")) & ~Q(ended_by="")),
                name="who_ceases_to_act_ceases_once",
            ),
        ]
        indexes = [models.Index(fields=["personal_number_index"], name="who_acts_by_personal_number")]
