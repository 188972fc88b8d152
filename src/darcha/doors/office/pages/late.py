"""What is late: who has it, since when, and what was done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from darcha.cases import queries as cases
from darcha.cases.queries import LateRow, SilenceRow
from darcha.catalogue import queries as catalogue
from darcha.kernel.actor import Actor, Permission
from darcha.kernel.names import Names


@dataclass(frozen=True, slots=True)
class LateShown:
    """Something late with the names of who has it, and (`asked_by`) of who asked another body for it."""

    row: LateRow
    has_it: Names
    asked_by: Names | None


@dataclass(frozen=True, slots=True)
class SilenceShown:
    row: SilenceRow
    department: Names


@dataclass(frozen=True, slots=True)
class LatePage:
    """What is late at a centre. `department` None: of all; else of the one agency whose head looks."""

    department: Names | None
    items: tuple[LateShown, ...]
    cases: tuple[LateShown, ...]
    silences: tuple[SilenceShown, ...]

    @property
    def total(self) -> int:
        """Return how much is late."""
        return len(self.items) + len(self.cases)


def late_page(*, centre_id: str, by: Actor, at: datetime) -> LatePage:
    """Return what is late as far as `by` is set over it.

    :raises NotAllowed: neither over the centre nor over an agency in it.
    """
    department_id = None
    if not by.may(Permission.SEE_LATE, centre_id=centre_id):
        department_id = next(
            (
                grant.department_id
                for grant in by.grants
                if grant.permission == Permission.SEE_LATE and grant.centre_id in (None, centre_id)
            ),
            None,
        )
        by.must(Permission.SEE_LATE, centre_id=centre_id, department_id=department_id)
    found = cases.late(centre_id=centre_id, department_id=department_id, at=at)
    bodies = {body.code: body.names for body in catalogue.departments(partners=True)}
    return LatePage(
        department=bodies[department_id] if department_id else None,
        items=tuple(_shown(row, bodies) for row in found.items),
        cases=tuple(_shown(row, bodies) for row in found.cases),
        silences=tuple(SilenceShown(row, bodies[row.department_id]) for row in found.silences),
    )


def _shown(row: LateRow, bodies: dict[str, Names]) -> LateShown:
    return LateShown(row, bodies[row.has_it], bodies[row.owner_id] if row.owner_id != row.has_it else None)
