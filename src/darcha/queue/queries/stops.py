"""Where a visit was, stop by stop."""

from __future__ import annotations

from darcha.queue import models, rules
from darcha.queue.rules import Stop


def stops_of_visit(*, ticket_id: int) -> tuple[Stop, ...]:
    """Return the calls of a ticket in order, each with since when it was waited for; empty when there is no such ticket."""
    rows = (
        models.Call.objects.filter(ticket=ticket_id)
        .exclude(outcome=rules.UNDONE)
        .order_by("called_at", "id")
        .values_list("ticket__issued_at", "ticket__appointed_for", "called_at", "ended_at", "outcome")
    )
    found: list[Stop] = []
    for issued_at, appointed_for, called_at, ended_at, outcome in rows:
        since = found[-1].ended_at if found else appointed_for or issued_at
        # Who checks in early may be called before the appointed time.
        found.append(Stop(min(since or called_at, called_at), called_at, ended_at, outcome != rules.NO_SHOW))
    return tuple(found)
