"""The head of the centre closes a window left open and ends a forgotten break; nobody else does it for an officer."""

from __future__ import annotations

import pytest

from darcha.journal import queries as journal
from darcha.kernel.actor import NotAllowed
from darcha.queue import actions, errors, queries
from tests import given

pytestmark = pytest.mark.django_db

AT = given.MORNING
LATER = AT + given.minutes(90)


def test_the_head_ends_a_forgotten_break_and_the_journal_tells_who_did_and_whose_it_was() -> None:
    counter_id = given.an_open_counter()
    dilnoza, malika = given.employee("dilnoza"), given.employee("malika")
    actions.take_break(counter_id=counter_id, reason="meal", until=AT + given.minutes(30), at=AT, by=dilnoza)
    for _ in range(2):
        actions.end_break(counter_id=counter_id, at=LATER, by=malika, key="ended by the head")
    session = queries.counter_view(counter_id=counter_id, at=LATER).session
    assert session is not None and session.paused_at is None
    told = journal.entries_after(centre_id="SRG", seq=0)
    (resumed,) = [entry for entry in told if entry.kind == "counter.resumed"]
    assert resumed.data["employee"] == dilnoza.employee_id
    assert resumed.actor == f"employee:{malika.employee_id}"
    with pytest.raises(errors.CounterIsNotPaused):
        actions.end_break(counter_id=counter_id, at=LATER, by=malika)


def test_the_head_closes_a_window_once_nobody_is_at_it() -> None:
    counter_id = given.an_open_counter()
    malika = given.employee("malika")
    given.a_visitor_who_waits()
    given.a_called_visitor(counter_id)
    with pytest.raises(errors.VisitIsNotOver):
        actions.close_counter(counter_id=counter_id, at=LATER, by=malika)
    actions.no_show(counter_id=counter_id, at=LATER, by=given.employee("dilnoza"))
    for _ in range(2):
        closed = actions.close_counter(counter_id=counter_id, at=LATER, by=malika, key="closed by the head")
        assert closed.employee_id == given.employee("dilnoza").employee_id
    with pytest.raises(errors.NobodySitsThere):
        actions.close_counter(counter_id=counter_id, at=LATER, by=malika)
    given.an_open_counter(at=LATER)


def test_a_colleague_and_a_host_do_neither() -> None:
    counter_id = given.an_open_counter()
    actions.take_break(counter_id=counter_id, reason="rest", at=AT, by=given.employee("dilnoza"))
    for act in (actions.end_break, actions.close_counter):
        with pytest.raises(errors.NotYourCounter):
            act(counter_id=counter_id, at=LATER, by=given.employee("umida"))
        with pytest.raises(NotAllowed):
            act(counter_id=counter_id, at=LATER, by=given.the_kiosk())


def test_the_head_still_calls_nobody() -> None:
    counter_id = given.an_open_counter()
    given.a_visitor_who_waits()
    with pytest.raises(NotAllowed):
        actions.call_next(counter_id=counter_id, at=LATER, by=given.employee("malika"))
