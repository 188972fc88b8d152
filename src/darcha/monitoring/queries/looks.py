"""The looks the head is to ask about, and the days whose looks are still to be weighed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from darcha.centres import queries as centres
from darcha.journal import queries as journal
from darcha.journal.kinds import Kind
from darcha.monitoring import models
from darcha.monitoring.queries.figures import midnight

PAGE = 200
"""How many settled questions are shown, the newest first."""

_WEIGHED_AFTER = (2, 1)
"""A day is weighed when it is over, and once more a day later: what was done then may explain a look."""


@dataclass(frozen=True, slots=True)
class LookToAskAbout:
    """A question about a look. `reader` and `settled_by`: "employee:7"; `settled_as` is empty while it is open."""

    id: int
    moment: datetime
    reader: str
    case_number: str
    service_id: str
    basis: str
    signs: tuple[str, ...]
    weight: int
    settled_as: str
    settled_at: datetime | None
    settled_by: str


def looks_to_ask_about(*, centre_id: str) -> tuple[list[LookToAskAbout], list[LookToAskAbout]]:
    """Return the open questions, the heaviest first, and those that were settled, the newest first."""
    rows = models.AskedLook.objects.filter(centre_id=centre_id)
    still_open = rows.filter(settled_as="").order_by("-weight", "-moment", "-seq")
    settled = rows.exclude(settled_as="").order_by("-settled_at", "-seq")[:PAGE]
    return [_shown(row) for row in still_open], [_shown(row) for row in settled]


def _shown(row: models.AskedLook) -> LookToAskAbout:
    return LookToAskAbout(
        id=row.id,
        moment=row.moment,
        reader=row.reader,
        case_number=row.case_number,
        service_id=row.service_id,
        basis=row.basis,
        signs=tuple(row.signs),
        weight=row.weight,
        settled_as=row.settled_as,
        settled_at=row.settled_at,
        settled_by=row.settled_by,
    )


def days_to_watch(*, centre_id: str, at: datetime) -> list[date]:
    """Return the days whose looks are to be weighed now: none once it was done since midnight, none without a look."""
    zone = centres.zone(centre_id=centre_id)
    today = centres.local_day(centre_id=centre_id, at=at)
    days = [today - timedelta(days=before) for before in _WEIGHED_AFTER]
    done = journal.entries_about(
        centre_id=centre_id,
        kind=Kind.LOOKS_WATCHED,
        subjects=[f"day:{day.isoformat()}" for day in days],
        since=midnight(today, zone),
    )
    weighed = {entry.subject for entry in done}
    return [day for day in days if f"day:{day.isoformat()}" not in weighed and _anybody_looked(centre_id, day, zone)]


def _anybody_looked(centre_id: str, day: date, zone: ZoneInfo) -> bool:
    looks = journal.entries_between(
        centre_id=centre_id,
        since=midnight(day, zone),
        until=midnight(day + timedelta(days=1), zone),
        kinds=[Kind.CASE_READ],
    )
    return next(looks, None) is not None
