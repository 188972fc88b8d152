"""A visitor who does not hear: from the kiosk to the window, and nothing on the way depends on sound."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import PageAt
from tests.given import OLD_AGE_PENSION, an_open_counter, minutes
from tests.journeys.people import HALL_SCREEN, KIOSK, PHONE, TUESDAY, House, Reader

pytestmark = pytest.mark.xdist_group("journeys")

_A_PHONE_WITHOUT_SOUND = """() => {
    window.trembled = 0;
    Object.defineProperty(navigator, "vibrate", { value: () => { window.trembled += 1; } });
    HTMLMediaElement.prototype.play = () => Promise.reject(new DOMException("no sound", "NotSupportedError"));
}"""


def test_a_deaf_visitor(page_at: PageAt, house: House) -> None:
    an_open_counter(at=TUESDAY - minutes(30))
    hall = page_at("/display/SRG/", language="ru", **HALL_SCREEN)
    hall.evaluate(_A_PHONE_WITHOUT_SOUND)

    kiosk = Reader(page_at(f"/kiosk/SRG/services/{OLD_AGE_PENSION}/", language="ru", **KIOSK), "ru")
    kiosk.page.locator(".dar-need", has_text=kiosk.words("I use sign language")).click()
    kiosk.page.get_by_role("button", name=kiosk.words("Take my ticket")).click()
    kiosk.page.wait_for_url("**/tickets/**")
    number = kiosk.page.locator(".dar-stub__number").inner_text()
    expect(kiosk.page.locator("body")).to_contain_text(kiosk.words("The officer knows that you use sign language."))
    kiosk.looks()

    phone = Reader(page_at(house.printed_address(), language="ru", **PHONE), "ru")
    phone.page.evaluate(_A_PHONE_WITHOUT_SOUND)

    desk = Reader(page_at("/sign-in/", language="ru", width=1280, height=900), "ru")
    desk.signs_in("dilnoza")
    desk.page.goto("/desk/counter/")
    house.later(minutes=5)
    desk.page.keyboard.press("n")
    expect(desk.page.get_by_role("heading", name=number)).to_be_visible()
    expect(desk.page.locator(".dar-needline")).to_contain_text(desk.words("Uses sign language."))
    desk.looks()

    expect(hall.locator(".dar-call[aria-current]")).to_contain_text(number)
    phone.page.wait_for_function("() => window.trembled === 1")
    expect(phone.page.locator(".dar-myturn__window")).to_contain_text("7")
    phone.looks()
