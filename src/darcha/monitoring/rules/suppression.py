"""Hiding small cells, and as many more as it takes that no subtraction brings them back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

THRESHOLD = 5
"""A number of people below this is not published. Nought is: it is nobody."""

SMALL = "<5"
"""How a cell is shown that is hidden because it is small."""

HIDDEN = "…"
"""How a cell is shown that is hidden because a small one could be computed from it."""

K = TypeVar("K")
G = TypeVar("G")


@dataclass(frozen=True, slots=True)
class Shown:
    """A number as it may be published: the number, or None and the mark that stands for it."""

    value: int | None
    mark: str = ""

    def __str__(self) -> str:
        return self.mark if self.value is None else str(self.value)


@dataclass(frozen=True, slots=True)
class Row(Generic[K]):
    """The cells of a row and its total as they may be published together."""

    cells: Mapping[K, Shown]
    total: Shown


@dataclass(frozen=True, slots=True)
class Tree(Generic[G, K]):
    """Groups with their cells, all group totals and the grand total as they may be published together."""

    groups: Mapping[G, Row[K]]
    total: Shown


def is_small(count: int) -> bool:
    """Return whether this many people are too few to be published."""
    return 0 < count < THRESHOLD


def shown(count: int, *, hidden: bool = False) -> Shown:
    """Return a count as it may be published, by itself or because it is to be hidden with another."""
    if is_small(count):
        return Shown(None, SMALL)
    return Shown(None, HIDDEN) if hidden and count else Shown(count)


def _possible(small: int, large: int, total: int) -> range:
    """Return what a reader can make of one small cell.

    The reader knows that `small` cells are 1 to 4, `large` cells are 5 and more, and all of them make `total`.
    """
    most = min(THRESHOLD - 1, total - (small - 1) - THRESHOLD * large)
    least = 1 if large else max(1, total - (THRESHOLD - 1) * (small - 1))
    return range(least, most + 1)


def row(cells: Mapping[K, int]) -> Row[K]:
    """Return a row with its small cells hidden, and the smallest others with them until nothing can be told.

    Each small cell could then as well be any of 1 to 4. When there are no others left to hide, all hidden cells get the
    same mark, so that nobody knows which of them is small; should that not help either, the total is hidden.
    """
    hidden = {key for key, count in cells.items() if is_small(count)}
    small = frozenset(hidden)
    total = sum(cells.values())
    spare = sorted((key for key, count in cells.items() if count and key not in hidden), key=lambda key: cells[key])
    while hidden and spare and _freedom(hidden, small, cells) < THRESHOLD - 1:
        hidden.add(spare.pop(0))
    told_apart = not hidden or total < THRESHOLD or _freedom(hidden, small, cells) == THRESHOLD - 1
    return Row(
        {
            key: shown(count, hidden=key in hidden) if told_apart or key not in hidden else Shown(None, HIDDEN)
            for key, count in cells.items()
        },
        shown(total, hidden=not told_apart and sum(cells[key] for key in hidden) == len(hidden)),
    )


def _freedom(hidden: Collection[K], small: Collection[K], cells: Mapping[K, int]) -> int:
    """Return how many values the reader must leave open for a cell known to be small; at most four."""
    return len(_possible(len(small), len(hidden) - len(small), sum(cells[key] for key in hidden)))


def tree(groups: Mapping[G, Mapping[K, int]]) -> Tree[G, K]:
    """Return groups with their cells such that neither a cell nor a group under 5 can be told.

    Where a group's total is hidden, all its cells are, noughts too: from the others the total could be added up.
    """
    top = row({group: sum(cells.values()) for group, cells in groups.items()})
    published = {}
    for group, cells in groups.items():
        own = row(cells)
        if top.cells[group].value is None:
            own = Row(dict.fromkeys(cells, Shown(None, HIDDEN)), own.total)
        published[group] = Row(own.cells, top.cells[group])
    return Tree(published, top.total)
