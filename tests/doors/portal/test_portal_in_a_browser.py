"""The portal in a real browser: everybody can read it, and a call arrives by itself."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from darcha.cases import actions as cases
from darcha.cases.rules import NewApplicant, demanded, known_facts
from darcha.catalogue import queries as catalogue
from darcha.catalogue import rules as papers
from darcha.kernel.actor import system, visitor
from darcha.notices import actions as notices
from darcha.notices.rules import TICKET, Matter
from darcha.plumbing import clock
from darcha.queue import queries as hall
from tests import given
from tests.browser import PageAt, assert_accessible, turn_to

TUESDAY = datetime(2026, 11, 24, 6, 7, tzinfo=UTC)
FACTS: dict[str, object] = {"has_minor_children": True, "child.age": 9}
WIDOW = NewApplicant("Yoʻldosheva Madina Akmal qizi", "F", 1984)


@pytest.fixture(autouse=True)
def _tuesday() -> Iterator[None]:
    before = clock.clock()
    clock.set_clock(clock.Clock(true_at=datetime.fromtimestamp(0, tz=UTC), shown_at=TUESDAY, speed=0))
    yield
    clock.set_clock(before)


def an_application(*, missing: frozenset[str] = frozenset()) -> cases.OpenedCase:
    version = catalogue.service_version(code=given.SURVIVORS_PENSION, on=TUESDAY.date())
    known = known_facts(FACTS, applicant=WIDOW, year=TUESDAY.year, channel="counter")
    asked = frozenset(demanded(papers.checklist(version, facts=known, on=TUESDAY.date())))
    return cases.open_case(
        centre_id=given.SERGELI,
        service_id=given.SURVIVORS_PENSION,
        ticket_id=None,
        applicant=WIDOW,
        facts=FACTS,
        papers_seen=asked - missing,
        language="uz",
        at=TUESDAY,
        by=system("test"),
    )


def a_document(opened: cases.OpenedCase) -> str:
    """Let the departments agree, decide and give the document out; return the code that proves it."""
    view = cases.read_case(case_id=opened.case_id, purpose="test", at=TUESDAY, by=system("test"))
    for item in view.items:
        cases.complete_work_item(work_item_id=item.id, outcome="agreed", note="", at=TUESDAY, by=system("test"))
    cases.decide(case_id=opened.case_id, outcome="granted", ground="", at=TUESDAY, by=system("test"))
    return cases.issue_document(case_id=opened.case_id, at=TUESDAY, by=system("test")).verification_code


def test_every_page_can_be_read_by_everybody_in_every_language(page_at: PageAt, settings) -> None:
    settings.NOTICE_ROUTES = {"sms": "file", "telegram": "file"}
    told = given.a_visitor_who_waits(at=TUESDAY)
    here = visitor(centre_id=given.SERGELI)
    notices.ask(about=Matter(TICKET, told.ticket_id), channel="sms", to="901234567", at=TUESDAY, by=here)
    given.an_open_counter(at=TUESDAY - timedelta(minutes=30))
    mine = given.a_visitor_who_waits(at=TUESDAY)
    returned, issued = an_application(missing=frozenset({"d-death"})), an_application()
    paper = a_document(issued)
    paths = (
        "/", "/services/", "/services/MFB-01/", "/services/PJ-01/", "/life-events/birth/", "/departments/XTB/",
        "/search/?q=pensiya", "/waits/", f"/t/{mine.code}/", "/track/", f"/track/{returned.tracking_code}/",
        f"/track/{issued.tracking_code}/", "/verify/", f"/verify/{paper}/", "/sign-in/", "/nowhere/",
        "/join/", "/join/PJ-01/", f"/t/{mine.code}/leave/", f"/t/{mine.code}/tell/", f"/t/{told.code}/tell/", "/join/poster/",
    )  # fmt: skip
    # Every page once, the languages and the widths taking turns: a phone in Russian, a desk in Uzbek, and so on.
    turns = itertools.cycle(
        [("uz", 390), ("ru", 1280), ("uz-cyrl", 390), ("en", 1280), ("ru", 390), ("uz", 1280), ("uz-cyrl", 1280)]
    )
    page = page_at("/")
    for path, (language, width) in zip(paths, turns, strict=False):
        turn_to(page, path, language=language, width=width)
        assert_accessible(page)


def test_a_call_arrives_on_the_phone_by_itself(page_at: PageAt) -> None:
    counter_id = given.an_open_counter(at=TUESDAY - timedelta(minutes=30))
    mine = given.a_visitor_who_waits(at=TUESDAY)
    page = page_at(f"/t/{mine.code}/", language="ru", width=390, height=844)
    expect(page.locator("#turn")).to_have_attribute("data-state", "waiting")
    given.a_called_visitor(counter_id, at=TUESDAY)
    expect(page.locator("#turn")).to_have_attribute("data-state", "called", timeout=10_000)
    expect(page).to_have_title(f"Пройдите к окну 7! {mine.number} – Darcha")
    assert_accessible(page)
    once = page.locator("#turn").inner_text()
    page.reload()
    assert page.locator("#turn").inner_text() == once


def test_without_javascript_the_page_asks_again_and_the_survey_is_answered(page_at: PageAt) -> None:
    ticket_id = given.a_served_visitor(at=TUESDAY - timedelta(minutes=30)).ticket_id
    waiting = given.a_visitor_who_waits(at=TUESDAY)
    page = page_at(f"/t/{waiting.code}/", javascript=False)
    assert page.locator("meta[http-equiv=refresh]").count() == 1
    served = hall.ticket_by_id(ticket_id=ticket_id)
    assert served is not None
    page = page_at(f"/t/{served.code}/", language="uz", width=390, javascript=False)
    page.click("a.govuk-button")
    page.check("#satisfied-5", force=True)
    page.check("#clear-4", force=True)
    page.fill("#words", "Oʻrindiqlar koʻproq boʻlsin")
    page.click("main button[type=submit]")
    expect(page.locator("h1")).to_have_text("Rahmat")


def test_an_application_is_followed_and_its_document_proved(page_at: PageAt) -> None:
    opened = an_application()
    code = a_document(opened)
    page = page_at("/", language="en")
    page.fill("#code", opened.tracking_code.lower())
    page.click("text=Show")
    expect(page.locator(".dar-turn__word")).to_contain_text("Your document is ready.")
    page.goto("/verify/")
    page.fill("#code", code)
    page.click("main button[type=submit]")
    expect(page.locator(".dar-verdict")).to_contain_text("Genuine and valid")
    expect(page.locator("main")).not_to_contain_text("Madina")
    with page.expect_download() as download:
        page.click("text=The document as PDF")
    assert download.value.path().read_bytes().startswith(b"%PDF-")
