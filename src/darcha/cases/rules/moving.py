"""What becomes of the work items of an open case that goes over to another version of its service; pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from darcha.cases.rules.joining import NewItem, items_of, step_of
from darcha.cases.rules.words import ItemState
from darcha.catalogue.rules import ServiceVersion


@dataclass(frozen=True, slots=True)
class HeldItem:
    """A work item as it stands before its case goes over."""

    id: int
    department_id: str
    group: str
    position: int
    state: str


@dataclass(frozen=True, slots=True)
class ItemPlace:
    """Where a work item that is kept stands in the new version, and its state there."""

    id: int
    group: str
    position: int
    state: ItemState


@dataclass(frozen=True, slots=True)
class ItemsMoved:
    """What becomes of each item.

    `kept`: its step is in the new version, too. `dropped`: nobody has to answer any more. `former`: answered already, and
    the new version no longer asks; the answer stands. `added`: new steps, with the state they begin in. `ready`: nothing
    is left to answer.
    """

    kept: tuple[ItemPlace, ...]
    dropped: tuple[int, ...]
    former: tuple[int, ...]
    added: tuple[NewItem, ...]
    ready: bool


def items_moved(held: Sequence[HeldItem], *, old: ServiceVersion, new: ServiceVersion) -> ItemsMoved:
    """Return what becomes of the items of a case that goes from one version of its service to another.

    An item is the same work where department and words are the same, else where the department is; what another
    department does now is begun anew, and what was answered is never asked again of who answered it. What follows opens
    when nothing before it is left to answer.
    """
    steps = list(items_of(new))
    rest = list(held)
    found: list[tuple[HeldItem, NewItem]] = []

    def same_words(one: HeldItem, other: NewItem) -> bool:
        step = step_of(old, group=one.group, position=one.position)
        return (step.do if step else None) == (other.step.do if other.step else None)

    alike: tuple[Callable[[HeldItem, NewItem], bool], ...] = (same_words, lambda _, __: True)
    for is_alike in alike:
        for step in list(steps):
            item = next((one for one in rest if one.department_id == step.department_id and is_alike(one, step)), None)
            if item is not None:
                found.append((item, step))
                rest.remove(item)
                steps.remove(step)
    before_the_join = any(step.group != "then" for step in steps) or any(
        step.group != "then" and item.state != ItemState.DONE for item, step in found
    )
    kept = tuple(
        ItemPlace(item.id, step.group, step.position, _state(item, step, before_the_join=before_the_join))
        for item, step in found
    )
    added = tuple(
        NewItem(
            step.department_id, step.group, step.position, step.step, _beginning(step, before_the_join=before_the_join)
        )
        for step in steps
    )
    return ItemsMoved(
        kept=kept,
        dropped=tuple(item.id for item in rest if item.state != ItemState.DONE),
        former=tuple(item.id for item in rest if item.state == ItemState.DONE),
        added=added,
        ready=not added and all(place.state == ItemState.DONE for place in kept),
    )


def _state(item: HeldItem, step: NewItem, *, before_the_join: bool) -> ItemState:
    """Return the state of a kept item; what was begun is not shut again."""
    if item.state != ItemState.WAITING:
        return ItemState(item.state)
    return _beginning(step, before_the_join=before_the_join)


def _beginning(step: NewItem, *, before_the_join: bool) -> ItemState:
    return ItemState.WAITING if step.group == "then" and before_the_join else ItemState.OPEN
