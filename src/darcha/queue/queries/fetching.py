"""Whom somebody has to come for: called visitors no screen and no voice leads to the window."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from darcha.queue import rules


@dataclass(frozen=True, slots=True)
class ToFetch:
    """A called visitor somebody has to lead to a window, and for how many minutes they have been called."""

    ticket_id: int
    number: str
    needs: tuple[str, ...]
    language: str
    counter_number: int
    minutes: int


_CALLED = """
SELECT ticket.id, ticket.letter, ticket.number, ticket.needs, ticket.language, session.counter_number, call.called_at
FROM queue_call call
JOIN queue_ticket ticket ON ticket.id = call.ticket_id
JOIN queue_countersession session ON session.id = call.session_id
WHERE call.centre_id = %s AND call.ended_at IS NULL AND ticket.state = 'called'
ORDER BY call.called_at, call.id
"""


def to_fetch(*, centre_id: str, at: datetime, down: Collection[str] = ()) -> tuple[ToFetch, ...]:
    """Return the called visitors who need a person, the longest called first.

    `down` names channels of `rules.CHANNELS` that are out of order: with the display down, who hears poorly is among them.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CALLED, [centre_id])
        return tuple(
            ToFetch(
                ticket_id,
                rules.number_text(letter, number),
                tuple(needs),
                language,
                counter_number,
                max(0, int((at - called_at).total_seconds() // 60)),
            )
            for ticket_id, letter, number, needs, language, counter_number, called_at in cursor.fetchall()
            if rules.must_be_fetched(needs, down=down)
        )
