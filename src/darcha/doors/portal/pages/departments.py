"""A department's page: its services and when it sits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from darcha.catalogue import queries as catalogue
from darcha.catalogue.rules import (
    ServiceSummary,
)
from darcha.centres import queries as centres
from darcha.centres.rules import Line
from darcha.doors.portal.pages.hall import Sitting, moment, offered_here, sitting_of


@dataclass(frozen=True, slots=True)
class DayOfDepartment:
    day: date
    windows: tuple[tuple[time, time], ...]


@dataclass(frozen=True, slots=True)
class DepartmentPage:
    sitting: Sitting
    line: Line | None
    days: tuple[DayOfDepartment, ...]
    services: tuple[ServiceSummary, ...]


def department(*, code: str, at: datetime) -> DepartmentPage:
    """Return a department: when it sits here, and what it does.

    :raises UnknownDepartment: there is none of this code.
    """
    now = moment(at=at)
    found = catalogue.department(code=code)
    days = (now.today + timedelta(days=ahead) for ahead in range(7))
    return DepartmentPage(
        sitting_of(now, found),
        next((line for line in centres.lines(centre_id=now.centre.code) if code in line.department_ids), None),
        tuple(
            DayOfDepartment(day, centres.presence(centre_id=now.centre.code, department_id=code, day=day))
            for day in days
        ),
        offered_here(now, catalogue.service_summaries(department_id=code)),
    )
