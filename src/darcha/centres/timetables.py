"""The process's own copy of what a centre's file says.

A hall asks for hours and presence with every ticket and every page; the answer changes a few times a year. So one process
reads a centre once and asks the database at most once a second whether the edition is still the same.
"""

from __future__ import annotations

import itertools
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

from django.db import connection

from darcha.catalogue import queries as catalogue
from darcha.centres import models
from darcha.centres.rules import (
    AppointmentTerms,
    Centre,
    Counter,
    Help,
    Hours,
    Joining,
    Line,
    Offer,
    Seat,
    Timetable,
    VisitorClass,
    Window,
)
from darcha.kernel.names import Names
from darcha.kernel.working_time import WorkingCalendar

_TRUSTED_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Configuration:
    """Everything about one centre that its file says."""

    timetable: Timetable
    lines: tuple[Line, ...]
    line_by_department: MappingProxyType[str, Line]
    counters: tuple[Counter, ...]
    counter_by_id: MappingProxyType[int, Counter]
    classes: tuple[VisitorClass, ...]
    offers: frozenset[str]
    terms: Mapping[str, Offer]


@dataclass(frozen=True, slots=True)
class _Calendars:
    """Which days are worked, as the catalogue tells; it is loaded by itself. `weeks` by code, `departments` by code of week."""

    weeks: Mapping[str, WorkingCalendar]
    departments: Mapping[str, str]

    def of(self, department_id: str) -> WorkingCalendar:
        return self.weeks[self.departments[department_id]]


@dataclass(slots=True)
class _Copy:
    """One database as this process knows it. `checked` is a reading of the monotonic clock, in seconds."""

    editions: dict[str, UUID]
    calendars: _Calendars
    configurations: dict[str, Configuration]
    checked: float


_copies: dict[tuple[str, str], _Copy] = {}
_distrusted: set[tuple[str, str]] = set()


def _database() -> tuple[str, str]:
    place = connection.settings_dict
    return str(place["HOST"]), str(place["NAME"])


def distrust() -> None:
    """Ask the database every time until the transaction that changes a centre is committed.

    Were it rolled back, a copy trusted for a second would show what never was.
    """
    database = _database()
    _copies.pop(database, None)
    _distrusted.add(database)


def trust() -> None:
    """Read afresh once, then trust again; call it when a change is committed."""
    database = _database()
    _copies.pop(database, None)
    _distrusted.discard(database)


def configurations() -> dict[str, Configuration]:
    """Return all centres by code, as their files say."""
    database = _database()
    # The monotonic clock says only how old the copy is; nothing the house decides depends on it.
    now = time.monotonic()
    copy = _copies.get(database)
    if copy is not None and database not in _distrusted and now - copy.checked < _TRUSTED_SECONDS:
        return copy.configurations
    editions = dict(models.Centre.objects.order_by("code").values_list("code", "edition"))
    calendars = _Calendars(
        weeks=catalogue.calendars(),
        departments={one.code: one.calendar for one in catalogue.departments()},
    )
    if copy is None or (copy.editions, copy.calendars) != (editions, calendars):
        copy = _Copy(editions, calendars, {code: _read(code, calendars) for code in editions}, now)
    else:
        copy.checked = now
    # Without a centre nothing is kept: the first file may be loaded at any moment.
    if editions:
        _copies[database] = copy
    return copy.configurations


def _names(texts: dict[str, str]) -> Names:
    return Names(texts["uz"], texts["uz-cyrl"], texts["ru"], texts["en"])


def _read(code: str, calendars: _Calendars) -> Configuration:
    row = models.Centre.objects.get(code=code)
    centre = Centre(
        code=row.code,
        names=row.names,
        address=_names(row.address),
        district_names=_names(row.district),
        zone=row.zone,
        opens_on=row.opens_on,
        policy=row.policy,
        joining=Joining(
            open=row.phones_join,
            most_ahead=row.phones_most_ahead,
            most_waiting=row.phones_most_waiting,
            come_minutes_before=row.come_minutes_before,
        ),
        representative_daily_limit=row.representative_daily_limit,
        appointments=AppointmentTerms(**row.appointments),
        panel_inches=row.panel_inches,
        seat_metres=row.seat_metres,
        help=tuple(Help(department, tuple(also), when) for department, also, when in row.help),
    )
    seats = {seat.pk: seat for seat in models.Seat.objects.filter(centre=row, withdrawn=False).order_by("position")}
    seat_of = {seat.department_id: seat for seat in seats.values()}
    windows: dict[str, dict[int, list[Window]]] = {seat.department_id: defaultdict(list) for seat in seats.values()}
    for window in models.PresenceWindow.objects.filter(seat__in=seats).order_by("weekday", "begins"):
        windows[seats[window.seat_id].department_id][window.weekday].append((window.begins, window.ends))
    lines = {
        line.pk: Line(
            letter=line.letter,
            names=line.names,
            department_ids=tuple(seat.department_id for seat in seats.values() if seat.line_id == line.pk),
            short_names=_names(line.short) if line.short else None,
        )
        for line in models.Line.objects.filter(centre=row).order_by("position")
    }
    counters = [
        (counter.withdrawn, _counter(counter))
        for counter in models.Counter.objects.filter(centre=row).order_by("number")
    ]
    offered = list(
        models.OfferedService.objects.filter(seat__in=seats, withdrawn=False).order_by("seat__position", "id")
    )
    return Configuration(
        timetable=Timetable(
            centre=centre,
            calendar=calendars.weeks[row.calendar],
            week=MappingProxyType(_week(row)),
            seats=MappingProxyType(
                {
                    department: Seat(
                        department,
                        calendars.of(department),
                        MappingProxyType({weekday: tuple(spans) for weekday, spans in days.items()}),
                        seat_of[department].pk,
                        seat_of[department].appointments_at_once,
                    )
                    for department, days in windows.items()
                }
            ),
        ),
        lines=tuple(line for line in lines.values() if line.department_ids),
        line_by_department=MappingProxyType({seat.department_id: lines[seat.line_id] for seat in seats.values()}),
        counters=tuple(counter for withdrawn, counter in counters if not withdrawn),
        counter_by_id=MappingProxyType({counter.id: counter for _, counter in counters}),
        classes=tuple(
            VisitorClass(row.code, row.names, row.promised_minutes, row.weight, tuple(row.needs), row.recall_limit)
            for row in models.VisitorClass.objects.filter(centre=code, withdrawn=False).order_by("position")
        ),
        offers=frozenset(one.service_id for one in offered),
        terms=MappingProxyType({one.service_id: _offer(one) for one in offered}),
    )


def _offer(row: models.OfferedService) -> Offer:
    return Offer(
        service_id=row.service_id,
        note=_names(row.note) if row.note else None,
        channels=tuple(row.channels),
        suspended_until=row.suspended_until,
        suspended_because=_names(row.suspended_because) if row.suspended_because else None,
        from_home=row.from_home,
    )


def _counter(row: models.Counter) -> Counter:
    return Counter(row.pk, row.number, row.accessible, row.hearing_loop, row.quick, row.centre_id)


def _week(centre: models.Centre) -> dict[int, Hours]:
    spans: dict[int, list[Window]] = defaultdict(list)
    for row in models.OpeningHours.objects.filter(centre=centre).order_by("weekday", "opens"):
        spans[row.weekday].append((row.opens, row.closes))
    return {
        weekday: Hours(
            opens=day[0][0],
            closes=day[-1][1],
            breaks=tuple((before[1], after[0]) for before, after in itertools.pairwise(day)),
        )
        for weekday, day in spans.items()
    }
