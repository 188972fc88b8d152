"""Somebody acts for the applicant: at the window, on the page of the case, and on the page of the applicant."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from officers import TUESDAY, TYPED, all_answer, an_application, asked_papers, let_it_be, signed_in, told

from darcha.cases import actions as cases
from darcha.cases import models
from darcha.kernel.actor import system
from tests import given

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]

SON = {
    "acts_as": "attorney",
    "acts_name": "Yoʻldoshev Anvar",
    "acts_personal_number": "",
    "acts_paper": "12-345",
    "acts_until": "2026-12-31",
}


@pytest.fixture
def dilnoza() -> Client:
    return signed_in("dilnoza")


def filed(dilnoza: Client, **changed: str):
    given.a_visitor_at_the_counter(given.SURVIVORS_PENSION, at=TUESDAY - given.minutes(5))
    typed = {**TYPED, **SON, **changed, "paper": sorted(asked_papers()), "request_key": "acting-0001"}
    return dilnoza.post("/desk/counter/file/", typed)


def test_the_window_takes_down_who_acts_and_the_pages_tell_it(dilnoza: Client) -> None:
    assert filed(dilnoza).status_code == 302
    case = models.Case.objects.get()
    page = dilnoza.get(f"/desk/cases/{case.id}/").content.decode()
    assert "Yoʻldoshev Anvar" in page
    assert "by power of attorney" in page
    anybody = Client()
    anybody.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    citizen = anybody.get(f"/track/{case.tracking_code}/").content.decode()
    assert "somebody acts for you by power of attorney" in citizen
    assert "Anvar" not in citizen
    assert told("case.opened")[-1].data["acts_as"] == "attorney"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"acts_until": "2026-11-01"}, "This paper is over."),
        ({"acts_until": "next year"}, "Write the last day of the paper as a date."),
        ({"acts_paper": ""}, "Write the number of the power of attorney"),
        ({"acts_name": ""}, "Write the name of who acts"),
        ({"acts_as": "parent"}, "The applicant is of age"),
        ({"acts_as": "friend"}, "Choose how this person acts"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    dilnoza: Client, changed: dict[str, str], said: str
) -> None:
    answer = filed(dilnoza, **changed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert TYPED["name"].replace("'", "&#x27;") in page
    assert models.Case.objects.count() == 0


def test_on_the_page_of_the_case_another_is_entered_or_nobody(dilnoza: Client) -> None:
    case_id = an_application().case_id
    path = f"/desk/cases/{case_id}/represent/"
    wrong = dilnoza.post(path, {**SON, "acts_paper": "", "request_key": "acting-0002"})
    assert wrong.status_code == 422
    assert "Write the number of the power of attorney" in wrong.content.decode()
    assert dilnoza.post(path, {**SON, "request_key": "acting-0003"}).status_code == 302
    assert "Yoʻldoshev Anvar" in dilnoza.get(f"/desk/cases/{case_id}/").content.decode()
    assert dilnoza.post(path, {"acts_as": "", "request_key": "acting-0004"}).status_code == 302
    assert "Acts for the applicant:" not in dilnoza.get(f"/desk/cases/{case_id}/").content.decode()


def test_the_document_is_given_to_who_acts_or_refused_on_the_page(dilnoza: Client) -> None:
    case_id = an_application().case_id
    all_answer(case_id)
    cases.decide(case_id=case_id, outcome="granted", ground="", at=TUESDAY, by=system("test"))
    path = f"/desk/cases/{case_id}/issue/"
    nobody = dilnoza.post(path, {"to": "representative", "request_key": "issue-0001"})
    assert nobody.status_code == 409
    assert "Nobody may fetch it for the applicant today." in nobody.content.decode()
    dilnoza.post(f"/desk/cases/{case_id}/represent/", {**SON, "request_key": "acting-0005"})
    assert "Give it to who acts for the applicant" in dilnoza.get(f"/desk/cases/{case_id}/").content.decode()
    let_it_be(TUESDAY)
    assert dilnoza.post(path, {"to": "representative", "request_key": "issue-0002"}).status_code == 302
    assert told("document.issued")[-1].data["to"] == "attorney"
