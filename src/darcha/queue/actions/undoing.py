"""The last step at a counter is taken back, within a minute. Nothing is deleted: the journal tells both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from darcha.catalogue import queries as catalogue
from darcha.centres import queries as centres
from darcha.journal import actions as journal
from darcha.journal.kinds import Kind
from darcha.journal.rules import Entry
from darcha.kernel.actor import Actor
from darcha.queue import errors, models, rules
from darcha.queue.actions.counters import at_counter, centre_of
from darcha.queue.actions.once import must_be_new, number_in, once


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back: one of `rules.STEPS`, of which ticket."""

    step: str
    ticket_id: int
    number: str


_KINDS = {
    rules.CALLED: Kind.TICKET_CALLED,
    rules.STARTED: Kind.TICKET_STARTED,
    rules.NO_SHOW: Kind.TICKET_NO_SHOW,
    rules.SERVED: Kind.TICKET_SERVED,
    rules.SENT_ON: Kind.TICKET_SENT_ON,
    rules.SET_ASIDE: Kind.TICKET_SET_ASIDE,
}

_LAST = """
SELECT id, ticket_id, service_id, called_at, started_at, ended_at, outcome FROM queue_call
WHERE session_id = %s AND outcome IS DISTINCT FROM 'undone' ORDER BY id DESC LIMIT 1
"""

_REOPEN_CALL = "UPDATE queue_call SET ended_at = NULL, outcome = NULL WHERE id = %(call)s"

# As the call found it: its service, its place and what was to follow.
_BACK_AT_THE_COUNTER = (
    "state = 'serving', service_id = call.service_id, department_id = %(department)s,"
    " following = call.following, waiting_since = call.waiting_since, ready_at = call.ready_at,"
    " called_at = call.called_at, started_at = call.started_at, counter_id = call.counter_id"
)

_UNDO = {
    rules.CALLED: (
        "UPDATE queue_call SET ended_at = %(at)s, outcome = 'undone' WHERE id = %(call)s AND ended_at IS NULL",
        "state = 'waiting', called_at = NULL, counter_id = NULL",
        models.State.CALLED,
    ),
    rules.STARTED: (
        "UPDATE queue_call SET started_at = NULL WHERE id = %(call)s AND ended_at IS NULL",
        "state = 'called', started_at = NULL",
        models.State.SERVING,
    ),
    rules.NO_SHOW: (
        _REOPEN_CALL,
        "state = 'called', finished_at = NULL",
        models.State.NO_SHOW,
    ),
    rules.SERVED: (
        _REOPEN_CALL,
        "state = 'serving', finished_at = NULL, sex = NULL, age_band = NULL, disability = NULL",
        models.State.SERVED,
    ),
    rules.SENT_ON: (_REOPEN_CALL, _BACK_AT_THE_COUNTER, models.State.WAITING),
    rules.SET_ASIDE: (_REOPEN_CALL, _BACK_AT_THE_COUNTER, models.State.WAITING),
}


def undo(
    *,
    counter_id: int,
    step: str | None = None,
    number: str | None = None,
    at: datetime,
    by: Actor,
    key: str | None = None,
) -> Undone:
    """Take back the last call, start, no-show, finish, sending on or setting aside at this counter.

    A visitor called by mistake stands in the line again where they stood; a visit finished or sent on by mistake goes on
    here, unless another counter has called them already. `step` and `number`, where told, are what the officer saw: another
    step is not taken back in its place.

    :raises NothingToUndo: there is no such step, or it was taken back.
    :raises TooLateToUndo: it was taken more than `rules.UNDO_WITHIN` ago.
    :raises CounterIsPaused: the officer has a break.
    """
    counter = centre_of(counter_id=counter_id, by=by)

    def act() -> Undone:
        here = at_counter(counter_id=counter_id, by=by)
        if here.paused_at is not None:
            raise errors.CounterIsPaused(counter=counter_id)
        # A repeat that comes later would take back another step until the journal refuses it; whoever was sent on or
        # set aside would be out of other counters' sight for that moment.
        must_be_new(centre_id=here.centre_id, key=key)
        with connection.cursor() as cursor:
            cursor.execute(_LAST, [here.session_id])
            row = cursor.fetchone()
        if row is None:
            raise errors.NothingToUndo(counter=counter_id)
        call_id, ticket_id, service_called_for, *moments = row
        last, taken_at = rules.last_step(*moments)
        if at - taken_at > rules.UNDO_WITHIN:
            raise errors.TooLateToUndo(counter=counter_id, seconds=int(rules.UNDO_WITHIN.total_seconds()))
        call, ticket, was = _UNDO[last]
        day = centres.local_day(centre_id=here.centre_id, at=at)
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE queue_ticket ticket SET {ticket} FROM queue_call call"  # noqa: S608 -- our own words above
                " WHERE call.id = %(call)s AND ticket.id = call.ticket_id AND ticket.state = %(was)s RETURNING"
                " ticket.letter, ticket.number, ticket.service_id, ticket.department_id, ticket.class_code",
                {
                    "call": call_id,
                    "was": was,
                    "department": catalogue.service_version(code=service_called_for, on=day).department_id,
                },
            )
            changed = cursor.fetchone()
            if changed is not None:
                cursor.execute(call, {"at": at, "call": call_id})
        if changed is None:
            raise errors.NothingToUndo(counter=counter_id)
        letter, digits, service_id, department_id, class_code = changed
        text = rules.number_text(letter, digits)
        if (step or last, number or text) != (last, text):
            raise errors.NothingToUndo(counter=counter_id)
        journal.append(
            centre_id=here.centre_id,
            kind=Kind.TICKET_UNDONE,
            subject=f"ticket:{ticket_id}",
            at=at,
            by=by,
            data={
                "ticket": ticket_id,
                "number": text,
                "action": str(_KINDS[last]),
                "counter": counter_id,
                "call": call_id,
                "service": service_id,
                "department": department_id,
                "class": class_code,
            },
            key=key,
        )
        return Undone(last, ticket_id, text)

    def again(entry: Entry) -> Undone:
        if number_in(entry, "counter") != counter_id:
            raise errors.RequestKeyUsedElsewhere(key=key)
        taken = next(name for name, kind in _KINDS.items() if kind == entry.data["action"])
        return Undone(taken, number_in(entry, "ticket"), str(entry.data["number"]))

    # Meanwhile the holder has taken another ticket for the same service.
    refused_as = {"one_live_ticket_per_holder_and_service": errors.NothingToUndo(counter=counter_id)}
    return once(
        centre_id=counter.centre_id, key=key, kind=Kind.TICKET_UNDONE, act=act, again=again, refused_as=refused_as
    )
