"""The whole hall: what the display shows, what the head sees, how long a newcomer would wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from darcha.catalogue import queries as catalogue
from darcha.centres import queries as centres
from darcha.centres.rules import Counter, Line
from darcha.journal import queries as journal
from darcha.kernel.names import Names
from darcha.queue import rules, scene
from darcha.queue.queries.counters import InLine, in_line
from darcha.queue.queries.messages import messages

_NEXT_SHOWN = 9


@dataclass(frozen=True, slots=True)
class BoardCall:
    """A call the display shows: who goes where. `recalled_at` is later than `called_at` when it was repeated."""

    call_id: int
    number: str
    counter_number: int
    called_at: datetime
    ticket_language: str
    state: str
    recalls: int
    recalled_at: datetime | None


@dataclass(frozen=True, slots=True)
class BoardLine:
    """A line of the hall: how many wait, and what an ordinary newcomer would be told; None: no counter serves it."""

    letter: str
    names: Names
    waiting: int
    wait: rules.Wait | None


@dataclass(frozen=True, slots=True)
class Board:
    """What the hall's display shows, true up to journal entry `seq`."""

    seq: int
    calls: tuple[BoardCall, ...]
    next: tuple[str, ...]
    lines: tuple[BoardLine, ...]
    messages: tuple[rules.Message, ...]


@dataclass(frozen=True, slots=True)
class HallTicket:
    """The ticket at a counter: `since` is when it was called, or when serving began."""

    ticket_id: int
    number: str
    service_id: str
    department_id: str
    class_code: str
    needs: tuple[str, ...]
    language: str
    since: datetime


@dataclass(frozen=True, slots=True)
class HallCounter:
    """A counter in the hall. `state`: closed, free, called, serving, paused; the last with why and until when."""

    counter: Counter
    state: str
    employee_id: int | None
    opened_at: datetime | None
    ticket: HallTicket | None
    pause_reason: str | None = None
    paused_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class HallLine:
    """A line against its promises: who waits, the longest first, how many have waited beyond what was promised."""

    letter: str
    names: Names
    waiting: tuple[InLine, ...]
    wait: rules.Wait | None
    longest_minutes: int
    late: int


@dataclass(frozen=True, slots=True)
class HallDay:
    """Counts of today's tickets; `within_promise` of `called`, whatever became of them."""

    issued: int
    waiting: int
    serving: int
    served: int
    no_shows: int
    left: int
    called: int
    within_promise: int


@dataclass(frozen=True, slots=True)
class Hall:
    """The hall now, true up to journal entry `seq`."""

    seq: int
    counters: tuple[HallCounter, ...]
    lines: tuple[HallLine, ...]
    today: HallDay


@dataclass(frozen=True, slots=True)
class Longest:
    """The one of the whole hall who waits longest."""

    number: str
    minutes: int


@dataclass(frozen=True, slots=True)
class HallNow:
    """The hall in two figures: how many wait, and who waits longest; None: nobody."""

    waiting: int
    longest: Longest | None


_HALL_NOW = """
SELECT count(*) OVER (), letter, number, waiting_since FROM queue_ticket
WHERE centre_id = %s AND day = %s AND state = 'waiting' ORDER BY waiting_since, id LIMIT 1
"""

_CALLS = """
SELECT call.id, ticket.letter, ticket.number, session.counter_number, call.called_at, ticket.language, ticket.state,
    call.recalls, call.recalled_at
FROM queue_call call
JOIN queue_ticket ticket ON ticket.id = call.ticket_id
JOIN queue_countersession session ON session.id = call.session_id
WHERE call.centre_id = %s AND call.ended_at IS NULL
ORDER BY greatest(call.called_at, call.recalled_at) DESC, call.id DESC
"""

# Within a class and a service the order is first come: more than the first nine of each cannot be among the next nine.
_NEXT = """
SELECT id, service_id, class_code, weight, waiting_since, ready_at, needs, letter, number, promised_minutes, language,
    mean_seconds
FROM (
    SELECT *, row_number() OVER (PARTITION BY service_id, class_code ORDER BY waiting_since, id) AS place
    FROM queue_ticket WHERE centre_id = %s AND day = %s AND state = 'waiting' AND ready_at <= %s
) AS placed LEFT JOIN queue_serviceminutes pace USING (centre_id, service_id)
WHERE place <= %s
"""

_COUNTERS = """
SELECT session.counter_id, session.employee_id, session.opened_at, ticket.id, ticket.letter, ticket.number,
    ticket.service_id, ticket.department_id, ticket.class_code, ticket.needs, ticket.language, ticket.state,
    coalesce(ticket.started_at, ticket.called_at), session.paused_at, session.pause_reason, session.paused_until
FROM queue_countersession session
LEFT JOIN queue_call call ON call.counter_id = session.counter_id AND call.ended_at IS NULL
LEFT JOIN queue_ticket ticket ON ticket.id = call.ticket_id
WHERE session.centre_id = %s AND session.closed_at IS NULL
"""

_WAITING = """
SELECT id, service_id, class_code, weight, waiting_since, ready_at, needs, letter, number, promised_minutes, language,
    mean_seconds, department_id, issued_at
FROM queue_ticket LEFT JOIN queue_serviceminutes pace USING (centre_id, service_id)
WHERE centre_id = %s AND day = %s AND state = 'waiting' ORDER BY waiting_since, id
"""

_DAY = """
SELECT count(*), count(*) FILTER (WHERE state = 'waiting'), count(*) FILTER (WHERE state IN ('called', 'serving')),
    count(*) FILTER (WHERE state = 'served'), count(*) FILTER (WHERE state = 'no_show'),
    count(*) FILTER (WHERE state = 'left'), count(called_at),
    count(*) FILTER (WHERE called_at - waiting_since <= promised_minutes * interval '1 minute')
FROM queue_ticket WHERE centre_id = %s AND day = %s
"""


def wait_for(*, centre_id: str, service_id: str, at: datetime, class_code: str = rules.ORDINARY) -> rules.Wait | None:
    """Return what somebody who takes a ticket for this service now would be told; None: no open counter serves it.

    Its `closes_before` warns that the department may leave before their turn.
    """
    classes = scene.visit_classes(centre_id=centre_id)
    visit = next((known for known in classes if known.code == class_code), classes[0])
    _, wait = scene.look(centre_id=centre_id, at=at).forecast(
        letter="",
        service_id=service_id,
        weight=visit.weight,
        promised_minutes=visit.promised_minutes,
        step_free=False,
        since=at,
        newcomer=True,
    )
    day = centres.local_day(centre_id=centre_id, at=at)
    department_id = catalogue.service_version(code=service_id, on=day).department_id
    return scene.with_closing(wait, centre_id=centre_id, department_id=department_id, at=at)


def board(*, centre_id: str, at: datetime) -> Board:
    """Return what the display shows: open calls newest first, the next numbers, the lines with their waits, messages."""
    # Read first: what happens while we read is told again, never missed.
    seq = journal.head(centre_id=centre_id).seq
    now = scene.look(centre_id=centre_id, at=at)
    day = centres.local_day(centre_id=centre_id, at=at)
    with connection.cursor() as cursor:
        cursor.execute(_CALLS, [centre_id])
        calls = tuple(
            BoardCall(call_id, rules.number_text(letter, number), *rest)
            for call_id, letter, number, *rest in cursor.fetchall()
        )
        cursor.execute(_NEXT, [centre_id, day, at, _NEXT_SHOWN])
        coming = [scene.waiting_of(row) for row in cursor.fetchall()]
    # As a counter would call them that can serve everybody; each counter has its own order among these.
    everything = rules.Serving(frozenset(one.service_id for one in coming), accessible=True)
    following = rules.ranking(coming, everything, at, now.policy)[:_NEXT_SHOWN]
    waits = _waits_of_lines(centre_id, now)
    lines = tuple(
        BoardLine(
            line.letter,
            line.board_names,
            sum(len(standing.since) for standing in now.line if standing.letter == line.letter),
            waits[line.letter],
        )
        for line in centres.lines(centre_id=centre_id)
    )
    told = messages(centre_id=centre_id, at=at)
    return Board(seq, calls, tuple(one.waiting.number for one in following), lines, told)


def _waits_of_lines(centre_id: str, now: scene.Scene) -> dict[str, rules.Wait | None]:
    """Return for each line what an ordinary newcomer would be told: the middle one over the services served now."""
    department_of = {service.code: service.department_id for service in catalogue.service_summaries()}
    ordinary = scene.visit_classes(centre_id=centre_id)[0]
    served = frozenset[str]().union(*(one.given(when) for one in now.counters for when in (rules.OWN, *rules.HELPED)))
    told: dict[tuple[tuple[bool, ...], ...], rules.Wait | None] = {}

    def wait(service_id: str) -> rules.Wait | None:
        # Services the same counters give in the same way have the same wait: asked once.
        able = tuple(
            tuple(service_id in one.given(when) for when in (rules.OWN, *rules.HELPED)) for one in now.counters
        )
        if able not in told:
            _, told[able] = now.forecast(
                letter="",
                service_id=service_id,
                weight=ordinary.weight,
                promised_minutes=ordinary.promised_minutes,
                step_free=False,
                since=now.at,
                newcomer=True,
            )
        return told[able]

    def middle(line: Line) -> rules.Wait | None:
        theirs = sorted(code for code in served if department_of.get(code) in line.department_ids)
        return scene.median_wait(known for known in map(wait, theirs) if known is not None)

    return {line.letter: middle(line) for line in centres.lines(centre_id=centre_id)}


def hall(*, centre_id: str, at: datetime) -> Hall:
    """Return the hall for its head: counters with their visitors, lines against their promises, counts of today."""
    seq = journal.head(centre_id=centre_id).seq
    now = scene.look(centre_id=centre_id, at=at)
    day = centres.local_day(centre_id=centre_id, at=at)
    with connection.cursor() as cursor:
        cursor.execute(_COUNTERS, [centre_id])
        sessions = {row[0]: row for row in cursor.fetchall()}
        cursor.execute(_WAITING, [centre_id, day])
        rows = cursor.fetchall()
        cursor.execute(_DAY, [centre_id, day])
        today = HallDay(*cursor.fetchone())
    letters = scene.letters_of_lines(centre_id=centre_id)
    waiting: dict[str, list[InLine]] = {}
    for row in rows:
        one = scene.waiting_of(row)
        score = rules.score_hundredths(rules.Serving(frozenset()), one, at, now.policy)
        shown = in_line(one, row, max(0, score), at)
        waiting.setdefault(letters.get(shown.department_id, one.number[0]), []).append(shown)
    waits = _waits_of_lines(centre_id, now)
    return Hall(
        seq=seq,
        counters=tuple(
            _hall_counter(counter, sessions.get(counter.id)) for counter in centres.counters(centre_id=centre_id)
        ),
        lines=tuple(
            _hall_line(line, tuple(waiting.get(line.letter, ())), waits[line.letter])
            for line in centres.lines(centre_id=centre_id)
        ),
        today=today,
    )


def hall_now(*, centre_id: str, at: datetime) -> HallNow:
    """Return the hall in two figures, as every window shows it."""
    with connection.cursor() as cursor:
        cursor.execute(_HALL_NOW, [centre_id, centres.local_day(centre_id=centre_id, at=at)])
        row = cursor.fetchone()
    if row is None:
        return HallNow(0, None)
    waiting, letter, number, since = row
    minutes = max(0, int((at - since).total_seconds() // 60))
    return HallNow(waiting, Longest(rules.number_text(letter, number), minutes))


def _hall_line(line: Line, waiting: tuple[InLine, ...], wait: rules.Wait | None) -> HallLine:
    return HallLine(
        letter=line.letter,
        names=line.names,
        waiting=waiting,
        wait=wait,
        longest_minutes=max((one.waited_minutes for one in waiting), default=0),
        late=sum(1 for one in waiting if one.late),
    )


def _hall_counter(counter: Counter, row: tuple[Any, ...] | None) -> HallCounter:
    if row is None:
        return HallCounter(counter, "closed", None, None, None)
    (_, employee_id, opened_at, ticket_id, letter, number, service_id, department_id, class_code, needs, language,
     state, since, paused_at, pause_reason, paused_until) = row  # fmt: skip
    if paused_at is not None:
        return HallCounter(counter, "paused", employee_id, opened_at, None, pause_reason, paused_until)
    if ticket_id is None:
        return HallCounter(counter, "free", employee_id, opened_at, None)
    ticket = HallTicket(
        ticket_id=ticket_id,
        number=rules.number_text(str(letter), number),
        service_id=str(service_id),
        department_id=str(department_id),
        class_code=str(class_code),
        needs=tuple(needs),
        language=str(language),
        since=since,
    )
    return HallCounter(counter, str(state), employee_id, opened_at, ticket)
