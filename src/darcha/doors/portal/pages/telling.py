"""The page on which somebody says where they want to be told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from darcha.cases import queries as cases
from darcha.cases.rules import CaseState
from darcha.doors.portal.errors import UnknownAppointmentCode, UnknownTicketCode, UnknownTrackingCode
from darcha.notices import queries as notices
from darcha.notices.queries import Asked
from darcha.notices.rules import APPOINTMENT, CASE, TICKET, Matter
from darcha.queue import queries as queue


@dataclass(frozen=True, slots=True)
class Telling:
    """What somebody can be told about. `awaits`: there is something to come for it; `asked`: how they are told already."""

    about: Matter
    centre_id: str
    number: str
    awaits: bool
    asked: Asked | None

    @property
    def of_appointment(self) -> bool:
        """Return whether it is about an appointment."""
        return self.about.kind == APPOINTMENT

    @property
    def of_case(self) -> bool:
        """Return whether it is about an application."""
        return self.about.kind == CASE


def telling_of_ticket(*, code: str, at: datetime) -> Telling:
    """Return the page of a ticket.

    :raises UnknownTicketCode: no ticket has this code.
    """
    found = queue.ticket(code=code, at=at)
    if found is None:
        raise UnknownTicketCode
    about = Matter(TICKET, found.ticket_id)
    return Telling(about, found.centre_id, found.number, found.state == "waiting", notices.asked(about=about))


def telling_of_appointment(*, code: str, at: datetime) -> Telling:
    """Return the page of an appointment.

    :raises UnknownAppointmentCode: none has this code.
    """
    found = queue.appointment(code=code)
    if found is None:
        raise UnknownAppointmentCode
    about = Matter(APPOINTMENT, found.appointment_id)
    awaits = found.stage == "booked" and found.starts_at > at
    return Telling(about, found.centre_id, found.number, awaits, notices.asked(about=about))


def telling_of_case(*, code: str) -> Telling:
    """Return the page of an application.

    :raises UnknownTrackingCode: none has this code.
    """
    found = cases.case_by_tracking_code(code=code)
    if found is None:
        raise UnknownTrackingCode
    about = Matter(CASE, found.case_id)
    awaits = found.state not in (CaseState.REFUSED, CaseState.ISSUED)
    return Telling(about, found.centre_id, found.number, awaits, notices.asked(about=about))
