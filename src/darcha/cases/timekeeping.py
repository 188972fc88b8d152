"""The clock of a case in the house: the events its rows tell, the calendar of each department, what comes of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

from darcha.cases import models, rules
from darcha.cases.rules import ClockEvent, EventKind, Reckoning
from darcha.catalogue import queries as catalogue
from darcha.catalogue.rules import ServiceVersion
from darcha.centres import queries as centres
from darcha.kernel.working_time import WorkingCalendar, calendar


def calendar_of(department_id: str) -> WorkingCalendar:
    """Return the working days of a department."""
    return calendar(catalogue.department(code=department_id).calendar)


def reckoning(case: models.Case, *, version: ServiceVersion, today: date) -> Reckoning:
    """Return the clock of an accepted case, computed again from its events."""
    calendars = {version.department_id: calendar_of(version.department_id)}
    return rules.reckon(rules.rule_of(version), calendars=calendars, events=events_of(case), today=today)


def events_of(case: models.Case) -> tuple[ClockEvent, ...]:
    """Return what happened to the clock of a case, in order."""
    return tuple(_events(case))


def _events(case: models.Case) -> Iterator[ClockEvent]:
    zone = ZoneInfo(centres.centre(code=case.centre_id).zone)
    for kind, moment in (
        (EventKind.ACCEPTED, case.accepted_at),
        (EventKind.STEPS_DONE, case.ready_at),
        (EventKind.DECIDED, case.decided_at),
    ):
        if moment is not None:
            at = moment.astimezone(zone)
            yield ClockEvent(kind, at.date(), at=at)
