"""A mother with an infant in her arms cannot use the kiosk: the host does, on a tablet."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from darcha.plumbing import clock
from darcha.queue import queries
from tests import given
from tests.browser import PageAt, assert_accessible, sits_down
from tests.doors.desk.officers import TUESDAY, asked_papers, let_it_be

TABLET = {"width": 820, "height": 1180}
WAITED = given.minutes(20)


@pytest.fixture(autouse=True)
def _tuesday() -> Iterator[None]:
    before = clock.clock()
    let_it_be(TUESDAY)
    yield
    clock.set_clock(before)


def test_a_mother_with_an_infant_is_received_and_called_first(page_at: PageAt) -> None:
    counter_id = given.an_open_counter(at=TUESDAY)
    given.a_visitor_who_waits(at=TUESDAY)
    page = page_at("/sign-in/", language="en", **TABLET)
    sits_down(page, "sevara")
    page.goto("/reception/SRG/")
    assert_accessible(page)
    page.get_by_label("Search a service").fill("survivor")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Survivor's pension").click()
    page.get_by_label("with a small child, or expecting one").check()
    page.get_by_label("cannot stand for long").check()
    for document in asked_papers(facts={}):
        page.locator(f"#paper-{document}").check()
    expect(page.get_by_text("Everything is here.")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Give a ticket").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("K 002")
    assert_accessible(page)
    called = given.a_called_visitor(counter_id, at=TUESDAY + WAITED)
    view = queries.ticket_by_id(ticket_id=called.ticket_id)
    assert view is not None
    assert (view.number, view.class_code, view.channel) == ("K 002", "priority", "reception")


def test_the_list_for_home_is_accessible_on_the_tablet(page_at: PageAt) -> None:
    page = page_at("/sign-in/", language="uz", **TABLET)
    sits_down(page, "sevara")
    page.goto(f"/reception/SRG/services/{given.SURVIVORS_PENSION}/")
    page.locator("[formaction$='/home/']").click()
    expect(page.locator("ol li").first).to_be_visible()
    assert_accessible(page)
