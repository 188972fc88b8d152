"""A break at the window, and a step taken back."""

from __future__ import annotations

import pytest
from django.test import Client

from darcha.queue import actions as queue
from tests import given
from tests.doors.desk.officers import TUESDAY, let_it_be, signed_in, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]


@pytest.fixture
def dilnoza() -> Client:
    """Dilnoza at window 7; nobody is there."""
    given.an_open_counter("dilnoza", at=TUESDAY - given.minutes(20))
    return signed_in("dilnoza")


def paused(client: Client, **fields: str) -> str:
    fields = {"request_key": "break-00001", "reason": "meal", "minutes": "30", **fields}
    return client.post("/desk/counter/break/", fields, follow=True).content.decode()


def posted(client: Client, action: str, key: str) -> str:
    return client.post(f"/desk/counter/{action}/", {"request_key": key}, follow=True).content.decode()


# pausing, with a reason


def test_a_break_says_why_since_when_and_until_when_and_calls_nobody(dilnoza: Client) -> None:
    given.a_visitor_who_waits(at=TUESDAY - given.minutes(5))
    page = paused(dilnoza)
    assert "You have a break" in page
    assert "A meal · since 11:07 · until 11:37" in page
    assert 'data-state="paused"' in page
    assert 'data-key="n"' not in page
    assert 'data-key="n"' not in dilnoza.get("/desk/counter/line/").content.decode()
    page = posted(dilnoza, "go-on", "go-on-00001")
    assert "Your window is free" in page
    assert 'data-key="n"' in page
    assert [entry.data["reason"] for entry in told("counter.paused")] == ["meal"]


def test_the_group_in_the_bar_tells_which_of_the_three_it_is(dilnoza: Client) -> None:
    def group(page: str) -> list[str]:
        bar = page.partition('aria-label="My window"')[2].partition("</div>")[0]
        return [piece.partition('"')[0] for piece in bar.split('aria-pressed="')[1:]]

    assert group(dilnoza.get("/desk/counter/").content.decode()) == ["true", "false", "false"]
    assert group(paused(dilnoza)) == ["false", "true", "false"]


def test_a_break_need_not_tell_its_end_and_one_that_lasts_longer_says_so(dilnoza: Client) -> None:
    assert "until" not in paused(dilnoza, minutes="").partition("A meal")[2].partition("</p>")[0]
    posted(dilnoza, "go-on", "go-on-00001")
    paused(dilnoza, request_key="break-00002", minutes="10")
    let_it_be(TUESDAY + given.minutes(12))
    assert "it was to end at 11:17" in dilnoza.get("/desk/counter/").content.decode()


@pytest.mark.parametrize("reason", ["", "holiday"])
def test_a_break_without_a_reason_of_the_list_is_none(dilnoza: Client, reason: str) -> None:
    answer = dilnoza.post("/desk/counter/break/", {"request_key": "break-00001", "reason": reason})
    assert answer.status_code == 422
    assert "Choose why this window pauses." in answer.content.decode()
    assert told("counter.paused") == []


def test_the_form_of_a_break_sent_twice_begins_one(dilnoza: Client) -> None:
    for _ in range(2):
        assert "You have a break" in paused(dilnoza)
    assert len(told("counter.paused")) == 1


def test_no_break_with_a_visitor_at_the_window(dilnoza: Client) -> None:
    given.a_visitor_who_waits(at=TUESDAY - given.minutes(5))
    page = posted(dilnoza, "call", "call-000001")
    assert 'id="break" aria-disabled="true"' in page
    answer = dilnoza.post("/desk/counter/break/", {"request_key": "break-00001", "reason": "rest"})
    assert answer.status_code == 409
    assert "is still at this window. Finish first." in answer.content.decode()


def test_going_on_without_a_break_is_told_so(dilnoza: Client) -> None:
    answer = dilnoza.post("/desk/counter/go-on/", {"request_key": "go-on-00001"})
    assert answer.status_code == 409
    assert "There is no break to end at this window." in answer.content.decode()


# undo


def test_each_step_can_be_taken_back_within_a_minute(dilnoza: Client) -> None:
    number = given.a_visitor_who_waits(at=TUESDAY - given.minutes(5)).number
    shown = number.replace(" ", "\N{NO-BREAK SPACE}")
    assert 'id="undo"' not in dilnoza.get("/desk/counter/").content.decode()
    posted(dilnoza, "call", "call-000001")
    let_it_be(TUESDAY + given.minutes(0.2))
    page = dilnoza.get("/desk/counter/").content.decode()
    assert f"{shown} called" in page
    assert "<span data-seconds>12</span> s ago" in page
    page = posted(dilnoza, "start", "start-00001")
    assert f"{shown} came to the window" in page
    page = posted(dilnoza, "undo", "undo-000001")
    assert f"{number} is called, but not here yet." in page
    page = posted(dilnoza, "undo", "undo-000002")
    assert f"{number} stands in the line again, where they stood." in page
    assert "Your window is free" in page
    assert 'id="undo"' not in page
    assert len(told("ticket.undone")) == 2


def test_a_visit_finished_by_mistake_goes_on(dilnoza: Client) -> None:
    number = given.a_visitor_who_waits(at=TUESDAY - given.minutes(5)).number
    posted(dilnoza, "call", "call-000001")
    posted(dilnoza, "start", "start-00001")
    fields = {"request_key": "finish-0001", "sex": "M", "age_band": "60+"}
    page = dilnoza.post("/desk/counter/finish/", fields, follow=True).content.decode()
    assert "finished" in page.partition('id="undo"')[2].partition("</form>")[0]
    page = posted(dilnoza, "undo", "undo-000001")
    assert f"The visit of {number} goes on." in page
    assert 'id="finish"' in page


def test_who_did_not_come_may_still_come(dilnoza: Client) -> None:
    number = given.a_visitor_who_waits(at=TUESDAY - given.minutes(5)).number
    posted(dilnoza, "call", "call-000001")
    posted(dilnoza, "no-show", "no-show-001")
    assert f"{number} is called again: they may still come." in posted(dilnoza, "undo", "undo-000001")


def test_after_a_minute_a_step_stands(dilnoza: Client) -> None:
    given.a_visitor_who_waits(at=TUESDAY - given.minutes(5))
    posted(dilnoza, "call", "call-000001")
    let_it_be(TUESDAY + given.minutes(1.1))
    assert 'id="undo"' not in dilnoza.get("/desk/counter/").content.decode()
    answer = dilnoza.post("/desk/counter/undo/", {"request_key": "undo-000001"})
    assert answer.status_code == 409
    assert "A step can be taken back within 60 seconds." in answer.content.decode()


def test_the_key_of_undo_sent_twice_takes_one_step_back(dilnoza: Client) -> None:
    given.a_visitor_who_waits(at=TUESDAY - given.minutes(5))
    posted(dilnoza, "call", "call-000001")
    posted(dilnoza, "start", "start-00001")
    for _ in range(2):
        assert "The visitor is here" in posted(dilnoza, "undo", "undo-000001")
    assert len(told("ticket.undone")) == 1


# calling again


def test_a_call_is_repeated_as_often_as_the_class_allows_and_the_page_says_so(dilnoza: Client) -> None:
    given.a_visitor_who_waits(at=TUESDAY - given.minutes(5))
    called = queue.call_next(counter_id=given.counter(7), at=TUESDAY, by=given.employee("dilnoza"))
    assert called.number
    page = ""
    for time in range(3):
        page = posted(dilnoza, "recall", f"recall-0000{time}")
    assert "called again 3 times: that is often enough" in page
    assert 'data-key="r" aria-disabled="true"' in page
    assert dilnoza.post("/desk/counter/recall/", {"request_key": "recall-0009"}).status_code == 409
