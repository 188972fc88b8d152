"""The kiosk under a finger: by touch, by keyboard, without a script, read by everybody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from tests.browser import PageAt, assert_accessible
from tests.doors.display.given import STATISTICS, SUNDAY, TUESDAY, it_is
from tests.given import OLD_AGE_PENSION, PASSPORT, a_visitor_who_waits, an_open_counter, minutes

KIOSK = {"width": 1080, "height": 1920}


@pytest.fixture(autouse=True)
def _on_tuesday(settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.DATA_DIR = tmp_path
    with it_is(TUESDAY):
        yield


@pytest.mark.parametrize(
    ("language", "event", "service", "take", "number"),
    [
        ("uz", "Pensiyaga chiqish", "Yoshga doir pensiya tayinlash", "Chipta olish", "Raqamingiz"),
        ("ru", "Выход на пенсию", "Назначение пенсии по возрасту", "Взять талон", "Ваш номер"),
    ],
)
@pytest.mark.parametrize("javascript", [True, False])
def test_a_ticket_is_three_touches_away(
    page_at: PageAt, language: str, event: str, service: str, take: str, number: str, javascript: bool
) -> None:
    an_open_counter(at=TUESDAY - minutes(60))
    page = page_at("/kiosk/SRG/", language=language, javascript=javascript, **KIOSK)
    page.get_by_role("link", name=event).click()
    page.get_by_role("link", name=service).click()
    page.get_by_role("button", name=take).click()
    expect(page.get_by_text(number, exact=True)).to_be_visible()
    expect(page.locator(".dar-stub__number")).to_have_text("K 001")


def test_every_screen_is_read_by_everybody_and_nothing_hides_behind_an_edge(page_at: PageAt) -> None:
    an_open_counter(at=TUESDAY - minutes(60))
    ticket = a_visitor_who_waits(needs=("sight",), at=TUESDAY)
    screens = (
        "",
        "events/housing/",
        "departments/",
        "search/?q=pasport",
        f"services/{OLD_AGE_PENSION}/",
        f"services/{STATISTICS}/",
        f"tickets/{ticket.code}/",
        f"tickets/{ticket.code}/print/",
    )
    for language in ("uz", "ru"):
        page = page_at("/kiosk/SRG/", language=language, **KIOSK)
        for screen in screens:
            page.goto(f"/kiosk/SRG/{screen}")
            assert_accessible(page)


@pytest.mark.parametrize(("language", "aid"), [("uz", None), ("ru", "text")])
def test_two_matters_are_put_on_one_ticket(page_at: PageAt, language: str, aid: str | None) -> None:
    page = page_at(f"/kiosk/SRG/services/{OLD_AGE_PENSION}/", language=language, **KIOSK)
    if aid:
        page.locator(f"[data-aid={aid}]").click()
    page.locator(".dar-kiosk__foot form button").click()
    expect(page.locator(".dar-together li")).to_have_count(1)
    assert_accessible(page)
    page.goto(f"/kiosk/SRG/services/{PASSPORT}/")
    expect(page.locator(".dar-together li")).to_have_count(2)
    assert_accessible(page)
    page.locator("button[form=take]").click()
    expect(page.locator(".dar-stub__number")).to_have_text("E 001")
    assert_accessible(page)


@pytest.mark.parametrize("aid", ["text", "contrast", "low"])
def test_an_aid_keeps_what_was_chosen_and_the_screen_readable(page_at: PageAt, aid: str) -> None:
    page = page_at(f"/kiosk/SRG/services/{OLD_AGE_PENSION}/", **KIOSK)
    page.get_by_text("I see poorly").click()
    with page.expect_response("**/aids/"):
        page.locator(f"[data-aid={aid}]").click()
    expect(page.locator(f"[data-aid={aid}]")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("checkbox", name="I see poorly")).to_be_checked()
    assert_accessible(page)
    page.goto("/kiosk/SRG/")
    expect(page.locator(f"[data-aid={aid}]")).to_have_attribute("aria-pressed", "true")
    assert_accessible(page)


def test_bring_it_lower_puts_every_control_under_one_metre_twenty(page_at: PageAt) -> None:
    """27 inches upright, 598 mm high; mounted so that the upper 17 hundredths are above 1.2 m."""
    page = page_at("/kiosk/SRG/", **KIOSK)
    page.locator("[data-aid=low]").click()
    tops = page.locator("a:visible, button:visible, input:visible").evaluate_all(
        "found => found.map((one) => one.getBoundingClientRect().top)"
    )
    assert min(tops) > 0.17 * 1920


def test_what_is_below_the_edge_is_one_touch_away(page_at: PageAt) -> None:
    page = page_at(f"/kiosk/SRG/services/{OLD_AGE_PENSION}/", **KIOSK)
    page.locator("[data-aid=text]").click()
    expect(page.locator("#more")).to_be_visible()
    for _ in range(4):
        if page.locator("#more").is_visible():
            page.locator("#more").click()
            page.wait_for_timeout(500)
    expect(page.locator("#more")).to_be_hidden()
    expect(page.get_by_text("I use sign language")).to_be_in_viewport()


def test_the_ticket_closes_by_itself_and_stays_for_who_asks(page_at: PageAt) -> None:
    ticket = a_visitor_who_waits(at=TUESDAY)
    page = page_at("/kiosk/SRG/", **KIOSK)
    page.clock.install()
    page.goto(f"/kiosk/SRG/tickets/{ticket.code}/")
    expect(page.locator("#countdown")).to_have_text("This screen closes in 20 seconds.")
    page.clock.run_for(15_000)
    expect(page.locator("#countdown")).to_have_text("This screen closes in 5 seconds.")
    page.get_by_role("button", name="Stay longer").click()
    page.clock.run_for(30_000)
    expect(page.locator("#countdown")).to_have_text("This screen closes in 30 seconds.")
    page.clock.run_for(31_000)
    page.wait_for_url("**/kiosk/SRG/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_screen_nobody_touches_asks_and_then_forgets_the_visitor(page_at: PageAt) -> None:
    page = page_at("/kiosk/SRG/", **KIOSK)
    page.locator("[data-aid=text]").click()
    page.clock.install()
    page.goto(f"/kiosk/SRG/services/{OLD_AGE_PENSION}/")
    page.clock.run_for(61_000)
    expect(page.get_by_role("dialog", name="Are you still here?")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="I am still here").click()
    expect(page.locator("#still-there")).to_be_hidden()
    page.clock.run_for(61_000)
    expect(page.locator("#still-there")).to_be_visible()
    page.clock.run_for(20_000)
    page.wait_for_url("**/kiosk/SRG/")
    expect(page.locator("html")).not_to_have_attribute("data-text", "large")


def test_a_closed_house_is_read_by_everybody(page_at: PageAt) -> None:
    with it_is(SUNDAY):
        page = page_at("/kiosk/SRG/", language="uz", **KIOSK)
        expect(page.get_by_role("heading", level=1)).to_have_text("Hozir yopiqmiz")
        assert_accessible(page)


def test_a_ticket_is_taken_by_keyboard_alone(page_at: PageAt) -> None:
    page = page_at("/kiosk/SRG/events/retirement/", **KIOSK)
    _tab_to(page, "Old-age pension")
    page.keyboard.press("Enter")
    page.wait_for_url("**/services/**")
    _tab_to(page, "I see poorly")
    page.keyboard.press("Space")
    _tab_to(page, "Take my ticket")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tickets/**")
    expect(page.get_by_text("We speak your number aloud")).to_be_visible()


def _tab_to(page: Page, words: str) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        here = page.evaluate(
            "(document.activeElement.labels?.[0] ?? document.activeElement).textContent.replace(/\\s+/g, ' ')"
        )
        if words in here:
            return
    raise AssertionError(f"Tab never comes to {words!r}")
