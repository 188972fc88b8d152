"""One visit without a mouse: at the kiosk, at the sign-in and at the desk, with the focus always to be seen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import PageAt
from tests.given import OLD_AGE_PENSION
from tests.journeys.people import KIOSK, PASSWORD, House, Reader, event_name, service_name

pytestmark = pytest.mark.xdist_group("journeys")

_HERE = """() => {
  const here = document.activeElement;
  return (here.labels?.[0] ?? here).textContent.replace(/\\s+/g, " ").trim() || here.name || here.id;
}"""

_FOCUS_IS_SEEN = """() => {
  const here = document.activeElement;
  // A box that is drawn by its label, or by what follows it, carries its ring there.
  const drawn = [here, here.closest("label"), here.nextElementSibling].filter((one) => one);
  const look = () => drawn.map((one) => {
    const { outlineStyle, outlineWidth, boxShadow, backgroundColor, borderColor } = getComputedStyle(one);
    const ring = outlineStyle === "none" ? "" : outlineWidth;
    return [ring, boxShadow, backgroundColor, borderColor].join();
  }).join("|");
  const visible = drawn.some((one) => one.getBoundingClientRect().width > 1 && one.getBoundingClientRect().height > 1);
  const focused = look();
  here.blur();
  const bare = look();
  here.focus();
  return visible && focused !== bare;
}"""


class Keys:
    """Somebody at a keyboard who never touches a mouse."""

    def __init__(self, page: Page, language: str) -> None:
        self.page = page
        self.reader = Reader(page, language)
        self.seen: set[str] = set()

    def reach(self, words: str, *, within: int = 60, back: bool = False) -> None:
        """Press Tab until the focus stands on these words; at every stop it must be seen."""
        for _ in range(within):
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
            here = str(self.page.evaluate(_HERE))
            self.sees_where_it_is(here)
            if words in here:
                return
        raise AssertionError(f"Tab does not come to {words!r} on {self.page.url}")

    def sees_where_it_is(self, here: str) -> None:
        on_page = self.page.evaluate("document.activeElement !== document.body")
        assert not on_page or self.page.evaluate(_FOCUS_IS_SEEN), f"{self.page.url}: nobody sees the focus on {here!r}"

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)


def test_a_visit_by_keyboard_alone(page_at: PageAt, house: House) -> None:
    visitor = Keys(page_at("/kiosk/SRG/", language="ru", **KIOSK), "ru")
    visitor.reach(event_name("retirement", "ru"))
    visitor.press("Enter")
    visitor.page.wait_for_url("**/events/**")
    visitor.reach(service_name(OLD_AGE_PENSION, "ru"))
    visitor.press("Enter")
    visitor.page.wait_for_url("**/services/**")
    visitor.reach(visitor.reader.words("Take my ticket"))
    visitor.press("Enter")
    visitor.page.wait_for_url("**/tickets/**")
    expect(visitor.page.get_by_text("K 001")).to_be_visible()

    officer = Keys(page_at("/sign-in/", language="ru", width=1440, height=1000), "ru")
    signs_in(officer, "dilnoza")
    officer.page.goto("/desk/")
    officer.reach(officer.reader.words("Your window"))
    officer.press("Enter")
    officer.page.wait_for_url("**/desk/counter/")
    house.later(minutes=6)

    officer.press("n")
    expect(officer.page.get_by_role("heading", name="K 001")).to_be_visible()
    officer.press("r")
    expect(officer.page.get_by_role("button", name=officer.reader.words("The visitor is here"))).to_be_visible()
    officer.press("s")
    expect(officer.page.locator("#application")).to_be_visible()
    house.later(minutes=7)
    says_who_came(officer)
    officer.press("f")
    expect(officer.page.get_by_role("heading", name=officer.reader.words("Your window is free"))).to_be_visible()
    officer.reach(officer.reader.words("Close the window"))
    officer.press("Enter")
    expect(officer.page.get_by_role("heading", name=officer.reader.words("Choose your window"))).to_be_visible()


def signs_in(officer: Keys, login: str) -> None:
    officer.reach(officer.reader.words("Login"))
    officer.page.keyboard.type(login)
    officer.reach(officer.reader.words("Password"), within=3)
    officer.page.keyboard.type(PASSWORD)
    officer.press("Enter")
    officer.page.wait_for_url(lambda url: "/sign-in/" not in url)


def says_who_came(officer: Keys) -> None:
    """The choices of one question are one stop; Space or the arrows choose."""
    page = officer.page
    for field, wanted in (("sex", "F"), ("age_band", "60+")):
        for _ in range(80):
            officer.press("Tab")
            officer.sees_where_it_is(field)
            if page.evaluate(f"document.activeElement.matches('#finish input[name={field}]')"):
                break
        for _ in range(6):
            if page.evaluate("document.activeElement.value") == wanted:
                break
            officer.press("ArrowRight")
            officer.sees_where_it_is(field)
        officer.press("Space")
        assert page.locator(f"#finish input[name={field}][value='{wanted}']").is_checked()


def test_the_list_of_keys_opens_by_a_key_and_keys_can_be_switched_off(page_at: PageAt, house: House) -> None:
    officer = Keys(page_at("/sign-in/", language="uz", width=1440, height=1000), "uz")
    signs_in(officer, "dilnoza")
    officer.page.goto("/desk/")
    officer.reach(officer.reader.words("Your window"))
    officer.press("Enter")
    officer.page.wait_for_url("**/desk/counter/")
    officer.press("Shift+Slash")
    sheet = officer.page.locator("#keysheet")
    expect(sheet).to_be_visible()
    officer.reader.looks()
    officer.page.locator("#keyson").focus()
    officer.press("Space")
    officer.press("Escape")
    expect(sheet).to_be_hidden()
    officer.press("n")
    officer.page.wait_for_timeout(300)
    expect(officer.page.get_by_role("alert").filter(has_text=".")).to_have_count(0)
    assert officer.page.url.endswith("/desk/counter/")
