"""How long a visitor will wait, told as a range from the middle to the ninth of ten.

The line ahead is the one the real rule makes: who will have the higher score at the moment of the call. Their work is
shared among the counters that can do it, and the sum of so many services is spread as a gamma distribution.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from darcha.queue.rules.minutes import PRIOR, Pace

_STEP = 5
_ROUNDS = 8
_Z_NINE_IN_TEN = 1.2816


@dataclass(frozen=True, slots=True)
class Wait:
    """A wait as it is told, in minutes: half wait longer than `low_minutes`, one in ten longer than `high_minutes`.

    `closes_before` is the local time at which the department leaves when that is before the upper end: the turn may not
    come in this window. `sits_again` is then when it comes back today; None: not today.
    """

    low_minutes: int
    high_minutes: int
    closes_before: time | None = None
    sits_again: time | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """All who wait for one service in one class with the same need of a step-free counter.

    `weight` is how fast their score grows, in any unit that is the same for all; `since` are their moments in seconds of
    the epoch, ascending.
    """

    letter: str
    service_id: str
    weight: float
    step_free: bool
    since: Sequence[float]


@dataclass(frozen=True, slots=True)
class OpenCounter:
    """A counter with somebody at it; `busy_with` is the service it is giving, None when it is free."""

    services: frozenset[str]
    accessible: bool
    busy_with: str | None = None

    def can_give(self, service_id: str, *, step_free: bool) -> bool:
        """Return whether this counter could call somebody for that service."""
        return service_id in self.services and (self.accessible or not step_free)


@dataclass(frozen=True, slots=True)
class Forecast:
    """An expected wait before it is told: people ahead, and the minutes half and nine in ten stay below."""

    people_ahead: int
    half_minutes: float
    nine_in_ten_minutes: float


def told(forecast: Forecast) -> Wait:
    """Return the forecast in steps of five minutes, outward, never a single number and never 0-0.

    Check: 3.2 and 11.0 minutes are told as 0-15; 0 and 0 as 0-5.
    """
    low = int(forecast.half_minutes // _STEP) * _STEP
    high = math.ceil(forecast.nine_in_ten_minutes / _STEP) * _STEP
    return Wait(low, max(high, low + _STEP))


def closing(wait: Wait, *, at: datetime, windows: Sequence[tuple[time, time]]) -> Wait:
    """Return the wait with when the department leaves, if it does so before the upper end.

    `at` is on the centre's own clock, `windows` are the department's of that day. Check: told 15-40 at 12:30 with
    windows 9-13 and 14-18 the department leaves at 13:00 and sits again at 14:00.
    """
    turn = at + timedelta(minutes=wait.high_minutes)
    coming = [window for window in sorted(windows) if at < datetime.combine(at.date(), window[1], tzinfo=at.tzinfo)]
    if not coming or turn < datetime.combine(at.date(), coming[0][1], tzinfo=at.tzinfo):
        return wait
    return replace(wait, closes_before=coming[0][1], sits_again=coming[1][0] if len(coming) > 1 else None)


def _ahead(standing: Standing, *, weight: float, since: float, called: float) -> int:
    """Return how many of `standing` will have the higher score than ours when we are called at `called`."""
    if standing.weight == weight:
        return bisect_left(standing.since, since)
    return bisect_left(standing.since, min(called, called - weight * (called - since) / standing.weight))


def people_ahead(*, letter: str, weight: float, since: float, line: Sequence[Standing]) -> int:
    """Return how many stand before us in a line no counter is open for yet."""
    return sum(
        _ahead(standing, weight=weight, since=since, called=since) for standing in line if standing.letter == letter
    )


def expected_wait(
    *,
    service_id: str,
    weight: float,
    step_free: bool,
    since: float,
    line: Sequence[Standing],
    counters: Sequence[OpenCounter],
    paces: Mapping[str, Pace],
    at: datetime,
    ready: float | None = None,
) -> Forecast | None:
    """Return how long from `at` until we are called; None while no open counter can serve us.

    `since` is where we stand, in seconds of the epoch; later than `at` when the department only comes then. `ready`:
    not called before that moment, for who is set aside. `line` may contain ourselves. With one counter, nobody ahead and a busy officer this is what remains of that service;
    with `n` ahead at `c` counters and exponential services it is (n + 1) / (c mu), the estimator QL of
    Ibrahim and Whitt (2009). Visitors who come later and pass us are not foreseen.

    Check: two ahead, one busy counter, services of 10 minutes with spread 1 have mean 30, half 26.7, nine in ten 53.
    """
    ours = [counter for counter in counters if counter.can_give(service_id, step_free=step_free)]
    if not ours:
        return None
    begins = max(at.timestamp(), since, ready or since)
    shared = [
        (standing, paces.get(standing.service_id, PRIOR), share)
        for standing in line
        if (share := _share(standing, ours, counters)) > 0
    ]
    free = sum(1 for counter in ours if counter.busy_with is None)
    in_progress = [paces.get(counter.busy_with, PRIOR) for counter in ours if counter.busy_with is not None]
    mean = variance = people = 0.0
    for _ in range(_ROUNDS):
        called = begins + 60 * mean
        counted = [
            (share * _ahead(standing, weight=weight, since=since, called=called), pace)
            for standing, pace, share in shared
        ]
        people = sum(number for number, _ in counted)
        again, variance = _until_our_turn(counted, people, free=free, in_progress=in_progress, counters=len(ours))
        # Longer waits let us pass some and some pass us: half a step each time settles where both agree.
        mean = again if mean == 0.0 else (mean + again) / 2
    later = (begins - at.timestamp()) / 60
    return Forecast(
        people_ahead=round(people),
        half_minutes=later + _gamma_quantile(mean, variance, 0.0),
        nine_in_ten_minutes=later + _gamma_quantile(mean, variance, _Z_NINE_IN_TEN),
    )


def _share(standing: Standing, ours: Sequence[OpenCounter], counters: Sequence[OpenCounter]) -> float:
    """Return which part of this group's work falls on the counters we wait for."""
    theirs = sum(1 for counter in counters if counter.can_give(standing.service_id, step_free=standing.step_free))
    both = sum(1 for counter in ours if counter.can_give(standing.service_id, step_free=standing.step_free))
    return both / theirs if theirs else 0.0


def _until_our_turn(
    counted: Sequence[tuple[float, Pace]],
    people: float,
    *,
    free: int,
    in_progress: Sequence[Pace],
    counters: int,
) -> tuple[float, float]:
    """Return mean and variance (minutes, minutes squared) until enough services have ended for our turn to come."""
    ends = people - free + 1
    if ends <= 0:
        return 0.0, 0.0
    work = sum(number * pace.mean_minutes for number, pace in counted)
    square = sum(number * (pace.mean_minutes * pace.spread) ** 2 for number, pace in counted)
    busy = [*in_progress] or [pace for number, pace in counted if number] or [PRIOR]
    # What remains of a service seen at a random moment: mean (1 + spread^2) / 2, and about as spread as itself.
    remaining = [pace.mean_minutes * (1 + pace.spread**2) / 2 for pace in busy]
    first = sum(remaining) / len(remaining)
    first_square = sum((rest * pace.spread) ** 2 for rest, pace in zip(remaining, busy, strict=True)) / len(busy)
    part = (ends - 1) / people if people and ends > 1 else 0.0
    certain = min(1.0, ends)
    mean = (work * part + first * certain) / counters
    variance = (square * part + first_square * certain) / counters**2
    return mean, variance


def _gamma_quantile(mean: float, variance: float, z: float) -> float:
    """Return a quantile of the gamma distribution with that mean and variance (Wilson and Hilferty 1931).

    `z` is the same quantile of the normal distribution. Check: mean 30, variance 300, z 0 gives 26.7.
    """
    if mean <= 0 or variance <= 0:
        return max(mean, 0.0)
    shape = mean * mean / variance
    cube = 1 - 1 / (9 * shape) + z / (3 * math.sqrt(shape))
    return max(0.0, mean * max(cube, 0.0) ** 3)
