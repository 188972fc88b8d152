"""How long a service takes here: what the catalogue tells, overruled by visits; which officers and hours differ.

The minutes of a visit are believed to be those of its service, times a factor of the officer, times a factor of the hour.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

_ROUNDS = 8
_HOURS = 24
_SECONDS = 3600

_Group = TypeVar("_Group", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a service takes at the counter: mean minutes, and the standard deviation as a part of the mean."""

    mean_minutes: float
    spread: float


PRIOR = Pace(mean_minutes=10.0, spread=0.8)
"""What is believed of a service nobody has told anything about. Assumed, not looked up.

The minutes of a service are believed as the catalogue tells them (an illustration) until visits overrule them.
"""

PRIOR_VISITS = 10
"""How many visits the prior weighs as much as."""

LEAST_FACTOR, MOST_FACTOR = 0.25, 4.0
"""No officer and no hour is believed further from the others: what is beyond tells of the clicking, not of the work."""


@dataclass(frozen=True, slots=True)
class Observed:
    """Visits seen of one service: how many, their mean minutes, the standard deviation as a part of the mean."""

    visits: int
    mean_minutes: float
    spread: float


@dataclass(frozen=True, slots=True, order=True)
class Seen:
    """Visits of one service with one officer that began in one hour of the centre's clock, 0-23.

    How many, the sum of their minutes, and the sum of the squares of their minutes.
    """

    service_id: str
    employee_id: int
    hour: int
    visits: int
    minutes: float
    square_minutes: float


@dataclass(frozen=True, slots=True)
class Factor:
    """By how much an officer or an hour takes longer (over 1) or shorter, and how many visits tell so."""

    value: float
    visits: int


@dataclass(frozen=True, slots=True)
class Hours:
    """How the hours of a day differ: factor of each hour of the centre's clock; an hour not named has 1.

    `midnight` is when its day began, in seconds of the epoch.
    """

    midnight: float = 0.0
    factors: Mapping[int, float] = field(default_factory=dict)

    def elapsed(self, minutes: float, *, since: float) -> float:
        """Return how many minutes of the clock pass from `since` until work of so many usual minutes is done.

        Check: half an hour of work begun at 9:45 takes 15 minutes of an hour with the factor 1, and 30 of one with 2.
        """
        if not self.factors:
            return minutes
        at, left = since, 60 * minutes
        for _ in range(_HOURS):
            hour = int((at - self.midnight) // _SECONDS)
            factor = self.factors.get(hour % _HOURS, 1.0)
            ends = self.midnight + (hour + 1) * _SECONDS
            if left * factor <= ends - at:
                return (at + left * factor - since) / 60
            left -= (ends - at) / factor
            at = ends
        return (at + left - since) / 60


ALIKE = Hours()
"""No hour differs."""


@dataclass(frozen=True, slots=True)
class Minutes:
    """What is believed of the services, the officers and the hours of a house.

    `visits` were seen of each service. An officer or an hour nobody has seen anything of has the factor 1.
    """

    paces: Mapping[str, Pace]
    visits: Mapping[str, int]
    officers: Mapping[int, Factor]
    hours: Mapping[int, Factor]

    def expected(self, service_id: str, *, employee_id: int | None = None, hour: int | None = None) -> float:
        """Return the mean minutes of that service, with that officer in that hour when they are told."""
        officer = self.officers.get(employee_id) if employee_id is not None else None
        in_hour = self.hours.get(hour) if hour is not None else None
        return (
            self.paces.get(service_id, PRIOR).mean_minutes
            * (officer.value if officer else 1.0)
            * (in_hour.value if in_hour else 1.0)
        )


def learnt_pace(*, visits: int, mean_minutes: float, spread: float, prior: Pace = PRIOR) -> Pace:
    """Return the pace of a service from the visits seen, drawn towards the prior as long as they are few.

    Check: 10 visits of 20 minutes against the prior of 10 give 15.
    """
    trust = visits / (visits + PRIOR_VISITS)
    return Pace(
        mean_minutes=trust * mean_minutes + (1 - trust) * prior.mean_minutes,
        spread=trust * spread + (1 - trust) * prior.spread,
    )


def learnt_paces(*, usual: Mapping[str, float], observed: Mapping[str, Observed]) -> dict[str, Pace]:
    """Return the pace of each service: what the catalogue tells (`usual` minutes), overruled by the visits seen.

    A house may be faster or slower than the catalogue as a whole, so a service seldom seen is drawn towards its usual
    minutes times what all visits of the house took against what the catalogue tells of them.

    Check: nothing seen gives the usual minutes; ten visits of 10 minutes where 20 are usual give the house the factor
    0.75, that service 12.5 minutes, and another one of 12 usual minutes 9.
    """
    visits = sum(seen.visits for seen in observed.values())
    told = sum(seen.visits * usual.get(code, PRIOR.mean_minutes) for code, seen in observed.items())
    took = sum(seen.visits * seen.mean_minutes for seen in observed.values())
    strayed = sum(seen.visits * seen.spread for seen in observed.values())
    house = learnt_pace(
        visits=visits,
        mean_minutes=took / told if told else 1.0,
        spread=strayed / visits if visits else 0.0,
        prior=Pace(1.0, PRIOR.spread),
    )
    nothing = Observed(0, 0.0, 0.0)
    return {
        code: learnt_pace(
            visits=(seen := observed.get(code, nothing)).visits,
            mean_minutes=seen.mean_minutes,
            spread=seen.spread,
            prior=Pace(usual.get(code, PRIOR.mean_minutes) * house.mean_minutes, house.spread),
        )
        for code in sorted({*usual, *observed})
    }


def credible(
    *, means: Mapping[_Group, float], weights: Mapping[_Group, float], within: float
) -> tuple[float, dict[_Group, float]]:
    """Return the mean of all groups, and each group's own mean drawn towards it the more, the less it weighs.

    `within` is the variance of what one unit of weight tells. The variance between the groups is learnt from the means
    themselves (Bühlmann and Straub 1970, the unbiased estimator); a mean is believed with between / (between + within /
    weight), and the mean of all is weighted by that belief.

    Check (Hachemeister 1975, five states): means 2060.921, 1511.224, 1805.843, 1352.976, 1599.829 with weights 100155,
    19895, 13735, 4152, 36110 and 139120026 within: 89639 between, 1684 of all, and 2055, 1524, 1793, 1443, 1603.
    """
    total = sum(weights.values())
    plain = sum(weights[group] * mean for group, mean in means.items()) / total
    apart = sum(weights[group] * (mean - plain) ** 2 for group, mean in means.items())
    even = total - sum(weight**2 for weight in weights.values()) / total
    between = (apart - (len(means) - 1) * within) / even if even > 0 else 0.0
    if between <= 0:
        return plain, dict.fromkeys(means, plain)
    belief = {group: between / (between + within / weights[group]) for group in means}
    overall = sum(belief[group] * mean for group, mean in means.items()) / sum(belief.values())
    return overall, {group: overall + belief[group] * (mean - overall) for group, mean in means.items()}


def learnt_minutes(*, usual: Mapping[str, float], seen: Iterable[Seen]) -> Minutes:
    """Return what is believed of services, officers and hours after the visits seen.

    Each in turn is learnt from what the other two leave unexplained, some rounds long (Ohlsson 2008, "Combining generalized
    linear models and credibility models in practice"): services as in `learnt_paces`, officers and hours as ratios of
    what their visits took to what was expected of them, drawn together as in `credible`. What one visit tells strays about as
    much as services of `PRIOR` do, until the visits overrule that.

    Check: two officers with a thousand visits each of one service, always 8 and always 12 minutes: the service takes 10, they
    have the factors 0.8 and 1.2.
    """
    cells = sorted(seen)
    officers: dict[int, Factor] = {}
    hours: dict[int, Factor] = {}
    paces: dict[str, Pace] = {}
    observed: dict[str, Observed] = {}

    def of_officer(cell: Seen) -> float:
        return officers[cell.employee_id].value if cell.employee_id in officers else 1.0

    def of_hour(cell: Seen) -> float:
        return hours[cell.hour].value if cell.hour in hours else 1.0

    for _ in range(_ROUNDS):
        observed = _observed(cells, [of_officer(cell) * of_hour(cell) for cell in cells])
        paces = learnt_paces(usual=usual, observed=observed)
        means = [paces[cell.service_id].mean_minutes for cell in cells]
        officers = _factors(
            cells,
            [mean * of_hour(cell) for cell, mean in zip(cells, means, strict=True)],
            of=lambda cell: cell.employee_id,
        )
        hours = _factors(
            cells, [mean * of_officer(cell) for cell, mean in zip(cells, means, strict=True)], of=lambda cell: cell.hour
        )
    return Minutes(paces, {code: one.visits for code, one in observed.items()}, officers, hours)


def _sums(
    cells: Sequence[Seen], expected: Sequence[float], of: Callable[[Seen], _Group]
) -> dict[_Group, tuple[int, float, float]]:
    """Return of each group how many visits, and the sums of their minutes against the expected and of the squares."""
    found: dict[_Group, tuple[int, float, float]] = {}
    for cell, minutes in zip(cells, expected, strict=True):
        visits, ratios, squares = found.get(of(cell), (0, 0.0, 0.0))
        found[of(cell)] = (
            visits + cell.visits,
            ratios + cell.minutes / minutes,
            squares + cell.square_minutes / minutes**2,
        )
    return found


def _strayed(visits: int, total: float, squares: float) -> float:
    """Return the sum of the squares of what each of the visits is away from their mean."""
    return max(0.0, squares - total**2 / visits)


def _observed(cells: Sequence[Seen], factors: Sequence[float]) -> dict[str, Observed]:
    """Return what the visits of each service would have taken with the middle officer in the middle hour."""
    found = {}
    for code, (visits, total, squares) in _sums(cells, factors, lambda cell: cell.service_id).items():
        mean = total / visits
        deviation = (_strayed(visits, total, squares) / (visits - 1)) ** 0.5 if visits > 1 else 0.0
        found[code] = Observed(visits, mean, deviation / mean if mean > 0 else 0.0)
    return found


def _factors(cells: Sequence[Seen], expected: Sequence[float], of: Callable[[Seen], int]) -> dict[int, Factor]:
    sums = _sums(cells, expected, of)
    if not sums:
        return {}
    alone = sum(visits - 1 for visits, _, _ in sums.values())
    strayed = sum(_strayed(*one) for one in sums.values())
    overall, means = credible(
        means={group: total / visits for group, (visits, total, _) in sums.items()},
        weights={group: float(visits) for group, (visits, _, _) in sums.items()},
        within=(strayed + PRIOR_VISITS * PRIOR.spread**2) / (alone + PRIOR_VISITS),
    )
    return {
        group: Factor(min(max(mean / overall if overall > 0 else 1.0, LEAST_FACTOR), MOST_FACTOR), sums[group][0])
        for group, mean in means.items()
    }
