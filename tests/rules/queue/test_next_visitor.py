"""Whom a counter calls next: accumulating priority, in an order anyone can check by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from darcha.queue.rules import LOOP_HEAD_START, Serving, Waiting, can_serve, next_visitor, ranking

AT = datetime(2010, 4, 7, 6, tzinfo=UTC)
SERVICES = ("PJ-01", "PJ-03", "MFB-01")
EVERYTHING = Serving(frozenset(SERVICES), accessible=True)
WEIGHTS = {"ordinary": 100, "priority": 200}


def waiting(
    ticket_id: int, minutes: float, class_code: str = "ordinary", service: str = "PJ-01", *needs: str
) -> Waiting:
    return Waiting(
        ticket_id=ticket_id,
        service_id=service,
        class_code=class_code,
        weight=WEIGHTS[class_code],
        waiting_since=AT - timedelta(minutes=minutes),
        needs=needs,
        number=f"K {ticket_id:03d}",
    )


one_waiting = st.builds(
    lambda minutes, class_code, service, needs: (minutes, class_code, service, needs),
    st.integers(-5, 180),
    st.sampled_from(sorted(WEIGHTS)),
    st.sampled_from(SERVICES),
    st.sets(st.sampled_from(["wheel", "ear", "seat"])),
)
lines = st.lists(one_waiting, max_size=25).map(
    lambda people: [waiting(place + 1, *person[:3], *person[3]) for place, person in enumerate(people)]
)
counters = st.builds(Serving, st.frozensets(st.sampled_from(SERVICES)), st.booleans(), st.booleans())


def test_a_mother_with_a_child_overtakes_who_waited_less_than_twice_as_long() -> None:
    dilbar = waiting(1, 11)
    malika = waiting(2, 6, "priority", "PJ-01", "child")
    choice = next_visitor([dilbar, malika], EVERYTHING, AT)
    assert choice is not None
    assert choice.ticket_id == 2
    assert [(score.number, score.hundredths) for score in choice.reasons.scores] == [("K 002", 1200), ("K 001", 1100)]
    assert (choice.reasons.policy, choice.overtaken) == ("accumulating_priority", 1)


def test_who_waited_more_than_twice_as_long_is_not_overtaken() -> None:
    choice = next_visitor([waiting(1, 13), waiting(2, 6, "priority")], EVERYTHING, AT)
    assert choice is not None
    assert (choice.ticket_id, choice.overtaken) == (1, 0)


def test_nobody_is_called_for_a_department_that_comes_later() -> None:
    assert next_visitor([waiting(1, -30)], EVERYTHING, AT) is None


def test_who_hears_poorly_gets_a_head_start_at_the_loop_and_nowhere_else() -> None:
    line = [waiting(1, 10), waiting(2, 6, "ordinary", "PJ-01", "ear")]
    at_loop = next_visitor(line, Serving(frozenset(SERVICES), hearing_loop=True), AT)
    elsewhere = next_visitor(line, Serving(frozenset(SERVICES)), AT)
    assert at_loop is not None
    assert elsewhere is not None
    assert (at_loop.ticket_id, elsewhere.ticket_id) == (2, 1)


def test_the_best_three_are_told_and_no_more() -> None:
    choice = next_visitor([waiting(n, n) for n in range(1, 9)], EVERYTHING, AT)
    assert choice is not None
    assert [score.ticket_id for score in choice.reasons.scores] == [8, 7, 6]


@given(lines, counters)
def test_a_counter_never_gets_whom_it_cannot_serve(line: list[Waiting], counter: Serving) -> None:
    choice = next_visitor(line, counter, AT)
    able = [one for one in line if can_serve(counter, one, AT)]
    if choice is None:
        assert not able
        return
    chosen = next(one for one in line if one.ticket_id == choice.ticket_id)
    assert chosen in able
    assert chosen.service_id in counter.services
    assert counter.accessible or "wheel" not in chosen.needs
    assert chosen.waiting_since <= AT


@given(lines, counters)
def test_first_come_first_called_within_a_class(line: list[Waiting], counter: Serving) -> None:
    choice = next_visitor(line, counter, AT)
    if choice is None:
        return
    chosen = next(one for one in line if one.ticket_id == choice.ticket_id)
    for other in line:
        # Only the head start at a hearing loop may turn the order round, and by no more than its minutes.
        head_start = LOOP_HEAD_START if counter.hearing_loop and "ear" in chosen.needs else timedelta(0)
        if other.class_code == chosen.class_code and can_serve(counter, other, AT):
            assert chosen.waiting_since - head_start <= other.waiting_since


@given(lines, counters, st.randoms(use_true_random=False))
def test_the_order_in_which_the_line_is_read_does_not_matter(
    line: list[Waiting], counter: Serving, random: Random
) -> None:
    shuffled = list(line)
    random.shuffle(shuffled)
    assert next_visitor(shuffled, counter, AT) == next_visitor(line, counter, AT)
    assert ranking(shuffled, counter, AT) == ranking(line, counter, AT)


@given(lines, counters)
def test_overtaken_are_those_who_waited_longer_and_could_have_been_served_here(
    line: list[Waiting], counter: Serving
) -> None:
    choice = next_visitor(line, counter, AT)
    if choice is None:
        return
    chosen = next(one for one in line if one.ticket_id == choice.ticket_id)
    passed = [one for one in line if can_serve(counter, one, AT) and one.waiting_since < chosen.waiting_since]
    assert choice.overtaken == len(passed)


@given(
    st.integers(1, 60),
    st.lists(st.tuples(st.integers(0, 4), st.sampled_from(sorted(WEIGHTS))), min_size=1, max_size=60),
)
def test_nobody_starves_however_many_with_priority_keep_coming(minutes: int, arrivals: list[tuple[int, str]]) -> None:
    """One counter, a call a minute, more and more coming: Rustam is passed only by who came in time to pass him."""
    rustam = waiting(0, 0)
    came = [(AT + timedelta(minutes=n), code) for n, (many, code) in enumerate(arrivals) for _ in range(many)]
    for calls in range(len(came) + 1):
        at = AT + timedelta(minutes=minutes + calls)
        others = [
            Waiting(place + 1, "PJ-01", code, WEIGHTS[code], moment)
            for place, (moment, code) in enumerate(came)
            if moment <= at
        ]
        choice = next_visitor([rustam, *others], EVERYTHING, at)
        assert choice is not None
        if choice.ticket_id == 0:
            return
        passed_by = next(one for one in others if one.ticket_id == choice.ticket_id)
        assert passed_by.waiting_since <= rustam.waiting_since + (at - rustam.waiting_since) / 2
        del came[choice.ticket_id - 1]
    pytest.fail("Rustam was never called")
