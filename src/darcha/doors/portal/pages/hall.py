"""The hall now as the portal tells it: open or not, the lines, who sits; the first page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from darcha.catalogue import queries as catalogue
from darcha.catalogue.rules import (
    Department,
    LifeEvent,
    ServiceSummary,
)
from darcha.centres import queries as centres
from darcha.centres.rules import Centre, Hours, Line
from darcha.doors.portal.errors import NoCentreHere
from darcha.kernel.names import Names
from darcha.queue import queries as queue
from darcha.queue.rules import Wait

DAYS_AHEAD = 14
"""How far the portal tells when a department sits."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Where and when a page is asked for: the centre, the moment, the local day and time of day there."""

    centre: Centre
    at: datetime
    today: date
    time_of_day: time


def moment(*, at: datetime) -> Moment:
    """Return the house's centre and its local day.

    :raises NoCentreHere: none is loaded yet.
    """
    found = centres.centres()
    if not found:
        raise NoCentreHere
    local = at.astimezone(ZoneInfo(found[0].zone))
    return Moment(found[0], at, local.date(), local.time())


def centre_id(*, at: datetime) -> str:
    """Return the code of the house's centre.

    :raises NoCentreHere: none is loaded yet.
    """
    return moment(at=at).centre.code


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether the house is open: until when, or when it opens again (a day and a time)."""

    is_open: bool
    closes: time | None
    opens_on: date | None
    opens: time | None
    is_today: bool = True


def opening_of(now: Moment) -> Opening:
    hours = centres.hours(centre_id=now.centre.code, day=now.today)
    if hours and centres.is_open(centre_id=now.centre.code, at=now.at):
        return Opening(True, hours.closes, None, None)
    if hours and (opens := _later_today(hours, now.time_of_day)):
        return Opening(False, None, now.today, opens)
    for ahead in range(1, DAYS_AHEAD + 1):
        day = now.today + timedelta(days=ahead)
        if later := centres.hours(centre_id=now.centre.code, day=day):
            return Opening(False, None, day, later.opens, is_today=False)
    return Opening(False, None, None, None)


def _later_today(hours: Hours, time_of_day: time) -> time | None:
    starts = (hours.opens, *(end for _, end in hours.breaks))
    return next((start for start in sorted(starts) if time_of_day < start), None)


@dataclass(frozen=True, slots=True)
class LineNow:
    """A line of the hall as it stands: who waits, and how long it takes."""

    letter: str
    names: Names
    waiting: int
    wait: Wait | None
    departments: tuple[Names, ...]


@dataclass(frozen=True, slots=True)
class Sitting:
    """A department, whether it sits now, its windows of today, and the next window when it sits no more today."""

    department: Department
    now: bool
    today: tuple[tuple[time, time], ...]
    next_day: date | None
    next_opens: time | None
    next_closes: time | None


@dataclass(frozen=True, slots=True)
class Hall:
    """The hall as the portal tells it."""

    opening: Opening
    lines: tuple[LineNow, ...]
    waiting: int
    sitting: int
    departments: int
    at: datetime


def hall(*, at: datetime) -> Hall:
    """Return the waits now."""
    return _hall(moment(at=at))


def _hall(now: Moment) -> Hall:
    board = queue.board(centre_id=now.centre.code, at=now.at)
    named = {department.code: department.names for department in catalogue.departments()}
    of_letter: Mapping[str, Line] = {line.letter: line for line in centres.lines(centre_id=now.centre.code)}
    lines = tuple(
        LineNow(
            row.letter,
            of_letter[row.letter].names,
            row.waiting,
            row.wait,
            tuple(named[code] for code in of_letter[row.letter].department_ids if code in named),
        )
        for row in board.lines
    )
    return Hall(
        opening=opening_of(now),
        lines=lines,
        waiting=sum(line.waiting for line in lines),
        sitting=len(centres.sitting_today(centre_id=now.centre.code, at=now.at)),
        departments=len(named),
        at=now.at,
    )


@dataclass(frozen=True, slots=True)
class Home:
    hall: Hall
    events: tuple[LifeEvent, ...]
    departments: tuple[Sitting, ...]
    services: int
    often: tuple[ServiceSummary, ...]


OFTEN_ASKED = ("MFB-01", "PJ-01", "FHDYO-01")


def home(*, at: datetime) -> Home:
    """Return the first page."""
    now = moment(at=at)
    services = offered_here(now, catalogue.service_summaries())
    return Home(
        hall=_hall(now),
        events=tuple(catalogue.life_events()),
        departments=tuple(sitting_of(now, department) for department in catalogue.departments()),
        services=len(services),
        often=tuple(service for code in OFTEN_ASKED for service in services if service.code == code),
    )


def offered_here(now: Moment, services: list[ServiceSummary]) -> tuple[ServiceSummary, ...]:
    offered = centres.offers(centre_id=now.centre.code)
    return tuple(service for service in services if service.code in offered)


def resting_here(now: Moment) -> dict[str, date]:
    """Return the services this centre lets rest today, each with the first day it is given again."""
    return centres.resting(centre_id=now.centre.code, day=now.today)


def sitting_of(now: Moment, department: Department) -> Sitting:
    today = centres.presence(centre_id=now.centre.code, department_id=department.code, day=now.today)
    left = any(now.time_of_day < closes for _, closes in today)
    ahead = None
    if not left:
        ahead = centres.next_presence(centre_id=now.centre.code, department_id=department.code, after=now.at)
    return Sitting(
        department,
        centres.sits_now(centre_id=now.centre.code, department_id=department.code, at=now.at),
        today if left else (),
        *(ahead or (None, None, None)),
    )
