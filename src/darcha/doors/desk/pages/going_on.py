"""What an officer sees and says when a visit goes on elsewhere or waits aside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from darcha.catalogue import queries as catalogue
from darcha.catalogue.rules import ServiceSummary
from darcha.centres import queries as centres
from darcha.doors.porch import languages
from darcha.kernel.names import Names
from darcha.queue.actions import SentOn, SetAside
from darcha.queue.queries import TicketView
from darcha.queue.rules import ASIDE_MINUTES


@dataclass(frozen=True, slots=True)
class Destination:
    """A department that sits here today, and its services a visit can go on to."""

    names: Names
    services: tuple[ServiceSummary, ...]


def choices(ticket: TicketView, *, at: datetime) -> dict[str, object]:
    """Return what an officer chooses from when a visit goes on elsewhere or waits aside."""
    return {"destinations": _destinations(ticket, at=at), "aside_minutes": ASIDE_MINUTES}


def _destinations(ticket: TicketView, *, at: datetime) -> list[Destination]:
    """Return where a visit can go on to today, by department: what is given here, now or later today."""
    day = centres.local_day(centre_id=ticket.centre_id, at=at)
    offered = centres.offers(centre_id=ticket.centre_id) - centres.resting(centre_id=ticket.centre_id, day=day).keys()
    by_department: dict[str, list[ServiceSummary]] = {}
    for service in catalogue.service_summaries():
        if service.code in offered and service.code != ticket.service_id:
            by_department.setdefault(service.department_id, []).append(service)
    return [
        Destination(department.names, tuple(by_department[department.code]))
        for department in catalogue.departments()
        if department.code in by_department
        and centres.presence(centre_id=ticket.centre_id, department_id=department.code, day=day)
    ]


def told_aside(aside: SetAside, *, centre_id: str) -> str:
    """Return what the officer tells a visitor who is set aside."""
    until = aside.until.astimezone(centres.zone(centre_id=centre_id))
    told = gettext("%(number)s is not called before %(time)s and keeps the place.")
    return told % {"number": aside.number, "time": f"{until:%H:%M}"}


def told_on_the_way(sent: SentOn, *, centre_id: str, at: datetime) -> str:
    """Return what the officer tells a visitor who goes on elsewhere."""
    day = centres.local_day(centre_id=centre_id, at=at)
    service = catalogue.service_version(code=sent.service_id, on=day).names.in_language(languages.current())
    told = gettext("%(number)s goes on with the same number: %(service)s.") % {
        "number": sent.number,
        "service": service,
    }
    if sent.wait is None:
        return told
    expected = gettext("Expected wait: %(low)s–%(high)s min.")
    return f"{told} {expected % {'low': sent.wait.low_minutes, 'high': sent.wait.high_minutes}}"
