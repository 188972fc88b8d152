"""Counting, comparing and matching, pure."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from darcha.cases.rules import MoneyMove
from darcha.till.rules import Count, MalformedStatement, StatementRow, Sums, difference, match, read_statement, sums


def transfer(number: int, *, reference: str = "", amount: int = 412_000, way: str = "bank", kind: str = "taken"):
    at = datetime(2026, 11, 24, 6, tzinfo=UTC)
    amount = amount if kind == "taken" else -amount
    return MoneyMove(number, f"K-{number}", "SRG-26-1", kind, way, reference, amount, at, date(2026, 11, 24), "e:7")


def test_notes_and_small_money_are_one_sum_and_what_went_back_is_taken_off() -> None:
    assert Count({200_000: 2}, 12_500, 0).cash_uzs == 412_500
    assert not Count({300_000: 1}, 0, 0).is_possible
    assert sums([transfer(1, way="cash"), transfer(2, way="card"), transfer(1, way="cash", kind="undone")]) == Sums(
        0, 412_000, 0
    )
    assert difference(Sums(100, 50, 9), counted_cash_uzs=90, told_card_uzs=50).cash == -10


def test_a_statement_is_read_with_or_without_a_heading() -> None:
    told = "Number;Sum\nt-1;412 000\n\nT-2;100,00\n"
    assert read_statement(told) == (StatementRow(2, "T-1", 412_000), StatementRow(4, "T-2", 100))
    assert read_statement("T-1,412000") == (StatementRow(1, "T-1", 412_000),)


@pytest.mark.parametrize("told", ["T-1;5\nT-2;many", "T-1;5\n;7", "T-1;5\nT-2;1.5", "T-1;5\nT-2;-5", "T-1;5\nT-2"])
def test_a_line_that_is_no_reference_and_sum_is_named(told: str) -> None:
    with pytest.raises(MalformedStatement) as no:
        read_statement(told)
    assert no.value.line == 2


REFERENCES = st.sampled_from(["A", "B", "C", "D"])


@given(
    st.lists(st.tuples(REFERENCES, st.sampled_from([1, 2])), max_size=8),
    st.dictionaries(st.tuples(REFERENCES, st.sampled_from([1, 2])), st.integers(1, 99), max_size=6),
)
def test_each_transfer_is_matched_at_most_once_and_nothing_is_lost(rows, transfers) -> None:
    told = [StatementRow(place, reference, amount) for place, (reference, amount) in enumerate(rows, start=1)]
    ours = [
        transfer(place, reference=reference, amount=amount)
        for place, (reference, amount) in enumerate(transfers, start=1)
    ]
    found = match(told, ours)
    matched = [payment for _, payment in found.matched]
    assert len(set(matched)) == len(matched)
    assert len(found.matched) + len(found.unknown) == len(told)
    assert len(found.matched) + len(found.missing) == len(ours)
