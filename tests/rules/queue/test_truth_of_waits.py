"""Told waits are corrected by how long they were."""

from __future__ import annotations

import math
from random import Random
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from darcha.queue.rules import (
    AS_RECKONED,
    LEAST_CORRECTION,
    MOST_CORRECTION,
    Correction,
    Forecast,
    ToldAndCame,
    conformal_quantile,
    learnt_correction,
    told,
)


def called(*ratios: float) -> list[tuple[float, bool]]:
    return [(ratio, True) for ratio in ratios]


def test_the_next_of_ten_stays_below_the_ninth_nine_times_in_ten() -> None:
    assert conformal_quantile(called(*range(1, 10)), 0.5) == 5
    assert conformal_quantile(called(*range(1, 10)), 0.9) == 9
    assert conformal_quantile(called(*range(1, 9)), 0.9) == math.inf, "eight do not tell what nine in ten stay below"
    assert conformal_quantile([], 0.5) == math.inf


def test_who_left_is_known_to_have_had_to_wait_longer() -> None:
    """The example of Kaplan and Meier (1958): deaths at 0.8, 3.1, 5.4, 9.2 and losses at 1.0, 2.7, 7.0, 12.1; one more here."""
    seen = [*called(0.8, 3.1, 5.4, 9.2), *((open_at, False) for open_at in (1.0, 2.7, 7.0, 12.1))]
    # With nine at risk the shares left are 8/9, then by 5/6, 4/5 and 2/3 of it.
    assert conformal_quantile(seen, 1 - 8 / 9 * 5 / 6 * 4 / 5 * 2 / 3) == 9.2
    assert conformal_quantile(seen, 1 - 8 / 9 * 5 / 6 * 4 / 5 * 2 / 3 + 0.01) == math.inf


def test_without_a_told_wait_nothing_is_corrected() -> None:
    assert learnt_correction([]) == AS_RECKONED
    assert learnt_correction([ToldAndCame(0.0, 0.4, 30.0)] * 99) == AS_RECKONED, "nobody waited then"


def test_both_ends_are_corrected_by_what_they_were_wrong_by() -> None:
    """Waits of 12 to 24 minutes are below 18 half the time, below 22.8 nine times in ten; drawn by 950 in 1000."""
    waits = [12 + 12 * n / 949 for n in range(950)]
    found = learnt_correction([ToldAndCame(10.0, 20.0, wait) for wait in waits])
    assert found.half == pytest.approx(1.8**0.95, abs=0.01)
    assert found.nine_in_ten == pytest.approx(1.14**0.95, abs=0.01)


def a_day(random: Random, wrong: float, visitors: int = 40) -> list[ToldAndCame]:
    """Waits of a hall where everything takes `wrong` times as long as is reckoned: exponential ones of 5 to 30 minutes."""
    means = [random.uniform(5, 30) for _ in range(visitors)]
    return [ToldAndCame(math.log(2) * m, math.log(10) * m, wrong * random.expovariate(1 / m)) for m in means]


@pytest.mark.parametrize("wrong", [0.6, 1.0, 1.6])
def test_night_after_night_the_told_ends_become_true_and_stay_so(wrong: float) -> None:
    random = Random(3)
    days: list[list[ToldAndCame]] = []
    factors, below = [], []
    for _ in range(90):
        correction = learnt_correction(one for day in days[-28:] for one in day)
        factors.append(correction)
        days.append(a_day(random, wrong))
        below += [
            (
                one.waited_minutes <= correction.half * one.half_minutes,
                one.waited_minutes <= correction.nine_in_ten * one.nine_in_ten_minutes,
            )
            for one in days[-1]
        ]
    settled = below[-60 * 40 :]
    assert mean(half for half, _ in settled) == pytest.approx(0.5, abs=0.03)
    assert mean(upper for _, upper in settled) == pytest.approx(0.9, abs=0.02)
    assert all(one.nine_in_ten == pytest.approx(wrong, rel=0.15) for one in factors[-30:]), "nor does it swing"


waits = st.builds(ToldAndCame, st.floats(0, 200), st.floats(0, 300), st.floats(0, 600), st.booleans())


@given(st.lists(waits, max_size=60), st.floats(0, 300), st.floats(0, 300), st.floats(0, 100))
def test_whatever_came_is_corrected_within_bounds_to_a_range(
    seen: list[ToldAndCame], half: float, more: float, begins: float
) -> None:
    correction = learnt_correction(seen)
    for factor in (correction.half, correction.nine_in_ten):
        assert LEAST_CORRECTION <= factor <= MOST_CORRECTION
    wait = told(Forecast(0, begins + half, begins + half + more, begins), correction)
    assert wait.low_minutes < wait.high_minutes
    assert wait.low_minutes + 5 >= 5 * (begins // 5), "before the department comes nobody is told to be called"
    assert wait.reckoned == Forecast(0, begins + half, begins + half + more, begins)


def test_only_the_wait_is_corrected_not_the_time_until_the_department_comes() -> None:
    assert Correction(0.5, 1.5).of(Forecast(2, 10.0, 20.0)) == Forecast(2, 5.0, 30.0)
    assert Correction(0.5, 1.5).of(Forecast(2, 70.0, 80.0, 60.0)) == Forecast(2, 65.0, 90.0, 60.0)
    assert Correction(2.0, 0.5).of(Forecast(2, 10.0, 20.0)) == Forecast(2, 20.0, 20.0), "the ends never change places"
