"""The head is told which promises will break, and who could help before."""

from __future__ import annotations

import pytest

from darcha.queue import queries
from tests.given import MORNING, SERGELI, a_visitor_who_waits, an_open_counter, minutes

pytestmark = pytest.mark.django_db


def test_a_line_that_is_short_for_its_windows_is_not_told_of() -> None:
    an_open_counter(at=MORNING)
    a_visitor_who_waits(at=MORNING)
    assert queries.foreseen(centre_id=SERGELI, at=MORNING + minutes(1)) == ()


def test_a_line_without_a_window_is_told_of_with_who_could_open_one() -> None:
    a_visitor_who_waits(at=MORNING)
    (line,) = queries.foreseen(centre_id=SERGELI, at=MORNING + minutes(1))
    assert (line.letter, line.late) == ("K", 1)
    assert line.first_at > MORNING + minutes(1)
    assert {one.state for one in line.could_help} == {"away"}
    assert line.then_late == 0


def test_a_line_too_long_for_one_window_would_be_helped_by_a_second() -> None:
    an_open_counter(at=MORNING)
    for place in range(8):
        a_visitor_who_waits(at=MORNING + minutes(place / 10))
    (line,) = queries.foreseen(centre_id=SERGELI, at=MORNING + minutes(1))
    assert line.then_late is not None
    assert line.then_late < line.late
