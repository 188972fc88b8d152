"""The small words of a visit."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from darcha.queue.rules import (
    AGE_BANDS,
    VisitClass,
    age_band,
    class_of,
    number_read,
    number_text,
    order_of_matters,
    place_kept,
    services_after,
    unknown_need,
)

NOON = datetime(2010, 4, 7, 7, tzinfo=UTC)
CLASSES = (VisitClass("ordinary", 100, 30), VisitClass("priority", 200, 15, ("wheel", "child")))


@pytest.mark.parametrize(
    ("birth_year", "band"),
    [(2010, "0-17"), (1993, "0-17"), (1992, "18-29"), (1980, "30-44"), (1965, "45-59"), (1950, "60+"), (1920, "60+")],
)
def test_everybody_has_an_age_band(birth_year: int, band: str) -> None:
    assert age_band(birth_year, date(2010, 4, 7)) == band
    assert band in AGE_BANDS


def test_needs_give_the_class_and_none_gives_the_ordinary_one() -> None:
    assert class_of((), CLASSES).code == "ordinary"
    assert class_of(("ear",), CLASSES).code == "ordinary"
    assert class_of(("ear", "child"), CLASSES).code == "priority"


def test_a_number_is_told_as_letter_and_three_figures_at_least() -> None:
    assert (number_text("K", 51), number_text("A", 1204)) == ("K 051", "A 1204")


def test_a_need_nobody_knows_is_found() -> None:
    assert unknown_need(("wheel", "piano")) == "piano"
    assert unknown_need(("wheel", "ear")) is None


def test_what_follows_when_a_visit_goes_on() -> None:
    def after(then: str, because: str, *following: str) -> tuple[str, ...]:
        return services_after(now="A", then=then, because=because, following=following)

    assert after("X", "comes_back", "B") == ("A", "B")
    assert after("X", "next_matter", "B") == ("B",)
    assert after("B", "next_matter", "B", "C") == ("C",)
    assert after("X", "belongs_there") == ()


@given(
    st.integers(min_value=0, max_value=36_000),
    st.integers(min_value=0, max_value=36_000),
    st.integers(min_value=0, max_value=36_000),
)
def test_minutes_waited_are_kept_and_minutes_away_do_not_count(waited: int, away: int, later: int) -> None:
    ready_at = NOON + timedelta(seconds=away)
    place = place_kept(waited=timedelta(seconds=waited), ready_at=ready_at)
    assert ready_at + timedelta(seconds=later) - place == timedelta(seconds=waited + later)


@pytest.mark.parametrize("typed", ["K 051", "k51", "K-051", " k 51 ", "K\N{NO-BREAK SPACE}051"])
def test_a_number_is_read_however_an_officer_types_it(typed: str) -> None:
    assert number_read(typed) == ("K", 51)


@pytest.mark.parametrize("typed", ["", "K", "51", "K 5x", "Ж 051", "K 0000051", "K ٥"])
def test_what_is_no_number_is_not_read(typed: str) -> None:
    assert number_read(typed) is None


def test_what_leads_to_a_paper_comes_before_what_asks_for_it() -> None:
    assert order_of_matters(["A", "B", "C"], {"A": ["B"]}) == ("B", "A", "C")
    assert order_of_matters(["A", "B", "C"], {"A": ["C"], "C": ["B"]}) == ("B", "C", "A")
    assert order_of_matters(["A", "B"], {"A": ["B"], "B": ["A"]}) == ("A", "B"), "as chosen where both ask"
    assert order_of_matters(["A", "A", "B"], {"A": ["X"]}) == ("A", "B")


@given(
    st.lists(st.sampled_from("ABCDEF"), max_size=8),
    st.dictionaries(st.sampled_from("ABCDEF"), st.frozensets(st.sampled_from("ABCDEF"))),
)
def test_every_matter_has_its_turn_once(chosen: list[str], first: dict[str, frozenset[str]]) -> None:
    ordered = order_of_matters(chosen, first)
    assert sorted(ordered) == sorted(set(chosen))
