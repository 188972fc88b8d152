"""The queue's tables: tickets, calls, who sits at which counter, the last number given, waits told and learnt.

A ticket is one visit with one number; `service` is what it waits for now. Each call is a row of its own with the
service it was for, so a visit with several services is one ticket with several calls. `waiting_since` is where a
ticket stands in its line: it is not `issued_at` when the department comes later, nor after it was sent on or set aside:
minutes waited earlier are kept. `ready_at` is from when it can be called.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from darcha.queue.rules import AGE_BANDS, BY_HAND_BECAUSE, PAUSE_REASONS

_NEEDS = "Codes of needs told at the kiosk: seat, wheel, child, sight, ear, sign."


class State(models.TextChoices):
    """Where a ticket is on its way. WAITING is in the line; CALLED and SERVING are at a counter; the rest is over."""

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    SERVED = "served"
    NO_SHOW = "no_show"
    LEFT = "left"


_AT_A_COUNTER = Q(state__in=["called", "serving"])
_WHO = Q(sex__isnull=False, age_band__isnull=False, disability__isnull=False)
_NOBODY_ASKED = Q(sex__isnull=True, age_band__isnull=True, disability__isnull=True)


def _state_is(state: str, facts: Q, name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=~Q(state=state) | facts, name=name)


class Ticket(models.Model):
    """One visit: a number, what it is for, where it stands, and how it ended."""

    centre = models.ForeignKey(
        "centres.Centre", on_delete=models.PROTECT, related_name="+", db_index=False, help_text="The centre visited."
    )
    day = models.DateField(help_text="Day of the visit by the centre's own clock; numbers begin anew each day.")
    letter = models.CharField(max_length=1, help_text="Letter of the line, from the centre's lines.")
    number = models.PositiveIntegerField(help_text="Number within centre, day and letter, from 1, without a gap.")
    code = models.CharField(
        max_length=32, unique=True, help_text="Secret of the visitor's own page on the phone; 128 random bits."
    )
    survey_code = models.CharField(
        max_length=32, unique=True, help_text="Secret that admits to the survey once; 128 random bits."
    )
    service = models.ForeignKey(
        "catalogue.Service",
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        help_text="The service this visit waits for, or was served for last.",
    )
    department = models.ForeignKey(
        "catalogue.Department",
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        help_text="The department that gives the service.",
    )
    class_code = models.CharField(max_length=16, help_text="Class of visitor, from the centre's classes and the needs.")
    weight = models.PositiveSmallIntegerField(
        help_text="Weight of the class in hundredths when the ticket was issued: 100 counts a minute as a minute."
    )
    promised_minutes = models.PositiveSmallIntegerField(
        help_text="Minutes within which the class was promised a call when the ticket was issued."
    )
    needs = ArrayField(models.CharField(max_length=16), default=list, help_text=_NEEDS)
    step_free = models.BooleanField(help_text="Whether only a counter without steps will do; from the need wheel.")
    hearing_loop = models.BooleanField(help_text="Whether a counter with a hearing loop is better; from the need ear.")
    language = models.CharField(max_length=8, help_text="Language of the visitor: uz, uz-cyrl, ru, en.")
    channel = models.CharField(max_length=16, help_text="How the ticket was taken: kiosk, reception, phone.")
    state = models.CharField(max_length=8, choices=State.choices, help_text="Where the ticket is on its way.")
    issued_at = models.DateTimeField(help_text="When the ticket was issued.")
    waiting_since = models.DateTimeField(
        help_text="Where it stands in its line: when issued, or when the department begins to sit if that is later; "
        "after it was sent on or set aside, so much before ready_at as it had waited already."
    )
    ready_at = models.DateTimeField(
        help_text="From when it can be called: when issued, when the department begins to sit, when it was sent on, or "
        "when the time it is set aside for is over."
    )
    following = ArrayField(
        models.CharField(max_length=16),
        default=list,
        db_default=[],
        help_text="Codes of the services this visit goes on to afterwards, in that order.",
    )
    called_at = models.DateTimeField(null=True, help_text="When the ticket was called; null while it waits.")
    started_at = models.DateTimeField(null=True, help_text="When the officer began to serve; null until then.")
    finished_at = models.DateTimeField(null=True, help_text="When the visit was over; null until then.")
    counter = models.ForeignKey(
        "centres.Counter",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        help_text="The counter that called; null while it waits.",
    )
    sex = models.CharField(max_length=1, null=True, help_text="F or M, as the officer noted; null until served.")
    age_band = models.CharField(max_length=8, null=True, help_text="Age band, as the officer noted; null until served.")
    disability = models.BooleanField(null=True, help_text="Disability, as the officer noted; null until served.")
    settled = models.BooleanField(
        db_default=False, help_text="True: ended by settling the day, not by an officer or the visitor."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "day", "letter", "number"], name="a_number_is_given_once_a_day"),
            models.UniqueConstraint(fields=["counter"], condition=_AT_A_COUNTER, name="one_open_ticket_per_counter"),
            models.CheckConstraint(condition=Q(number__gte=1), name="ticket_numbers_begin_at_one"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="a_ticket_has_a_known_state"),
            models.CheckConstraint(
                condition=Q(settled=False) | Q(finished_at__isnull=False), name="only_what_is_over_was_settled"
            ),
            models.CheckConstraint(
                condition=Q(waiting_since__gte=F("issued_at")), name="nobody_waits_before_the_ticket_is_issued"
            ),
            models.CheckConstraint(
                condition=Q(ready_at__gte=F("waiting_since")), name="nobody_is_called_before_their_place_in_the_line"
            ),
            models.CheckConstraint(condition=Q(weight__gte=1), name="every_class_gains_by_waiting"),
            models.CheckConstraint(
                condition=Q(sex__isnull=True) | Q(sex__in=["F", "M"]), name="a_ticket_knows_two_sexes"
            ),
            models.CheckConstraint(
                condition=Q(age_band__isnull=True) | Q(age_band__in=AGE_BANDS), name="a_ticket_knows_five_age_bands"
            ),
            _state_is(
                "waiting",
                Q(called_at__isnull=True, started_at__isnull=True, finished_at__isnull=True, counter__isnull=True)
                & _NOBODY_ASKED,
                "a_waiting_ticket_was_not_called",
            ),
            _state_is(
                "called",
                Q(called_at__isnull=False, started_at__isnull=True, finished_at__isnull=True, counter__isnull=False)
                & _NOBODY_ASKED,
                "a_called_ticket_has_a_counter_and_no_start",
            ),
            _state_is(
                "serving",
                Q(called_at__isnull=False, started_at__isnull=False, finished_at__isnull=True, counter__isnull=False)
                & _NOBODY_ASKED,
                "a_ticket_in_service_has_a_start_and_no_end",
            ),
            _state_is(
                "served",
                Q(called_at__isnull=False, started_at__isnull=False, finished_at__isnull=False, counter__isnull=False)
                & (_WHO & Q(settled=False) | _NOBODY_ASKED & Q(settled=True)),
                "a_served_ticket_tells_when_where_and_whom",
            ),
            _state_is(
                "no_show",
                Q(called_at__isnull=False, started_at__isnull=True, finished_at__isnull=False, counter__isnull=False)
                & _NOBODY_ASKED,
                "a_no_show_was_called_and_never_started",
            ),
            _state_is(
                "left",
                Q(called_at__isnull=True, started_at__isnull=True, finished_at__isnull=False, counter__isnull=True)
                & _NOBODY_ASKED,
                "who_left_the_line_was_not_called",
            ),
        ]
        indexes = [
            models.Index(
                fields=["centre", "day", "service", "class_code", "waiting_since", "id"],
                condition=Q(state="waiting"),
                name="the_line",
            ),
            models.Index(fields=["centre", "day", "state"], name="tickets_of_a_day_by_state"),
            models.Index(fields=["centre", "day", "waiting_since"], name="tickets_of_a_day_by_arrival"),
        ]


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
        models.CharField(max_length=16), help_text="Codes of the services the employee could give on opening."
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


class LastNumber(models.Model):
    """The last number given in a line on a day; locked only while a ticket is being written."""

    pk = models.CompositePrimaryKey("centre", "day", "letter")
    centre = models.ForeignKey(
        "centres.Centre", on_delete=models.PROTECT, related_name="+", db_index=False, help_text="The centre."
    )
    day = models.DateField(help_text="Day by the centre's own clock.")
    letter = models.CharField(max_length=1, help_text="Letter of the line.")
    last = models.PositiveIntegerField(help_text="The last number given.")


class ToldWait(models.Model):
    """A range of minutes a visitor was told, kept so that its truth can be measured."""

    ticket = models.ForeignKey(
        Ticket, on_delete=models.PROTECT, related_name="told_waits", help_text="The ticket it was told for."
    )
    low_minutes = models.PositiveSmallIntegerField(help_text="Lower end told (half of all wait longer), in minutes.")
    high_minutes = models.PositiveSmallIntegerField(help_text="Upper end told (one in ten waits longer), in minutes.")
    people_ahead = models.PositiveIntegerField(help_text="Visitors told to be ahead.")
    told_at = models.DateTimeField(help_text="When it was told.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(low_minutes__lt=F("high_minutes")), name="a_wait_is_told_as_a_range"),
        ]


class ServiceMinutes(models.Model):
    """How long a service takes at the counter, learnt from visits served; refreshed, never typed."""

    pk = models.CompositePrimaryKey("centre", "service")
    centre = models.ForeignKey(
        "centres.Centre", on_delete=models.PROTECT, related_name="+", db_index=False, help_text="The centre."
    )
    service = models.ForeignKey(
        "catalogue.Service", on_delete=models.PROTECT, related_name="+", db_index=False, help_text="The service."
    )
    mean_seconds = models.PositiveIntegerField(help_text="Mean seconds at the counter, drawn towards the prior.")
    spread_hundredths = models.PositiveSmallIntegerField(
        help_text="Standard deviation over mean of the seconds at the counter, in hundredths, drawn the same way."
    )
    visits = models.PositiveIntegerField(help_text="Visits it was learnt from.")
    learnt_at = models.DateTimeField(help_text="When it was refreshed.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(mean_seconds__gt=0), name="a_service_takes_some_time"),
        ]
