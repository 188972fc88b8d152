"""At the window: a visit goes on elsewhere, waits aside, and comes back."""

from __future__ import annotations

import pytest
from django.test import Client

from darcha.queue import actions as queue
from tests import given
from tests.doors.desk.officers import TUESDAY, let_it_be, signed_in, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]


@pytest.fixture
def dilnoza() -> Client:
    """Dilnoza at window 7, with a pensioner who waited ten minutes and came nine minutes ago."""
    given.a_visitor_at_the_counter(at=TUESDAY - given.minutes(20))
    return signed_in("dilnoza")


def posted(client: Client, action: str, **fields: str) -> str:
    fields = {"request_key": f"{action[:20]}-00001", **fields}
    return client.post(f"/desk/counter/{action}/", fields, follow=True).content.decode()


def test_a_visit_goes_on_with_its_number_and_the_officer_says_how_long(dilnoza: Client) -> None:
    given.an_open_counter("kamola", at=TUESDAY - given.minutes(20))
    page = dilnoza.get("/desk/counter/").content.decode()
    assert f'<option value="{given.PASSPORT}">' in page
    assert f'<option value="{given.OLD_AGE_PENSION}">' not in page, "it is for that already"
    assert '<option value="BKM-01">' not in page, "that department does not sit on Tuesdays"
    page = posted(dilnoza, "send-on", service=given.PASSPORT, because="comes_back")
    assert "K 001 goes on with the same number: " in page
    assert "Expected wait: 0–5 min." in page
    assert "Your window is free" in page
    assert "K 001 sent on" in " ".join(page.split()).replace("\N{NO-BREAK SPACE}", " ")
    assert posted(dilnoza, "undo").count("The visit of K 001 goes on here.") == 1


def test_the_next_window_knows_where_the_visit_was_and_where_it_goes(dilnoza: Client) -> None:
    given.an_open_counter("kamola", at=TUESDAY - given.minutes(20))
    posted(dilnoza, "send-on", service=given.PASSPORT, because="comes_back")
    kamola = signed_in("kamola")
    posted(kamola, "call")
    page = posted(kamola, "start")
    assert "Was before at: Old-age pension" in page
    assert "Done here, on to that" in page
    page = posted(kamola, "send-on", service=given.OLD_AGE_PENSION, because="next_matter", request_key="send-on-00002")
    assert "Your window is free" in page
    assert [entry.data["because"] for entry in told("ticket.sent_on")] == ["comes_back", "next_matter"]
    assert "Call K 001" in dilnoza.get("/desk/counter/line/").content.decode().replace("\N{NO-BREAK SPACE}", " ")


def test_finishing_out_of_habit_loses_no_matter_that_follows() -> None:
    given.an_open_counter(at=TUESDAY - given.minutes(20))
    given.a_visitor_who_waits(given.OLD_AGE_PENSION, also=(given.SURVIVORS_PENSION,), at=TUESDAY - given.minutes(9))
    officer = signed_in("dilnoza")
    posted(officer, "call")
    page = posted(officer, "start")
    assert f'name="on_to" value="{given.SURVIVORS_PENSION}"' in page
    page = posted(officer, "finish", on_to=given.SURVIVORS_PENSION, then_call="1")
    assert "K 001 goes on with the same number: Survivor" in page.replace("&#x27;", "'")
    assert told("ticket.served") == []
    assert [entry.data["service"] for entry in told("ticket.called")] == [
        given.OLD_AGE_PENSION,
        given.SURVIVORS_PENSION,
    ]
    page = posted(officer, "start", request_key="start-00002")
    assert 'name="on_to"' not in page


def test_a_visit_ends_before_its_last_matter_when_nothing_more_is_wanted() -> None:
    given.an_open_counter(at=TUESDAY - given.minutes(20))
    given.a_visitor_who_waits(given.OLD_AGE_PENSION, also=(given.SURVIVORS_PENSION,), at=TUESDAY - given.minutes(9))
    officer = signed_in("dilnoza")
    posted(officer, "call")
    posted(officer, "start")
    page = officer.get("/desk/counter/", {"ends": ""}).content.decode()
    assert 'name="on_to"' not in page
    assert "Go on to what follows after all" in page
    posted(officer, "finish", sex="F", age_band="60+", outcome="papers_missing")
    assert [entry.data["outcome"] for entry in told("ticket.served")] == ["papers_missing"]


def test_a_visitor_set_aside_stands_under_the_line_until_they_are_back(dilnoza: Client) -> None:
    page = posted(dilnoza, "set-aside", minutes="15")
    assert "K 001 is not called before 11:22 and keeps the place." in page
    assert "set aside until 11:22" in page
    assert "Nobody waits for you now." in page
    (aside,) = told("ticket.set_aside")
    page = posted(dilnoza, f"bring-back/{aside.data['ticket']}")
    assert "Set aside" not in page
    assert "Call K 001" in page.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("action", "fields", "status", "sentence"),
    [
        ("send-on", {"service": given.PASSPORT, "because": ""}, 422, "Choose why the visit goes on elsewhere."),
        ("send-on", {"service": given.OLD_AGE_PENSION, "because": "comes_back"}, 409, "for this service already"),
        ("send-on", {"service": "", "because": "comes_back"}, 404, "This centre does not give this service."),
        ("set-aside", {"minutes": "seven"}, 422, "Choose for how long the visitor is set aside."),
        ("bring-back/999999", {}, 404, "There is no such ticket"),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence(
    dilnoza: Client, action: str, fields: dict[str, str], status: int, sentence: str
) -> None:
    answer = dilnoza.post(f"/desk/counter/{action}/", {"request_key": "bad-00001", **fields})
    assert (answer.status_code, sentence in answer.content.decode()) == (status, True)


def test_who_was_called_elsewhere_meanwhile_stays_there(dilnoza: Client) -> None:
    given.an_open_counter("kamola", at=TUESDAY - given.minutes(20))
    posted(dilnoza, "send-on", service=given.PASSPORT, because="belongs_there")
    let_it_be(TUESDAY + given.minutes(0.2))
    queue.call_next(counter_id=given.counter(3), at=TUESDAY + given.minutes(0.2), by=given.employee("kamola"))
    assert "There is nothing to take back at this window." in posted(dilnoza, "undo")
