"""A screen nobody could read is refused before it hangs."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as some

from darcha.centres.reading import (
    DISTANCES,
    FEWEST_ROWS,
    MM_PER_PIXEL,
    MOST_MESSAGE_LINES,
    TAN_OF_THE_ANGLE,
    capital_px,
    coming,
    lines_of,
    message_lines_at_most,
    rows,
)
from darcha.centres.reading import Panel as Screen

inches = some.one_of(some.sampled_from(sorted(MM_PER_PIXEL)), some.integers(-1, 200))
metres = some.one_of(some.sampled_from(DISTANCES), some.integers(-1, 200))
screens = some.builds(Screen, some.sampled_from(sorted(MM_PER_PIXEL)), some.sampled_from(DISTANCES)).filter(rows)
texts = some.text("aw Шщʻg", max_size=80)


def test_capitals_of_a_called_number_fill_seven_tenths_of_a_degree_at_the_farthest_seat() -> None:
    assert capital_px(Screen(55, 8)) == pytest.approx(154.2, abs=0.1)
    assert capital_px(Screen(55, 8)) * 0.634 == pytest.approx(97.7, abs=0.1)


@pytest.mark.parametrize(
    ("inches", "metres", "fit"),
    [(55, 8, 4), (55, 6, 5), (55, 5, 6), (65, 8, 4), (65, 6, 6), (65, 5, 7), (43, 6, 4), (43, 5, 5)],
)
def test_the_nearer_the_seats_the_more_calls_fit(inches: int, metres: int, fit: int) -> None:
    assert rows(Screen(inches, metres)) == fit


@pytest.mark.parametrize(("inches", "metres"), [(43, 8), (32, 5), (55, 20), (0, 0)])
def test_a_panel_that_cannot_be_read_or_was_never_measured_is_refused(inches: int, metres: int) -> None:
    assert rows(Screen(inches, metres)) == 0


def test_the_angle_is_seven_tenths_of_a_degree_by_both_formulas() -> None:
    assert pytest.approx(math.tan(math.radians(0.7)), abs=5e-7) == TAN_OF_THE_ANGLE
    assert 180 * TAN_OF_THE_ANGLE / math.pi == pytest.approx(0.7, abs=5e-5), "the note of EN 301 549, 5.1.4"


@given(inches, metres)
def test_whatever_is_not_refused_can_be_read_and_stands_on_the_panel(inches: int, metres: int) -> None:
    screen = Screen(inches, metres)
    fit = rows(screen)
    if not fit:
        return
    height_mm = capital_px(screen) * MM_PER_PIXEL[inches]
    assert math.degrees(math.atan(height_mm / (metres * 1000))) >= 0.7 - 1e-4
    assert fit <= 7
    assert fit * capital_px(screen) <= 1080


@given(some.sampled_from(sorted(MM_PER_PIXEL)), some.sampled_from(DISTANCES), some.sampled_from(DISTANCES))
def test_who_sits_nearer_never_sees_fewer_calls(inches: int, one: int, other: int) -> None:
    near, far = sorted((one, other))
    assert rows(Screen(inches, near)) >= rows(Screen(inches, far))


@pytest.mark.parametrize(
    ("inches", "metres", "calls", "numbers"),
    [
        (55, 8, (4, 3, 2), (9, 3, 0)),
        (55, 6, (5, 4, 4), (9, 6, 3)),
        (65, 8, (4, 4, 3), (9, 9, 6)),
        (43, 6, (4, 3, 2), (9, 6, 0)),
    ],
)
def test_a_message_takes_rows_and_coming_numbers_never_size(
    inches: int, metres: int, calls: tuple[int, ...], numbers: tuple[int, ...]
) -> None:
    screen = Screen(inches, metres)
    assert tuple(rows(screen, message_lines=lines) for lines in range(3)) == calls
    assert tuple(coming(screen, hall_lines=5, message_lines=lines) for lines in range(3)) == numbers


@given(screens, some.integers(1, 12))
def test_beside_the_longest_message_stand_enough_calls_and_every_wait(screen: Screen, hall_lines: int) -> None:
    most = message_lines_at_most(screen, hall_lines=hall_lines)
    assert most <= MOST_MESSAGE_LINES
    assert rows(screen, message_lines=most) >= FEWEST_ROWS
    assert hall_lines > 5 or most == MOST_MESSAGE_LINES, "five lines leave room for two"


@given(screens, texts, texts)
def test_more_words_never_take_fewer_lines(screen: Screen, text: str, more: str) -> None:
    assert lines_of(f"{text} {more}", screen) >= lines_of(text, screen)


@given(some.sampled_from(sorted(MM_PER_PIXEL)), some.sampled_from(DISTANCES), some.sampled_from(DISTANCES), texts)
def test_who_sits_nearer_reads_more_on_a_line(inches: int, one: int, other: int, text: str) -> None:
    near, far = sorted((one, other))
    assert lines_of(text, Screen(inches, near)) <= lines_of(text, Screen(inches, far))


def test_about_thirty_signs_stand_on_a_line_eight_metres_away() -> None:
    words = "Found: a passport, ask the host for it please"
    assert [lines_of(words[:end], Screen(55, 8)) for end in (30, 45)] == [1, 2]
    assert lines_of("w" * 60, Screen(55, 8)) == 3, "a word that is too long is broken, not left out"
