"""What officials were told of a day of a case."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from darcha.cases.models.cases import Case
from darcha.cases.models.work import WorkItem


class Reminder(models.Model):
    """Officials were told of a last day, once for each day: when it moves they are told anew."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False, help_text="The case.")
    item = models.ForeignKey(
        WorkItem, models.PROTECT, null=True, related_name="+", help_text="The work item; null: the case as a whole."
    )
    centre = models.ForeignKey(
        "centres.Centre", models.PROTECT, related_name="+", db_index=False, help_text="Centre of the case."
    )
    department = models.ForeignKey(
        "catalogue.Department",
        models.PROTECT,
        related_name="+",
        db_index=False,
        help_text="Who was told: this department; of what is overdue the heads of the centre and of this agency.",
    )
    kind = models.CharField(
        max_length=8,
        help_text='"soon" (the day is near), "due" (it is today), "overdue" (told to those above) or "silence" (it is going '
        "to speak).",
    )
    due_on = models.DateField(help_text="The last day it was about.")
    told_at = models.DateTimeField(help_text="Moment it was told.")

    class Meta:
        db_table = "cases_reminder"
        constraints = [
            models.UniqueConstraint(
                fields=["case", "item", "kind", "due_on"],
                nulls_distinct=False,
                name="of_a_day_it_is_told_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["soon", "due"], item__isnull=False)
                | Q(kind="overdue")
                | Q(kind="silence", item__isnull=True),
                name="a_reminder_has_a_known_kind",
            ),
        ]
        indexes = [models.Index(fields=["centre", "kind", "due_on"], name="reminders_of_a_centre")]
