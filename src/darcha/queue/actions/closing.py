"""The day is over: every open ticket ends as it truly did, and nobody sits at a counter any more.

Not one large step but many small ones, each an action of its own with its own entry: what happened to a ticket stands under
that ticket, in kinds every reader knows. Cut short, the day is settled by asking again; what was settled is not touched.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction

from darcha.centres import queries as centres
from darcha.centres import rules as centre_rules
from darcha.journal import actions as journal
from darcha.journal import queries as entries
from darcha.journal.kinds import Kind
from darcha.journal.rules import Entry
from darcha.kernel.actor import Actor, Permission
from darcha.queue import errors, models, rules
from darcha.queue.actions.appointments import tell_missed
from darcha.queue.actions.once import number_in, once


@dataclass(frozen=True, slots=True)
class Settled:
    """What was open when the day was settled: still waiting, called, at a counter; and counters nobody had closed.

    `missed`: appointments nobody came to.
    """

    day: date
    left: int
    no_shows: int
    not_recorded: int
    counters: int
    missed: int = 0


def settle_day(*, centre_id: str, day: date, at: datetime, by: Actor, key: str | None = None) -> Settled:
    """End whatever of a day is still open. Any number of times; the second time nothing is open.

    Who waits has left (reason "closed"); who was called did not come; whom an officer began to serve was served, with an
    outcome nobody recorded: no sex, no age, no length of service is made up. Open counters are closed. An appointment
    nobody came to is missed; one of an earlier day that was never settled too.

    :raises HallIsOpen: the day is not over yet at the centre.
    """
    by.must(Permission.CLOSE_DAY, centre_id=centre_id)
    earlier = entries.entry_with_key(centre_id=centre_id, key=key)
    if earlier is not None:
        return _settled_before(earlier, key)
    centre = centres.centre(code=centre_id)
    here = centre_rules.local(centre=centre, at=at)
    hours = centres.hours(centre_id=centre_id, day=day)
    if day > here.date() or (day == here.date() and hours is not None and here.time() < hours.closes):
        raise errors.HallIsOpen(centre=centre_id, day=day)
    for session_id, counter_id, employee_id in list(_open_sessions(centre_id, day, centre.zone)):
        _end_visit(session_id, at=at, by=by)
        _leave(centre_id, session_id, counter_id, employee_id, at=at, by=by)
    waiting = models.Ticket.objects.filter(centre_id=centre_id, day=day, state=models.State.WAITING)
    for ticket_id in list(waiting.order_by("waiting_since", "id").values_list("id", flat=True)):
        _let_go(ticket_id, at=at, by=by)
    to_come = models.Appointment.objects.filter(centre_id=centre_id, day__lte=day, stage=models.Stage.BOOKED)
    for appointment_id in list(to_come.order_by("starts_at", "id").values_list("id", flat=True)):
        tell_missed(appointment_id, at=at, by=by)

    def act() -> Settled:
        settled = _counted(centre_id, day, centre.zone)
        # Who held the tickets was asked for the day's sake alone.
        tickets = models.Ticket.objects.filter(centre_id=centre_id, day=day)
        models.Joined.objects.filter(ticket__in=tickets).delete()
        tickets.filter(holder__isnull=False).update(holder=None)
        journal.append(
            centre_id=centre_id,
            kind=Kind.HALL_SETTLED,
            subject=f"day:{day.isoformat()}",
            at=at,
            by=by,
            data={
                "day": day.isoformat(),
                "left": settled.left,
                "no_shows": settled.no_shows,
                "not_recorded": settled.not_recorded,
                "counters": settled.counters,
                "missed": settled.missed,
            },
            key=key,
        )
        return settled

    return once(
        centre_id=centre_id, key=key, kind=Kind.HALL_SETTLED, act=act, again=lambda entry: _settled_before(entry, key)
    )


def _settled_before(entry: Entry, key: str | None) -> Settled:
    if entry.kind != Kind.HALL_SETTLED:
        raise errors.RequestKeyUsedElsewhere(key=key)
    left, no_shows, not_recorded, counters = (
        number_in(entry, name) for name in ("left", "no_shows", "not_recorded", "counters")
    )
    missed = number_in(entry, "missed") if "missed" in entry.data else 0
    return Settled(date.fromisoformat(str(entry.data["day"])), left, no_shows, not_recorded, counters, missed)


_SESSIONS = """
SELECT id, counter_id, employee_id FROM queue_countersession
WHERE centre_id = %s AND closed_at IS NULL AND (opened_at AT TIME ZONE %s)::date <= %s ORDER BY id
"""


def _open_sessions(centre_id: str, day: date, zone: str) -> Iterator[tuple[int, int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(_SESSIONS, [centre_id, zone, day])
        yield from cursor.fetchall()


_AT_SESSION = """
SELECT call.id, call.ticket_id, ticket.state FROM queue_countersession session
JOIN queue_call call ON call.counter_id = session.counter_id AND call.ended_at IS NULL
JOIN queue_ticket ticket ON ticket.id = call.ticket_id
WHERE session.id = %s AND session.closed_at IS NULL FOR NO KEY UPDATE OF session
"""

_END = """
WITH ended AS (
    UPDATE queue_call SET ended_at = %(at)s, outcome = %(outcome)s WHERE id = %(call)s AND ended_at IS NULL
    RETURNING wait_seconds
), ticket AS (
    UPDATE queue_ticket SET state = %(after)s, finished_at = %(at)s, settled = true
    WHERE id = %(ticket)s AND state = %(before)s
    RETURNING centre_id, counter_id, letter, number, service_id, department_id, class_code, channel, promised_minutes
)
SELECT ticket.*, wait_seconds FROM ticket, ended
"""

_FATES = {
    models.State.CALLED: (Kind.TICKET_NO_SHOW, models.State.NO_SHOW, "no_show"),
    models.State.SERVING: (Kind.TICKET_SERVED, models.State.SERVED, rules.NOT_RECORDED),
}


def _end_visit(session_id: int, *, at: datetime, by: Actor) -> None:
    """End the visit at a counter, if there is one. It may just have ended: then nothing is left to do."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_AT_SESSION, [session_id])
        open_visit = cursor.fetchone()
        if open_visit is None:
            return
        call_id, ticket_id, state = open_visit
        kind, after, outcome = _FATES[models.State(state)]
        cursor.execute(
            _END,
            {"at": at, "call": call_id, "ticket": ticket_id, "before": state, "after": after, "outcome": outcome},
        )
        row = cursor.fetchone()
        if row is None:
            return
        centre_id, data = _told(kind, ticket_id, row)
        journal.append(centre_id=centre_id, kind=kind, subject=f"ticket:{ticket_id}", at=at, by=by, data=data)


def _told(kind: Kind, ticket_id: int, row: tuple[Any, ...]) -> tuple[str, dict[str, Any]]:
    """Return the centre and what the journal tells of a visit nobody ended."""
    (centre_id, counter_id, letter, number, service_id, department_id, class_code, channel, promised_minutes,
     wait_seconds) = row  # fmt: skip
    data = {
        "ticket": ticket_id,
        "service": service_id,
        "department": department_id,
        "class": class_code,
        "counter": counter_id,
        "wait_seconds": wait_seconds,
        "settled": True,
    }
    if kind == Kind.TICKET_NO_SHOW:
        return centre_id, data | {"number": rules.number_text(letter, number)}
    return centre_id, data | {
        "channel": channel,
        "sex": None,
        "age_band": None,
        "disability": None,
        "service_seconds": None,
        "within_promise": rules.is_within_promise(timedelta(seconds=wait_seconds), promised_minutes),
        "outcome": rules.NOT_RECORDED,
    }


_LEAVE_COUNTER = """
UPDATE queue_countersession SET closed_at = %(at)s, settled = true WHERE id = %(session)s AND closed_at IS NULL RETURNING id
"""


def _leave(centre_id: str, session_id: int, counter_id: int, employee_id: int, *, at: datetime, by: Actor) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_LEAVE_COUNTER, {"at": at, "session": session_id})
        if cursor.fetchone() is None:
            return
        journal.append(
            centre_id=centre_id,
            kind=Kind.COUNTER_CLOSED,
            subject=f"counter:{counter_id}",
            at=at,
            by=by,
            data={"counter": counter_id, "employee": employee_id, "settled": True},
        )


_LET_GO = """
UPDATE queue_ticket SET state = 'left', finished_at = %(at)s, settled = true WHERE id = %(ticket)s AND state = 'waiting'
RETURNING centre_id, letter, number, service_id, department_id, class_code, waiting_since
"""


def _let_go(ticket_id: int, *, at: datetime, by: Actor) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_LET_GO, {"ticket": ticket_id, "at": at})
        row = cursor.fetchone()
        if row is None:
            return
        centre_id, letter, number, service_id, department_id, class_code, since = row
        journal.append(
            centre_id=centre_id,
            kind=Kind.TICKET_LEFT,
            subject=f"ticket:{ticket_id}",
            at=at,
            by=by,
            data={
                "ticket": ticket_id,
                "number": rules.number_text(letter, number),
                "service": service_id,
                "department": department_id,
                "class": class_code,
                "wait_seconds": max(0, int((at - since).total_seconds())),
                "reason": "closed",
            },
        )


_COUNTED = """
SELECT count(*) FILTER (WHERE state = 'left'), count(*) FILTER (WHERE state = 'no_show'),
    count(*) FILTER (WHERE state = 'served'), (
        SELECT count(*) FROM queue_countersession
        WHERE centre_id = %(centre)s AND settled AND (opened_at AT TIME ZONE %(zone)s)::date = %(day)s
    ), (SELECT count(*) FROM queue_appointment WHERE centre_id = %(centre)s AND day = %(day)s AND stage = 'missed')
FROM queue_ticket WHERE centre_id = %(centre)s AND day = %(day)s AND settled
"""


def _counted(centre_id: str, day: date, zone: str) -> Settled:
    """Return what of this day was ever settled, also by a request that was cut short."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, {"centre": centre_id, "day": day, "zone": zone})
        return Settled(day, *cursor.fetchone())
