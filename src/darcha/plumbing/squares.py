"""A text as a QR code to draw."""

from __future__ import annotations

import segno


def square(text: str) -> tuple[int, str]:
    """Return a QR code as a drawing: its modules a side, and the path of the dark ones (one unit a module)."""
    matrix = segno.make(text, error="m", micro=False).matrix
    path = ""
    for y, row in enumerate(matrix):
        x = 0
        while x < len(row):
            width = 0
            while x + width < len(row) and row[x + width]:
                width += 1
            path += f"M{x} {y}h{width}v1h-{width}z" if width else ""
            x += width or 1
    return len(matrix), path
