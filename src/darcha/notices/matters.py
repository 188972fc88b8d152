"""What somebody can be told about, as the rooms below know it now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from darcha.cases import queries as cases
from darcha.kernel.actor import Permission
from darcha.notices import rules
from darcha.queue import queries as queue


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a matter stands. `awaits`: there is something to come for it; `by_right`: what who asks for news must be allowed.

    Of a ticket: `number`, `people_ahead`, and while called `called_at`, `window`. Of an appointment: `number` (for the kiosk)
    and `starts_at`. Of a case: its `number`, `due_on`, whether the applicant `corrects` and until when, `decided`, and
    whether its document is `ready`.
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
    corrects: bool = False
    correct_by: date | None = None
    due_on: date | None = None
    decided: bool = False
    ready: bool = False

    def bears_out(self, template: str, *, happened_at: datetime) -> bool:
        """Return whether what happened then is still so, and worth telling."""
        if template == rules.CALLED:
            return self.called_at == happened_at
        if template in (rules.CORRECT, rules.LAPSES):
            return self.corrects
        return {
            rules.DECIDED: self.decided,
            rules.READY: self.ready,
            rules.ANNULLED: not self.ready,
            rules.DUE_MOVED: self.due_on is not None and not self.decided,
        }.get(template, self.awaits)


def standing(matter: rules.Matter, *, at: datetime) -> Standing | None:
    """Return where a matter stands now, or None: there is no such ticket, appointment or application."""
    return {rules.TICKET: _ticket, rules.APPOINTMENT: _appointment, rules.CASE: _case}[matter.kind](matter.id, at)


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


def _case(case_id: int, at: datetime) -> Standing | None:
    found = cases.case_standing(case_id=case_id, at=at)
    if found is None:
        return None
    return Standing(
        centre_id=found.centre_id,
        language=found.language,
        awaits=found.awaits,
        by_right=Permission.FOLLOW_CASE,
        number=found.number,
        corrects=found.corrects,
        correct_by=found.correct_by,
        due_on=found.due_on,
        decided=found.decided,
        ready=found.ready,
    )
