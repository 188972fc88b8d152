"""What became of the paper: of one ticket, of those who wait without, and of the printer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from darcha.centres import queries as centres
from darcha.queue import rules


@dataclass(frozen=True, slots=True)
class SlipView:
    """The paper of a ticket. `state`: asked (it comes), printed, no_paper, no_answer. `prints`: how often it came."""

    ticket_id: int
    number: str
    state: str
    asked_at: datetime
    prints: int


@dataclass(frozen=True, slots=True)
class PrinterTrouble:
    """The printer fails: since when, why the last slip did not come, and the numbers that are without paper since."""

    since: datetime
    because: str
    numbers: tuple[str, ...]


_SLIPS = """
SELECT ticket.id, ticket.letter, ticket.number,
    CASE WHEN slip.state = 'asked' AND slip.asked_at <= %(forgotten)s THEN 'no_answer' ELSE slip.state END,
    slip.asked_at, slip.prints
FROM queue_slip slip JOIN queue_ticket ticket ON ticket.id = slip.ticket_id
WHERE {which} ORDER BY slip.asked_at, ticket.id
"""
_OF_A_TICKET = _SLIPS.format(which="slip.ticket_id = %(ticket)s")
_OF_THE_DAY = _SLIPS.format(
    which="slip.centre_id = %(centre)s AND slip.state <> 'printed' AND ticket.day = %(day)s {which}"
)
_NOT_PRINTED = _OF_THE_DAY.format(which="AND slip.prints = 0 AND ticket.state IN ('waiting', 'called')")
_SINCE_PRINTED = _OF_THE_DAY.format(
    which="AND slip.asked_at > coalesce("
    "(SELECT max(answered_at) FROM queue_slip WHERE centre_id = %(centre)s AND state = 'printed'), '-infinity')"
)


def slip_of(*, ticket_id: int, at: datetime) -> SlipView | None:
    """Return what became of a ticket's paper, or None: nobody asked for any."""
    return next(iter(_slips(_OF_A_TICKET, at, ticket=ticket_id)), None)


def slips_not_printed(*, centre_id: str, at: datetime) -> tuple[SlipView, ...]:
    """Return the slips of today that never came to visitors who still wait or are being called, the oldest first."""
    day = centres.local_day(centre_id=centre_id, at=at)
    return tuple(one for one in _slips(_NOT_PRINTED, at, centre=centre_id, day=day) if one.state != "asked")


def printer_trouble(*, centre_id: str, at: datetime) -> PrinterTrouble | None:
    """Return how the printer fails today; None: nothing was asked of it, or the last slip came."""
    day = centres.local_day(centre_id=centre_id, at=at)
    failed = [one for one in _slips(_SINCE_PRINTED, at, centre=centre_id, day=day) if one.state != "asked"]
    if not failed:
        return None
    without = tuple(one.number for one in failed if one.prints == 0)
    return PrinterTrouble(failed[0].asked_at, failed[-1].state, without)


def _slips(statement: str, at: datetime, **asked: int | str | date) -> list[SlipView]:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked | {"forgotten": at - rules.PRINTER_PATIENCE})
        return [
            SlipView(ticket_id, rules.number_text(letter, number), *rest)
            for ticket_id, letter, number, *rest in cursor.fetchall()
        ]
