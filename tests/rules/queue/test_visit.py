"""The small words of a visit."""

from __future__ import annotations

from datetime import date

import pytest

from darcha.queue.rules import AGE_BANDS, VisitClass, age_band, class_of, number_text, unknown_need

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
