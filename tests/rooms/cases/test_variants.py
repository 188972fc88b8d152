"""A service for some of its applicants: other papers, another fee, another time; the case keeps which it was."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from filing import WEDNESDAY, filed, seen

from darcha.cases import actions, models
from darcha.catalogue import queries as catalogue
from darcha.catalogue import rules
from tests import given
from tests.publishing import Content, published

pytestmark = pytest.mark.django_db

WITH_CHILDREN = {
    "code": "children",
    "name": {"uz": "bolali oila uchun", "ru": "для семьи с детьми", "en": "for a family with children"},
    "if": "has_minor_children",
    "docs": [{"document": "d-id"}, {"document": "d-birth"}],
    "fee": {"multiples": "0.1"},
    "time": {"n": 3, "unit": "wd"},
    "p": {"illustration": True},
}


def with_a_variant(content: Content) -> None:
    content["variants"] = [WITH_CHILDREN]


@pytest.fixture(autouse=True)
def _in_force() -> None:
    published("PJ-03", with_a_variant, at=WEDNESDAY)


def test_who_it_holds_for_brings_its_papers_and_waits_its_time() -> None:
    opened = filed(facts={"has_minor_children": True, "child.age": 9})
    case = seen(opened)
    assert [paper.document_id for paper in case.papers] == ["d-id", "d-birth"]
    assert case.due_on == date(2010, 4, 19)
    assert case.service.variant is not None
    assert case.service.variant.code == "children"
    assert models.Case.objects.get().variant == "children"


def test_for_anybody_else_the_service_is_as_it_was() -> None:
    opened = filed(facts={"has_minor_children": False, "child.age": 20})
    assert seen(opened).due_on == date(2010, 4, 28)
    assert models.Case.objects.get().variant == ""


def test_the_fee_waits_for_the_question_that_decides_the_variant() -> None:
    version = catalogue.service_version(code="PJ-03", on=date(2010, 4, 14))
    told = {"on": date(2010, 4, 14), "base_amount": 412_000}
    undecided = rules.fee(version, facts={}, **told)  # type: ignore[arg-type]
    assert (undecided.unknown, undecided.reasons) == (True, ("undecided:has_minor_children",))
    assert rules.fee(version, facts={"has_minor_children": True}, **told).multiples == Decimal("0.1")  # type: ignore[arg-type]
    assert rules.fee(version, facts={"has_minor_children": False}, **told).amount_uzs == 0  # type: ignore[arg-type]
    asked = {fact.code for fact in rules.questions_open(version, facts={}, on=date(2010, 4, 14))}
    assert "has_minor_children" in asked


def test_a_case_brought_again_is_judged_by_the_variant_of_what_is_told_then() -> None:
    opened = filed(facts={"has_minor_children": False, "child.age": 20}, missing=frozenset({"d-death"}))
    again = actions.resubmit(
        case_id=opened.case_id,
        papers_seen=frozenset({"d-birth"}),
        facts={"has_minor_children": True, "child.age": 9},
        at=WEDNESDAY + timedelta(days=1),
        by=given.employee("dilnoza"),
    )
    assert again.accepted
    assert models.Case.objects.get().variant == "children"


def test_a_case_that_goes_over_takes_the_variant_of_the_newer_rules() -> None:
    opened = filed(facts={"has_minor_children": False, "child.age": 20})

    def for_the_others(content: Content) -> None:
        content["variants"] = [{**WITH_CHILDREN, "code": "others", "if": "not has_minor_children"}]

    friday = WEDNESDAY + timedelta(days=2)
    everything = {"variant": "move", "paper_added": "move", "fee_up": "move"}
    assert published("PJ-03", for_the_others, at=friday, policies=everything) == 1
    assert models.Case.objects.get().variant == "others"
    assert seen(opened).due_on == date(2010, 4, 19)
