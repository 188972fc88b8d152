"""A slip of the hand at the desk is taken back within a minute, and nothing is deleted."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from darcha.journal import queries as journal
from darcha.monitoring import actions as monitoring
from darcha.monitoring import queries as figures
from darcha.queue import actions, errors, models, queries
from tests import given

pytestmark = pytest.mark.django_db

AT = given.MORNING
WHOM = {"sex": "F", "age_band": "60+", "disability": False}


def at(minute: float, login: str = "dilnoza") -> dict[str, object]:
    return {
        "counter_id": given.counter(given.SEATS[login]),
        "at": AT + given.minutes(minute),
        "by": given.employee(login),
    }


def test_a_visitor_called_by_mistake_stands_where_they_stood() -> None:
    counter_id = given.an_open_counter()
    first, second = given.a_visitor_who_waits(), given.a_visitor_who_waits(at=AT + given.minutes(1))
    actions.call_next(**at(10))
    undone = actions.undo(**at(10.5), key="u")
    assert (undone.step, undone.number) == ("called", first.number)
    assert actions.undo(**at(10.6), key="u") == undone
    view = queries.ticket(code=first.code, at=AT + given.minutes(10.5))
    assert view is not None
    assert (view.state, view.called_at, view.counter_number, view.people_ahead) == ("waiting", None, None, 0)
    shown = queries.counter_view(counter_id=counter_id, at=AT + given.minutes(10.6))
    assert (shown.ticket, shown.undoable, shown.served_today, shown.no_shows_today) == (None, None, 0, 0)
    assert queries.board(centre_id="SRG", at=AT + given.minutes(10.6)).next == (first.number, second.number)
    assert actions.call_next(**at(11)).ticket_id == first.ticket_id
    assert [call.outcome for call in models.Call.objects.order_by("id")] == ["undone", None]
    assert journal.verify(centre_id="SRG") is None


def test_every_step_is_taken_back_to_the_one_before() -> None:
    counter_id = given.an_open_counter()
    ticket = given.a_visitor_who_waits()

    def state() -> str:
        view = queries.ticket(code=ticket.code)
        assert view is not None
        return view.state

    def undoable(minute: float) -> str | None:
        offered = queries.counter_view(counter_id=counter_id, at=AT + given.minutes(minute)).undoable
        return offered.step if offered else None

    actions.call_next(**at(10))
    assert undoable(10.5) == "called"
    actions.no_show(**at(12))
    assert undoable(12.5) == "no_show"
    assert actions.undo(**at(12.5)).step == "no_show"
    assert state() == "called"
    actions.start(**at(13))
    assert actions.undo(**at(13.1)).step == "started"
    assert state() == "called"
    actions.start(**at(13.2))
    actions.finish(**at(20), **WHOM)
    assert undoable(20.9) == "served"
    assert actions.undo(**at(20.9)).step == "served"
    assert state() == "serving"
    view = queries.ticket(code=ticket.code)
    assert view is not None
    assert (view.sex, view.finished_at, view.survey_code) == (None, None, None)
    actions.finish(**at(22), **WHOM)
    assert state() == "served"
    told = [entry.data["action"] for entry in journal.entries_after(centre_id="SRG", seq=0, kinds=["ticket.undone"])]
    assert told == ["ticket.no_show", "ticket.started", "ticket.served"]


def test_after_a_minute_or_with_nothing_done_nothing_is_taken_back() -> None:
    counter_id = given.an_open_counter()
    with pytest.raises(errors.NothingToUndo):
        actions.undo(**at(1))
    given.a_visitor_who_waits()
    actions.call_next(**at(10))
    with pytest.raises(errors.TooLateToUndo):
        actions.undo(**at(11.1))
    assert queries.counter_view(counter_id=counter_id, at=AT + given.minutes(11.1)).undoable is None
    with pytest.raises(errors.NotYourCounter):
        actions.undo(**at(10.5) | {"by": given.employee("umida")})
    actions.undo(**at(11))
    with pytest.raises(errors.NothingToUndo):
        actions.undo(**at(11))


def test_who_was_called_by_mistake_may_be_called_by_another_counter() -> None:
    given.an_open_counter("dilnoza")
    given.an_open_counter("umida")
    ticket = given.a_visitor_who_waits()
    actions.call_next(**at(10))
    actions.undo(**at(10.2))
    assert actions.call_next(**at(10.3, "umida")).ticket_id == ticket.ticket_id
    actions.start(**at(11, "umida"))
    actions.finish(**at(15, "umida"), **WHOM)
    seven = queries.counter_view(counter_id=given.counter(7), at=AT + given.minutes(16))
    eight = queries.counter_view(counter_id=given.counter(8), at=AT + given.minutes(16))
    assert (seven.served_today, eight.served_today) == (0, 1)


def test_an_undone_call_passed_nobody() -> None:
    given.an_open_counter()
    dilbar = given.a_visitor_who_waits()
    given.a_visitor_who_waits(needs=("child",), at=AT + given.minutes(4))
    actions.call_next(**at(10))
    actions.undo(**at(10.2))
    view = queries.ticket(code=dilbar.code, at=AT + given.minutes(10.3))
    assert view is not None
    assert (view.overtaken, view.overtaken_otherwise) == (0, 0)
    assert queries.overtakes(centre_id="SRG", day=AT.date()) == []


def test_the_figures_and_their_recount_leave_out_what_was_undone() -> None:
    given.an_open_counter()
    given.a_visitor_who_waits()
    given.a_visitor_who_waits()
    actions.call_next(**at(10))
    actions.no_show(**at(12))
    actions.undo(**at(12.5))
    actions.start(**at(13))
    actions.finish(**at(20), sex="M", age_band="18-29", disability=False)
    actions.undo(**at(20.5))
    actions.finish(**at(22), **WHOM)
    actions.call_next(**at(23))
    actions.no_show(**at(25))
    malika = given.employee("malika")
    monitoring.close_day(centre_id="SRG", day=AT.date(), at=AT + given.minutes(600), by=malika)
    checked = figures.check(centre_id="SRG", since=AT.date(), until=AT.date())
    assert (checked.days, checked.differences) == (1, ())
    counted = figures.figures(centre_id="SRG", since=AT.date(), until=AT.date())
    measures = counted.tables["all"][""]
    assert (measures.tickets_issued, measures.visitors_served, measures.no_shows) == (2, 1, 1)
    assert set(counted.tables["sex"]) >= {"F"}
    assert "M" not in counted.tables["sex"]
    now = figures.today(centre_id="SRG", at=AT + given.minutes(30))
    assert now.waiting[-1].waiting == 0


def test_a_late_repeat_takes_nobody_out_of_the_line_for_a_moment() -> None:
    """Until the journal refused it, it would hold whoever was sent on meanwhile, and other counters would skip them."""
    given.an_open_counter()
    for place in range(2):
        given.a_visitor_who_waits(at=AT + given.minutes(place))
    actions.call_next(**at(10))
    undone = actions.undo(**at(10.2), key="lost-answer")
    actions.call_next(**at(10.4))
    actions.start(**at(10.5))
    actions.send_on(**at(10.6), service_id=given.PASSPORT, because="belongs_there")
    with CaptureQueriesContext(connection) as asked:
        assert actions.undo(**at(10.7), key="lost-answer") == undone
    assert not [query["sql"] for query in asked if "UPDATE queue_ticket" in query["sql"]]


def test_what_was_done_since_is_not_taken_back_in_its_place() -> None:
    """A request that was refused left no key behind: pressed again later it must not find another step."""
    given.an_open_counter()
    first, second = (given.a_visitor_who_waits(at=AT + given.minutes(place)) for place in range(2))
    actions.call_next(**at(10))
    actions.no_show(**at(10.1))
    seen = {"step": "no_show", "number": first.number}
    with pytest.raises(errors.TooLateToUndo):
        actions.undo(**at(12), **seen, key="refused")
    actions.call_next(**at(12.1))
    with pytest.raises(errors.NothingToUndo):
        actions.undo(**at(12.2), **seen, key="refused")
    undone = actions.undo(**at(12.3), step="called", number=second.number)
    assert (undone.step, undone.number) == ("called", second.number)
