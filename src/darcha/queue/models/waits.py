"""Waits told to visitors, and the minutes of services they are told from."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from darcha.queue.models.tickets import Ticket
from darcha.queue.rules import LEAST_CORRECTION, LEAST_FACTOR, MOST_CORRECTION, MOST_FACTOR

_CORRECTED = (round(1000 * LEAST_CORRECTION), round(1000 * MOST_CORRECTION))
_A_FACTOR = Q(thousandths__range=(round(1000 * LEAST_FACTOR), round(1000 * MOST_FACTOR)))


class ToldWait(models.Model):
    """A range of minutes a visitor was told, kept so that its truth can be measured."""

    ticket = models.ForeignKey(
        Ticket, on_delete=models.PROTECT, related_name="told_waits", help_text="The ticket it was told for."
    )
    low_minutes = models.PositiveSmallIntegerField(help_text="Lower end told (half of all wait longer), in minutes.")
    high_minutes = models.PositiveSmallIntegerField(help_text="Upper end told (one in ten waits longer), in minutes.")
    people_ahead = models.PositiveIntegerField(help_text="Visitors told to be ahead.")
    told_at = models.DateTimeField(help_text="When it was told.")
    half_seconds = models.PositiveIntegerField(
        null=True,
        help_text="The lower end in seconds as it was reckoned, before it was corrected and rounded; null when nobody "
        "is called at once.",
    )
    nine_in_ten_seconds = models.PositiveIntegerField(null=True, help_text="The upper end likewise.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(low_minutes__lt=F("high_minutes")), name="a_wait_is_told_as_a_range"),
        ]


class ServiceMinutes(models.Model):
    """How long a service takes with any officer at any hour, learnt from visits served; refreshed, never typed."""

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


class OfficerPace(models.Model):
    """By how much an officer takes longer or shorter than the others: for the told wait alone, shown to nobody.

    Who has served nobody in the weeks that are learnt from has no row.
    """

    pk = models.CompositePrimaryKey("centre", "employee")
    centre = models.ForeignKey(
        "centres.Centre", on_delete=models.PROTECT, related_name="+", db_index=False, help_text="The centre."
    )
    employee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False, help_text="The officer."
    )
    thousandths = models.PositiveSmallIntegerField(
        help_text="Minutes of a visit against those of the other officers, in thousandths, drawn towards 1000."
    )
    visits = models.PositiveIntegerField(help_text="Visits it was learnt from.")
    learnt_at = models.DateTimeField(help_text="When it was refreshed.")

    class Meta:
        constraints = [models.CheckConstraint(condition=_A_FACTOR, name="no_officer_is_believed_far_from_the_others")]


class HourPace(models.Model):
    """By how much a visit begun in an hour of the day takes longer or shorter than in the others; refreshed likewise."""

    pk = models.CompositePrimaryKey("centre", "hour")
    centre = models.ForeignKey(
        "centres.Centre", on_delete=models.PROTECT, related_name="+", db_index=False, help_text="The centre."
    )
    hour = models.PositiveSmallIntegerField(help_text="Hour of the centre's clock, 0 to 23.")
    thousandths = models.PositiveSmallIntegerField(
        help_text="Minutes of a visit against those of the other hours, in thousandths, drawn towards 1000."
    )
    visits = models.PositiveIntegerField(help_text="Visits it was learnt from.")
    learnt_at = models.DateTimeField(help_text="When it was refreshed.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(hour__lt=24), name="a_day_has_24_hours"),
            models.CheckConstraint(condition=_A_FACTOR, name="no_hour_is_believed_far_from_the_others"),
        ]


class ArrivalPace(models.Model):
    """How many visitors of a class come into line in an hour of the day; refreshed likewise."""

    pk = models.CompositePrimaryKey("centre", "class_code", "hour")
    centre = models.ForeignKey(
        "centres.Centre", on_delete=models.PROTECT, related_name="+", db_index=False, help_text="The centre."
    )
    class_code = models.CharField(max_length=16, help_text="Class of the visitors.")
    hour = models.PositiveSmallIntegerField(help_text="Hour of the centre's clock, 0 to 23.")
    thousandths = models.PositiveIntegerField(
        help_text="Visitors in the hour, in thousandths, drawn towards what the counters could do."
    )
    visits = models.PositiveIntegerField(help_text="Visits it was learnt from.")
    learnt_at = models.DateTimeField(help_text="When it was refreshed.")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(hour__lt=24), name="visitors_come_within_24_hours")]


class WaitCorrection(models.Model):
    """By what told waits are multiplied, learnt from how long those told in the last weeks were; refreshed likewise."""

    centre = models.OneToOneField(
        "centres.Centre", on_delete=models.PROTECT, related_name="+", primary_key=True, help_text="The centre."
    )
    half_thousandths = models.PositiveSmallIntegerField(help_text="For the lower end, in thousandths.")
    nine_in_ten_thousandths = models.PositiveSmallIntegerField(help_text="For the upper end, in thousandths.")
    told = models.PositiveIntegerField(help_text="Told waits it was learnt from.")
    learnt_at = models.DateTimeField(help_text="When it was refreshed.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(half_thousandths__range=_CORRECTED) & Q(nine_in_ten_thousandths__range=_CORRECTED),
                name="a_wait_is_corrected_within_bounds",
            ),
        ]
