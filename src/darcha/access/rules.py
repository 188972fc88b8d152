"""Which role may do what, and when a sign-in is refused; pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from darcha.kernel.actor import Grant, Permission
from darcha.kernel.names import Names

MAX_FAILURES = 5
"""Wrong passwords for one login within `FAILURE_SPAN` after which further tries are refused."""

FAILURE_SPAN = timedelta(minutes=15)
REFUSAL_SPAN = timedelta(minutes=15)


class Role(StrEnum):
    """What somebody is in a centre, in the order of the first greeting at the door to the last check."""

    HOST = "host"
    COUNTER_OFFICER = "counter_officer"
    DEPARTMENT_OFFICER = "department_officer"
    HEAD_OF_CENTRE = "head_of_centre"
    HEAD_OF_AGENCY = "head_of_agency"
    AUDITOR = "auditor"
    SERVICE_AUTHOR = "service_author"


@dataclass(frozen=True, slots=True)
class RoleGrant:
    """A role held for a centre (None: every centre) and a department (None: every department, or none)."""

    role: Role
    centre_id: str | None
    department_id: str | None


@dataclass(frozen=True, slots=True)
class EmployeeCard:
    """What other rooms may know of an employee.

    `sex` "F" or "M"; `roles` as (role, centre, department); `usual_counter` is the number over the window.
    """

    id: int
    login: str
    name: str
    sex: str
    department_id: str | None
    languages: tuple[str, ...]
    service_ids: frozenset[str]
    roles: tuple[tuple[str, str | None, str | None], ...]
    of_staff: bool = True
    usual_counter: int | None = None

    def department_ids(self, role: str) -> tuple[str, ...]:
        """Return the departments for which the employee holds `role`, sorted."""
        return tuple(sorted({department for held, _, department in self.roles if held == role and department}))


@dataclass(frozen=True, slots=True)
class CourseAttendance:
    """How many of the staff attended a course: heads, not attendances."""

    course: str
    total: int
    women: int
    men: int
    names: Names
    day: date


@dataclass(frozen=True, slots=True)
class TrainedStaff:
    """How many of the centre's staff attended at least one course by a day, and how many each course."""

    total: int
    women: int
    men: int
    by_course: tuple[CourseAttendance, ...]


_OF_THE_CENTRE: dict[Role, tuple[Permission, ...]] = {
    Role.HOST: (Permission.TAKE_TICKET, Permission.RECEIVE_VISITORS, Permission.SEE_HALL),
    Role.COUNTER_OFFICER: (
        Permission.SERVE_AT_COUNTER,
        Permission.OPEN_CASE,
        Permission.FOLLOW_CASE,
        Permission.TAKE_PAYMENT,
        Permission.REFUND_PAYMENT,
    ),
    Role.HEAD_OF_CENTRE: (
        Permission.TAKE_TICKET,
        Permission.SEE_HALL,
        Permission.RUN_HALL,
        Permission.SEE_FIGURES,
        Permission.SEE_LATE,
        Permission.CLOSE_DAY,
        Permission.REFUND_PAYMENT,
        Permission.RECONCILE,
        Permission.MANAGE_STAFF,
        Permission.ANSWER_APPEALS,
        Permission.ANSWER_ESCALATED,
    ),
    Role.HEAD_OF_AGENCY: (Permission.SEE_FIGURES, Permission.SEE_HALL, Permission.ANSWER_ESCALATED),
    Role.AUDITOR: (Permission.READ_JOURNAL, Permission.SEE_FIGURES),
}
ABSENT_BECAUSE = ("leave", "illness", "training", "duty_trip", "other")
"""Why somebody is away: eternal, as kept."""

LONGEST_ABSENCE = timedelta(days=3 * 366)
"""A maternity leave lasts three years at most."""


@dataclass(frozen=True, slots=True)
class AbsenceView:
    """Somebody is away from day to day; `substitute_id` None: nobody stands in."""

    id: int
    employee_id: int
    since: date
    until: date
    reason: str
    substitute_id: int | None

    def covers(self, day: date) -> bool:
        """Return whether they are away on a day; both ends are."""
        return self.since <= day <= self.until


def absence_problem(
    wanted: AbsenceView, *, others: Iterable[AbsenceView], colleagues: Collection[int], today: date
) -> str | None:
    """Return why an absence cannot be entered; None: it can.

    "over": its days are past or run backwards, "too_long", "reason"; "overlaps" another of the same person; "substitute": who
    stands in is of another department, the same person, or "substitute_away" in those days.
    """
    known = list(others)

    def meets(one: AbsenceView) -> bool:
        return one.since <= wanted.until and wanted.since <= one.until

    stands_in = wanted.substitute_id
    problems = {
        "over": wanted.until < wanted.since or wanted.until < today,
        "too_long": wanted.until - wanted.since > LONGEST_ABSENCE,
        "reason": wanted.reason not in ABSENT_BECAUSE,
        "overlaps": any(one.employee_id == wanted.employee_id and meets(one) for one in known),
        "substitute": stands_in is not None and (stands_in == wanted.employee_id or stands_in not in colleagues),
        "substitute_away": stands_in is not None and any(one.employee_id == stands_in and meets(one) for one in known),
    }
    return next((code for code, wrong in problems.items() if wrong), None)


COUNTRY = "UZ"
"""Under this code stands what is the country's and no centre's."""

_OF_THE_COUNTRY: dict[Role, tuple[Permission, ...]] = {
    Role.SERVICE_AUTHOR: (Permission.WRITE_SERVICES,),
}
"""A service is the same in every centre; whoever writes it writes it for all."""

_OF_THE_DEPARTMENT: dict[Role, tuple[Permission, ...]] = {
    Role.DEPARTMENT_OFFICER: (Permission.WORK_ON_CASE, Permission.DECIDE_CASE, Permission.READ_CASE),
    Role.HEAD_OF_AGENCY: (Permission.SEE_LATE,),
}


def permissions(held: RoleGrant) -> tuple[Grant, ...]:
    """Return what a role allows, and where.

    A department officer is limited to the department the role is held for: without one the role allows nothing. The head
    of an agency sees what is late of that agency alone. The hall and the figures are the whole centre's and show no person;
    heads and auditors see them undivided. Who writes services does so for the country.
    """
    for_centre = tuple(Grant(permission, held.centre_id) for permission in _OF_THE_CENTRE.get(held.role, ()))
    for_centre += tuple(Grant(permission, COUNTRY) for permission in _OF_THE_COUNTRY.get(held.role, ()))
    if held.department_id is None:
        return for_centre
    return for_centre + tuple(
        Grant(permission, held.centre_id, held.department_id) for permission in _OF_THE_DEPARTMENT.get(held.role, ())
    )


def all_permissions(held: Iterable[RoleGrant]) -> tuple[Grant, ...]:
    """Return what several roles allow together, each grant once."""
    return tuple(dict.fromkeys(grant for role in held for grant in permissions(role)))


def refused_until(failures: Sequence[datetime], *, at: datetime) -> datetime | None:
    """Return until when further tries are refused, or None when one may try now.

    `failures` are the moments of wrong passwords for one login since the last right one, in any order. `MAX_FAILURES`
    of them within `FAILURE_SPAN` close the login for `REFUSAL_SPAN` after the last of these.
    Check: five failures at 9:00, 9:01, 9:02, 9:03, 9:04 refuse until 9:19.
    """
    moments = sorted(moment for moment in failures if moment <= at)
    closed: datetime | None = None
    for first, last in zip(moments, moments[MAX_FAILURES - 1 :], strict=False):
        if last - first <= FAILURE_SPAN:
            closed = last + REFUSAL_SPAN
    return closed if closed is not None and at < closed else None
