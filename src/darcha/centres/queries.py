"""What can be asked about centres; answered from the process's own copy (see `timetables`), mostly without a query."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from darcha.centres import errors, rules
from darcha.centres.rules import Centre, Counter, Hours, Line, Offer, Seat, Timetable, VisitorClass, Window
from darcha.centres.timetables import Configuration, configurations


def _configuration(centre_id: str) -> Configuration:
    try:
        return configurations()[centre_id]
    except KeyError:
        raise errors.UnknownCentre(centre_id=centre_id) from None


def timetable(*, centre_id: str) -> Timetable:
    """Return all that decides when a centre is open and who sits there, for the rules.

    :raises UnknownCentre: there is none of that code.
    """
    return _configuration(centre_id).timetable


def centre(*, code: str) -> Centre:
    """Return a centre.

    :raises UnknownCentre: there is none of that code.
    """
    return _configuration(code).timetable.centre


def zone(*, centre_id: str) -> ZoneInfo:
    """Return the time zone a centre lives in.

    :raises UnknownCentre: there is none.
    """
    return ZoneInfo(centre(code=centre_id).zone)


def local_day(*, centre_id: str, at: datetime) -> date:
    """Return the day `at` falls on by the centre's clock.

    :raises UnknownCentre: there is none.
    """
    return rules.local(centre=centre(code=centre_id), at=at).date()


def centres() -> list[Centre]:
    """Return all centres, by code."""
    return [configuration.timetable.centre for configuration in configurations().values()]


def lines(*, centre_id: str) -> list[Line]:
    """Return the lines of a centre, in the order of its file."""
    return list(_configuration(centre_id).lines)


def line_of(*, centre_id: str, department_id: str) -> Line:
    """Return the line a department's visitors wait in.

    :raises DepartmentNotHere: the centre has no such department.
    """
    try:
        return _configuration(centre_id).line_by_department[department_id]
    except KeyError:
        raise errors.DepartmentNotHere(centre_id=centre_id, department_id=department_id) from None


def seat(*, centre_id: str, department_id: str) -> Seat:
    """Return a department in a centre, with how many appointments it takes at once.

    :raises DepartmentNotHere: the centre has no such department.
    """
    try:
        return timetable(centre_id=centre_id).seats[department_id]
    except KeyError:
        raise errors.DepartmentNotHere(centre_id=centre_id, department_id=department_id) from None


def counters(*, centre_id: str) -> list[Counter]:
    """Return the counters of a centre by number; withdrawn ones are left out."""
    return list(_configuration(centre_id).counters)


def counter(*, counter_id: int) -> Counter:
    """Return a counter, withdrawn or not.

    :raises UnknownCounter: there is none of that id.
    """
    for configuration in configurations().values():
        if counter_id in configuration.counter_by_id:
            return configuration.counter_by_id[counter_id]
    raise errors.UnknownCounter(counter_id=counter_id)


def visitor_classes(*, centre_id: str) -> list[VisitorClass]:
    """Return the classes of visitors, ordinary first."""
    return list(_configuration(centre_id).classes)


def hours(*, centre_id: str, day: date) -> Hours | None:
    """Return when the centre is open that day; None when it is closed all day (weekly rest, public holiday)."""
    return rules.hours(timetable(centre_id=centre_id), day=day)


def is_open(*, centre_id: str, at: datetime) -> bool:
    """Return whether the centre is open at that moment."""
    return rules.is_open(timetable(centre_id=centre_id), at=at)


def presence(*, centre_id: str, department_id: str, day: date) -> tuple[Window, ...]:
    """Return the windows in which the department sits in the centre that day; empty when it does not."""
    return rules.presence(timetable(centre_id=centre_id), department_id=department_id, day=day)


def sits_now(*, centre_id: str, department_id: str, at: datetime) -> bool:
    """Return whether the department sits in the centre at that moment."""
    return rules.sits(timetable(centre_id=centre_id), department_id=department_id, at=at)


def next_presence(*, centre_id: str, department_id: str, after: datetime) -> tuple[date, time, time] | None:
    """Return the first window (day, from, to) that begins at `after` or later; None: none within 60 days."""
    return rules.next_presence(timetable(centre_id=centre_id), department_id=department_id, after=after)


def sitting_today(*, centre_id: str, at: datetime) -> dict[str, tuple[Window, ...]]:
    """Return the departments that sit on the local day of `at`, each with its windows of the whole day."""
    known = timetable(centre_id=centre_id)
    return rules.sitting_on(known, day=rules.local(centre=known.centre, at=at).date())


def offers(*, centre_id: str) -> frozenset[str]:
    """Return the codes of the services the centre offers."""
    return _configuration(centre_id).offers


def offered(*, centre_id: str, service_id: str) -> bool:
    """Return whether the centre offers the service."""
    return service_id in _configuration(centre_id).offers


def offer(*, centre_id: str, service_id: str) -> Offer | None:
    """Return what the centre says of its own about a service; None: it does not offer it."""
    return _configuration(centre_id).terms.get(service_id)


def offer_terms(*, centre_id: str) -> list[Offer]:
    """Return the offers of a centre, in the order of its file."""
    return list(_configuration(centre_id).terms.values())


def taken_from_home(*, centre_id: str, service_id: str) -> bool:
    """Return whether the centre lets a service be applied for from home; what it does not offer, it does not."""
    found = offer(centre_id=centre_id, service_id=service_id)
    return found is not None and found.from_home


def resting(*, centre_id: str, day: date) -> dict[str, date]:
    """Return the services the centre lets rest on a day, each with the first day it is given again."""
    return {
        one.service_id: one.suspended_until
        for one in _configuration(centre_id).terms.values()
        if one.suspended_until is not None and one.rests(day)
    }


def must_be_given(*, centre_id: str, service_id: str, day: date) -> None:
    """Pass when the centre does not let a service rest on a day.

    :raises ServiceRests: it does; `until` is the first day it is given again.
    """
    found = offer(centre_id=centre_id, service_id=service_id)
    if found is not None and found.rests(day):
        raise errors.ServiceRests(service=service_id, until=found.suspended_until)
