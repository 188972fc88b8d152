"""The hall now: windows, lines, what needs the head of the centre."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from darcha.access import queries as access
from darcha.catalogue import queries as catalogue
from darcha.centres import queries as centres
from darcha.doors.office.pages import charts
from darcha.kernel.names import Names
from darcha.monitoring import queries as monitoring
from darcha.notices import queries as notices
from darcha.notices.queries import Told
from darcha.plumbing.delivering import DRAWER, Kept, newest
from darcha.queue import queries as queue
from darcha.queue.queries import Hall, HallCounter, HallLine
from darcha.queue.rules import Message, Wait
from darcha.till import queries as till

LONG_SERVICE = timedelta(minutes=30)
"""A visit at a window longer than this is shown to the head of the centre."""

LEAVES_SOON = timedelta(minutes=45)
"""People wait for a department that leaves within this: the head of the centre is told."""

_SCALE_AT_LEAST = 45
_TILLS_LOOK_BACK = timedelta(days=7)
_KEPT_SHOWN = 4

_PROMISES_ON_SCALE = 3
"""One very long line must not push the mark of the promise to the edge, where nobody can read it."""


@dataclass(frozen=True, slots=True)
class Place:
    """A window as the head of the centre sees it. `minutes` since the call or the start; a free one has been opened since.

    A paused one says why and until when; `is_over`: it pauses longer than was told.
    """

    counter_id: int
    number: int
    state: str
    ticket: str
    minutes: int | None
    seconds: int | None
    is_long: bool
    officer: str
    line: Names | None
    pause_reason: str = ""
    paused_until: datetime | None = None
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class LineBox:
    """A line of the hall with the people in it."""

    letter: str
    names: Names
    waiting: int
    soon: int
    late: int
    drawing: charts.Seats
    wait: Wait | None
    bullet: charts.Bullet | None
    promised_minutes: int


@dataclass(frozen=True, slots=True)
class CouldHelp:
    """Who could help a line: the officer, their window, and whether they are on a break there or sit nowhere."""

    officer: str
    window: int
    is_paused: bool


@dataclass(frozen=True, slots=True)
class Alert:
    """Something that needs the head of the centre; `kind` chooses the sentence, `state` "late" or "soon".

    `could_help`: who could help before a promise breaks; `then_late`: how many would still wait too long with the first.
    """

    kind: str
    state: str
    icon: str
    names: Names | None = None
    number: str = ""
    count: int = 0
    minutes: int = 0
    until: datetime | None = None
    window: int = 0
    promised: int = 0
    day: date | None = None
    could_help: tuple[CouldHelp, ...] = ()
    then_late: int | None = None


@dataclass(frozen=True, slots=True)
class Absent:
    """A department that does not sit today, and when it comes next."""

    names: Names
    next_day: date | None


@dataclass(frozen=True, slots=True)
class HallPage:
    """All of the page. `told`: what became of today's notices; `kept`: the newest of those that did not leave the house."""

    at: datetime
    seq: int
    is_open: bool
    waiting: int
    at_windows: int
    sitting: int
    departments: int
    called: int
    kept_per_cent: int | None
    served: int
    places: tuple[Place, ...]
    lines: tuple[LineBox, ...]
    scale: int
    alerts: tuple[Alert, ...]
    chart: charts.DayChart | None
    absent: tuple[Absent, ...]
    messages: tuple[Message, ...]
    told: Told
    kept: tuple[Kept, ...]


def hall_page(*, centre_id: str, at: datetime) -> HallPage:
    """Return the hall at a moment."""
    zone = ZoneInfo(centres.centre(code=centre_id).zone)
    local = at.astimezone(zone)
    hall = queue.hall(centre_id=centre_id, at=at)
    today = monitoring.today(centre_id=centre_id, at=at)
    sitting = centres.sitting_today(centre_id=centre_id, at=at)
    names = {department.code: department.names for department in catalogue.departments()}
    here = [code for line in centres.lines(centre_id=centre_id) for code in line.department_ids]
    hours = centres.hours(centre_id=centre_id, day=local.date())
    opens, closes = (hours.opens, hours.closes) if hours else (local.time(), local.time())
    promised = centres.visitor_classes(centre_id=centre_id)[0].promised_minutes
    scale = _scale(hall, promised)
    return HallPage(
        at=at,
        seq=hall.seq,
        is_open=centres.is_open(centre_id=centre_id, at=at),
        waiting=hall.today.waiting,
        at_windows=sum(counter.ticket is not None for counter in hall.counters),
        sitting=sum(code in sitting for code in here),
        departments=len(here),
        called=hall.today.called,
        kept_per_cent=round(100 * hall.today.within_promise / hall.today.called) if hall.today.called else None,
        served=hall.today.served,
        places=tuple(_place(counter, at=at, lines=_lines_of_departments(centre_id)) for counter in hall.counters),
        lines=tuple(_line(line, centre_id=centre_id, promised=promised, scale=scale) for line in hall.lines),
        scale=scale,
        alerts=tuple(_alerts(hall, centre_id=centre_id, at=at, names=names, here=here)),
        chart=charts.day_chart(
            [type(point)(point.at.astimezone(zone), point.waiting) for point in today.waiting],
            opens=datetime.combine(local.date(), opens, tzinfo=zone),
            closes=datetime.combine(local.date(), closes, tzinfo=zone),
        ),
        absent=tuple(_absent(centre_id=centre_id, at=at, names=names, codes=[c for c in here if c not in sitting])),
        messages=queue.messages(centre_id=centre_id, at=at),
        told=notices.told_today(centre_id=centre_id, at=at),
        kept=tuple(newest(settings.NOTICE_DRAWER, _KEPT_SHOWN)) if DRAWER in settings.NOTICE_ROUTES.values() else (),
    )


def _scale(hall: Hall, promised: int) -> int:
    most = max([promised, *(line.wait.high_minutes for line in hall.lines if line.wait)])
    return max(_SCALE_AT_LEAST, -(-min(most, _PROMISES_ON_SCALE * promised) // 15) * 15)


def _lines_of_departments(centre_id: str) -> dict[str, Names]:
    """Return the short name of the line for each department."""
    return {
        code: line.short_names or line.names
        for line in centres.lines(centre_id=centre_id)
        for code in line.department_ids
    }


def _place(counter: HallCounter, *, at: datetime, lines: dict[str, Names]) -> Place:
    since = counter.ticket.since if counter.ticket else counter.opened_at
    spent = at - since if since else None
    officer = access.employee(employee_id=counter.employee_id) if counter.employee_id else None
    department = counter.ticket.department_id if counter.ticket else officer.department_id if officer else None
    return Place(
        counter_id=counter.counter.id,
        number=counter.counter.number,
        state={"called": "calling"}.get(counter.state, counter.state),
        ticket=counter.ticket.number if counter.ticket else "",
        minutes=int(spent.total_seconds() // 60) if spent else None,
        seconds=int(spent.total_seconds()) if spent else None,
        is_long=counter.state == "serving" and spent is not None and spent >= LONG_SERVICE,
        officer=_short(officer.name) if officer else "",
        line=lines.get(department) if department else None,
        pause_reason=counter.pause_reason or "",
        paused_until=counter.paused_until,
        is_over=counter.paused_until is not None and at > counter.paused_until,
    )


def _short(name: str) -> str:
    """Return "Nilufar O." for "Nilufar Olimova"."""
    first, _, rest = name.partition(" ")
    return f"{first} {rest[0]}." if rest else first


def _line(line: HallLine, *, centre_id: str, promised: int, scale: int) -> LineBox:
    kinds = [
        charts.seat_kind(waited_minutes=waiting.waited_minutes, promised_minutes=waiting.promised_minutes)
        for waiting in line.waiting
    ]
    kinds.sort(key=("late", "soon", "wait").index)
    whole = next(known for known in centres.lines(centre_id=centre_id) if known.letter == line.letter)
    return LineBox(
        letter=line.letter,
        names=whole.short_names or line.names,
        waiting=len(line.waiting),
        soon=kinds.count("soon"),
        late=kinds.count("late"),
        drawing=charts.seats(kinds),
        wait=line.wait,
        bullet=charts.bullet(low=line.wait.low_minutes, high=line.wait.high_minutes, promised=promised, scale=scale)
        if line.wait
        else None,
        promised_minutes=promised,
    )


def _alerts(hall: Hall, *, centre_id: str, at: datetime, names: dict[str, Names], here: list[str]) -> list[Alert]:
    """Return what the rows say is wrong, the worst first."""
    found = [
        *_printer(centre_id=centre_id, at=at),
        *_late(hall, centre_id=centre_id),
        *_foreseen(centre_id=centre_id, at=at),
        *_about_departments(hall, centre_id=centre_id, at=at, names=names, here=here),
        *_long_visits(hall, at=at),
    ]
    # What happens while the house is shut (somebody is finished with after midnight) is counted without being closed.
    open_days = [
        day
        for day in monitoring.open_days(centre_id=centre_id, at=at)
        if centres.hours(centre_id=centre_id, day=day) is not None
    ]
    if open_days:
        found.append(Alert("not_closed", "soon", "calendar", count=len(open_days), day=open_days[0]))
    uncounted = till.days_with_open_tills(centre_id=centre_id, at=at, back=_TILLS_LOOK_BACK)
    if uncounted:
        found.append(Alert("till_open", "soon", "coins", count=len(uncounted), day=uncounted[0]))
    return sorted(found, key=lambda alert: alert.state != "late")


def _printer(*, centre_id: str, at: datetime) -> Iterator[Alert]:
    """Yield that the ticket printer fails, until a slip comes again."""
    trouble = queue.printer_trouble(centre_id=centre_id, at=at)
    if trouble:
        without = ", ".join(map(_unbroken, trouble.numbers))
        yield Alert(trouble.because, "late", "print", number=without, count=len(trouble.numbers), until=trouble.since)


def _late(hall: Hall, *, centre_id: str) -> Iterator[Alert]:
    """Yield the lines in which somebody waits longer than promised, with who is worst off."""
    short = {line.letter: line.short_names or line.names for line in centres.lines(centre_id=centre_id)}
    for line in hall.lines:
        late = [waiting for waiting in line.waiting if waiting.late]
        if late:
            worst = max(late, key=lambda waiting: waiting.waited_minutes - waiting.promised_minutes)
            yield Alert(
                "late",
                "late",
                "clock",
                short[line.letter],
                _unbroken(worst.number),
                len(late),
                worst.waited_minutes,
                promised=worst.promised_minutes,
            )


def _foreseen(*, centre_id: str, at: datetime) -> Iterator[Alert]:
    """Yield the lines in which promises will break, and who could help before."""
    short = {line.letter: line.short_names or line.names for line in centres.lines(centre_id=centre_id)}
    for line in queue.foreseen(centre_id=centre_id, at=at):
        could_help = tuple(
            CouldHelp(
                _short(access.employee(employee_id=one.employee_id).name), one.counter_number, one.state == "paused"
            )
            for one in line.could_help
        )
        yield Alert(
            "foreseen",
            "soon",
            "clock",
            short[line.letter],
            count=line.late,
            until=line.first_at,
            could_help=could_help,
            then_late=line.then_late,
        )


def _about_departments(
    hall: Hall, *, centre_id: str, at: datetime, names: dict[str, Names], here: list[str]
) -> Iterator[Alert]:
    """Yield the departments that sit without a window, and those that leave while people wait for them.

    A house in which no window is open at all is told once, not for each department.
    """
    waiting_for = Counter(waiting.department_id for line in hall.lines for waiting in line.waiting)
    if not any(counter.employee_id for counter in hall.counters):
        if centres.is_open(centre_id=centre_id, at=at):
            waiting = waiting_for.total()
            yield Alert("no_window_at_all", "late" if waiting else "soon", "alert", count=waiting)
        return
    served = {
        service.partition("-")[0]
        for counter in hall.counters
        if counter.employee_id
        for service in access.may_serve(employee_id=counter.employee_id)
    }
    zone = ZoneInfo(centres.centre(code=centre_id).zone)
    for code, windows in centres.sitting_today(centre_id=centre_id, at=at).items():
        if code not in here:
            continue
        waiting = waiting_for[code]
        if code not in served and centres.sits_now(centre_id=centre_id, department_id=code, at=at):
            yield Alert("no_window", "late" if waiting else "soon", "alert", names[code], count=waiting)
        leaves = datetime.combine(at.astimezone(zone).date(), max(end for _, end in windows), tzinfo=zone)
        if waiting and timedelta(0) < leaves - at <= LEAVES_SOON:
            yield Alert("leaves", "soon", "clock", names[code], count=waiting, until=leaves)


def _long_visits(hall: Hall, *, at: datetime) -> Iterator[Alert]:
    """Yield the windows at which a visit takes longer than usual."""
    for counter in hall.counters:
        if counter.ticket and counter.state == "serving" and at - counter.ticket.since >= LONG_SERVICE:
            minutes = int((at - counter.ticket.since).total_seconds() // 60)
            yield Alert(
                "long",
                "soon",
                "alert",
                number=_unbroken(counter.ticket.number),
                minutes=minutes,
                window=counter.counter.number,
            )


def _unbroken(number: str) -> str:
    return number.replace(" ", "\N{NO-BREAK SPACE}")


def _absent(*, centre_id: str, at: datetime, names: dict[str, Names], codes: list[str]) -> list[Absent]:
    found = []
    for code in codes:
        following = centres.next_presence(centre_id=centre_id, department_id=code, after=at)
        found.append(Absent(names[code], following[0] if following else None))
    return found
