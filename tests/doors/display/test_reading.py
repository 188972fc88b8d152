"""A screen nobody could read is refused before it hangs."""

from __future__ import annotations

import pytest

from darcha.doors.display.reading import Panel as Screen
from darcha.doors.display.reading import PanelCannotBeRead, capital_px, rows


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
    with pytest.raises(PanelCannotBeRead):
        rows(Screen(inches, metres))
