"""Working days of Uzbekistan, for departments with and without free Saturdays."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from darcha.kernel.working_time import (
    UZ_5D,
    UZ_6D,
    WorkingCalendar,
    add_working_days,
    calendar,
    is_working_day,
    next_working_day,
    working_days_between,
)

CATALOGUE = Path(__file__).parents[3] / "blueprints" / "uzbekistan" / "catalogue.yaml"

LOOKED_UP = [
    (vector["date"], code, said == "working")
    for vector in YAML(typ="safe").load(CATALOGUE)["calendar_test_vectors"]
    for code, said in vector["expect"].items()
]

DAYS = st.dates(min_value=date(2010, 1, 1), max_value=date(2030, 12, 31))
CALENDARS = st.sampled_from([UZ_5D, UZ_6D])


@pytest.mark.parametrize(("day", "code", "worked"), LOOKED_UP)
def test_a_day_that_was_looked_up_is_as_it_was(day: date, code: str, worked: bool) -> None:
    assert is_working_day(day, calendar=calendar(code)) is worked


def test_the_catalogue_has_days_to_check_by() -> None:
    assert {code for _, code, _ in LOOKED_UP} == {"uz-5d", "uz-6d"}
    assert {worked for _, _, worked in LOOKED_UP} == {True, False}


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2010, 4, 7), True),  # the centre of Sergeli opened, a Wednesday
        (date(2010, 5, 9), False),  # Sunday; before 2023 a holiday on a day off was lost
        (date(2010, 5, 10), True),
        (date(2010, 9, 1), False),
        (date(2010, 9, 10), False),  # Roʻza hayit
        (date(2010, 11, 16), False),  # Qurbon hayit
        (date(2010, 12, 6), True),
    ],
)
def test_the_days_of_the_pilot(day: date, worked: bool) -> None:
    assert is_working_day(day, calendar=UZ_5D) is worked


@pytest.mark.parametrize("year", range(2010, 2031))
def test_the_five_day_week_is_what_the_package_says(year: int) -> None:
    known = holidays.country_holidays("UZ", years=[year])
    first = date(year, 1, 1)
    for day in (first + timedelta(days=ahead) for ahead in range(365)):
        assert is_working_day(day, calendar=UZ_5D) is known.is_working_day(day), day


def test_constitution_day_on_a_sunday_moves_for_everybody() -> None:
    assert not is_working_day(date(2024, 12, 9), calendar=UZ_6D)


def test_saturdays_off_are_not_moved_where_saturday_is_worked() -> None:
    assert is_working_day(date(2024, 12, 30), calendar=UZ_6D)


def test_one_day_after_a_friday_skips_the_moved_holiday() -> None:
    assert add_working_days(date(2024, 12, 6), 1, calendar=UZ_5D) == date(2024, 12, 10)


def test_an_unknown_calendar_is_not_guessed() -> None:
    with pytest.raises(KeyError):
        calendar("uz-7d")


def test_a_term_does_not_run_backwards() -> None:
    with pytest.raises(ValueError, match="-1 working days"):
        add_working_days(date(2026, 11, 24), -1, calendar=UZ_5D)


@given(DAYS, st.integers(0, 60), CALENDARS)
def test_counting_the_days_of_a_term_gives_the_term(day: date, n: int, chosen: WorkingCalendar) -> None:
    assert working_days_between(day, add_working_days(day, n, calendar=chosen), chosen) == n


@given(DAYS, st.integers(1, 60), CALENDARS)
def test_a_term_ends_on_a_working_day(day: date, n: int, chosen: WorkingCalendar) -> None:
    assert is_working_day(add_working_days(day, n, calendar=chosen), calendar=chosen)


@given(DAYS, DAYS, DAYS, CALENDARS)
def test_spans_add_up(a: date, b: date, c: date, chosen: WorkingCalendar) -> None:
    there = working_days_between(a, b, chosen) + working_days_between(b, c, chosen)
    assert there == working_days_between(a, c, chosen)


@given(DAYS, CALENDARS)
def test_the_next_working_day_is_the_first_of_a_term(day: date, chosen: WorkingCalendar) -> None:
    assert next_working_day(day, calendar=chosen) == add_working_days(day, 1, calendar=chosen)
    assert day < next_working_day(day, calendar=chosen) <= day + timedelta(days=12)
