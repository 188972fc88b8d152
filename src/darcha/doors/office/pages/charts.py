"""Drawings of the office: where each mark stands. No colours here; the sheet gives them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from darcha.monitoring.rules.figures import Point

SEATS_A_ROW = 8
_SEATS_AT_LEAST, _SEATS_AT_MOST = 16, 40


@dataclass(frozen=True, slots=True)
class Seat:
    """A place in a line: "wait" is a circle, "soon" a square, "late" a diamond, "seat" is empty."""

    kind: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Seats:
    """A line drawn as people; `height` of the drawing, its width is 120; `more` did not find room."""

    seats: tuple[Seat, ...]
    height: int
    more: int


def seats(kinds: Sequence[str]) -> Seats:
    """Return places for everybody who waits, the longest waiting first, with empty seats up to two full rows."""
    drawn = [*kinds[:_SEATS_AT_MOST]]
    drawn += ["seat"] * (_SEATS_AT_LEAST - len(drawn))
    drawn += ["seat"] * (-len(drawn) % SEATS_A_ROW)
    return Seats(
        tuple(Seat(kind, 8 + 15 * (n % SEATS_A_ROW), 11 + 19 * (n // SEATS_A_ROW)) for n, kind in enumerate(drawn)),
        2 + 19 * (len(drawn) // SEATS_A_ROW),
        max(0, len(kinds) - _SEATS_AT_MOST),
    )


def seat_kind(*, waited_minutes: int, promised_minutes: int) -> str:
    """Return how somebody's wait stands against the promise."""
    if waited_minutes >= promised_minutes:
        return "late"
    return "soon" if 3 * waited_minutes >= 2 * promised_minutes else "wait"


def round_top(most: float) -> int:
    """Return the end of a scale: a multiple of four with round quarters, not below `most`. Check: 34 gives 40."""
    for step in (1, 2, 5, 10, 15, 20, 25, 50, 100, 200, 250, 500, 1000, 2500, 5000):
        if 4 * step >= most:
            return 4 * step
    return int(most)


@dataclass(frozen=True, slots=True)
class Tick:
    """A line or a word of a scale."""

    at: float
    word: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class DayChart:
    """People waiting through the day, in a drawing of 860 x 222."""

    rows: tuple[Tick, ...]
    hours: tuple[Tick, ...]
    points: str
    now_x: float
    now_y: float
    now: int
    most: int
    word_x: float
    word_anchor: str


_LEFT, _RIGHT, _TOP, _FOOT = 40, 850, 22, 196


def day_chart(points: Sequence[Point], *, opens: datetime, closes: datetime) -> DayChart | None:
    """Return the curve of today from opening to closing; None before the first ticket."""
    if not points:
        return None
    begin = min(opens, points[0].at)
    end = max(closes, points[-1].at)
    seconds = max((end - begin).total_seconds(), 1)
    most = max(point.waiting for point in points)
    top = round_top(max(most, 4))

    def x(moment: datetime) -> float:
        return round(_LEFT + (_RIGHT - _LEFT) * (moment - begin).total_seconds() / seconds, 1)

    def y(count: float) -> float:
        return round(_FOOT - (_FOOT - _TOP) * count / top, 1)

    first_hour = begin.replace(minute=0, second=0, microsecond=0)
    if first_hour < begin:
        first_hour += timedelta(hours=1)
    hours = []
    hour = first_hour
    while hour <= end:
        anchor = "start" if x(hour) < _LEFT + 10 else "end" if x(hour) > _RIGHT - 10 else "middle"
        hours.append(Tick(x(hour), f"{hour.hour}:{hour:%M}", anchor))
        hour += timedelta(hours=1)
    last = points[-1]
    # Behind the point nothing is drawn yet; before it the word would cross the curve.
    room_right = x(last.at) < _RIGHT - 90
    return DayChart(
        rows=tuple(Tick(y(top * quarter / 4), str(top * quarter // 4)) for quarter in range(5)),
        hours=tuple(hours),
        points=" ".join(f"{x(point.at)},{y(point.waiting)}" for point in points),
        now_x=x(last.at),
        now_y=y(last.waiting),
        now=last.waiting,
        most=most,
        word_x=x(last.at) + (9 if room_right else -9),
        word_anchor="start" if room_right else "end",
    )


_BULLET, _ARROW = 135, 13


@dataclass(frozen=True, slots=True)
class Bullet:
    """A range in minutes against a promise, in a drawing of 135 x 16. `state` is "running", "soon" or "overdue".

    `goes_on`: the range ends beyond the scale.
    """

    x: float
    width: float
    goal: float
    state: str
    goes_on: bool


def bullet(*, low: int, high: int, promised: int, scale: int) -> Bullet:
    """Return the range on a scale of 0 to `scale` minutes."""
    a_minute = _BULLET / scale
    state = "overdue" if low >= promised else "soon" if high > promised else "running"
    return Bullet(
        round(min(min(low, scale) * a_minute, _BULLET - _ARROW), 1),
        round(max((min(high, scale) - min(low, scale)) * a_minute, 3), 1),
        round(min(promised, scale) * a_minute, 1),
        state,
        goes_on=high > scale,
    )


@dataclass(frozen=True, slots=True)
class Trail:
    """Where a value stands between the one compared with and the target, on a rail of 200."""

    base: float | None
    goal: float
    now: float
    state: str


def trail(*, value: float, base: float | None, target: float, scale: float, missed: bool) -> Trail:
    """Return the marks of a trail on a scale of 0 to `scale`."""

    def x(amount: float) -> float:
        return round(200 * min(amount, scale) / scale, 1)

    return Trail(None if base is None else x(base), x(target), x(value), "soon" if missed else "ok")


@dataclass(frozen=True, slots=True)
class Spark:
    """A small line over months: points, the height of the target line, and where it ends."""

    points: str
    goal: float | None
    last_x: float
    last_y: float
    first: float
    last: float


def spark(
    values: Sequence[float | None], *, target: float | None, low: float, high: float, width: int, height: int
) -> Spark | None:
    """Return the line of the months that have a value; None when fewer than two do."""
    known = [(place, value) for place, value in enumerate(values) if value is not None]
    if len(known) < 2:  # noqa: PLR2004 -- a line has two ends
        return None
    step = (width - 6) / max(len(values) - 1, 1)
    span = (high - low) or 1

    def y(value: float) -> float:
        return round(4 + (height - 8) * (1 - (min(max(value, low), high) - low) / span), 1)

    points = [(round(3 + place * step, 1), y(value)) for place, value in known]
    return Spark(
        " ".join(f"{a},{b}" for a, b in points),
        None if target is None else y(target),
        *points[-1],
        known[0][1],
        known[-1][1],
    )


def dot(value: float, *, low: float, high: float) -> float:
    """Return where a value stands on a rail of 84."""
    return round(4 + 76 * (min(max(value, low), high) - low) / ((high - low) or 1), 1)
