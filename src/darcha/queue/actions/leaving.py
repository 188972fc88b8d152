"""The holder of a ticket leaves the line."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from darcha.journal import actions as journal
from darcha.journal.kinds import Kind
from darcha.kernel.actor import Actor, Permission
from darcha.queue import errors, models, rules
from darcha.queue.actions.once import once

_LEAVE = """
UPDATE queue_ticket SET state = 'left', finished_at = %(at)s WHERE id = %(ticket)s AND state = 'waiting'
RETURNING centre_id, letter, number, service_id, department_id, class_code, waiting_since
"""


def leave_line(*, ticket_id: int, at: datetime, by: Actor, key: str | None = None) -> None:
    """Let a waiting visitor go: the ticket is out of the line and is not called any more.

    :raises UnknownTicket: there is none.
    :raises TicketIsNotWaiting: it was called, or is over.
    """
    known = models.Ticket.objects.filter(pk=ticket_id).values_list("centre_id", "state").first()
    if known is None:
        raise errors.UnknownTicket(ticket=ticket_id)
    centre_id, state = known
    by.must(Permission.TAKE_TICKET, centre_id=centre_id)

    def act() -> None:
        with connection.cursor() as cursor:
            cursor.execute(_LEAVE, {"ticket": ticket_id, "at": at})
            row = cursor.fetchone()
        if row is None:
            raise errors.TicketIsNotWaiting(ticket=ticket_id, state=state)
        _, letter, number, service_id, department_id, class_code, since = row
        journal.append(
            centre_id=centre_id,
            kind=Kind.TICKET_LEFT,
            subject=f"ticket:{ticket_id}",
            at=at,
            by=by,
            data={
                "ticket": ticket_id,
                "number": rules.number_text(letter, number),
                "service": service_id,
                "department": department_id,
                "class": class_code,
                "wait_seconds": max(0, int((at - since).total_seconds())),
            },
            key=key,
        )

    once(centre_id=centre_id, key=key, kind=Kind.TICKET_LEFT, act=act, again=lambda _entry: None)
