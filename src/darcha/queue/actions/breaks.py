"""An officer pauses with a reason and comes back; meanwhile nobody is called to the counter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from darcha.journal import actions as journal
from darcha.journal.kinds import Kind
from darcha.journal.rules import Entry
from darcha.kernel.actor import Actor
from darcha.queue import errors, models, rules
from darcha.queue.actions.counters import at_counter, centre_of, own_or_run
from darcha.queue.actions.once import number_in, once


@dataclass(frozen=True, slots=True)
class Paused:
    """A break just begun. `until` is when the officer means to be back; None: not told."""

    counter_id: int
    reason: str
    paused_at: datetime
    until: datetime | None


# Asked anew once the session is locked: a call may have been made while we waited for the lock.
_PAUSE = """
UPDATE queue_countersession SET paused_at = %(at)s, pause_reason = %(reason)s, paused_until = %(until)s
WHERE id = %(session)s AND NOT EXISTS (SELECT 1 FROM queue_call WHERE counter_id = %(counter)s AND ended_at IS NULL)
RETURNING id
"""


def take_break(
    *,
    counter_id: int,
    reason: str,
    until: datetime | None = None,
    at: datetime,
    by: Actor,
    key: str | None = None,
) -> Paused:
    """Pause a counter: it calls nobody until the break is ended.

    :raises UnknownReason: it is none of `rules.PAUSE_REASONS`.
    :raises BreakEndsBefore: `until` is not after `at`.
    :raises CounterIsPaused: the break has begun already.
    :raises CounterIsBusy: a visitor is still there.
    """
    counter = centre_of(counter_id=counter_id, by=by)
    if reason not in rules.PAUSE_REASONS:
        raise errors.UnknownReason(reason=reason)
    if until is not None and until <= at:
        raise errors.BreakEndsBefore(until=until)

    def act() -> Paused:
        here = at_counter(counter_id=counter_id, by=by)
        if here.paused_at is not None:
            raise errors.CounterIsPaused(counter=counter_id)
        with connection.cursor() as cursor:
            cursor.execute(
                _PAUSE,
                {"at": at, "reason": reason, "until": until, "session": here.session_id, "counter": counter_id},
            )
            if cursor.fetchone() is None:
                raise errors.CounterIsBusy(counter=counter_id, number=here.number_text)
        planned = None if until is None else int((until - at).total_seconds())
        journal.append(
            centre_id=here.centre_id,
            kind=Kind.COUNTER_PAUSED,
            subject=f"counter:{counter_id}",
            at=at,
            by=by,
            data={
                "counter": counter_id,
                "employee": here.employee_id,
                "reason": reason,
                "planned_seconds": planned,
            },
            key=key,
        )
        return Paused(counter_id, reason, at, until)

    def again(entry: Entry) -> Paused:
        if number_in(entry, "counter") != counter_id:
            raise errors.RequestKeyUsedElsewhere(key=key)
        planned = entry.data["planned_seconds"]
        back = entry.moment + timedelta(seconds=planned) if isinstance(planned, int) else None
        return Paused(counter_id, str(entry.data["reason"]), entry.moment, back)

    return once(centre_id=counter.centre_id, key=key, kind=Kind.COUNTER_PAUSED, act=act, again=again)


def end_break(*, counter_id: int, at: datetime, by: Actor, key: str | None = None) -> None:
    """Come back: the counter can call again; the head of the centre ends a break that was forgotten.

    :raises CounterIsNotPaused: there was no break.
    """
    counter, instead = own_or_run(counter_id=counter_id, by=by)

    def act() -> None:
        here = at_counter(counter_id=counter_id, by=by, instead=instead)
        if here.paused_at is None:
            raise errors.CounterIsNotPaused(counter=counter_id)
        models.CounterSession.objects.filter(pk=here.session_id).update(
            paused_at=None, pause_reason=None, paused_until=None
        )
        journal.append(
            centre_id=here.centre_id,
            kind=Kind.COUNTER_RESUMED,
            subject=f"counter:{counter_id}",
            at=at,
            by=by,
            data={
                "counter": counter_id,
                "employee": here.employee_id,
                "reason": here.pause_reason,
                "seconds": max(0, int((at - here.paused_at).total_seconds())),
            },
            key=key,
        )

    once(centre_id=counter.centre_id, key=key, kind=Kind.COUNTER_RESUMED, act=act, again=lambda _entry: None)
