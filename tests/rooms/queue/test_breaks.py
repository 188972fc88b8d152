"""An officer has a break, with a reason; nobody is called to an empty chair."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from darcha.journal import queries as journal
from darcha.queue import actions, errors, models, queries
from tests import given

pytestmark = pytest.mark.django_db

AT = given.MORNING


def test_nobody_is_called_to_a_paused_counter_and_the_hall_shows_why() -> None:
    counter_id = given.an_open_counter()
    given.a_visitor_who_waits()
    dilnoza = given.employee("dilnoza")
    until = AT + given.minutes(15)
    paused = actions.take_break(counter_id=counter_id, reason="rest", until=until, at=AT, by=dilnoza, key="p")
    assert (paused.reason, paused.paused_at, paused.until) == ("rest", AT, until)
    assert actions.take_break(counter_id=counter_id, reason="rest", until=until, at=AT, by=dilnoza, key="p") == paused
    with pytest.raises(errors.CounterIsPaused):
        given.a_called_visitor(counter_id)
    with pytest.raises(errors.CounterIsPaused):
        actions.take_break(counter_id=counter_id, reason="meal", at=AT, by=dilnoza)
    seven = next(one for one in queries.hall(centre_id="SRG", at=AT).counters if one.counter.number == 7)
    assert (seven.state, seven.pause_reason, seven.paused_until) == ("paused", "rest", until)
    session = queries.counter_view(counter_id=counter_id, at=AT).session
    assert session is not None
    assert (session.paused_at, session.pause_reason, session.paused_until) == (AT, "rest", until)
    for _ in range(2):
        actions.end_break(counter_id=counter_id, at=AT + given.minutes(12), by=dilnoza, key="e")
    with pytest.raises(errors.CounterIsNotPaused):
        actions.end_break(counter_id=counter_id, at=AT + given.minutes(12), by=dilnoza)
    given.a_called_visitor(counter_id, at=AT + given.minutes(13))
    told = {entry.kind: entry.data for entry in journal.entries_after(centre_id="SRG", seq=0)}
    assert told["counter.paused"]["planned_seconds"] == 900
    assert (told["counter.resumed"]["reason"], told["counter.resumed"]["seconds"]) == ("rest", 720)


def test_a_break_needs_a_reason_of_the_list_an_end_behind_its_beginning_and_no_visitor() -> None:
    counter_id = given.an_open_counter()
    given.a_visitor_who_waits()
    asked = {"counter_id": counter_id, "at": AT + given.minutes(10), "by": given.employee("dilnoza")}
    with pytest.raises(errors.UnknownReason):
        actions.take_break(**asked, reason="boredom")
    with pytest.raises(errors.BreakEndsBefore):
        actions.take_break(**asked, reason="rest", until=AT)
    given.a_called_visitor(counter_id)
    with pytest.raises(errors.CounterIsBusy):
        actions.take_break(**asked, reason="rest")
    with pytest.raises(errors.NotYourCounter):
        actions.take_break(**asked | {"by": given.employee("umida")}, reason="rest")


def test_a_wait_counts_on_who_told_when_to_be_back_and_on_nobody_else() -> None:
    counter_id = given.an_open_counter()
    dilnoza = given.employee("dilnoza")
    actions.take_break(counter_id=counter_id, reason="meeting", at=AT, by=dilnoza)
    assert queries.wait_for(centre_id="SRG", service_id="PJ-01", at=AT) is None
    actions.end_break(counter_id=counter_id, at=AT, by=dilnoza)
    actions.take_break(counter_id=counter_id, reason="rest", until=AT + given.minutes(10), at=AT, by=dilnoza)
    wait = queries.wait_for(centre_id="SRG", service_id="PJ-01", at=AT)
    assert wait is not None
    assert wait.high_minutes > 5


def test_a_paused_counter_can_be_closed_and_opens_without_a_break() -> None:
    counter_id = given.an_open_counter()
    dilnoza = given.employee("dilnoza")
    actions.take_break(counter_id=counter_id, reason="technical", at=AT, by=dilnoza)
    actions.close_counter(counter_id=counter_id, at=AT + given.minutes(1), by=dilnoza)
    given.an_open_counter(at=AT + given.minutes(2))
    given.a_visitor_who_waits()
    given.a_called_visitor(counter_id)


def test_the_database_refuses_a_break_without_a_reason() -> None:
    given.an_open_counter()
    with pytest.raises(IntegrityError, match="a_break_has_a_known_reason"), transaction.atomic():
        models.CounterSession.objects.update(paused_at=AT)
