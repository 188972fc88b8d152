from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from darcha.catalogue.rules import Fact, MalformedCondition, facts_asked, facts_missing, holds, mistakes


@pytest.mark.parametrize(
    ("condition", "facts", "truth"),
    [
        (None, {}, True),
        ("parents.married", {"parents.married": True}, True),
        ("not applicant.owns_dwelling", {"applicant.owns_dwelling": True}, False),
        ("applicant.age < 18", {"applicant.age": 17}, True),
        ("applicant.age < 18", {"applicant.age": 18}, False),
        ("applicant.disability_group in [1,2]", {"applicant.disability_group": 3}, False),
        ("applicant.disability_group not in [1, 2]", {"applicant.disability_group": 3}, True),
        (
            "person == 'natural' and use == 'dwelling' and area <= 100",
            {"person": "natural", "use": "dwelling", "area": 100},
            True,
        ),
        ("area <= 62.5", {"area": 62.5}, True),
        ("a or b and c", {"a": True, "b": False, "c": False}, True),
        ("(a or b) and c", {"a": True, "b": False, "c": False}, False),
        ("practice == 2010", {"practice": 2026}, False),
        ("done == true", {"done": True}, True),
        ('reason == "study"', {"reason": "study"}, True),
        ("group in []", {"group": 1}, False),
    ],
)
def test_a_condition_says_what_it_reads_like(condition: str, facts: dict[str, object], truth: bool) -> None:
    assert holds(condition, facts) is truth


def test_an_unknown_fact_leaves_the_answer_open() -> None:
    assert holds("applicant.married", {}) is None
    assert holds("applicant.age >= 18", {"applicant.age": None}) is None
    assert holds("reason in ['study']", {}) is None


def test_a_false_part_decides_an_and_and_a_true_part_an_or() -> None:
    assert holds("applicant.sex == 'F' and has_children", {"applicant.sex": "M"}) is False
    assert holds("registered or disabled", {"registered": True}) is True
    assert holds("applicant.sex == 'F' and has_children", {"applicant.sex": "F"}) is None


def test_a_yes_is_not_the_first_disability_group() -> None:
    assert holds("group == 1", {"group": True}) is False


@pytest.mark.parametrize(
    "text",
    ["", "a ==", "== 1", "a = 1", "a and", "(a", "a)", "a in", "a in [1", "a in 1", "a b", "1 2", "__import__('os')",
     "a; b", "a.b.", "'open", "a not 1", "a < < 1", "a == [1]"],
)  # fmt: skip
def test_what_is_no_condition_is_refused(text: str) -> None:
    with pytest.raises(MalformedCondition):
        holds(text, {"a": 1, "b": True})


def test_a_text_has_no_order_and_a_number_is_no_truth() -> None:
    with pytest.raises(MalformedCondition, match="no order"):
        holds("name < 3", {"name": "x"})
    with pytest.raises(MalformedCondition, match="neither true nor false"):
        holds("age", {"age": 3})


def test_the_facts_a_condition_speaks_of_are_known() -> None:
    assert facts_asked("applicant.sex == 'F' and not (has_children or child.age in [1])") == {
        "applicant.sex", "has_children", "child.age",
    }  # fmt: skip
    assert facts_asked(None) == frozenset()


def test_only_what_can_still_decide_is_missing() -> None:
    condition = "(paid and late) or forgiven"
    assert facts_missing(condition, {"paid": False}) == {"forgiven"}
    assert facts_missing(condition, {"paid": True}) == {"late", "forgiven"}
    assert facts_missing(condition, {"forgiven": True}) == frozenset()


def test_a_condition_is_checked_against_the_facts(yes_no, group: Fact) -> None:
    facts = {"group": group, "married": yes_no("married")}
    assert mistakes("married and group in [1,2]", facts) == []
    assert mistakes("single", facts) == ["a fact listed under facts (unknown: single)"]
    assert mistakes("group == 7", facts) == ["one of 0, 1, 2 for group"]
    assert mistakes("group < 2", facts) == ["== or in (group is no number, it has no order)"]
    assert mistakes("group", facts) == ["a comparison (group is no yes or no)"]
    assert mistakes("married == 'yes'", facts) == ["true or false for married"]
    assert mistakes("married and", facts) == [
        "a fact, a number or a text in quotes expected at character 12, found the end"
    ]


NAMES = ("a", "b", "c")
conditions = st.recursive(
    st.sampled_from(NAMES),
    lambda inner: st.one_of(
        inner.map(lambda one: f"not {one}" if " " not in one else f"not ({one})"),
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda parts: "({} {} {})".format(*parts)),
    ),
    max_leaves=8,
)


@given(conditions, st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, st.booleans())))
def test_an_answer_given_early_is_never_taken_back(condition: str, facts: dict[str, bool]) -> None:
    early = holds(condition, facts)
    unknown = [name for name in NAMES if name not in facts]
    for values in product([True, False], repeat=len(unknown)):
        late = holds(condition, {**facts, **dict(zip(unknown, values, strict=True))})
        assert late is not None
        assert early is None or early is late


@given(conditions, st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, st.booleans())))
def test_an_open_answer_names_what_it_misses(condition: str, facts: dict[str, bool]) -> None:
    missing = facts_missing(condition, facts)
    assert bool(missing) is (holds(condition, facts) is None)
    assert missing <= facts_asked(condition) - facts.keys()


THREE = st.sampled_from([True, False, None])


@given(THREE, THREE)
def test_the_logic_is_kleenes(a: bool | None, b: bool | None) -> None:
    facts = {"a": a, "b": b}
    order = {False: 0, None: 1, True: 2}
    by_order = {rank: value for value, rank in order.items()}
    assert holds("a and b", facts) is by_order[min(order[a], order[b])]
    assert holds("a or b", facts) is by_order[max(order[a], order[b])]
    assert holds("not (a and b)", facts) is holds("not a or not b", facts)


@given(st.text(max_size=40) | st.text(alphabet="ab.()[]'<>=! ,1", max_size=20))
def test_any_text_is_a_condition_or_refused(text: str) -> None:
    try:
        asked = facts_asked(text)
    except MalformedCondition:
        return
    assert all(name in text for name in asked)
