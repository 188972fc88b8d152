"""One look at a hall: who waits where, which counters are open, how long services take, by which rule it calls."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db import connection

from darcha.centres import queries as centres
from darcha.centres import rules as centre_rules
from darcha.queue import rules


@dataclass(frozen=True, slots=True)
class Scene:
    """What a forecast needs to know of a hall at one moment."""

    line: tuple[rules.Standing, ...]
    counters: tuple[rules.OpenCounter, ...]
    beliefs: rules.Beliefs
    at: datetime
    correction: rules.Correction = rules.AS_RECKONED

    @property
    def policy(self) -> rules.Policy:
        """Return the rule this centre calls by."""
        return self.beliefs.policy

    def forecast(
        self,
        *,
        letter: str,
        service_id: str,
        weight: int,
        promised_minutes: int,
        step_free: bool,
        since: datetime,
        ready_at: datetime | None = None,
        newcomer: bool = False,
    ) -> tuple[int, rules.Wait | None]:
        """Return how many are ahead, and the wait to tell; None while no open counter can serve.

        A newcomer stands behind everybody of the same moment. `ready_at`: nobody calls them before.
        """
        stands = since.timestamp() + (1e-6 if newcomer else 0.0)
        grows = self.rate(service_id, weight, promised_minutes)
        expected = rules.expected_wait(
            service_id=service_id,
            weight=grows,
            step_free=step_free,
            since=stands,
            line=self.line,
            counters=self.counters,
            beliefs=self.beliefs,
            at=self.at,
            ready=ready_at.timestamp() if ready_at else None,
            promised_minutes=promised_minutes,
        )
        if expected is None:
            return rules.people_ahead(letter=letter, weight=grows, since=stands, line=self.line), None
        return expected.people_ahead, rules.told(expected, self.correction)

    def rate(self, service_id: str, weight: int, promised_minutes: int) -> float:
        """Return how fast the score of somebody grows who waits for this service."""
        return self.beliefs.growth(service_id, weight=weight, promised_minutes=promised_minutes)


_LINE = """
SELECT letter, department_id, service_id, weight, promised_minutes, step_free,
    array_agg(extract(epoch FROM waiting_since)::float8 ORDER BY waiting_since)
FROM queue_ticket WHERE centre_id = %s AND day = %s AND state = 'waiting'
GROUP BY letter, department_id, service_id, weight, promised_minutes, step_free
"""

# A paused counter counts as busy when the officer told when to be back, and not at all when not.
_COUNTERS = """
SELECT session.services, session.accessible,
    coalesce(call.service_id, CASE WHEN session.paused_at IS NOT NULL THEN session.services[1] END),
    session.help_when_idle, session.help_when_late, session.employee_id
FROM queue_countersession session
LEFT JOIN queue_call call ON call.counter_id = session.counter_id AND call.ended_at IS NULL
WHERE session.centre_id = %s AND session.closed_at IS NULL
    AND (session.paused_at IS NULL OR session.paused_until IS NOT NULL)
"""

# One question for all that is learnt, and no join with the officers: it is asked at each ticket, and planned anew each time.
_LEARNT = """
SELECT 'service', service_id, NULL::bigint, mean_seconds, spread_hundredths, visits FROM queue_serviceminutes
    WHERE centre_id = %(centre)s
UNION ALL SELECT 'officer', NULL, employee_id, thousandths, NULL, NULL FROM queue_officerpace
    WHERE centre_id = %(centre)s
UNION ALL SELECT 'hour', NULL, hour, thousandths, NULL, NULL FROM queue_hourpace WHERE centre_id = %(centre)s
UNION ALL SELECT 'coming', class_code, hour, thousandths, NULL, NULL FROM queue_arrivalpace WHERE centre_id = %(centre)s
UNION ALL SELECT 'correction', NULL, NULL, half_thousandths, nine_in_ten_thousandths, NULL FROM queue_waitcorrection
    WHERE centre_id = %(centre)s
"""


class _Learnt:
    """What was learnt here, out of the rows of `_LEARNT`."""

    def __init__(self, rows: Iterable[tuple[str, str, int, int, int, int]]) -> None:
        self.paces: dict[str, rules.Pace] = {}
        self.visits: dict[str, int] = {}
        self.officers: dict[int, float] = {}
        self.hours: dict[int, float] = {}
        self.coming: dict[str, dict[int, float]] = {}
        self.correction = rules.AS_RECKONED
        for kind, code, which, value, other, visits in rows:
            if kind == "service":
                self.paces[code] = rules.Pace(value / 60, other / 100)
                self.visits[code] = visits
            elif kind == "officer":
                self.officers[which] = value / 1000
            elif kind == "hour":
                self.hours[which] = value / 1000
            elif kind == "coming":
                self.coming.setdefault(code, {})[which] = value / 1000
            else:
                self.correction = rules.Correction(value / 1000, other / 1000)


def policy_of(*, centre_id: str) -> rules.Policy:
    """Return the rule this centre calls by."""
    return rules.policy(centres.centre(code=centre_id).policy)


def letters_of_lines(*, centre_id: str) -> dict[str, str]:
    """Return department -> letter of its line: whoever was sent on stands in another line than their number says."""
    return {
        department_id: line.letter
        for line in centres.lines(centre_id=centre_id)
        for department_id in line.department_ids
    }


def look(*, centre_id: str, at: datetime) -> Scene:
    """Return the hall as it is now."""
    with connection.cursor() as cursor:
        cursor.execute(_LINE, [centre_id, centres.local_day(centre_id=centre_id, at=at)])
        groups = cursor.fetchall()
        cursor.execute(_COUNTERS, [centre_id])
        sessions = cursor.fetchall()
        cursor.execute(_LEARNT, {"centre": centre_id})
        learnt = cursor.fetchall()
    here = centre_rules.local(centre=centres.centre(code=centre_id), at=at)
    midnight = datetime.combine(here.date(), time(), tzinfo=here.tzinfo).timestamp()
    known = _Learnt(learnt)
    beliefs = rules.Beliefs(
        known.paces,
        rules.Hours(midnight, known.hours),
        rules.Coming(
            [
                rules.ClassComing(one.weight, one.promised_minutes, known.coming.get(one.code, {}))
                for one in visit_classes(centre_id=centre_id)
            ],
            rules.parts_of(known.visits),
        ),
        policy_of(centre_id=centre_id),
    )
    counters = tuple(
        rules.OpenCounter(
            frozenset(services),
            accessible,
            busy_with,
            frozenset(idle),
            frozenset(late),
            known.officers.get(officer, 1.0),
        )
        for services, accessible, busy_with, idle, late, officer in sessions
    )
    letters = letters_of_lines(centre_id=centre_id)
    line = tuple(
        rules.Standing(
            letters.get(department_id, letter),
            service_id,
            beliefs.growth(service_id, weight=weight, promised_minutes=promised_minutes),
            step_free,
            since,
            promised_minutes,
        )
        for letter, department_id, service_id, weight, promised_minutes, step_free, since in groups
    )
    return Scene(line, counters, beliefs, at, known.correction)


def as_kept(wait: rules.Wait | None) -> dict[str, int | None]:
    """Return what is kept of a wait that was told; what was reckoned only if it could have come true at once."""
    reckoned = wait.reckoned if wait is not None else None
    if reckoned is not None and round(60 * reckoned.begins_minutes) > 0:
        reckoned = None
    return {
        "low": wait.low_minutes if wait else None,
        "high": wait.high_minutes if wait else None,
        "half": round(60 * reckoned.half_minutes) if reckoned else None,
        "nine_in_ten": round(60 * reckoned.nine_in_ten_minutes) if reckoned else None,
    }


def waiting_of(row: Sequence[Any]) -> rules.Waiting:
    """Return a row of the waiting as the rule wants it.

    Its columns: id, service_id, class_code, weight, waiting_since, ready_at, needs, letter, number, promised_minutes,
    language, and the service's mean_seconds, which may be missing.
    """
    (ticket_id, service_id, class_code, weight, since, ready_at, needs, letter, number, promised_minutes,
     language, seconds) = row[:12]  # fmt: skip
    return rules.Waiting(
        ticket_id=ticket_id,
        service_id=str(service_id),
        class_code=str(class_code),
        weight=weight,
        waiting_since=since,
        needs=tuple(needs),
        number=rules.number_text(str(letter), number),
        promised_minutes=promised_minutes,
        service_seconds=seconds or round(60 * rules.PRIOR.mean_minutes),
        ready_at=ready_at,
        language=str(language),
    )


# The first of each class waits longest in it: one look per service and class, by the index `the_line`.
_LATE = """
SELECT DISTINCT wanted.service_id FROM unnest(%(helps)s::varchar[]) AS wanted(service_id)
CROSS JOIN unnest(%(classes)s::varchar[]) AS of(class_code)
CROSS JOIN LATERAL (
    SELECT waiting_since, promised_minutes FROM queue_ticket
    WHERE centre_id = %(centre)s AND day = %(day)s AND service_id = wanted.service_id
        AND class_code = of.class_code AND state = 'waiting' AND ready_at <= %(at)s
        AND (%(accessible)s OR NOT step_free)
    ORDER BY waiting_since, id LIMIT 1
) AS head WHERE head.waiting_since + head.promised_minutes * interval '1 minute' < %(at)s
"""

_OWN_WAITS = """
SELECT EXISTS (
    SELECT 1 FROM queue_ticket WHERE centre_id = %(centre)s AND day = %(day)s
        AND service_id = ANY(%(services)s::varchar[]) AND state = 'waiting' AND ready_at <= %(at)s
        AND (%(accessible)s OR NOT step_free)
)
"""


def help_now(*, centre_id: str, skills: rules.Skills, accessible: bool, at: datetime) -> dict[str, str]:
    """Return the services a counter gives beside its own at this moment, each with why (of `rules.HELPED`)."""
    asked: dict[str, Any] = {
        "centre": centre_id,
        "day": centres.local_day(centre_id=centre_id, at=at),
        "at": at,
        "accessible": accessible,
        "services": sorted(skills.own),
        "helps": sorted(skills.when_late),
        "classes": [known.code for known in centres.visitor_classes(centre_id=centre_id)],
    }
    own_waits, late = True, frozenset[str]()
    with connection.cursor() as cursor:
        if skills.when_idle:
            cursor.execute(_OWN_WAITS, asked)
            (own_waits,) = cursor.fetchone()
        if skills.when_late:
            cursor.execute(_LATE, asked)
            late = frozenset(code for (code,) in cursor.fetchall())
    return rules.help_now(skills, own_waits=own_waits, late=late)


_RECENT = """
SELECT ticket.class_code FROM queue_call call JOIN queue_ticket ticket ON ticket.id = call.ticket_id
WHERE call.session_id = %s AND call.outcome IS DISTINCT FROM 'undone' ORDER BY call.id DESC LIMIT 20
"""

# Of all who came and did not leave, the one behind whom as many came as wait now. Up to a thousand: beyond that the
# guard only becomes more eager, that is nearer to first come.
_FIRST_COME = """
SELECT waiting_since FROM queue_ticket
WHERE centre_id = %(centre)s AND day = %(day)s AND service_id = ANY(%(services)s::varchar[]) AND state <> 'left'
    AND ready_at <= %(at)s AND (%(accessible)s OR NOT step_free)
ORDER BY waiting_since DESC LIMIT 1 OFFSET (
    SELECT greatest(count(*) - 1, 0) FROM (
        SELECT 1 FROM queue_ticket
        WHERE centre_id = %(centre)s AND day = %(day)s AND service_id = ANY(%(services)s::varchar[])
            AND state = 'waiting' AND ready_at <= %(at)s AND (%(accessible)s OR NOT step_free)
        LIMIT 1000
    ) AS waiting
)
"""


def serving(
    *,
    centre_id: str,
    session_id: int,
    services: frozenset[str],
    accessible: bool,
    hearing_loop: bool,
    languages: Sequence[str],
    policy: rules.Policy,
    waiting: Iterable[rules.Waiting],
    at: datetime,
) -> rules.Serving:
    """Return what a counter can do and what the policy must know of the hall to choose for it.

    `waiting` are whom it can call now, at least the first of each class and service: nothing is asked that cannot
    matter to them.
    """
    recent: tuple[str, ...] = ()
    would: timedelta | None = None
    if policy.name == rules.RATIO:
        with connection.cursor() as cursor:
            cursor.execute(_RECENT, [session_id])
            recent = tuple(code for (code,) in cursor.fetchall())
    if policy.guard and any(at - one.waiting_since > timedelta(minutes=one.promised_minutes) for one in waiting):
        with connection.cursor() as cursor:
            cursor.execute(
                _FIRST_COME,
                {
                    "centre": centre_id,
                    "day": centres.local_day(centre_id=centre_id, at=at),
                    "services": sorted(services),
                    "accessible": accessible,
                    "at": at,
                },
            )
            row = cursor.fetchone()
        would = at - row[0] if row else None
    return rules.Serving(services, accessible, hearing_loop, recent, would, tuple(languages))


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
