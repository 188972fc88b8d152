"""Who comes at a time: the appointment, the place it holds with a department, and who waits for a place."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

_NEEDS = "Codes of needs told when booking: seat, wheel, child, sight, ear, sign."
_CODE = "Secret of the visitor's own page; 128 random bits."


class Stage(models.TextChoices):
    """How far an appointment is. BOOKED is to come; the rest is over."""

    BOOKED = "booked"
    CANCELLED = "cancelled"
    ARRIVED = "arrived"
    MISSED = "missed"


def _stage_is(stage: str, facts: Q, name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=~Q(stage=stage) | facts, name=name)


class Appointment(models.Model):
    """A visitor who comes at a time. Known by its codes alone: no name, no telephone."""

    centre = models.ForeignKey(
        "centres.Centre", on_delete=models.PROTECT, related_name="+", db_index=False, help_text="The centre."
    )
    code = models.CharField(max_length=32, unique=True, help_text=_CODE)
    number = models.CharField(max_length=6, help_text="Six digits typed at the kiosk; unique among those to come.")
    service = models.ForeignKey(
        "catalogue.Service", on_delete=models.PROTECT, related_name="+", db_index=False, help_text="What it is for."
    )
    department = models.ForeignKey(
        "catalogue.Department", on_delete=models.PROTECT, related_name="+", db_index=False, help_text="Who gives it."
    )
    needs = ArrayField(models.CharField(max_length=16), default=list, help_text=_NEEDS)
    language = models.CharField(max_length=8, help_text="Language of the visitor: uz, uz-cyrl, ru, en.")
    day = models.DateField(help_text="Day of the visit by the centre's own clock.")
    starts_at = models.DateTimeField(help_text="The appointed time.")
    ends_at = models.DateTimeField(help_text="When the visit is expected to end.")
    stage = models.CharField(max_length=9, choices=Stage.choices, help_text="How far it is.")
    moves = models.PositiveSmallIntegerField(default=0, db_default=0, help_text="How often it was moved.")
    booked_at = models.DateTimeField(help_text="When it was booked.")
    closed_at = models.DateTimeField(null=True, help_text="When it was cancelled, checked in, or told missed.")
    ticket = models.OneToOneField(
        "queue.Ticket", null=True, on_delete=models.PROTECT, related_name="+", help_text="The ticket of who checked in."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "number"], condition=Q(stage="booked"), name="a_number_means_one_appointment_to_come"
            ),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="an_appointment_has_a_known_stage"),
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="an_appointment_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(number__regex="^[0-9]{6}$"), name="an_appointments_number_has_6_digits"),
            _stage_is("booked", Q(closed_at__isnull=True, ticket__isnull=True), "an_appointment_to_come_is_open"),
            _stage_is("arrived", Q(closed_at__isnull=False, ticket__isnull=False), "who_arrived_has_a_ticket"),
            models.CheckConstraint(
                condition=~Q(stage__in=["cancelled", "missed"]) | Q(closed_at__isnull=False, ticket__isnull=True),
                name="who_did_not_come_has_no_ticket",
            ),
        ]
        indexes = [models.Index(fields=["centre", "day", "starts_at"], name="appointments_of_a_day")]


class HeldPlace(models.Model):
    """A time with a department that somebody has or had.

    It stays held after it was given back, until `released_at`, and for those who wait a while longer; whoever books it
    then sets `taken`. So a place is never in two hands.
    """

    seat = models.ForeignKey("centres.Seat", on_delete=models.PROTECT, related_name="+", help_text="With whom.")
    lane = models.PositiveSmallIntegerField(help_text="Which of those at the same time, from 1.")
    starts_at = models.DateTimeField(help_text="The appointed time.")
    ends_at = models.DateTimeField(help_text="When the visit is expected to end.")
    kept_until = models.DateTimeField(help_text="Until when the lane is kept: the walk-ins' share follows the visit.")
    appointment = models.ForeignKey(
        Appointment, on_delete=models.PROTECT, related_name="places", help_text="Whose it is, or was."
    )
    released_at = models.DateTimeField(
        null=True, help_text="From when it is free, after a delay drawn by chance; null while it is theirs."
    )
    taken = models.BooleanField(default=False, db_default=False, help_text="True: free and booked by somebody since.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["appointment"], condition=Q(released_at__isnull=True), name="an_appointment_has_one_place"
            ),
            models.CheckConstraint(condition=Q(lane__gte=1, lane__lt=100), name="lanes_are_numbered_from_1_to_99"),
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at"), kept_until__gte=F("ends_at")), name="a_place_covers_its_visit"
            ),
            models.CheckConstraint(
                condition=Q(taken=False) | Q(released_at__isnull=False), name="only_a_place_given_back_is_taken"
            ),
            # A seat and a lane as one range of whole numbers: an equality would need an extension of the server.
            ExclusionConstraint(
                name="a_lane_is_held_once_at_a_time",
                expressions=[
                    (
                        Func(
                            F("seat") * 100 + F("lane"), F("seat") * 100 + F("lane"), Value("[]"), function="int8range"
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        Func(
                            F("starts_at"),
                            F("kept_until"),
                            function="tstzrange",
                            output_field=DateTimeRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(taken=False),
            ),
        ]


class Asked(models.Model):
    """From where a time was booked or a wrong number typed, so that no script has its way; forgotten after a day."""

    what = models.CharField(
        max_length=8,
        help_text="booking (booked, moved or waited for), number (a wrong one), appeal (written to the centre) or draft (an "
        "application begun at home).",
    )
    source = models.CharField(
        max_length=64, help_text="Seal of the device or the network address, of this day and centre alone."
    )
    at = models.DateTimeField(help_text="When.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(what__in=["booking", "number", "appeal", "draft"]), name="what_is_asked_is_of_a_known_kind"
            )
        ]
        indexes = [models.Index(fields=["source", "what", "at"], name="asked_from_a_source")]


class PlaceWish(models.Model):
    """Somebody waits for a place of a department on a day, first come."""

    centre = models.ForeignKey(
        "centres.Centre", on_delete=models.PROTECT, related_name="+", db_index=False, help_text="The centre."
    )
    code = models.CharField(max_length=32, unique=True, help_text=_CODE)
    service = models.ForeignKey(
        "catalogue.Service", on_delete=models.PROTECT, related_name="+", db_index=False, help_text="What for."
    )
    department = models.ForeignKey(
        "catalogue.Department", on_delete=models.PROTECT, related_name="+", db_index=False, help_text="Who gives it."
    )
    needs = ArrayField(models.CharField(max_length=16), default=list, help_text=_NEEDS)
    language = models.CharField(max_length=8, help_text="Language of the visitor: uz, uz-cyrl, ru, en.")
    day = models.DateField(help_text="Day of the visit by the centre's own clock.")
    wished_at = models.DateTimeField(help_text="Since when they wait.")
    appointment = models.OneToOneField(
        Appointment,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="What came of it; null: nothing yet, or nothing any more.",
    )
    withdrawn_at = models.DateTimeField(
        null=True, help_text="When they left the list by themselves; null: they did not."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(appointment__isnull=True) | Q(withdrawn_at__isnull=True),
                name="who_left_the_list_has_no_place_of_it",
            )
        ]
        indexes = [
            models.Index(
                fields=["centre", "department", "day", "id"],
                condition=Q(appointment__isnull=True, withdrawn_at__isnull=True),
                name="who_waits_for_a_place",
            )
        ]
