"""One look at a hall: who waits where, which counters are open, how long services take. Three statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from darcha.centres import queries as centres
from darcha.centres import rules as centre_rules
from darcha.queue import rules


@dataclass(frozen=True, slots=True)
class Scene:
    """What a forecast needs to know of a hall at one moment."""

    line: tuple[rules.Standing, ...]
    counters: tuple[rules.OpenCounter, ...]
    paces: Mapping[str, rules.Pace]
    at: datetime

    def forecast(
        self, *, letter: str, service_id: str, weight: int, step_free: bool, since: datetime, newcomer: bool = False
    ) -> tuple[int, rules.Wait | None]:
        """Return how many are ahead, and the wait to tell; None while no open counter can serve.

        A newcomer stands behind everybody of the same moment.
        """
        stands = since.timestamp() + (1e-6 if newcomer else 0.0)
        expected = rules.expected_wait(
            service_id=service_id,
            weight=weight,
            step_free=step_free,
            since=stands,
            line=self.line,
            counters=self.counters,
            paces=self.paces,
            at=self.at,
        )
        if expected is None:
            return rules.people_ahead(letter=letter, weight=weight, since=stands, line=self.line), None
        return expected.people_ahead, rules.told(expected)


_LINE = """
SELECT letter, service_id, weight, step_free, array_agg(extract(epoch FROM waiting_since)::float8 ORDER BY waiting_since)
FROM queue_ticket WHERE centre_id = %s AND day = %s AND state = 'waiting'
GROUP BY letter, service_id, weight, step_free
"""

_COUNTERS = """
SELECT session.services, session.accessible, call.service_id
FROM queue_countersession session
LEFT JOIN queue_call call ON call.counter_id = session.counter_id AND call.ended_at IS NULL
WHERE session.centre_id = %s AND session.closed_at IS NULL
"""

_PACES = "SELECT service_id, mean_seconds, spread_hundredths FROM queue_serviceminutes WHERE centre_id = %s"


def local_day(*, centre_id: str, at: datetime) -> date:
    """Return the day `at` falls on by the centre's own clock."""
    return centre_rules.local(centre=centres.centre(code=centre_id), at=at).date()


def look(*, centre_id: str, at: datetime) -> Scene:
    """Return the hall as it is now."""
    with connection.cursor() as cursor:
        cursor.execute(_LINE, [centre_id, local_day(centre_id=centre_id, at=at)])
        line = tuple(rules.Standing(*row) for row in cursor.fetchall())
        cursor.execute(_COUNTERS, [centre_id])
        counters = tuple(
            rules.OpenCounter(frozenset(services), accessible, busy_with)
            for services, accessible, busy_with in cursor.fetchall()
        )
        cursor.execute(_PACES, [centre_id])
        paces = {
            service_id: rules.Pace(mean_seconds / 60, spread / 100)
            for service_id, mean_seconds, spread in cursor.fetchall()
        }
    return Scene(line, counters, paces, at)


def with_closing(wait: rules.Wait | None, *, centre_id: str, department_id: str, at: datetime) -> rules.Wait | None:
    """Return the wait with when the department leaves, if that is before its upper end."""
    if wait is None:
        return None
    here = centre_rules.local(centre=centres.centre(code=centre_id), at=at)
    windows = centres.presence(centre_id=centre_id, department_id=department_id, day=here.date())
    return rules.closing(wait, at=here, windows=windows)


def visit_classes(*, centre_id: str) -> Sequence[rules.VisitClass]:
    """Return the centre's classes of visitors as the rules want them, ordinary first."""
    return [
        rules.VisitClass(known.code, known.weight, known.promised_minutes, known.needs)
        for known in centres.visitor_classes(centre_id=centre_id)
    ]


def median_wait(waits: Iterable[rules.Wait]) -> rules.Wait | None:
    """Return the middle one of several waits, the longer of two in the middle; None of none."""
    known = sorted(waits, key=lambda wait: (wait.low_minutes, wait.high_minutes))
    return known[len(known) // 2] if known else None
