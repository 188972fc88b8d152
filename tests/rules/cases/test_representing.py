"""Who may act for whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from darcha.cases.rules import (
    CAPACITIES,
    NewApplicant,
    NewRepresentative,
    known_facts,
    representative_problem,
    still_acts,
)

TODAY = date(2010, 4, 14)
CHILD = NewApplicant("Karimova Oysha", "F", 2001)
WIDOW = NewApplicant("Yoʻldosheva Madina", "F", 1974, None, "31710854000010")
ATTORNEY = NewRepresentative("attorney", "Karimov Rustam", "31710854000011", "12-345", TODAY)


def problem(one: NewRepresentative, applicant: NewApplicant = WIDOW) -> str | None:
    return representative_problem(one, applicant=applicant, today=TODAY)


def test_a_paper_holds_on_its_last_day_and_not_the_day_after() -> None:
    assert problem(ATTORNEY) is None
    assert problem(replace(ATTORNEY, until=TODAY - timedelta(days=1))) == "over"
    assert problem(replace(ATTORNEY, until=None)) is None


def test_a_parent_needs_no_paper_and_acts_for_a_child_only() -> None:
    mother = NewRepresentative("parent", "Karimova Nigora")
    assert problem(mother, CHILD) is None
    assert problem(mother) == "grown_up"
    assert problem(mother, replace(CHILD, birth_year=1993)) is None
    assert problem(mother, replace(CHILD, birth_year=1992)) == "grown_up"


@pytest.mark.parametrize("capacity", ["attorney", "guardian"])
def test_attorney_and_guardian_show_a_paper(capacity: str) -> None:
    assert problem(replace(ATTORNEY, capacity=capacity, paper=" ")) == "paper"
    assert problem(replace(ATTORNEY, capacity=capacity, paper="x" * 61)) == "paper"


@pytest.mark.parametrize(
    ("changed", "because"),
    [
        ({"capacity": "friend"}, "capacity"),
        ({"name": " "}, "name"),
        ({"name": "x" * 500}, "name"),
        ({"personal_number": WIDOW.personal_number}, "same_person"),
    ],
)
def test_what_cannot_be_is_named(changed: dict[str, str], because: str) -> None:
    assert problem(replace(ATTORNEY, **changed)) == because


@given(st.dates(), st.dates())
def test_an_authority_never_comes_back(until: date, today: date) -> None:
    if not still_acts(until, today=today) and today < date.max:
        assert not still_acts(until, today=today + timedelta(days=1))
    assert still_acts(None, today=today)


@pytest.mark.parametrize("capacity", ["", *CAPACITIES])
def test_at_the_window_the_power_of_attorney_follows_from_who_acts_and_is_not_told_twice(capacity: str) -> None:
    told = {"applicant.is_representative": True}
    known = known_facts(told, applicant=WIDOW, year=2010, channel="counter", capacity=capacity)
    assert known["applicant.is_representative"] is (capacity == "attorney")
    from_home = known_facts(told, applicant=WIDOW, year=2010, channel="portal")
    assert from_home["applicant.is_representative"] is True
