"""A visitor's own page: where the ticket stands."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from darcha.cases import queries as cases
from darcha.catalogue import queries as catalogue
from darcha.doors.portal.errors import UnknownTicketCode
from darcha.doors.portal.pages.hall import moment
from darcha.feedback import queries as surveys
from darcha.kernel.names import Names
from darcha.notices import queries as notices
from darcha.notices.queries import Asked
from darcha.notices.rules import TICKET, Matter
from darcha.queue import queries as queue
from darcha.queue.queries.tickets import TicketView

ROUNDED_MINUTES = 5
"""The times of day a wait leads to are told to five minutes: nobody knows them better."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A visitor's own page: where the ticket stands, in the words of the hall.

    `digest` changes whenever anything shown changes, so that a page that polls is sent nothing when nothing did.
    `about_from`, `about_to`: the local times the told range leads to. `survey`: "open", "answered" or "over" after the
    visit. `come_by`: when somebody at home should be there; None: the ticket was taken in the house. `told`: what the
    whole hall is told while the visit is open. `tells`: they may leave an address to be told by; `asked`: they have.
    """

    ticket: TicketView
    service: Names
    about_from: time | None
    about_to: time | None
    tracking_codes: tuple[str, ...]
    digest: str
    survey: str | None = None
    afterwards: tuple[Names, ...] = ()
    come_by: datetime | None = None
    come_now: bool = False
    told: tuple[Names, ...] = ()
    tells: bool = False
    asked: Asked | None = None


def turn(*, code: str, at: datetime, language: str) -> Turn:
    """Return the ticket of a code.

    :raises UnknownTicketCode: no ticket has it.
    """
    ticket = queue.ticket(code=code, at=at)
    if ticket is None:
        raise UnknownTicketCode
    now = moment(at=at)
    about_from = about_to = come_by = None
    if ticket.state == "waiting" and ticket.wait:
        zone = ZoneInfo(now.centre.zone)
        step = timedelta(minutes=ROUNDED_MINUTES)
        about_from = _floored(now.at + timedelta(minutes=ticket.wait.low_minutes)).astimezone(zone).time()
        about_to = (_floored(now.at + timedelta(minutes=ticket.wait.high_minutes)) + step).astimezone(zone).time()
        if ticket.channel == "phone":
            come_by = queue.come_by(centre_id=ticket.centre_id, wait=ticket.wait, at=at)
    codes = (
        tuple(cases.cases_of_ticket(ticket_id=ticket.ticket_id)) if ticket.started_at or ticket.earlier_services else ()
    )
    survey = surveys.survey(code=ticket.survey_code, at=at).state if ticket.survey_code else None
    is_open = ticket.state in ("waiting", "called", "serving")
    told = tuple(message.names for message in queue.messages(centre_id=ticket.centre_id, at=at)) if is_open else ()
    tells = bool(settings.NOTICE_ROUTES) and ticket.state == "waiting"
    asked = notices.asked(about=Matter(TICKET, ticket.ticket_id)) if tells else None
    come = come_by if come_by and come_by > at else "now"
    shown = repr((ticket, about_from, about_to, codes, survey, come, told, asked, language))

    def names(service_id: str) -> Names:
        return catalogue.service_version(code=service_id, on=now.today).names

    return Turn(
        ticket,
        names(ticket.service_id),
        about_from,
        about_to,
        codes,
        hashlib.sha256(shown.encode()).hexdigest()[:12],
        survey,
        tuple(map(names, ticket.following)) if is_open else (),
        come_by,
        come_by is not None and come_by <= at,
        told,
        tells,
        asked,
    )


def _floored(moment: datetime) -> datetime:
    return moment.replace(minute=moment.minute // ROUNDED_MINUTES * ROUNDED_MINUTES, second=0, microsecond=0)
