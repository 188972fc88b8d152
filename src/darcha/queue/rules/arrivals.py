"""Who is still to come: people an hour by class, learnt from who came, and what they ask for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

PRIOR_LOAD = 0.8
"""Which part of what the counters can do comes, before anybody has come. Assumed, not looked up."""

PRIOR_WITH_PRIORITY = 0.2
"""Which part of all has priority, before anybody has come. Assumed likewise."""

PRIOR_DAYS = 1
"""How many days the prior weighs as much as."""

_HOURS = 24
_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Came:
    """People of a class who came into a line within one hour of the centre's clock, 0-23, over all the days seen."""

    class_code: str
    hour: int
    people: int


@dataclass(frozen=True, slots=True)
class ClassComing:
    """How many of a class come in each hour of the centre's clock; in an hour not named nobody does."""

    weight: int
    promised_minutes: int
    per_hour: Mapping[int, float]

    def between(self, begins: float, ends: float, *, midnight: float) -> float:
        """Return how many are expected from `begins` until `ends`, all in seconds of the epoch; none when it ends before.

        Check: 12 in the hour from nine and 30 in the next are 13 from 9:45 until 10:20.
        """
        found = 0.0
        while begins < ends:
            hour = int((begins - midnight) // _SECONDS)
            until = min(ends, midnight + (hour + 1) * _SECONDS)
            found += self.per_hour.get(hour % _HOURS, 0.0) * (until - begins) / _SECONDS
            begins = until
        return found


@dataclass(frozen=True, slots=True)
class Coming:
    """Who is expected to come to a hall: its classes, and the part of all that asks for each service."""

    classes: Sequence[ClassComing] = ()
    parts: Mapping[str, float] = field(default_factory=dict)


NOBODY = Coming()
"""Nobody comes any more."""


def usual_arrivals(
    *, counters: int, mean_minutes: float, hours: Iterable[int], classes: Sequence[str]
) -> dict[tuple[str, int], float]:
    """Return how many of each class come in each hour where nothing is known: most of what the counters can do.

    `classes` are their codes, the ordinary one first; the others share the part that has priority. Check: 10 counters and
    visits of 8 minutes are 60 an hour: 48 ordinary ones and 12 of one other class.
    """
    total = PRIOR_LOAD * counters * 60 / mean_minutes
    others = classes[1:]
    first = 1 - PRIOR_WITH_PRIORITY if others else 1.0
    per_hour = dict.fromkeys(others, total * PRIOR_WITH_PRIORITY / len(others)) if others else {}
    return {(code, hour): per_hour.get(code, total * first) for hour in hours for code in classes}


def learnt_arrivals(
    *, came: Iterable[Came], days: int, usual: Mapping[tuple[str, int], float]
) -> dict[tuple[str, int], float]:
    """Return how many of each class come in each hour: the mean of the days seen, drawn towards the usual while they are few.

    Check: 90 in nine days where 20 are usual in one are 11.
    """
    seen = {(one.class_code, one.hour): one.people for one in came}
    return {
        which: (seen.get(which, 0) + PRIOR_DAYS * usual.get(which, 0.0)) / (days + PRIOR_DAYS)
        for which in sorted({*seen, *usual})
    }


def parts_of(visits: Mapping[str, int]) -> dict[str, float]:
    """Return which part of all asks for each service, from its visits; one that nobody asked for counts as one visit."""
    total = sum(visits.values()) + len(visits)
    return {service_id: (seen + 1) / total for service_id, seen in visits.items()}
