"""A visit goes on elsewhere, or waits aside: the number stays, and so do the minutes waited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from darcha.catalogue import queries as catalogue
from darcha.centres import queries as centres
from darcha.journal import actions as journal
from darcha.journal.kinds import Kind
from darcha.journal.rules import Entry
from darcha.kernel.actor import Actor, Permission
from darcha.queue import errors, models, rules, scene
from darcha.queue.actions.counters import AtCounter, at_counter, centre_of
from darcha.queue.actions.issuing import waits_from
from darcha.queue.actions.once import number_in, once


@dataclass(frozen=True, slots=True)
class SentOn:
    """A visit that goes on to another service; `wait` None: no open counter serves it now."""

    ticket_id: int
    number: str
    service_id: str
    following: tuple[str, ...]
    people_ahead: int
    wait: rules.Wait | None


@dataclass(frozen=True, slots=True)
class SetAside:
    """A visitor who is not called before `until` and then stands where they stood."""

    ticket_id: int
    number: str
    until: datetime


# The ticket is read under the lock of its counter's session: nobody else can move it meanwhile.
_SERVED_HERE = """
SELECT ticket.service_id, ticket.department_id, ticket.letter, ticket.class_code, ticket.weight, ticket.promised_minutes,
    ticket.step_free, ticket.following, call.waiting_since, call.called_at, call.started_at
FROM queue_ticket ticket JOIN queue_call call ON call.ticket_id = ticket.id
WHERE ticket.id = %s AND ticket.state = 'serving' AND call.id = %s AND call.ended_at IS NULL
"""

_GO_ON = """
WITH ended AS (
    UPDATE queue_call SET ended_at = %(at)s, outcome = %(outcome)s WHERE id = %(call)s AND ended_at IS NULL RETURNING id
), told AS (
    INSERT INTO queue_toldwait
        (ticket_id, low_minutes, high_minutes, people_ahead, told_at, half_seconds, nine_in_ten_seconds)
    SELECT %(ticket)s, %(low)s::smallint, %(high)s::smallint, %(ahead)s, %(at)s, %(half)s::int, %(nine_in_ten)s::int FROM ended
    WHERE %(low)s::smallint IS NOT NULL
)
UPDATE queue_ticket SET state = 'waiting', service_id = %(service)s, department_id = %(department)s,
    following = %(following)s::varchar[], waiting_since = %(since)s, ready_at = %(ready)s,
    called_at = NULL, started_at = NULL, counter_id = NULL
FROM ended WHERE queue_ticket.id = %(ticket)s AND state = 'serving'
"""


@dataclass(frozen=True, slots=True)
class _Served:
    """The visit at a counter as its row tells it; `since` is where it stood when it was called."""

    service_id: str
    department_id: str
    letter: str
    class_code: str
    weight: int
    promised_minutes: int
    step_free: bool
    following: list[str]
    since: datetime
    called_at: datetime
    started_at: datetime

    @property
    def waited(self) -> timedelta:
        return self.called_at - self.since


def _served(here: AtCounter, counter_id: int) -> _Served:
    row = None
    if here.state == models.State.SERVING:
        with connection.cursor() as cursor:
            cursor.execute(_SERVED_HERE, [here.ticket_id, here.call_id])
            row = cursor.fetchone()
    if row is None:
        raise errors.NobodyIsServed(counter=counter_id)
    return _Served(*row)


def send_on(
    *, counter_id: int, service_id: str, because: str, at: datetime, by: Actor, key: str | None = None
) -> SentOn:
    """Let the visitor at the counter go on to another service with the same number.

    The minutes waited so far are kept: they stand there as if they had come so long ago. `because` is one of
    `rules.SENT_ON_BECAUSE`; "comes_back" plans the present service again for afterwards.

    :raises NobodyIsServed: nobody is being served at this counter.
    :raises NoReasonToGoOn: `because` is none of those.
    :raises ServiceIsTheSame: the visit is for that service now.
    :raises ServiceNotOfferedHere: the centre does not give it.
    :raises DepartmentDoesNotSit: its department does not sit here now nor later today.
    """
    counter = centre_of(counter_id=counter_id, by=by)
    if because not in rules.SENT_ON_BECAUSE:
        raise errors.NoReasonToGoOn(because=because)

    def act() -> SentOn:
        here = at_counter(counter_id=counter_id, by=by)
        visit = _served(here, counter_id)
        if service_id == visit.service_id:
            raise errors.ServiceIsTheSame(service=service_id)
        if not centres.offered(centre_id=here.centre_id, service_id=service_id):
            raise errors.ServiceNotOfferedHere(centre=here.centre_id, service=service_id)
        day = centres.local_day(centre_id=here.centre_id, at=at)
        department_id = catalogue.service_version(code=service_id, on=day).department_id
        ready_at = waits_from(centre_id=here.centre_id, department_id=department_id, at=at)
        since = rules.place_kept(waited=visit.waited, ready_at=ready_at)
        following = rules.services_after(
            now=visit.service_id, then=service_id, because=because, following=visit.following
        )
        ahead, wait = scene.look(centre_id=here.centre_id, at=at).forecast(
            letter=centres.line_of(centre_id=here.centre_id, department_id=department_id).letter,
            service_id=service_id,
            weight=visit.weight,
            promised_minutes=visit.promised_minutes,
            step_free=visit.step_free,
            since=since,
            ready_at=ready_at,
            newcomer=True,
        )
        _go_on(
            here,
            outcome=because,
            service_id=service_id,
            department_id=department_id,
            following=following,
            since=since,
            ready_at=ready_at,
            ahead=ahead,
            wait=wait,
            at=at,
        )
        journal.append(
            centre_id=here.centre_id,
            kind=Kind.TICKET_SENT_ON,
            subject=f"ticket:{here.ticket_id}",
            at=at,
            by=by,
            data=_told(here, visit, counter_id, at)
            | {"because": because, "to_service": service_id, "to_department": department_id, "ahead": ahead},
            key=key,
        )
        return SentOn(
            ticket_id=here.ticket_id or 0,
            number=here.number_text,
            service_id=service_id,
            following=following,
            people_ahead=ahead,
            wait=scene.with_closing(wait, centre_id=here.centre_id, department_id=department_id, at=at),
        )

    return once(
        centre_id=counter.centre_id,
        key=key,
        kind=Kind.TICKET_SENT_ON,
        act=act,
        again=lambda entry: _sent_on_before(entry, counter_id, key),
    )


def set_aside(*, counter_id: int, minutes: int, at: datetime, by: Actor, key: str | None = None) -> SetAside:
    """Let the visitor at the counter fetch, copy or pay something; for so many minutes nobody calls them.

    Afterwards they stand where they stood: the minutes waited are kept, those away do not count.

    :raises NobodyIsServed: nobody is being served at this counter.
    :raises UnknownSpan: `minutes` is none of `rules.ASIDE_MINUTES`.
    """
    counter = centre_of(counter_id=counter_id, by=by)
    if minutes not in rules.ASIDE_MINUTES:
        raise errors.UnknownSpan(minutes=minutes)
    until = at + timedelta(minutes=minutes)

    def act() -> SetAside:
        here = at_counter(counter_id=counter_id, by=by)
        visit = _served(here, counter_id)
        _go_on(
            here,
            outcome=rules.SET_ASIDE,
            service_id=visit.service_id,
            department_id=visit.department_id,
            following=visit.following,
            since=rules.place_kept(waited=visit.waited, ready_at=until),
            ready_at=until,
            ahead=0,
            wait=None,
            at=at,
        )
        journal.append(
            centre_id=here.centre_id,
            kind=Kind.TICKET_SET_ASIDE,
            subject=f"ticket:{here.ticket_id}",
            at=at,
            by=by,
            data=_told(here, visit, counter_id, at) | {"aside_seconds": 60 * minutes},
            key=key,
        )
        return SetAside(here.ticket_id or 0, here.number_text, until)

    def again(entry: Entry) -> SetAside:
        if number_in(entry, "counter") != counter_id:
            raise errors.RequestKeyUsedElsewhere(key=key)
        until_then = entry.moment + timedelta(seconds=number_in(entry, "aside_seconds"))
        return SetAside(number_in(entry, "ticket"), str(entry.data["number"]), until_then)

    return once(centre_id=counter.centre_id, key=key, kind=Kind.TICKET_SET_ASIDE, act=act, again=again)


def _go_on(
    here: AtCounter,
    *,
    outcome: str,
    service_id: str,
    department_id: str,
    following: tuple[str, ...] | list[str],
    since: datetime,
    ready_at: datetime,
    ahead: int,
    wait: rules.Wait | None,
    at: datetime,
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            _GO_ON,
            {
                "at": at,
                "outcome": outcome,
                "call": here.call_id,
                "ticket": here.ticket_id,
                "service": service_id,
                "department": department_id,
                "following": list(following),
                "since": since,
                "ready": ready_at,
                "ahead": ahead,
                **scene.as_kept(wait),
            },
        )


def _told(here: AtCounter, visit: _Served, counter_id: int, at: datetime) -> dict[str, Any]:
    """Return what the journal tells of the stop at this counter."""
    return {
        "ticket": here.ticket_id,
        "number": here.number_text,
        "counter": counter_id,
        "call": here.call_id,
        "service": visit.service_id,
        "department": visit.department_id,
        "class": visit.class_code,
        "wait_seconds": int(visit.waited.total_seconds()),
        "service_seconds": int((at - visit.started_at).total_seconds()),
    }


def _sent_on_before(entry: Entry, counter_id: int, key: str | None) -> SentOn:
    if number_in(entry, "counter") != counter_id:
        raise errors.RequestKeyUsedElsewhere(key=key)
    ticket = models.Ticket.objects.get(pk=number_in(entry, "ticket"))
    told = models.ToldWait.objects.filter(ticket=ticket, told_at=entry.moment).first()
    return SentOn(
        ticket_id=ticket.pk,
        number=str(entry.data["number"]),
        service_id=str(entry.data["to_service"]),
        following=tuple(ticket.following),
        people_ahead=number_in(entry, "ahead"),
        wait=scene.with_closing(
            rules.Wait(told.low_minutes, told.high_minutes) if told else None,
            centre_id=entry.centre_id,
            department_id=str(entry.data["to_department"]),
            at=entry.moment,
        ),
    )


# Still aside is who is ready when one of the spans is over. Once back they are ready since then, and of two officers who
# press at once the one that comes second may have the earlier moment.
_BACK = """
UPDATE queue_ticket SET waiting_since = waiting_since - (ready_at - %(at)s), ready_at = %(at)s
WHERE id = %(ticket)s AND state = 'waiting' AND ready_at > %(at)s AND ready_at = ANY(
    SELECT ended_at + minutes * interval '1 minute' FROM (
        SELECT ended_at, outcome FROM queue_call WHERE ticket_id = %(ticket)s ORDER BY id DESC LIMIT 1
    ) AS last CROSS JOIN unnest(%(spans)s::int[]) AS minutes WHERE outcome = %(aside)s
) RETURNING letter, number, service_id, department_id, class_code
"""


def bring_back(*, ticket_id: int, at: datetime, by: Actor, key: str | None = None) -> None:
    """Let a visitor who was set aside be called from now on: they are back sooner.

    :raises UnknownTicket: there is none.
    :raises TicketIsNotAside: it is not set aside, or its time is over.
    """
    known = models.Ticket.objects.filter(pk=ticket_id).values_list("centre_id", flat=True).first()
    if known is None:
        raise errors.UnknownTicket(ticket=ticket_id)
    by.must(Permission.SERVE_AT_COUNTER, centre_id=known)

    def act() -> None:
        with connection.cursor() as cursor:
            told: dict[str, Any] = {
                "at": at,
                "ticket": ticket_id,
                "aside": rules.SET_ASIDE,
                "spans": list(rules.ASIDE_MINUTES),
            }
            cursor.execute(_BACK, told)
            row = cursor.fetchone()
        if row is None:
            raise errors.TicketIsNotAside(ticket=ticket_id)
        letter, number, service_id, department_id, class_code = row
        journal.append(
            centre_id=known,
            kind=Kind.TICKET_BACK,
            subject=f"ticket:{ticket_id}",
            at=at,
            by=by,
            data={
                "ticket": ticket_id,
                "number": rules.number_text(letter, number),
                "service": service_id,
                "department": department_id,
                "class": class_code,
            },
            key=key,
        )

    once(centre_id=known, key=key, kind=Kind.TICKET_BACK, act=act, again=lambda _entry: None)
