"""What somebody can be told about, as the rooms below know it now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from darcha.kernel.actor import Permission
from darcha.notices import rules
from darcha.queue import queries as queue


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a matter stands. `awaits`: there is something to come for it; `by_right`: what who asks for news must be allowed.

    Of a ticket: `number`, `people_ahead`, and while called `called_at`, `window`. Of an appointment: `number` (for the kiosk)
    and `starts_at`.
    """

    centre_id: str
    language: str
    awaits: bool
    by_right: Permission
    number: str
    people_ahead: int = 0
    called_at: datetime | None = None
    window: int | None = None
    starts_at: datetime | None = None


def standing(matter: rules.Matter, *, at: datetime) -> Standing | None:
    """Return where a matter stands now, or None: there is no such ticket or appointment."""
    return {rules.TICKET: _ticket, rules.APPOINTMENT: _appointment}[matter.kind](matter.id, at)


def _ticket(ticket_id: int, at: datetime) -> Standing | None:
    found = queue.ticket_by_id(ticket_id=ticket_id, at=at)
    if found is None:
        return None
    return Standing(
        centre_id=found.centre_id,
        language=found.language,
        awaits=found.state == "waiting",
        by_right=Permission.TAKE_TICKET,
        number=found.number,
        people_ahead=found.people_ahead,
        called_at=found.called_at if found.state == "called" else None,
        window=found.counter_number,
    )


def _appointment(appointment_id: int, at: datetime) -> Standing | None:
    found = queue.appointment_by_id(appointment_id=appointment_id)
    if found is None:
        return None
    return Standing(
        centre_id=found.centre_id,
        language=found.language,
        awaits=found.stage == "booked" and found.starts_at > at,
        by_right=Permission.BOOK_APPOINTMENT,
        number=found.number,
        starts_at=found.starts_at,
    )
