"""Which role may do what, and when a sign-in is refused; pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from darcha.kernel.actor import Grant, Permission

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


@dataclass(frozen=True, slots=True)
class RoleGrant:
    """A role held for a centre (None: every centre) and a department (None: every department, or none)."""

    role: Role
    centre_id: str | None
    department_id: str | None


@dataclass(frozen=True, slots=True)
class EmployeeCard:
    """What other rooms may know of an employee. `sex` "F" or "M"; `roles` as (role, centre, department)."""

    id: int
    login: str
    name: str
    sex: str
    department_id: str | None
    languages: tuple[str, ...]
    service_ids: frozenset[str]
    roles: tuple[tuple[str, str | None, str | None], ...]
    is_staff: bool = True

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


@dataclass(frozen=True, slots=True)
class TrainedStaff:
    """How many of the centre's staff attended at least one course by a day, and how many each course."""

    total: int
    women: int
    men: int
    by_course: tuple[CourseAttendance, ...]
