"""Whether a panel can be read from the farthest seat, and how many calls fit on it; pure.

Capitals fill 0.7 degrees at the reader's eye (EN 301 549, 5.1.4, whose note gives the angle as 180 x height / (pi x
distance)): height = distance x tan 0.7 degrees = distance x 0.012218. Check: 8 m gives 97.7 mm; on a 55-inch panel of
1920 x 1080 (0.634 mm a pixel) that is 154 px and four rows.
"""

from __future__ import annotations

from dataclasses import dataclass

TAN_OF_THE_ANGLE = 0.012218
MM_PER_PIXEL = {43: 0.496, 55: 0.634, 65: 0.749}
"""By the panel's diagonal in inches; the sheet display.css knows the same."""

DISTANCES = (5, 6, 8)
"""Metres to the farthest seat the sheet knows."""

_ROWS_HEIGHT_PX = 808
"""1080 less head, foot, padding and the words above the rows."""

_GAP_PX = 10
_ROW_IN_CAPITALS = 1.24
"""A row is that much higher than its capitals: the arch of the window needs it."""

_NUMBER_WIDTH_PX = 576
_NUMBER_IN_CAPITALS = 3.6
"""The widest number, "M 888", in heights of its capitals."""

_MOST_ROWS = 7


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel by its diagonal (inches) and the farthest seat (metres)."""

    inches: int = 55
    metres: int = 8


def capital_px(panel: Panel) -> float:
    """Return the height of a called number's capitals in pixels.

    :raises KeyError: nobody measured such a panel.
    """
    return panel.metres * 1000 * TAN_OF_THE_ANGLE / MM_PER_PIXEL[panel.inches]


def rows(panel: Panel) -> int:
    """Return how many calls fit on the panel, readable from the farthest seat; 0: none, or nobody measured it."""
    if panel.inches not in MM_PER_PIXEL or panel.metres not in DISTANCES:
        return 0
    capitals = capital_px(panel)
    if capitals * _NUMBER_IN_CAPITALS > _NUMBER_WIDTH_PX:
        return 0
    return min(int((_ROWS_HEIGHT_PX + _GAP_PX) / (capitals * _ROW_IN_CAPITALS + _GAP_PX)), _MOST_ROWS)
