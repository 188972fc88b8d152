"""The office in a real browser: accessible by day and on a phone, and alive."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page

from darcha.access import queries as access
from darcha.kernel.actor import kiosk, system
from darcha.monitoring import actions
from darcha.plumbing.clock import Clock, clock, set_clock
from darcha.queue import actions as queue
from tests import given
from tests.browser import PageAt, assert_accessible, sits_down
from tests.rooms.monitoring import events

MORNING = datetime(2010, 4, 13, 5, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _at_eleven() -> object:
    """Let the doors' clock show eleven o'clock of a Tuesday in April 2010."""
    before = clock()
    set_clock(Clock(true_at=datetime.fromtimestamp(0, tz=UTC), shown_at=MORNING + timedelta(hours=1), speed=0.0))
    yield
    set_clock(before)


def entered(page_at: PageAt, role: str, path: str, **how: object) -> Page:
    """Return a page of the office, opened by somebody of that role."""
    card = next(card for card in access.employees(centre_id="SRG") if role in {held for held, _, _ in card.roles})
    page = page_at("/sign-in/", **how)
    sits_down(page, card.login)
    page.goto(path)
    return page


def a_day() -> None:
    for number in range(40):
        events.served(
            MORNING,
            service="PJ-01",
            sex="F" if number % 4 else "M",
            wait_seconds=60 * number,
            within_promise=number < 30,
        )
        events.decided(MORNING, service="PJ-01", on_time=number % 9 != 0)
        events.answered(MORNING, satisfied=1 + number % 5, service="PJ-01", sex="F" if number % 4 else "M")
    actions.close_day(centre_id="SRG", day=MORNING.date(), at=MORNING, by=system("given"))


def test_every_page_of_the_office_is_accessible_wide_and_narrow(page_at: PageAt) -> None:
    a_day()
    at = MORNING + timedelta(hours=1)
    queue.show_message(centre_id="SRG", ready="repair", minutes=60, at=at, by=system("given"))
    page = entered(page_at, "head_of_centre", "/office/SRG/")
    for path in (
        "/office/SRG/",
        "/office/SRG/messages/",
        "/office/SRG/monitoring/",
        "/office/SRG/report/",
        "/office/SRG/report/report.html",
        "/office/SRG/days/",
    ):
        page.goto(path)
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 800})
            assert_accessible(page)


def test_breaks_appointments_and_who_was_called_before_others_are_accessible_wide_and_narrow(page_at: PageAt) -> None:
    given.a_visitor_who_waits(at=MORNING)
    given.a_visitor_who_waits(needs=("child",), at=MORNING + timedelta(minutes=2))
    counter_id = given.an_open_counter("dilnoza", at=MORNING + timedelta(minutes=8))
    given.a_called_visitor(counter_id, at=MORNING + timedelta(minutes=9))
    paused = given.an_open_counter("umida", at=MORNING)
    until = MORNING + timedelta(minutes=45)
    queue.take_break(counter_id=paused, reason="technical", until=until, at=MORNING, by=given.employee("umida"))
    page = entered(page_at, "head_of_centre", "/office/SRG/overtakes/")
    for path in (
        "/office/SRG/overtakes/",
        "/office/SRG/appointments/",
        "/office/SRG/overtakes/?day=2010-04-12",
        "/office/SRG/",
    ):
        page.goto(path)
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 800})
            assert_accessible(page)


def test_the_journal_is_accessible_after_it_was_verified(page_at: PageAt) -> None:
    a_day()
    page = entered(page_at, "auditor", "/office/SRG/journal/", language="ru", width=390)
    page.get_by_role("button", name="Проверить цепь").click()
    page.get_by_text("Цепь цела.").wait_for()
    assert_accessible(page)


def test_a_ticket_taken_at_the_kiosk_appears_in_the_hall_by_itself(page_at: PageAt) -> None:
    page = entered(page_at, "head_of_centre", "/office/SRG/")
    assert page.get_by_text("0 wait ·").is_visible()
    queue.issue_ticket(centre_id="SRG", service_id="PJ-01", language="uz", at=MORNING, by=kiosk(centre_id="SRG"))
    page.get_by_text("1 waits ·").wait_for()
    assert page.get_by_text("Live", exact=True).is_visible()
    living = page.locator("#main").inner_html().split()
    page.reload()
    assert page.locator("#main").inner_html().split() == living
