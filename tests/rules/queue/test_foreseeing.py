"""A promise that will break is foreseen before it does."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from darcha.queue.rules import Beliefs, OpenCounter, Pace, Promised, Standing, will_be_late

AT = datetime(2026, 11, 24, 6, tzinfo=UTC)
NOW = AT.timestamp()
PACES = {"PJ-01": Pace(10.0, 1.0)}
BUSY = OpenCounter(frozenset({"PJ-01"}), accessible=True, busy_with="PJ-01")


def line_of(since: list[float]) -> tuple[Standing, ...]:
    return (Standing("K", "PJ-01", 1.0, step_free=False, since=sorted(since)),)


def promised(since: float, minutes: int) -> Promised:
    return Promised("PJ-01", 1.0, step_free=False, since=since, ready=since, promised_minutes=minutes)


def foreseen(since: list[float], minutes: int, counters: int) -> list[float]:
    waiting = [promised(one, minutes) for one in since]
    late = will_be_late(waiting, line=line_of(since), counters=(BUSY,) * counters, beliefs=Beliefs(PACES), at=AT)
    return [one.since - NOW for one in late]


def test_who_stands_too_far_behind_is_foreseen_and_who_is_near_is_not() -> None:
    assert foreseen([NOW - 3, NOW - 2, NOW - 1], 15, counters=1) == [-2, -1]
    assert foreseen([NOW - 3, NOW - 2, NOW - 1], 15, counters=3) == []


def test_whoever_no_open_counter_can_serve_will_be_late() -> None:
    assert foreseen([NOW], 20, counters=0) == [0]


def test_who_is_late_already_is_not_foreseen_any_more() -> None:
    assert foreseen([NOW - 21 * 60], 20, counters=0) == []


@given(
    since=st.lists(st.floats(0, 3000), min_size=1, max_size=12, unique=True),
    minutes=st.integers(5, 60),
    counters=st.integers(0, 4),
)
def test_one_counter_more_breaks_no_promise_that_was_kept(since: list[float], minutes: int, counters: int) -> None:
    moments = [NOW - one for one in since]
    assert set(foreseen(moments, minutes, counters + 1)) <= set(foreseen(moments, minutes, counters))
