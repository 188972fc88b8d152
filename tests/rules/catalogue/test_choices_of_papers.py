"""One of several papers is enough: what is asked for, what is missing, and what a new version changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from darcha.cases.rules import defects, demanded
from darcha.catalogue.rules import ChecklistItem, Clause, Demand, DocumentType, Source, any_of, checklist
from darcha.catalogue.rules.completeness import Known, gaps
from darcha.catalogue.rules.differences import Change, ChangeKind, Policy, differences, outcome
from darcha.kernel.names import Names

DAY = date(2026, 11, 23)


def named(document: DocumentType) -> DocumentType:
    code = document.code
    return replace(document, names=Names(uz=code, uz_cyrl=code, ru=code, en=code))


@pytest.fixture
def ended(paper) -> Demand:
    """Return the proof that an earlier marriage is over: either of two papers."""
    return Demand(named(paper("d-div")), others=(named(paper("d-death")),))


def test_the_list_names_them_all_in_one_line(ended: Demand, service) -> None:
    (item,) = checklist(service(demands=(ended,)), facts={}, on=DAY)
    assert (item.document.code, item.document.names.en, item.document.names.uz) == (
        "d-div", "d-div or d-death", "d-div yoki d-death",
    )  # fmt: skip
    assert demanded([item]) == ("d-div",)


@given(st.sets(st.sampled_from(["d-a", "d-b", "d-c", "d-x"])))
def test_it_is_shown_by_any_of_them_and_missing_in_one_line_else(seen: set[str]) -> None:
    name = Names(uz="", uz_cyrl="", ru="", en="")
    first, *others = (DocumentType(code, name, None, None) for code in ("d-a", "d-b", "d-c"))
    item = ChecklistItem(first, "needed", None, None, frozenset(), proofs=(first, *others))
    assert defects([item], seen) == (() if seen & {"d-a", "d-b", "d-c"} else ("d-a",))


def test_a_paper_the_state_abolished_is_not_named_while_another_is_left(paper, service) -> None:
    old = named(paper("d-courtdiv", abolished=date(2025, 12, 1)))
    demand = Demand(old, others=(named(paper("d-div")),))
    (item,) = checklist(service(demands=(demand,)), facts={}, on=DAY)
    assert (item.state, item.document.names.en) == ("needed", "d-div")
    assert item.is_shown({"d-div"})
    (gone,) = checklist(service(demands=(Demand(old),)), facts={}, on=DAY)
    assert gone.state == "abolished"


def test_another_paper_that_is_enough_as_well_is_one_change_in_favour(ended: Demand, service) -> None:
    before, after = service(demands=(Demand(ended.document),)), service(demands=(ended,))
    assert differences(before, after) == (
        Change(ChangeKind.PAPER_PROOFS_MORE, None, ended.document.names, any_of(ended.proofs)),
    )
    assert outcome([ChangeKind.PAPER_PROOFS_MORE], {}) == Policy.MOVE
    (back,) = differences(after, before)
    assert (back.kind, outcome([back.kind], {})) == (ChangeKind.PAPER_PROOFS, Policy.OFFER)


def test_another_clause_is_a_change_of_the_ground(paper, service) -> None:
    clause = Clause(Source("S21", "lex.uz"), "12-band")
    demand = Demand(paper("d-id"))
    (change,) = differences(service(demands=(demand,)), service(demands=(replace(demand, clause=clause),)))
    assert (change.kind, change.before, change.after) == (ChangeKind.GROUND, None, "S21 12-band")


@pytest.mark.parametrize(
    ("docs", "codes"),
    [
        ([{"one_of": ["d-div", "d-death"]}], []),
        ([{"one_of": ["d-div", "d-none"]}], ["paper"]),
        ([{"one_of": ["d-div", "d-div"]}], ["paper_twice"]),
        ([{"document": "d-div", "if": "a"}, {"one_of": ["d-death", "d-div"]}], ["paper_twice"]),
        ([{"one_of": ["d-div", "d-death"], "clause": {"source": "S99"}}], ["source"]),
    ],
)
def test_a_draft_is_told_what_its_choices_lack(docs: list[dict], codes: list[str], paper, yes_no) -> None:
    known = Known(
        frozenset({"PJ"}), frozenset(), frozenset({"birth"}),
        {code: paper(code) for code in ("d-div", "d-death")}, {"a": yes_no("a")}, frozenset({"S21"}),
    )  # fmt: skip
    of_variant = {"code": "abroad", "if": "a", "docs": docs}
    found = [gap for gap in gaps({"docs": docs, "variants": [of_variant]}, known=known, on=DAY) if gap.blocks]
    for path in ("docs", "variants.0.docs"):
        assert [gap.code for gap in found if gap.field.startswith(path)] == codes
