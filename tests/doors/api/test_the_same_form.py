"""The API tells the same form as the window and the page from home, and judges it by the same rules."""

from __future__ import annotations

import json

import pytest
from django.conf import settings
from django.test import Client

from darcha.catalogue import queries as catalogue
from darcha.plumbing import clock
from tests import given
from tests.doors.desk.officers import TUESDAY, an_application, let_it_be

pytestmark = pytest.mark.django_db

FORM = "/api/v1/services/PJ-03"
WIDOW = {
    "applicant": {"name": "Yoʻldosheva Madina", "sex": "F", "birth_year": "1984"},
    "facts": {"has_minor_children": "yes", "child.age": "9"},
    "answers": {
        "deceased_name": "Yoʻldoshev Akmal",
        "died_on": "2009-12-30",
        "relation": "spouse",
        "payment_way": "post",
        "post_office": "100060",
    },
}


@pytest.fixture(autouse=True)
def _on_tuesday():
    before = clock.clock()
    let_it_be(TUESDAY)
    yield
    clock.set_clock(before)


def speaking(language: str = "en") -> Client:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client


def checked(filled: dict[str, object], *, language: str = "en", path: str = FORM) -> dict[str, object]:
    answer = speaking(language).post(f"{path}/check", json.dumps(filled), content_type="application/json")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_every_service_is_told_with_the_form_the_pages_ask_for() -> None:
    told = speaking().get("/api/v1/services").json()
    assert [one["code"] for one in told] == [one.code for one in catalogue.service_summaries()]
    assert len(told) == 62
    for one in told:
        version = catalogue.service_version(code=one["code"], on=TUESDAY.date())
        form = speaking().get(f"/api/v1/services/{one['code']}").json()
        assert [field["code"] for field in form["fields"]] == [asked.field.code for asked in version.form]
        assert [question["code"] for question in form["questions"]] == [fact.code for fact in version.questions]
        assert [paper["proofs"] for paper in form["papers"]] == [
            [proof.code for proof in demand.proofs] for demand in version.demands
        ]
        assert form["content_hash"] == version.content_hash
        assert all(field["label"]["uz-cyrl"] and field["label"]["ru"] for field in form["fields"])


def test_conditions_are_told_as_data() -> None:
    form = speaking().get(FORM).json()
    (office,) = [field for field in form["fields"] if field["code"] == "post_office"]
    assert office["shown_if"] == "payment_way == 'post'"
    assert office["required"] is True


def test_an_empty_form_is_told_all_it_lacks_at_once() -> None:
    told = checked({})
    assert told["complete"] is False
    assert told["applicant"] == "name_missing"
    assert "deceased_name" in [one["field"] for one in told["fields"]]
    assert told["papers_missing"]


def test_a_form_the_page_from_home_would_take_is_complete_here() -> None:
    told = checked(WIDOW)
    whole = checked(WIDOW | {"papers": told["papers_needed"]})
    assert whole == {
        **whole,
        "complete": True,
        "applicant": None,
        "asks": [],
        "fields": [],
        "papers_missing": [],
    }
    assert "post_office" in whole["fields_shown"]
    assert "bank_account" not in whole["fields_shown"]


@pytest.mark.parametrize(("language", "words"), [("en", "This day has not come yet."), ("ru", "ещё не наступил")])
def test_a_wrong_answer_is_told_in_the_language_asked_for(language: str, words: str) -> None:
    wrong = {**WIDOW, "answers": {**WIDOW["answers"], "died_on": "2030-01-01"}}
    (problem,) = checked(wrong, language=language)["fields"]
    assert (problem["field"], problem["code"]) == ("died_on", "not_past")
    assert words in problem["words"]


def test_nothing_asked_is_kept() -> None:
    from darcha.cases import models
    from darcha.journal import queries as journal

    before = journal.head(centre_id=given.SERGELI)
    checked(WIDOW)
    assert journal.head(centre_id=given.SERGELI) == before
    assert models.Draft.objects.count() == 0


@pytest.mark.parametrize(
    ("path", "code", "status"),
    [
        ("/api/v1/services/NO-99", "catalogue.unknown_service", 404),
        (f"/api/v1/applications/{'0' * 28}", "cases.unknown_case", 404),
    ],
)
def test_a_refusal_is_a_problem_with_its_code_and_sentence(path: str, code: str, status: int) -> None:
    answer = speaking("ru").get(path)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert (told["type"], told["status"]) == (code, status)
    assert told["detail"]


@pytest.mark.parametrize("body", ["", "{", "[]", "7", '{"facts": 7}', '{"papers": "d-id"}'])
def test_what_is_of_another_shape_is_said_place_by_place_and_without_what_stood_there(body: str) -> None:
    answer = speaking().post(f"{FORM}/check", body, content_type="application/json")
    assert answer.status_code in {400, 422}
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"]


def test_an_application_is_followed_without_a_word_of_the_person() -> None:
    opened = an_application()
    answer = speaking().get(f"/api/v1/applications/{opened.tracking_code}")
    told = answer.json()
    assert (told["number"], told["state"]) == (opened.number, "accepted")
    assert told["clock"]
    assert told["steps"][0]["department"] == "PJ"
    assert "Madina" not in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_description_is_openapi_and_names_every_address() -> None:
    told = speaking().get("/api/v1/openapi.json").json()
    assert told["openapi"].startswith("3.")
    assert set(told["paths"]) == {
        "/api/v1/services",
        "/api/v1/services/{code}",
        "/api/v1/services/{code}/check",
        "/api/v1/applications/{code}",
    }
    assert "FieldOut" in told["components"]["schemas"]
    assert speaking().get("/api/v1/docs").status_code == 404
