"""A ticket as it is shown and printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from darcha.catalogue import queries as catalogue
from darcha.centres import queries as centres
from darcha.centres import rules as centre_rules
from darcha.doors.porch.needs import Need, needs_told
from darcha.queue import queries as queue
from darcha.queue.actions import IssuedTicket
from darcha.queue.queries import TicketView
from darcha.queue.rules import Wait

_WINDOWS_TOLD = 2

ROUNDED_MINUTES = 5
"""The times of day a wait leads to are told to five minutes: nobody knows them better."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """What stands on the ticket.

    `about`: from when to when the call is likely, local times "11:17". `windows`: the open ones that may call it; empty
    when there are more than can be told. `language`: the visitor's. `afterwards`: the services that follow with the same
    number. `appointment`: the local time it stands from; `came_too_late`: there was one, and it could not be kept.
    """

    ticket_id: int
    centre_id: str
    code: str
    number: str
    language: str
    centre: str
    service: str
    afterwards: tuple[str, ...]
    issued_text: str
    people_ahead: int
    wait: Wait | None
    about: tuple[str, str] | None
    windows: tuple[int, ...]
    needs: tuple[Need, ...]
    is_waiting: bool
    appointment: str | None = None
    came_too_late: bool = False


def ticket(*, centre_id: str, code: str, language: str, at: datetime) -> Ticket | None:
    """Return the ticket of a code at this centre as it stands at `at`, its names in `language`; None: there is none."""
    found = queue.ticket(code=code, at=at)
    if found is None or found.centre_id != centre_id:
        return None
    return _told(found, is_waiting=found.state == "waiting", language=language, at=at)


def just_issued(issued: IssuedTicket, *, language: str) -> Ticket:
    """Return a ticket as it was given out a moment ago, its names in `language`: nothing is asked for a second time."""
    return _told(issued, is_waiting=True, language=language, at=issued.issued_at)


def _told(found: TicketView | IssuedTicket, *, is_waiting: bool, language: str, at: datetime) -> Ticket:
    centre = centres.centre(code=found.centre_id)
    issued = centre_rules.local(centre=centre, at=found.issued_at)
    about = None
    if found.wait:
        now = centre_rules.local(centre=centre, at=at)
        earliest = _floored(now + timedelta(minutes=found.wait.low_minutes))
        latest = _floored(now + timedelta(minutes=found.wait.high_minutes)) + timedelta(minutes=ROUNDED_MINUTES)
        about = (f"{earliest:%H:%M}", f"{latest:%H:%M}")

    def name(service_id: str) -> str:
        return catalogue.service_version(code=service_id, on=issued.date()).names.in_language(language)

    return Ticket(
        ticket_id=found.ticket_id,
        centre_id=found.centre_id,
        code=found.code,
        number=found.number,
        language=found.language,
        centre=centre.names.in_language(language),
        service=name(found.service_id),
        afterwards=tuple(map(name, found.following)),
        issued_text=f"{issued:%d.%m.%Y, %H:%M}",
        people_ahead=found.people_ahead,
        wait=found.wait,
        about=about,
        windows=_windows(found),
        needs=needs_told(found.needs),
        is_waiting=is_waiting,
        appointment=f"{centre_rules.local(centre=centre, at=found.appointed_for):%H:%M}"
        if found.appointed_for
        else None,
        came_too_late=found.channel == "booked" and found.appointed_for is None,
    )


def _floored(moment: datetime) -> datetime:
    return moment.replace(minute=moment.minute // ROUNDED_MINUTES * ROUNDED_MINUTES, second=0, microsecond=0)


def _windows(ticket: TicketView | IssuedTicket) -> tuple[int, ...]:
    step_free = "wheel" in ticket.needs
    able = queue.open_windows(centre_id=ticket.centre_id, service_id=ticket.service_id, step_free=step_free)
    return able if len(able) <= _WINDOWS_TOLD else ()
