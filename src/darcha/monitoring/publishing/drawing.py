"""The report's one drawing: visitors a week, and of 100 how many were called in time. Presentation attributes only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import ceil, log10

from django.utils.html import escape

_BAR, _LINE, _GRID, _QUIET, _INK = "#d6c6a4", "#015e63", "#e6dcc6", "#435662", "#13232c"
_LEFT, _WIDTH, _BARS_TOP, _BARS_FOOT = 34, 290, 12, 112
_SHARE_TOP, _SHARE_FOOT = 136, 176


def nice_top(most: int) -> int:
    """Return a round number not below `most` with at most one digit that is not nought or half of ten.

    Check: 817 gives 1000, 412 gives 500, 7 gives 10.
    """
    if most <= 0:
        return 1
    unit = int(10 ** int(log10(most)))
    return next(step * unit for step in (1, 2, 5, 10) if step * unit >= most)


def weeks_svg(
    weeks: Sequence[tuple[date, int, float | None]], *, target: int | None, label: str, months: Sequence[str]
) -> str:
    """Return bars of visitors a week above a line of the share called in time, as one SVG.

    `months` are the twelve names; each is written where its first week begins.
    """
    top = nice_top(max((visitors for _, visitors, _ in weeks), default=0))
    step = _WIDTH / max(len(weeks), 1)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 340 200" role="img" aria-label="{escape(label)}"'
        ' font-family="Noto Sans" font-size="10">'
    ]
    for count in (0, top // 2, top) if top > 1 else (0, top):
        y = _BARS_FOOT - (_BARS_FOOT - _BARS_TOP) * count / top
        parts.append(f'<path d="M{_LEFT} {y:.1f}H{_LEFT + _WIDTH}" stroke="{_GRID}" stroke-width="1" fill="none"/>')
        parts.append(f'<text x="{_LEFT - 4}" y="{y + 3.5:.1f}" text-anchor="end" fill="{_QUIET}">{count}</text>')
    for place, (_, visitors, _) in enumerate(weeks):
        height = (_BARS_FOOT - _BARS_TOP) * visitors / top
        parts.append(
            f'<rect x="{_LEFT + place * step + step * 0.12:.1f}" y="{_BARS_FOOT - height:.1f}" width="{step * 0.76:.1f}"'
            f' height="{height:.1f}" fill="{_BAR}"/>'
        )
    shares = [(place, share) for place, (_, _, share) in enumerate(weeks) if share is not None]
    low = min([70.0, *(share for _, share in shares)])
    floor = max(0, ceil(low / 10) * 10 - 10)

    def height_of(share: float) -> float:
        return _SHARE_FOOT - (_SHARE_FOOT - _SHARE_TOP) * (share - floor) / (100 - floor)

    for share in (floor, 100):
        y = height_of(share)
        parts.append(f'<path d="M{_LEFT} {y:.1f}H{_LEFT + _WIDTH}" stroke="{_GRID}" stroke-width="1" fill="none"/>')
        parts.append(f'<text x="{_LEFT - 4}" y="{y + 3.5:.1f}" text-anchor="end" fill="{_QUIET}">{share}</text>')
    if target is not None:
        y = height_of(target)
        parts.append(
            f'<path d="M{_LEFT} {y:.1f}H{_LEFT + _WIDTH}" stroke="{_INK}" stroke-width="1" stroke-dasharray="4 3"'
            f' fill="none"/><text x="{_LEFT + _WIDTH + 3}" y="{y + 3.5:.1f}" fill="{_INK}">{target}</text>'
        )
    if shares:
        points = " ".join(f"{_LEFT + (place + 0.5) * step:.1f},{height_of(share):.1f}" for place, share in shares)
        parts.append(f'<polyline points="{points}" stroke="{_LINE}" stroke-width="2" fill="none"/>')
    months_shown: set[tuple[int, int]] = set()
    last_x = -100.0
    for place, (first, _, _) in enumerate(weeks):
        x = _LEFT + place * step
        if (first.year, first.month) not in months_shown and x - last_x > 34:  # noqa: PLR2004 -- room for a short name
            months_shown.add((first.year, first.month))
            last_x = x
            parts.append(f'<text x="{x:.1f}" y="194" fill="{_QUIET}">{escape(months[first.month - 1])}</text>')
    return "".join([*parts, "</svg>"])
