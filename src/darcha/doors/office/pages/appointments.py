"""Who comes at a time on a day, and what is left of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from darcha.catalogue import queries as catalogue
from darcha.doors.porch.needs import Need, needs_told
from darcha.kernel.names import Names
from darcha.queue import queries as queue
from darcha.queue.queries import Expected

TO_COME = ("expected", "late")
HERE = ("here", "at_window")
WITHOUT_A_VISIT = ("left", "missed")


@dataclass(frozen=True, slots=True)
class Visit:
    """One appointment of the day; `ticket`: the number of who is or was here."""

    starts_at: datetime
    standing: str
    needs: tuple[Need, ...]
    service: Names | None
    department: Names | None
    ticket: str | None


@dataclass(frozen=True, slots=True)
class Share:
    """A department's or a service's part of the day. `free`: fewest and most times left; None: it gives none then."""

    code: str
    names: Names | None
    to_come: int
    here: int
    served: int
    without_a_visit: int
    cancelled: int
    free: tuple[int, int] | None
    waiting: int | None = None


@dataclass(frozen=True, slots=True)
class AppointmentsPage:
    """A day's list. `department`: the one looked at, by its services; None: all of them, by department.

    `stranded`: so many are to come at a time when their department does not sit.
    """

    day: date
    before: date
    after: date
    department: str | None
    names: Names | None
    departments: tuple[tuple[str, Names], ...]
    shares: tuple[Share, ...]
    visits: tuple[Visit, ...]
    stranded: int


def appointments_page(*, centre_id: str, day: date, department: str, at: datetime) -> AppointmentsPage:
    """Return the list of a day, of one department where its code is given and known."""
    departments = {one.code: one.names for one in catalogue.departments()}
    services = {one.code: one.names for one in catalogue.service_summaries()}
    chosen = department if department in departments else None
    expected = [
        one
        for one in queue.appointments_of_day(centre_id=centre_id, day=day, at=at)
        if chosen in (None, one.department_id)
    ]
    left = {one.department_id: one for one in queue.places_left(centre_id=centre_id, day=day, at=at)}
    if chosen:
        free = left[chosen].free if chosen in left else {}
        shares = [
            _share(
                code, names, [one for one in expected if one.service_id == code], [free[code]] if code in free else ()
            )
            for code, names in services.items()
        ]
    else:
        shares = [
            _share(
                code,
                names,
                [one for one in expected if one.department_id == code],
                left[code].free.values() if code in left else (),
                waiting=left[code].waiting if code in left else None,
            )
            for code, names in departments.items()
        ]
    return AppointmentsPage(
        day=day,
        before=day - timedelta(days=1),
        after=day + timedelta(days=1),
        department=chosen,
        names=departments[chosen] if chosen else None,
        departments=tuple(departments.items()),
        shares=tuple(share for share in shares if share is not None),
        visits=tuple(
            Visit(
                starts_at=one.starts_at,
                standing=one.standing,
                needs=needs_told(one.needs),
                service=services.get(one.service_id),
                department=departments.get(one.department_id),
                ticket=one.ticket_number,
            )
            for one in expected
        ),
        stranded=sum(one.is_stranded for one in expected),
    )


def _share(
    code: str, names: Names, expected: Sequence[Expected], free: Iterable[int], *, waiting: int | None = None
) -> Share | None:
    """Return a part of the day; None: nobody has a time there, and none are given."""
    times = sorted(free)
    if not expected and not times:
        return None
    stands = Counter(one.standing for one in expected)
    return Share(
        code=code,
        names=names,
        to_come=sum(stands[standing] for standing in TO_COME),
        here=sum(stands[standing] for standing in HERE),
        served=stands["served"],
        without_a_visit=sum(stands[standing] for standing in WITHOUT_A_VISIT),
        cancelled=stands["cancelled"],
        free=(times[0], times[-1]) if times else None,
        waiting=waiting,
    )
