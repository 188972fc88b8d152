"""What is published is attacked: all numbers that fit it are tried, and no small one may be the only one that fits."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from darcha.monitoring.rules.suppression import HIDDEN, SMALL, Row, Shown, row, tree

Counts = dict[int, int]


def _what_a_cell_may_be(key: int, published: Row[int], total: int) -> range:
    """Return what somebody who knows the rule makes of a cell.

    Beside a "<5" the other mark means five and more; without one it means nothing, and in a hidden group not even one.
    """
    shown = published.cells[key]
    if shown.value is not None:
        return range(shown.value, shown.value + 1)
    if shown.mark == SMALL:
        return range(1, 5)
    told_apart = any(other.mark == SMALL for other in published.cells.values())
    least = 0 if published.total.value is None else 1
    return range(5 if told_apart else least, total + 1)


def _fits(published: Row[int], total: int) -> Iterator[tuple[int, ...]]:
    """Yield every way to fill the cells that agrees with what is published and with the total."""
    for filled in product(*(_what_a_cell_may_be(key, published, total) for key in published.cells)):
        if sum(filled) == total:
            yield filled


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=4))
def test_no_small_cell_of_a_row_can_be_told_from_the_others_and_the_total(counts: list[int]) -> None:
    cells = dict(enumerate(counts))
    published = row(cells)
    if published.total.value is None:
        return
    ways = list(_fits(published, published.total.value))
    assert tuple(counts) in ways
    for place, count in cells.items():
        if 0 < count < 5:
            assert len({filled[place] for filled in ways}) > 1


@given(st.dictionaries(st.integers(), st.integers(0, 400), max_size=8))
def test_what_is_shown_is_true_and_never_small(cells: Counts) -> None:
    published = row(cells)
    for key, shown in published.cells.items():
        assert shown.value is None or shown.value == cells[key]
        assert shown.value is None or shown.value == 0 or shown.value >= 5


def test_a_row_of_large_cells_stays_as_it_is() -> None:
    published = row({"F": 11_200, "M": 2_800})
    assert [str(shown) for shown in published.cells.values()] == ["11200", "2800"]
    assert published.total.value == 14_000


def test_the_smallest_other_cell_is_hidden_with_a_small_one() -> None:
    published = row({"0-17": 3, "18-29": 20, "30-44": 90, "60+": 40})
    assert [str(shown) for shown in published.cells.values()] == [SMALL, HIDDEN, "90", "40"]


def test_a_small_total_is_hidden_itself() -> None:
    assert row({"F": 3, "M": 0}).total == Shown(None, SMALL)


def _fits_a_group(own: Row[int], totals: Row[int], group: int, total: int) -> list[tuple[int, ...]]:
    """Return every way to fill the cells of a group that agrees with what is published of it and of its total."""
    of_the_group = _what_a_cell_may_be(group, totals, total)
    cells = product(*(_what_a_cell_may_be(key, own, total) for key in own.cells))
    return [filled for filled in cells if sum(filled) in of_the_group]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(0, 7), min_size=1, max_size=2), min_size=1, max_size=3))
def test_no_small_cell_of_a_tree_can_be_told_either(groups: list[list[int]]) -> None:
    cells = {number: dict(enumerate(group)) for number, group in enumerate(groups)}
    published = tree(cells)
    total = published.total.value
    if total is None:
        return
    totals = Row({group: own.total for group, own in published.groups.items()}, published.total)
    places = [(group, key) for group in cells for key in cells[group]]
    ways = [
        tuple(count for counts in filled for count in counts)
        for filled in product(*(_fits_a_group(published.groups[g], totals, g, total) for g in cells))
        if sum(map(sum, filled)) == total
    ]
    assert tuple(cells[g][k] for g, k in places) in ways
    for at, (group, key) in enumerate(places):
        if 0 < cells[group][key] < 5:
            assert len({filled[at] for filled in ways}) > 1
