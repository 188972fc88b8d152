"""An appointment booked at home comes late, is checked in by keys, and is called before who walked in after its time."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from darcha.plumbing import clock
from darcha.queue import queries
from tests.browser import PageAt, sign_in
from tests.given import OLD_AGE_PENSION, a_visitor_who_waits, an_open_counter
from tests.journeys.people import KIOSK, PASSWORD, PHONE, House, Reader

pytestmark = pytest.mark.xdist_group("journeys")


def test_an_appointment_that_comes_late(page_at: PageAt, house: House) -> None:
    home = Reader(page_at(f"/book/{OLD_AGE_PENSION}/", language="uz", **PHONE), "uz")
    home.looks()
    home.page.locator("input[name=starts]").first.focus()
    home.page.keyboard.press("Space")
    home.page.keyboard.press("Enter")
    expect(home.page.get_by_role("heading", name=home.words("We expect you"))).to_be_visible()
    home.looks()
    found = queries.appointment(code=urlsplit(home.page.url).path.split("/")[2])
    assert found is not None
    expect(home.page.locator("p.dar-expected__number")).to_have_text(found.number)

    to_come = int((found.starts_at - clock.now()).total_seconds() // 60)
    an_open_counter(at=house.later(minutes=to_come))
    walked_in = a_visitor_who_waits(at=house.later(minutes=3))
    house.later(minutes=5)
    hall = Reader(page_at("/kiosk/SRG/", language="ru", **KIOSK), "ru")
    hall.follow("I have an appointment")
    for digit in "000":
        hall.page.get_by_role("button", name=digit, exact=True).click()
    hall.page.locator("#number").press("Enter")
    expect(hall.page.get_by_role("alert")).to_be_visible()
    hall.looks()
    hall.page.locator("#number").fill("")
    hall.page.locator("#number").press_sequentially(found.number)
    hall.page.keyboard.press("Enter")
    appointed = f"{found.starts_at.astimezone(clock.now().tzinfo):%M}"
    expect(hall.page.locator(".dar-stub")).to_contain_text(re.compile(rf"\d\d:{appointed}"))
    hall.looks()
    number = hall.page.locator(".dar-stub__number").inner_text()

    desk = Reader(page_at("/sign-in/", language="ru"), "ru")
    sign_in(desk.page, login="dilnoza", password=PASSWORD)
    desk.page.goto("/desk/counter/")
    desk.page.keyboard.press("n")
    expect(desk.page.get_by_role("heading", name=number)).to_be_visible()
    expect(desk.page.locator("#main")).to_contain_text(
        re.compile(desk.words("Appointment at %(time)s: the wait counts from then.", time=rf"\d\d:{appointed}"))
    )
    desk.looks()
    assert number != walked_in.number

    home.page.reload()
    home.follow("See your turn")
    expect(home.page.locator("#turn")).to_have_attribute("data-state", "called")
    later = queries.ticket(code=walked_in.code, at=clock.now())
    assert later is not None
    assert (later.state, later.overtaken + later.overtaken_otherwise) == ("waiting", 0)
