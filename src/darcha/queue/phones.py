"""Whether a line is open to phones now."""

from __future__ import annotations

from datetime import date

from darcha.centres import queries as centres
from darcha.kernel.refusal import Refusal
from darcha.queue import errors, models


def waiting(*, centre_id: str, day: date, letter: str) -> int:
    """Return how many who joined from a phone wait in a line."""
    return models.Ticket.objects.filter(
        centre_id=centre_id, day=day, letter=letter, channel="phone", state=models.State.WAITING
    ).count()


def refusal(*, centre_id: str, letter: str, ahead: int, waiting: int) -> Refusal | None:
    """Return why nobody can join this line from a phone now; `waiting`: from phones, without the one who asks."""
    limits = centres.centre(code=centre_id).joining
    if not limits.open:
        return errors.ClosedToPhones(centre=centre_id)
    if ahead > limits.most_ahead:
        return errors.LineTooLongForPhones(letter=letter, ahead=ahead)
    if waiting >= limits.most_waiting:
        return errors.EnoughFromPhones(letter=letter)
    return None
