"""A wait is told by the pace of who sits there, the hours it spans, and who only helps out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from random import Random
from statistics import quantiles

import pytest
from hypothesis import given
from hypothesis import strategies as st

from darcha.queue import rules
from darcha.queue.rules import Beliefs, Forecast, Hours, OpenCounter, Pace, Skills, Standing, Waiting, expected_wait

AT = datetime(2010, 4, 7, 6, tzinfo=UTC)
NOW = AT.timestamp()
KITS, TAX, OTHER = frozenset({"K"}), frozenset({"M"}), frozenset({"X"})
PACES = dict.fromkeys("KMX", Pace(10.0, 1.0))
PROMISE = 20


def stands(service: str, *minutes: float) -> Standing:
    since = tuple(NOW - 60 * one for one in sorted(minutes, reverse=True))
    return Standing(service, service, 1.0, step_free=False, since=since, promised_minutes=PROMISE)


def told(
    counters: Sequence[OpenCounter], *line: Standing, service: str = "M", hours: Hours = rules.ALIKE
) -> Forecast | None:
    return expected_wait(
        service_id=service,
        weight=1.0,
        step_free=False,
        since=NOW,
        line=line,
        counters=counters,
        beliefs=Beliefs(PACES, hours),
        at=AT,
        promised_minutes=PROMISE,
    )


def minutes(forecast: Forecast | None) -> tuple[float, float]:
    assert forecast is not None
    return forecast.half_minutes, forecast.nine_in_ten_minutes


@given(st.floats(0.25, 4), st.lists(st.floats(0, 60), max_size=9))
def test_a_slow_officer_stretches_the_whole_wait(factor: float, line: list[float]) -> None:
    usual = minutes(told([OpenCounter(TAX, accessible=True, busy_with="M")], stands("M", *line)))
    slow = minutes(told([OpenCounter(TAX, accessible=True, busy_with="M", factor=factor)], stands("M", *line)))
    assert slow == pytest.approx([factor * one for one in usual])


@given(st.floats(0.5, 2), st.lists(st.floats(0, 60), max_size=9))
def test_hours_that_are_all_slow_are_as_a_slow_officer(factor: float, line: list[float]) -> None:
    counter = OpenCounter(TAX, accessible=True, busy_with="M")
    usual = minutes(told([counter], stands("M", *line)))
    slow = minutes(told([counter], stands("M", *line), hours=Hours(0.0, dict.fromkeys(range(24), factor))))
    assert slow == pytest.approx([factor * one for one in usual])


def test_a_fast_and_a_slow_officer_together_are_told_as_they_play() -> None:
    """Six ahead, exponential services of 10 minutes, one officer takes half as long and one half as long again."""
    factors = (0.5, 1.5)
    random = Random(4)
    played = []
    for _ in range(4000):
        ends = sorted((random.expovariate(0.1 / factor), factor) for factor in factors)
        for _ in range(6):
            at, factor = heappop(ends)
            heappush(ends, (at + random.expovariate(0.1 / factor), factor))
        played.append(ends[0][0])
    tenths = quantiles(played, n=10)
    counters = [OpenCounter(TAX, accessible=True, busy_with="M", factor=factor) for factor in factors]
    half, nine_in_ten = minutes(told(counters, stands("M", 9, 8, 7, 6, 5, 4)))
    assert half == pytest.approx(tenths[4], rel=0.05)
    assert nine_in_ten == pytest.approx(tenths[8], rel=0.05)


def test_the_work_of_a_shared_line_falls_on_the_faster_officer() -> None:
    ours = OpenCounter(TAX, accessible=True, busy_with="M")
    both = TAX | KITS
    with_a_fast_one = told([ours, OpenCounter(both, accessible=True, busy_with="K", factor=0.5)], stands("K", 9, 8, 7))
    with_a_slow_one = told([ours, OpenCounter(both, accessible=True, busy_with="K", factor=2)], stands("K", 9, 8, 7))
    assert minutes(with_a_fast_one) < minutes(with_a_slow_one)


def test_who_is_served_by_a_helper_only_is_told_a_wait() -> None:
    nobody = [OpenCounter(KITS, accessible=True)]
    idle = [OpenCounter(KITS, accessible=True, when_idle=TAX)]
    late = [OpenCounter(KITS, accessible=True, when_late=TAX)]
    assert told(nobody) is None
    assert minutes(told(idle)) == (0, 0)
    assert minutes(told(late)) == (PROMISE, PROMISE)


def test_who_helps_when_idle_calls_everybody_of_their_own_first() -> None:
    """Own visitors that came after us go before us too: three services of 10 minutes and what remains of a fourth."""
    helper = OpenCounter(KITS, accessible=True, busy_with="K", when_idle=TAX)
    us_first = Standing("K", "K", 1.0, step_free=False, since=(NOW - 120, NOW - 60, NOW))
    alone = minutes(told([OpenCounter(TAX, accessible=True, busy_with="M")], stands("M", 3, 2, 1)))
    assert minutes(told([helper], us_first)) == pytest.approx(alone)


def test_help_never_lengthens_a_wait_and_an_own_window_is_enough_without_it() -> None:
    own = OpenCounter(TAX, accessible=True, busy_with="M")
    line = (stands("M", 9, 8, 7), stands("K", *range(30)))
    alone = told([own], *line)
    swamped = told([own, OpenCounter(KITS, accessible=True, busy_with="K", when_idle=TAX, when_late=TAX)], *line)
    free = told([own, OpenCounter(OTHER, accessible=True, when_idle=TAX)], *line)
    assert swamped == alone
    assert minutes(free) < minutes(alone)


def test_a_helper_behind_steps_helps_nobody_in_a_wheelchair() -> None:
    counters = [OpenCounter(KITS, accessible=False, when_idle=TAX, when_late=TAX)]
    assert expected_wait(service_id="M", weight=1.0, step_free=True, since=NOW, line=(), counters=counters,
                         beliefs=Beliefs(PACES), at=AT, promised_minutes=PROMISE) is None  # fmt: skip


def test_who_waits_at_a_helping_window_is_passed_by_those_who_are_late_alone() -> None:
    helper = [OpenCounter(KITS, accessible=True, busy_with="K", when_late=TAX)]
    alone = told(helper, stands("K"), service="K")
    in_time = told(helper, stands("K"), stands("M", 4, 3), service="K")
    late = told(helper, stands("K"), stands("M", 34, 33), service="K")
    assert minutes(in_time)[0] == minutes(alone)[0]
    assert minutes(in_time)[1] > minutes(alone)[1], "in so long a wait they become late"
    assert minutes(late) > minutes(alone)


counters_ = st.builds(
    lambda own, helps, busy, factor: OpenCounter(
        frozenset(own),
        accessible=True,
        busy_with=min(own) if busy else None,
        when_idle=frozenset(helps[:1]) - own,
        when_late=frozenset(helps[1:]) - own,
        factor=factor,
    ),
    st.sets(st.sampled_from("KMX"), min_size=1),
    st.lists(st.sampled_from("KMX"), max_size=3),
    st.booleans(),
    st.floats(0.25, 4),
)
lines = st.fixed_dictionaries({code: st.lists(st.floats(0, 60), max_size=6) for code in "KMX"})


@given(st.lists(counters_, min_size=1, max_size=5), lines)
def test_a_wait_is_told_whenever_somebody_could_call_and_is_a_range(
    counters: list[OpenCounter], waiting: dict[str, list[float]]
) -> None:
    found = told(counters, *(stands(code, *since) for code, since in waiting.items()))
    able = any("M" in one.services | one.when_idle | one.when_late for one in counters)
    assert (found is not None) == able
    if found is not None:
        assert 0 <= found.half_minutes <= found.nine_in_ten_minutes


def play(skills: Skills, line: Sequence[Waiting], us: Waiting, random: Random) -> float:
    """Return our wait in minutes at one busy window that calls by the real rules, looking anew each half minute."""
    left, at = [*line, us], AT + timedelta(minutes=random.expovariate(0.1))
    while True:
        late = {one.service_id for one in left if at - one.waiting_since > timedelta(minutes=PROMISE)}
        own_waits = any(one.service_id in skills.own for one in left)
        help_of = rules.help_now(skills, own_waits=own_waits, late=late)
        choice = rules.next_visitor(left, rules.Serving(skills.own | help_of.keys()), at)
        if choice is None:
            at += timedelta(minutes=0.5)
            continue
        if choice.ticket_id == us.ticket_id:
            return (at - AT).total_seconds() / 60
        left = [one for one in left if one.ticket_id != choice.ticket_id]
        at += timedelta(minutes=random.expovariate(0.1))


@pytest.mark.parametrize(
    ("skills", "own", "same"),
    [
        (Skills(KITS, when_idle=TAX), (12, 6, 1), (8, 3)),
        (Skills(KITS, when_idle=TAX), (), (8, 3)),
        (Skills(KITS, when_late=TAX), (12, 6, 1), (8, 3)),
        (Skills(KITS, when_late=TAX), (), (8,)),
        (Skills(KITS, when_late=TAX), (30, 20, 12, 6, 1), (19, 18)),
    ],
)
def test_who_is_served_by_a_helper_only_is_not_called_later_than_told(
    skills: Skills, own: tuple[float, ...], same: tuple[float, ...]
) -> None:
    line = [Waiting(n, "K", "ordinary", 100, AT - timedelta(minutes=m)) for n, m in enumerate(own)]
    line += [Waiting(50 + n, "M", "ordinary", 100, AT - timedelta(minutes=m)) for n, m in enumerate(same)]
    random = Random(6)
    us = Waiting(99, "M", "ordinary", 100, AT)
    tenths = quantiles((play(skills, line, us, random) for _ in range(600)), n=10)
    helper = OpenCounter(
        skills.own, accessible=True, busy_with="K", when_idle=skills.when_idle, when_late=skills.when_late
    )
    half, nine_in_ten = minutes(told([helper], stands("K", *own), stands("M", *same)))
    assert tenths[4] <= half * 1.08
    assert tenths[8] <= nine_in_ten * 1.08
    assert nine_in_ten <= 1.7 * tenths[8], "nor is it told much too long"
