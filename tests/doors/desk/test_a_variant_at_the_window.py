"""At the window the list, the time and the form are those of the variant, as soon as the answers decide it."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import given
from tests.doors.desk.officers import TUESDAY, TYPED, let_it_be, signed_in, told
from tests.publishing import Content, published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]

HX = {"HX-Request": "true"}


def with_a_variant(content: Content) -> None:
    content["variants"] = [
        {
            "code": "children",
            "name": {"uz": "bolali oila uchun", "ru": "для семьи с детьми", "en": "for a family with children"},
            "if": "has_minor_children",
            "docs": [{"document": "d-id"}, {"document": "d-birth"}],
            "fee": {"multiples": "0.1"},
            "time": {"n": 3, "unit": "wd"},
            "p": {"illustration": True},
        }
    ]


@pytest.fixture
def dilnoza() -> Client:
    """Dilnoza at window 7, with a widow before her; families with children have other rules since this morning."""
    published("PJ-03", with_a_variant, at=TUESDAY)
    let_it_be(TUESDAY)
    given.a_visitor_at_the_counter(given.SURVIVORS_PENSION, at=TUESDAY - given.minutes(20))
    return signed_in("dilnoza")


def version_shown(page: str) -> str:
    return page.split('name="version" value="', 1)[1].split('"', 1)[0]


def renewed(client: Client, **typed: object) -> str:
    version = version_shown(client.get("/desk/counter/").content.decode())
    return client.post("/desk/counter/checklist/", {**TYPED, "version": version, **typed}, headers=HX).content.decode()


def test_before_the_answer_the_list_says_what_decides_it(dilnoza: Client) -> None:
    page = dilnoza.get("/desk/counter/").content.decode()
    assert "Other papers or another time hold for some." in page
    assert "for a family with children" not in page


def test_the_answer_brings_the_papers_and_the_time_of_the_variant(dilnoza: Client) -> None:
    list_of_papers = renewed(dilnoza)
    assert "for a family with children" in list_of_papers
    assert 'id="way-steps" hx-swap-oob="true"' in list_of_papers
    assert "3 working days" in list_of_papers
    assert 'id="paper-d-birth"' in list_of_papers
    assert 'id="paper-d-death"' not in list_of_papers
    for_others = renewed(dilnoza, **{"fact:has_minor_children": "no"})
    assert "for a family with children" not in for_others
    assert 'id="paper-d-death"' in for_others


def test_a_tick_waits_while_its_paper_is_not_asked_for(dilnoza: Client) -> None:
    assert '<input type="hidden" name="paper" value="d-death">' in renewed(dilnoza, paper=["d-death", "d-id"])
    assert 'value="d-death" id="paper-d-death" checked' in renewed(
        dilnoza, paper=["d-death", "d-id"], **{"fact:has_minor_children": "no"}
    )


def test_brought_again_the_answers_of_now_decide(dilnoza: Client) -> None:
    filing = {**TYPED, "request_key": "a-variant-0001", "paper": ["d-id"]}
    assert dilnoza.post("/desk/counter/file/", filing).status_code == 302
    (entry,) = told("case.returned")
    page = dilnoza.get(f"/desk/counter/cases/{entry.data['case']}/").content.decode()
    assert "for a family with children" in page
    typed = {**TYPED, "version": version_shown(page), "case": str(entry.data["case"]), "fact:has_minor_children": "no"}
    assert 'id="paper-d-death"' in dilnoza.post("/desk/counter/checklist/", typed).content.decode()


def test_what_was_typed_in_a_field_not_asked_any_more_comes_back_with_the_page(dilnoza: Client) -> None:
    version = version_shown(dilnoza.get("/desk/counter/").content.decode())
    typed = {**TYPED, "version": version, "field:payment_way": "bank", "field:post_office": "100060"}
    page = dilnoza.post("/desk/counter/checklist/", typed).content.decode()
    hidden = page.split('data-field="post_office"', 1)[1]
    assert hidden.startswith(" hidden")
    assert 'value="100060"' in hidden.split("</p>", 1)[0]
