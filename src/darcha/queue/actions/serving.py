"""A visitor is served at the counter, from the first word to the last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from darcha.journal import actions as journal
from darcha.journal.kinds import Kind
from darcha.journal.rules import Entry
from darcha.kernel.actor import Actor
from darcha.queue import errors, models, rules
from darcha.queue.actions.counters import at_counter, centre_of
from darcha.queue.actions.once import number_in, once


@dataclass(frozen=True, slots=True)
class Finished:
    """A visit that is over."""

    ticket_id: int
    number: str


_START = """
WITH begun AS (
    UPDATE queue_call SET started_at = %(at)s WHERE id = %(call)s AND ended_at IS NULL AND started_at IS NULL
    RETURNING id
)
UPDATE queue_ticket SET state = 'serving', started_at = %(at)s
WHERE id = %(ticket)s AND state = 'called' AND EXISTS (SELECT 1 FROM begun)
RETURNING id
"""

_FINISH = """
WITH ended AS (
    UPDATE queue_call SET ended_at = %(at)s, outcome = %(outcome)s WHERE id = %(call)s AND ended_at IS NULL
    RETURNING wait_seconds, started_at
), ticket AS (
    UPDATE queue_ticket SET state = 'served', finished_at = %(at)s, sex = %(sex)s, age_band = %(age_band)s,
        disability = %(disability)s
    WHERE id = %(ticket)s AND state = 'serving'
    RETURNING service_id, department_id, class_code, channel, promised_minutes
)
SELECT service_id, department_id, class_code, channel, promised_minutes, wait_seconds, ended.started_at
FROM ticket, ended
"""


def start(*, counter_id: int, at: datetime, by: Actor, key: str | None = None) -> None:
    """Note that the called visitor has come to the counter.

    :raises NobodyWasCalled: nobody is called to this counter, or the visitor has come already.
    """
    counter = centre_of(counter_id=counter_id, by=by)

    def act() -> None:
        here = at_counter(counter_id=counter_id, by=by)
        begun = None
        if here.state == models.State.CALLED:
            with connection.cursor() as cursor:
                cursor.execute(_START, {"at": at, "call": here.call_id, "ticket": here.ticket_id})
                begun = cursor.fetchone()
        if begun is None:
            raise errors.NobodyWasCalled(counter=counter_id)
        journal.append(
            centre_id=here.centre_id,
            kind=Kind.TICKET_STARTED,
            subject=f"ticket:{here.ticket_id}",
            at=at,
            by=by,
            data={"ticket": here.ticket_id, "counter": counter_id},
            key=key,
        )

    once(centre_id=counter.centre_id, key=key, kind=Kind.TICKET_STARTED, act=act, again=lambda _entry: None)


def finish(
    *,
    counter_id: int,
    sex: str,
    age_band: str,
    disability: bool,
    outcome: str = "served",
    at: datetime,
    by: Actor,
    key: str | None = None,
) -> Finished:
    """End the visit at the counter, with whom was served as the officer noted it.

    :raises UnknownVisitor: sex or age band is none of those counted.
    :raises UnknownOutcome: a visit cannot end so.
    :raises NobodyIsServed: nobody is being served at this counter.
    """
    counter = centre_of(counter_id=counter_id, by=by)
    if sex not in rules.SEXES or age_band not in rules.AGE_BANDS:
        raise errors.UnknownVisitor(sex=sex, age_band=age_band)
    if outcome not in rules.OUTCOMES:
        raise errors.UnknownOutcome(outcome=outcome)

    def act() -> Finished:
        here = at_counter(counter_id=counter_id, by=by)
        row = None
        if here.state == models.State.SERVING:
            with connection.cursor() as cursor:
                cursor.execute(
                    _FINISH,
                    {
                        "at": at,
                        "call": here.call_id,
                        "ticket": here.ticket_id,
                        "outcome": outcome,
                        "sex": sex,
                        "age_band": age_band,
                        "disability": disability,
                    },
                )
                row = cursor.fetchone()
        if row is None or here.ticket_id is None:
            raise errors.NobodyIsServed(counter=counter_id)
        service_id, department_id, class_code, channel, promised_minutes, wait_seconds, started_at = row
        journal.append(
            centre_id=here.centre_id,
            kind=Kind.TICKET_SERVED,
            subject=f"ticket:{here.ticket_id}",
            at=at,
            by=by,
            data={
                "ticket": here.ticket_id,
                "service": service_id,
                "department": department_id,
                "class": class_code,
                "channel": channel,
                "counter": counter_id,
                "sex": sex,
                "age_band": age_band,
                "disability": disability,
                "wait_seconds": wait_seconds,
                "service_seconds": int((at - started_at).total_seconds()),
                "within_promise": rules.is_within_promise(timedelta(seconds=wait_seconds), promised_minutes),
                "outcome": outcome,
            },
            key=key,
        )
        return Finished(here.ticket_id, here.number_text)

    return once(centre_id=counter.centre_id, key=key, kind=Kind.TICKET_SERVED, act=act, again=_finished_before)


def _finished_before(entry: Entry) -> Finished:
    row = models.Ticket.objects.get(pk=number_in(entry, "ticket"))
    return Finished(row.pk, rules.number_text(row.letter, row.number))
