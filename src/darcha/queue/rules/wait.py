"""How long a visitor will wait, told as a range from the middle to the ninth of ten.

The line ahead is the one the real rule makes: who will have the higher score at the moment of the call. Their work is
shared among the counters that can do it, and the sum of so many services is spread as a gamma distribution.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from darcha.queue.rules.help import IDLE, LATE
from darcha.queue.rules.minutes import ALIKE, PRIOR, Hours, Pace

_STEP = 5
_ROUNDS = 8
_Z_NINE_IN_TEN = 1.2816

OWN = "own"
"""How a counter gives a service it always gives; the others are `HELPED`."""


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
    the epoch, ascending; `promised_minutes` what they were promised.
    """

    letter: str
    service_id: str
    weight: float
    step_free: bool
    since: Sequence[float]
    promised_minutes: int = 20


@dataclass(frozen=True, slots=True)
class OpenCounter:
    """A counter with somebody at it; `busy_with` is the service it is giving, None when it is free.

    `services` it gives always, the others by the rules of help (see `Skills`). `factor` is by how much who sits there
    takes longer than the others (over 1) or shorter; it is for the estimate alone and no visitor's screen shows it.
    """

    services: frozenset[str]
    accessible: bool
    busy_with: str | None = None
    when_idle: frozenset[str] = frozenset()
    when_late: frozenset[str] = frozenset()
    factor: float = 1.0

    def given(self, when: str) -> frozenset[str]:
        """Return the services given `when`: `OWN`, or one of `HELPED`."""
        return self.services if when == OWN else self.when_idle if when == IDLE else self.when_late


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
    promised_minutes: int | None = None,
    hours: Hours = ALIKE,
) -> Forecast | None:
    """Return how long from `at` until we are called; None while no open counter can serve us.

    `since` is where we stand, in seconds of the epoch; later than `at` when the department only comes then. `ready`:
    not called before that moment, for who is set aside. `line` may contain ourselves. With one counter, nobody ahead and
    a busy officer this is what remains of that service; with `n` ahead at `c` counters and exponential services it is
    (n + 1) / (c mu), the estimator QL of Ibrahim and Whitt (2009). Visitors who come later and pass us are not foreseen.

    Who helps out is reckoned on as late as it can be: a counter that helps when idle calls all its own first; one that helps
    who is late calls us once our promise is broken (`promised_minutes`; None: not at all). The counters whose own
    service it is are reckoned alone and with each kind of help, and the soonest is told.

    Check: two ahead, one busy counter, services of 10 minutes with spread 1 have mean 30, half 26.7, nine in ten 53; an
    officer with the factor 2 doubles all three.
    """
    begins = max(at.timestamp(), since, ready or since)

    def called(when: str, begins: float, line: Sequence[Standing]) -> Forecast | None:
        way = _way(counters, service_id=service_id, step_free=step_free, when=when)
        if way is None:
            return None
        return way.forecast(line, weight=weight, since=since, paces=paces, at=at, begins=begins, hours=hours)

    ways = [called(OWN, begins, line), called(IDLE, begins, line)]
    if promised_minutes is not None and (now := called(LATE, begins, line)):
        # Until our promise is broken the helpers call their own; only who waits for the same help is still ahead then.
        theirs = frozenset[str]().union(*(one.services for one in counters if service_id in one.when_late))
        helped = [standing for standing in line if standing.service_id not in theirs]
        then = called(LATE, max(begins, since + 60 * promised_minutes), helped)
        ways.append(max((one for one in (now, then) if one), key=_ends))
    return min((one for one in ways if one), key=_ends, default=None)


def _ends(forecast: Forecast) -> tuple[float, float]:
    return forecast.nine_in_ten_minutes, forecast.half_minutes


@dataclass(frozen=True, slots=True)
class _Way:
    """The counters we may be called by: those whose own service it is, and those that help with it.

    Beside each of `ours` and of the `others` is what it gives meanwhile. Of these services `first` are called before us
    whatever their score, `by_score` by it, and the rest once they are late.
    """

    ours: Sequence[tuple[OpenCounter, frozenset[str]]]
    others: Sequence[tuple[OpenCounter, frozenset[str]]]
    first: frozenset[str]
    by_score: frozenset[str]

    def forecast(
        self,
        line: Sequence[Standing],
        *,
        weight: float,
        since: float,
        paces: Mapping[str, Pace],
        at: datetime,
        begins: float,
        hours: Hours,
    ) -> Forecast:
        """Return how long from `at` until we are called, when our counters call nobody of the line before `begins`."""
        shared = [
            (standing, paces.get(standing.service_id, PRIOR), share)
            for standing in line
            if (share := self._share(standing)) > 0
        ]
        speed = sum(1 / counter.factor for counter, _ in self.ours)
        serving = [counter.busy_with for counter, _ in self.ours]
        in_progress = [paces.get(code, PRIOR) for code in serving if code is not None]
        mean = variance = people = 0.0
        for _ in range(_ROUNDS):
            called = begins + 60 * hours.elapsed(mean, since=begins)
            counted = [
                (share * self._before_us(standing, weight=weight, since=since, called=called), pace)
                for standing, pace, share in shared
            ]
            people = sum(number for number, _ in counted)
            again, variance = _until_our_turn(
                counted, people, free=serving.count(None), in_progress=in_progress, speed=speed
            )
            # Longer waits let us pass some and some pass us: half a step each time settles where both agree.
            mean = again if mean == 0.0 else (mean + again) / 2
        later = (begins - at.timestamp()) / 60
        half, nine_in_ten = (_gamma_quantile(mean, variance, z) for z in (0.0, _Z_NINE_IN_TEN))
        return Forecast(
            people_ahead=round(people),
            half_minutes=later + hours.elapsed(half, since=begins),
            nine_in_ten_minutes=later + hours.elapsed(nine_in_ten, since=begins),
        )

    def _share(self, standing: Standing) -> float:
        """Return which part of this group's work falls on our counters; the others do as much as they are fast."""
        both = _speed(self.ours, standing)
        return both / (both + _speed(self.others, standing)) if both else 0.0

    def _before_us(self, standing: Standing, *, weight: float, since: float, called: float) -> int:
        """Return how many of this group our counters call before us, if they call us at `called`."""
        if standing.service_id in self.first:
            return bisect_right(standing.since, called)
        before = _ahead(standing, weight=weight, since=since, called=called)
        if standing.service_id in self.by_score:
            return before
        return min(before, bisect_left(standing.since, called - 60 * standing.promised_minutes))


def _way(counters: Sequence[OpenCounter], *, service_id: str, step_free: bool, when: str) -> _Way | None:
    """Return the counters as they call us when some help `when` (`OWN`: none does); None when nobody gives it so."""

    def able(counter: OpenCounter, given: frozenset[str]) -> bool:
        return service_id in given and (counter.accessible or not step_free)

    if not any(able(counter, counter.given(when)) for counter in counters):
        return None
    ours, others = [], []
    first, by_score = frozenset[str](), frozenset[str]()
    for counter in counters:
        helps = able(counter, counter.given(when))
        if helps or able(counter, counter.services):
            given = counter.services | counter.given(when)
            ours.append((counter, given | counter.when_late))
            by_score |= given
            first |= counter.services if helps and when == IDLE else frozenset()
        else:
            others.append((counter, counter.services))
    return _Way(ours, others, first, by_score)


def _speed(counters: Iterable[tuple[OpenCounter, frozenset[str]]], standing: Standing) -> float:
    """Return how fast the counters are together that can call this group."""
    return sum(
        1 / counter.factor
        for counter, given in counters
        if standing.service_id in given and (counter.accessible or not standing.step_free)
    )


def _until_our_turn(
    counted: Sequence[tuple[float, Pace]],
    people: float,
    *,
    free: int,
    in_progress: Sequence[Pace],
    speed: float,
) -> tuple[float, float]:
    """Return mean and variance (minutes, minutes squared) until enough services have ended for our turn to come.

    `speed` is what the counters do together, in counters of the usual speed.
    """
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
    mean = (work * part + first * certain) / speed
    variance = (square * part + first_square * certain) / speed**2
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
