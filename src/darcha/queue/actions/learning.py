"""How long services take here, with whom and at which hour, learnt from what was done at the counters."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

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

# Each stands in a line from its own moment, a visit that goes on once for each of its services. Who left passed nobody.
_CAME = """
SELECT ticket.class_code, extract(hour FROM call.waiting_since AT TIME ZONE %(zone)s)::int, count(*)
FROM queue_call call JOIN queue_ticket ticket ON ticket.id = call.ticket_id
WHERE call.centre_id = %(centre)s AND call.called_at >= %(since)s AND call.called_at < %(until)s
    AND call.outcome = ANY(%(outcomes)s::varchar[])
GROUP BY 1, 2
"""

_DAYS = """
SELECT count(DISTINCT (call.called_at AT TIME ZONE %(zone)s)::date) FROM queue_call call
WHERE call.centre_id = %(centre)s AND call.called_at >= %(since)s AND call.called_at < %(until)s
"""

# Who left before they were called tells how long they waited at least.
_TOLD = """
SELECT told.half_seconds / 60.0::float8, told.nine_in_ten_seconds / 60.0::float8,
    extract(epoch FROM coalesce(call.called_at, ticket.finished_at) - told.told_at)::float8 / 60,
    call.called_at IS NOT NULL
FROM queue_toldwait told JOIN queue_ticket ticket ON ticket.id = told.ticket_id
CROSS JOIN LATERAL (
    SELECT min(called_at) AS called_at FROM queue_call
    WHERE ticket_id = ticket.id AND called_at >= told.told_at AND outcome IS DISTINCT FROM 'undone'
) AS call
WHERE ticket.centre_id = %(centre)s AND told.told_at >= %(since)s AND told.told_at < %(until)s
    AND told.half_seconds IS NOT NULL
    AND (call.called_at IS NOT NULL OR ticket.state = 'left' AND NOT ticket.settled)
"""


def learn_once_a_day(*, centre_id: str, at: datetime) -> None:
    """Learn anew unless that was done within the last twelve hours."""
    newest = models.ServiceMinutes.objects.filter(centre_id=centre_id).order_by("-learnt_at").first()
    if newest is None or at - newest.learnt_at >= _LEARN_AGAIN_AFTER:
        refresh_service_minutes(centre_id=centre_id, at=at)


def seen_visits(*, centre_id: str, at: datetime) -> list[rules.Seen]:
    """Return the visits of the last weeks before `at`, by service, officer and hour of the centre's clock."""
    return [rules.Seen(*row) for row in _of_the_last_weeks(_SEEN, centre_id, at)]


def who_came(*, centre_id: str, at: datetime) -> tuple[list[rules.Came], int]:
    """Return who came into line in the last weeks before `at`, by class and hour of the centre's clock, and on how many days."""
    came = [rules.Came(*row) for row in _of_the_last_weeks(_CAME, centre_id, at)]
    ((days,),) = _of_the_last_weeks(_DAYS, centre_id, at)
    return came, days


def told_and_came(*, centre_id: str, at: datetime) -> list[rules.ToldAndCame]:
    """Return the waits told in the last weeks before `at` as they were reckoned, with how long they were."""
    return [rules.ToldAndCame(*row) for row in _of_the_last_weeks(_TOLD, centre_id, at)]


def _of_the_last_weeks(statement: str, centre_id: str, at: datetime) -> list[tuple[Any, ...]]:
    asked: dict[str, Any] = {
        "centre": centre_id,
        "zone": centres.centre(code=centre_id).zone,
        "since": at - LEARNT_FROM,
        "until": at,
        "outcomes": list(rules.OUTCOMES),
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return list(cursor.fetchall())


def refresh_service_minutes(*, centre_id: str, at: datetime) -> int:
    """Learn anew how long services take here, who differs, who is to come, and how true waits were; return of how many services.

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
    _keep_arrivals(centre_id, usual, day, at)
    told = told_and_came(centre_id=centre_id, at=at)
    correction = rules.learnt_correction(told)
    models.WaitCorrection.objects.update_or_create(
        centre_id=centre_id,
        defaults={
            "half_thousandths": round(1000 * correction.half),
            "nine_in_ten_thousandths": round(1000 * correction.nine_in_ten),
            "told": len(told),
            "learnt_at": at,
        },
    )
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


def _keep_arrivals(centre_id: str, usual: Mapping[str, float], day: date, at: datetime) -> None:
    """Write who is to come in the place of what was kept before."""
    came, days = who_came(centre_id=centre_id, at=at)
    open_today = centres.hours(centre_id=centre_id, day=day)
    expected = rules.usual_arrivals(
        counters=len(centres.counters(centre_id=centre_id)),
        mean_minutes=sum(usual.values()) / len(usual) if usual else rules.PRIOR.mean_minutes,
        hours=range(open_today.opens.hour, open_today.closes.hour) if open_today else (),
        classes=[one.code for one in centres.visitor_classes(centre_id=centre_id)],
    )
    seen = {(one.class_code, one.hour): one.people for one in came}
    models.ArrivalPace.objects.filter(centre_id=centre_id).delete()
    models.ArrivalPace.objects.bulk_create(
        [
            models.ArrivalPace(
                centre_id=centre_id,
                class_code=class_code,
                hour=hour,
                thousandths=round(1000 * people),
                visits=seen.get((class_code, hour), 0),
                learnt_at=at,
            )
            for (class_code, hour), people in rules.learnt_arrivals(came=came, days=days, usual=expected).items()
        ]
    )
