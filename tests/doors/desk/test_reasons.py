"""A file opens through a visit or a task; else somebody says why, and the head reads it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from officers import TUESDAY, all_answer, an_application, let_it_be, signed_in, told

from darcha.cases import actions as cases
from darcha.kernel.actor import system
from darcha.plumbing import clock
from darcha.queue import actions as hall
from tests import given

pytestmark = pytest.mark.django_db

WHY = "The widow’s brother asks by telephone."
LATER = TUESDAY + timedelta(days=3)


@pytest.fixture(autouse=True)
def _on_friday() -> Iterator[None]:
    before = clock.clock()
    let_it_be(LATER)
    yield
    clock.set_clock(before)


@pytest.fixture
def refused() -> int:
    """Return a case of the pension fund decided on Tuesday; nobody has anything to do with it any more."""
    case_id = an_application().case_id
    all_answer(case_id)
    cases.decide(
        case_id=case_id, outcome="refused", ground="No pension.", because=given.BECAUSE, at=TUESDAY, by=system("test")
    )
    return case_id


def _basis() -> object:
    return told("case.read")[-1].data["basis"]


def test_a_finished_file_opens_with_a_reason_the_head_reads(refused: int) -> None:
    dilnoza = signed_in("dilnoza")
    closed = dilnoza.get(f"/desk/cases/{refused}/")
    assert closed.status_code == 403
    assert "Why do you open this file?" in closed.content.decode()
    assert "Madina" not in closed.content.decode()
    assert "basis" not in str([entry.data for entry in told("case.read") if entry.actor.startswith("employee")])
    answer = dilnoza.post(f"/desk/cases/{refused}/reason/", {"reason": WHY}, follow=True)
    assert "Madina" in answer.content.decode()
    assert _basis() == "reason"
    assert WHY not in str(told("case.reason_given"))
    page = signed_in("malika").get("/office/SRG/reasons/").content.decode()
    assert "Dilnoza" in page
    assert "brother asks by telephone" in page
    assert signed_in("feruza").get("/office/SRG/reasons/").status_code == 403


def test_a_reason_is_over_after_half_an_hour_and_is_nobody_elses(refused: int) -> None:
    dilnoza = signed_in("dilnoza")
    dilnoza.post(f"/desk/cases/{refused}/reason/", {"reason": WHY})
    assert signed_in("umida").get(f"/desk/cases/{refused}/").status_code == 403
    let_it_be(LATER + timedelta(minutes=31))
    assert dilnoza.get(f"/desk/cases/{refused}/").status_code == 403


@pytest.mark.parametrize(("typed", "no"), [("work", "at least 10"), ("x" * 501, "at most 500")])
def test_a_reason_is_a_sentence(refused: int, typed: str, no: str) -> None:
    answer = signed_in("dilnoza").post(f"/desk/cases/{refused}/reason/", {"reason": typed})
    assert answer.status_code == 422
    assert no in answer.content.decode()
    assert typed in answer.content.decode()
    assert told("case.reason_given") == []


def test_a_reason_sent_twice_is_kept_once(refused: int) -> None:
    dilnoza = signed_in("dilnoza")
    for _ in range(2):
        dilnoza.post(f"/desk/cases/{refused}/reason/", {"reason": WHY, "request_key": "because-0001"})
    assert len(told("case.reason_given")) == 1


def test_no_reason_opens_the_file_of_another_department(refused: int) -> None:
    stranger = signed_in("nilufar")
    assert stranger.post(f"/desk/cases/{refused}/reason/", {"reason": WHY}).status_code == 403
    assert told("case.reason_given") == []


def test_what_has_to_be_answered_or_decided_opens_by_itself(refused: int) -> None:
    case_id = an_application(at=LATER).case_id
    assert signed_in("dilnoza").get(f"/desk/cases/{case_id}/").status_code == 200
    assert _basis() == "item"


def _serving(login: str, counter: int) -> Client:
    by = given.employee(login)
    hall.open_counter(counter_id=given.counter(counter), at=LATER, by=by)
    given.a_visitor_who_waits(given.SURVIVORS_PENSION, at=LATER)
    hall.call_next(counter_id=given.counter(counter), at=LATER, by=by)
    hall.start(counter_id=given.counter(counter), at=LATER, by=by)
    return signed_in(login)


def test_a_visitor_at_the_window_opens_what_they_bring_there_and_nothing_in_the_back_office(refused: int) -> None:
    dilnoza = _serving("dilnoza", 7)
    assert dilnoza.get(f"/desk/counter/cases/{refused}/").status_code == 200
    assert _basis() == "visit"
    assert told("case.read")[-1].data["ticket"] == told("ticket.started")[-1].data["ticket"]
    assert dilnoza.get(f"/desk/cases/{refused}/").status_code == 403


def test_at_an_empty_window_a_number_opens_nothing(refused: int) -> None:
    hall.open_counter(counter_id=given.counter(7), at=LATER, by=given.employee("dilnoza"))
    dilnoza = signed_in("dilnoza")
    asked = dilnoza.get(f"/desk/counter/cases/{refused}/")
    assert asked.status_code == 403
    assert "Back to the window" in asked.content.decode()
    answer = dilnoza.post(f"/desk/cases/{refused}/reason/", {"reason": WHY, "back": "counter"})
    assert answer["Location"] == f"/desk/counter/cases/{refused}/"
