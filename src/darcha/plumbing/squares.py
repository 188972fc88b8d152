"""The square on a paper or a screen, by which a telephone finds a page."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import segno

_QUIET = 3
"""Empty modules around the code, on each side."""


@dataclass(frozen=True, slots=True)
class Square:
    """A QR code as a drawing: its side in modules with the quiet zone, and the path of the dark ones."""

    side: int
    path: str


def square(text: str) -> Square:
    """Return the QR code of a text, error correction M."""
    matrix = segno.make(text, error="m", micro=False).matrix
    path = ""
    for y, row in enumerate(matrix, start=_QUIET):
        x = _QUIET
        for dark, modules in groupby(row):
            width = len(list(modules))
            path += f"M{x} {y}h{width}v1h-{width}z" if dark else ""
            x += width
    return Square(len(matrix) + 2 * _QUIET, path)
