"""What several journeys do in the same way."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from darcha.cases import actions
from darcha.cases import queries as cases
from darcha.kernel.actor import system
from tests.browser import stands_still
from tests.journeys.people import House, Reader, department_name, event_name, service_name


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
        stands_still(page.locator("#papers"))  # what is answered may ask for another field, and no longer for one


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


def takes_a_ticket(kiosk: Reader, *, event: str, service: str) -> str:
    """Go from the picture to the slip; return the number."""
    kiosk.looks()
    kiosk.page.get_by_role("link", name=event_name(event, kiosk.language)).click()
    kiosk.looks()
    found = kiosk.page.get_by_role("link", name=service_name(service, kiosk.language))
    while not found.count():
        kiosk.follow("More services")
        kiosk.page.wait_for_load_state()
        kiosk.looks()
    found.first.click()
    kiosk.looks()
    kiosk.press("Take my ticket")
    kiosk.page.wait_for_url("**/tickets/**")
    kiosk.looks()
    number = re.search(r"\b[A-Z]\s\d{3}\b", kiosk.page.locator("main").inner_text())
    assert number, "the number stands on the screen"
    return number[0]


def is_taken_in(
    desk: Reader, house: House, number: str, *, name: str, sex: str, born: str, told: dict[str, str]
) -> str:
    """Open the window, call the number, take its application with all papers and `told`; return the tracking code.

    `told` are facts and answers to the form, by the name of the field.
    """
    page = desk.page
    page.goto("/desk/")
    desk.press("Your window")
    page.wait_for_url("**/desk/counter/")
    house.later(minutes=2)
    calls(desk, number.replace("\N{NO-BREAK SPACE}", " "))
    house.later(minutes=1)
    page.keyboard.press("s")
    form = page.locator("#application")
    expect(form).to_be_visible()
    form.locator("[name=name]").fill(name)
    form.locator(f"[name=sex][value={sex}]").check(force=True)
    form.locator("[name=birth_year]").fill(born)
    for field, answer in told.items():
        _fills_in(form.locator(f"[name='{field}']"), answer)
        stands_still(page.locator("#papers"))  # what is answered may ask for more
    form.locator("[name=birth_year]").blur()
    ticks_papers(page)
    desk.looks()
    house.later(minutes=9)
    desk.press("File the application")
    page.wait_for_url("**/desk/counter/")
    expect(page.get_by_text(desk.words("Taken.")).first).to_be_visible()
    code = tracking_code(page)
    page.locator(f"#finish input[name=sex][value={sex}]").check(force=True)
    page.locator("#finish input[name=age_band][value='30-44']").check(force=True)
    desk.press("Finish")
    expect(page.get_by_role("heading", name=desk.words("Your window is free"))).to_be_visible()
    desk.looks()
    return code


def _fills_in(control: Locator, answer: str) -> None:
    kind = control.first.evaluate("(one) => one.tagName === 'SELECT' ? 'select' : one.type")
    if kind == "select":
        control.select_option(answer)
    elif kind == "radio":
        control.and_(control.page.locator(f"[value='{answer}']")).check(force=True)
    else:
        control.fill(answer)


def pays(code: str, house: House) -> None:
    """Let the fee be paid in cash."""
    case = cases.case_by_tracking_code(code=code.replace("-", ""))
    assert case is not None
    assert case.fee is not None
    case_id = cases.case_id_by_number(number=case.number)
    assert case_id is not None
    actions.record_payment(
        case_id=case_id, way="cash", amount_uzs=case.fee.amount_uzs or 0, at=house.later(minutes=1), by=system("test")
    )


def opens_the_case(desk: Reader, *, department: str) -> None:
    """Find the one case in a department's list, and open it."""
    page = desk.page
    page.goto(f"/desk/work/?department={department}")
    desk.looks()
    page.get_by_role("link", name=re.compile(r"^SRG-26-\d+$")).first.click()
    page.wait_for_url("**/desk/cases/**")
    desk.looks()


def answers(desk: Reader, house: House, *, login: str, department: str, said: dict[str, str], words: str = "") -> None:
    """Let somebody of a department answer what is asked of it, or of the bodies it speaks for.

    `said` are outcomes by body, `words` what is written where one objects.
    """
    desk.comes_in_as(login)
    opens_the_case(desk, department=department)
    page = desk.page
    for body, outcome in said.items():
        house.later(minutes=20)
        task = page.locator("section[id^=answer-]").filter(has_text=department_name(body, desk.language))
        task.locator(f"input[name=outcome][value={outcome}]").check(force=True)
        if outcome == "objected":
            task.locator("textarea[name=note]").fill(words)
        task.get_by_role("button", name=desk.words("Enter the answer")).click()
        expect(task).to_have_count(0)
    desk.looks()


def decides(desk: Reader, house: House, *, department: str, officers: tuple[str, str]) -> None:
    """Grant the case and give out its document; where four eyes are asked for, the second officer confirms."""
    page = desk.page
    desk.comes_in_as(officers[0])
    opens_the_case(desk, department=department)
    house.later(minutes=20)
    decision = page.locator("#decide")
    decision.locator("input[name=outcome][value=granted]").check(force=True)
    decision.locator("button[type=submit]").click()
    page.wait_for_load_state()
    desk.looks()
    if page.locator("#confirm").count():
        desk.comes_in_as(officers[1])
        opens_the_case(desk, department=department)
        desk.press("Confirm the decision")
        page.wait_for_load_state()
    desk.press("Give out the document")
    expect(page.get_by_role("link", name=desk.words("What others see when they check it"))).to_be_visible()
    desk.looks()


def the_document_is_genuine(applicant: Reader, *, service: str) -> None:
    """Fetch the document from the page of the application, and check it as anybody can."""
    page = applicant.page
    page.reload()
    expect(page.get_by_text(applicant.words("Your document is ready."))).to_be_visible()
    applicant.looks()
    pdf = page.get_by_role("link", name=applicant.words("The document as PDF"))
    answer = page.context.request.get(str(pdf.get_attribute("href")))
    assert answer.body().startswith(b"%PDF")
    applicant.follow("What others see when they check it")
    page.wait_for_url("**/verify/*/")
    expect(page.get_by_text(applicant.words("Genuine and valid"))).to_be_visible()
    expect(page.locator("main")).to_contain_text(service_name(service, applicant.language))
    applicant.looks()
