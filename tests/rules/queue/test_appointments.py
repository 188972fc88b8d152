"""Times with a department: never two in one place, always a share for whoever walks in, and fair to who waits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from darcha.queue.rules import appointments as rules

NINE = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
OFFER = timedelta(minutes=30)

minutes = st.integers(0, 600).map(lambda count: NINE + timedelta(minutes=count))
windows = st.lists(st.integers(0, 48), min_size=2, max_size=6, unique=True).map(
    lambda edges: [
        (NINE + timedelta(minutes=15 * begins), NINE + timedelta(minutes=15 * ends))
        for begins, ends in zip(sorted(edges)[::2], sorted(edges)[1::2], strict=False)
    ]
)
services = st.integers(1, 60)
shares = st.integers(10, 100)
lanes = st.integers(0, 4)


@pytest.mark.parametrize(("service", "share", "cell"), [(10, 50, 20), (15, 30, 25), (7, 10, 10), (10, 100, None)])
def test_a_cell_is_the_service_and_the_share_after_it(service: int, share: int, cell: int | None) -> None:
    assert rules.cell_minutes(service_minutes=service, walk_in_share=share) == cell


@given(windows, services, shares, lanes)
def test_places_lie_within_presence_and_never_more_at_once_than_set(
    spans: list[rules.Span], service: int, share: int, at_once: int
) -> None:
    found = rules.places(windows=spans, service_minutes=service, walk_in_share=share, at_once=at_once)
    for place in found:
        assert any(opens <= place.starts_at and place.kept_until <= closes for opens, closes in spans)
        assert place.ends_at - place.starts_at == timedelta(minutes=service)
        together = [other for other in found if other.starts_at < place.ends_at and place.starts_at < other.ends_at]
        assert len(together) <= at_once
    assert not any(rules.overlap(one, other) for one in found for other in found if one is not other)


@given(windows, st.lists(st.tuples(services, st.integers(0, 200)), max_size=25), shares, st.integers(1, 3))
def test_walk_ins_keep_their_share_of_every_window_whatever_is_booked(
    spans: list[rules.Span], wishes: list[tuple[int, int]], share: int, at_once: int
) -> None:
    booked: list[rules.Held] = []
    for service, choice in wishes:
        offered = rules.places(windows=spans, service_minutes=service, walk_in_share=share, at_once=at_once)
        if open_places := rules.free(offered, booked, at=NINE - timedelta(days=1)):
            booked.append(rules.Held(open_places[choice % len(open_places)]))
    for opens, closes in spans:
        taken = sum(
            ((one.place.ends_at - one.place.starts_at) for one in booked if opens <= one.place.starts_at < closes),
            timedelta(),
        )
        assert 100 * taken <= (100 - share) * at_once * (closes - opens)


@given(minutes, st.integers(0, 60), st.integers(0, 5), st.integers(2, 6))
def test_a_place_given_back_is_nobodys_before_its_moment_and_then_theirs_who_wait_longest(
    at: datetime, delay: int, turn: int, more: int
) -> None:
    waiting = turn + more
    place = rules.Place(1, NINE, NINE + timedelta(minutes=10), NINE + timedelta(minutes=20))
    held = rules.Held(place, NINE + timedelta(minutes=delay))

    def may(who: int | None) -> bool:
        return not rules.is_held(held, at=at, turn=who, waiting=waiting, offer=OFFER)

    if at < NINE + timedelta(minutes=delay):
        assert not may(None)
        assert not may(turn)
    assert not may(turn + 1) or may(turn) or turn >= rules.TURNS
    assert not may(None) or all(may(one) for one in range(waiting))
    assert rules.is_held(rules.Held(place), at=at, turn=turn, waiting=waiting, offer=OFFER)


def test_a_time_is_offered_once_however_many_lanes_are_free_and_never_when_it_is_past() -> None:
    offered = rules.places(windows=[(NINE, NINE + timedelta(hours=1))], service_minutes=10, walk_in_share=50, at_once=2)
    taken = [rules.Held(offered[0]), rules.Held(offered[2]), rules.Held(offered[3])]
    found = rules.free(offered, taken, at=NINE - timedelta(minutes=1))
    assert [(place.starts_at.minute, place.lane) for place in found] == [(0, 2), (40, 1)]
    assert [place.starts_at.minute for place in rules.free(offered, taken, at=NINE)] == [40]


@pytest.mark.parametrize(
    ("at", "stands", "ready", "kept"),
    [(-20, 0, 0, True), (0, 0, 0, True), (10, 0, 10, True), (15, 0, 15, True), (16, 16, 16, False)],
)
def test_an_appointment_ages_from_its_time(at: int, stands: int, ready: int, kept: bool) -> None:
    found = rules.arrival(
        appointed=NINE,
        at=NINE + timedelta(minutes=at),
        early=timedelta(minutes=20),
        late=timedelta(minutes=15),
    )
    assert found == rules.Arrival(NINE + timedelta(minutes=stands), NINE + timedelta(minutes=ready), kept)


def test_who_is_too_early_is_told_to_come_back() -> None:
    early = timedelta(minutes=20)
    assert rules.first_check_in(appointed=NINE, early=early) == NINE - early
    assert rules.arrival(appointed=NINE, at=NINE - timedelta(minutes=21), early=early, late=early) is None


def test_how_an_appointment_stands_follows_the_ticket_of_who_came() -> None:
    states = ("waiting", "called", "serving", "served", "no_show", "left")
    came = [rules.standing(stage="arrived", ticket_state=state, is_late=True) for state in states]
    assert came == ["here", "at_window", "at_window", "served", "left", "left"]
    others = [
        rules.standing(stage=stage, ticket_state=None, is_late=False) for stage in ("booked", "cancelled", "missed")
    ]
    assert others == ["expected", "cancelled", "missed"]
    assert rules.standing(stage="booked", ticket_state=None, is_late=True) == "late"
    assert {*came, *others, "late"} == set(rules.STANDINGS)
