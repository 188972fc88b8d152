"""One counter, as the officer sees it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import connection

from darcha.centres import queries as centres
from darcha.centres.rules import Counter
from darcha.queue import models, rules, scene
from darcha.queue.actions.calling import reasons_of
from darcha.queue.queries.tickets import TicketView, ticket_by_id

_SHOWN = 50


@dataclass(frozen=True, slots=True)
class SessionView:
    """Who sits at a counter since when, and whom they may serve there, help included; since when, why and how long they pause."""

    session_id: int
    employee_id: int
    opened_at: datetime
    services: frozenset[str]
    paused_at: datetime | None = None
    pause_reason: str | None = None
    paused_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class InLine:
    """A waiting ticket with what its wait counts for.

    True under every policy: minutes waited, minutes promised, how much of the promise is used up, expected minutes at
    the counter, and the score the policy ranks by. Minutes waited times `weight` is the score of `accumulating_priority`
    alone. `guarded`: called first whatever the score.
    """

    ticket_id: int
    number: str
    service_id: str
    department_id: str
    class_code: str
    needs: tuple[str, ...]
    issued_at: datetime
    waited_minutes: int
    promised_minutes: int
    weight: int
    score_hundredths: int
    service_minutes: int = 10
    guarded: bool = False

    @property
    def promise_used(self) -> int:
        """Return how much of the promise is used up, in per cent; over 100 when it is broken."""
        return 100 * self.waited_minutes // self.promised_minutes

    @property
    def score(self) -> float:
        """Return the score; by `accumulating_priority` in weighted minutes."""
        return self.score_hundredths / 100

    @property
    def late(self) -> bool:
        """Return whether the promise is broken already."""
        return self.waited_minutes >= self.promised_minutes


@dataclass(frozen=True, slots=True)
class Undoable:
    """The last step at a counter, one of `rules.STEPS`, of which ticket, and until when it can be taken back."""

    step: str
    ticket_id: int
    number: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Aside:
    """A visitor somebody set aside: nobody calls them before `until`."""

    ticket_id: int
    number: str
    service_id: str
    until: datetime


@dataclass(frozen=True, slots=True)
class CounterView:
    """A counter now. `reasons` are those of the open call, `next` whom the rule would call, `line` in that order.

    `waiting` counts all this counter can serve; `line` shows the first 50. Seconds and counts are today's, of this
    counter. `policy` is the rule the house calls by now; the open call's own is in its reasons. `aside` are whom this
    counter can serve when they are back, the soonest first.
    """

    counter: Counter
    session: SessionView | None
    ticket: TicketView | None
    reasons: rules.Reasons | None
    next: rules.Choice | None
    line: tuple[InLine, ...]
    waiting: int
    served_today: int
    no_shows_today: int
    mean_service_seconds: int | None
    within_promise_today: int
    usual_minutes: int | None
    policy: str = rules.PROMISE
    undoable: Undoable | None = None
    aside: tuple[Aside, ...] = ()


_ASIDE = """
SELECT ticket.id, ticket.letter, ticket.number, ticket.service_id, ticket.ready_at FROM queue_ticket ticket
CROSS JOIN LATERAL (SELECT outcome FROM queue_call WHERE ticket_id = ticket.id ORDER BY id DESC LIMIT 1) AS last
WHERE ticket.centre_id = %s AND ticket.day = %s AND ticket.state = 'waiting' AND ticket.service_id = ANY(%s::varchar[])
    AND ticket.ready_at > %s AND last.outcome = %s
ORDER BY ticket.ready_at, ticket.id
"""

_WAITING = """
SELECT id, service_id, class_code, weight, waiting_since, ready_at, needs, letter, number, promised_minutes, language,
    mean_seconds, department_id, issued_at
FROM queue_ticket LEFT JOIN queue_serviceminutes pace USING (centre_id, service_id)
WHERE centre_id = %s AND day = %s AND state = 'waiting' AND service_id = ANY(%s::varchar[])
"""

_TODAY = """
SELECT count(*) FILTER (WHERE call.outcome NOT IN ('no_show', 'undone', 'set_aside')),
    count(*) FILTER (WHERE call.outcome = 'no_show'),
    avg(extract(epoch FROM call.ended_at - call.started_at)) FILTER (
        WHERE call.outcome NOT IN ('no_show', 'undone', 'set_aside', 'not_recorded')
    )::int,
    count(*) FILTER (
        WHERE call.outcome NOT IN ('no_show', 'undone', 'set_aside') AND call.wait_seconds <= ticket.promised_minutes * 60
    )
FROM queue_call call JOIN queue_ticket ticket ON ticket.id = call.ticket_id
WHERE call.centre_id = %s AND ticket.day = %s AND call.counter_id = %s AND call.ended_at IS NOT NULL
    AND call.called_at >= %s::date - interval '1 day'
"""


_OPEN_SESSION = "SELECT counter_id FROM queue_countersession WHERE employee_id = %s AND closed_at IS NULL"


def open_session(*, employee_id: int) -> int | None:
    """Return the counter this employee has open, or None."""
    with connection.cursor() as cursor:
        cursor.execute(_OPEN_SESSION, [employee_id])
        row = cursor.fetchone()
    return row[0] if row else None


_OPEN_WINDOWS = """
SELECT counter_number FROM queue_countersession
WHERE centre_id = %(centre)s AND closed_at IS NULL AND (accessible OR NOT %(step_free)s::boolean)
    AND %(service)s::varchar = ANY(services || help_when_idle || help_when_late)
ORDER BY counter_number
"""


def served_by(*, employee_id: int) -> int | None:
    """Return the ticket of the visitor who sits before this employee now, or None."""
    return (
        models.Call.objects.filter(
            session__employee_id=employee_id, session__closed_at__isnull=True, ended_at__isnull=True
        )
        .filter(ticket__state=models.State.SERVING)
        .values_list("ticket_id", flat=True)
        .first()
    )


def open_windows(*, centre_id: str, service_id: str, step_free: bool) -> tuple[int, ...]:
    """Return the numbers over the open counters that may call a ticket for this service, ascending.

    `step_free`: only those without steps. A counter that pauses is among them: it comes back.
    """
    with connection.cursor() as cursor:
        cursor.execute(_OPEN_WINDOWS, {"centre": centre_id, "service": service_id, "step_free": step_free})
        return tuple(number for (number,) in cursor.fetchall())


def counter_view(*, counter_id: int, at: datetime) -> CounterView:
    """Return a counter with its visitor, its line in the order of the rule, and its day.

    :raises UnknownCounter: there is none.
    """
    counter = centres.counter(counter_id=counter_id)
    day = centres.local_day(centre_id=counter.centre_id, at=at)
    row = models.CounterSession.objects.filter(counter_id=counter_id, closed_at__isnull=True).first()
    policy = scene.policy_of(centre_id=counter.centre_id)
    session, choice = None, None
    waiting: tuple[InLine, ...] = ()
    if row is not None:
        session = SessionView(
            session_id=row.pk,
            employee_id=row.employee_id,
            opened_at=row.opened_at,
            services=frozenset(_all_services(row)),
            paused_at=row.paused_at,
            pause_reason=row.pause_reason,
            paused_until=row.paused_until,
        )
        waiting, choice = _line(row, policy, day, at)
    # The session's last call tells who is there, or what was finished last.
    last = (
        models.Call.objects.select_related("ticket")
        .filter(session_id=row.pk)
        .exclude(outcome__isnull=False, outcome=rules.UNDONE)
        .order_by("-id")
        .first()
        if row
        else None
    )
    call = last if last and last.ended_at is None else None
    ticket = ticket_by_id(ticket_id=call.ticket_id, at=at) if call else None
    with connection.cursor() as cursor:
        cursor.execute(_TODAY, [counter.centre_id, day, counter_id, day])
        served, no_shows, mean_seconds, within = cursor.fetchone()
    return CounterView(
        counter=counter,
        session=session,
        ticket=ticket,
        reasons=reasons_of(call) if call else None,
        next=choice,
        line=waiting[:_SHOWN],
        waiting=len(waiting),
        served_today=served,
        no_shows_today=no_shows,
        mean_service_seconds=mean_seconds,
        within_promise_today=within,
        usual_minutes=_usual_minutes(counter.centre_id, ticket),
        policy=policy.name,
        undoable=_undoable(last, at),
        aside=_aside(row, day, at) if row is not None else (),
    )


def _all_services(session: models.CounterSession) -> list[str]:
    return [*session.services, *session.help_when_idle, *session.help_when_late]


def _aside(session: models.CounterSession, day: date, at: datetime) -> tuple[Aside, ...]:
    with connection.cursor() as cursor:
        cursor.execute(_ASIDE, [session.centre_id, day, _all_services(session), at, rules.SET_ASIDE])
        return tuple(
            Aside(ticket_id, rules.number_text(letter, number), service_id, until)
            for ticket_id, letter, number, service_id, until in cursor.fetchall()
        )


def _undoable(last: models.Call | None, at: datetime) -> Undoable | None:
    if last is None:
        return None
    step, taken_at = rules.last_step(last.called_at, last.started_at, last.ended_at, last.outcome)
    if at - taken_at > rules.UNDO_WITHIN:
        return None
    number = rules.number_text(last.ticket.letter, last.ticket.number)
    return Undoable(step, last.ticket_id, number, taken_at + rules.UNDO_WITHIN)


def _usual_minutes(centre_id: str, ticket: TicketView | None) -> int | None:
    if ticket is None:
        return None
    seconds = (
        models.ServiceMinutes.objects.filter(centre_id=centre_id, service_id=ticket.service_id)
        .values_list("mean_seconds", flat=True)
        .first()
    )
    return round(seconds / 60) if seconds else None


def _line(
    session: models.CounterSession, policy: rules.Policy, day: date, at: datetime
) -> tuple[tuple[InLine, ...], rules.Choice | None]:
    skills = rules.Skills(
        frozenset(session.services), frozenset(session.help_when_idle), frozenset(session.help_when_late)
    )
    help_of = scene.help_now(centre_id=session.centre_id, skills=skills, accessible=session.accessible, at=at)
    services = [*session.services, *help_of]
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, [session.centre_id, day, services])
        rows = {row[0]: row for row in cursor.fetchall()}
    waiting = [scene.waiting_of(row) for row in rows.values()]
    serving = scene.serving(
        centre_id=session.centre_id,
        session_id=session.pk,
        services=frozenset(services),
        accessible=session.accessible,
        hearing_loop=session.hearing_loop,
        languages=session.languages,
        policy=policy,
        waiting=waiting,
        at=at,
    )
    ranked = rules.ranking(waiting, serving, at, policy)
    shown = tuple(
        in_line(one.waiting, rows[one.waiting.ticket_id], one.hundredths, at, guarded=one.guarded) for one in ranked
    )
    if not ranked:
        return shown, None
    chosen = ranked[0].waiting
    overtaken = rules.overtaken_by(chosen, waiting, serving, at)
    why = rules.reasons(ranked, overtaken=overtaken, at=at, policy=policy)
    return shown, rules.Choice(chosen.ticket_id, replace(why, helped=help_of.get(chosen.service_id)))


def in_line(
    waiting: rules.Waiting, row: tuple[Any, ...], hundredths: int, at: datetime, *, guarded: bool = False
) -> InLine:
    """Return a waiting ticket as it is shown; the row ends with department and moment of issue."""
    department_id, issued_at = row[-2:]
    return InLine(
        ticket_id=waiting.ticket_id,
        number=waiting.number,
        service_id=waiting.service_id,
        department_id=str(department_id),
        class_code=waiting.class_code,
        needs=waiting.needs,
        issued_at=issued_at,
        waited_minutes=max(0, int((at - waiting.waiting_since).total_seconds() // 60)),
        promised_minutes=waiting.promised_minutes,
        weight=waiting.weight,
        score_hundredths=hundredths,
        service_minutes=max(1, round(waiting.service_seconds / 60)),
        guarded=guarded,
    )
