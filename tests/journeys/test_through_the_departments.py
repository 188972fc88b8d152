"""Three matters from the kiosk to the verified document: a birth, a permit to build a house, an individual entrepreneur.

Who answers, in which order and until when, the journeys read from the catalogue and from the pages; at the departments'
desks whoever belongs there comes in, one after another, at the same computer.
"""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import expect

from darcha.cases import queries as cases
from darcha.catalogue import queries as catalogue
from darcha.monitoring import queries as monitoring
from tests.browser import PageAt
from tests.journeys.acts import (
    answers,
    decides,
    is_taken_in,
    opens_the_case,
    pays,
    takes_a_ticket,
    the_document_is_genuine,
)
from tests.journeys.people import KIOSK, PHONE, TUESDAY, House, Reader, service_name

pytestmark = pytest.mark.xdist_group("journeys")

DESK = {"width": 1440, "height": 1000}

OBJECTION = "Ближайшая линия в 400 метров, свободной мощности нет."

BIRTH, PERMIT, ENTREPRENEUR = "FHDYO-01", "QUR-01", "ADL-01"


def _bodies(code: str) -> set[str]:
    """Return who has to answer, as the catalogue has it."""
    version = catalogue.service_version(code=code, on=TUESDAY.date())
    return {step.department_id for step in (*version.parallel_steps, *version.then_steps)}


def _last_day(code: str) -> date:
    case = cases.case_by_tracking_code(code=code.replace("-", ""))
    assert case is not None
    assert case.due_on is not None
    return case.due_on


def test_a_birth_is_one_application_for_all_departments(page_at: PageAt, house: House) -> None:
    kiosk = Reader(page_at("/kiosk/SRG/", language="uz", **KIOSK), "uz")
    number = takes_a_ticket(kiosk, event="birth", service=BIRTH)

    desk = Reader(page_at("/", language="uz", **DESK), "uz")
    desk.comes_in_as("nilufar")
    code = is_taken_in(
        desk, house, number, name="Karimov Rustam Oʻtkirovich", sex="M", born="1982",
        told={
            "fact:parents.married": "yes", "field:child_name": "Karimova Oysha Rustam qizi", "field:child_sex": "F",
            "field:child_born_on": "2026-11-20", "field:child_born_at": "Toshkent, 6-tugʻruqxona",
            "field:mother_name": "Karimova Nigora Anvar qizi", "field:father_name": "Karimov Rustam Oʻtkirovich",
            "field:address": "Sergeli, Yangi Sergeli koʻchasi, 12",
        },
    )  # fmt: skip
    pays(code, house)

    father = Reader(page_at(f"/track/{code}/", language="uz", **PHONE), "uz")
    expect(father.page.locator(".dar-answers li")).to_have_count(len(_bodies(BIRTH)))
    father.looks()

    by_whom = {"MFB": "kamola", "XTB": "zafar", "PJ": "dilnoza", "TIB": "nilufar"}
    assert set(by_whom) == _bodies(BIRTH)
    for department, login in by_whom.items():
        answers(desk, house, login=login, department=department, said={department: "agreed"})
    expect(desk.page.locator(".dar-flow__step strong.dar-num")).to_contain_text("4")
    decides(desk, house, department="FHDYO", officers=("zafar", "nilufar"))

    the_document_is_genuine(father, service=BIRTH)
    today = monitoring.today(centre_id="SRG", at=house.later(seconds=1)).measures
    assert (today.visitors_served, today.cases_decided, today.documents_issued) == (1, 1, 1)


def test_a_permit_to_build_is_corrected_objected_to_and_granted_before_silence_speaks(
    page_at: PageAt, house: House
) -> None:
    kiosk = Reader(page_at("/kiosk/SRG/", language="ru", **KIOSK), "ru")
    number = takes_a_ticket(kiosk, event="housing", service=PERMIT)

    desk = Reader(page_at("/", language="ru", **DESK), "ru")
    desk.comes_in_as("said")
    code = is_taken_in(
        desk, house, number, name="Пак Олег Викторович", sex="M", born="1979",
        told={
            "field:plot_address": "Сергелийский район, ул. Боғистон, 4", "field:plot_area": "600",
            "field:floors": "1", "field:floor_area": "140",
        },
    )  # fmt: skip
    pays(code, house)

    opens_the_case(desk, department="QUR")
    expect(desk.page.get_by_text(desk.words("Silence grants this."))).to_be_visible()
    due = _last_day(code)
    asked = "На плане не указано расстояние до соседнего дома."
    desk.page.locator("#suspend input[name=because][value=incorrect]").check(force=True)
    desk.page.locator("#correction").fill(asked)
    desk.press("Ask the applicant to correct")
    expect(desk.page.get_by_text(desk.words("The applicant corrects.")).first).to_be_visible()
    desk.looks()

    builder = Reader(page_at(f"/track/{code}/", language="ru", **PHONE), "ru")
    expect(builder.page.get_by_text(builder.words("The clock is stopped. It is your turn."))).to_be_visible()
    expect(builder.page.get_by_text(asked).first).to_be_visible()
    builder.looks()

    house.later(days=2)
    opens_the_case(desk, department="QUR")
    desk.press("It is corrected: let the time go on")
    expect(desk.page.locator("#suspend")).to_be_visible()
    assert _last_day(code) > due, "the days the clock stood are added"

    assert _bodies(PERMIT) == {"KAD", "HOK", "HET", "GAZ", "SUV"}
    answers(desk, house, login="sayyora", department="KAD", said={"KAD": "agreed"})
    answers(desk, house, login="sayyora", department="HOK", said={"HOK": "agreed"})
    partners = {"HET": "objected", "GAZ": "agreed", "SUV": "agreed"}
    answers(desk, house, login="said", department="QUR", said=partners, words=OBJECTION)
    opens_the_case(desk, department="QUR")
    expect(desk.page.locator("#decide")).to_contain_text("400 метров")

    house.later(days=14)
    desk.page.goto("/desk/work/?department=QUR")
    row = desk.page.get_by_role("row").filter(has_text=service_name(PERMIT, "ru"))
    expect(row).to_contain_text(desk.words("soon silence grants this"))
    decides(desk, house, department="QUR", officers=("said", "jasur"))

    the_document_is_genuine(builder, service=PERMIT)


def test_an_entrepreneur_is_registered_within_two_working_days(page_at: PageAt, house: House) -> None:
    kiosk = Reader(page_at("/kiosk/SRG/", language="uz", **KIOSK), "uz")
    number = takes_a_ticket(kiosk, event="business", service=ENTREPRENEUR)

    desk = Reader(page_at("/", language="uz", **DESK), "uz")
    desk.comes_in_as("otabek")
    code = is_taken_in(
        desk, house, number, name="Rahimova Dilfuza Botir qizi", sex="F", born="1990",
        told={
            "field:activity": "Tikuvchilik", "field:activity_place": "Sergeli, Yangi Sergeli koʻchasi, 30",
            "field:employees": "yes", "field:employees_number": "2",
        },
    )  # fmt: skip
    pays(code, house)
    assert _last_day(code) == date(2026, 11, 26), "two working days after Tuesday"

    house.later(days=1)
    answers(desk, house, login="lobar", department="SOLIQ", said={"SOLIQ": "agreed"})
    answers(desk, house, login="rustam", department="STAT", said={"STAT": "agreed"})
    house.later(days=1)
    decides(desk, house, department="ADL", officers=("botir", "otabek"))
    expect(desk.page.get_by_text(desk.words("in time"), exact=True).first).to_be_visible()

    seamstress = Reader(page_at(f"/track/{code}/", language="uz", **PHONE), "uz")
    the_document_is_genuine(seamstress, service=ENTREPRENEUR)
