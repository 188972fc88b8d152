"""Which work items a case has, and what one that is done sets free."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from darcha.cases.rules.words import ItemState
from darcha.catalogue.rules import ServiceVersion, Step


@dataclass(frozen=True, slots=True)
class NewItem:
    """A work item to be made. `step` None: the department's own work, no step of the catalogue."""

    department_id: str
    group: str
    position: int
    step: Step | None
    state: ItemState


@dataclass(frozen=True, slots=True)
class Item:
    """A work item as far as the join must know it."""

    id: int
    group: str
    state: str


@dataclass(frozen=True, slots=True)
class Next:
    """What follows: the waiting items that open now, and whether everything is done."""

    opens: tuple[int, ...]
    ready: bool


def items_of(version: ServiceVersion) -> tuple[NewItem, ...]:
    """Return the work items of an accepted case.

    A service without steps gives its own department (its provider, where another body provides it) one item, so that
    every case passes a department. What follows waits for the parallel ones; where there are none, it is open at once.
    """
    if not version.parallel_steps and not version.then_steps:
        return (NewItem(version.provider_id or version.department_id, "own", 0, None, ItemState.OPEN),)
    then_state = ItemState.WAITING if version.parallel_steps else ItemState.OPEN
    return (
        *(
            NewItem(step.department_id, "parallel", place, step, ItemState.OPEN)
            for place, step in enumerate(version.parallel_steps)
        ),
        *(
            NewItem(step.department_id, "then", place, step, then_state)
            for place, step in enumerate(version.then_steps)
        ),
    )


def step_of(version: ServiceVersion, *, group: str, position: int) -> Step | None:
    """Return the catalogue's step behind a work item; None for a department's own work."""
    steps = {"parallel": version.parallel_steps, "then": version.then_steps}.get(group, ())
    return steps[position] if position < len(steps) else None


def after_done(items: Sequence[Item], *, done: int) -> Next:
    """Return what follows when the item `done` is done: the join of the parallel ones, or the end of all.

    `items` are all of the case, as they stood before; `done` counts as done.
    """
    rest = [item for item in items if item.id != done and item.state not in (ItemState.DONE, ItemState.DROPPED)]
    if any(item.state == ItemState.OPEN for item in rest):
        return Next((), False)
    opens = tuple(item.id for item in rest if item.state == ItemState.WAITING)
    return Next(opens, not opens)
