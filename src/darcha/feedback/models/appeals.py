"""Complaints, suggestions, thanks and proposals."""

from __future__ import annotations

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models

from darcha.feedback.rules import appeals as rules
from darcha.plumbing.sealed import SealedTextField


class Appeal(models.Model):
    """What somebody wrote to the centre. Who, nobody knows, unless they left a way to be answered."""

    id = models.UUIDField(primary_key=True, default=uuid4, help_text="A random number, known before the row is.")
    centre = models.ForeignKey(
        "centres.Centre", models.PROTECT, related_name="+", db_index=False, help_text="The centre it is about."
    )
    year = models.SmallIntegerField(help_text="Year of its number, local to the centre.")
    number = models.IntegerField(help_text="Number in the year, from 1, without gaps.")
    code_hash = models.CharField(
        max_length=64,
        unique=True,
        help_text="SHA-256 (hex) of the secret code by which who wrote it follows it; the code itself is not kept.",
    )
    kind = models.CharField(max_length=10, help_text='"complaint", "suggestion", "thanks" or "indicator".')
    state = models.CharField(max_length=9, help_text='"received", "escalated" (overdue, told upwards) or "answered".')
    service = models.ForeignKey(
        "catalogue.Service", models.PROTECT, null=True, related_name="+", help_text="The service; null: not told."
    )
    department = models.ForeignKey(
        "catalogue.Department", models.PROTECT, null=True, related_name="+", help_text="The department; null: not told."
    )
    visit_day = models.DateField(null=True, help_text="Day of the visit it is about, as written; null: not told.")
    language = models.CharField(max_length=8, help_text="Language of the page it was written on; to answer in.")
    channel = models.CharField(max_length=8, help_text='Where it was written: "portal".')
    words = SealedTextField(help_text="What was written, at most 2000 characters; sealed.")
    reply_to = SealedTextField(
        null=True, help_text="Name, telephone or address to be answered at; sealed; null: anonymous."
    )
    received_at = models.DateTimeField(help_text="Moment it came.")
    received_on = models.DateField(help_text="Day it came, local to the centre.")
    due_on = models.DateField(null=True, help_text="Last day to answer, by the country's working days; null: thanks.")
    escalated_at = models.DateTimeField(null=True, help_text="Moment it was told upwards as overdue; null: it was not.")
    answered_at = models.DateTimeField(null=True, help_text="Moment of the answer; null: none yet.")
    answered_on = models.DateField(null=True, help_text="Day of the answer, local to the centre; null: none yet.")
    answered_by = models.CharField(max_length=80, blank=True, help_text='Who answered: "employee:7"; never a name.')
    answer = SealedTextField(null=True, help_text="The answer, at most 2000 characters; sealed; null: none yet.")
    themes = ArrayField(
        models.CharField(max_length=12), default=list, help_text="By what the head sorted it: codes of a closed list."
    )
    erased_at = models.DateTimeField(null=True, help_text="Moment its words were erased; null: they are kept.")

    class Meta:
        db_table = "feedback_appeal"
        constraints = [
            models.UniqueConstraint(fields=["centre", "year", "number"], name="an_appeal_has_a_number_of_its_year"),
            models.CheckConstraint(
                condition=models.Q(kind__in=[kind.value for kind in rules.AppealKind]),
                name="an_appeal_is_of_a_known_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in rules.AppealState]),
                name="an_appeal_is_received_escalated_or_answered",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state="answered", answered_at__isnull=False, answered_on__isnull=False, answer__isnull=False
                )
                | (
                    ~models.Q(state="answered")
                    & models.Q(answered_at__isnull=True, answered_on__isnull=True, answer__isnull=True)
                ),
                name="an_appeal_is_answered_with_words",
            ),
            models.CheckConstraint(
                condition=models.Q(due_on__isnull=False) | models.Q(kind="thanks"),
                name="whatever_is_not_thanks_has_a_day_to_answer",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="escalated") | models.Q(escalated_at__isnull=False),
                name="an_escalated_appeal_knows_when",
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "state", "due_on"], name="appeals_to_answer"),
            models.Index(fields=["centre", "received_on"], name="appeals_of_a_centre_by_day"),
        ]
