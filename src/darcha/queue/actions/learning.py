"""How long services take here, with whom and at which hour, learnt from what was done at the counters."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import connection

from darcha.catalogue import queries as catalogue
from darcha.centres import queries as centres
from darcha.queue import models, rules

LEARNT_FROM = timedelta(days=28)
"""Visits of so many days are learnt from: long enough for rare services, short enough to follow a change."""

_LEARN_AGAIN_AFTER = timedelta(hours=12)

_Table = TypeVar("_Table", models.OfficerPace, models.HourPace)

_SEEN = """
SELECT service_id, employee_id, hour, count(*), sum(minutes), sum(minutes * minutes)
FROM (
    SELECT call.service_id, session.employee_id,
        extract(hour FROM call.started_at AT TIME ZONE %(zone)s)::int AS hour,
        extract(epoch FROM call.ended_at - call.started_at)::float8 / 60 AS minutes
    FROM queue_call call JOIN queue_countersession session ON session.id = call.session_id
    WHERE call.centre_id = %(centre)s AND call.called_at >= %(since)s AND call.called_at < %(until)s
        AND call.outcome = 'served'
) AS served GROUP BY service_id, employee_id, hour
"""


def learn_once_a_day(*, centre_id: str, at: datetime) -> None:
    """Learn anew unless that was done within the last twelve hours."""
    newest = models.ServiceMinutes.objects.filter(centre_id=centre_id).order_by("-learnt_at").first()
    if newest is None or at - newest.learnt_at >= _LEARN_AGAIN_AFTER:
        refresh_service_minutes(centre_id=centre_id, at=at)


def seen_visits(*, centre_id: str, at: datetime) -> list[rules.Seen]:
    """Return the visits of the last weeks before `at`, by service, officer and hour of the centre's clock."""
    with connection.cursor() as cursor:
        cursor.execute(
            _SEEN,
            {
                "centre": centre_id,
                "zone": centres.centre(code=centre_id).zone,
                "since": at - LEARNT_FROM,
                "until": at,
            },
        )
        return [rules.Seen(*row) for row in cursor.fetchall()]


def refresh_service_minutes(*, centre_id: str, at: datetime) -> int:
    """Learn anew how long each service takes here, and which officers and hours differ; return of how many services.

    Every service offered gets its minutes: those the catalogue tells, overruled by the visits of the last weeks. What
    is learnt can always be learnt again from the calls, so the journal does not tell it.
    """
    day = centres.local_day(centre_id=centre_id, at=at)
    usual = {
        service_id: float(catalogue.service_version(code=service_id, on=day).counter_minutes)
        for service_id in centres.offers(centre_id=centre_id)
    }
    learnt = rules.learnt_minutes(usual=usual, seen=seen_visits(centre_id=centre_id, at=at))
    # The services first: two that learn at once come one after the other here, and the second replaces what the first wrote.
    models.ServiceMinutes.objects.bulk_create(
        [
            models.ServiceMinutes(
                centre_id=centre_id,
                service_id=service_id,
                mean_seconds=max(1, round(pace.mean_minutes * 60)),
                spread_hundredths=round(pace.spread * 100),
                visits=learnt.visits.get(service_id, 0),
                learnt_at=at,
            )
            for service_id, pace in learnt.paces.items()
        ],
        update_conflicts=True,
        unique_fields=["centre", "service"],
        update_fields=["mean_seconds", "spread_hundredths", "visits", "learnt_at"],
    )
    _keep(models.OfficerPace, "employee_id", learnt.officers, centre_id, at)
    _keep(models.HourPace, "hour", learnt.hours, centre_id, at)
    return len(learnt.paces)


def _keep(
    table: type[_Table],
    of: str,
    factors: Mapping[int, rules.Factor],
    centre_id: str,
    at: datetime,
) -> None:
    """Write the factors in the place of those that were kept before."""
    table.objects.filter(centre_id=centre_id).delete()
    table.objects.bulk_create(
        [
            table(
                **{of: which},
                centre_id=centre_id,
                thousandths=round(1000 * factor.value),
                visits=factor.visits,
                learnt_at=at,
            )
            for which, factor in sorted(factors.items())
        ]
    )
