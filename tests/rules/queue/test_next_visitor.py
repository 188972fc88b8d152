"""Whom a counter calls next: five policies, each in an order anyone can check by hand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from darcha.queue.rules import (
    ACCUMULATING_PRIORITY,
    DEFAULT_POLICY,
    FIRST_COME,
    LANGUAGE_HEAD_START,
    LOOP_HEAD_START,
    POLICY_NAMES,
    PROMISE,
    RATIO,
    STATIC_PRIORITY,
    Policy,
    Serving,
    Waiting,
    can_serve,
    first_come_wait,
    is_understood,
    next_visitor,
    policy,
    ranking,
    score_hundredths,
    shares,
)

AT = datetime(2010, 4, 7, 6, tzinfo=UTC)
SERVICES = ("PJ-01", "PJ-03", "MFB-01")
SECONDS = {"PJ-01": 600, "PJ-03": 1200, "MFB-01": 300}
EVERYTHING = Serving(frozenset(SERVICES), accessible=True)
WEIGHTS = {"ordinary": 100, "priority": 200}
PROMISED = {"ordinary": 20, "priority": 10}
ACCUMULATING = policy(ACCUMULATING_PRIORITY)


def came(ticket_id: int, moment: datetime, class_code: str, service: str = "PJ-01", *needs: str) -> Waiting:
    return Waiting(
        ticket_id=ticket_id,
        service_id=service,
        class_code=class_code,
        weight=WEIGHTS[class_code],
        waiting_since=moment,
        needs=needs,
        number=f"K {ticket_id:03d}",
        promised_minutes=PROMISED[class_code],
        service_seconds=SECONDS[service],
    )


def waiting(
    ticket_id: int, minutes: float, class_code: str = "ordinary", service: str = "PJ-01", *needs: str
) -> Waiting:
    return came(ticket_id, AT - timedelta(minutes=minutes), class_code, service, *needs)


one_waiting = st.builds(
    lambda minutes, class_code, service, needs, language: (minutes, class_code, service, needs, language),
    st.integers(-5, 180),
    st.sampled_from(sorted(WEIGHTS)),
    st.sampled_from(SERVICES),
    st.sets(st.sampled_from(["wheel", "ear", "seat"])),
    st.sampled_from(["uz", "uz-cyrl", "ru", "en"]),
)
lines = st.lists(one_waiting, max_size=25).map(
    lambda people: [
        replace(waiting(place + 1, *person[:3], *person[3]), language=person[4]) for place, person in enumerate(people)
    ]
)
counters = st.builds(
    Serving,
    st.frozensets(st.sampled_from(SERVICES)),
    st.booleans(),
    st.booleans(),
    st.lists(st.sampled_from(sorted(WEIGHTS)), max_size=6).map(tuple),
    st.none() | st.integers(0, 90).map(lambda minutes: timedelta(minutes=minutes)),
    st.sampled_from([(), ("uz", "ru"), ("ru",), ("uz", "ru", "en")]),
)
policies = st.builds(Policy, st.sampled_from(POLICY_NAMES), st.sampled_from([0, 120, 150, 300]))


def chosen_from(line: list[Waiting], counter: Serving = EVERYTHING, by: Policy = DEFAULT_POLICY) -> int | None:
    choice = next_visitor(line, counter, AT, by)
    return choice.ticket_id if choice else None


def test_a_mother_with_a_child_overtakes_who_waited_less_than_twice_as_long() -> None:
    dilbar = waiting(1, 11)
    malika = waiting(2, 6, "priority", "PJ-01", "child")
    choice = next_visitor([dilbar, malika], EVERYTHING, AT, ACCUMULATING)
    assert choice is not None
    assert choice.ticket_id == 2
    assert [(score.number, score.hundredths) for score in choice.reasons.scores] == [("K 002", 1200), ("K 001", 1100)]
    assert (choice.reasons.policy, choice.overtaken) == ("accumulating_priority", 1)


def test_who_waited_more_than_twice_as_long_is_not_overtaken() -> None:
    choice = next_visitor([waiting(1, 13), waiting(2, 6, "priority")], EVERYTHING, AT, ACCUMULATING)
    assert choice is not None
    assert (choice.ticket_id, choice.overtaken) == (1, 0)


def test_half_the_promise_weighs_four_times() -> None:
    """Six minutes of the promised ten: 60.00. Twenty-three of twenty: 57.50; twenty-five: 62.50."""
    malika = waiting(2, 6, "priority")
    assert [score_hundredths(EVERYTHING, one, AT) for one in (malika, waiting(1, 23), waiting(1, 25))] == [
        6000,
        5750,
        6250,
    ]
    assert chosen_from([waiting(1, 23), malika]) == 2
    assert chosen_from([waiting(1, 25), malika]) == 1


def test_a_short_matter_goes_before_one_that_takes_four_times_as_long() -> None:
    """Five minutes at the window against twenty: who waits five minutes goes before who waits nineteen, not twenty."""
    assert chosen_from([waiting(1, 19, "ordinary", "PJ-03"), waiting(2, 5, "ordinary", "MFB-01")]) == 2
    assert chosen_from([waiting(1, 21, "ordinary", "PJ-03"), waiting(2, 5, "ordinary", "MFB-01")]) == 1


def test_who_waited_more_than_half_again_what_first_come_gives_goes_first() -> None:
    long, short = waiting(1, 46, "ordinary", "PJ-03"), waiting(2, 30, "ordinary", "MFB-01")
    patient = Serving(frozenset(SERVICES), first_come_wait=timedelta(minutes=31))
    beyond = Serving(frozenset(SERVICES), first_come_wait=timedelta(minutes=30))
    assert chosen_from([long, short], patient) == 2
    choice = next_visitor([long, short], beyond, AT)
    assert choice is not None
    assert (choice.ticket_id, choice.reasons.guarded) == (1, True)
    assert chosen_from([long, short], beyond, Policy(PROMISE, guard=0)) == 2


def test_the_guard_leaves_alone_whose_promise_still_holds() -> None:
    at_once = Serving(frozenset(SERVICES), first_come_wait=timedelta(minutes=1))
    assert chosen_from([waiting(1, 19, "ordinary", "PJ-03"), waiting(2, 6, "priority")], at_once) == 2


def test_first_come_would_have_let_the_first_wait_as_long_as_the_last_ones_came() -> None:
    arrivals = [AT - timedelta(minutes=minutes) for minutes in (20, 15, 10, 5, 1)]
    assert first_come_wait(waiting=3, arrivals=arrivals, at=AT) == timedelta(minutes=10)
    assert first_come_wait(waiting=0, arrivals=arrivals, at=AT) is None


def test_by_its_name_first_come_and_strict_priority_are_what_they_are_called() -> None:
    line = [waiting(1, 60), waiting(2, 1, "priority"), waiting(3, 2, "priority", "PJ-03")]
    assert chosen_from(line, by=policy(FIRST_COME)) == 1
    assert chosen_from(line, by=policy(STATIC_PRIORITY)) == 3


def test_a_ratio_of_two_to_one_gives_every_third_call_to_the_ordinary() -> None:
    assert shares([200, 100, 40]) == (2, 1, 1)
    line = [waiting(n, 30 - n, "priority" if n < 10 else "ordinary") for n in range(20)]
    recent: tuple[str, ...] = ()
    for _ in range(9):
        choice = chosen_from(line, Serving(frozenset(SERVICES), recent=recent), policy(RATIO))
        called = next(one for one in line if one.ticket_id == choice)
        line.remove(called)
        recent = (called.class_code, *recent)
    assert [code[0] for code in reversed(recent)] == list("ppoppoppo")


def test_a_class_that_was_away_does_not_claim_the_turns_it_missed() -> None:
    alone = Serving(frozenset(SERVICES), recent=("priority",) * 6)
    assert chosen_from([waiting(1, 1), waiting(2, 9, "priority")], alone, policy(RATIO)) == 1
    after = Serving(frozenset(SERVICES), recent=("ordinary", *("priority",) * 6))
    assert chosen_from([waiting(1, 1), waiting(2, 9, "priority")], after, policy(RATIO)) == 2


def test_a_policy_nobody_knows_is_no_policy() -> None:
    with pytest.raises(ValueError, match="seniority"):
        policy("seniority")


def test_nobody_is_called_for_a_department_that_comes_later() -> None:
    assert next_visitor([waiting(1, -30)], EVERYTHING, AT) is None


def test_who_hears_poorly_gets_a_head_start_at_the_loop_and_nowhere_else() -> None:
    line = [waiting(1, 10), waiting(2, 6, "ordinary", "PJ-01", "ear")]
    for name in POLICY_NAMES:
        assert chosen_from(line, Serving(frozenset(SERVICES), hearing_loop=True), policy(name)) == 2
        assert chosen_from(line, Serving(frozenset(SERVICES)), policy(name)) == 1


def test_who_is_understood_here_goes_before_who_is_not_and_came_a_little_earlier() -> None:
    john = replace(waiting(1, 10), language="en")
    for name in POLICY_NAMES:
        line = [john, replace(waiting(2, 6), language="uz-cyrl")]
        assert chosen_from(line, Serving(frozenset(SERVICES), languages=("uz", "ru")), policy(name)) == 2
        assert chosen_from(line, Serving(frozenset(SERVICES), languages=("uz", "en")), policy(name)) == 1
        assert chosen_from(line, Serving(frozenset(SERVICES)), policy(name)) == 1
        late = [john, waiting(2, 4)]
        assert chosen_from(late, Serving(frozenset(SERVICES), languages=("uz", "ru")), policy(name)) == 1


def test_whom_no_officer_understands_is_called_all_the_same() -> None:
    """A call a minute, somebody understood every minute: the head start is spent after five of them."""
    line = [replace(waiting(0, 10), language="en"), *(waiting(n, 10 - n) for n in range(1, 11))]
    counter = Serving(frozenset(SERVICES), languages=("uz",))
    called = []
    while line:
        called.append(chosen_from(line, counter))
        line = [one for one in line if one.ticket_id != called[-1]]
    assert called == [1, 2, 3, 4, 0, 5, 6, 7, 8, 9, 10]


def test_the_best_three_are_told_and_no_more() -> None:
    choice = next_visitor([waiting(n, n) for n in range(1, 9)], EVERYTHING, AT)
    assert choice is not None
    assert [score.ticket_id for score in choice.reasons.scores] == [8, 7, 6]


@given(lines, counters, policies)
def test_a_counter_never_gets_whom_it_cannot_serve(line: list[Waiting], counter: Serving, by: Policy) -> None:
    choice = next_visitor(line, counter, AT, by)
    able = [one for one in line if can_serve(counter, one, AT)]
    if choice is None:
        assert not able
        return
    chosen = next(one for one in line if one.ticket_id == choice.ticket_id)
    assert chosen in able
    assert chosen.service_id in counter.services
    assert counter.accessible or "wheel" not in chosen.needs
    assert chosen.waiting_since <= AT


def head_start(one: Waiting, other: Waiting, counter: Serving) -> timedelta:
    """Return by how many minutes at most `one` may be called before an `other` who came earlier."""
    minutes = timedelta(0)
    if counter.hearing_loop and "ear" in one.needs and "ear" not in other.needs:
        minutes += LOOP_HEAD_START
    if is_understood(one.language, counter.languages) and not is_understood(other.language, counter.languages):
        minutes += LANGUAGE_HEAD_START
    return minutes


@given(lines, counters, policies)
def test_first_come_first_called_within_a_class_and_a_service(
    line: list[Waiting], counter: Serving, by: Policy
) -> None:
    ranked = [one.waiting for one in ranking(line, counter, AT, by)]
    for place, one in enumerate(ranked):
        for later in ranked[place + 1 :]:
            if (later.class_code, later.service_id) == (one.class_code, one.service_id):
                assert one.waiting_since - head_start(one, later, counter) <= later.waiting_since


@given(lines, counters, st.sampled_from([FIRST_COME, STATIC_PRIORITY, RATIO, ACCUMULATING_PRIORITY]))
def test_all_but_the_promise_keep_the_order_of_a_class_whatever_the_service(
    line: list[Waiting], counter: Serving, name: str
) -> None:
    choice = next_visitor(line, counter, AT, policy(name))
    if choice is None:
        return
    chosen = next(one for one in line if one.ticket_id == choice.ticket_id)
    for other in line:
        if other.class_code == chosen.class_code and can_serve(counter, other, AT):
            assert chosen.waiting_since - head_start(chosen, other, counter) <= other.waiting_since


@given(lines, counters, policies)
def test_the_first_of_each_class_and_service_are_enough_to_choose(
    line: list[Waiting], counter: Serving, by: Policy
) -> None:
    """What a counter reads is bounded: the heads, and the heads of those a head start lifts."""
    heads: dict[tuple[object, ...], Waiting] = {}
    for one in sorted(line, key=lambda one: (one.waiting_since, one.ticket_id)):
        if can_serve(counter, one, AT):
            lifted = (
                counter.hearing_loop and "ear" in one.needs,
                is_understood(one.language, counter.languages),
            )
            heads.setdefault((one.class_code, one.service_id, lifted), one)
    assert chosen_from(list(heads.values()), counter, by) == chosen_from(line, counter, by)


@given(lines, counters, policies, st.randoms(use_true_random=False))
def test_the_order_in_which_the_line_is_read_does_not_matter(
    line: list[Waiting], counter: Serving, by: Policy, random: Random
) -> None:
    shuffled = list(line)
    random.shuffle(shuffled)
    assert next_visitor(shuffled, counter, AT, by) == next_visitor(line, counter, AT, by)
    assert ranking(shuffled, counter, AT, by) == ranking(line, counter, AT, by)


@given(lines, counters, policies)
def test_overtaken_are_those_who_waited_longer_and_could_have_been_served_here(
    line: list[Waiting], counter: Serving, by: Policy
) -> None:
    choice = next_visitor(line, counter, AT, by)
    if choice is None:
        return
    chosen = next(one for one in line if one.ticket_id == choice.ticket_id)
    passed = [one for one in line if can_serve(counter, one, AT) and one.waiting_since < chosen.waiting_since]
    assert choice.overtaken == len(passed)


crowds = st.lists(
    st.tuples(st.integers(0, 4), st.sampled_from(sorted(WEIGHTS)), st.sampled_from(SERVICES)),
    min_size=1,
    max_size=60,
)


@dataclass(frozen=True)
class Passed:
    """A call made before Rustam's: who came when, how long he had waited, what first come would have given then."""

    since: datetime
    waited: timedelta
    would: timedelta


def calls_until_rustam(
    by: Policy, minutes: int, arrivals: list[tuple[int, str, str]], service: str
) -> tuple[list[Passed], timedelta]:
    """One counter, a call a minute, more and more coming: return who was called before Rustam, and his wait."""
    rustam = waiting(0, 0, "ordinary", service)
    moments = [
        (AT + timedelta(minutes=n), code, of) for n, (many, code, of) in enumerate(arrivals) for _ in range(many)
    ]
    everybody = [rustam, *(came(n + 1, *one) for n, one in enumerate(moments))]
    line = list(everybody)
    recent: tuple[str, ...] = ()
    before: list[Passed] = []
    for calls in range(len(everybody)):
        at = AT + timedelta(minutes=minutes + calls)
        here = [one for one in line if one.waiting_since <= at]
        arrived = sorted(one.waiting_since for one in everybody if one.waiting_since <= at)
        would = first_come_wait(waiting=len(here), arrivals=arrived, at=at)
        assert would is not None
        counter = Serving(frozenset(SERVICES), accessible=True, recent=recent, first_come_wait=would)
        choice = next_visitor(here, counter, at, by)
        assert choice is not None
        called = next(one for one in here if one.ticket_id == choice.ticket_id)
        if called is rustam:
            return before, at - AT
        before.append(Passed(called.waiting_since, at - AT, would))
        line.remove(called)
        recent = (called.class_code, *recent)
    pytest.fail("Rustam was never called")


@given(st.integers(1, 60), crowds)
def test_nobody_starves_however_many_with_priority_keep_coming(
    minutes: int, arrivals: list[tuple[int, str, str]]
) -> None:
    """Only who came in the first half of his wait can pass him: their minutes count twice."""
    for passed in calls_until_rustam(ACCUMULATING, minutes, arrivals, "PJ-01")[0]:
        assert passed.since <= AT + passed.waited / 2


@given(st.integers(1, 60), crowds, st.sampled_from([120, 150, 300]))
def test_nobody_starves_under_the_guard_though_all_others_are_short_or_have_priority(
    minutes: int, arrivals: list[tuple[int, str, str]], guard: int
) -> None:
    """Whoever passes Rustam does so within the promise to him, or while first come would not have been much quicker."""
    for passed in calls_until_rustam(Policy(PROMISE, guard), minutes, arrivals, "PJ-03")[0]:
        assert passed.waited <= timedelta(minutes=20) or 100 * passed.waited <= guard * passed.would


def minute_of_the_long_matter(guard: int) -> int | None:
    """Play a line that grows without end, three short matters with priority a minute, two calls; return his minute."""
    everybody = [waiting(0, 0, "ordinary", "PJ-03"), *(came(n, AT, "priority", "MFB-01") for n in range(1, 41))]
    line = list(everybody)
    for minute in range(1, 241):
        at = AT + timedelta(minutes=minute)
        fresh = [came(len(everybody) + k, at, "priority", "MFB-01") for k in range(3)]
        line, everybody = [*line, *fresh], [*everybody, *fresh]
        for _ in range(2):
            would = first_come_wait(waiting=len(line), arrivals=[one.waiting_since for one in everybody], at=at)
            counter = Serving(frozenset(SERVICES), first_come_wait=would)
            choice = next_visitor(line, counter, at, Policy(PROMISE, guard))
            assert choice is not None
            if choice.ticket_id == 0:
                return minute
            line = [one for one in line if one.ticket_id != choice.ticket_id]
    return None


def test_the_guard_bounds_the_wait_where_the_score_alone_does_not() -> None:
    """First come lets the first of n wait n / 3 minutes here; n is 41 + t, so he goes when t > 1.5 (41 + t) / 3 = 41."""
    assert minute_of_the_long_matter(guard=0) is None
    called = minute_of_the_long_matter(guard=150)
    assert called is not None
    assert 38 <= called <= 44


def test_nobody_is_called_while_they_are_set_aside_and_nobody_is_passed_meanwhile() -> None:
    away = replace(waiting(1, 30), ready_at=AT + timedelta(minutes=5))
    here = waiting(2, 1)
    choice = next_visitor([away, here], EVERYTHING, AT)
    assert choice is not None
    assert (choice.ticket_id, choice.overtaken) == (2, 0)
    back = next_visitor([away, here], EVERYTHING, AT + timedelta(minutes=5))
    assert back is not None
    assert back.ticket_id == 1
