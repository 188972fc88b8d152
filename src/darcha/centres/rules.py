"""When a centre is open and who sits in it then; pure, over the timetable of one centre.

All times of day are local times of the centre, all days local days. Windows and opening hours are half-open: at the
closing minute it is closed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from types import MappingProxyType
from zoneinfo import ZoneInfo

from darcha.kernel.names import Names
from darcha.kernel.working_time import WorkingCalendar, is_working_day

NEEDS = ("seat", "wheel", "child", "sight", "ear", "sign")
"""What a visitor may ask for at the kiosk: a seat, a step-free counter, help with a child, sight, hearing, a signer."""

POLICIES = ("first_come", "static_priority", "ratio", "accumulating_priority", "promise")
"""By which rule a centre may call; the room queue explains each (docs/algorithms/next-visitor.md)."""

SEARCH_DAYS = 60
"""How far ahead the next presence is looked for; a department that does not sit in two months does not sit."""

Window = tuple[time, time]
"""From (inclusive) to (exclusive), local time of day."""


@dataclass(frozen=True, slots=True)
class Joining:
    """Within which limits the line can be joined from a phone.

    `open`: at all. `most_ahead`: with more people ahead the line is closed to phones. `most_waiting`: so many from phones
    wait in one line at once at most; the rest of it is for who comes. `come_minutes_before`: so long before the earliest
    call one is asked to be there.
    """

    open: bool = True
    most_ahead: int = 25
    most_waiting: int = 15
    come_minutes_before: int = 10


@dataclass(frozen=True, slots=True)
class AppointmentTerms:
    """What the head of a centre sets for appointments; docs/algorithms/appointments.md explains each.

    `walk_in_share`: per cent of each department's time at the counter that is never booked. `early_minutes`,
    `late_minutes`: how long before and after its time an appointment is checked in and stands from its time.
    `release_from_minutes`, `release_to_minutes`: a place given back is free after a delay drawn between the two.
    `offer_minutes`: how long a free place is kept for each of those who wait for one. `most_from_a_device`,
    `most_from_an_address`: times booked, moved or waited for within an hour. `most_wrong_numbers`: typed at one kiosk
    within a quarter of an hour.
    """

    walk_in_share: int = 50
    days_ahead: int = 14
    early_minutes: int = 30
    late_minutes: int = 15
    release_from_minutes: int = 5
    release_to_minutes: int = 45
    offer_minutes: int = 30
    most_from_a_device: int = 6
    most_from_an_address: int = 60
    most_wrong_numbers: int = 10


@dataclass(frozen=True, slots=True)
class Help:
    """When those of one department also give what departments `also` give: `when` idle, or late there."""

    department_id: str
    also: tuple[str, ...]
    when: str


@dataclass(frozen=True, slots=True)
class Centre:
    """One One-Stop-Shop.

    `zone` is an IANA name, `opens_on` its first day, `policy` the rule its visitors are called by, `appointments` what is set for those who come at a time. `representative_daily_limit`:
    tickets one person may take for others on a day. `panel_inches` is the diagonal of its display, `seat_metres` the
    way to the farthest seat. `help` tells whose officers also serve whom, and when.
    """

    code: str
    names: Names
    address: Names
    district_names: Names
    zone: str
    opens_on: date
    policy: str = "promise"
    joining: Joining = Joining()
    representative_daily_limit: int = 3
    appointments: AppointmentTerms = AppointmentTerms()
    panel_inches: int = 55
    seat_metres: int = 8
    help: tuple[Help, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the hall: the letter on its tickets and the departments it leads to."""

    letter: str
    names: Names
    department_ids: tuple[str, ...]
    short_names: Names | None = None

    @property
    def board_names(self) -> Names:
        """Return the names short enough for the hall's screen."""
        return self.short_names or self.names


@dataclass(frozen=True, slots=True)
class Counter:
    """A window of the hall. `quick`: short matters go there first."""

    id: int
    number: int
    accessible: bool
    hearing_loop: bool
    quick: bool
    centre_id: str = ""


@dataclass(frozen=True, slots=True)
class VisitorClass:
    """A class of visitors: the wait promised (minutes) and how fast its minutes weigh (hundredths, 100 = ordinary).

    `needs` are the needs that give this class; the ordinary class has none. `recall_limit` is how often a call is
    repeated at most.
    """

    code: str
    names: Names
    promised_minutes: int
    weight: int
    needs: tuple[str, ...]
    recall_limit: int = 3


@dataclass(frozen=True, slots=True)
class Hours:
    """When a centre is open on a day; in `breaks` it is not."""

    opens: time
    closes: time
    breaks: tuple[Window, ...] = ()


@dataclass(frozen=True, slots=True)
class Seat:
    """A department in a centre: its own working week and its windows by weekday (0 = Monday).

    `appointments_at_once`: how many visitors may have an appointment with it at the same time; 0: it takes none.
    """

    department_id: str
    calendar: WorkingCalendar
    windows: Mapping[int, tuple[Window, ...]] = field(default_factory=lambda: MappingProxyType({}))
    id: int = 0
    appointments_at_once: int = 1


@dataclass(frozen=True, slots=True)
class Offer:
    """What a centre says of its own about a service it offers.

    `note`: a local note to citizens. `channels`: ways of filing besides the counter, by code of the catalogue ("onsite").
    `suspended_until`: the first day on which it is given again, None: it is given; `suspended_because` says why it is not.
    `from_home`: whether it may be applied for from home, where it has a form; else at the window only.
    """

    service_id: str
    note: Names | None = None
    channels: tuple[str, ...] = ()
    suspended_until: date | None = None
    suspended_because: Names | None = None
    from_home: bool = True

    def rests(self, day: date) -> bool:
        """Return whether the service is not given on a day."""
        return self.suspended_until is not None and day < self.suspended_until


@dataclass(frozen=True, slots=True)
class Timetable:
    """All that decides when a centre is open and who sits there. `week` by weekday (0 = Monday).

    `calendar`: the days the house works, with the holidays and what was proclaimed.
    """

    centre: Centre
    calendar: WorkingCalendar
    week: Mapping[int, Hours]
    seats: Mapping[str, Seat]


def local(*, centre: Centre, at: datetime) -> datetime:
    """Return the moment on the centre's own clock.

    :raises ValueError: `at` has no zone.
    """
    if at.tzinfo is None:
        raise ValueError("a moment without a zone")
    return at.astimezone(_zone(centre.zone))


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def within(windows: tuple[Window, ...], moment: time) -> bool:
    """Return whether one of the half-open windows holds the time of day."""
    return any(begins <= moment < ends for begins, ends in windows)


def opening_windows(hours: Hours) -> tuple[Window, ...]:
    """Return the spans in which the centre is open on a day, the breaks taken out."""
    edges = [hours.opens, *(edge for pause in sorted(hours.breaks) for edge in pause), hours.closes]
    return tuple(zip(edges[::2], edges[1::2], strict=True))


def hours(timetable: Timetable, *, day: date) -> Hours | None:
    """Return when the centre is open that day; None before its first day and on its days off."""
    week = timetable.week.get(day.weekday())
    if week is None or day < timetable.centre.opens_on or not is_working_day(day, calendar=timetable.calendar):
        return None
    return week


def is_open(timetable: Timetable, *, at: datetime) -> bool:
    """Return whether the centre is open at that moment."""
    there = local(centre=timetable.centre, at=at)
    today = hours(timetable, day=there.date())
    return today is not None and within(opening_windows(today), there.time())


def presence(timetable: Timetable, *, department_id: str, day: date) -> tuple[Window, ...]:
    """Return the windows in which the department sits that day: never while the centre is closed.

    A department keeps its own week and its own holidays as well: with five days it does not sit on a Saturday.
    """
    seat = timetable.seats.get(department_id)
    today = hours(timetable, day=day)
    if seat is None or today is None or not is_working_day(day, calendar=seat.calendar):
        return ()
    windows = seat.windows.get(day.weekday(), ())
    return tuple(
        (max(begins, opens), min(ends, closes))
        for begins, ends in windows
        for opens, closes in opening_windows(today)
        if max(begins, opens) < min(ends, closes)
    )


def sits(timetable: Timetable, *, department_id: str, at: datetime) -> bool:
    """Return whether the department sits in the centre at that moment."""
    there = local(centre=timetable.centre, at=at)
    return within(presence(timetable, department_id=department_id, day=there.date()), there.time())


def next_presence(timetable: Timetable, *, department_id: str, after: datetime) -> tuple[date, time, time] | None:
    """Return the first window that begins at `after` or later, as (day, from, to); None: none within `SEARCH_DAYS`."""
    there = local(centre=timetable.centre, at=after)
    for ahead in range(SEARCH_DAYS + 1):
        day = there.date() + timedelta(days=ahead)
        for begins, ends in presence(timetable, department_id=department_id, day=day):
            if ahead or begins >= there.time():
                return day, begins, ends
    return None


def sitting_on(timetable: Timetable, *, day: date) -> dict[str, tuple[Window, ...]]:
    """Return the departments that sit on a day, each with its windows."""
    found = {code: presence(timetable, department_id=code, day=day) for code in timetable.seats}
    return {code: windows for code, windows in found.items() if windows}
