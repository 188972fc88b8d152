"""When a case and its work items are due. The law of each line is told in docs/algorithms/due-dates.md."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from darcha.cases.rules.words import Clock, ClockLine
from darcha.catalogue.rules import ServiceVersion, Span, Step
from darcha.kernel.working_time import (
    WorkingCalendar,
    add_working_days,
    calendar,
    is_working_day,
    next_working_day,
    working_days_between,
)


def add_months(day: date, n: int) -> date:
    """Return the same day of the month `n` months later; the last of the month where it has no such day.

    Check: one month after 31 January 2010 is 28 February 2010.
    """
    months = day.year * 12 + day.month - 1 + n
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def worked(day: date, *, week: WorkingCalendar) -> date:
    """Return `day` when it is worked, else the next worked day."""
    return day if is_working_day(day, calendar=week) else next_working_day(day, calendar=week)


def end_of(span: Span, *, start: date, week: WorkingCalendar) -> date:
    """Return the last day of a span whose first day is the one after `start`, before it is rolled to a worked day.

    Working days are those of `week`; minutes end on the day itself.

    :raises ValueError: the unit is none of wd, cd, mo, min.
    """
    if span.unit == "wd":
        return add_working_days(start, span.n, calendar=week)
    if span.unit == "cd":
        return start + timedelta(days=span.n)
    if span.unit == "mo":
        return add_months(start, span.n)
    if span.unit == "min":
        return start
    raise ValueError(f"a span in {span.unit}")


def _span(span: Span, *, start: date, code: str, week: str, lines: list[ClockLine]) -> date:
    """Return the last day of a span, rolled to a worked day of the calendar `week`; tell each step in `lines`."""
    days = calendar(week)
    end = end_of(span, start=start, week=days)
    lines.append(ClockLine(code, end, span.n, span.unit, week))
    rolled = worked(end, week=days)
    if rolled != end:
        lines.append(ClockLine("rolled", rolled, calendar=week))
    return rolled


def case_clock(version: ServiceVersion, *, accepted_on: date, week: str, joined_on: date | None = None) -> Clock:
    """Return when a case accepted on a day is due, and why.

    `week` is the calendar of the owning department ("uz-5d"). A "waiting_period" is a day before which nothing may be
    granted; the case is due with the review after it, on the next worked day where the law names none. `joined_on`:
    the day the last work item was done; where the law starts the clock after another step, it starts then.
    """
    lines = [ClockLine("accepted", accepted_on)]
    start = accepted_on
    if starts_after_steps(version):
        if joined_on is not None and joined_on > accepted_on:
            start = joined_on
            lines.append(ClockLine("restarted", start))
    elif version.time.starts is not None:
        lines.append(ClockLine("starts", start))
    span = Span(version.time.n, version.time.unit)
    if version.time.kind == "maximum":
        return Clock(_span(span, start=start, code="term", week=week, lines=lines), None, tuple(lines))
    not_before = end_of(span, start=start, week=calendar(week))
    lines.append(ClockLine("not_before", not_before, span.n, span.unit, week))
    first = worked(not_before, week=calendar(week))
    if first != not_before:
        lines.append(ClockLine("rolled", first, calendar=week))
    if version.time.review is None:
        return Clock(first, not_before, tuple(lines))
    return Clock(
        _span(version.time.review, start=first, code="review", week=week, lines=lines), not_before, tuple(lines)
    )


def starts_after_steps(version: ServiceVersion) -> bool:
    """Return whether the law starts the service's clock only after what follows the parallel steps."""
    return version.time.starts is not None and bool(version.then_steps)


def item_due(step: Step | None, *, opened_on: date, case_due_on: date, week: str) -> date:
    """Return when a work item opened on a day is due: by its own time, never after the case, on a day it works.

    `week` is the calendar of the department addressed. A step without a time of its own is due with the case. Where the
    case's day is a day off of the department, the item is due on its last worked day before; where there is none since
    the opening, with the case.
    """
    days = calendar(week)
    due = case_due_on
    if step is not None and step.n is not None and step.unit is not None:
        due = min(worked(end_of(Span(step.n, step.unit), start=opened_on, week=days), week=days), case_due_on)
    back = due
    while back >= opened_on:
        if is_working_day(back, calendar=days):
            return back
        back -= timedelta(days=1)
    return due


def days_left(due_on: date, *, today: date, week: str) -> int:
    """Return the working days from `today` to `due_on`: 0 on the day itself or when no worked day is left, negative when late."""
    return working_days_between(today, due_on, calendar(week))
