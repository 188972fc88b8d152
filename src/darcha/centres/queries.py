"""What can be asked about centres. Answers come from the process's own copy of the timetable: no query when nothing changed."""

from __future__ import annotations

from datetime import date, datetime, time

from darcha.centres.rules import Centre, Counter, Hours, Line, VisitorClass, Window


def centre(*, code: str) -> Centre:
    """Return a centre.

    :raises UnknownCentre: there is none of that code.
    """
    raise NotImplementedError


def centres() -> list[Centre]:
    """Return all centres, by code."""
    raise NotImplementedError


def lines(*, centre_id: str) -> list[Line]:
    """Return the lines of a centre, in the order of its file."""
    raise NotImplementedError


def line_of(*, centre_id: str, department_id: str) -> Line:
    """Return the line a department's visitors wait in.

    :raises DepartmentNotHere: the centre has no such department.
    """
    raise NotImplementedError


def counters(*, centre_id: str) -> list[Counter]:
    """Return the counters of a centre by number; withdrawn ones are left out."""
    raise NotImplementedError


def counter(*, counter_id: int) -> Counter:
    """Return a counter, withdrawn or not.

    :raises UnknownCounter: there is none of that id.
    """
    raise NotImplementedError


def visitor_classes(*, centre_id: str) -> list[VisitorClass]:
    """Return the classes of visitors, ordinary first."""
    raise NotImplementedError


def hours(*, centre_id: str, day: date) -> Hours | None:
    """Return when the centre is open that day; None when it is closed all day (weekly rest, public holiday)."""
    raise NotImplementedError


def is_open(*, centre_id: str, at: datetime) -> bool:
    """Return whether the centre is open at that moment."""
    raise NotImplementedError


def presence(*, centre_id: str, department_id: str, day: date) -> tuple[Window, ...]:
    """Return the windows in which the department sits in the centre that day; empty when it does not."""
    raise NotImplementedError


def sits_now(*, centre_id: str, department_id: str, at: datetime) -> bool:
    """Return whether the department sits in the centre at that moment."""
    raise NotImplementedError


def next_presence(*, centre_id: str, department_id: str, after: datetime) -> tuple[date, time, time] | None:
    """Return the first window (day, from, to) that begins at `after` or later; None: none within 60 days."""
    raise NotImplementedError


def sitting_today(*, centre_id: str, at: datetime) -> dict[str, tuple[Window, ...]]:
    """Return the departments that sit on the local day of `at`, each with its windows of the whole day."""
    raise NotImplementedError


def offers(*, centre_id: str) -> frozenset[str]:
    """Return the codes of the services the centre offers."""
    raise NotImplementedError


def offered(*, centre_id: str, service_id: str) -> bool:
    """Return whether the centre offers the service."""
    raise NotImplementedError
