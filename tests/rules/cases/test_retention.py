"""How long personal data are kept."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from darcha.cases.rules import KEEPING, Keeping, begun_before, keeping, kept_until

kinds = st.sampled_from(KEEPING)
days = st.dates(date(2010, 1, 1), date(2100, 12, 31))


def test_every_kind_names_what_it_holds_and_on_which_ground() -> None:
    assert [kept.kind for kept in KEEPING] == ["returned", "scans", "application", "document"]
    assert all(kept.years > 0 and kept.holds and kept.ground for kept in KEEPING)
    assert all(kept.since in {"opened", "decided", "issued"} for kept in KEEPING)


@pytest.mark.parametrize(
    ("kind", "since", "until"),
    [
        ("returned", date(2010, 4, 14), date(2011, 4, 14)),
        ("application", date(2024, 2, 29), date(2029, 2, 28)),
        ("document", date(2010, 4, 14), date(2085, 4, 14)),
    ],
)
def test_it_is_kept_to_the_same_day_of_its_last_year(kind: str, since: date, until: date) -> None:
    assert kept_until(keeping(kind), since=since) == until


@given(kept=kinds, since=days)
def test_nothing_is_over_a_day_too_early(kept: Keeping, since: date) -> None:
    assert kept_until(kept, since=since) >= since + timedelta(days=365 * kept.years)


@given(kept=kinds, since=days, today=days)
def test_looking_backwards_finds_only_what_is_over_and_all_of_it_a_day_later(
    kept: Keeping, since: date, today: date
) -> None:
    found = since < begun_before(kept, today=today)
    assert not found or kept_until(kept, since=since) < today
    if kept_until(kept, since=since) < today:
        assert since < begun_before(kept, today=today + timedelta(days=1))
