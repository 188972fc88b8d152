"""What the departments have to do for a case."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThan

from darcha.cases.models.cases import Case
from darcha.cases.rules import ItemState
from darcha.plumbing.sealed import SealedTextField
from darcha.plumbing.sealing import SEAL_BYTES


class WorkItem(models.Model):
    """What one department has to do for a case."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False, help_text="The case.")
    centre = models.ForeignKey(
        "centres.Centre", models.PROTECT, related_name="+", db_index=False, help_text="Centre of the case."
    )
    department = models.ForeignKey(
        "catalogue.Department",
        models.PROTECT,
        related_name="+",
        db_index=False,
        help_text="The department or partner addressed; it does it.",
    )
    owner = models.ForeignKey(
        "catalogue.Department",
        models.PROTECT,
        related_name="+",
        db_index=False,
        help_text="The department that waits for it: the owner of the case; it enters a partner's answer.",
    )
    group = models.CharField(
        max_length=8, help_text='"own" (no step in the catalogue), "parallel" (at once) or "then" (after the join).'
    )
    position = models.SmallIntegerField(help_text="Place of the step within its group in the service version, from 0.")
    of_version = models.ForeignKey(
        "catalogue.ServiceVersion",
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        help_text="The version whose step it is, where its case went over to one without it; null: the case's own.",
    )
    state = models.CharField(
        max_length=8,
        help_text='"waiting" (for the join), "open", "done", or "dropped" (the new rules no longer ask for it).',
    )
    opened_at = models.DateTimeField(null=True, help_text="Moment it could be begun; null while it waits.")
    due_on = models.DateField(null=True, help_text="Last day for it, never after the case's; null while it waits.")
    done_at = models.DateTimeField(null=True, help_text="Moment it was done, or dropped; null before.")
    done_by = models.CharField(max_length=80, default="", help_text='Who did it: "employee:7"; empty before.')
    taken_by = models.CharField(
        max_length=80, default="", help_text='Whose it is within the department: "employee:7"; empty: everybody\'s.'
    )
    taken_at = models.DateTimeField(null=True, help_text="Moment it was taken or handed over; null: everybody's.")
    outcome = models.CharField(
        max_length=10,
        default="",
        help_text='"agreed", "conditions" (agreed on conditions) or "objected"; empty before.',
    )
    note = SealedTextField(
        null=True,
        help_text="The department's words on it; null: none, never of conditions or an objection; it may name persons; "
        "sealed.",
    )

    class Meta:
        db_table = "cases_work_item"
        constraints = [
            models.UniqueConstraint(
                fields=["case", "of_version", "group", "position"],
                nulls_distinct=False,
                name="a_step_is_one_work_item",
            ),
            models.CheckConstraint(
                condition=Q(taken_by="", taken_at__isnull=True) | (~Q(taken_by="") & Q(taken_at__isnull=False)),
                name="an_item_is_taken_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(group__in=["own", "parallel", "then"]), name="a_work_item_has_a_known_group"
            ),
            models.CheckConstraint(
                condition=(
                    Q(
                        state=ItemState.WAITING.value,
                        group="then",
                        opened_at__isnull=True,
                        due_on__isnull=True,
                        done_at__isnull=True,
                    )
                    & Q(outcome="")
                )
                | Q(
                    state=ItemState.OPEN.value,
                    opened_at__isnull=False,
                    due_on__isnull=False,
                    done_at__isnull=True,
                    outcome="",
                )
                | (
                    Q(state=ItemState.DONE.value, opened_at__isnull=False, due_on__isnull=False, done_at__isnull=False)
                    & Q(outcome__in=["agreed", "conditions", "objected"])
                )
                | Q(state=ItemState.LAPSED.value, done_at__isnull=False, outcome="")
                | Q(state=ItemState.DROPPED.value, of_version__isnull=False, done_at__isnull=False, outcome=""),
                name="a_work_item_has_what_its_state_needs",
            ),
            models.CheckConstraint(
                condition=(Q(note__isnull=True) & ~Q(outcome__in=["conditions", "objected"]))
                | (Q(note__isnull=False) & Q(GreaterThan(Length("note"), SEAL_BYTES))),
                name="conditions_and_objections_have_words",
            ),
        ]
        indexes = [
            models.Index(
                fields=["centre", "department", "due_on", "id"],
                condition=Q(state=ItemState.OPEN.value),
                name="open_items_by_addressed",
            ),
            models.Index(
                fields=["centre", "owner", "due_on", "id"],
                condition=Q(state=ItemState.OPEN.value),
                name="open_items_by_owner",
            ),
        ]
