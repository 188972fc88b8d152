"""Who sits at which counter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from darcha.access import queries as access
from darcha.catalogue import queries as catalogue
from darcha.centres import queries as centres
from darcha.centres.rules import Counter
from darcha.journal import actions as journal
from darcha.journal.kinds import Kind
from darcha.journal.rules import Entry
from darcha.kernel.actor import Actor, Permission
from darcha.queue import errors, models, rules
from darcha.queue.actions.learning import learn_once_a_day
from darcha.queue.actions.once import number_in, once


@dataclass(frozen=True, slots=True)
class OpenedCounter:
    """A counter session just begun, or just ended."""

    counter_id: int
    counter_number: int
    employee_id: int


@dataclass(frozen=True, slots=True)
class AtCounter:
    """Who sits at a counter and whom they have before them; the ticket's part is None when nobody is there."""

    session_id: int
    centre_id: str
    employee_id: int
    services: tuple[str, ...]
    accessible: bool
    hearing_loop: bool
    languages: list[str]
    help_when_idle: tuple[str, ...]
    help_when_late: tuple[str, ...]
    call_id: int | None
    ticket_id: int | None
    state: str | None
    letter: str | None
    number: int | None
    class_code: str | None
    paused_at: datetime | None
    pause_reason: str | None

    @property
    def skills(self) -> rules.Skills:
        """Return what the officer may give, shared out on opening."""
        return rules.Skills(frozenset(self.services), frozenset(self.help_when_idle), frozenset(self.help_when_late))

    @property
    def number_text(self) -> str:
        """Return the number of the ticket before the officer; empty when nobody is there."""
        return rules.number_text(self.letter, self.number) if self.letter and self.number else ""


# FOR NO KEY UPDATE: two requests of one counter, or a call and a closing, come one after the other.
_AT_COUNTER = """
SELECT session.id, session.centre_id, session.employee_id, session.services, session.accessible, session.hearing_loop,
    session.languages, session.help_when_idle, session.help_when_late, call.id, ticket.id, ticket.state, ticket.letter, ticket.number, ticket.class_code,
    session.paused_at, session.pause_reason
FROM queue_countersession session
LEFT JOIN queue_call call ON call.counter_id = session.counter_id AND call.ended_at IS NULL
LEFT JOIN queue_ticket ticket ON ticket.id = call.ticket_id
WHERE session.counter_id = %s AND session.closed_at IS NULL
FOR NO KEY UPDATE OF session
"""

# Asked anew once the session is locked: a call may have been made while we waited for the lock.
_CLOSE = """
UPDATE queue_countersession SET closed_at = %(at)s WHERE id = %(session)s AND NOT EXISTS (
    SELECT 1 FROM queue_call WHERE counter_id = %(counter)s AND ended_at IS NULL
) RETURNING id
"""


def at_counter(*, counter_id: int, by: Actor, instead: bool = False) -> AtCounter:
    """Return the actor's own open session at a counter and lock it until the transaction ends.

    `instead`: the actor runs this hall and may do it in the officer's place.

    :raises CounterIsClosed: nobody sits there; NobodySitsThere, where it is told to who runs the hall.
    :raises NotYourCounter: somebody else does.
    """
    with connection.cursor() as cursor:
        cursor.execute(_AT_COUNTER, [counter_id])
        row = cursor.fetchone()
    if row is None:
        raise (errors.NobodySitsThere if instead else errors.CounterIsClosed)(counter=counter_id)
    found = AtCounter(*row)
    if found.employee_id != by.employee_id and not instead:
        raise errors.NotYourCounter(counter=counter_id)
    return found


def centre_of(*, counter_id: int, by: Actor) -> Counter:
    """Return the counter once the actor may serve in its centre.

    :raises NotAllowed: they may not.
    """
    counter = centres.counter(counter_id=counter_id)
    by.must(Permission.SERVE_AT_COUNTER, centre_id=counter.centre_id)
    return counter


def own_or_run(*, counter_id: int, by: Actor) -> tuple[Counter, bool]:
    """Return the counter, and whether the actor runs its hall; who does not must be allowed to serve there.

    :raises NotAllowed: they may do neither.
    """
    counter = centres.counter(counter_id=counter_id)
    if by.may(Permission.RUN_HALL, centre_id=counter.centre_id):
        return counter, True
    return centre_of(counter_id=counter_id, by=by), False


def open_counter(*, counter_id: int, at: datetime, by: Actor, key: str | None = None) -> OpenedCounter:
    """Sit down at a counter; from now on it can call whoever this employee may serve.

    :raises CounterIsOpen: somebody sits there.
    :raises EmployeeSitsElsewhere: this employee has another counter open.
    :raises NothingToServe: this employee may give no service of this centre.
    """
    counter = centre_of(counter_id=counter_id, by=by)
    employee_id = by.employee_id
    if employee_id is None:
        raise errors.NotYourCounter(counter=counter_id)
    answer = OpenedCounter(counter_id, counter.number, employee_id)

    def act() -> OpenedCounter:
        services = access.may_serve(employee_id=employee_id) & centres.offers(centre_id=counter.centre_id)
        if not services:
            raise errors.NothingToServe(employee=employee_id)
        card = access.employee(employee_id=employee_id)
        skills = rules.skills(
            may_give=services,
            department_id=card.department_id,
            department_of={service.code: service.department_id for service in catalogue.service_summaries()},
            help_rules=centres.centre(code=counter.centre_id).help,
        )
        models.CounterSession.objects.create(
            centre_id=counter.centre_id,
            counter_id=counter_id,
            employee_id=employee_id,
            opened_at=at,
            services=sorted(skills.own),
            help_when_idle=sorted(skills.when_idle),
            help_when_late=sorted(skills.when_late),
            languages=list(card.languages),
            counter_number=counter.number,
            accessible=counter.accessible,
            hearing_loop=counter.hearing_loop,
        )
        learn_once_a_day(centre_id=counter.centre_id, at=at)
        _tell(Kind.COUNTER_OPENED, counter=counter, employee_id=employee_id, at=at, by=by, key=key)
        return answer

    return once(
        centre_id=counter.centre_id,
        key=key,
        kind=Kind.COUNTER_OPENED,
        act=act,
        again=lambda entry: _before(entry, answer),
        refused_as={
            "one_open_session_per_counter": errors.CounterIsOpen(counter=counter_id),
            "one_open_session_per_employee": errors.EmployeeSitsElsewhere(counter=counter_id),
        },
    )


def close_counter(*, counter_id: int, at: datetime, by: Actor, key: str | None = None) -> OpenedCounter:
    """Leave a counter; the head of the centre closes one that was left open.

    :raises CounterIsBusy: a visitor is still there; VisitIsNotOver, where another than the officer would close it.
    :raises CounterIsClosed: nobody sits there.
    :raises NotYourCounter: somebody else does.
    """
    counter, instead = own_or_run(counter_id=counter_id, by=by)

    def act() -> OpenedCounter:
        here = at_counter(counter_id=counter_id, by=by, instead=instead)
        with connection.cursor() as cursor:
            cursor.execute(_CLOSE, {"session": here.session_id, "counter": counter_id, "at": at})
            closed = cursor.fetchone()
        if closed is None:
            busy = errors.CounterIsBusy if here.employee_id == by.employee_id else errors.VisitIsNotOver
            raise busy(counter=counter_id, number=here.number_text)
        _tell(Kind.COUNTER_CLOSED, counter=counter, employee_id=here.employee_id, at=at, by=by, key=key)
        return OpenedCounter(counter_id, counter.number, here.employee_id)

    return once(
        centre_id=counter.centre_id,
        key=key,
        kind=Kind.COUNTER_CLOSED,
        act=act,
        again=lambda entry: _before(entry, OpenedCounter(counter_id, counter.number, number_in(entry, "employee"))),
    )


def _before(entry: Entry, answer: OpenedCounter) -> OpenedCounter:
    if number_in(entry, "counter") != answer.counter_id:
        raise errors.RequestKeyUsedElsewhere(key=entry.key)
    return answer


def _tell(kind: Kind, *, counter: Counter, employee_id: int, at: datetime, by: Actor, key: str | None) -> None:
    journal.append(
        centre_id=counter.centre_id,
        kind=kind,
        subject=f"counter:{counter.id}",
        at=at,
        by=by,
        data={"counter": counter.id, "employee": employee_id},
        key=key,
    )
