"""Why a file was opened without a visit or an item."""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from darcha.cases.models.cases import Case
from darcha.plumbing.sealed import SealedTextField


class Reason(models.Model):
    """Why somebody had to open a file that neither a visit nor an item opened to them. The head of the centre reads it."""

    id = models.UUIDField(primary_key=True, default=uuid4, help_text="A random number, known before the row is.")
    centre = models.ForeignKey(
        "centres.Centre", models.PROTECT, related_name="+", db_index=False, help_text="The centre of the case."
    )
    case = models.ForeignKey(
        Case,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        help_text="The case; null: all that is held about a person.",
    )
    told_at = models.DateTimeField(help_text="Moment it was typed; it holds for half an hour.")
    told_by = models.CharField(max_length=80, help_text='Who typed it: "employee:7"; never a name.')
    words = SealedTextField(help_text="The reason as typed; it may name persons; sealed.")

    class Meta:
        db_table = "cases_reason"
        indexes = [
            models.Index(fields=["centre", "told_at"], name="reasons_of_a_centre_by_time"),
            models.Index(fields=["case", "told_by", "told_at"], name="reasons_by_case_and_officer"),
        ]
