"""The clock of a case in a department's hands: the applicant is asked to correct, the time goes on, it is extended."""

from __future__ import annotations

import pytest
from django.test import Client

from darcha.cases import actions as cases
from darcha.kernel.actor import system
from tests.doors.desk.officers import TUESDAY, all_answer, an_application, let_it_be, signed_in, told
from tests.given import minutes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]

WORDS = "Guvohnomada ism boshqa yozilgan: tuzatib keling."
FIELDS = {"request_key": "suspend-001", "because": "incorrect", "correction": WORDS}


@pytest.fixture
def dilnoza() -> Client:
    """Dilnoza, of the Pension Fund, who decides."""
    return signed_in("dilnoza")


def test_the_applicant_is_asked_once_and_reads_it_at_home(dilnoza: Client) -> None:
    opened = an_application()
    path = f"/desk/cases/{opened.case_id}/"
    for _ in range(2):
        assert dilnoza.post(f"{path}suspend/", FIELDS).status_code == 302
    assert len(told("case.suspended")) == 1
    page = dilnoza.get(path).content.decode()
    assert WORDS in page
    assert "The time stands until that is done" in page
    assert 'data-state="suspended"' in page
    assert "the applicant corrects" in dilnoza.get("/desk/work/").content.decode()
    home = Client().get(f"/track/{opened.tracking_code}/?lang=en").content.decode()
    assert WORDS in home
    assert "It is your turn." in home
    assert "if it were corrected today" in home


def test_what_is_corrected_goes_on(dilnoza: Client) -> None:
    opened = an_application()
    path = f"/desk/cases/{opened.case_id}/"
    dilnoza.post(f"{path}suspend/", FIELDS)
    let_it_be(TUESDAY + minutes(24 * 60))
    assert dilnoza.post(f"{path}resume/", {"request_key": "resume-0001"}).status_code == 302
    page = dilnoza.get(path).content.decode()
    assert page.count('class="held"') == 1, "the day after it was taken stood, and is drawn apart"
    assert "0 of 10" in page, "and is not of the ten"
    assert "the applicant corrected it; these days (2 days) are not counted" in page
    assert 'id="suspend"' in page
    assert page.index("Corrected<br>") < page.index("The applicant was asked to correct<br>")
    assert told("case.resumed")[0].data["seconds"] == 24 * 60 * 60


def test_a_second_request_is_refused_in_words_and_keeps_what_was_written(dilnoza: Client) -> None:
    case_id = an_application().case_id
    cases.suspend_case(case_id=case_id, because="incomplete", words="one", at=TUESDAY, by=system("test"))
    answer = dilnoza.post(f"/desk/cases/{case_id}/suspend/", FIELDS)
    assert answer.status_code == 409
    assert "One request at a time." in answer.content.decode()


def test_what_is_missing_in_the_form_is_said(dilnoza: Client) -> None:
    case_id = an_application().case_id
    answer = dilnoza.post(f"/desk/cases/{case_id}/suspend/", {"request_key": "suspend-002"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert '<a href="#because">' in page
    assert '<a href="#correction">' in page


def test_nothing_is_granted_while_the_applicant_corrects(dilnoza: Client) -> None:
    case_id = an_application().case_id
    all_answer(case_id)
    dilnoza.post(f"/desk/cases/{case_id}/suspend/", FIELDS)
    answer = dilnoza.post(f"/desk/cases/{case_id}/decide/", {"request_key": "decide-0001", "outcome": "granted"})
    assert answer.status_code == 409
    assert "still correcting it" in answer.content.decode()


def test_the_time_is_extended_as_far_as_the_law_allows() -> None:
    nilufar = signed_in("nilufar")
    opened = an_application("FHDYO-02")
    path = f"/desk/cases/{opened.case_id}/"
    assert "the law allows 3 months in all" in nilufar.get(path).content.decode()
    too_long = {"request_key": "extend-0001", "n": "4", "why": "sud"}
    answer = nilufar.post(f"{path}extend/", too_long)
    assert answer.status_code == 422
    assert "does not allow so long a time" in answer.content.decode()
    assert nilufar.post(f"{path}extend/", {**too_long, "n": "2"}).status_code == 302
    assert 'id="extend"' in nilufar.get(path).content.decode()
    home = Client().get(f"/track/{opened.tracking_code}/?lang=en").content.decode()
    assert "the time was extended to 2 months in all, because: sud" in home


def test_what_is_extended_to_the_utmost_has_no_form_any_more() -> None:
    nilufar = signed_in("nilufar")
    path = f"/desk/cases/{an_application('FHDYO-02').case_id}/"
    assert nilufar.post(f"{path}extend/", {"request_key": "extend-0003", "n": "3", "why": "sud"}).status_code == 302
    page = nilufar.get(path).content.decode()
    assert 'id="extend"' not in page
    assert "Time extended" in page


def test_what_the_law_does_not_lengthen_has_no_form_and_is_refused(dilnoza: Client) -> None:
    path = f"/desk/cases/{an_application().case_id}/"
    assert 'id="extend"' not in dilnoza.get(path).content.decode()
    answer = dilnoza.post(f"{path}extend/", {"request_key": "extend-0002", "n": "40", "why": "x"})
    assert answer.status_code == 409


def test_who_does_not_decide_the_case_stops_no_clock() -> None:
    case_id = an_application().case_id
    assert signed_in("kamola").post(f"/desk/cases/{case_id}/suspend/", FIELDS).status_code == 403
    assert told("case.suspended") == []
