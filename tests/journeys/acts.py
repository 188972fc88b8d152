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


def fills_in_the_form(page: Page) -> None:
    """Answer whatever the form of the service asks for, each field by its kind: the first choice, a day, a word."""
    for field in page.locator("[data-field]").all():
        if not field.is_visible():
            continue
        entry = field.locator("select, textarea, input").first
        kind = entry.evaluate("one => one.type")
        if kind == "select-one":
            entry.select_option(index=1)
        elif kind == "radio":
            entry.check(force=True)
        elif kind == "date":
            entry.fill("2030-01-15" if entry.get_attribute("data-days") == "future" else "2009-12-30")
        else:
            digits = entry.get_attribute("data-digits")
            entry.fill("1" * int(digits) if digits else "3" if entry.get_attribute("inputmode") else "Sergeli, 12")
        entry.blur()


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
