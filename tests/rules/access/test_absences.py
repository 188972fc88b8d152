"""Who may be entered as away, and who may stand in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from darcha.access.rules import ABSENT_BECAUSE, LONGEST_ABSENCE, AbsenceView, absence_problem

TODAY = date(2010, 4, 14)
WANTED = AbsenceView(0, 7, TODAY, TODAY + timedelta(days=10), "leave", 8)
COLLEAGUES = {8, 9}


def problem(wanted: AbsenceView, *others: AbsenceView) -> str | None:
    return absence_problem(wanted, others=others, colleagues=COLLEAGUES, today=TODAY)


@pytest.mark.parametrize("reason", ABSENT_BECAUSE)
def test_a_leave_with_a_colleague_standing_in_is_entered(reason: str) -> None:
    assert problem(replace(WANTED, reason=reason)) is None
    assert problem(replace(WANTED, reason=reason, substitute_id=None)) is None


@pytest.mark.parametrize(
    ("changed", "because"),
    [
        ({"until": TODAY - timedelta(days=1)}, "over"),
        ({"since": TODAY - timedelta(days=9), "until": TODAY - timedelta(days=1)}, "over"),
        ({"until": TODAY + LONGEST_ABSENCE + timedelta(days=1)}, "too_long"),
        ({"reason": "fishing"}, "reason"),
        ({"substitute_id": 7}, "substitute"),
        ({"substitute_id": 12}, "substitute"),
    ],
)
def test_what_cannot_be_is_named(changed: dict[str, object], because: str) -> None:
    assert problem(replace(WANTED, **changed)) == because


def test_one_is_away_once_at_a_time_and_nobody_stands_in_while_away() -> None:
    other = AbsenceView(3, 7, TODAY + timedelta(days=10), TODAY + timedelta(days=20), "illness", None)
    assert problem(WANTED, other) == "overlaps"
    assert problem(WANTED, replace(other, since=TODAY + timedelta(days=11))) is None
    assert problem(WANTED, replace(other, employee_id=8)) == "substitute_away"


@given(st.integers(0, 400), st.integers(0, 400))
def test_both_ends_are_days_away(first: int, length: int) -> None:
    one = replace(WANTED, since=TODAY + timedelta(days=first), until=TODAY + timedelta(days=first + length))
    assert one.covers(one.since)
    assert one.covers(one.until)
    assert not one.covers(one.since - timedelta(days=1))
    assert not one.covers(one.until + timedelta(days=1))
