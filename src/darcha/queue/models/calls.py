"""Who sits at which counter, and each call made from there."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from darcha.queue.models.tickets import Ticket
from darcha.queue.rules import BY_HAND_BECAUSE, HELPED, PAUSE_REASONS


class CounterSession(models.Model):
    """An employee at a counter, from opening to closing, with whom they could serve there."""

    centre = models.ForeignKey(
        "centres.Centre", on_delete=models.PROTECT, related_name="+", help_text="The centre of the counter."
    )
    counter = models.ForeignKey(
        "centres.Counter", on_delete=models.PROTECT, related_name="+", help_text="The counter that was open."
    )
    employee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", help_text="Who sat there."
    )
    opened_at = models.DateTimeField(help_text="When the counter was opened.")
    closed_at = models.DateTimeField(null=True, help_text="When it was closed; null while it is open.")
    services = ArrayField(
        models.CharField(max_length=16),
        help_text="Codes of the services the employee could give on opening, but for those of help.",
    )
    help_when_idle = ArrayField(
        models.CharField(max_length=16),
        default=list,
        db_default=[],
        help_text="Codes of the services given also when nobody waits for the others.",
    )
    help_when_late = ArrayField(
        models.CharField(max_length=16),
        default=list,
        db_default=[],
        help_text="Codes of the services given also while somebody waits for them longer than promised.",
    )
    languages = ArrayField(
        models.CharField(max_length=8), default=list, help_text="Languages the employee spoke on opening."
    )
    settled = models.BooleanField(db_default=False, help_text="True: closed by settling the day, not by the employee.")
    counter_number = models.PositiveSmallIntegerField(help_text="Number on the counter's sign on opening.")
    accessible = models.BooleanField(help_text="Whether the counter could be reached without steps on opening.")
    hearing_loop = models.BooleanField(help_text="Whether the counter had a hearing loop on opening.")
    paused_at = models.DateTimeField(null=True, help_text="When the break began; null when there is none.")
    pause_reason = models.CharField(
        max_length=16, null=True, help_text="Why: rest, meal, papers, meeting, technical; null without a break."
    )
    paused_until = models.DateTimeField(
        null=True, help_text="When the officer means to be back; null when not told, or without a break."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["counter"], condition=Q(closed_at__isnull=True), name="one_open_session_per_counter"
            ),
            models.UniqueConstraint(
                fields=["employee"], condition=Q(closed_at__isnull=True), name="one_open_session_per_employee"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")),
                name="a_counter_closes_after_it_opened",
            ),
            models.CheckConstraint(
                condition=Q(paused_at__isnull=True, pause_reason__isnull=True, paused_until__isnull=True)
                | Q(paused_at__isnull=False, pause_reason__isnull=False, pause_reason__in=PAUSE_REASONS),
                name="a_break_has_a_known_reason",
            ),
        ]


class Call(models.Model):
    """A ticket called to a counter: for which service, by what reasons, and what came of it."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="calls", help_text="The ticket called.")
    session = models.ForeignKey(
        CounterSession, on_delete=models.PROTECT, related_name="calls", help_text="The counter session that called."
    )
    centre = models.ForeignKey(
        "centres.Centre", on_delete=models.PROTECT, related_name="+", db_index=False, help_text="The centre."
    )
    counter = models.ForeignKey(
        "centres.Counter", on_delete=models.PROTECT, related_name="+", db_index=False, help_text="The counter."
    )
    service = models.ForeignKey(
        "catalogue.Service",
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        help_text="The service the ticket was called for.",
    )
    waiting_since = models.DateTimeField(help_text="Where the ticket stood in its line when it was called.")
    ready_at = models.DateTimeField(help_text="From when it could be called then.")
    following = ArrayField(
        models.CharField(max_length=16),
        default=list,
        db_default=[],
        help_text="Codes of the services that were to follow when it was called.",
    )
    called_at = models.DateTimeField(help_text="When the ticket was called.")
    recalls = models.PositiveSmallIntegerField(default=0, help_text="How often the call was repeated.")
    recalled_at = models.DateTimeField(null=True, help_text="When it was repeated last; null when never.")
    started_at = models.DateTimeField(null=True, help_text="When the visitor stood at the counter; null until then.")
    ended_at = models.DateTimeField(null=True, help_text="When the call was over; null while it is open.")
    outcome = models.CharField(
        max_length=24,
        null=True,
        help_text="What came of it: served, no_show, undone, set_aside, why it was sent on, or another word.",
    )
    wait_seconds = models.PositiveIntegerField(help_text="Seconds from waiting_since to the call.")
    policy = models.CharField(max_length=32, help_text="Name of the rule that chose; docs/algorithms/next-visitor.md.")
    scores: models.JSONField[Any, Any] = models.JSONField(
        help_text="The best three as [ticket, score in hundredths], the called one among them when it was."
    )
    guarded = models.BooleanField(
        db_default=False, help_text="True: called first not by score but because the wait had grown beyond the guard."
    )
    by_hand = models.CharField(
        max_length=16, null=True, help_text="Why an officer called out of turn; null when the rule chose."
    )
    help = ArrayField(
        models.CharField(max_length=16),
        default=list,
        db_default=[],
        help_text="Codes of the services that were given beside the session's at that moment, by a rule of help.",
    )
    helped = models.CharField(
        max_length=8, null=True, help_text="Why the officer helped out with this one: idle, late; null: an own service."
    )
    overtaken = models.PositiveIntegerField(
        help_text="Visitors this counter could serve who waited longer and were passed; counted up to 1,000."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(ended_at__isnull=True), name="one_open_call_per_ticket"
            ),
            models.UniqueConstraint(
                fields=["counter"], condition=Q(ended_at__isnull=True), name="one_open_call_per_counter"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, outcome__isnull=True)
                | Q(ended_at__isnull=False, outcome__isnull=False),
                name="a_call_that_ended_has_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(by_hand__isnull=True) | Q(by_hand__in=BY_HAND_BECAUSE),
                name="a_call_by_hand_has_a_known_reason",
            ),
            models.CheckConstraint(
                condition=Q(helped__isnull=True) | Q(helped__in=HELPED) & ~Q(help=[]),
                name="who_helped_out_had_help_to_give",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="no_show") | Q(started_at__isnull=True), name="who_was_served_did_show_up"
            ),
            models.CheckConstraint(
                condition=Q(recalls=0, recalled_at__isnull=True) | Q(recalls__gt=0, recalled_at__isnull=False),
                name="a_repeated_call_tells_when",
            ),
        ]
        indexes = [
            models.Index(fields=["centre"], condition=Q(ended_at__isnull=True), name="open_calls_of_a_centre"),
            models.Index(fields=["centre", "called_at"], name="calls_of_a_centre_by_time"),
        ]
