"""What a department had answered before the owner sent the item back."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThan

from darcha.cases.models.work import WorkItem
from darcha.plumbing.sealed import SealedTextField
from darcha.plumbing.sealing import SEAL_BYTES


class Round(models.Model):
    """An answer that was sent back: it stays as it was given, the item begins anew."""

    item = models.ForeignKey(WorkItem, models.PROTECT, related_name="+", help_text="The work item.")
    outcome = models.CharField(max_length=10, help_text='"agreed", "conditions" or "objected", as it was given.')
    note = SealedTextField(null=True, help_text="The department's words then; it may name persons; sealed.")
    opened_at = models.DateTimeField(help_text="Moment the item could be begun that time.")
    due_on = models.DateField(help_text="Last day for it that time.")
    done_at = models.DateTimeField(help_text="Moment it was done that time.")
    done_by = models.CharField(max_length=80, help_text='Who did it then: "employee:7"; never a name.')
    words = SealedTextField(help_text="Why it was sent back; it may name persons; sealed.")
    sent_back_at = models.DateTimeField(help_text="Moment it was sent back.")
    sent_back_by = models.CharField(max_length=80, help_text='Who sent it back: "employee:7"; never a name.')

    class Meta:
        db_table = "cases_round"
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["agreed", "conditions", "objected"])
                & Q(GreaterThan(Length("words"), SEAL_BYTES)),
                name="an_answer_is_sent_back_with_words",
            ),
            models.UniqueConstraint(fields=["item", "done_at"], name="an_answer_is_sent_back_once"),
        ]
