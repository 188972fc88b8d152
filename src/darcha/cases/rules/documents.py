"""The life of an issued document: editions, and how one ends."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from darcha.cases.rules.words import NewApplicant


class Edition(StrEnum):
    """What a document is to the one before it."""

    FIRST = "first"
    DUPLICATE = "duplicate"
    CORRECTED = "corrected"


class Ended(StrEnum):
    """Why a document proves nothing any more."""

    REPLACED = "replaced"
    CORRECTED = "corrected"
    ANNULLED = "annulled"


LOST, DAMAGED, STOLEN = "lost", "damaged", "stolen"
GIVEN_AGAIN_BECAUSE = (LOST, DAMAGED, STOLEN)
"""Why a duplicate is given out."""


@dataclass(frozen=True, slots=True)
class Mending:
    """What of the holder was wrong on a document; None: that was right."""

    name: str | None = None
    birth_year: int | None = None
    personal_number: str | None = None


def mended(holder: NewApplicant, mending: Mending) -> tuple[NewApplicant, tuple[str, ...]]:
    """Return the holder as they are right, and which fields differ from before, in order."""
    right = replace(
        holder,
        name=" ".join(mending.name.split()) if mending.name else holder.name,
        birth_year=mending.birth_year if mending.birth_year is not None else holder.birth_year,
        personal_number=(mending.personal_number or "").strip() or holder.personal_number,
    )
    fields = ("name", "birth_year", "personal_number")
    return right, tuple(field for field in fields if getattr(right, field) != getattr(holder, field))
