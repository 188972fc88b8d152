"""Whether a panel can be read from the farthest seat, and how many calls, coming numbers and words fit on it; pure.

Capitals fill 0.7 degrees at the reader's eye (EN 301 549, 5.1.4, whose note gives the angle as 180 x height / (pi x
distance)): height = distance x tan 0.7 degrees = distance x 0.012218. Check: 8 m gives 97.7 mm; on a 55-inch panel of
1920 x 1080 (0.634 mm a pixel) that is 154 px and four rows.

A message is read as words, not found as a number: its capitals fill half of that, 0.35 degrees or 21 minutes of arc (ISO
9241-303 prefers 20 to 22 for reading and asks for 16). Its band is as wide as the panel and takes its height from the
rows: fewer calls fit, none is smaller. Check: on 55 inches at 8 m a line holds about thirty signs, and beside a message
of two lines there are two rows. docs/decisions/0013-a-message-takes-rows-not-size.md says why.
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

MOST_MESSAGE_LINES = 2
FEWEST_ROWS = 2
"""So many calls are shown at least beside a message."""

_CAPITAL_IN_EM = 0.714
"""Of Noto Sans; tokens.css knows the same."""

_MESSAGE_IN_CAPITALS = 0.5
_MESSAGE_WIDTH_PX = 1840
_MESSAGE_LINE_IN_EM = 1.1
_BAND_PX = 26
"""The band's own padding and the gap above it."""

_BOARD_HEIGHT_PX = 860
"""What the coming numbers and the waits share, each under a heading of 48; 8 between them."""

_HEADING_PX = 48
_NEAR_MM = {43: 2300, 55: 3000, 65: 3000}
"""From so far these two are read, their capitals by the same angle; the sheet display.css knows the same."""

_COMING_LINE_IN_EM = 1.12
_WAIT_LINE_IN_EM = 1.08
_COMING_ABREAST = 3
_MOST_COMING = 9

_WIDTHS: tuple[tuple[int, str], ...] = (
    (280, " !',.:;ijl·’ʻ"),
    (360, "()-J`I[]f"),
    (400, "/\\rt{}"),
    (480, '?_z“”гғ"csзстэ'),
    (520, "*EFLSTZvxy|–ГЕТухЁўҒ"),
    (560, "0123456789$+<=>Y^aek~«»Завекьяёҳ"),
    (600, "#CKPRVXbdghnopquБРСУХЬЭбдлнопрцчъЎқ"),
    (640, "ABАВКЯийҲ"),
    (720, "&DGUЛЧЪҚHOQДИЙНОПЦ"),
    (800, "Nжмфыwю"),
    (880, "%@…ЫФMWmЖМшщ"),
)
"""Thousandths of an em that no sign of the row is wider than: Noto Sans, weight 600, stretch 88%, as measured."""

_WIDTH_OF = {sign: width for width, signs in _WIDTHS for sign in signs}
_WIDEST = 1000


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


def rows(panel: Panel, *, message_lines: int = 0) -> int:
    """Return how many calls fit on the panel, readable from the farthest seat; 0: none, or nobody measured it.

    `message_lines`: of the message shown below them.
    """
    if panel.inches not in MM_PER_PIXEL or panel.metres not in DISTANCES:
        return 0
    capitals = capital_px(panel)
    if capitals * _NUMBER_IN_CAPITALS > _NUMBER_WIDTH_PX:
        return 0
    height = _ROWS_HEIGHT_PX - _band_px(panel, message_lines)
    return min(int((height + _GAP_PX) / (capitals * _ROW_IN_CAPITALS + _GAP_PX)), _MOST_ROWS)


def coming(panel: Panel, *, hall_lines: int, message_lines: int = 0) -> int:
    """Return how many of the coming numbers fit over the waits of `hall_lines` lines."""
    left = _left_by_waits_px(panel, hall_lines, message_lines) - _HEADING_PX - _GAP_PX
    abreast = max(0, int(left / (_near_em_px(panel) * _COMING_LINE_IN_EM)))
    return min(abreast * _COMING_ABREAST, _MOST_COMING)


def message_lines_at_most(panel: Panel, *, hall_lines: int) -> int:
    """Return how many lines a message may have, so that enough calls and every wait stay on the panel; 0: none."""
    fit = [
        lines
        for lines in range(1, MOST_MESSAGE_LINES + 1)
        if rows(panel, message_lines=lines) >= FEWEST_ROWS and _left_by_waits_px(panel, hall_lines, lines) >= 0
    ]
    return max(fit, default=0)


def lines_of(text: str, panel: Panel) -> int:
    """Return how many lines of the panel a message takes at most, broken between its words.

    :raises KeyError: nobody measured such a panel.
    """
    room = _MESSAGE_WIDTH_PX / _message_em_px(panel) * 1000
    lines, used = 1, 0.0
    for word in text.split():
        width = sum(_WIDTH_OF.get(sign, _WIDEST) for sign in word)
        if used and used + _WIDTH_OF[" "] + width > room:
            lines, used = lines + 1, 0.0
        used += width + (_WIDTH_OF[" "] if used else 0)
        while used > room:
            lines, used = lines + 1, used - room
    return lines


def _message_em_px(panel: Panel) -> float:
    return capital_px(panel) * _MESSAGE_IN_CAPITALS / _CAPITAL_IN_EM


def _band_px(panel: Panel, lines: int) -> float:
    return lines * _message_em_px(panel) * _MESSAGE_LINE_IN_EM + _BAND_PX if lines else 0


def _near_em_px(panel: Panel) -> float:
    return _NEAR_MM[panel.inches] * TAN_OF_THE_ANGLE / MM_PER_PIXEL[panel.inches] / _CAPITAL_IN_EM


def _left_by_waits_px(panel: Panel, hall_lines: int, message_lines: int) -> float:
    waits = _HEADING_PX + hall_lines * _near_em_px(panel) * _WAIT_LINE_IN_EM
    return _BOARD_HEIGHT_PX - _band_px(panel, message_lines) - waits
