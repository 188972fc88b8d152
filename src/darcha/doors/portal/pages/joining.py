"""The page by which a line is joined from a phone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from darcha.catalogue import queries as catalogue
from darcha.doors.porch import sentences
from darcha.doors.portal.pages.hall import Opening, moment, opening_of
from darcha.kernel.names import Names
from darcha.queue import queries as queue
from darcha.queue.rules import Wait


@dataclass(frozen=True, slots=True)
class JoinPage:
    """What somebody at home is told before a ticket is taken. `closed`: the sentence why there is none now."""

    centre_id: str
    service_id: str
    names: Names
    opening: Opening
    people_ahead: int
    wait: Wait | None
    come_by: datetime | None
    closed: str
    at: datetime


def join(*, code: str, at: datetime) -> JoinPage:
    """Return the page of a service.

    :raises UnknownService: there is none of this code.
    """
    now = moment(at=at)
    version = catalogue.service_version(code=code, on=now.today)
    offer = queue.phone_offer(centre_id=now.centre.code, service_id=code, at=at)
    closed = sentences.sentence(offer.refusal.code, offer.refusal.details) if offer.refusal else ""
    return JoinPage(
        now.centre.code,
        code,
        version.names,
        opening_of(now),
        offer.people_ahead,
        offer.wait,
        offer.come_by,
        closed,
        at,
    )
