"""The counters that may call us, and how long until one does, by the rule the hall really calls by."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import inf

from darcha.queue.rules.arrivals import NOBODY, ClassComing, Coming
from darcha.queue.rules.help import IDLE
from darcha.queue.rules.minutes import ALIKE, PRIOR, Hours, Pace
from darcha.queue.rules.policy import DEFAULT_POLICY, Policy, rate

_ROUNDS = 8
_Z_NINE_IN_TEN = 1.2816
_MOST_PASSING = 0.7

OWN = "own"
"""How a counter gives a service it always gives; the others are `HELPED`."""


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
    """An expected wait before it is told: people ahead, and the minutes half and nine in ten stay below.

    `begins_minutes`: the part of both in which nobody is called at all, for the department comes later or we are away.
    """

    people_ahead: int
    half_minutes: float
    nine_in_ten_minutes: float
    begins_minutes: float = 0.0


def ahead_of(standing: Standing, *, weight: float, since: float, called: float) -> int:
    """Return how many of `standing` will have the higher score than ours when we are called at `called`."""
    if standing.weight == weight:
        return bisect_left(standing.since, since)
    return bisect_left(standing.since, min(called, called - weight * (called - since) / standing.weight))


@dataclass(frozen=True, slots=True)
class Us:
    """Who asks: how fast their score grows, where they stand in seconds of the epoch, and what they were promised."""

    weight: float
    since: float
    promised_minutes: int = 0


@dataclass(frozen=True, slots=True)
class Beliefs:
    """What is believed of a hall beside its line: minutes, hours, who is still to come, and the rule it calls by."""

    paces: Mapping[str, Pace]
    hours: Hours = ALIKE
    coming: Coming = NOBODY
    policy: Policy = DEFAULT_POLICY

    def pace(self, service_id: str) -> Pace:
        """Return how long a service takes."""
        return self.paces.get(service_id, PRIOR)

    def growth(self, service_id: str, *, weight: int, promised_minutes: int) -> float:
        """Return how fast the score of somebody grows who waits for that service in such a class."""
        seconds = round(60 * self.pace(service_id).mean_minutes)
        return rate(self.policy, weight=weight, promised_minutes=promised_minutes, service_seconds=seconds)


@dataclass(frozen=True, slots=True)
class _Passing:
    """People of a class yet to come who will pass us: the part of their wait, seen from ours, in which they come.

    `work` is the mean minutes one of the whole class brings to our counters, `square` the mean of their squares.
    """

    coming: ClassComing
    kept: float
    work: float
    square: float


@dataclass(frozen=True, slots=True)
class Way:
    """The counters we may be called by: those whose own service it is, and those that help with it.

    Beside each of `ours` and of the `others` is what it gives meanwhile. Of these services `first` are called before us
    whatever their score, `by_score` by it, and the rest once they are late.
    """

    ours: Sequence[tuple[OpenCounter, frozenset[str]]]
    others: Sequence[tuple[OpenCounter, frozenset[str]]]
    first: frozenset[str]
    by_score: frozenset[str]

    def forecast(self, line: Sequence[Standing], us: Us, *, beliefs: Beliefs, at: datetime, begins: float) -> Forecast:
        """Return how long from `at` until we are called, when our counters call nobody of the line before `begins`.

        An end of the range is the moment `t` by which the work of all who are called before us, if we are called at `t`, is
        done just so often. With scores that grow by `b` and `b'`, who comes later and passes comes until `t - b (t - s) / b'`:
        of each class a part `1 - b / b'` of its arrivals is accredited (Kleinrock 1964; Stanford, Taylor and Ziedins 2014,
        Waiting time distributions in the accumulating priority queue), and our wait is the busy period these prolong. Of work
        `V` that meets a load `r` of them, whose services have squares of the mean sum `q` in a minute, it has mean E V / (1 - r)
        and variance var V / (1 - r)^2 + q E V / (1 - r)^3 (Takacs 1962; Conway, Maxwell and Miller 1967, delay busy period).
        The guard ends it: what passes comes before it calls us.
        """
        shared = [
            (standing, beliefs.pace(standing.service_id), share)
            for standing in line
            if (share := self._share(standing.service_id, step_free=standing.step_free)) > 0
        ]
        serving = [counter.busy_with for counter, _ in self.ours]
        turn = _Turn(
            way=self,
            us=us,
            beliefs=beliefs,
            now=at.timestamp(),
            begins=begins,
            shared=shared,
            passing=self._passing(us, beliefs),
            speed=sum(1 / counter.factor for counter, _ in self.ours),
            free=serving.count(None),
            in_progress=[beliefs.pace(code) for code in serving if code is not None],
        )
        people, half = turn.settled(0.0, 0.0)
        _, nine_in_ten = turn.settled(_Z_NINE_IN_TEN, half)
        later = (begins - turn.now) / 60
        low, high = (later + turn.clock(end) / 60 for end in (half, max(half, nine_in_ten)))
        return Forecast(round(people), low, high, later)

    def _share(self, service_id: str, *, step_free: bool) -> float:
        """Return which part of the work of a group falls on our counters; the others do as much as they are fast."""
        both = _speed(self.ours, service_id, step_free=step_free)
        return both / (both + _speed(self.others, service_id, step_free=step_free)) if both else 0.0

    def before_us(self, standing: Standing, us: Us, *, by_score: float, called: float, fair: float) -> int:
        """Return how many of this group our counters call before us, if they call us at `called`.

        Scores are compared at `by_score`. `fair` is how many seconds somebody has to have waited for the guard.
        """
        if standing.service_id in self.first:
            return bisect_right(standing.since, called)
        before = ahead_of(standing, weight=us.weight, since=us.since, called=by_score)
        late = bisect_left(standing.since, called - 60 * standing.promised_minutes)
        if standing.service_id not in self.by_score:
            return min(before, late)
        return max(before, min(late, bisect_left(standing.since, min(us.since, called - fair))))

    def _passing(self, us: Us, beliefs: Beliefs) -> list[_Passing]:
        """Return who will pass us of those yet to come, one for each class."""
        found = []
        services = [
            (code, part * share, beliefs.pace(code))
            for code in self.by_score
            if (part := beliefs.coming.parts.get(code, 0.0)) and (share := self._share(code, step_free=False))
        ]
        for one in beliefs.coming.classes:
            kept = work = square = 0.0
            for code, part, pace in services:
                grows = beliefs.growth(code, weight=one.weight, promised_minutes=one.promised_minutes)
                keeps = 1.0 if code in self.first else 1 - us.weight / grows
                if keeps > 0:
                    brings = part * pace.mean_minutes
                    work += brings
                    kept += keeps * brings
                    square += brings * pace.mean_minutes * (1 + pace.spread**2)
            if work:
                found.append(_Passing(one, kept / work, work, square))
        return found


@dataclass(frozen=True, slots=True)
class _Turn:
    """Our turn on one way: `shared` are the groups of the line, each with its pace and the part that falls on our counters.

    `speed` is what these do together, in counters of the usual speed; `free` of them are free, the others are at `in_progress`.
    """

    way: Way
    us: Us
    beliefs: Beliefs
    now: float
    begins: float
    shared: Sequence[tuple[Standing, Pace, float]]
    passing: Sequence[_Passing]
    speed: float
    free: int
    in_progress: Sequence[Pace]

    def settled(self, z: float, wait: float) -> tuple[float, float]:
        """Return people ahead and the quantile `z` of our wait after `begins`, beginning with a guess of it."""
        people, fair, gap = 0.0, self._fair(0.0), self._gap(z)
        # Others are ahead by the guard as the hall usually is; in a long wait ours comes later, for first come would be slow too.
        guarded = self.us.since + max(self._fair(z), 60 * self.us.promised_minutes)
        first = self.begins + self.clock(self._until(())[1])
        for turn in range(_ROUNDS):
            people, again = self._if_so_long(wait, z, fair=fair, guarded=guarded, gap=gap, first=first)
            # Longer waits let us pass some and some pass us: half a step each time settles where both agree.
            wait = (wait + again) / 2 if turn else again
        return people, wait

    def clock(self, minutes: float) -> float:
        """Return how many seconds of the clock so many minutes of work take from `begins`."""
        return 60 * self.beliefs.hours.elapsed(minutes, since=self.begins)

    def _until(self, counted: Sequence[tuple[float, Pace]]) -> tuple[float, float, float]:
        """Return how many these are, and mean and variance of the minutes until our turn behind them."""
        people = sum(number for number, _ in counted)
        ends = _until_our_turn(counted, people, free=self.free, in_progress=self.in_progress, speed=self.speed)
        return people, *ends

    def _fair(self, z: float) -> float:
        """Return after how many seconds of waiting the guard calls somebody: the hall is as slow for first come."""
        if not self.beliefs.policy.guard:
            return inf
        came_before = [(share * bisect_left(one.since, self.us.since), pace) for one, pace, share in self.shared]
        would = self.clock(_gamma_quantile(*self._until(came_before)[1:], z))
        return self.beliefs.policy.guard / 100 * (self.begins - self.us.since + would)

    def _gap(self, z: float) -> float:
        """Return how many seconds before our call somebody was called whom we would have passed a moment later.

        In the middle half a service, in a long wait by as much more as services stray.
        """
        usual = [pace for _, pace, _ in self.shared] or self.in_progress or [PRIOR]
        return 60 * sum(pace.mean_minutes * (0.5 + z * pace.spread) for pace in usual) / len(usual) / self.speed

    def _passed(self, called: float) -> tuple[float, float]:
        """Return the work of who comes yet and has passed us by then: the mean minutes, and the sum of the squares."""
        brings = squares = 0.0
        for one in self.passing:
            accredited = called - (1 - one.kept) * (called - self.us.since)
            number = one.coming.between(self.now, accredited, midnight=self.beliefs.hours.midnight)
            brings += number * one.work / self.speed
            squares += number * one.square / self.speed**2
        return brings, squares

    def _if_so_long(
        self, wait: float, z: float, *, fair: float, guarded: float, gap: float, first: float
    ) -> tuple[float, float]:
        """Return people ahead and our wait, as far as it depends on itself: if it is so long."""
        called = self.begins + self.clock(wait)
        passed_us, passed_by_us = min(called, guarded), max(called - gap, min(called, first))
        counted = [
            (
                share * self.way.before_us(
                    one,
                    self.us,
                    by_score=passed_us if one.weight > self.us.weight else passed_by_us,
                    called=called,
                    fair=fair,
                ),
                pace,
            )
            for one, pace, share in self.shared
        ]  # fmt: skip
        people, mean, variance = self._until(counted)
        alone = _gamma_quantile(mean, variance, z)
        if not self.passing or not mean:
            return people, alone
        meanwhile = max(wait, 1.0)
        brings, squares = self._passed(max(called, self.begins + 60))
        rest = 1 - min(brings / meanwhile, _MOST_PASSING)
        spread = variance / rest**2 + mean * squares / meanwhile / rest**3
        wait = max(alone, _gamma_quantile(mean / rest, spread, z))
        room = max(0.0, (guarded - self.begins) / 60)
        if wait > room:
            # Nobody passes once the guard calls us, so what passes is no more than our counters do until then.
            brings, squares = self._passed(guarded)
            wait = min(wait, max(room, _gamma_quantile(mean + min(brings, room), variance + squares, z)))
        return people, wait


def way_of(counters: Sequence[OpenCounter], *, service_id: str, step_free: bool, when: str) -> Way | None:
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
    return Way(ours, others, first, by_score)


def _speed(counters: Iterable[tuple[OpenCounter, frozenset[str]]], service_id: str, *, step_free: bool) -> float:
    """Return how fast the counters are together that can call this group."""
    return sum(
        1 / counter.factor
        for counter, given in counters
        if service_id in given and (counter.accessible or not step_free)
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
