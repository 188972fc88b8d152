"""The desk in a real browser: by the keyboard alone, without a script, in every language, for everybody."""

from __future__ import annotations

import itertools
import re

import pytest
from playwright.sync_api import Page, expect

from tests import given
from tests.browser import PageAt, assert_accessible, sits_down, stands_still, turn_to
from tests.doors.desk.officers import (
    TUESDAY,
    all_answer,
    an_application,
    asked_papers,
    fills_in_the_form,
    let_it_be,
    told,
)

pytestmark = pytest.mark.usefixtures("tuesday")


def at_the_desk(page_at: PageAt, path: str, *, login: str = "dilnoza", **how: object) -> Page:
    page = page_at("/sign-in/", **how)
    sits_down(page, login)
    page.goto(path)
    return page


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def focused(page: Page) -> str:
    return str(
        page.evaluate("document.activeElement.id || document.activeElement.name || document.activeElement.tagName")
    )


def test_a_visit_by_the_keyboard_alone_from_the_window_to_the_document(page_at: PageAt) -> None:
    given.a_visitor_who_waits(given.SURVIVORS_PENSION, needs=("ear",), at=TUESDAY - given.minutes(12))
    page = at_the_desk(page_at, "/desk/")
    for _ in range(30):
        press(page, "Tab")
        if page.evaluate("document.activeElement.hasAttribute('data-usual')"):
            break
    press(page, "Enter")
    expect(page.locator("#call")).to_be_visible()

    press(page, "n")
    expect(page.locator(".dar-needline")).to_contain_text("Hears poorly")
    press(page, "r")
    expect(page.locator("main")).to_contain_text("called again 1 time")
    press(page, "s")
    expect(page.locator("#finish")).to_be_visible()

    press(page, "e")
    assert focused(page) == "name"
    page.keyboard.type("Sobirova Hanifa")
    press(page, "Tab", "Space", "Tab")
    page.keyboard.type("1971")
    press(page, "Tab", "Tab", "Tab", "Tab", "Space", "Tab")
    assert focused(page) == "fact:child.age"
    page.keyboard.type("9")
    fills_in_the_form(page)
    press(page, "Tab")
    stands_still(page.locator("#papers"))
    for place in range(len(asked_papers())):
        press(page, *(["j"] if place else []), "Space")
    expect(page.locator("#file")).to_contain_text("File the application")
    press(page, "Control+Enter")
    expect(page.locator("main")).to_contain_text("Case SRG-26-000001")
    press(page, "f")
    expect(page.locator("#now")).to_have_text("Your window is free")
    (served,) = told("ticket.served")
    assert (served.data["sex"], served.data["age_band"]) == ("F", "45-59")

    page.goto("/desk/work/")
    press(page, "j", "Enter")
    expect(page.locator("#flow")).to_be_visible()
    press(page, "d", "Space", "Control+Enter")
    expect(page.locator("#decide")).to_be_visible()
    press(page, "d", "Space", "Control+Enter")
    expect(page.locator("main")).to_contain_text("The case is decided.")
    press(page, "d")
    expect(page.locator("main")).to_contain_text("The document is given out.")
    press(page, "u")
    page.wait_for_url("**/desk/work/")


def test_the_sheet_of_keys_shows_them_all_and_switches_them_off(page_at: PageAt) -> None:
    given.an_open_counter(at=TUESDAY)
    given.a_visitor_who_waits(at=TUESDAY)
    page = at_the_desk(page_at, "/desk/counter/")
    press(page, "?")
    expect(page.locator("#keysheet")).to_be_visible()
    assert_accessible(page)
    page.locator("#keyson").uncheck()
    press(page, "Escape", "n")
    page.wait_for_timeout(300)
    assert told("ticket.called") == []
    page.reload()
    press(page, "n")
    page.wait_for_timeout(300)
    assert told("ticket.called") == []
    press(page, "?")
    page.locator("#keyson").check()
    press(page, "Escape", "n")
    expect(page.locator("[data-key=s]")).to_be_visible()


def test_a_break_and_a_step_taken_back_by_their_keys(page_at: PageAt) -> None:
    given.an_open_counter(at=TUESDAY - given.minutes(20))
    given.a_visitor_who_waits(at=TUESDAY - given.minutes(5))
    page = at_the_desk(page_at, "/desk/counter/")
    press(page, "b")
    expect(page.locator("#breaksheet")).to_be_visible()
    assert focused(page) == "pause-reason-1"
    assert_accessible(page)
    press(page, "Escape")
    expect(page.locator("#breaksheet")).to_be_hidden()
    press(page, "b", "ArrowRight", "Enter")
    expect(page.locator("#now")).to_have_text("You have a break")
    assert_accessible(page)
    press(page, "n", "b")
    expect(page.locator("#now")).to_have_text("Your window is free")
    assert [entry.data["reason"] for entry in told("counter.paused")] == ["meal"]
    assert told("ticket.called") == []

    press(page, "n")
    expect(page.locator("#undo")).to_contain_text("called")
    assert_accessible(page)
    press(page, "b")
    expect(page.locator("#breaksheet")).to_have_count(0)
    press(page, "u")
    expect(page.locator("#now")).to_have_text("Your window is free")
    assert len(told("ticket.undone")) == 1


def test_what_can_be_taken_back_is_offered_for_a_minute_of_the_house_s_clock(page_at: PageAt) -> None:
    given.an_open_counter(at=TUESDAY - given.minutes(20))
    given.a_visitor_who_waits(at=TUESDAY - given.minutes(5))
    page = at_the_desk(page_at, "/desk/counter/")
    press(page, "n")
    expect(page.locator("#undo")).to_be_visible()
    let_it_be(TUESDAY + given.minutes(2))
    expect(page.locator("#undo")).to_have_count(0, timeout=8000)


def test_the_line_renews_itself_as_a_fresh_page_would_show_it_and_the_focus_stays(page_at: PageAt) -> None:
    given.an_open_counter(at=TUESDAY)
    page = at_the_desk(page_at, "/desk/counter/")
    page.locator("#call").focus()
    number = given.a_visitor_who_waits(at=TUESDAY - given.minutes(3)).number
    expect(page.locator("#call")).to_contain_text(number.replace(" ", "\N{NO-BREAK SPACE}"), timeout=8000)
    assert focused(page) == "call"
    live = page.locator("#line").inner_text()
    page.reload()
    assert page.locator("#line").inner_text() == live


def test_a_begun_application_is_not_lost_by_a_slip_of_the_finger(page_at: PageAt) -> None:
    given.a_visitor_at_the_counter(given.SURVIVORS_PENSION, at=TUESDAY - given.minutes(20))
    page = at_the_desk(page_at, "/desk/counter/")
    page.fill("#name", "Sobirova Hanifa")
    page.locator("#finish label").first.click()
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.locator("#finish button[type=submit]").click()
    assert asked == ["An application is begun and not filed. Go on without it?"]
    assert page.input_value("#name") == "Sobirova Hanifa"
    assert told("ticket.served") == []


def pressed_slowly(page: Page, selector: str) -> None:
    """Press and let go as a tired hand does: long enough for the list to be renewed in between."""
    stands_still(page.locator("#papers"))
    page.locator(selector).scroll_into_view_if_needed()
    place = page.locator(selector).bounding_box()
    assert place
    page.mouse.move(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    with page.expect_response("**/checklist/"):
        page.mouse.down()
    page.wait_for_timeout(100)
    page.mouse.up()


def test_a_press_while_the_list_is_renewed_is_not_lost(page_at: PageAt) -> None:
    given.a_visitor_at_the_counter(given.SURVIVORS_PENSION, at=TUESDAY - given.minutes(20))
    page = at_the_desk(page_at, "/desk/counter/")
    page.fill("#name", "Sobirova Hanifa")
    page.locator("#sex label").first.click()
    page.fill("#birth_year", "1971")
    page.locator("[name='fact:has_minor_children'][value=yes]").check(force=True)
    expect(page.locator("#paper-d-edu")).to_be_visible()
    page.locator("[id='fact:child.age']").focus()
    page.keyboard.type("9")
    pressed_slowly(page, "#paper-d-death")
    expect(page.locator("#paper-d-edu")).to_have_count(0)
    expect(page.locator("#paper-d-death")).to_be_checked()
    for code in asked_papers():
        page.locator(f"#paper-{code}").check()
    fills_in_the_form(page)
    page.locator("#personal_number").focus()
    expect(page.locator("#file")).to_contain_text("File the application")
    page.keyboard.type("31710854000012")
    pressed_slowly(page, "#file")
    expect(page.locator("main")).to_contain_text("Case SRG-26-000001")


def test_a_window_works_without_a_script(page_at: PageAt) -> None:
    given.an_open_counter(at=TUESDAY)
    given.a_visitor_who_waits(given.SURVIVORS_PENSION, at=TUESDAY - given.minutes(5))
    page = at_the_desk(page_at, "/desk/counter/", javascript=False)
    page.click("#call")
    page.get_by_role("button", name="The visitor is here").click()
    page.fill("#name", "Sobirova Hanifa")
    page.locator("#sex label").first.click()
    page.fill("#birth_year", "1971")
    page.get_by_role("button", name="Renew the list").click()
    assert page.input_value("#name") == "Sobirova Hanifa"
    page.click("#file")
    expect(page.locator("main")).to_contain_text("Returned.")
    page.locator("#finish button[type=submit]").click()
    expect(page.locator("#now")).to_have_text("Your window is free")


def test_every_page_of_the_desk_can_be_read_by_everybody(page_at: PageAt) -> None:
    given.a_visitor_at_the_counter(given.SURVIVORS_PENSION, at=TUESDAY - given.minutes(20))
    given.a_visitor_who_waits(needs=("child",), at=TUESDAY - given.minutes(12))
    returned = an_application(missing=frozenset({"d-death"}), language="ru")
    parallel, ready = an_application("IJT-01"), an_application()
    all_answer(ready.case_id)
    paths = (
        "/desk/counter/", f"/desk/counter/cases/{returned.case_id}/", "/desk/counter/cases/?q=nothing", "/desk/work/",
        "/desk/work/?tab=decide", f"/desk/cases/{parallel.case_id}/", f"/desk/cases/{ready.case_id}/",
        f"/desk/cases/{returned.case_id}/", "/desk/person/", "/desk/counter/", f"/desk/cases/{parallel.case_id}/",
    )  # fmt: skip
    turns = itertools.cycle([("uz", 1280), ("ru", 390), ("uz-cyrl", 1280), ("en", 390), ("ru", 1280), ("uz", 390)])
    page = at_the_desk(page_at, "/desk/")
    for path, (language, width) in zip(paths, turns, strict=False):
        turn_to(page, path, language=language, width=width, height=800)
        assert_accessible(page)
        if language == "uz-cyrl":
            assert re.search("[А-Яа-я]{4}", page.locator("main").inner_text())
    sits_down(page, "umida")
    turn_to(page, "/desk/", language="ru", width=1280)
    assert_accessible(page)
    page.add_init_script("window.print = () => {}")
    page.goto(f"/desk/receipts/{returned.tracking_code}/")
    assert_accessible(page)
