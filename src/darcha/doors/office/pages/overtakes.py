"""The calls of a day that passed somebody, and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from darcha.catalogue import queries as catalogue
from darcha.kernel.names import Names
from darcha.queue import queries as queue
from darcha.queue.queries import Overtake
from darcha.queue.rules import CAUSES


@dataclass(frozen=True, slots=True)
class Passed:
    """Somebody who had waited longer, and the cause."""

    number: str
    waited_minutes: int
    service: Names | None
    cause: str


@dataclass(frozen=True, slots=True)
class OvertakeRow:
    """One call that passed others; `more` of them are not named."""

    called_at: datetime
    window: int
    number: str
    service: Names | None
    waited_minutes: int
    overtaken: int
    more: int
    passed: tuple[Passed, ...]
    causes: tuple[str, ...]
    by_hand: str | None


@dataclass(frozen=True, slots=True)
class OvertakesPage:
    """A day's list, the newest first; `causes`: how many calls each cause explains."""

    day: date
    rows: tuple[OvertakeRow, ...]
    causes: tuple[tuple[str, int], ...]


def overtakes_page(*, centre_id: str, day: date) -> OvertakesPage:
    """Return the list of a day."""
    found = queue.overtakes(centre_id=centre_id, day=day)
    services = {service.code: service.names for service in catalogue.service_summaries()}
    counted = Counter(cause for one in found for cause in one.causes)
    return OvertakesPage(
        day=day,
        rows=tuple(_row(one, services=services) for one in reversed(found)),
        causes=tuple((cause, counted[cause]) for cause in CAUSES if counted[cause]),
    )


def _row(one: Overtake, *, services: dict[str, Names]) -> OvertakeRow:
    return OvertakeRow(
        called_at=one.called_at,
        window=one.counter_number,
        number=one.number,
        service=services.get(one.service_id),
        waited_minutes=one.waited_seconds // 60,
        overtaken=one.overtaken,
        more=max(0, one.overtaken - len(one.passed)),
        passed=tuple(
            Passed(other.number, other.waited_seconds // 60, services.get(other.service_id), other.cause)
            for other in one.passed
        ),
        causes=one.causes,
        by_hand=one.by_hand,
    )
