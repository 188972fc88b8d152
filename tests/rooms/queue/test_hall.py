"""What the phone, the desk, the display and the head see."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from darcha.journal import queries as journal
from darcha.queue import actions, queries
from darcha.queue.rules import Wait
from tests import given

pytestmark = pytest.mark.django_db

AT = given.MORNING


def test_the_phone_shows_the_line_the_call_and_then_the_survey() -> None:
    counter_id = given.an_open_counter()
    first, ours = given.a_visitor_who_waits(), given.a_visitor_who_waits(at=AT + given.minutes(1))
    waiting = queries.ticket(code=ours.code, at=AT + given.minutes(2))
    assert waiting is not None
    assert (waiting.state, waiting.people_ahead, waiting.counter_number) == ("waiting", 1, None)
    assert waiting.wait is not None
    assert waiting.survey_code is None
    assert given.a_called_visitor(counter_id).ticket_id == first.ticket_id
    dilnoza = given.employee("dilnoza")
    actions.no_show(counter_id=counter_id, at=AT + given.minutes(12), by=dilnoza)
    given.a_called_visitor(counter_id, at=AT + given.minutes(12))
    called = queries.ticket(code=ours.code)
    assert called is not None
    assert (called.state, called.counter_number, called.wait) == ("called", 7, None)
    actions.start(counter_id=counter_id, at=AT + given.minutes(13), by=dilnoza)
    actions.finish(
        counter_id=counter_id, sex="M", age_band="60+", disability=False, at=AT + given.minutes(20), by=dilnoza
    )
    served = queries.ticket_by_id(ticket_id=ours.ticket_id)
    assert served is not None
    assert (served.state, served.survey_code) == ("served", ours.survey_code)
    visit = queries.ticket_by_survey_code(code=ours.survey_code)
    assert visit is not None
    assert (visit.department_id, visit.sex, visit.age_band) == ("PJ", "M", "60+")
    assert queries.ticket_by_survey_code(code=first.survey_code) is None, "who did not come has nothing to judge"
    assert queries.ticket(code="no such code") is None


def test_the_phone_tells_who_was_called_before_though_they_came_later() -> None:
    counter_id = given.an_open_counter()
    karim = given.a_visitor_who_waits()
    given.a_visitor_who_waits(needs=("child",), at=AT + given.minutes(2))
    given.a_called_visitor(counter_id)
    view = queries.ticket(code=karim.code, at=AT + given.minutes(10))
    assert view is not None
    assert (view.overtaken, view.people_ahead) == (1, 0)


def test_the_officer_sees_the_line_in_the_order_of_the_rule() -> None:
    counter_id = given.an_open_counter()
    dilbar, malika = given.a_visitor_who_waits(), given.a_visitor_who_waits(needs=("child",), at=AT + given.minutes(5))
    given.a_visitor_who_waits(given.PASSPORT)
    view = queries.counter_view(counter_id=counter_id, at=AT + given.minutes(11))
    assert view.session is not None
    assert view.ticket is None
    assert view.next is not None
    assert view.next.ticket_id == malika.ticket_id
    shown = [(one.number, one.waited_minutes, one.promised_minutes, one.promise_used) for one in view.line]
    assert shown == [(malika.number, 6, 10, 60), (dilbar.number, 11, 20, 55)]
    assert [(one.service_minutes, one.score) for one in view.line] == [(20, 30.0), (20, 13.75)]
    assert view.policy == "promise"
    called = given.a_called_visitor(counter_id, at=AT + given.minutes(11))
    assert called.ticket_id == view.next.ticket_id, "the screen shows what the press does"
    after = queries.counter_view(counter_id=counter_id, at=AT + given.minutes(11))
    assert after.ticket is not None
    assert after.ticket.number == malika.number


def test_the_officers_day_is_counted() -> None:
    given.a_served_visitor()
    view = queries.counter_view(counter_id=given.counter(7), at=AT + given.minutes(30))
    assert (view.session, view.served_today, view.mean_service_seconds, view.within_promise_today) == (None, 1, 540, 1)


def test_the_board_shows_calls_newest_first_and_the_next_numbers() -> None:
    first, second = given.an_open_counter("dilnoza"), given.an_open_counter("kamola")
    for service in ("PJ-01", "MFB-01", "PJ-03", "PJ-01"):
        given.a_visitor_who_waits(service, language="ru")
    given.a_called_visitor(first, at=AT + given.minutes(1))
    given.a_called_visitor(second, "kamola", at=AT + given.minutes(2))
    board = queries.board(centre_id="SRG", at=AT + given.minutes(3))
    assert [(call.number, call.counter_number, call.ticket_language) for call in board.calls] == [
        ("E 001", 3, "ru"),
        ("K 001", 7, "ru"),
    ]
    assert board.next == ("K 002", "K 003")
    assert board.seq == journal.head(centre_id="SRG").seq
    lines = {line.letter: line for line in board.lines}
    assert list(lines) == ["A", "E", "K", "M", "T"]
    assert (lines["K"].waiting, lines["E"].waiting) == (2, 0)
    assert lines["K"].wait is not None
    assert lines["A"].wait is None, "no counter of that line is open"


def test_a_recalled_number_comes_first_on_the_board_again() -> None:
    first, second = given.an_open_counter("dilnoza"), given.an_open_counter("kamola")
    given.a_visitor_who_waits("PJ-01")
    given.a_visitor_who_waits("MFB-01")
    given.a_called_visitor(first, at=AT + given.minutes(1))
    given.a_called_visitor(second, "kamola", at=AT + given.minutes(2))
    actions.recall(counter_id=first, at=AT + given.minutes(3), by=given.employee("dilnoza"))
    board = queries.board(centre_id="SRG", at=AT + given.minutes(4))
    assert [(call.number, call.recalls) for call in board.calls] == [("K 001", 1), ("E 001", 0)]


def test_the_head_sees_counters_lines_against_promises_and_the_day() -> None:
    given.a_served_visitor()
    counter_id = given.an_open_counter(at=AT + given.minutes(20))
    given.an_open_counter("kamola", at=AT + given.minutes(20))
    for minute in (20, 21, 45):
        given.a_visitor_who_waits(at=AT + given.minutes(minute))
    given.a_called_visitor(counter_id, at=AT + given.minutes(22))
    hall = queries.hall(centre_id="SRG", at=AT + given.minutes(46))
    states = {one.counter.number: one.state for one in hall.counters}
    assert (len(states), states[7], states[3], states[1]) == (12, "called", "free", "closed")
    pensions = next(line for line in hall.lines if line.letter == "K")
    assert [one.waited_minutes for one in pensions.waiting] == [25, 1]
    assert (pensions.longest_minutes, pensions.late) == (25, 1)
    day = hall.today
    assert (day.issued, day.waiting, day.serving, day.served, day.called, day.within_promise) == (4, 2, 1, 1, 2, 2)


def test_a_newcomer_is_told_what_the_ticket_will_say() -> None:
    assert queries.wait_for(centre_id="SRG", service_id="PJ-01", at=AT) is None
    given.an_open_counter()
    assert queries.wait_for(centre_id="SRG", service_id="PJ-01", at=AT) == Wait(0, 5)
    for _ in range(4):
        given.a_visitor_who_waits()
    before = queries.wait_for(centre_id="SRG", service_id="PJ-01", at=AT)
    assert given.a_visitor_who_waits().wait == before


def test_whether_what_was_told_came_true_is_measured() -> None:
    counter_id = given.an_open_counter()
    given.a_visitor_who_waits()
    given.a_called_visitor(counter_id, at=AT + given.minutes(30))
    truth = queries.told_truth(centre_id="SRG", since=AT.date(), until=(AT + given.minutes(1440)).date())
    assert (truth.told, truth.held, truth.broken_by_more_than_5) == (1, 0, 1)


@pytest.mark.parametrize("screen", ["board", "hall", "counter"])
def test_a_screen_asks_no_more_when_more_people_wait(screen: str) -> None:
    counter_id = given.an_open_counter()

    def ask() -> int:
        with CaptureQueriesContext(connection) as asked:
            if screen == "board":
                queries.board(centre_id="SRG", at=AT + given.minutes(20))
            elif screen == "hall":
                queries.hall(centre_id="SRG", at=AT + given.minutes(20))
            else:
                queries.counter_view(counter_id=counter_id, at=AT + given.minutes(20))
        # The rooms below look now and then whether their file is still the same; that depends on time, not on people.
        return sum("queue_" in one["sql"] for one in asked.captured_queries)

    ask()
    before = ask()
    for _ in range(12):
        given.a_visitor_who_waits()
    assert ask() == before
    assert before <= 7
