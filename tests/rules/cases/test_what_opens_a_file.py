"""What opens a file to an officer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from darcha.cases.rules import Basis, Standing, basis
from darcha.cases.rules.reading import REASON_LASTS

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
moments = st.none() | st.datetimes(datetime(2026, 11, 24, 10), datetime(2026, 11, 24, 14), timezones=st.just(UTC))
standings = st.builds(Standing, st.booleans(), st.booleans(), st.booleans(), st.booleans(), moments)
purposes = st.sampled_from(["work", "visit"])
NOBODY = Standing(False, False, False, False, None)


def test_who_has_nothing_to_do_with_it_has_to_say_why() -> None:
    assert basis(NOBODY, purpose="work", at=NOON) is None
    assert basis(NOBODY, purpose="visit", at=NOON) is None


def test_a_visitor_before_the_officer_opens_what_they_bring_but_no_other_work() -> None:
    somebody_sits_there = Standing(True, False, False, False, None)
    assert basis(somebody_sits_there, purpose="visit", at=NOON) == Basis.VISIT
    assert basis(somebody_sits_there, purpose="work", at=NOON) is None


def test_a_reason_opens_it_for_half_an_hour_and_not_before() -> None:
    told = Standing(False, False, False, False, NOON)
    assert basis(told, purpose="work", at=NOON) == Basis.REASON
    assert basis(told, purpose="work", at=NOON + REASON_LASTS - timedelta(seconds=1)) == Basis.REASON
    assert basis(told, purpose="work", at=NOON + REASON_LASTS) is None
    assert basis(told, purpose="work", at=NOON - timedelta(seconds=1)) is None


@given(standing=standings, purpose=purposes)
def test_a_reason_is_named_only_where_nothing_nearer_opens_it(standing: Standing, purpose: str) -> None:
    nearer = standing.serves_its_visit or standing.assigned or standing.did_today
    found = basis(standing, purpose=purpose, at=NOON)
    if nearer:
        assert found in {Basis.VISIT, Basis.ITEM, Basis.DEED}
    elif found == Basis.REASON:
        assert standing.reason_told_at is not None
