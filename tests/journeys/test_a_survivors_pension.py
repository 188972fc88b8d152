"""One visit, all the way: a widow's pension from the kiosk to the verified document and the survey."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from darcha.monitoring import queries as monitoring
from tests.browser import PageAt
from tests.given import (
    OLD_AGE_PENSION,
    SURVIVORS_PENSION,
    a_called_visitor,
    a_visitor_who_waits,
    an_open_counter,
    minutes,
)
from tests.journeys.acts import calls, fills_in_the_form, ticks_papers, tracking_code
from tests.journeys.people import HALL_SCREEN, KIOSK, PHONE, TUESDAY, House, Reader, event_name, service_name

pytestmark = pytest.mark.xdist_group("journeys")

WIDOW = "Yoʻldosheva Madina Akmal qizi"
WRONG_LAST_DIGIT = "31710854000013"
"""The last digit should be 2."""

PERSONAL_NUMBER_WARNING = (
    "The last digit of the personal number does not fit the others. It was taken; look at it once more."
)


@pytest.mark.parametrize("language", ["uz", "ru"])
def test_a_survivors_pension_from_the_kiosk_to_the_verified_document(
    page_at: PageAt, house: House, language: str
) -> None:
    umida = an_open_counter("umida", at=TUESDAY - minutes(40))
    a_visitor_who_waits(OLD_AGE_PENSION, needs=("child",), at=TUESDAY - minutes(20))

    def reader(path: str, **size: int) -> Reader:
        return Reader(page_at(path, language=language, **size), language)

    takes_a_ticket(reader("/kiosk/SRG/", **KIOSK))
    phone = reader(house.printed_address(), **PHONE)
    hall = Reader(page_at("/display/SRG/", language="uz", **HALL_SCREEN), "uz")  # it speaks Uzbek, then Russian
    number = is_told_the_turn(phone)
    house.later(minutes=3)
    a_called_visitor(umida, "umida", at=house.later(seconds=1))
    expect(phone.page.locator("#turn .dar-facts dd").first).to_contain_text("0", timeout=15_000)

    desk = reader("/sign-in/", width=1440, height=1000)
    opens_the_window(desk)
    calls(desk, number)
    is_called_live(phone, hall, number)
    house.later(minutes=1)
    desk.page.keyboard.press("s")
    expect(desk.page.locator("#application")).to_be_visible()
    house.later(minutes=9)
    applies(desk, returned_first=language == "uz")
    code = tracking_code(desk.page)
    desk.looks()
    finishes(desk)
    desk.looks()

    decides(desk, house)
    document = follows_the_application(reader("/track/", width=1280, height=900), code)
    checks_the_document(reader("/verify/", **PHONE), document)
    answers_the_survey(phone)
    the_head_sees_it(reader("/sign-in/", width=1440, height=1000), house)


def takes_a_ticket(kiosk: Reader) -> None:
    kiosk.looks()
    kiosk.page.get_by_role("link", name=event_name("bereavement", kiosk.language)).click()
    kiosk.looks()
    kiosk.page.get_by_role("link", name=service_name(SURVIVORS_PENSION, kiosk.language)).click()
    kiosk.looks()
    kiosk.page.locator("label:has(input[name=need][value=ear])").click()
    kiosk.press("Take my ticket")
    kiosk.page.wait_for_url("**/tickets/**")
    expect(kiosk.page.get_by_text("K 002")).to_be_visible()
    kiosk.looks()


def is_told_the_turn(phone: Reader) -> str:
    expect(phone.page.get_by_role("heading", level=1)).to_contain_text("K 002")
    expect(phone.page.get_by_text(phone.words("Before you"))).to_be_visible()
    expect(phone.page.locator("#turn .dar-facts dd").first).to_contain_text("1")
    phone.looks()
    return "K 002"


def opens_the_window(desk: Reader) -> None:
    desk.signs_in("dilnoza")
    desk.page.goto("/desk/")
    desk.looks()
    desk.press("Your window")
    desk.page.wait_for_url("**/desk/counter/")
    desk.looks()


def is_called_live(phone: Reader, hall: Reader, number: str) -> None:
    expect(phone.page.get_by_text(phone.words("It is your turn now. Please come to window"))).to_be_visible()
    expect(phone.page.locator("#turn")).to_contain_text("7")
    phone.looks()
    row = hall.page.locator("[data-call]").filter(has_text=number)
    expect(row).to_contain_text("7")
    expect(row).to_have_attribute("aria-current", "true")
    hall.looks()


def applies(desk: Reader, *, returned_first: bool) -> None:
    page = desk.page
    page.get_by_label(desk.words("Name, as in the passport")).fill(WIDOW)
    page.locator("#application input[name=sex][value=F]").check(force=True)
    page.get_by_label(desk.words("Born in")).fill("1984")
    page.get_by_label(desk.words("Personal number, if known")).fill(WRONG_LAST_DIGIT)
    page.locator("[name='fact:has_minor_children'][value=yes]").check(force=True)
    page.locator("[name='fact:child.age']").fill("9")
    page.locator("[name='fact:child.age']").blur()
    fills_in_the_form(page)
    ticks_papers(page, leave_out="d-death" if returned_first else None)
    desk.looks()
    desk.press("Return with this list" if returned_first else "File the application")
    page.wait_for_url("**/desk/counter/")
    expect(page.get_by_text(desk.words("Tracking code") + ":").first).to_be_visible()
    expect(page.get_by_role("status").first).to_contain_text(desk.words(PERSONAL_NUMBER_WARNING))
    if returned_first:
        expect(page.get_by_text(desk.words("Returned."))).to_be_visible()
        desk.looks()
        desk.follow("The missing papers are here")
        page.wait_for_url("**/desk/counter/cases/**")
        desk.looks()
        ticks_papers(page)
        desk.press("File the application")
        page.wait_for_url("**/desk/counter/")
    expect(page.get_by_text(desk.words("Taken."))).to_be_visible()


def finishes(desk: Reader) -> None:
    page = desk.page
    page.locator("#finish input[name=sex][value=F]").check(force=True)
    page.locator("#finish input[name=age_band][value='30-44']").check(force=True)
    desk.press("Finish")
    expect(page.get_by_role("heading", name=desk.words("Your window is free"))).to_be_visible()


def decides(desk: Reader, house: House) -> None:
    page = desk.page
    page.goto("/desk/work/")
    desk.looks()
    page.get_by_role("link", name=re.compile(r"^SRG-26-\d+$")).click()
    page.wait_for_url("**/desk/cases/**")
    desk.looks()
    while page.locator("[id^=answer-] form, section[id^=answer-]").count():
        house.later(minutes=20)
        answer = page.locator("section[id^=answer-]").first
        answer.locator("input[name=outcome][value=agreed]").check(force=True)
        answer.get_by_role("button", name=desk.words("Enter the answer")).click()
        page.wait_for_load_state()
        desk.looks()
    decision = page.locator("#decide")
    decision.locator("input[name=outcome][value=granted]").check(force=True)
    decision.locator("button[type=submit]").click()
    page.wait_for_load_state()
    desk.looks()
    desk.press("Give out the document")
    expect(page.get_by_role("link", name=desk.words("What others see when they check it"))).to_be_visible()
    desk.looks()


def follows_the_application(applicant: Reader, code: str) -> str:
    page = applicant.page
    applicant.looks()
    page.get_by_label(applicant.words("Tracking code on your slip")).fill(code.replace("-", "").lower())
    applicant.press("Show")
    expect(page.get_by_text(applicant.words("Your document is ready."))).to_be_visible()
    applicant.looks()
    assert WIDOW not in page.content()
    pdf = page.get_by_role("link", name=applicant.words("The document as PDF"))
    answer = page.context.request.get(str(pdf.get_attribute("href")))
    assert answer.headers["content-type"] == "application/pdf"
    paper = PdfReader(BytesIO(answer.body()))
    said = "\n".join(leaf.extract_text() for leaf in paper.pages)
    applicant.follow("What others see when they check it")
    page.wait_for_url("**/verify/*/")
    number = page.locator("dd.dar-num").first.inner_text()
    assert number in said
    assert str(paper.trailer["/Root"]["/Lang"]).split("-")[0] == applicant.language
    assert "MarkInfo" in str(paper.trailer["/Root"]), "the paper is tagged"
    applicant.looks()
    found = re.search(r"/verify/([^/]+)/$", page.url)
    assert found
    return found[1]


def checks_the_document(anybody: Reader, code: str) -> None:
    page = anybody.page
    anybody.looks()
    field = anybody.words("Code on the document, beside the square")
    page.get_by_label(field).fill(code)
    anybody.press("Check")
    expect(page.get_by_text(anybody.words("Genuine and valid"))).to_be_visible()
    for fact in (service_name(SURVIVORS_PENSION, anybody.language), "SRG-26-000001", "2026"):
        expect(page.locator("main")).to_contain_text(fact)
    anybody.looks()
    mutated = ("7" if code[0] != "7" else "8") + code[1:]
    page.goto("/verify/")
    page.get_by_label(field).fill(mutated)
    anybody.press("Check")
    expect(page.get_by_text(anybody.words("Genuine and valid"))).to_have_count(0)
    refusal = "We have given out no document with this code. Check it, sign by sign, against the paper."
    expect(page.get_by_text(anybody.words(refusal)).first).to_be_visible()
    anybody.looks()
    answer = page.goto(f"/verify/{mutated}/")
    assert answer
    assert answer.status == 404
    expect(page.get_by_text(anybody.words(refusal)).first).to_be_visible()
    anybody.looks()


def answers_the_survey(phone: Reader) -> None:
    page = phone.page
    link = page.get_by_role("link", name=phone.words("Two questions about your visit"))
    expect(link).to_be_visible(timeout=15_000)
    phone.looks()
    link.click()
    page.wait_for_url("**/survey/**")
    phone.looks()
    twice = page.context.new_page()
    twice.goto(page.url)
    for tab in (page, twice):
        tab.locator("input[name=satisfied][value='5']").check(force=True)
        tab.locator("input[name=clear][value='4']").check(force=True)
    page.get_by_role("textbox").fill("Rahmat")
    phone.press("Send")
    expect(page.get_by_role("heading", name=phone.words("Thank you"))).to_be_visible()
    phone.looks()
    with twice.expect_response(lambda answer: answer.request.method == "POST") as told:
        twice.get_by_role("button", name=phone.words("Send")).click()
    assert told.value.status == 409
    Reader(twice, phone.language).looks()
    expect(twice.get_by_text(phone.words("This code has been used. One code, one answer. Thank you!"))).to_be_visible()


def the_head_sees_it(head: Reader, house: House) -> None:
    head.signs_in("malika")
    head.page.goto("/office/SRG/")
    expect(head.page.get_by_role("heading", level=1)).to_have_text(head.words("The hall now"))
    expect(head.page.locator("#main")).to_contain_text("Dilnoza")
    head.looks()
    today = monitoring.today(centre_id="SRG", at=house.later(seconds=1)).measures
    assert (today.visitors_served, today.cases_decided, today.documents_issued) == (1, 1, 1)
    assert today.satisfied == (0, 0, 0, 0, 1)
    head.page.goto("/office/SRG/monitoring/")
    head.looks()
    house.later(hours=9)
    head.page.goto("/office/SRG/days/")
    head.looks()
    head.press("Close the day")
    expect(head.page.get_by_text(head.words("No day is closed yet."))).to_have_count(0)
    expect(head.page.get_by_role("rowheader")).to_have_count(1)
    head.looks()
