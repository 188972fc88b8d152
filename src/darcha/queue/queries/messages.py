"""What the hall is told now."""

from __future__ import annotations

from datetime import datetime

from darcha.kernel.names import Names
from darcha.queue import models, rules


def messages(*, centre_id: str, at: datetime) -> tuple[rules.Message, ...]:
    """Return the messages shown to everybody in the hall at this moment, the older first."""
    placed = models.Message.objects.filter(centre_id=centre_id, place__isnull=False)
    return rules.shown_now(
        (
            rules.Message(
                row.id, Names(row.uz, row.uz_cyrl, row.ru, row.en), row.ready, row.shown_at, row.until, row.withdrawn_at
            )
            for row in placed
        ),
        at=at,
    )
