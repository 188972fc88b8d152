"""The square on a paper, by which a telephone finds a page."""

from __future__ import annotations

from dataclasses import dataclass

import segno

QUIET = 3
"""Empty modules around the code, on each side."""


@dataclass(frozen=True, slots=True)
class Square:
    """A QR code as a drawing: its side in modules with the quiet zone, and the path of the dark ones."""

    side: int
    path: str


def square(text: str) -> Square:
    """Return the QR code of a text, error correction M."""
    matrix = segno.make(text, error="m", micro=False).matrix
    path = "".join(
        f"M{x + QUIET} {y + QUIET}h1v1h-1z" for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark
    )
    return Square(len(matrix) + 2 * QUIET, path)
