"""A wait is told with those who are still to come and pass."""

from __future__ import annotations

from bisect import insort
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from statistics import quantiles

import pytest
from hypothesis import given
from hypothesis import strategies as st

from darcha.queue import rules
from darcha.queue.rules import (
    Beliefs,
    Came,
    ClassComing,
    Coming,
    Forecast,
    OpenCounter,
    Pace,
    Policy,
    Standing,
    Waiting,
)

AT = datetime(2010, 4, 7, 6, tzinfo=UTC)
NOW = AT.timestamp()
PACES = {"M": Pace(10.0, 1.0)}
PROMISED = {"ordinary": 20, "priority": 10}
WEIGHTS = {"ordinary": 100, "priority": 200}
UNGUARDED = Policy(rules.PROMISE, 0)


def growth(code: str, policy: Policy = UNGUARDED) -> float:
    return Beliefs(PACES, policy=policy).growth("M", weight=WEIGHTS[code], promised_minutes=PROMISED[code])


def coming(**per_hour: float) -> Coming:
    return Coming(
        [
            ClassComing(WEIGHTS[code], PROMISED[code], dict.fromkeys(range(24), people))
            for code, people in per_hour.items()
        ],
        {"M": 1.0},
    )


def told(
    *minutes: float,
    counters: int = 1,
    us: str = "ordinary",
    ahead: str = "ordinary",
    to_come: Coming = rules.NOBODY,
    policy: Policy = UNGUARDED,
    since: float = NOW,
) -> Forecast:
    stands = Standing(
        "M", "M", growth(ahead), step_free=False, since=sorted(NOW - 60 * one for one in minutes),
        promised_minutes=PROMISED[ahead],
    )  # fmt: skip
    found = rules.expected_wait(
        service_id="M",
        weight=growth(us),
        step_free=False,
        since=since,
        line=[stands],
        counters=[OpenCounter(frozenset("M"), accessible=True, busy_with="M")] * counters,
        beliefs=Beliefs(PACES, coming=to_come, policy=policy),
        at=AT,
        promised_minutes=PROMISED[us],
    )
    assert found is not None
    return found


def play(
    line: Sequence[Waiting], us: Waiting, counters: int, per_hour: dict[str, float], policy: Policy, random: Random
) -> float:
    """Return our wait in minutes where every counter is busy, more people come, and all are called by the real rule."""
    ends = sorted(random.expovariate(0.1) for _ in range(counters))
    left = [*line, us]
    came = sorted(one.waiting_since for one in left)
    coming_next = {code: random.expovariate(people / 60) for code, people in per_hour.items()}
    while True:
        minute = ends.pop(0)
        at = AT + timedelta(minutes=minute)
        for code, people in per_hour.items():
            while coming_next[code] < minute:
                moment = AT + timedelta(minutes=coming_next[code])
                left.append(Waiting(len(came) + 100, "M", code, WEIGHTS[code], moment, promised_minutes=PROMISED[code]))
                insort(came, moment)
                coming_next[code] += random.expovariate(people / 60)
        would = rules.first_come_wait(waiting=len(left), arrivals=came, at=at)
        choice = rules.next_visitor(left, rules.Serving(frozenset("M"), first_come_wait=would), at, policy)
        assert choice is not None
        if choice.ticket_id == us.ticket_id:
            return minute
        left = [one for one in left if one.ticket_id != choice.ticket_id]
        insort(ends, minute + random.expovariate(0.1))


@pytest.mark.parametrize("guard", [0, 150])
@pytest.mark.parametrize(
    ("ahead", "counters", "ordinary", "priority"),
    [((12, 9, 5, 2), 1, 4.5, 1.5), ((20, 16, 12, 9, 6, 4, 2, 1), 3, 12.0, 4.0), ((3,), 1, 3.0, 3.0)],
)
def test_who_comes_later_and_passes_is_told_as_it_plays(
    ahead: tuple[float, ...], counters: int, ordinary: float, priority: float, guard: int
) -> None:
    random = Random(8)
    line = [
        Waiting(n, "M", "ordinary", 100, AT - timedelta(minutes=m), promised_minutes=20) for n, m in enumerate(ahead)
    ]
    us = Waiting(99, "M", "ordinary", 100, AT, promised_minutes=20)
    per_hour = {"ordinary": ordinary, "priority": priority}
    policy = Policy(rules.PROMISE, guard)
    tenths = quantiles((play(line, us, counters, per_hour, policy, random) for _ in range(1500)), n=10)
    foreseen = told(*ahead, counters=counters, to_come=coming(**per_hour), policy=policy)
    assert foreseen.half_minutes == pytest.approx(tenths[4], rel=0.1)
    assert foreseen.nine_in_ten_minutes == pytest.approx(tenths[8], rel=0.1)
    assert told(*ahead, counters=counters, policy=policy).nine_in_ten_minutes < 0.95 * tenths[8], (
        "all had been told too little"
    )


lines = st.lists(st.floats(0, 90), max_size=12)
guards = st.sampled_from([0, 150])


@given(lines, st.floats(0, 30), st.integers(1, 4), guards)
def test_nobody_is_told_a_shorter_wait_because_somebody_will_come(
    line: list[float], people: float, counters: int, guard: int
) -> None:
    policy = Policy(rules.PROMISE, guard)
    alone = told(*line, counters=counters, policy=policy)
    passed = told(*line, counters=counters, to_come=coming(priority=people), policy=policy)
    assert alone.half_minutes <= passed.half_minutes + 1e-9
    assert passed.half_minutes <= passed.nine_in_ten_minutes
    assert alone.nine_in_ten_minutes <= passed.nine_in_ten_minutes + 1e-9


@given(lines, st.floats(0, 30), guards)
def test_who_comes_later_in_ones_own_class_or_a_lighter_one_passes_nobody(
    line: list[float], people: float, guard: int
) -> None:
    policy = Policy(rules.PROMISE, guard)
    alone = told(*line, us="priority", policy=policy)
    assert told(*line, us="priority", to_come=coming(ordinary=people, priority=people), policy=policy) == alone


@given(lines, st.floats(0, 1000))
def test_the_guard_bounds_how_long_others_pass(line: list[float], people: float) -> None:
    """Until the guard calls us others may go first, then those who came before us do."""
    as_they_came = told(*line, policy=rules.policy(rules.PROMISE)).nine_in_ten_minutes
    overrun = told(*line, to_come=coming(priority=people), policy=rules.policy(rules.PROMISE)).half_minutes
    assert overrun <= max(20, 1.5 * as_they_came) + as_they_came


def test_who_had_to_wait_beyond_their_promise_goes_before_a_newcomer_with_priority() -> None:
    """By score the newcomer soon passes who waited half an hour; the guard calls these two first."""
    guarded = told(30, 29, us="priority", policy=rules.policy(rules.PROMISE))
    assert guarded.half_minutes == pytest.approx(26.7, abs=0.1), "three services of ten minutes"
    assert guarded.nine_in_ten_minutes > 30
    assert told(30, 29, us="priority").half_minutes < 20


def test_without_the_guard_others_would_pass_much_longer() -> None:
    stream = coming(priority=12)
    guarded = told(3, 2, 1, to_come=stream, policy=rules.policy(rules.PROMISE))
    assert guarded.nine_in_ten_minutes < 0.8 * told(3, 2, 1, to_come=stream).nine_in_ten_minutes


def test_people_are_counted_by_the_hours_they_come_in() -> None:
    one = ClassComing(200, 10, {9: 12.0, 10: 30.0})
    quarter_to_ten, twenty_past = 9.75 * 3600, 10 * 3600 + 1200
    assert one.between(quarter_to_ten, twenty_past, midnight=0.0) == pytest.approx(13)
    assert one.between(twenty_past, quarter_to_ten, midnight=0.0) == 0
    assert one.between(0, 86400, midnight=0.0) == pytest.approx(42)


def test_before_anybody_came_most_of_what_the_counters_can_do_is_expected() -> None:
    usual = rules.usual_arrivals(counters=10, mean_minutes=8.0, hours=[9, 10], classes=["ordinary", "priority"])
    assert usual == pytest.approx(
        {("ordinary", 9): 48, ("priority", 9): 12, ("ordinary", 10): 48, ("priority", 10): 12}
    )
    assert rules.usual_arrivals(counters=1, mean_minutes=8.0, hours=[9], classes=["ordinary"]) == {("ordinary", 9): 6.0}


def test_who_came_overrules_what_was_expected() -> None:
    usual = {("priority", 9): 20.0}
    assert rules.learnt_arrivals(came=[], days=0, usual=usual) == usual
    assert rules.learnt_arrivals(came=[Came("priority", 9, 90)], days=9, usual=usual) == {("priority", 9): 11.0}
    assert rules.learnt_arrivals(came=[Came("guest", 8, 9)], days=8, usual=usual)["guest", 8] == 1.0


def test_each_service_has_its_part_of_all_who_come() -> None:
    parts = rules.parts_of({"M": 7, "K": 1, "X": 0})
    assert parts == pytest.approx({"M": 8 / 11, "K": 2 / 11, "X": 1 / 11})
    assert sum(parts.values()) == pytest.approx(1)
