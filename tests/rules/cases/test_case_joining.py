"""Departments in parallel, their join, and what follows."""

from __future__ import annotations

from case_versions import step, version
from hypothesis import given
from hypothesis import strategies as st

from darcha.cases.rules import Item, ItemState, after_done, items_of

PARALLEL = tuple(step(code) for code in ("SOLIQ", "KAD", "PJ", "BKM"))


def test_a_service_without_steps_passes_its_own_department() -> None:
    (own,) = items_of(version())
    assert (own.department_id, own.group, own.state) == ("PJ", "own", ItemState.OPEN)


def test_where_another_body_provides_the_service_that_one_does_the_work() -> None:
    (own,) = items_of(version(provider_id="HET"))
    assert own.department_id == "HET"


def test_what_follows_waits_for_the_parallel_ones() -> None:
    items = items_of(version(parallel=PARALLEL, then=(step("MAH"),)))
    assert [item.state for item in items] == [ItemState.OPEN] * 4 + [ItemState.WAITING]


def test_what_follows_nothing_is_open_at_once() -> None:
    assert [item.state for item in items_of(version(then=(step("MAH"),)))] == [ItemState.OPEN]


@given(parallel=st.integers(0, 6), then=st.integers(0, 3), data=st.data())
def test_in_whatever_order_departments_answer_the_join_fires_once_and_all_ends_once(
    parallel: int, then: int, data: st.DataObject
) -> None:
    made = items_of(version(parallel=PARALLEL[:1] * parallel, then=(step("MAH"),) * then))
    state = {number: str(item.state) for number, item in enumerate(made)}
    group = {number: item.group for number, item in enumerate(made)}
    opened: list[int] = []
    ready = 0
    while "open" in state.values():
        assert not ready
        done = data.draw(st.sampled_from([number for number, now in state.items() if now == "open"]))
        following = after_done([Item(number, group[number], now) for number, now in state.items()], done=done)
        state[done] = "done"
        opened += following.opens
        state.update(dict.fromkeys(following.opens, "open"))
        ready += following.ready
    assert ready == 1
    assert set(state.values()) == {"done"}
    assert opened == ([number for number in group if group[number] == "then"] if parallel else [])
