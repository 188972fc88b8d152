"""An officer's window: calling, taking an application, giving it back, taking it again."""

from __future__ import annotations

import pytest
from django.test import Client

from darcha.cases import queries as cases
from darcha.queue import actions as queue
from darcha.queue import queries as hall
from darcha.queue.rules import Holder
from tests import given
from tests.doors.desk.officers import (
    TUESDAY,
    TYPED,
    WIDOW,
    an_application,
    asked_papers,
    signed_in,
    told,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]


@pytest.fixture
def dilnoza() -> Client:
    """Dilnoza at window 7, with a widow before her."""
    given.a_visitor_at_the_counter(given.SURVIVORS_PENSION, at=TUESDAY - given.minutes(20))
    return signed_in("dilnoza")


def filed(client: Client, *, key: str = "filing-00000001", missing: frozenset[str] = frozenset(), **typed: str):
    fields = {**TYPED, "request_key": key, "paper": sorted(asked_papers() - missing), **typed}
    return client.post("/desk/counter/file/", fields)


# who may


@pytest.mark.parametrize("path", ["/desk/", "/desk/counter/", "/desk/work/", "/desk/cases/1/", "/desk/receipts/x/"])
def test_a_stranger_is_led_to_the_sign_in(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/")


def test_a_host_greets_but_does_not_serve() -> None:
    sevara = signed_in("sevara")
    assert sevara.get("/desk/").status_code == 403
    answer = sevara.post(f"/desk/counters/{given.counter(7)}/open/")
    assert answer.status_code == 403
    assert "You may not do this here" in answer.content.decode()
    assert hall.open_session(employee_id=given.employee("sevara").employee_id or 0) is None


# sitting down, calling, finishing


def test_who_comes_second_to_a_window_is_told_so_and_sees_which_are_left() -> None:
    given.an_open_counter("dilnoza", at=TUESDAY)
    answer = signed_in("umida").post(f"/desk/counters/{given.counter(7)}/open/", {"request_key": "sit-down-0001"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Somebody sits at this window already." in page
    assert f"/desk/counters/{given.counter(8)}/open/" in page


def test_a_visit_from_the_call_to_the_end() -> None:
    given.an_open_counter(at=TUESDAY)
    number = given.a_visitor_who_waits(at=TUESDAY).number
    dilnoza = signed_in("dilnoza")
    page = dilnoza.post("/desk/counter/call/", {"request_key": "call-000001"}, follow=True).content.decode()
    assert number in page
    assert "The visitor is here" in page
    page = dilnoza.post("/desk/counter/start/", {"request_key": "start-00001"}, follow=True).content.decode()
    assert "Application" in page
    fields = {"request_key": "finish-0001", "sex": "M", "age_band": "60+", "disability": "on"}
    page = dilnoza.post("/desk/counter/finish/", fields, follow=True).content.decode()
    assert "Your window is free" in page
    assert "1 served" in page
    (entry,) = told("ticket.served")
    assert (entry.data["sex"], entry.data["age_band"], entry.data["disability"]) == ("M", "60+", True)


def test_the_officer_is_told_at_the_call_when_somebody_has_to_be_fetched() -> None:
    given.an_open_counter(at=TUESDAY)
    given.a_visitor_who_waits(needs=("sight",), at=TUESDAY)
    dilnoza = signed_in("dilnoza")
    page = dilnoza.post("/desk/counter/call/", {"request_key": "call-000001"}, follow=True).content.decode()
    assert "Somebody has to fetch them." in page
    page = dilnoza.post("/desk/counter/start/", {"request_key": "start-00001"}, follow=True).content.decode()
    assert "Somebody has to fetch them." not in page, "they are here"


def test_the_same_form_sent_twice_calls_one_visitor() -> None:
    given.an_open_counter(at=TUESDAY)
    for _ in range(2):
        given.a_visitor_who_waits(at=TUESDAY)
    dilnoza = signed_in("dilnoza")
    for _ in range(2):
        assert dilnoza.post("/desk/counter/call/", {"request_key": "call-000001"}).status_code == 302
    assert len(told("ticket.called")) == 1


def test_finish_and_call_takes_the_next_one_and_sent_twice_takes_no_more(dilnoza: Client) -> None:
    for _ in range(3):
        given.a_visitor_who_waits(at=TUESDAY)
    fields = {"request_key": "finish-0001", "sex": "F", "age_band": "30-44", "then_call": "1"}
    for _ in range(2):
        assert dilnoza.post("/desk/counter/finish/", fields).status_code == 302
    assert len(told("ticket.served")) == 1
    assert len(told("ticket.called")) == 2  # the widow, and one of the three


def test_that_nobody_waits_is_news_and_no_error() -> None:
    given.an_open_counter(at=TUESDAY)
    answer = signed_in("dilnoza").post("/desk/counter/call/", {"request_key": "call-000001"}, follow=True)
    assert answer.status_code == 200
    assert "Nobody waits whom you can serve." in answer.content.decode()


def test_a_window_is_not_closed_over_a_visitor(dilnoza: Client) -> None:
    answer = dilnoza.post("/desk/counter/close/", {"request_key": "close-00001"})
    assert answer.status_code == 409
    assert "is still at this window. Finish first." in answer.content.decode()
    assert "Finish the visit first." in dilnoza.get("/desk/counter/").content.decode()


def test_a_visit_is_not_finished_before_it_is_told_who_it_was(dilnoza: Client) -> None:
    answer = dilnoza.post("/desk/counter/finish/", {"request_key": "finish-0001", "age_band": "60+"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose woman or man" in page
    assert 'value="60+" id="finish-age_band-5" checked' in page
    assert told("ticket.served") == []


def test_the_line_tells_how_long_each_waits_and_what_was_promised(dilnoza: Client) -> None:
    given.a_visitor_who_waits(needs=("child",), at=TUESDAY - given.minutes(12))
    page = dilnoza.get("/desk/counter/line/").content.decode()
    assert "waits 12 min, was promised 10" in page
    assert "with a small child, or expecting one" in page


# an application


def test_a_complete_application_is_taken_and_the_figures_know_who_it_was(dilnoza: Client) -> None:
    filed(dilnoza)
    page = dilnoza.get("/desk/counter/").content.decode()
    assert "Case SRG-26-000001" in page
    assert "Taken." in page
    assert 'name="sex" value="F" id="finish-sex-1" checked' in page
    assert 'value="30-44" id="finish-age_band-3" checked' in page


def test_an_application_sent_twice_is_one_case(dilnoza: Client) -> None:
    for _ in range(2):
        assert filed(dilnoza).status_code == 302
    assert len(told("case.opened")) == 1
    assert dilnoza.get("/desk/counter/").content.decode().count("Case SRG-26-") == 1


def test_an_incomplete_one_goes_back_with_every_missing_paper_at_once(dilnoza: Client) -> None:
    missing = frozenset(sorted(asked_papers())[:2])
    filed(dilnoza, missing=missing)
    page = dilnoza.get("/desk/counter/").content.decode()
    assert "one list, nothing will be added later" in page
    (entry,) = told("case.returned")
    assert set(entry.data["defects"]) == missing


def test_three_hundred_characters_in_a_name_are_refused_and_nothing_typed_is_lost(dilnoza: Client) -> None:
    answer = filed(dilnoza, name="M" * 300, phone="+998 90 123 45 67")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "The name has 300 characters; 200 are the most we can keep." in page
    assert "M" * 300 in page
    assert 'value="+998 90 123 45 67"' in page
    for paper in asked_papers():
        assert f'value="{paper}" id="paper-{paper}" checked' in page
    assert told("case.opened") == []


def test_each_field_that_is_missing_is_named_beside_the_others(dilnoza: Client) -> None:
    answer = filed(dilnoza, name="", sex="", birth_year="84")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Write the name as it stands in the passport." in page
    assert "Choose woman or man, as in the passport." in page
    assert "Write the year of birth with four digits" in page


def test_a_wrong_personal_number_is_a_warning_and_no_refusal(dilnoza: Client) -> None:
    filed(dilnoza, personal_number="31710854000011")
    assert "The last digit of the personal number does not fit" in dilnoza.get("/desk/counter/").content.decode()
    assert len(told("case.opened")) == 1


def test_the_list_of_papers_follows_the_answers(dilnoza: Client) -> None:
    version = cases_version()
    asked = {**TYPED, "version": version, "fact:child.age": "17"}
    studies = dilnoza.post("/desk/counter/checklist/", asked, headers={"HX-Request": "true"}).content.decode()
    asked["fact:has_minor_children"] = "no"
    asked["fact:child.age"] = ""
    alone = dilnoza.post("/desk/counter/checklist/", asked, headers={"HX-Request": "true"}).content.decode()
    assert "Birth certificate" in studies
    assert "Birth certificate" not in alone
    assert "<html" not in studies


def cases_version() -> str:
    case = cases.case_by_tracking_code(code=an_application().tracking_code)
    assert case
    return str(case.service.id)


def test_without_a_script_the_list_is_renewed_on_the_whole_page(dilnoza: Client) -> None:
    answer = dilnoza.post("/desk/counter/checklist/", {**TYPED, "version": cases_version()})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert WIDOW.name in page
    assert "Window 7" in page


def test_somebody_elses_service_is_not_applied_for_at_this_window(dilnoza: Client) -> None:
    assert filed(dilnoza, service=given.PASSPORT).status_code == 404
    assert told("case.opened") == []


def test_a_second_application_on_one_visit_has_its_applicant_already(dilnoza: Client) -> None:
    filed(dilnoza)
    page = dilnoza.get("/desk/counter/?service=PJ-05").content.decode()
    assert f'value="{WIDOW.name}"' in page
    (read,) = told("case.read")
    assert read.data["purpose"] == "visit"
    filed(dilnoza, key="filing-00000002", service="PJ-05")
    page = dilnoza.get("/desk/counter/").content.decode()
    assert "Case SRG-26-000001" in page
    assert "Case SRG-26-000002" in page


# brought again


def returned() -> tuple[str, str, int, str]:
    paper = min(asked_papers())
    opened = an_application(missing=frozenset({paper}))
    return opened.number, opened.tracking_code, opened.case_id, paper


def test_a_returned_application_is_found_by_its_number_or_by_its_code(dilnoza: Client) -> None:
    number, code, case_id, _ = returned()
    for typed in (number, f" {number.lower()} ", code.lower()):
        answer = dilnoza.get("/desk/counter/cases/", {"q": typed})
        assert answer["Location"] == f"/desk/counter/cases/{case_id}/"


def test_what_nobody_finds_stands_in_the_field_still(dilnoza: Client) -> None:
    answer = dilnoza.get("/desk/counter/cases/", {"q": "SRG-26-00009O"})
    assert answer.status_code == 404
    assert "No application has this number or code." in answer.content.decode()
    assert 'value="SRG-26-00009O"' in answer.content.decode()


def test_the_missing_paper_makes_it_complete_and_what_was_shown_is_not_asked_again(dilnoza: Client) -> None:
    _, code, case_id, paper = returned()
    page = dilnoza.get(f"/desk/counter/cases/{case_id}/").content.decode()
    assert page.count("shown before") == len(asked_papers()) - 1
    assert WIDOW.name in page
    version = cases.case_by_tracking_code(code=code)
    assert version
    fields = {**TYPED, "version": str(version.service.id), "paper": [paper], "request_key": "again-00001"}
    for _ in range(2):
        answer = dilnoza.post(f"/desk/counter/cases/{case_id}/file/", fields)
        assert answer.status_code == 302
    page = dilnoza.get("/desk/counter/").content.decode()
    assert "Taken." in page
    assert 'value="30-44" id="finish-age_band-3" checked' in page
    assert len(told("case.opened")) == 1


def test_what_was_taken_meanwhile_is_said_with_where_it_stands(dilnoza: Client) -> None:
    opened = an_application()
    case = cases.case_by_tracking_code(code=opened.tracking_code)
    assert case
    fields = {**TYPED, "version": str(case.service.id), "request_key": "again-00001"}
    answer = dilnoza.post(f"/desk/counter/cases/{opened.case_id}/file/", fields)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "This application was not given back" in page
    assert "with the departments" in page


def test_the_receipt_speaks_the_applicants_language_and_leads_to_the_case(dilnoza: Client) -> None:
    opened = an_application(missing=frozenset({"d-death"}), language="ru")
    answer = dilnoza.get(f"/desk/receipts/{opened.tracking_code}/")
    page = answer.content.decode()
    assert '<html lang="ru"' in page
    assert answer["Content-Language"] == "ru"
    assert "Пожалуйста, принесите эти документы" in page
    assert "Свидетельство о смерти" in page
    assert f"/track/{opened.tracking_code}/" in page
    assert 'class="dar-qr"' in page
    assert WIDOW.name not in page


def test_a_receipt_of_no_case_is_nowhere(dilnoza: Client) -> None:
    assert dilnoza.get("/desk/receipts/0000000000/").status_code == 404


def test_who_sits_nowhere_begins_at_the_choice_of_windows() -> None:
    assert signed_in("umida").get("/desk/counter/")["Location"] == "/desk/"


def test_the_officer_is_told_who_comes_for_somebody_else() -> None:
    counter_id = given.an_open_counter(at=TUESDAY)
    given.a_visitor_who_waits(holder=Holder("a" * 64, represents=True), at=TUESDAY)
    given.a_visitor_who_waits(holder=Holder("a" * 64), at=TUESDAY)
    here = {"counter_id": counter_id, "at": TUESDAY, "by": given.employee("dilnoza")}
    queue.call_next(**here)
    assert "Ask for the power of attorney." in signed_in("dilnoza").get("/desk/counter/").content.decode()
    queue.no_show(**here)
    queue.call_next(**here)
    assert "Ask for the power of attorney." not in signed_in("dilnoza").get("/desk/counter/").content.decode()


def test_an_officer_who_helps_out_reads_in_which_line_and_why() -> None:
    given.an_open_counter("gulnora", number=12, at=TUESDAY - given.minutes(20))
    given.a_visitor_who_waits("SOLIQ-01", at=TUESDAY - given.minutes(9))
    gulnora = signed_in("gulnora")
    sentence = "You help out in line T: nobody of your own waits."
    assert f"<li>{sentence}</li>" in gulnora.get("/desk/counter/").content.decode()
    page = gulnora.post("/desk/counter/call/", {"request_key": "helps-out-0001"}, follow=True).content.decode()
    assert sentence in page.partition("Why this visitor:")[2].partition("</p>")[0]
    russian = signed_in("gulnora", language="ru").get("/desk/counter/").content.decode()
    assert "Вы помогаете в очереди T: в вашей никто не ждёт." in russian


def test_a_visitor_is_called_out_of_turn_with_a_reason_the_window_and_the_head_see() -> None:
    given.an_open_counter(at=TUESDAY - given.minutes(20))
    given.a_visitor_who_waits(at=TUESDAY - given.minutes(9))
    given.a_visitor_who_waits(at=TUESDAY - given.minutes(4))
    dilnoza = signed_in("dilnoza")
    assert "Out of turn…" in dilnoza.get("/desk/counter/").content.decode()
    page = dilnoza.post(
        "/desk/counter/call-by-hand/",
        {"request_key": "by-hand-00001", "number": "k 2", "because": "child"},
        follow=True,
    ).content.decode()
    why = " ".join(page.partition("Why this visitor:")[2].partition("</p>")[0].split())
    assert "waited 4 min, was promised 20" in why
    assert "<strong>called out of turn:</strong> A child who cannot wait" in why
    assert "1 other waited longer and was passed" in why
    listed = signed_in("malika").get("/office/SRG/overtakes/").content.decode()
    assert "an officer called out of turn: <strong>a child who could not wait</strong>" in listed


@pytest.mark.parametrize(
    ("number", "because", "status", "sentence"),
    [
        ("K 001", "", 422, "Choose why this visitor is called out of turn."),
        ("K 777", "unwell", 404, "Nobody with the number K 777 waits whom this window can serve now."),
        ("?", "unwell", 404, "Nobody with the number ? waits"),
    ],
)
def test_out_of_turn_needs_a_reason_and_somebody_who_waits(
    number: str, because: str, status: int, sentence: str
) -> None:
    given.an_open_counter(at=TUESDAY - given.minutes(20))
    given.a_visitor_who_waits(at=TUESDAY - given.minutes(9))
    answer = signed_in("dilnoza").post(
        "/desk/counter/call-by-hand/", {"request_key": "by-hand-00002", "number": number, "because": because}
    )
    assert (answer.status_code, sentence in answer.content.decode()) == (status, True)
