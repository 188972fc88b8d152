"""The paper of a ticket: asked for again, and what the printer answered.

The printer is spoken to between these actions, never inside one: no transaction waits for paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from darcha.journal import actions as journal
from darcha.journal.kinds import Kind
from darcha.kernel.actor import Actor, Permission
from darcha.queue import errors, models, rules
from darcha.queue.actions.once import number_in, once


@dataclass(frozen=True, slots=True)
class AskedSlip:
    """A slip to be printed. `copy`: 0 for the first that comes on paper. `is_new` False: that request was made before."""

    ticket_id: int
    copy: int
    is_new: bool = True


_ASK = """
INSERT INTO queue_slip AS known (ticket_id, centre_id, state, asked_at, prints)
VALUES (%(ticket)s, %(centre)s, 'asked', %(at)s, 0)
ON CONFLICT (ticket_id) DO UPDATE SET state = 'asked', asked_at = %(at)s, answered_at = NULL
WHERE (known.state <> 'asked' OR known.asked_at <= %(forgotten)s) AND known.prints <= %(most)s
RETURNING prints
"""

_ANSWER = """
UPDATE queue_slip slip SET state = %(state)s, answered_at = %(at)s, prints = prints + %(printed)s
FROM queue_ticket ticket
WHERE slip.ticket_id = %(ticket)s AND slip.centre_id = %(centre)s AND ticket.id = slip.ticket_id
    AND slip.state = 'asked'
RETURNING ticket.letter, ticket.number, prints
"""


def ask_for_slip(*, ticket_id: int, at: datetime, by: Actor, key: str | None = None) -> AskedSlip:
    """Ask for the paper of a ticket once more: because it did not come, or as a copy.

    :raises UnknownTicket: there is none.
    :raises TicketIsNotWaiting: the visitor is at a window, or the visit is over.
    :raises SlipIsComing: it is on its way to the printer.
    :raises TooManyCopies: `rules.MOST_COPIES` were printed.
    """
    ticket = models.Ticket.objects.filter(pk=ticket_id).first()
    if ticket is None:
        raise errors.UnknownTicket(ticket=ticket_id)
    by.must(Permission.TAKE_TICKET, centre_id=ticket.centre_id)

    def act() -> AskedSlip:
        if ticket.state not in (models.State.WAITING, models.State.CALLED):
            raise errors.TicketIsNotWaiting(ticket=ticket_id, state=ticket.state)
        asked: dict[str, Any] = {"ticket": ticket_id, "centre": ticket.centre_id, "at": at, "most": rules.MOST_COPIES}
        with connection.cursor() as cursor:
            cursor.execute(_ASK, asked | {"forgotten": at - rules.PRINTER_PATIENCE})
            row = cursor.fetchone()
        if row is None:
            if models.Slip.objects.get(pk=ticket_id).prints > rules.MOST_COPIES:
                raise errors.TooManyCopies(limit=rules.MOST_COPIES)
            raise errors.SlipIsComing(ticket=ticket_id)
        number = rules.number_text(ticket.letter, ticket.number)
        _tell(Kind.SLIP_ASKED, ticket.centre_id, ticket_id, number, {"copy": row[0]}, at, by, key)
        return AskedSlip(ticket_id, copy=row[0])

    return once(
        centre_id=ticket.centre_id,
        key=key,
        kind=Kind.SLIP_ASKED,
        act=act,
        again=lambda entry: AskedSlip(number_in(entry, "ticket"), number_in(entry, "copy"), is_new=False),
    )


def slip_printed(*, ticket_id: int, centre_id: str, at: datetime, by: Actor, key: str | None = None) -> None:
    """Record that the slip came on paper.

    :raises SlipIsNotAsked: nobody asked for it in this centre, or it was answered for.
    """
    _answer(Kind.SLIP_PRINTED, "printed", centre_id, ticket_id, at, by, key)


def slip_failed(
    *, ticket_id: int, centre_id: str, because: str, at: datetime, by: Actor, key: str | None = None
) -> None:
    """Record that the slip did not come; `because` is one of `rules.SLIP_FAILS_BECAUSE`. The ticket stands.

    :raises SlipIsNotAsked: nobody asked for it in this centre, or it was answered for.
    """
    if because not in rules.SLIP_FAILS_BECAUSE:
        raise ValueError(f"a slip does not fail because of {because!r}")
    _answer(Kind.SLIP_FAILED, because, centre_id, ticket_id, at, by, key)


def _answer(kind: Kind, state: str, centre_id: str, ticket_id: int, at: datetime, by: Actor, key: str | None) -> None:
    by.must(Permission.TAKE_TICKET, centre_id=centre_id)
    printed = int(kind == Kind.SLIP_PRINTED)

    def act() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                _ANSWER, {"ticket": ticket_id, "centre": centre_id, "state": state, "printed": printed, "at": at}
            )
            row = cursor.fetchone()
        if row is None:
            raise errors.SlipIsNotAsked(ticket=ticket_id)
        letter, number, prints = row
        told: dict[str, object] = {"copy": prints - printed} | ({} if printed else {"because": state})
        _tell(kind, centre_id, ticket_id, rules.number_text(letter, number), told, at, by, key)

    once(centre_id=centre_id, key=key, kind=kind, act=act, again=lambda _entry: None)


def _tell(
    kind: Kind,
    centre_id: str,
    ticket_id: int,
    number: str,
    told: dict[str, object],
    at: datetime,
    by: Actor,
    key: str | None,
) -> None:
    journal.append(
        centre_id=centre_id,
        kind=kind,
        subject=f"ticket:{ticket_id}",
        at=at,
        by=by,
        data={"ticket": ticket_id, "number": number} | told,
        key=key,
    )
