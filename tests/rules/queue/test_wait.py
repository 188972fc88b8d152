"""How long a wait is told to be."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from random import Random
from statistics import mean, quantiles

import pytest
from hypothesis import given
from hypothesis import strategies as st

from darcha.queue.rules import (
    Beliefs,
    Forecast,
    OpenCounter,
    Pace,
    Serving,
    Standing,
    Wait,
    Waiting,
    closing,
    expected_wait,
    people_ahead,
    ranking,
    told,
)
from darcha.queue.rules.ways import _gamma_quantile

AT = datetime(2010, 4, 7, 6, tzinfo=UTC)
NOW = AT.timestamp()
PACES = {"PJ-01": Pace(10.0, 1.0), "MFB-01": Pace(20.0, 0.5)}


def busy(*services: str, serving: str | None = "PJ-01", accessible: bool = False) -> OpenCounter:
    return OpenCounter(frozenset(services), accessible, serving)


def standing(*minutes: float, service: str = "PJ-01", weight: int = 100, letter: str = "K") -> Standing:
    return Standing(
        letter, service, weight, step_free=False, since=tuple(NOW - 60 * m for m in sorted(minutes, reverse=True))
    )


def forecast(
    line: list[Standing],
    counters: list[OpenCounter],
    *,
    weight: int = 100,
    since: float = NOW,
    step_free: bool = False,
) -> Forecast | None:
    return expected_wait(
        service_id="PJ-01",
        weight=weight,
        step_free=step_free,
        since=since,
        line=line,
        counters=counters,
        beliefs=Beliefs(PACES),
        at=AT,
    )


def test_two_ahead_at_one_busy_counter_is_the_estimator_of_ibrahim_and_whitt() -> None:
    """Three exponential services of 10 minutes: Erlang(3), median 26.74, nine in ten below 53.22."""
    expected = forecast([standing(5, 3)], [busy("PJ-01")])
    assert expected is not None
    assert expected.people_ahead == 2
    assert expected.half_minutes == pytest.approx(26.74, abs=0.1)
    assert expected.nine_in_ten_minutes == pytest.approx(53.22, abs=0.2)


@pytest.mark.parametrize(
    ("shape", "z", "quantile"),
    [(1, 0.0, 0.6931), (1, 1.2816, 2.3026), (3, 0.0, 2.6741), (3, 1.2816, 5.3223), (10, 1.2816, 14.2060)],
)
def test_the_gamma_quantiles_are_those_of_the_tables(shape: float, z: float, quantile: float) -> None:
    assert _gamma_quantile(shape, shape, z) == pytest.approx(quantile, rel=0.03)


def test_a_free_counter_means_no_wait_and_is_told_as_a_range() -> None:
    expected = forecast([], [busy("PJ-01", serving=None)])
    assert expected is not None
    assert told(expected) == Wait(0, 5)


def test_nobody_is_promised_anything_while_no_counter_can_serve() -> None:
    assert forecast([standing(5)], []) is None
    assert forecast([standing(5)], [busy("MFB-01", serving=None)]) is None
    assert forecast([], [busy("PJ-01")], step_free=True) is None, "a wheelchair needs a counter without steps"
    assert people_ahead(letter="K", weight=100, since=NOW, line=[standing(5, 3), standing(9, letter="E")]) == 2


def test_two_counters_halve_the_wait_and_strangers_do_not_count() -> None:
    alone = forecast([standing(5, 3)], [busy("PJ-01")])
    together = forecast([standing(5, 3), standing(9, 8, 7, service="MFB-01")], [busy("PJ-01"), busy("PJ-01")])
    assert alone is not None
    assert together is not None
    assert together.half_minutes == pytest.approx(alone.half_minutes / 2, rel=0.01)


def test_who_has_priority_waits_less_and_who_has_none_is_passed_by_those_already_here() -> None:
    ordinary_line, priority_line = standing(20, 15, 10, 5), standing(1, weight=200)
    priority = forecast([ordinary_line], [busy("PJ-01")], weight=200)
    ordinary = forecast([ordinary_line], [busy("PJ-01")])
    passed = forecast([ordinary_line, priority_line], [busy("PJ-01")])
    assert priority is not None
    assert ordinary is not None
    assert passed is not None
    assert priority.half_minutes < ordinary.half_minutes < passed.half_minutes
    assert passed.people_ahead == 5


def test_a_department_that_comes_in_an_hour_is_told_with_the_hour() -> None:
    expected = forecast([], [busy("PJ-01", serving=None)], since=NOW + 3600)
    assert expected is not None
    assert told(expected) == Wait(60, 65)


def test_a_wait_is_told_in_fives_and_never_as_one_number() -> None:
    assert told(Forecast(2, 3.2, 11.0)) == Wait(0, 15)
    assert told(Forecast(2, 15.0, 25.0)) == Wait(15, 25)
    assert told(Forecast(2, 10.0, 10.0)) == Wait(10, 15)


@given(st.floats(0, 500), st.floats(0, 500))
def test_whatever_is_expected_is_told_as_a_range_around_it(half: float, more: float) -> None:
    wait = told(Forecast(0, half, half + more))
    assert wait.low_minutes % 5 == wait.high_minutes % 5 == 0
    assert wait.low_minutes < wait.high_minutes
    assert wait.low_minutes <= half
    assert wait.high_minutes >= half + more


@given(
    st.lists(st.floats(0, 120), max_size=20),
    st.lists(st.floats(0, 120), max_size=8),
    st.integers(1, 6),
)
def test_a_longer_line_never_shortens_the_wait(ordinary: list[float], priority: list[float], counters: int) -> None:
    line = [standing(*ordinary), standing(*priority, weight=200)]
    longer = [standing(*ordinary, 121.0), standing(*priority, weight=200)]
    before = forecast(line, [busy("PJ-01")] * counters, weight=100)
    after = forecast(longer, [busy("PJ-01")] * counters, weight=100)
    assert before is not None
    assert after is not None
    assert before.half_minutes <= after.half_minutes + 1e-9
    assert before.half_minutes <= before.nine_in_ten_minutes


@pytest.mark.parametrize(
    ("clock", "wait", "leaves", "again"),
    [
        (time(12, 30), Wait(15, 25), None, None),
        (time(12, 30), Wait(15, 30), time(13, 0), time(14, 0)),
        (time(13, 15), Wait(45, 60), None, None),
        (time(17, 30), Wait(20, 45), time(18, 0), None),
    ],
)
def test_a_department_that_leaves_before_the_turn_is_told(
    clock: time, wait: Wait, leaves: time | None, again: time | None
) -> None:
    windows = ((time(9), time(13)), (time(14), time(18)))
    told_so = closing(wait, at=datetime.combine(AT.date(), clock, tzinfo=UTC), windows=windows)
    assert (told_so.closes_before, told_so.sits_again) == (leaves, again)
    assert (told_so.low_minutes, told_so.high_minutes) == (wait.low_minutes, wait.high_minutes)


def test_seven_before_one_busy_window_for_births_and_marriages_wait_two_hours_and_are_told_so() -> None:
    """One window for line A, services of 15 to 20 minutes that stray by 0.45: the day is played 2,000 times."""
    random = Random(7)
    minutes = (15, 20, 15, 12, 20, 20, 15)
    paces = {f"FHDYO-{n}": Pace(float(mean_minutes), 0.45) for n, mean_minutes in enumerate(minutes)}
    sigma = math.sqrt(math.log(1 + 0.45**2))
    waits = sorted(
        sum(random.lognormvariate(math.log(m) - sigma**2 / 2, sigma) for m in minutes)
        + random.random() * random.lognormvariate(math.log(17) - sigma**2 / 2, sigma)
        for _ in range(2000)
    )
    counter = OpenCounter(frozenset(paces), accessible=True, busy_with="FHDYO-1")
    line = [standing(40 - 5 * n, service=code, letter="A") for n, code in enumerate(paces)]
    expected = expected_wait(
        service_id="FHDYO-0",
        weight=100,
        step_free=False,
        since=NOW,
        line=line,
        counters=[counter],
        beliefs=Beliefs(paces),
        at=AT,
    )
    assert expected is not None
    assert expected.half_minutes == pytest.approx(waits[1000], rel=0.05)
    assert expected.nine_in_ten_minutes == pytest.approx(waits[1800], rel=0.05)
    assert told(expected) == Wait(125, 160)


def simulated_wait(line: list[Waiting], counters: int, us: Waiting, minutes: Callable[[], float]) -> float:
    """Play the hall by the real rule from a moment on which every counter is busy; return our wait in minutes."""
    free_at = sorted(minutes() for _ in range(counters))
    left = [*line, us]
    serving = Serving(frozenset(["PJ-01"]))
    while True:
        moment = free_at.pop(0)
        called = ranking(left, serving, AT + timedelta(minutes=moment))[0].waiting
        if called is us:
            return moment
        left.remove(called)
        free_at = sorted([*free_at, moment + minutes()])


def test_what_is_told_comes_true_when_the_hall_is_played_by_the_real_rule() -> None:
    """Six ordinary and two priority visitors ahead at three counters, exponential services of 10 minutes."""
    random = Random(1)
    ordinary, priority = (25, 20, 16, 9, 6, 2), (8, 1)
    line = [Waiting(n, "PJ-01", "ordinary", 100, AT - timedelta(minutes=m)) for n, m in enumerate(ordinary)]
    line += [Waiting(50 + n, "PJ-01", "priority", 200, AT - timedelta(minutes=m)) for n, m in enumerate(priority)]
    us = Waiting(99, "PJ-01", "ordinary", 100, AT)
    waits = [simulated_wait(line, 3, us, lambda: random.expovariate(0.1)) for _ in range(2000)]
    expected = forecast([standing(*ordinary), standing(*priority, weight=200)], [busy("PJ-01")] * 3)
    assert expected is not None
    tenths = quantiles(waits, n=10)
    assert expected.people_ahead == 8
    assert expected.half_minutes == pytest.approx(tenths[4], rel=0.07)
    assert expected.nine_in_ten_minutes == pytest.approx(tenths[8], rel=0.07)
    assert mean(waits) == pytest.approx(30, rel=0.07)
