"""Waits told to visitors, and the minutes of services they are told from."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from darcha.queue.models.tickets import Ticket


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
