"""What bad input gets: a sentence in the reader's language, the right status, nothing half done and nothing lost."""

from __future__ import annotations

import pytest
from django.utils import translation
from playwright.sync_api import Page, Response, expect

from darcha.catalogue import queries as catalogue
from darcha.doors.porch.sentences import SENTENCES
from darcha.journal import queries as journal
from darcha.queue import actions as queue
from tests.browser import PageAt
from tests.given import (
    OLD_AGE_PENSION,
    a_called_visitor,
    a_visitor_who_waits,
    an_open_counter,
    employee,
    minutes,
)
from tests.journeys.people import KIOSK, PHONE, TUESDAY, House, Reader

pytestmark = pytest.mark.xdist_group("journeys")

STATISTICS = "STAT-01"
"""Its department sits on Fridays."""


def happened() -> int:
    """Return how much has been done in the centre."""
    return journal.head(centre_id="SRG").seq


def kinds(kind: str) -> int:
    return len(journal.entries_after(centre_id="SRG", seq=0, kinds=[kind]))


def is_told(reader: Reader, sentence: str) -> None:
    expect(reader.page.get_by_text(reader.words(sentence)).first).to_be_visible()
    reader.looks()


def asks_for_a_ticket_of(page: Page, service: str) -> Response:
    """Take the form of a service that is given today, and send it to another one's address."""
    page.evaluate(
        "service => { const form = document.querySelector('#take');"
        " form.action = form.action.replace(/services\\/[^/]+/, `services/${service}`); }",
        service,
    )
    with page.expect_response(lambda answer: answer.request.method == "POST") as answer:
        page.locator("button[form=take]").click()
    page.wait_for_load_state()
    return answer.value


@pytest.mark.parametrize("language", ["uz", "ru"])
def test_a_department_that_is_not_here_and_a_service_that_is_none(page_at: PageAt, house: House, language: str) -> None:
    before = happened()
    reader = Reader(page_at(f"/kiosk/SRG/services/{OLD_AGE_PENSION}/", language=language, **KIOSK), language)
    answer = asks_for_a_ticket_of(reader.page, STATISTICS)
    assert answer.status == 409
    department = catalogue.department(code="STAT").names.in_language(language)
    expect(reader.page.locator("main")).to_contain_text(department)
    expect(reader.page.locator("main")).to_contain_text("27")
    reader.looks()

    reader.page.goto(f"/kiosk/SRG/services/{OLD_AGE_PENSION}/")
    assert asks_for_a_ticket_of(reader.page, "PJ-99").status == 404
    reader.looks()
    assert happened() == before


@pytest.mark.parametrize("language", ["uz", "ru"])
def test_a_code_nobody_has(page_at: PageAt, house: House, language: str) -> None:
    reader = Reader(page_at("/", language=language, **PHONE), language)
    for path, code in {
        "/t/nobody-has-this/": "portal.unknown_ticket_code",
        "/survey/nobody-has-this/": "feedback.unknown_survey_code",
        f"/track/{'7' * 28}/": "portal.unknown_tracking_code",
        f"/verify/{'7' * 28}/": "portal.unknown_verification_code",
        f"/verify/{'7' * 28}/document.pdf": "portal.unknown_verification_code",
    }.items():
        answer = reader.page.goto(path)
        assert answer
        assert answer.status == 404, path
        with translation.override("en"):
            source = str(SENTENCES[code])
        is_told(reader, source)


@pytest.mark.parametrize("language", ["uz", "ru"])
def test_an_answer_after_a_fortnight_is_refused(page_at: PageAt, house: House, language: str) -> None:
    code = a_survey_code(house)
    phone = Reader(page_at(f"/survey/{code}/", language=language, **PHONE), language)
    phone.page.locator("input[name=satisfied][value='5']").check(force=True)
    phone.page.locator("input[name=clear][value='5']").check(force=True)
    house.later(days=15)
    with phone.page.expect_response(lambda answer: answer.request.method == "POST") as answer:
        phone.press("Send")
    assert answer.value.status == 410
    is_told(phone, "This survey is closed: answers are taken for fourteen days after the visit.")
    assert kinds("survey.answered") == 0
    phone.page.goto(f"/survey/{code}/")
    expect(phone.page.get_by_role("heading", name=phone.words("This survey is closed"))).to_be_visible()
    phone.looks()


def a_survey_code(house: House) -> str:
    """Let a visitor be served just now; return the secret on their slip."""
    counter_id = an_open_counter(at=TUESDAY - minutes(60))
    ticket = a_visitor_who_waits(at=TUESDAY - minutes(40))
    a_called_visitor(counter_id, at=TUESDAY - minutes(30))
    queue.start(counter_id=counter_id, at=TUESDAY - minutes(29), by=employee("dilnoza"))
    queue.finish(
        counter_id=counter_id,
        sex="F",
        age_band="60+",
        disability=False,
        at=TUESDAY - minutes(20),
        by=employee("dilnoza"),
    )
    return ticket.survey_code


def test_the_same_form_sent_twice_at_once_gives_one_ticket(page_at: PageAt, house: House) -> None:
    page = page_at(f"/kiosk/SRG/services/{OLD_AGE_PENSION}/", language="uz", **KIOSK)
    led_to = page.evaluate(
        """async () => {
          const form = document.querySelector("#take");
          const send = () => fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
          const answers = await Promise.all([send(), send(), send()]);
          return answers.map((answer) => [answer.status, answer.url]);
        }"""
    )
    assert len({url for _, url in led_to}) == 1, led_to
    assert {status for status, _ in led_to} == {200}
    assert kinds("ticket.issued") == 1
    assert len(list((house.place / "printed").glob("*.bin"))) == 1


def sits_down(page_at: PageAt, login: str, language: str) -> Reader:
    officer = Reader(page_at("/sign-in/", language=language, width=1440, height=1000), language)
    officer.signs_in(login)
    officer.page.goto("/desk/")
    officer.press("Your window")
    officer.page.wait_for_url("**/desk/counter/")
    return officer


def test_two_officers_who_press_call_at_once_do_not_call_one_visitor(page_at: PageAt, house: House) -> None:
    dilnoza, umida = sits_down(page_at, "dilnoza", "uz"), sits_down(page_at, "umida", "ru")
    a_visitor_who_waits(OLD_AGE_PENSION, at=house.later(seconds=10))
    for officer in (dilnoza, umida):
        officer.page.evaluate("() => { setTimeout(() => document.querySelector('#call').click(), 50); }")
    for officer in (dilnoza, umida):
        officer.page.wait_for_timeout(500)
        officer.page.wait_for_load_state()
    has = [officer.page.locator(".dar-visit__number").count() for officer in (dilnoza, umida)]
    assert sorted(has) == [0, 1]
    assert kinds("ticket.called") == 1
    other = (dilnoza, umida)[has.index(0)]
    expect(other.page.get_by_role("status").first).to_contain_text(other.words("Nobody waits whom you can serve."))
    other.looks()


@pytest.mark.parametrize("language", ["uz", "ru"])
def test_three_hundred_characters_in_a_name_and_no_paper_at_all(page_at: PageAt, house: House, language: str) -> None:
    officer = sits_down(page_at, "dilnoza", language)
    a_visitor_who_waits(OLD_AGE_PENSION, at=house.later(seconds=10))
    house.later(minutes=4)
    officer.page.keyboard.press("n")
    expect(officer.page.get_by_role("heading", name="K 001")).to_be_visible()
    officer.page.keyboard.press("s")
    name = officer.page.get_by_label(officer.words("Name, as in the passport"))
    name.fill("Ы" * 300)
    officer.page.locator("#application input[name=sex][value=F]").check(force=True)
    officer.page.get_by_label(officer.words("Born in")).fill("1960")
    before = happened()
    with officer.page.expect_response(lambda answer: answer.url.endswith("/desk/counter/file/")) as answer:
        officer.page.keyboard.press("Control+Enter")
    assert answer.value.status == 422
    officer.page.wait_for_load_state()
    expect(officer.page.get_by_role("alert").first).to_contain_text("300")
    assert name.input_value() == "Ы" * 300, "nothing typed is lost"
    assert happened() == before
    officer.looks()

    name.fill("Yusupova Lola")
    officer.press("Return with this list")
    officer.page.wait_for_url("**/desk/counter/")
    expect(officer.page.get_by_text(officer.words("Returned."))).to_be_visible()
    assert (kinds("case.returned"), kinds("document.issued")) == (1, 0)
    officer.looks()
