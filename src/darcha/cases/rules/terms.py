"""The arithmetic of terms: the last day of a span, days on which the clock stood, the move from a day off."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Set as AbstractSet
from datetime import date, timedelta

from darcha.catalogue.rules import Span, Window
from darcha.kernel.working_time import WorkingCalendar, is_working_day, next_working_day

ONE_DAY = timedelta(days=1)
NO_DAYS: frozenset[date] = frozenset()


def add_months(day: date, n: int) -> date:
    """Return the same day of the month `n` months later; the last of the month where it has no such day.

    Check: one month after 31 January 2010 is 28 February 2010.
    """
    months = day.year * 12 + day.month - 1 + n
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_day(
    span: Span,
    *,
    start: date,
    calendar: WorkingCalendar,
    stood: AbstractSet[date] = NO_DAYS,
    at_once: bool = False,
) -> date:
    """Return the last day of a span, before it is moved from a day off.

    The day after `start` is the first counted; with `at_once` it is `start` itself. Days in `stood` are not counted.
    Minutes end on the day itself. A month counted at once ends on the day before the same day of its month; where the
    month is too short for that day, on its last.

    Check: a month counted at once from 1 March ends on 31 March, one counted from the next day on 1 April.
    """
    if span.unit == "min":
        return start
    before = start - ONE_DAY if at_once else start
    if span.unit == "wd":
        day = before
        for _ in range(span.n):
            day = next_working_day(day, calendar=calendar)
            while day in stood:
                day = next_working_day(day, calendar=calendar)
        return max(day, start) if span.n == 0 else day
    if span.unit == "mo":
        ends_month = at_once and start.day == 1
        end = add_months(start, span.n) - ONE_DAY if ends_month else add_months(before, span.n)
    else:
        end = before + timedelta(days=span.n * (7 if span.unit == "wk" else 1))
    for day in sorted(stood):
        if before < day <= end:
            end += ONE_DAY
    return end


def rolled(day: date, *, calendar: WorkingCalendar, stood: AbstractSet[date] = NO_DAYS) -> date:
    """Return `day` when it is worked and the clock ran on it, else the next day of which both are true."""
    while day in stood or not is_working_day(day, calendar=calendar):
        day += ONE_DAY
    return day


def ahead_of(day: date, span: Span, *, calendar: WorkingCalendar) -> date:
    """Return the day that lies a span before `day`: so many working days of the calendar, else so many days.

    Check: two working days before Monday 12 April 2010 is Thursday the 8th (five-day week).
    """
    if span.unit == "mo":
        return add_months(day, -span.n)
    if span.unit != "wd":
        return day - timedelta(days=span.n * {"cd": 1, "wk": 7, "min": 0}[span.unit])
    for _ in range(span.n):
        day -= ONE_DAY
        while not is_working_day(day, calendar=calendar):
            day -= ONE_DAY
    return day


def days_of(window: Window, *, on: date, outside_area: bool = False) -> tuple[date, date]:
    """Return the first and last day of the window that holds `on`, else of the next one.

    A window may reach over the end of the year; 29 February is the 28th in a common year.
    """
    begins, ends = (window.from_day, window.to_day)
    if outside_area and window.outside_area:
        begins, ends = window.outside_area
    years = (on.year - 1, on.year, on.year + 1)
    windows = ((_day_of(begins, year), _day_of(ends, year + (ends < begins))) for year in years)
    return next((first, last) for first, last in windows if on <= last)


def _day_of(told: str, year: int) -> date:
    month, day = (int(part) for part in told.split("-"))
    return date(year, month, min(day, monthrange(year, month)[1]))
