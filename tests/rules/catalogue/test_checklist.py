from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from darcha.catalogue.rules import (
    Choice,
    Demand,
    DocumentType,
    Fact,
    abolished_on,
    answer,
    checklist,
    choices_offered,
    questions_open,
)
from darcha.kernel.names import Names

NAMES = Names(uz="nom", uz_cyrl="ном", ru="имя", en="name")


def test_a_paper_is_needed_not_needed_or_undecided(paper, service, yes_no) -> None:
    demands = (
        Demand(paper("d-id")),
        Demand(paper("d-marr"), "parents.married"),
        Demand(paper("d-care"), "cared_for_dependant"),
    )
    version = service(demands=demands, questions=(yes_no("parents.married"), yes_no("cared_for_dependant")))
    items = checklist(version, facts={"parents.married": False}, on=date(2026, 11, 23))
    assert [item.state for item in items] == ["needed", "not_needed", "unknown"]
    assert items[2].asks == {"cared_for_dependant"}
    assert items[0].held_by == "MFB"


def test_what_was_asked_for_in_2010_is_not_asked_for_today(paper, service) -> None:
    version = service(demands=(Demand(paper("d-resid"), "practice == 2010"),))
    assert checklist(version, facts={}, on=date(2010, 4, 7))[0].state == "needed"
    assert checklist(version, facts={}, on=date(2026, 11, 23))[0].state == "not_needed"


def test_a_paper_is_abolished_from_its_day_on(paper, service) -> None:
    version = service(demands=(Demand(paper("d-resid", abolished=date(2018, 10, 15))),))
    before, after = (checklist(version, facts={}, on=date(2018, 10, day))[0] for day in (14, 15))
    assert before.state == "needed"
    assert after.state == "abolished"
    assert after.abolition is not None
    assert after.abolition.told == "2018-10-15"


def test_an_abolition_holds_for_the_services_it_names(paper) -> None:
    book = paper("d-workbook", abolished=date(2022, 7, 1), scope=("PJ-01", "PJ-03"))
    assert abolished_on(book, service_code="PJ-03", day=date(2022, 7, 1))
    assert abolished_on(book, service_code="TIB-01", day=date(2022, 7, 1)) is None


def test_an_abolition_only_announced_binds_nobody(paper) -> None:
    assert abolished_on(paper("d-util", told="2022 (announced)"), service_code="QUR-01", day=date(2026, 1, 1)) is None


def test_a_derived_fact_is_never_asked_for(paper, service) -> None:
    version = service(demands=(Demand(paper("d-khdec"), "applicant.age < 18"),))
    item = checklist(version, facts={}, on=date(2026, 1, 1))[0]
    assert item.state == "unknown"
    assert item.asks == frozenset()


def test_only_questions_that_still_decide_are_open(paper, service, yes_no) -> None:
    questions = (yes_no("married"), yes_no("heir"))
    version = service(demands=(Demand(paper("d-marr"), "married and heir"),), questions=questions)
    assert [one.code for one in questions_open(version, facts={}, on=date(2026, 1, 1))] == ["married", "heir"]
    assert questions_open(version, facts={"heir": False}, on=date(2026, 1, 1)) == ()


def test_a_service_offers_the_answers_its_conditions_name(paper, service) -> None:
    values = ("pregnancy", "study", "family", "other")
    reason = Fact("reason", "choice", NAMES, tuple(Choice(value, NAMES) for value in values))
    version = service(
        demands=(Demand(paper("d-edu"), "reason == 'study'"), Demand(paper("d-fam"), "reason in ['family']"))
    )
    assert [one.value for one in choices_offered(version, reason)] == ["study", "family", "other"]
    assert choices_offered(service(), reason) == reason.choices


def test_an_answer_in_a_form_becomes_a_value(yes_no, group: Fact) -> None:
    number, day = Fact("area", "number", NAMES), Fact("child.birth_date", "date", NAMES)
    assert answer(yes_no("x"), "yes") is True
    assert answer(yes_no("x"), "no") is False
    assert answer(group, "2") == 2
    assert answer(number, "62,5") == 62.5
    assert answer(number, "18") == 18
    assert answer(day, "2010-05-01") == "2010-05-01"
    assert answer(yes_no("x"), "  ") is None


@pytest.mark.parametrize(
    ("kind", "text"), [("yes_no", "maybe"), ("choice", "9"), ("number", "x"), ("number", "nan"), ("date", "1.5.")]
)
def test_what_is_no_answer_is_refused(kind, text: str, group: Fact) -> None:
    fact = group if kind == "choice" else Fact("x", kind, NAMES)
    with pytest.raises(ValueError, match=r"is no|Invalid isoformat"):
        answer(fact, text)


DAYS = st.dates(min_value=date(2010, 1, 1), max_value=date(2030, 12, 31))


@given(
    abolished=st.none() | DAYS,
    scope=st.none() | st.lists(st.sampled_from(["PJ-03", "MFB-01"]), unique=True).map(tuple),
    on=DAYS,
    condition=st.sampled_from([None, "married", "practice == 2010", "not married"]),
    facts=st.fixed_dictionaries({}, optional={"married": st.booleans()}),
)
def test_an_abolished_paper_is_never_asked_for(paper_of, version_of, abolished, scope, on, condition, facts) -> None:
    document = paper_of(abolished, scope)
    item = checklist(version_of(Demand(document, condition)), facts=facts, on=on)[0]
    is_abolished = abolished is not None and on >= abolished and (scope is None or "PJ-03" in scope)
    assert (item.state == "abolished") is is_abolished
    if is_abolished:
        assert item.asks == frozenset()
        later = checklist(version_of(Demand(document, condition)), facts=facts, on=on + timedelta(days=400))[0]
        assert later.state == "abolished"


@pytest.fixture(scope="module")
def paper_of():
    from darcha.catalogue.rules import Abolition

    def make(abolished: date | None, scope: tuple[str, ...] | None) -> DocumentType:
        return DocumentType(
            "d-x", NAMES, "MAH", None, Abolition(abolished, str(abolished), scope, None) if abolished else None
        )

    return make


@pytest.fixture(scope="module")
def version_of():
    from darcha.catalogue.rules import ServiceFee, ServiceVersion, TimeLimit

    def make(demand: Demand) -> ServiceVersion:
        return ServiceVersion(
            id=1, code="PJ-03", names=NAMES, department_id="PJ", provider_id=None, life_events=(), demands=(demand,),
            fee=ServiceFee(), fee_rules=(), time=TimeLimit(1, "wd"), parallel_steps=(), then_steps=(), output=NAMES,
            tacit=None, window=None, apply_within=None, limits=None, referral_valid=None, benefit=None, note=None,
            counter_minutes=1, law=(), questions=(Fact("married", "yes_no", NAMES),), fee_questions=(), provenance={},
            content_hash="", valid_from=date(2010, 1, 1),
        )  # fmt: skip

    return make
