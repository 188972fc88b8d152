"""What several journeys do in the same way."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser import stands_still
from tests.journeys.people import Reader


def calls(desk: Reader, number: str) -> None:
    desk.page.locator("#call").click()
    expect(desk.page.get_by_role("heading", name=number)).to_be_visible()
    desk.looks()


def ticks_papers(page: Page, leave_out: str | None = None) -> None:
    stands_still(page.locator("#papers"))
    for code in page.locator("#papers input[name=paper]").evaluate_all("all => all.map((one) => one.value)"):
        if code != leave_out:
            page.locator(f"#papers input[value='{code}']").check()
    stands_still(page.locator("#papers"))


def tracking_code(page: Page) -> str:
    found = re.search(r"(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}", page.locator("main").inner_text())
    assert found, "the tracking code stands in groups of four"
    return found[0]
