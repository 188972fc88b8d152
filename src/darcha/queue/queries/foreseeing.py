"""Which lines will break their promise, and who could help before they do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection

from darcha.access import queries as access
from darcha.centres import queries as centres
from darcha.queue import rules, scene

_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class CouldHelp:
    """Somebody who may give what is waited for. `state`: paused, or away (at no window).

    `counter_number` is the window they sit at, or usually do.
    """

    employee_id: int
    state: str
    counter_number: int
    services: frozenset[str]


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A line some of whose promises will break: how many, and from when on.

    `then_late`: how many would still break with the first of `could_help` at a window more; None: nobody could help.
    """

    letter: str
    late: int
    first_at: datetime
    could_help: tuple[CouldHelp, ...]
    then_late: int | None


_PROMISED = """
SELECT department_id, letter, service_id, weight, promised_minutes, step_free,
    extract(epoch FROM waiting_since)::float8, extract(epoch FROM ready_at)::float8
FROM queue_ticket WHERE centre_id = %s AND day = %s AND state = 'waiting'
"""

_SITTING = """
SELECT session.employee_id, session.counter_number, session.services, session.paused_at IS NOT NULL
FROM queue_countersession session WHERE session.centre_id = %s AND session.closed_at IS NULL
"""


def foreseen(*, centre_id: str, at: datetime) -> tuple[Foreseen, ...]:
    """Return the lines in which promises will break, the soonest first."""
    now = scene.look(centre_id=centre_id, at=at)
    letters = scene.letters_of_lines(centre_id=centre_id)
    by_line: dict[str, list[rules.Promised]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_PROMISED, [centre_id, centres.local_day(centre_id=centre_id, at=at)])
        for department_id, letter, service_id, weight, promised, step_free, since, ready in cursor.fetchall():
            one = rules.Promised(service_id, now.rate(service_id, weight, promised), step_free, since, ready, promised)
            by_line.setdefault(letters.get(department_id, letter), []).append(one)
    could_help = _could_help(centre_id) if by_line else ()
    found = [_of_line(letter, waiting, now, could_help) for letter, waiting in by_line.items()]
    return tuple(sorted((one for one in found if one is not None), key=lambda one: one.first_at))


def _of_line(
    letter: str, waiting: Sequence[rules.Promised], now: scene.Scene, could_help: Sequence[CouldHelp]
) -> Foreseen | None:
    late = _late(waiting, now, now.counters)
    if not late:
        return None
    wanted = {one.service_id for one in late}
    able = [one for one in could_help if one.services & wanted][:_MOST_NAMED]
    then_late = None
    if able:
        one_more = rules.OpenCounter(able[0].services, accessible=True)
        then_late = len(_late(waiting, now, (*now.counters, one_more)))
    return Foreseen(letter, len(late), datetime.fromtimestamp(late[0].until, tz=UTC), tuple(able), then_late)


def _late(
    waiting: Sequence[rules.Promised], now: scene.Scene, counters: Sequence[rules.OpenCounter]
) -> tuple[rules.Promised, ...]:
    return rules.will_be_late(
        waiting, line=now.line, counters=counters, beliefs=now.beliefs, at=now.at, correction=now.correction
    )


def _could_help(centre_id: str) -> tuple[CouldHelp, ...]:
    """Return who could open a window or go on at theirs: on a break first, then who sits nowhere."""
    with connection.cursor() as cursor:
        cursor.execute(_SITTING, [centre_id])
        rows = cursor.fetchall()
    sitting = {employee_id for employee_id, *_ in rows}
    paused = [
        CouldHelp(employee_id, "paused", number, frozenset(services))
        for employee_id, number, services, is_paused in rows
        if is_paused
    ]
    away = [
        CouldHelp(card.id, "away", card.usual_counter, card.service_ids)
        for card in access.employees(centre_id=centre_id)
        if card.usual_counter is not None and card.id not in sitting
    ]
    return (*paused, *away)
