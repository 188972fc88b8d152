"""What becomes of the departments' work when an open case goes over to another version."""

from __future__ import annotations

from dataclasses import replace

from case_versions import step, version
from hypothesis import given
from hypothesis import strategies as st

from darcha.cases.rules import HeldItem, ItemState, items_moved, items_of
from darcha.catalogue.rules import ServiceVersion
from darcha.kernel.names import Names

OTHER = Names("boshqa ish", "бошқа иш", "другая работа", "other work")
CADASTRE, POLICE, TAX = step("KAD"), step("MFB"), step("SOLIQ")


def held(of: ServiceVersion, **states: str) -> list[HeldItem]:
    """Return the items of a case, numbered from 1, with the states told by department."""
    return [
        HeldItem(number, item.department_id, item.group, item.position, states.get(item.department_id, item.state))
        for number, item in enumerate(items_of(of), start=1)
    ]


def test_steps_that_stay_are_kept_and_change_places() -> None:
    old, new = version(parallel=(CADASTRE, POLICE)), version(parallel=(POLICE, CADASTRE))
    moved = items_moved(held(old, KAD="done"), old=old, new=new)
    assert [(place.id, place.position, place.state) for place in moved.kept] == [(2, 0, "open"), (1, 1, "done")]
    assert (moved.dropped, moved.former, moved.added, moved.ready) == ((), (), (), False)


def test_a_step_nobody_asks_for_any_more_is_dropped_and_an_answer_given_stands() -> None:
    old, new = version(parallel=(CADASTRE, POLICE, TAX)), version(parallel=(TAX,))
    moved = items_moved(held(old, KAD="done", SOLIQ="done"), old=old, new=new)
    assert (moved.former, moved.dropped, moved.ready) == ((1,), (2,), True)


def test_what_another_department_does_now_is_begun_anew() -> None:
    old, new = version(parallel=(CADASTRE,)), version(parallel=(POLICE,))
    moved = items_moved(held(old), old=old, new=new)
    assert moved.dropped == (1,)
    assert [(item.department_id, item.state) for item in moved.added] == [("MFB", "open")]


def test_what_follows_opens_when_nothing_before_it_is_left() -> None:
    old, new = version(parallel=(CADASTRE,), then=(TAX,)), version(then=(TAX,))
    moved = items_moved(held(old), old=old, new=new)
    assert [(place.id, place.state) for place in moved.kept] == [(2, "open")]


def test_a_new_step_before_the_join_keeps_shut_what_follows() -> None:
    old = version(parallel=(CADASTRE,), then=(TAX,))
    new = version(parallel=(CADASTRE, POLICE), then=(TAX,))
    moved = items_moved(held(old), old=old, new=new)
    assert {(place.id, place.state) for place in moved.kept} == {(1, "open"), (2, "waiting")}


def test_two_steps_of_one_department_are_told_apart_by_their_words() -> None:
    first, second = replace(CADASTRE, do=OTHER), CADASTRE
    old, new = version(parallel=(first, second)), version(parallel=(second,))
    assert items_moved(held(old), old=old, new=new).dropped == (1,)


_STEPS = st.lists(st.sampled_from((CADASTRE, POLICE, TAX, replace(TAX, do=OTHER))), max_size=4).map(tuple)


@given(old=st.builds(version, parallel=_STEPS, then=_STEPS), new=st.builds(version, parallel=_STEPS, then=_STEPS),
       done=st.sets(st.integers(1, 8)))  # fmt: skip
def test_no_answer_is_lost_and_no_step_is_forgotten(old: ServiceVersion, new: ServiceVersion, done: set[int]) -> None:
    items = [replace(item, state="done") if item.id in done else item for item in held(old)]
    moved = items_moved(items, old=old, new=new)
    numbers = [place.id for place in moved.kept] + [*moved.dropped, *moved.former]
    assert sorted(numbers) == [item.id for item in items]
    places = [(place.group, place.position) for place in moved.kept]
    places += [(item.group, item.position) for item in moved.added]
    assert sorted(places) == sorted((item.group, item.position) for item in items_of(new))
    assert not set(moved.dropped) & done
    states = [place.state for place in moved.kept] + [item.state for item in moved.added]
    # Somebody can always go on: nothing waits for what nobody works on.
    assert moved.ready is (set(states) <= {ItemState.DONE})
    assert moved.ready or ItemState.OPEN in states
