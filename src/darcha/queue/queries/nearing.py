"""How far many tickets are from their call, by one look at the hall."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from darcha.queue import models, rules, scene
from darcha.queue.queries.joining import come_by


@dataclass(frozen=True, slots=True)
class Nearing:
    """A waiting ticket. `ready`: it can be called now; `come_by`: when its holder should be there, of who is at home."""

    ticket_id: int
    people_ahead: int
    wait: rules.Wait | None
    ready: bool
    come_by: datetime | None


def nearing(*, centre_id: str, ticket_ids: Collection[int], at: datetime) -> tuple[Nearing, ...]:
    """Return those of the tickets that wait, each with how far it is from its call."""
    waiting = list(
        models.Ticket.objects.filter(centre_id=centre_id, pk__in=ticket_ids, state=models.State.WAITING).order_by("pk")
    )
    if not waiting:
        return ()
    hall = scene.look(centre_id=centre_id, at=at)
    letters = scene.letters_of_lines(centre_id=centre_id)
    found = []
    for ticket in waiting:
        ahead, wait = hall.forecast(
            letter=letters.get(ticket.department_id, ticket.letter),
            service_id=ticket.service_id,
            weight=ticket.weight,
            promised_minutes=ticket.promised_minutes,
            step_free=ticket.step_free,
            since=ticket.waiting_since,
            ready_at=ticket.ready_at,
        )
        at_home = come_by(centre_id=centre_id, wait=wait, at=at) if ticket.channel == "phone" else None
        found.append(Nearing(ticket.pk, ahead, wait, ticket.ready_at <= at, at_home))
    return tuple(found)
