"""A visit and where it stands, and the last number given."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from darcha.queue.rules import AGE_BANDS, BLOCK, BLOCK_FIRST, BLOCK_LAST

_NEEDS = "Codes of needs told at the kiosk: seat, wheel, child, sight, ear, sign."


class State(models.TextChoices):
    """Where a ticket is on its way. WAITING is in the line; CALLED and SERVING are at a counter; the rest is over."""

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    SERVED = "served"
    NO_SHOW = "no_show"
    LEFT = "left"


LIVE = (State.WAITING, State.CALLED, State.SERVING)

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
    number = models.PositiveIntegerField(
        help_text="Number within centre, day and letter, from 1, without a gap; those of a paper block are its own."
    )
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
    channel = models.CharField(
        max_length=16,
        help_text="How the ticket was taken: kiosk, reception, phone, block (of paper), booked (checked in for an "
        "appointment).",
    )
    state = models.CharField(max_length=8, choices=State.choices, help_text="Where the ticket is on its way.")
    issued_at = models.DateTimeField(help_text="When the ticket was issued.")
    appointed_for = models.DateTimeField(
        null=True, help_text="The appointed time this ticket stands from; null for a walk-in and for who came too late."
    )
    waiting_since = models.DateTimeField(
        help_text="Where it stands in its line: when issued, at the appointed time, or when the department begins to sit; "
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
    holder = models.CharField(
        max_length=64,
        null=True,
        help_text="Seal of the telephone or personal number it was taken with, of this day and centre alone; null when "
        "none was told, and once the day is settled.",
    )
    asked_for = models.ForeignKey(
        "catalogue.Service",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        help_text="The service the holder took it for; null where holder is null.",
    )
    represents = models.PositiveSmallIntegerField(
        null=True,
        help_text="Taken for somebody else: the how-manieth of the holder's day, from 1; null when for oneself.",
    )
    settled = models.BooleanField(
        db_default=False, help_text="True: ended by settling the day, not by an officer or the visitor."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "day", "letter", "number"], name="a_number_is_given_once_a_day"),
            models.UniqueConstraint(fields=["counter"], condition=_AT_A_COUNTER, name="one_open_ticket_per_counter"),
            models.UniqueConstraint(
                fields=["centre", "day", "holder", "asked_for"],
                condition=Q(state__in=["waiting", "called", "serving"], holder__isnull=False, represents__isnull=True),
                name="one_live_ticket_per_holder_and_service",
            ),
            models.UniqueConstraint(
                fields=["centre", "day", "holder", "represents"],
                condition=Q(holder__isnull=False, represents__isnull=False),
                name="each_ticket_for_others_is_counted_once",
            ),
            models.CheckConstraint(
                condition=Q(represents__isnull=True) | Q(represents__gte=1), name="tickets_for_others_count_from_one"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="ticket_numbers_begin_at_one"),
            models.CheckConstraint(
                condition=~Q(channel=BLOCK) | Q(number__gte=BLOCK_FIRST, number__lte=BLOCK_LAST),
                name="a_block_has_numbers_of_its_own",
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="a_ticket_has_a_known_state"),
            models.CheckConstraint(
                condition=Q(settled=False) | Q(finished_at__isnull=False), name="only_what_is_over_was_settled"
            ),
            models.CheckConstraint(
                condition=Q(waiting_since__gte=F("issued_at"))
                | Q(appointed_for__isnull=False, waiting_since__gte=F("appointed_for")),
                name="nobody_waits_before_the_ticket_or_the_time",
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


class Joined(models.Model):
    """From where a ticket was taken by phone, so that one place cannot fill a line; forgotten after a day."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="+", help_text="The ticket taken.")
    source = models.CharField(
        max_length=64, help_text="Seal of the device or the network address, of this day and centre alone."
    )
    at = models.DateTimeField(help_text="When it was taken.")

    class Meta:
        indexes = [models.Index(fields=["source", "at"], name="tickets_joined_from_a_source")]


class LastNumber(models.Model):
    """The last number given in a line on a day; locked only while a ticket is being written."""

    pk = models.CompositePrimaryKey("centre", "day", "letter")
    centre = models.ForeignKey(
        "centres.Centre", on_delete=models.PROTECT, related_name="+", db_index=False, help_text="The centre."
    )
    day = models.DateField(help_text="Day by the centre's own clock.")
    letter = models.CharField(max_length=1, help_text="Letter of the line.")
    last = models.PositiveIntegerField(help_text="The last number given.")
