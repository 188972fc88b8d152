"""At a window a person is told everything that is held about them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.test import Client
from officers import FACTS, TUESDAY, WIDOW, all_answer, asked_papers, let_it_be, signed_in, told

from darcha.cases import actions as cases
from darcha.cases.rules import DraftWords, OpenedCase
from darcha.kernel.actor import system, visitor
from darcha.notices import actions as notices
from darcha.notices.rules import CASE, Matter
from darcha.plumbing import clock
from darcha.queue import actions as hall
from tests import given

pytestmark = pytest.mark.django_db

NUMBER = "41710854000012"
WHY = "She asks by letter for all that is held."


@pytest.fixture(autouse=True)
def _on_tuesday() -> Iterator[None]:
    before = clock.clock()
    let_it_be(TUESDAY)
    yield
    clock.set_clock(before)


def _applied(number: str | None, *, service: str = given.SURVIVORS_PENSION) -> OpenedCase:
    return cases.open_case(
        centre_id=given.SERGELI,
        service_id=service,
        ticket_id=None,
        applicant=replace(WIDOW, personal_number=number, phone="+998901112233"),
        facts=FACTS,
        papers_seen=asked_papers(service),
        language="uz",
        at=TUESDAY,
        by=system("test"),
        another_because="other_person",
    )


@pytest.fixture
def dilnoza() -> Client:
    """Dilnoza with a visitor at her window."""
    by = given.employee("dilnoza")
    hall.open_counter(counter_id=given.counter(7), at=TUESDAY, by=by)
    given.a_visitor_who_waits(given.SURVIVORS_PENSION, at=TUESDAY)
    hall.call_next(counter_id=given.counter(7), at=TUESDAY, by=by)
    hall.start(counter_id=given.counter(7), at=TUESDAY, by=by)
    return signed_in("dilnoza")


def _ask(client: Client, person: str, **more: str) -> str:
    answer = client.post("/desk/person/told/", {"person": person, **more})
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    return answer.content.decode()


def test_one_number_leads_to_every_application_whoever_typed_it_how(dilnoza: Client) -> None:
    first, second, other = _applied(NUMBER), _applied("4171 0854-000012"), _applied("31710854000010")
    page = _ask(dilnoza, " 4171-0854 000012")
    assert "2 applications" in page
    assert first.number in page
    assert second.number in page
    assert other.number not in page
    (entry,) = told("person.told")
    assert entry.data == {
        "cases": [first.case_id, second.case_id],
        "basis": "visit",
        "ticket": told("ticket.started")[-1].data["ticket"],
    }
    assert entry.subject == f"ticket:{entry.data['ticket']}"


def test_a_tracking_code_leads_to_the_number_and_without_one_to_itself(dilnoza: Client) -> None:
    first, second = _applied(NUMBER), _applied(NUMBER)
    alone = _applied(None)
    assert second.number in _ask(dilnoza, first.tracking_code)
    page = _ask(dilnoza, alone.tracking_code)
    assert alone.number in page
    assert first.number not in page


def test_the_file_holds_all_of_it_and_who_looked(dilnoza: Client) -> None:
    opened = _applied(NUMBER)
    signed_in("umida").get(f"/desk/cases/{opened.case_id}/")
    about = Matter(CASE, opened.case_id)
    notices.ask(about=about, channel="sms", to="+998901112233", language="ru", at=TUESDAY, by=visitor())
    cases.suspend_case(
        case_id=opened.case_id, because="incorrect", words="a name is misspelt", at=TUESDAY, by=system("test")
    )
    notices.follow(centre_id=given.SERGELI, at=TUESDAY, by=system("test"))
    cases.resume_case(case_id=opened.case_id, at=TUESDAY, by=system("test"))
    all_answer(opened.case_id)
    cases.decide(case_id=opened.case_id, outcome="granted", ground="all is well", at=TUESDAY, by=system("test"))
    cases.issue_document(case_id=opened.case_id, at=TUESDAY, by=system("test"))
    (held,) = json.loads(_ask(dilnoza, NUMBER, form="json"))["applications"]
    assert held["applicant"] == {
        "name": WIDOW.name,
        "sex": "F",
        "birth_year": 1984,
        "phone": "+998901112233",
        "personal_number": NUMBER,
    }
    assert held["facts"]["child.age"] == 9
    assert held["corrections"][0]["words"] == "a name is misspelt"
    assert held["decision"]["ground"] == "all is well"
    assert held["documents"][0]["holder"] == WIDOW.name
    assert held["told_by"] == {"channel": "sms", "ends_in": "33"}
    assert [(one["about"], one["language"], one["state"]) for one in held["messages"]] == [("correct", "ru", "due")]
    looks = [(look["basis"], look["purpose"]) for look in held["looks"]]
    assert looks[0] == ("item", "work")
    assert "Umida" in held["looks"][0]["who"]
    page = _ask(dilnoza, NUMBER)
    for words in (
        WIDOW.name,
        "all is well",
        "a name is misspelt",
        "Umida",
        "a task of the department",
        "something is to be corrected",
    ):
        assert words in page


def test_nothing_held_is_an_answer_too_and_the_question_is_kept(dilnoza: Client) -> None:
    assert "Nothing is held" in _ask(dilnoza, "31710854000010")
    assert told("person.told")[-1].data["cases"] == []


def test_without_a_visitor_a_reason_is_asked_for_which_the_head_reads() -> None:
    opened = _applied(NUMBER)
    dilnoza = signed_in("dilnoza")
    assert "No visitor sits before you" in dilnoza.get("/desk/person/").content.decode()
    refused = dilnoza.post("/desk/person/told/", {"person": NUMBER})
    assert refused.status_code == 422
    assert WIDOW.name not in refused.content.decode()
    assert told("person.told") == []
    assert opened.number in _ask(dilnoza, NUMBER, reason=WHY)
    assert told("person.told")[-1].data["basis"] == "reason"
    assert "all about a person" in signed_in("malika").get("/office/SRG/reasons/").content.decode()


def test_a_key_used_for_one_person_does_not_open_another_unseen(dilnoza: Client) -> None:
    _applied(NUMBER)
    other = _applied("31710854000010")
    _ask(dilnoza, NUMBER, request_key="one-person-0001")
    again = dilnoza.post("/desk/person/told/", {"person": "31710854000010", "request_key": "one-person-0001"})
    assert again.status_code != 200
    assert other.number not in again.content.decode()


def test_an_empty_field_is_told(dilnoza: Client) -> None:
    answer = dilnoza.post("/desk/person/told/", {"person": " "})
    assert answer.status_code == 422
    assert "Enter a personal number" in answer.content.decode()


def test_the_telling_itself_is_among_the_looks_whose_page_the_applicant_reads(dilnoza: Client) -> None:
    opened, other = _applied(NUMBER), _applied("31710854000010")
    let_it_be(TUESDAY + given.minutes(3))
    _ask(dilnoza, NUMBER)
    home = Client().get(f"/track/{opened.tracking_code}/?lang=en").content.decode()
    assert "an officer at the window: told everything that is held about the applicant" in home
    assert (
        "Nobody has opened your application yet."
        in Client().get(f"/track/{other.tracking_code}/?lang=en").content.decode()
    )
    (held,) = json.loads(_ask(dilnoza, NUMBER, form="json"))["applications"]
    assert [look["purpose"] for look in held["looks"]] == ["person_told"]


def test_what_was_proposed_sent_back_and_written_from_home_is_told(dilnoza: Client) -> None:
    opened = _applied(NUMBER, service="QUR-01")
    house, told_to = system("test"), {"case_id": opened.case_id, "at": TUESDAY}
    cases.suspend_case(because="incorrect", words="a name is misspelt", by=house, **told_to)
    cases.answer_correction(code=opened.tracking_code, words="it is mended now", at=TUESDAY, by=visitor())
    item = cases.read_case(purpose="test", by=house, **told_to).items[0].id
    entered = {"work_item_id": item, "at": TUESDAY, "by": house}
    cases.complete_work_item(outcome="objected", note="the red line", **entered)
    cases.send_item_back(words="look at the newer plan", **entered)
    all_answer(opened.case_id)
    cases.propose_decision(outcome="refused", ground="too near the road", because=given.BECAUSE, by=house, **told_to)
    cases.give_back_proposal(words="measure once more", by=system("colleague"), **told_to)
    (held,) = json.loads(_ask(dilnoza, NUMBER, form="json"))["applications"]
    assert held["corrections"][0]["answer"] == "it is mended now"
    assert held["answers_of_departments"][0]["sent_back"][0]["because"] == "look at the newer plan"
    assert [(one["ground"], one["because"]) for one in held["proposals"]] == [
        ("too near the road", "measure once more")
    ]
    page = _ask(dilnoza, NUMBER)
    for words in (
        "it is mended now",
        "look at the newer plan",
        "the red line",
        "too near the road",
        "measure once more",
    ):
        assert words in page


def test_a_draft_is_told_to_who_brings_its_code_and_to_nobody_by_number(dilnoza: Client) -> None:
    code = cases.begin_draft(
        centre_id=given.SERGELI,
        service_id=given.SURVIVORS_PENSION,
        language="uz",
        asked_from=(),
        at=TUESDAY,
        by=visitor(),
    )
    who = {"name": "Salima Qodirova", "personal_number": NUMBER}
    words = DraftWords(who, {"child.age": "9"}, {"deceased_name": "Qodirov Anvar"})
    cases.keep_draft(code=code, words=words, at=TUESDAY, by=visitor())
    assert "Nothing is held" in _ask(dilnoza, NUMBER)
    page = _ask(dilnoza, code)
    for text in ("begun at home, not sent", "Salima Qodirova", "Qodirov Anvar"):
        assert text in page
    entry = told("person.told")[-1]
    assert (entry.data["cases"], len(entry.data["drafts"])) == ([], 1)
    (draft,) = json.loads(_ask(dilnoza, code, form="json"))["drafts"]
    assert (draft["applicant"]["personal_number"], draft["facts"]) == (NUMBER, {"child.age": "9"})
