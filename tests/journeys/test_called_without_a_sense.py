"""A visitor who does not hear, from the kiosk to the window; and one who does not see, at the kiosk by keys and speech."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import PageAt
from tests.given import OLD_AGE_PENSION, an_open_counter, minutes
from tests.journeys.people import HALL_SCREEN, KIOSK, PHONE, TUESDAY, House, Reader, service_name
from tests.journeys.test_by_keyboard_alone import Keys

pytestmark = pytest.mark.xdist_group("journeys")

_A_PHONE_WITHOUT_SOUND = """() => {
    window.trembled = 0;
    Object.defineProperty(navigator, "vibrate", { value: () => { window.trembled += 1; } });
    HTMLMediaElement.prototype.play = () => Promise.reject(new DOMException("no sound", "NotSupportedError"));
}"""


_WHAT_IS_SAID = """
window.said = [];
HTMLMediaElement.prototype.play = function () { window.said.push(this.src); return Promise.resolve(); };
"""


def test_a_deaf_visitor(page_at: PageAt, house: House) -> None:
    an_open_counter(at=TUESDAY - minutes(30))
    hall = page_at("/display/SRG/", language="ru", **HALL_SCREEN)
    hall.evaluate(_A_PHONE_WITHOUT_SOUND)

    kiosk = Reader(page_at(f"/kiosk/SRG/services/{OLD_AGE_PENSION}/", language="ru", **KIOSK), "ru")
    kiosk.page.locator(".dar-need", has_text=kiosk.words("I use sign language")).locator("input").check()
    kiosk.page.get_by_role("button", name=kiosk.words("Take my ticket")).click()
    kiosk.page.wait_for_url("**/tickets/**")
    number = kiosk.page.locator(".dar-stub__number").inner_text()
    expect(kiosk.page.locator("body")).to_contain_text(kiosk.words("The officer knows that you use sign language."))
    kiosk.looks()

    phone = Reader(page_at(house.printed_address(), language="ru", **PHONE), "ru")
    phone.page.evaluate(_A_PHONE_WITHOUT_SOUND)

    desk = Reader(page_at("/sign-in/", language="ru", width=1280, height=900), "ru")
    desk.comes_in_as("dilnoza")
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


def test_a_blind_visitor_at_the_kiosk_by_keys_and_speech_alone(page_at: PageAt, house: House) -> None:
    visitor = Keys(page_at("/kiosk/SRG/events/retirement/", language="ru", **KIOSK), "ru")
    page = visitor.page
    page.add_init_script(_WHAT_IS_SAID)
    page.reload()
    visitor.reach(visitor.reader.words("Read aloud"))
    visitor.press("Enter")
    heard(page, "aloud=1")

    visitor.reach(service_name(OLD_AGE_PENSION, "ru"), back=True)
    heard(page, "focus=")
    visitor.reader.looks()
    visitor.press("Enter")
    page.wait_for_url("**/services/**")
    heard(page, "aloud=1")
    visitor.reach(visitor.reader.words("I see poorly"))
    heard(page, "chosen=0")
    visitor.press("Space")
    heard(page, "chosen=1")
    visitor.reach(visitor.reader.words("Take my ticket"))
    heard(page, "focus=")
    visitor.reader.looks()
    visitor.press("Enter")
    page.wait_for_url("**/tickets/**")
    heard(page, "aloud=1")
    visitor.reader.looks()


def heard(page: Page, query: str) -> None:
    """Wait until the kiosk says this last, and hear that it is a voice."""
    page.wait_for_function("query => window.said?.at(-1)?.includes(query)", arg=query)
    answer = page.request.get(str(page.evaluate("() => window.said.at(-1)")))
    assert answer.headers["content-type"] == "audio/wav"
    assert len(answer.body()) > 10_000
