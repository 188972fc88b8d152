"""Working days: the week of a department, and the holidays of the country.

A term that the law gives in working days is counted here. Not every department has Saturday off, and a holiday moves
differently for those that have not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

import holidays
from holidays.countries.uzbekistan import UzbekistanStaticHolidays

_ONE_DAY = timedelta(days=1)

SUNDAYS_MOVE_FROM = date(2023, 4, 30)
"""Since the Labour Code of 28.10.2022 is in force, a holiday on a day off moves to the next working day (art. 208)."""

# What `holidays` does not know, or knows otherwise than the act says: day -> is it worked. Empty where it agrees.
CORRECTIONS: dict[date, bool] = {}


@dataclass(frozen=True, slots=True)
class Proclaimed:
    """A day off by decree. `worked`: the day worked in its place, where the decree moves a day; None: simply off."""

    off: date
    worked: date | None = None


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The days of the week that are worked, 0 is Monday; the country's holidays are taken off them.

    `proclaimed`: decrees that the house knows beside those of the package. They are a set: the order in which they
    came does not matter, and a day that one decree takes off and another works is off.
    """

    week: frozenset[int]
    proclaimed: frozenset[Proclaimed] = frozenset()


UZ_5D = WorkingCalendar(frozenset(range(5)))
UZ_6D = WorkingCalendar(frozenset(range(6)))
CALENDARS = {"uz-5d": UZ_5D, "uz-6d": UZ_6D}
"""The working weeks by the code a catalogue calls them."""


def calendar(code: str) -> WorkingCalendar:
    """Return the calendar a catalogue calls `code`: "uz-5d" or "uz-6d".

    :raises KeyError: there is no such calendar.
    """
    return CALENDARS[code.replace("_", "-")]


def with_proclaimed(known: WorkingCalendar, decrees: Iterable[Proclaimed]) -> WorkingCalendar:
    """Return a calendar that also knows `decrees`, in whatever order they came."""
    return replace(known, proclaimed=known.proclaimed | frozenset(decrees))


@lru_cache(maxsize=64)
def _public_holidays(year: int) -> frozenset[date]:
    """Return the holidays of the law and the days off given by decree, on their own dates."""
    moved = set(_moved_days(year))
    return frozenset(set(holidays.country_holidays("UZ", years=year, observed=False)) - moved)


@lru_cache(maxsize=64)
def _moved_days(year: int) -> dict[date, date]:
    """Return the days off that a decree moved: the day that is now off -> the day that is now worked."""
    moved: dict[date, date] = {}
    for entry in UzbekistanStaticHolidays.special_public_holidays.get(year, ()):
        match entry:
            # A day given by decree is (month, day, name), a moved one (month, day, worked month, worked day).
            case (int(month), int(day), int(worked_month), int(worked_day), *_):
                moved[date(year, month, day)] = date(year, worked_month, worked_day)
    return moved


@lru_cache(maxsize=256)
def _exceptions(week: frozenset[int], proclaimed: frozenset[Proclaimed], year: int) -> dict[date, bool]:
    """Return the days of `year` on which a week is not kept: day -> is it worked."""
    exceptions = dict.fromkeys(_public_holidays(year), False)
    decrees = {*proclaimed, *(Proclaimed(off, worked) for off, worked in _moved_days(year).items())}
    # Who works on Saturdays has no Saturday off that a decree could move.
    kept = [decree for decree in decrees if decree.worked is None or decree.worked.weekday() not in week]
    exceptions.update({decree.worked: True for decree in kept if decree.worked and decree.worked.year == year})
    exceptions.update({decree.off: False for decree in kept if decree.off.year == year})
    for day in sorted(_public_holidays(year)):
        if day >= SUNDAYS_MOVE_FROM and day.weekday() not in week and _is_of_the_law(day):
            instead = day + _ONE_DAY
            while instead.weekday() not in week or not exceptions.get(instead, True):
                instead += _ONE_DAY
            exceptions[instead] = False
    exceptions.update({day: worked for day, worked in CORRECTIONS.items() if day.year == year})
    return exceptions


def _is_of_the_law(day: date) -> bool:
    """Return whether a holiday stands in the Labour Code; days off given by decree do not move."""
    special = UzbekistanStaticHolidays.special_public_holidays.get(day.year, ())
    return not any((entry[0], entry[1]) == (day.month, day.day) for entry in special)


def is_working_day(day: date, *, calendar: WorkingCalendar) -> bool:
    """Return whether `day` is worked.

    Check: Saturday 14 December 2024 was worked in the five-day week, by decree; Monday 30 December was not.
    """
    return _exceptions(calendar.week, calendar.proclaimed, day.year).get(day, day.weekday() in calendar.week)


def next_working_day(day: date, *, calendar: WorkingCalendar) -> date:
    """Return the first working day after `day`."""
    following = day + _ONE_DAY
    while not is_working_day(following, calendar=calendar):
        following += _ONE_DAY
    return following


def add_working_days(day: date, n: int, *, calendar: WorkingCalendar) -> date:
    """Return the `n`-th working day after `day`: a term begins on the day after the event that starts it.

    0 gives `day` itself. Check: one working day after Friday 6 December 2024 is Tuesday the 10th (five-day week).

    :raises ValueError: `n` is negative.
    """
    if n < 0:
        raise ValueError(f"a term of {n} working days")
    for _ in range(n):
        day = next_working_day(day, calendar=calendar)
    return day


def working_days_between(start: date, end: date, calendar: WorkingCalendar) -> int:
    """Return how many working days lie after `start`, up to `end` and with it; negative when `end` is earlier.

    So that `working_days_between(day, add_working_days(day, n))` is `n`.
    """
    if end < start:
        return -working_days_between(end, start, calendar)
    return sum(
        is_working_day(start + timedelta(days=ahead), calendar=calendar) for ahead in range(1, (end - start).days + 1)
    )
