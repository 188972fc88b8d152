"""An application begun at home and not yet sent."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from darcha.cases.models.cases import Case
from darcha.plumbing.sealed import SealedJSONField


class Draft(models.Model):
    """What somebody at home has written so far; whoever has its code goes on with it. Emptied when it is sent."""

    centre = models.ForeignKey(
        "centres.Centre", models.PROTECT, related_name="+", db_index=False, help_text="Where it will be sent."
    )
    service = models.ForeignKey(
        "catalogue.Service", models.PROTECT, related_name="+", db_index=False, help_text="What is applied for."
    )
    code = models.CharField(
        max_length=28, unique=True, help_text="Secret of 140 random bits by which the applicant goes on."
    )
    language = models.CharField(max_length=8, help_text='The language it was begun in: "uz", "uz-cyrl", "ru", "en".')
    content = SealedJSONField(
        bound_to="code",
        help_text="Who applies, the facts and the answers, as typed; personal, sealed; empty once it is sent.",
    )
    begun_at = models.DateTimeField(help_text="Moment it was begun.")
    changed_on = models.DateField(
        help_text="Day it was written in last, by the centre's calendar; its term runs from here."
    )
    sent_as = models.OneToOneField(
        Case, models.PROTECT, null=True, related_name="+", help_text="The case it became; null: not sent."
    )

    class Meta:
        db_table = "cases_draft"
        constraints = [
            models.CheckConstraint(condition=~Q(code=""), name="a_draft_has_a_code"),
        ]
        indexes = [models.Index(fields=["centre", "changed_on"], name="drafts_by_their_last_day")]
