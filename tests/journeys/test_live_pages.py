"""After news came live, a page is what a fresh load would show."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from darcha.queue import actions as queue
from tests.browser import PageAt
from tests.given import OLD_AGE_PENSION, a_called_visitor, a_visitor_who_waits, an_open_counter, employee, minutes
from tests.journeys.people import HALL_SCREEN, PHONE, TUESDAY, House

pytestmark = pytest.mark.xdist_group("journeys")

_AS_READ = """(place) => {
  const clone = document.querySelector(place).cloneNode(true);
  for (const one of [clone, ...clone.querySelectorAll("*")]) {
    // What news is asked for next differs by its nature; what htmx marks while it works is gone in a moment.
    for (const name of ["hx-get", "data-stream"]) one.removeAttribute(name);
    for (const name of [...one.classList].filter((name) => name.startsWith("htmx-"))) one.classList.remove(name);
    if (!one.classList.length) one.removeAttribute("class");
  }
  return clone.outerHTML.replace(/\\s+/g, " ").replace(/> </g, "><");
}"""


def as_read(page: Page, place: str) -> str:
    return str(page.evaluate(_AS_READ, place))


def same_as_fresh(page: Page, place: str) -> None:
    """The page as it became by its news equals the page as it is loaded now."""
    lived = as_read(page, place)
    fresh = page.context.new_page()
    fresh.goto(page.url)
    if (found := as_read(fresh, place)) != lived:
        page.wait_for_timeout(4500)  # news may be on its way
        lived, found = as_read(page, place), as_read(fresh, place)
    assert lived == found
    fresh.close()


def test_the_hall_screen_after_news_equals_a_fresh_load(page_at: PageAt, house: House) -> None:
    dilnoza, umida = (an_open_counter(login, at=TUESDAY - minutes(60)) for login in ("dilnoza", "umida"))
    for place in range(3):
        a_visitor_who_waits(OLD_AGE_PENSION, at=TUESDAY - minutes(20 - place))
    screen = page_at("/display/SRG/", language="uz", **HALL_SCREEN)
    expect(screen.locator("[data-call]")).to_have_count(0)
    a_called_visitor(dilnoza, "dilnoza", at=house.later(seconds=5))
    expect(screen.locator("[data-call]")).to_have_count(1)
    a_called_visitor(umida, "umida", at=house.later(seconds=5))
    expect(screen.locator("[data-call]")).to_have_count(2)
    same_as_fresh(screen, "#board")
    queue.start(counter_id=dilnoza, at=house.later(seconds=30), by=employee("dilnoza"))
    queue.recall(counter_id=umida, at=house.later(seconds=5), by=employee("umida"))
    expect(screen.locator("[data-call][aria-current]")).to_have_count(1)
    same_as_fresh(screen, "#board")
    queue.finish(
        counter_id=dilnoza,
        sex="F",
        age_band="60+",
        disability=False,
        at=house.later(minutes=6),
        by=employee("dilnoza"),
    )
    expect(screen.locator("[data-call]")).to_have_count(1)
    same_as_fresh(screen, "#board")


def test_the_page_of_a_ticket_after_news_equals_a_fresh_load(page_at: PageAt, house: House) -> None:
    counter_id = an_open_counter("dilnoza", at=TUESDAY - minutes(60))
    a_visitor_who_waits(OLD_AGE_PENSION, at=TUESDAY - minutes(20))
    ticket = a_visitor_who_waits(OLD_AGE_PENSION, at=TUESDAY - minutes(10))
    phone = page_at(f"/t/{ticket.code}/", language="ru", **PHONE)
    turn = phone.locator("#turn")
    a_called_visitor(counter_id, "dilnoza", at=house.later(seconds=1))
    expect(turn.locator("dd").first).to_contain_text("0", timeout=15_000)
    same_as_fresh(phone, "#turn")
    queue.no_show(counter_id=counter_id, at=house.later(minutes=3), by=employee("dilnoza"))
    called = a_called_visitor(counter_id, "dilnoza", at=house.later(seconds=2))
    assert called.number == ticket.number
    expect(turn).to_have_attribute("data-state", "called", timeout=15_000)
    same_as_fresh(phone, "#turn")
    queue.start(counter_id=counter_id, at=house.later(seconds=20), by=employee("dilnoza"))
    expect(turn).to_have_attribute("data-state", "serving", timeout=15_000)
    same_as_fresh(phone, "#turn")
    queue.finish(
        counter_id=counter_id,
        sex="M",
        age_band="60+",
        disability=False,
        at=house.later(minutes=6),
        by=employee("dilnoza"),
    )
    expect(turn).to_have_attribute("data-state", "served", timeout=15_000)
    same_as_fresh(phone, "#turn")
