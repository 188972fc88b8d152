"""What was decided, and the document given out."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from darcha.cases.models.cases import Case
from darcha.plumbing.sealed import SealedJSONField


class Decision(models.Model):
    """What the owning department decided, once."""

    case = models.OneToOneField(
        Case, models.PROTECT, primary_key=True, related_name="+", help_text="The case; one decision per case."
    )
    outcome = models.CharField(max_length=8, help_text='"granted" or "refused".')
    ground = models.TextField(help_text="The ground in words; never empty for a refusal.")
    decided_at = models.DateTimeField(help_text="Moment of the decision.")
    decided_by = models.CharField(max_length=80, help_text='Who decided: "employee:7"; never a name.')
    on_time = models.BooleanField(help_text="True: on or before the day the case was due.")

    class Meta:
        db_table = "cases_decision"
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="granted") | (Q(outcome="refused") & ~Q(ground="")),
                name="a_refusal_names_its_ground",
            ),
        ]


class IssuedDocument(models.Model):
    """A document given out; what is printed on it is frozen here, so that the paper and its proof never differ."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+", help_text="The case it ends.")
    centre = models.ForeignKey(
        "centres.Centre", models.PROTECT, related_name="+", db_index=False, help_text="The centre that issued it."
    )
    number = models.CharField(max_length=20, unique=True, help_text='Gapless per centre and year: "SRG-26-R-000001".')
    verification_code = models.CharField(
        max_length=28, unique=True, help_text="Secret of 140 random bits printed on it, by which anybody verifies it."
    )
    issued_at = models.DateTimeField(help_text="Moment of issue.")
    issued_on = models.DateField(help_text="Day of issue, by the centre's calendar.")
    issued_by = models.CharField(max_length=80, help_text='Who issued it: "employee:7"; never a name.')
    content = SealedJSONField(
        bound_to="number",
        help_text="What is printed: holder, year of birth, end of the personal number, names of centre and body; "
        "personal, sealed.",
    )
    annulled_at = models.DateTimeField(null=True, help_text="Moment it lost its validity; null: valid.")
    annulled_because = models.TextField(default="", help_text="Why it was annulled; empty while valid.")
    erased_at = models.DateTimeField(
        null=True, help_text="Moment its content was erased, its time being over; null: it can be verified."
    )

    class Meta:
        db_table = "cases_issued_document"
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(annulled_at__isnull=True), name="one_valid_document_per_case"
            ),
            models.CheckConstraint(
                condition=Q(annulled_at__isnull=True, annulled_because="")
                | (Q(annulled_at__isnull=False) & ~Q(annulled_because="")),
                name="an_annulment_names_its_ground",
            ),
        ]
