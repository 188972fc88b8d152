"""A department's back office: the list, the case, the answer, the decision, the document."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from darcha.cases import actions as cases
from darcha.cases import queries as case_queries
from darcha.kernel.actor import system
from tests.doors.desk.officers import TUESDAY, WIDOW, all_answer, an_application, signed_in, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]

POOR_FAMILY = "IJT-01"
"""The tax inspectorate, the cadastre, the Pension Fund and others answer; then the mahalla; "Inson" decides."""


@pytest.fixture
def dilnoza() -> Client:
    """Dilnoza, of the Pension Fund and of “Inson”."""
    return signed_in("dilnoza")


RESTS_ON = {"clause": "VM 592, 12-band", "remedy": "put_right"}
"""What the form of a refusal asks for beside its ground."""


def decided(client: Client, case_id: int, **fields: str):
    return client.post(f"/desk/cases/{case_id}/decide/", {"request_key": "decide-00001", **fields})


# the list


def test_the_list_is_sorted_by_day_and_names_nobody(dilnoza: Client) -> None:
    late = an_application(at=TUESDAY - timedelta(days=30)).number
    soon = an_application(at=TUESDAY - timedelta(days=14)).number
    new = an_application().number
    page = dilnoza.get("/desk/work/").content.decode()
    assert page.index("Overdue") < page.index(late) < page.index(soon) < page.index("Later") < page.index(new)
    assert "Madina" not in page
    assert told("case.read") == []


def test_each_kind_of_work_has_its_own_list(dilnoza: Client) -> None:
    ready, granted = an_application(), an_application()
    for one in (ready, granted):
        all_answer(one.case_id)
    cases.decide(case_id=granted.case_id, outcome="granted", ground="", at=TUESDAY, by=system("test"))
    to_decide = dilnoza.get("/desk/work/?tab=decide").content.decode()
    to_give_out = dilnoza.get("/desk/work/?tab=issue").content.decode()
    assert ready.number in to_decide
    assert granted.number not in to_decide
    assert granted.number in to_give_out


def test_a_long_list_goes_on_on_the_next_page_and_keeps_to_a_service(
    dilnoza: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case_queries, "PAGE", 2)
    late, soon, new = (an_application(at=TUESDAY - timedelta(days=days)).number for days in (30, 14, 0))
    first = dilnoza.get("/desk/work/?service=PJ-03").content.decode()
    assert late in first
    assert soon in first
    assert new not in first
    (following,) = re.findall(r'rel="next" data-key="m" href="([^"]+)"', first)
    second = dilnoza.get("/desk/work/" + following.replace("&amp;", "&")).content.decode()
    assert new in second
    assert "To the most urgent" in second
    assert late not in second
    assert "service=PJ-03" in following
    assert "Nothing is open for this service." in dilnoza.get("/desk/work/?service=PJ-01").content.decode()
    assert late in dilnoza.get("/desk/work/?after=nonsense.7").content.decode()


def test_an_officer_of_two_departments_chooses_and_of_a_third_is_refused(dilnoza: Client) -> None:
    assert "“Inson”" in dilnoza.get("/desk/work/?department=IJT").content.decode()
    assert dilnoza.get("/desk/work/?department=SOLIQ").status_code == 403


def test_a_case_is_found_by_its_number_and_what_is_not_found_stays_in_the_field(dilnoza: Client) -> None:
    opened = an_application()
    assert dilnoza.get("/desk/find/", {"q": opened.number.lower()})["Location"] == f"/desk/cases/{opened.case_id}/"
    answer = dilnoza.get("/desk/find/", {"q": "SRG-26-999999"})
    assert answer.status_code == 404
    assert 'value="SRG-26-999999"' in answer.content.decode()


# reading


def test_every_look_at_a_case_is_kept_once(dilnoza: Client) -> None:
    case_id = an_application().case_id
    for _ in range(2):
        page = dilnoza.get(f"/desk/cases/{case_id}/").content.decode()
        assert WIDOW.name in page
    assert [(entry.data["case"], entry.data["purpose"]) for entry in told("case.read")] == [(case_id, "work")] * 2


def test_the_case_tells_how_its_day_is_counted_and_who_works_on_it(dilnoza: Client) -> None:
    case_id = an_application(POOR_FAMILY).case_id
    page = dilnoza.get(f"/desk/cases/{case_id}/").content.decode()
    assert "the last day of" in page
    for office in ("State tax inspectorate", "Pension Fund district office", "Mahalla citizens"):
        assert office in page
    assert "after the others" in page
    assert re.search(r"0 of \d", page)


@pytest.mark.parametrize("login", ["kamola", "malika"])
def test_who_has_no_part_in_a_case_reads_nothing_and_nothing_is_kept(login: str) -> None:
    """Kamola serves at a window of the same centre and works for another department; Malika is the head."""
    answer = signed_in(login).get(f"/desk/cases/{an_application().case_id}/")
    assert answer.status_code == 403
    assert "Madina" not in answer.content.decode()
    assert told("case.read") == []


def test_a_returned_case_says_what_is_missing_and_that_its_clock_rests(dilnoza: Client) -> None:
    case_id = an_application(missing=frozenset({"d-death"})).case_id
    dilnoza.post(f"/desk/cases/{case_id}/reason/", {"reason": "A relative asks by telephone."})
    page = dilnoza.get(f"/desk/cases/{case_id}/").content.decode()
    assert "the clock rests until the applicant brings them" in page
    assert page.count("missing</span>") == 1


# answering


def test_the_last_answer_makes_the_case_ready_to_be_decided(dilnoza: Client) -> None:
    case_id = an_application().case_id
    (item,) = all_answer(case_id, but=1)
    fields = {"request_key": "answer-0001", "outcome": "agreed", "note": ""}
    for _ in range(2):
        assert dilnoza.post(f"/desk/cases/{case_id}/items/{item}/", fields).status_code == 302
    assert len(told("case.item_done")) == 1
    page = dilnoza.get(f"/desk/cases/{case_id}/").content.decode()
    assert 'id="decide"' in page
    assert f"items/{item}/" not in page


def test_who_objects_says_why_and_what_was_chosen_stays(dilnoza: Client) -> None:
    case_id = an_application().case_id
    (item,) = all_answer(case_id, but=1)
    path = f"/desk/cases/{case_id}/items/{item}/"
    answer = dilnoza.post(path, {"request_key": "answer-0001", "outcome": "objected"})
    assert answer.status_code == 422
    assert "Say why the department objects." in answer.content.decode()
    assert 'value="objected" checked' in answer.content.decode()
    long = "x" * 1501
    answer = dilnoza.post(path, {"request_key": "answer-0002", "outcome": "objected", "note": long})
    assert answer.status_code == 422
    assert "Please say it in at most 1500 characters." in answer.content.decode()
    assert long in answer.content.decode()
    assert told("case.item_done") == []


def test_what_a_colleague_answered_meanwhile_is_said_and_the_words_are_kept(dilnoza: Client) -> None:
    case_id = an_application().case_id
    (item,) = all_answer(case_id, but=1)
    cases.complete_work_item(work_item_id=item, outcome="agreed", note="", at=TUESDAY, by=system("test"))
    fields = {"request_key": "answer-0001", "outcome": "objected", "note": "The years do not add up."}
    answer = dilnoza.post(f"/desk/cases/{case_id}/items/{item}/", fields)
    assert answer.status_code == 409
    assert "This task is not open" in answer.content.decode()
    assert "The years do not add up." in answer.content.decode()


def test_another_departments_answer_is_not_entered() -> None:
    case_id = an_application().case_id
    (item,) = all_answer(case_id, but=1)
    fields = {"request_key": "answer-0001", "outcome": "agreed"}
    assert signed_in("kamola").post(f"/desk/cases/{case_id}/items/{item}/", fields).status_code == 403
    assert told("case.item_done") == []


# deciding


def test_an_officer_of_another_department_may_not_decide() -> None:
    case_id = an_application().case_id
    all_answer(case_id)
    answer = decided(signed_in("kamola"), case_id, outcome="granted")
    assert answer.status_code == 403
    assert told("case.decided") == []


def test_a_refusal_names_its_ground_and_says_it_in_words(dilnoza: Client) -> None:
    case_id = an_application().case_id
    all_answer(case_id)
    answer = decided(dilnoza, case_id, outcome="refused", ground="", **RESTS_ON, words="Ish staji yetarli emas")
    assert answer.status_code == 422
    assert "A refusal names its ground" in answer.content.decode()
    assert "Ish staji yetarli emas" in answer.content.decode()
    answer = decided(dilnoza, case_id, outcome="refused", ground="conditions", **RESTS_ON, words="")
    assert "Say in words what exactly" in answer.content.decode()
    answer = decided(
        dilnoza, case_id, outcome="refused", ground="conditions", words="Staj 6 yil", clause="VM", remedy=""
    )
    assert "Name the act and its article." in answer.content.decode()
    assert "Choose what the applicant can do about it." in answer.content.decode()
    assert told("case.decided") == []


def test_a_refusal_is_shown_with_its_law_and_fetched_as_a_letter(dilnoza: Client) -> None:
    opened = an_application()
    all_answer(opened.case_id)
    form = dilnoza.get(f"/desk/cases/{opened.case_id}/").content.decode()
    assert "VM 592 of 2022-10-13" in form, "the acts of the service are offered"
    decided(dilnoza, opened.case_id, outcome="refused", ground="conditions", **RESTS_ON, words="Staj 6 yil.")
    for path in (f"/desk/cases/{opened.case_id}/", f"/track/{opened.tracking_code}/"):
        page = dilnoza.get(path).content.decode()
        assert RESTS_ON["clause"] in page
        assert "apply again" in page
        link = re.search(r'href="(/track/[^"]+/refusal\.pdf)"', page)
        assert link
    letter = Client().get(link[1])
    assert letter.content.startswith(b"%PDF-")
    assert letter.headers["Content-Disposition"] == f'attachment; filename="{opened.number}.pdf"'
    assert Client().get(f"/track/{'0' * 28}/refusal.pdf").status_code == 404


def test_the_applicant_reads_the_ground_in_the_language_of_the_application(dilnoza: Client) -> None:
    opened = an_application(language="ru")
    all_answer(opened.case_id)
    decided(dilnoza, opened.case_id, outcome="refused", ground="conditions", **RESTS_ON, words="Стаж 6 лет, нужно 7.")
    tracked = case_queries.case_by_tracking_code(code=opened.tracking_code)
    assert tracked
    assert tracked.ground == "Условия услуги не выполнены. Стаж 6 лет, нужно 7."


def test_a_decision_sent_twice_is_one_and_leads_to_the_document(dilnoza: Client) -> None:
    case_id = an_application().case_id
    all_answer(case_id)
    for _ in range(2):
        assert decided(dilnoza, case_id, outcome="granted").status_code == 302
    for _ in range(2):
        answer = dilnoza.post(f"/desk/cases/{case_id}/issue/", {"request_key": "issue-00001"}, follow=True)
    page = answer.content.decode()
    assert len(told("case.decided")) == 1
    assert len(told("document.issued")) == 1
    link = re.search(r'href="(/verify/[^"]+/document\.pdf)"', page)
    assert link
    assert dilnoza.get(link[1]).content.startswith(b"%PDF-")


def test_who_decides_second_is_told_and_keeps_the_words(dilnoza: Client) -> None:
    case_id = an_application().case_id
    all_answer(case_id)
    cases.decide(case_id=case_id, outcome="granted", ground="", at=TUESDAY, by=system("test"))
    answer = decided(
        dilnoza, case_id, outcome="refused", ground="untrue", **RESTS_ON, words="The certificate is not ours."
    )
    assert answer.status_code == 409
    assert "This application is decided already." in answer.content.decode()
    assert "The certificate is not ours." in answer.content.decode()


def test_before_all_have_answered_nobody_decides(dilnoza: Client) -> None:
    case_id = an_application().case_id
    answer = decided(dilnoza, case_id, outcome="granted")
    assert answer.status_code == 409
    assert "not all departments have answered" in answer.content.decode()


def test_who_decides_reads_the_conditions_and_so_does_who_applied(dilnoza: Client) -> None:
    opened = an_application()
    (item,) = all_answer(opened.case_id, but=1)
    path = f"/desk/cases/{opened.case_id}/items/{item}/"
    answer = dilnoza.post(path, {"request_key": "answer-0001", "outcome": "conditions"})
    assert answer.status_code == 422
    assert "Write the conditions, as the applicant will read them." in answer.content.decode()

    words = "Every year a paper of the school."
    dilnoza.post(path, {"request_key": "answer-0002", "outcome": "conditions", "note": words})
    page = dilnoza.get(f"/desk/cases/{opened.case_id}/").content.decode()
    assert page.count(words) == 2
    assert "in favour, on conditions" in page
    assert words not in dilnoza.get(f"/track/{opened.tracking_code}/").content.decode()

    decided(dilnoza, opened.case_id, outcome="granted")
    page = dilnoza.get(f"/track/{opened.tracking_code}/").content.decode()
    assert "Granted on these conditions" in page
    assert words in page


# the document lives on


def test_a_lost_document_is_given_out_again_and_the_case_shows_both(dilnoza: Client) -> None:
    case_id = an_application().case_id
    all_answer(case_id)
    cases.decide(case_id=case_id, outcome="granted", ground="", at=TUESDAY, by=system("test"))
    first = cases.issue_document(case_id=case_id, at=TUESDAY, by=system("test"))
    address = f"/desk/cases/{case_id}/documents/again/"

    asked = dilnoza.post(address, {"request_key": "duplicate-001"})
    assert asked.status_code == 422
    assert "Choose what happened to the document." in asked.content.decode()

    page = dilnoza.post(address, {"request_key": "duplicate-001", "because": "lost"}, follow=True).content.decode()
    assert "A duplicate is given out" in page
    assert first.number in page
    assert first.number.replace("000001", "000002") in page
    assert "replaced by a duplicate" in page
    shown = Client().get(f"/verify/{first.verification_code}/", headers={"accept-language": "en"}).content.decode()
    assert "this one proves nothing any more" in shown
    assert Client().get(f"/verify/{first.verification_code}/document.pdf").status_code == 410


def test_what_is_right_already_is_not_corrected_and_an_annulment_asks_for_its_ground(dilnoza: Client) -> None:
    case_id = an_application().case_id
    all_answer(case_id)
    cases.decide(case_id=case_id, outcome="granted", ground="", at=TUESDAY, by=system("test"))
    issued = cases.issue_document(case_id=case_id, at=TUESDAY, by=system("test"))
    same = {"request_key": "correction-01", "birth_year": str(WIDOW.birth_year), "ground": "Pasport."}
    assert "This is what stands on the document already." in (
        dilnoza.post(f"/desk/cases/{case_id}/documents/correct/", same).content.decode()
    )
    bare = dilnoza.post(f"/desk/cases/{case_id}/documents/annul/", {"request_key": "annulment-001"})
    assert "Say why the document is annulled." in bare.content.decode()
    proof = case_queries.verify_document(code=issued.verification_code)
    assert proof is not None
    assert proof.state == "valid"
