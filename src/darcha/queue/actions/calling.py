"""The next visitor is called to a counter."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from psycopg.types.json import Jsonb

from darcha.centres import queries as centres
from darcha.journal import actions as journal
from darcha.journal.kinds import Kind
from darcha.journal.rules import Entry
from darcha.kernel.actor import Actor
from darcha.queue import errors, models, rules, scene
from darcha.queue.actions.claiming import AllBeingTaken, ByHand, claim, claim_by_hand
from darcha.queue.actions.counters import AtCounter, at_counter, centre_of
from darcha.queue.actions.once import must_be_new, number_in, once


@dataclass(frozen=True, slots=True)
class Called:
    """A visitor called to a counter, with the reasons of the choice."""

    call_id: int
    ticket_id: int
    number: str
    counter_number: int
    service_id: str
    class_code: str
    needs: tuple[str, ...]
    language: str
    reasons: rules.Reasons


_LOOKS = 20
"""How often a counter looks again when every ticket it saw was just being taken by others."""


_WRITE_CALL = """
INSERT INTO queue_call
    (ticket_id, session_id, centre_id, counter_id, service_id, waiting_since, ready_at, following, called_at, recalls,
     wait_seconds, policy, scores, guarded, by_hand, help, helped, overtaken)
SELECT %(ticket)s, %(session)s, %(centre)s::varchar, %(counter)s, %(service)s, %(since)s::timestamptz, %(ready)s,
    %(following)s::varchar[], %(at)s::timestamptz, 0, %(wait_seconds)s, %(policy)s, %(scores)s, %(guarded)s,
    %(by_hand)s, %(help)s::varchar[], %(helped)s, (
        SELECT count(*) FROM (
            SELECT 1 FROM unnest(%(services)s::varchar[]) AS wanted(service_id)
            CROSS JOIN unnest(%(classes)s::varchar[]) AS of(class_code)
            CROSS JOIN LATERAL (
                SELECT 1 FROM queue_ticket
                WHERE centre_id = %(centre)s AND day = %(day)s AND service_id = wanted.service_id
                    AND class_code = of.class_code AND state = 'waiting' AND waiting_since < %(since)s
                    AND ready_at <= %(at)s
                    AND (%(accessible)s::boolean OR NOT step_free)
                LIMIT 1000
            ) AS older LIMIT 1000
        ) AS passed
    )
RETURNING id, overtaken
"""


def call_next(*, counter_id: int, at: datetime, by: Actor, key: str | None = None) -> Called:
    """Call the visitor the rule ranks first among all this counter can serve, and keep why.

    :raises NobodyWaits: there is none.
    :raises CounterIsClosed: nobody sits at the counter.
    :raises CounterIsBusy: a visitor is still there.
    :raises CounterIsPaused: the officer has a break.
    :raises NotYourCounter: somebody else sits there.
    """
    return _call_once(counter_id, None, at, by, key)


def call_by_hand(
    *, counter_id: int, number: str, because: str, at: datetime, by: Actor, key: str | None = None
) -> Called:
    """Call a visitor out of turn, by the number on the ticket; the reason stays with the call.

    `because` is one of `rules.BY_HAND_BECAUSE`. The day's list of overtakes shows the call, whether it passed anybody or
    not.

    :raises NoReasonOutOfTurn: `because` is none of those.
    :raises NotInThisLine: nobody with that number waits whom this counter can serve now.
    :raises CounterIsClosed: nobody sits at the counter.
    :raises CounterIsBusy: a visitor is still there.
    :raises CounterIsPaused: the officer has a break.
    :raises NotYourCounter: somebody else sits there.
    """
    if because not in rules.BY_HAND_BECAUSE:
        raise errors.NoReasonOutOfTurn(because=because)
    named = rules.number_read(number)
    if named is None:
        raise errors.NotInThisLine(number=number[:12])
    return _call_once(counter_id, ByHand(*named, because), at, by, key)


def _call_once(counter_id: int, by_hand: ByHand | None, at: datetime, by: Actor, key: str | None) -> Called:
    counter = centre_of(counter_id=counter_id, by=by)

    def act() -> Called:
        here = at_counter(counter_id=counter_id, by=by)
        if here.call_id is not None:
            raise errors.CounterIsBusy(counter=counter_id, number=here.number_text)
        if here.paused_at is not None:
            raise errors.CounterIsPaused(counter=counter_id)
        # A repeat that comes after the visit would take the best ticket for the moment until the journal refuses it;
        # another counter would skip that ticket and call the next one: an overtake nobody could explain.
        must_be_new(centre_id=counter.centre_id, key=key)
        return _call(here, counter_id, counter.number, by_hand, at, by, key)

    def again(entry: Entry) -> Called:
        if number_in(entry, "counter") != counter_id:
            raise errors.RequestKeyUsedElsewhere(key=key)
        return _called_before(entry)

    busy = errors.CounterIsBusy(counter=counter_id, number="")
    for _ in range(_LOOKS):
        try:
            return once(
                centre_id=counter.centre_id,
                key=key,
                kind=Kind.TICKET_CALLED,
                act=act,
                again=again,
                refused_as={"one_open_ticket_per_counter": busy, "one_open_call_per_counter": busy},
            )
        except AllBeingTaken as others:
            _wait_until_decided(others.ticket_id)
    raise errors.NobodyWaits(counter=counter_id)


def _wait_until_decided(ticket_id: int) -> None:
    """Wait, with no lock in hand, until whoever is taking this ticket has taken it or given it up."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM queue_ticket WHERE id = %s FOR SHARE", [ticket_id])


def _call(
    here: AtCounter,
    counter_id: int,
    counter_number: int,
    by_hand: ByHand | None,
    at: datetime,
    by: Actor,
    key: str | None,
) -> Called:
    day = centres.local_day(centre_id=here.centre_id, at=at)
    help_of = scene.help_now(centre_id=here.centre_id, skills=here.skills, accessible=here.accessible, at=at)
    here = replace(here, services=(*here.services, *help_of))
    asked: dict[str, Any] = {
        "centre": here.centre_id,
        "day": day,
        "at": at,
        "counter": counter_id,
        "services": list(here.services),
        "accessible": here.accessible,
        "classes": [known.code for known in centres.visitor_classes(centre_id=here.centre_id)],
    }
    policy = scene.policy_of(centre_id=here.centre_id)
    if by_hand is None:
        claimed = claim(here, asked, policy, at)
        why = rules.reasons(claimed.best, overtaken=0, at=at, policy=policy)
    else:
        claimed, ranked = claim_by_hand(here, asked, by_hand, policy, at)
        of_rule = rules.reasons(ranked, overtaken=0, at=at, policy=policy)
        why = rules.Reasons(rules.BY_HAND, of_rule.scores, 0, by_hand=by_hand.because)
    chosen = claimed.best[0].waiting
    why = replace(why, helped=help_of.get(chosen.service_id))
    wait_seconds = int((at - chosen.waiting_since).total_seconds())
    with connection.cursor() as cursor:
        cursor.execute(
            _WRITE_CALL,
            asked
            | {
                "ticket": chosen.ticket_id,
                "session": here.session_id,
                "service": chosen.service_id,
                "wait_seconds": wait_seconds,
                "policy": why.policy,
                "scores": Jsonb([_score_row(score) for score in why.scores]),
                "guarded": why.guarded,
                "by_hand": why.by_hand,
                "help": list(help_of),
                "helped": why.helped,
                "since": chosen.waiting_since,
                "ready": claimed.ready_at,
                "following": claimed.following,
            },
        )
        call_id, overtaken = cursor.fetchone()
    journal.append(
        centre_id=here.centre_id,
        kind=Kind.TICKET_CALLED,
        subject=f"ticket:{chosen.ticket_id}",
        at=at,
        by=by,
        data={
            "ticket": chosen.ticket_id,
            "number": chosen.number,
            "counter": counter_id,
            "call": call_id,
            "service": chosen.service_id,
            "department": claimed.department_id,
            "class": chosen.class_code,
            "wait_seconds": wait_seconds,
            "policy": why.policy,
            "scores": [[score.ticket_id, score.hundredths] for score in why.scores],
            "overtaken": overtaken,
            "guarded": why.guarded,
        }
        | ({"by_hand": why.by_hand} if why.by_hand else {})
        | ({"help": list(help_of)} if help_of else {})
        | ({"helped": why.helped} if why.helped else {}),
        key=key,
    )
    return Called(
        call_id=call_id,
        ticket_id=chosen.ticket_id,
        number=chosen.number,
        counter_number=counter_number,
        service_id=chosen.service_id,
        class_code=chosen.class_code,
        needs=chosen.needs,
        language=claimed.language,
        reasons=replace(why, overtaken=overtaken),
    )


def _score_row(score: rules.Score) -> dict[str, Any]:
    return {
        "ticket": score.ticket_id,
        "number": score.number,
        "class": score.class_code,
        "hundredths": score.hundredths,
        "waited_seconds": score.waited_seconds,
    }


def reasons_of(call: models.Call) -> rules.Reasons:
    """Return the reasons a call was kept with."""
    return rules.Reasons(
        policy=call.policy,
        scores=tuple(
            rules.Score(row["ticket"], row["number"], row["class"], row["hundredths"], row["waited_seconds"])
            for row in call.scores
        ),
        overtaken=call.overtaken,
        guarded=call.guarded,
        by_hand=call.by_hand,
        helped=call.helped,
    )


def _called_before(entry: Entry) -> Called:
    call = models.Call.objects.select_related("ticket", "session").get(pk=number_in(entry, "call"))
    ticket = call.ticket
    return Called(
        call_id=call.pk,
        ticket_id=ticket.pk,
        number=rules.number_text(ticket.letter, ticket.number),
        counter_number=call.session.counter_number,
        service_id=call.service_id,
        class_code=ticket.class_code,
        needs=tuple(ticket.needs),
        language=ticket.language,
        reasons=reasons_of(call),
    )
