"""Slips of a paper block keep their order, in whatever order they are entered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as some

from darcha.queue.rules import BLOCK_FIRST, BLOCK_LAST, is_of_a_block, out_of_order_with, place_in_block

NINE = datetime(2026, 11, 24, 4, tzinfo=UTC)

slips = some.lists(
    some.tuples(
        some.integers(BLOCK_FIRST, BLOCK_LAST), some.integers(0, 90).map(lambda count: NINE + timedelta(minutes=count))
    ),
    unique_by=lambda slip: slip[0],
    max_size=12,
)


@given(slips)
def test_what_is_let_in_stands_in_the_order_of_the_numbers(written: list[tuple[int, datetime]]) -> None:
    entered: list[tuple[int, datetime]] = []
    for number, at in written:
        if out_of_order_with(number, at, entered) is None:
            entered.append((number, at))
    places = [place_in_block(number, at) for number, at in sorted(entered)]
    assert places == sorted(places)
    assert len(set(places)) == len(places), "no two stand in one place"


@given(slips)
def test_slips_handed_out_in_order_are_all_let_in(written: list[tuple[int, datetime]]) -> None:
    moments = sorted(at for _, at in written)
    handed_out = dict(zip(sorted(number for number, _ in written), moments, strict=True))
    entered: list[tuple[int, datetime]] = []
    for number, _ in written:
        assert out_of_order_with(number, handed_out[number], entered) is None
        entered.append((number, handed_out[number]))


def test_the_number_that_contradicts_is_named() -> None:
    entered = [(904, NINE + timedelta(minutes=10)), (902, NINE + timedelta(minutes=20))]
    assert out_of_order_with(903, NINE + timedelta(minutes=15), entered) == 902
    assert out_of_order_with(905, NINE + timedelta(minutes=5), entered) == 902
    assert out_of_order_with(905, NINE + timedelta(minutes=20), entered) is None


def test_a_block_begins_at_901() -> None:
    assert [is_of_a_block(number) for number in (900, 901, 999, 1000)] == [False, True, True, False]
