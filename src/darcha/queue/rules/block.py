"""Numbers of a printed block, handed out while nothing works, and how they keep their order afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

BLOCK_FIRST = 901
BLOCK_LAST = 999
"""The numbers of a block: beyond those a line gives out in a day, and no wider on paper or screen."""

BLOCK = "block"
"""The channel of a visit whose number is one of a block."""


def is_of_a_block(number: int) -> bool:
    """Return whether a number is kept for a block."""
    return BLOCK_FIRST <= number <= BLOCK_LAST


def out_of_order_with(number: int, written_at: datetime, entered: Iterable[tuple[int, datetime]]) -> int | None:
    """Return a number of the same line's block whose time contradicts this one, or None.

    A block is handed out from its first number on, so a lower number is not later than a higher one. `entered`: numbers
    with their times, in any order. Check: 903 at 10:15 contradicts 902 at 10:20 and 904 at 10:10.
    """
    return next(
        (
            other
            for other, at in sorted(entered)
            if (other < number and at > written_at) or (other > number and at < written_at)
        ),
        None,
    )


def place_in_block(number: int, since: datetime) -> datetime:
    """Return where a number of a block stands in its line: slips written in the same minute keep their order."""
    return since + timedelta(milliseconds=number - BLOCK_FIRST)
