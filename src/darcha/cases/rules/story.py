"""The story of a case on one line: the hall, the counter, the departments, the applicant, the decision, the document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from darcha.queue.rules import Stop


class Place(StrEnum):
    """Where a case lies, or its applicant sits. PAPERS and CORRECTION: with the applicant, who brings what is missing or
    wrong. DOCUMENT: granted, and not given out yet.
    """

    HALL = "hall"
    COUNTER = "counter"
    PAPERS = "papers"
    DEPARTMENT = "department"
    CORRECTION = "correction"
    DECISION = "decision"
    DOCUMENT = "document"


_ORDER = tuple(Place)


@dataclass(frozen=True, slots=True)
class Stage:
    """A time in one place. `until` None: it goes on. `due_on`: the last day of a department, or of the case; None: none."""

    place: Place
    since: datetime
    until: datetime | None
    department_id: str = ""
    due_on: date | None = None

    @property
    def with_applicant(self) -> bool:
        """Return whether the applicant is the one everybody waits for."""
        return self.place in (Place.PAPERS, Place.CORRECTION)


@dataclass(frozen=True, slots=True)
class Milestones:
    """What a story is told by. `issued_at`: the first document; a refused case has none, and none is awaited."""

    opened_at: datetime
    accepted_at: datetime | None
    ready_at: datetime | None
    decided_at: datetime | None
    granted: bool
    issued_at: datetime | None
    department_id: str
    due_on: date | None


def story_of(
    passed: Milestones,
    *,
    stops: Iterable[Stop] = (),
    answers: Iterable[Stage] = (),
    corrections: Iterable[tuple[datetime, datetime | None]] = (),
) -> tuple[Stage, ...]:
    """Return the stages of a case in the order they began; several departments have it at once.

    `stops`: of the visit on which it was opened; those after the filing belong to another matter. `answers`: the stages of
    the departments that were asked. A correction that was never brought ends with the decision.
    """
    found = [*_visit(stops, opened_at=passed.opened_at), *answers]
    if passed.accepted_at is None or passed.accepted_at > passed.opened_at:
        found.append(Stage(Place.PAPERS, passed.opened_at, passed.accepted_at))
    found += [Stage(Place.CORRECTION, since, until or passed.decided_at) for since, until in corrections]
    if passed.ready_at:
        owner = (passed.department_id, passed.due_on)
        found.append(Stage(Place.DECISION, passed.ready_at, passed.decided_at, *owner))
    if passed.decided_at and passed.granted:
        found.append(Stage(Place.DOCUMENT, passed.decided_at, passed.issued_at, passed.department_id))
    return tuple(sorted(found, key=lambda stage: (stage.since, _ORDER.index(stage.place), stage.department_id)))


def _visit(stops: Iterable[Stop], *, opened_at: datetime) -> list[Stage]:
    found = []
    for stop in stops:
        if stop.called_at > opened_at:
            break
        found.append(Stage(Place.HALL, stop.waited_since, stop.called_at))
        if stop.came:
            found.append(Stage(Place.COUNTER, stop.called_at, stop.ended_at))
    return found


def who_has_it(story: Sequence[Stage]) -> tuple[Stage, ...]:
    """Return the stages that go on: whoever the case waits for now. While the applicant corrects, that is they alone."""
    going_on = tuple(stage for stage in story if stage.until is None and stage.place not in (Place.HALL, Place.COUNTER))
    return tuple(stage for stage in going_on if stage.with_applicant) or going_on
