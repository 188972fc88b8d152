"""The paper slip of a ticket: a job that counts as done once the printer has said so."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from darcha.queue.models.tickets import Ticket
from darcha.queue.rules import SLIP_FAILS_BECAUSE


class Slip(models.Model):
    """What became of the paper of one ticket. Written with the ticket, answered for after its transaction."""

    ticket = models.OneToOneField(
        Ticket, primary_key=True, on_delete=models.PROTECT, related_name="slip", help_text="The ticket on paper."
    )
    centre = models.ForeignKey(
        "centres.Centre", on_delete=models.PROTECT, related_name="+", db_index=False, help_text="The centre."
    )
    state = models.CharField(
        max_length=16,
        help_text="asked: on its way to the printer; printed; or why it did not come: no_paper, no_answer.",
    )
    asked_at = models.DateTimeField(help_text="When it was asked for last.")
    answered_at = models.DateTimeField(null=True, help_text="When the printer answered; null while it is asked.")
    prints = models.PositiveSmallIntegerField(help_text="How often it came on paper; all but the first are copies.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="asked", answered_at__isnull=True)
                | Q(state="printed", answered_at__isnull=False, prints__gte=1)
                | Q(state__in=SLIP_FAILS_BECAUSE, answered_at__isnull=False),
                name="a_slip_answered_for_tells_when",
            ),
        ]
        indexes = [
            models.Index(fields=["centre"], condition=~Q(state="printed"), name="slips_without_paper"),
            models.Index(fields=["centre", "answered_at"], condition=Q(state="printed"), name="slips_on_paper"),
        ]
