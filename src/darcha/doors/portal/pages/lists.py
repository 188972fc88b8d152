"""Services in lists: all of them, those of a life event, those found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from darcha.catalogue import queries as catalogue
from darcha.catalogue.errors import UnknownLifeEvent
from darcha.catalogue.rules import (
    Department,
    LifeEvent,
    ServiceSummary,
)
from darcha.doors.portal.pages.hall import moment, offered_here, resting_here
from darcha.kernel.names import Names


@dataclass(frozen=True, slots=True)
class ServiceGroup:
    """Services of one department."""

    department: Department
    services: tuple[ServiceSummary, ...]


@dataclass(frozen=True, slots=True)
class ServiceList:
    """Services under a heading: a life event, all, or what was searched for.

    `resting`: of those the centre lets rest, the first day each is given again.
    """

    heading: Names | None
    groups: tuple[ServiceGroup, ...]
    count: int
    event: LifeEvent | None = None
    text: str = ""
    resting: Mapping[str, date] = field(default_factory=dict)


def _grouped(services: tuple[ServiceSummary, ...]) -> tuple[ServiceGroup, ...]:
    return tuple(
        ServiceGroup(department, tuple(found))
        for department in catalogue.departments()
        if (found := [service for service in services if service.department_id == department.code])
    )


def all_services(*, at: datetime) -> ServiceList:
    """Return every service offered here, by department."""
    now = moment(at=at)
    found = offered_here(now, catalogue.service_summaries())
    return ServiceList(None, _grouped(found), len(found), resting=resting_here(now))


def given_today(*, at: datetime) -> ServiceList:
    """Return every service offered here that does not rest, by department."""
    now = moment(at=at)
    resting = resting_here(now)
    found = tuple(one for one in offered_here(now, catalogue.service_summaries()) if one.code not in resting)
    return ServiceList(None, _grouped(found), len(found))


def life_event(*, code: str, at: datetime) -> ServiceList:
    """Return the services for what has happened in somebody's life.

    :raises UnknownLifeEvent: there is none of this code.
    """
    event = next((event for event in catalogue.life_events() if event.code == code), None)
    if event is None:
        raise UnknownLifeEvent(code=code)
    now = moment(at=at)
    found = offered_here(now, catalogue.service_summaries(life_event=code))
    return ServiceList(event.names, _grouped(found), len(found), event, resting=resting_here(now))


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, best first, each with its department."""

    text: str
    services: tuple[tuple[ServiceSummary, Names], ...]
    resting: Mapping[str, date] = field(default_factory=dict)


def search(*, text: str, language: str, at: datetime) -> Found:
    """Return the services found by a word in any script."""
    text = text.strip()[:100]
    if not text:
        return Found("", ())
    now = moment(at=at)
    found = offered_here(now, catalogue.search(text=text, language=language, limit=30))
    named = {department.code: department.names for department in catalogue.departments()}
    return Found(text, tuple((service, named[service.department_id]) for service in found), resting_here(now))
