"""The calls of a day that passed somebody, and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db import connection

from darcha.queue import rules

_NAMED = 5


@dataclass(frozen=True, slots=True)
class PassedVisitor:
    """Somebody who had waited longer at the moment of a call, and the cause (one of `rules.CAUSES`)."""

    ticket_id: int
    number: str
    service_id: str
    class_code: str
    waited_seconds: int
    cause: str


@dataclass(frozen=True, slots=True)
class Overtake:
    """A call that passed others. `passed` names the five that had waited longest of `overtaken`.

    `causes` are those of the named ones, each once, the most frequent first. `by_hand`: an officer called out of turn, and
    why; such a call stands in the list though it passed nobody.
    """

    call_id: int
    called_at: datetime
    counter_number: int
    employee_id: int
    ticket_id: int
    number: str
    service_id: str
    class_code: str
    waited_seconds: int
    policy: str
    guarded: bool
    overtaken: int
    passed: tuple[PassedVisitor, ...]
    causes: tuple[str, ...]
    by_hand: str | None = None


# Everybody's waits of a day, one row each: who was sent on or set aside waited more than once.
_OVERTAKES = """
WITH waited AS (
    SELECT call.ticket_id, call.service_id, call.waiting_since, call.ready_at, call.called_at, call.called_at AS until
    FROM queue_call call JOIN queue_ticket ticket ON ticket.id = call.ticket_id
    WHERE ticket.centre_id = %(centre)s AND ticket.day = %(day)s AND call.outcome IS DISTINCT FROM 'undone'
    UNION ALL
    SELECT id, service_id, waiting_since, ready_at, NULL, finished_at FROM queue_ticket
    WHERE centre_id = %(centre)s AND day = %(day)s AND state IN ('waiting', 'left')
)
SELECT call.id, call.called_at, session.counter_number, session.employee_id, call.wait_seconds, call.policy,
    call.guarded, call.overtaken, session.hearing_loop AND ticket.hearing_loop, ticket.id, ticket.letter, ticket.number,
    call.service_id, ticket.class_code, ticket.weight, call.by_hand,
    session.languages, ticket.language, passed.id, passed.letter, passed.number, passed.service_id,
    passed.class_code, passed.weight, passed.language, extract(epoch FROM call.called_at - passed.waiting_since)::float8,
    extract(epoch FROM passed.called_at - call.called_at)::float8
FROM queue_call call
JOIN queue_countersession session ON session.id = call.session_id
JOIN queue_ticket ticket ON ticket.id = call.ticket_id
LEFT JOIN LATERAL (
    SELECT older.id, older.letter, older.number, older.class_code, older.weight, older.language, waited.service_id,
        waited.waiting_since, waited.called_at
    FROM waited JOIN queue_ticket older ON older.id = waited.ticket_id
    WHERE waited.waiting_since < call.waiting_since AND waited.ready_at <= call.called_at
        AND older.id <> ticket.id AND waited.service_id = ANY(session.services || call.help)
        AND (session.accessible OR NOT older.step_free)
        AND (waited.until IS NULL OR waited.until > call.called_at)
    ORDER BY waited.waiting_since, older.id LIMIT %(named)s
) AS passed ON true
WHERE ticket.centre_id = %(centre)s AND ticket.day = %(day)s AND (call.overtaken > 0 OR call.by_hand IS NOT NULL)
    AND call.outcome IS DISTINCT FROM 'undone'
ORDER BY call.called_at, call.id, passed.waiting_since, passed.id
"""


def overtakes(*, centre_id: str, day: date) -> list[Overtake]:
    """Return the calls of a day that passed somebody who had waited longer, and those by hand, as they were made."""
    with connection.cursor() as cursor:
        cursor.execute(_OVERTAKES, {"centre": centre_id, "day": day, "named": _NAMED})
        rows = cursor.fetchall()
    return [_overtake(list(of_call)) for _, of_call in groupby(rows, key=lambda row: row[0])]


def _overtake(rows: list[tuple[Any, ...]]) -> Overtake:
    (call_id, called_at, counter_number, employee_id, wait_seconds, policy, guarded, overtaken, at_the_loop, ticket_id,
     letter, number, service_id, class_code, weight, by_hand, spoken, language) = rows[0][:18]  # fmt: skip
    passed = tuple(
        PassedVisitor(
            ticket_id=older_id,
            number=rules.number_text(older_letter, older_number),
            service_id=older_service,
            class_code=older_class,
            waited_seconds=int(waited),
            cause=rules.overtake_cause(
                policy=policy,
                guarded=guarded,
                weight=weight,
                passed_weight=older_weight,
                same_service=service_id == older_service,
                at_the_loop=at_the_loop,
                better_understood=rules.is_understood(language, spoken)
                and not rules.is_understood(older_language, spoken),
                passed_called_after_seconds=called_after,
            ),
        )
        for (
            older_id,
            older_letter,
            older_number,
            older_service,
            older_class,
            older_weight,
            older_language,
            waited,
            called_after,
        ) in (row[18:] for row in rows if row[18] is not None)
    )
    return Overtake(
        call_id=call_id,
        called_at=called_at,
        counter_number=counter_number,
        employee_id=employee_id,
        ticket_id=ticket_id,
        number=rules.number_text(letter, number),
        service_id=service_id,
        class_code=class_code,
        waited_seconds=wait_seconds,
        policy=policy,
        guarded=guarded,
        overtaken=overtaken,
        passed=passed,
        causes=tuple(cause for cause, _ in Counter(one.cause for one in passed).most_common())
        or ((rules.BY_HAND,) if by_hand else ()),
        by_hand=by_hand,
    )
