"""A visitor with two matters: sent to another window and back with one number, and set aside to copy a paper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser import PageAt
from tests.given import PASSPORT, a_visitor_at_the_counter, a_visitor_who_waits, an_open_counter, minutes
from tests.journeys.people import PHONE, TUESDAY, House, Reader

pytestmark = pytest.mark.xdist_group("journeys")


@pytest.mark.parametrize("language", ["uz", "ru"])
def test_a_visit_goes_to_another_window_and_back_with_one_number(page_at: PageAt, house: House, language: str) -> None:
    _, called = a_visitor_at_the_counter(at=TUESDAY - minutes(20))
    an_open_counter("kamola", at=TUESDAY - minutes(20))
    desk = Reader(page_at("/track/", language=language, width=1280, height=900), language)
    desk.comes_in_as("dilnoza")
    desk.page.goto("/desk/counter/")

    desk.page.keyboard.press("o")
    sheet = desk.page.locator("#onsheet")
    expect(sheet).to_be_visible()
    expect(sheet.locator("select")).to_be_focused()
    desk.looks()
    sheet.locator("select").select_option(PASSPORT)
    desk.choose("First that, then back here")
    desk.page.keyboard.press("f")
    desk.page.keyboard.press("n")
    expect(sheet).to_be_visible()
    desk.press("Send on")
    expect(desk.page.get_by_role("heading", name=desk.words("Your window is free"))).to_be_visible()
    expect(desk.page.get_by_role("status")).to_contain_text(called.number)
    desk.looks()

    window3 = Reader(page_at("/track/", language=language, width=1280, height=900), language)
    window3.comes_in_as("kamola")
    window3.page.goto("/desk/counter/")
    house.later(minutes=1)
    window3.page.keyboard.press("n")
    expect(window3.page.get_by_role("heading", name=called.number)).to_be_visible()
    window3.page.keyboard.press("s")
    expect(window3.page.locator("#onward")).to_be_visible()
    window3.looks()
    window3.page.locator("#onward").click()
    expect(window3.page.get_by_role("heading", name=window3.words("Your window is free"))).to_be_visible()

    a_visitor_who_waits(at=house.later(minutes=1))
    desk.page.reload()
    desk.page.keyboard.press("n")
    expect(desk.page.get_by_role("heading", name=called.number)).to_be_visible()


@pytest.mark.parametrize("language", ["uz", "ru"])
def test_a_visitor_set_aside_reads_until_when_and_is_called_when_back(
    page_at: PageAt, house: House, language: str
) -> None:
    ticket = a_visitor_who_waits(at=TUESDAY - minutes(10))
    an_open_counter(at=TUESDAY - minutes(10))
    desk = Reader(page_at("/track/", language=language, width=1280, height=900), language)
    desk.comes_in_as("dilnoza")
    desk.page.goto("/desk/counter/")
    desk.page.keyboard.press("n")
    desk.page.locator("[data-key=s]").click()
    desk.page.locator("[data-key=o]").click()
    desk.page.locator("#onsheet").get_by_role("button", name=re.compile("^15")).click()
    expect(desk.page.locator(".dar-aside")).to_contain_text(ticket.number)
    desk.looks()

    phone = Reader(page_at(f"/t/{ticket.code}/", language=language, **PHONE), language)
    expect(phone.page.locator(".dar-warnline")).to_contain_text("11:17")
    phone.looks()

    house.later(minutes=4)
    desk.press("Is back")
    expect(phone.page.locator("#turn .dar-facts")).to_be_visible(timeout=15_000)
    expect(desk.page.locator("#call")).to_contain_text(ticket.number.replace(" ", "\N{NO-BREAK SPACE}"))
    desk.page.keyboard.press("n")
    expect(desk.page.get_by_role("heading", name=ticket.number)).to_be_visible()
