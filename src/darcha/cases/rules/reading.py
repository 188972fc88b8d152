"""What opens a file to an officer, besides the right to read files of the department; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

REASON_LASTS = timedelta(minutes=30)
"""How long a typed reason opens the file it was typed for."""

REASON_SIGNS = (10, 500)
"""The shortest and the longest reason, in characters."""

VISIT = "visit"
"""The purpose of a look at the counter, at what the person before the officer brings."""


class Basis(StrEnum):
    """Why an officer may look into a file: eternal, as the journal keeps it."""

    HOUSE = "house"
    VISIT = "visit"
    ITEM = "item"
    DEED = "deed"
    REASON = "reason"


@dataclass(frozen=True, slots=True)
class Standing:
    """How an officer stands to a case: the visitor they serve now is its applicant (`serves_its_visit`) or anybody
    (`serves`), something of it is assigned to them, they did something on it today, and until when a reason holds.
    """

    serves: bool
    serves_its_visit: bool
    assigned: bool
    did_today: bool
    reason_told_at: datetime | None


def basis(standing: Standing, *, purpose: str, at: datetime) -> Basis | None:
    """Return what opens the file, the nearest first; None: a reason has to be typed, which the head will see.

    A visit opens the file it began, and at the counter the one whose number the visitor shows.
    """
    reason = standing.reason_told_at
    found = (
        (Basis.VISIT, standing.serves_its_visit or (standing.serves and purpose == VISIT)),
        (Basis.ITEM, standing.assigned),
        (Basis.DEED, standing.did_today),
        (Basis.REASON, reason is not None and reason <= at < reason + REASON_LASTS),
    )
    return next((which for which, opens in found if opens), None)
