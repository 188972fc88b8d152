"""A counter takes one ticket out of the line, and nobody else can take it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from darcha.queue import errors, rules, scene
from darcha.queue.actions.counters import AtCounter

_DEPTHS = (3, 12, 48)
"""How far into each line a counter looks; further only when others took everybody it saw."""

# The heads of each line (service and class) by the index `the_line`: the cost does not grow with the line.
_HEADS_OF = """
SELECT head.*, pace.mean_seconds FROM unnest(%(services)s::varchar[]) AS wanted(service_id)
CROSS JOIN unnest(%(classes)s::varchar[]) AS of(class_code)
CROSS JOIN LATERAL (
    SELECT id, service_id, class_code, weight, waiting_since, ready_at, needs, letter, number, promised_minutes,
        language
    FROM queue_ticket
    WHERE centre_id = %(centre)s AND day = %(day)s AND service_id = wanted.service_id
        AND class_code = of.class_code AND state = 'waiting' AND ready_at <= %(at)s
        AND (%(accessible)s OR NOT step_free){whom}
    ORDER BY waiting_since, id LIMIT %(depth)s
) AS head
LEFT JOIN queue_serviceminutes pace ON pace.centre_id = %(centre)s AND pace.service_id = wanted.service_id
"""
_HEADS = _HEADS_OF.format(whom="")

# A head start may lift somebody over the heads of the lines: who hears poorly, asked at counters with a loop only; who
# is understood, asked when somebody before them is not, and no further than the head start reaches.
_SPOKEN = "split_part(language, '-', 1) = ANY(%(spoken)s::varchar[])"
_NEEDS_LOOP = _HEADS_OF.format(whom=" AND hearing_loop")
_UNDERSTOOD = _HEADS_OF.format(whom=f" AND waiting_since < %(until)s AND {_SPOKEN}")
_UNDERSTOOD_NEEDS_LOOP = _HEADS_OF.format(whom=f" AND hearing_loop AND {_SPOKEN}")

# Whatever their class is called: nobody is forgotten because a class was renamed during the day.
_ANYBODY = """
SELECT id, service_id, class_code, weight, waiting_since, ready_at, needs, letter, number, promised_minutes, language,
    mean_seconds
FROM queue_ticket LEFT JOIN queue_serviceminutes pace USING (centre_id, service_id)
WHERE centre_id = %(centre)s AND day = %(day)s AND service_id = ANY(%(services)s::varchar[])
    AND state = 'waiting' AND ready_at <= %(at)s AND (%(accessible)s OR NOT step_free)
ORDER BY waiting_since, id LIMIT 50
"""

# One statement takes the best ticket nobody else is taking at this moment. Whoever is locked is being called by
# another counter; the state is looked at again once the lock is held. It never waits for a lock: a ticket that turns out
# to be called stays locked to the end of this transaction, and waiting with such locks in hand ends in a deadlock.
# Waiting is told inside by its moments (a CHECK keeps them true to the state): told by the state, a planner with no
# statistics of a new day reads the whole line through its partial index instead of the few tickets ranked.
_CLAIM = """
UPDATE queue_ticket SET state = 'called', called_at = %(at)s, counter_id = %(counter)s
WHERE state = 'waiting' AND id = (
    SELECT ticket.id FROM unnest(%(ranked)s::bigint[]) WITH ORDINALITY AS best(id, rank)
    JOIN queue_ticket ticket ON ticket.id = best.id
    WHERE ticket.called_at IS NULL AND ticket.finished_at IS NULL ORDER BY best.rank
    FOR NO KEY UPDATE OF ticket SKIP LOCKED LIMIT 1
) RETURNING id, language, department_id, ready_at, following
"""


class AllBeingTaken(Exception):
    """Somebody waits whom this counter can serve, but all of them are being called by other counters right now."""

    def __init__(self, ticket_id: int) -> None:
        super().__init__(ticket_id)
        self.ticket_id = ticket_id


# One ticket by its number, when this counter could call it: the officer names it, no rule ranks it.
_NAMED = """
SELECT id, service_id, class_code, weight, waiting_since, ready_at, needs, letter, number, promised_minutes, language,
    mean_seconds
FROM queue_ticket LEFT JOIN queue_serviceminutes pace USING (centre_id, service_id)
WHERE centre_id = %(centre)s AND day = %(day)s AND letter = %(letter)s AND number = %(number)s
    AND service_id = ANY(%(services)s::varchar[]) AND state = 'waiting' AND ready_at <= %(at)s
    AND (%(accessible)s OR NOT step_free)
"""


@dataclass(frozen=True, slots=True)
class ByHand:
    """Whom an officer calls out of turn, and why."""

    letter: str
    number: int
    because: str


@dataclass(frozen=True, slots=True)
class Claimed:
    """The ranking from the claimed ticket on, and what else its row tells."""

    best: Sequence[rules.Ranked]
    language: str
    department_id: str
    ready_at: datetime
    following: list[str]


def claim(here: AtCounter, asked: dict[str, Any], policy: rules.Policy, at: datetime) -> Claimed:
    """Take the best ticket nobody else is taking.

    :raises NobodyWaits: nobody this counter can serve is waiting.
    :raises AllBeingTaken: every one of them is being called by another counter.
    """
    best: tuple[rules.Ranked, ...] = ()
    for depth in _DEPTHS:
        candidates = _candidates(here, asked, depth)
        best = rules.ranking(candidates, _serving(here, candidates, policy, at), at, policy)
        if not best:
            raise errors.NobodyWaits(counter=asked["counter"])
        with connection.cursor() as cursor:
            cursor.execute(_CLAIM, asked | {"ranked": [one.waiting.ticket_id for one in best]})
            row = cursor.fetchone()
        if row is not None:
            ticket_id, *told = row
            place = next(place for place, one in enumerate(best) if one.waiting.ticket_id == ticket_id)
            return Claimed(best[place:], *told)
    raise AllBeingTaken(best[0].waiting.ticket_id)


def claim_by_hand(
    here: AtCounter, asked: dict[str, Any], named: ByHand, policy: rules.Policy, at: datetime
) -> tuple[Claimed, Sequence[rules.Ranked]]:
    """Take the ticket the officer named; return it, and the ranking of the rule it was called against.

    :raises NotInThisLine: this counter cannot call it, or another counter is just calling it.
    """
    candidates = _candidates(here, asked, _DEPTHS[0])
    with connection.cursor() as cursor:
        cursor.execute(_NAMED, asked | {"letter": named.letter, "number": named.number})
        row = cursor.fetchone()
        told = None
        if row is not None:
            cursor.execute(_CLAIM, asked | {"ranked": [row[0]]})
            told = cursor.fetchone()
    if row is None or told is None:
        raise errors.NotInThisLine(number=rules.number_text(named.letter, named.number))
    chosen = scene.waiting_of(row)
    if all(one.ticket_id != chosen.ticket_id for one in candidates):
        candidates.append(chosen)
    serving = _serving(here, candidates, policy, at)
    ranked = rules.ranking(candidates, serving, at, policy)
    best = [one for one in ranked if one.waiting.ticket_id == chosen.ticket_id]
    return Claimed(best, *told[1:]), ranked


def _serving(here: AtCounter, candidates: Sequence[rules.Waiting], policy: rules.Policy, at: datetime) -> rules.Serving:
    return scene.serving(
        centre_id=here.centre_id,
        session_id=here.session_id,
        services=frozenset(here.services),
        accessible=here.accessible,
        hearing_loop=here.hearing_loop,
        languages=here.languages,
        policy=policy,
        waiting=candidates,
        at=at,
    )


def _candidates(here: AtCounter, asked: dict[str, Any], depth: int) -> list[rules.Waiting]:
    """Return the heads of each line, and the heads among those a head start lifts: enough for the rule to choose by."""

    def ask(statement: str, **told: Any) -> dict[int, rules.Waiting]:
        with connection.cursor() as cursor:
            cursor.execute(statement, asked | {"depth": depth} | told)
            return {row[0]: scene.waiting_of(row) for row in cursor.fetchall()}

    found = ask(_HEADS)
    if here.hearing_loop:
        found |= ask(_NEEDS_LOOP)
    foreign = [one for one in found.values() if not rules.is_understood(one.language, here.languages)]
    if foreign:
        until = max(one.waiting_since for one in foreign) + rules.LANGUAGE_HEAD_START
        found |= ask(_UNDERSTOOD, spoken=here.languages, until=until)
        if here.hearing_loop:
            found |= ask(_UNDERSTOOD_NEEDS_LOOP, spoken=here.languages)
    return list((found or ask(_ANYBODY)).values())
