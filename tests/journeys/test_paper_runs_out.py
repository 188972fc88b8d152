"""The paper runs out: the number is shown large and spoken, the head is told, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pytest_django import Settings

from darcha.access import actions as access
from darcha.kernel.actor import system
from tests.browser import PageAt, assert_accessible, sign_in
from tests.doors.display.given import TUESDAY, it_is
from tests.given import OLD_AGE_PENSION, an_open_counter, employee, minutes
from tests.printers import NO_PAPER, PAPER, PlayedPrinter

PASSWORD = "a window in Sergeli"


@pytest.fixture
def played(settings: Settings, tmp_path: Path) -> Iterator[PlayedPrinter]:
    settings.DATA_DIR = tmp_path
    with it_is(TUESDAY), PlayedPrinter() as played:
        settings.PRINTER = played.address
        yield played


def test_the_paper_runs_out(played: PlayedPrinter, page_at: PageAt) -> None:
    an_open_counter(at=TUESDAY - minutes(60))
    malika = employee("malika").employee_id or 0
    access.set_password(employee_id=malika, password=PASSWORD, at=TUESDAY, by=system("test"))
    played.answers = NO_PAPER
    kiosk = page_at(f"/kiosk/SRG/services/{OLD_AGE_PENSION}/", width=1080, height=1920)
    with kiosk.expect_response(lambda answer: "aloud=1" in answer.url) as voice:
        kiosk.get_by_role("button", name="Take my ticket").click()
    assert voice.value.headers["content-type"] == "audio/wav"
    expect(kiosk.get_by_role("alert")).to_contain_text("There is no paper. Your number counts without it.")
    number = kiosk.locator(".dar-stub__number")
    expect(number).to_have_text("K 001")
    assert (number.bounding_box() or {})["height"] > 200
    assert_accessible(kiosk)

    office = page_at("/sign-in/")
    sign_in(office, login="malika", password=PASSWORD)
    office.goto("/office/SRG/")
    expect(office.get_by_text("The printer at the kiosk has no paper since 11:02.")).to_be_visible()
    office.get_by_role("link", name="To the paper tickets").click()
    assert_accessible(office)
    played.answers = PAPER
    office.get_by_role("button", name="Print K 001").click()
    expect(office.get_by_text("The last ticket came on paper.")).to_be_visible()
    assert b"K 001" in played.heard
    office.get_by_role("link", name="Enter a paper block").click()
    office.get_by_label("Number on slip 1", exact=True).fill("k901")
    office.keyboard.press("Enter")
    expect(office.get_by_text("Write the time as it stands on the slip")).to_be_visible()
    assert_accessible(office)
