"""Scanned papers in a real browser: with a script and without, accessible, and through the real server's upload."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page

from darcha.cases import actions
from darcha.cases.rules import NewApplicant, OpenedCase
from darcha.kernel.actor import system
from darcha.plumbing import storing
from darcha.plumbing.clock import Clock, clock, now, set_clock
from tests import given, scanned
from tests.browser import PageAt, assert_accessible, sits_down


@pytest.fixture(autouse=True)
def _on_the_morning_of_the_pilot() -> object:
    """Let the doors' clock show a quarter of an hour after the visitor came."""
    before = clock()
    set_clock(Clock(true_at=datetime.fromtimestamp(0, tz=UTC), shown_at=given.MORNING + given.minutes(15), speed=0.0))
    yield
    set_clock(before)


def an_application(ticket_id: int | None = None) -> OpenedCase:
    return actions.open_case(
        centre_id="SRG",
        service_id="PJ-03",
        ticket_id=ticket_id,
        applicant=NewApplicant("Yoʻldosheva Madina", "F", 1974),
        facts={"has_minor_children": True, "child.age": 9},
        papers_seen=frozenset(),
        language="uz",
        at=given.MORNING,
        by=system("test"),
    )


@pytest.fixture
def store(tmp_path: Path, settings) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path / "files"


def the_case(page_at: PageAt, opened: OpenedCase, **how: object) -> Page:
    """Return the page of a case, opened by Dilnoza of the Pension Fund."""
    # The application is handed back: no task leads to it.
    actions.give_reason(case_id=opened.case_id, reason="A scan came by post.", at=now(), by=given.employee("dilnoza"))
    page = page_at("/sign-in/", **how)
    sits_down(page, "dilnoza")
    page.goto(f"/desk/cases/{opened.case_id}/")
    return page


def send(page: Page, content: bytes, name: str = "passport.jpg") -> None:
    form = page.locator("form[enctype]")
    form.locator("select").select_option("d-id")
    form.locator("input[type=file]").set_input_files({"name": name, "mimeType": "image/jpeg", "buffer": content})
    form.locator("button").click()
    page.wait_for_load_state()


@pytest.mark.parametrize("javascript", [True, False], ids=["with a script", "without"])
def test_a_scan_is_attached_and_taken_out_again(page_at: PageAt, store: Path, javascript: bool) -> None:
    page = the_case(page_at, an_application(), javascript=javascript)
    send(page, scanned.photograph())

    with page.expect_download() as taken:
        page.locator("a[href*='/desk/scans/']").click()
    assert taken.value.suggested_filename.startswith("SRG-10-000001-d-id-")
    content = Path(taken.value.path()).read_bytes()
    assert storing.read(storing.digest_of(content), store=store) == content
    assert b"Exif" not in content


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ru", 390), ("uz", 1280)])
def test_list_and_refusal_are_accessible(page_at: PageAt, store: Path, language: str, width: int) -> None:
    page = the_case(page_at, an_application(), language=language, width=width)
    for content in (scanned.photograph(), scanned.pdf(3), scanned.pdf(1)):
        send(page, content)
    assert_accessible(page)
    if shots := os.environ.get("SHOTS"):
        page.screenshot(path=f"{shots}/scans-{language}-{width}.png", full_page=True)

    send(page, scanned.LETTER, name="passport.jpg")
    assert page.locator("[data-code='cases.scan_not_recognised']").is_visible()
    assert_accessible(page)
    if shots:
        page.screenshot(path=f"{shots}/scan-refused-{language}-{width}.png", full_page=True)

    send(page, scanned.png())
    assert page.locator("a[href*='/desk/scans/']").count() == 4


def test_a_file_of_many_megabytes_is_refused_in_words(page_at: PageAt, store: Path) -> None:
    page = the_case(page_at, an_application())
    send(page, scanned.jpeg() + b"\0" * 12_000_000)
    assert page.locator("[data-code='cases.scan_too_large']").is_visible()
    assert not store.exists()


def test_a_paper_is_scanned_while_the_visitor_is_at_the_window(page_at: PageAt, store: Path) -> None:
    _, called = given.a_visitor_at_the_counter("PJ-03")
    an_application(called.ticket_id)
    page = the_case(page_at, an_application())
    page.goto("/desk/counter/")
    page.locator("details:has(form[enctype]) summary").click()
    send(page, scanned.photograph())

    assert page.url.endswith("/desk/counter/")
    page.locator("details:has(form[enctype]) summary").click()
    assert page.locator("a[href*='/desk/scans/']").is_visible()
    assert_accessible(page)
    if shots := os.environ.get("SHOTS"):
        page.screenshot(path=f"{shots}/scans-counter.png", full_page=True)
