"""How long a visitor will wait, told as a range from the middle to the ninth of ten.

The line ahead is the one the real rule makes: who will have the higher score at the moment of the call, those included
who are still to come. Their work is shared among the counters that can do it, and the sum of so many services is spread
as a gamma distribution.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta

from darcha.queue.rules.help import IDLE, LATE
from darcha.queue.rules.ways import OWN, Beliefs, Forecast, OpenCounter, Standing, Us, ahead_of, way_of

_STEP = 5


@dataclass(frozen=True, slots=True)
class Wait:
    """A wait as it is told, in minutes: half wait longer than `low_minutes`, one in ten longer than `high_minutes`.

    `closes_before` is the local time at which the department leaves when that is before the upper end: the turn may not
    come in this window. `sits_again` is then when it comes back today; None: not today. `reckoned` is what it was told from.
    """

    low_minutes: int
    high_minutes: int
    closes_before: time | None = None
    sits_again: time | None = None
    reckoned: Forecast | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Correction:
    """By what both ends of a wait are multiplied before it is told: what told waits were wrong by."""

    half: float = 1.0
    nine_in_ten: float = 1.0

    def of(self, forecast: Forecast) -> Forecast:
        """Return the forecast corrected; the time in which nobody is called is certain, and the upper end never before the lower.

        Check: 10 and 20 minutes with 0.5 and 1.5 are 5 and 30.
        """
        begins = forecast.begins_minutes
        half = begins + self.half * (forecast.half_minutes - begins)
        nine_in_ten = begins + self.nine_in_ten * (forecast.nine_in_ten_minutes - begins)
        return replace(forecast, half_minutes=half, nine_in_ten_minutes=max(half, nine_in_ten))


AS_RECKONED = Correction()
"""Nothing is corrected."""


def told(forecast: Forecast, correction: Correction = AS_RECKONED) -> Wait:
    """Return the forecast, corrected, in steps of five minutes, outward, never a single number and never 0-0.

    Check: 3.2 and 11.0 minutes are told as 0-15; 0 and 0 as 0-5.
    """
    corrected = correction.of(forecast)
    low = int(corrected.half_minutes // _STEP) * _STEP
    high = math.ceil(corrected.nine_in_ten_minutes / _STEP) * _STEP
    return Wait(low, max(high, low + _STEP), reckoned=forecast)


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


def people_ahead(*, letter: str, weight: float, since: float, line: Sequence[Standing]) -> int:
    """Return how many stand before us in a line no counter is open for yet."""
    return sum(
        ahead_of(standing, weight=weight, since=since, called=since) for standing in line if standing.letter == letter
    )


def expected_wait(
    *,
    service_id: str,
    weight: float,
    step_free: bool,
    since: float,
    line: Sequence[Standing],
    counters: Sequence[OpenCounter],
    beliefs: Beliefs,
    at: datetime,
    ready: float | None = None,
    promised_minutes: int | None = None,
) -> Forecast | None:
    """Return how long from `at` until we are called; None while no open counter can serve us.

    `since` is where we stand, in seconds of the epoch; later than `at` when the department only comes then. `ready`:
    not called before that moment, for who is set aside. `line` may contain ourselves. With one counter, nobody ahead and
    a busy officer this is what remains of that service; with `n` ahead at `c` counters and exponential services it is
    (n + 1) / (c mu), the estimator QL of Ibrahim and Whitt (2009). Who is still to come (`beliefs.coming`) passes us as the policy
    has it, until its guard calls us first, and so do we.

    Who helps out is reckoned on as late as it can be: a counter that helps when idle calls all its own first; one that helps
    who is late calls us once our promise is broken (`promised_minutes`; None: not at all). The counters whose own
    service it is are reckoned alone and with each kind of help, and the soonest is told.

    Check: two ahead, one busy counter, services of 10 minutes with spread 1 have mean 30, half 26.7, nine in ten 53; an
    officer with the factor 2 doubles all three.
    """
    begins = max(at.timestamp(), since, ready or since)
    us = Us(weight, since, promised_minutes or 0)

    def called(when: str, begins: float, line: Sequence[Standing]) -> Forecast | None:
        way = way_of(counters, service_id=service_id, step_free=step_free, when=when)
        return None if way is None else way.forecast(line, us, beliefs=beliefs, at=at, begins=begins)

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
