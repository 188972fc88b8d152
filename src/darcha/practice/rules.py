"""Who comes when: the plan of a replay, as pure functions of its parameters and a given `Random`."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import TypeVar
from zoneinfo import ZoneInfo

from darcha.practice.parameters import Parameters

LAST_ARRIVAL = timedelta(minutes=40)
"""Invented visitors come at least this long before the department's employees leave."""

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_BAND_AGES = {"0-17": (14, 17), "18-29": (18, 29), "30-44": (30, 44), "45-59": (45, 59), "60+": (60, 84)}

Word = TypeVar("Word")

Windows = Mapping[str, Sequence[tuple[time, time]]]
"""Department -> when its employees sit that day (local time)."""


@dataclass(frozen=True, slots=True)
class DayPlan:
    """How many come on a day, and how many of them are women."""

    day: date
    visitors: int
    women: int


@dataclass(frozen=True, slots=True)
class Visitor:
    """One invented visitor. `minutes` at the counter; `faces` the two answers to the survey, None when not answered."""

    number: int
    arrives_at: datetime
    service_id: str
    sex: str
    age_band: str
    birth_year: int
    disability: bool
    needs: tuple[str, ...]
    language: str
    applies: bool
    complete: bool
    comes_when_called: bool
    minutes: float
    faces: tuple[int, int] | None


def spread(total: int, weights: Sequence[float]) -> list[int]:
    """Return whole numbers in proportion to `weights` that sum to `total` exactly (largest remainders).

    Check: spread(10, [1, 1, 1]) gives [4, 3, 3].

    :raises ValueError: there is something to spread and no weight above zero.
    """
    whole = sum(weights)
    if total and whole <= 0:
        raise ValueError("nothing to spread over")
    exact = [total * weight / whole if whole else 0.0 for weight in weights]
    parts = [math.floor(share) for share in exact]
    by_remainder = sorted(range(len(parts)), key=lambda place: (parts[place] - exact[place], place))
    for place in by_remainder[: total - sum(parts)]:
        parts[place] += 1
    return parts


def plan_days(parameters: Parameters, opening_days: Sequence[date]) -> list[DayPlan]:
    """Return how many visitors, and women, each opening day gets; the totals are exact."""
    if not opening_days:
        return []
    length = max((parameters.until - parameters.since).days, 1)
    growth = parameters.growth
    weights = [
        parameters.weekdays.get(_WEEKDAYS[day.weekday()], 0)
        * (growth.first_month + (growth.last_month - growth.first_month) * (day - parameters.since).days / length)
        for day in opening_days
    ]
    visitors = spread(parameters.visitors, weights)
    women = spread(parameters.women, visitors)
    return [DayPlan(*plan) for plan in zip(opening_days, visitors, women, strict=True)]


def plan_visitors(
    plan: DayPlan,
    parameters: Parameters,
    *,
    windows: Windows,
    services: Mapping[str, Mapping[str, int]],
    zone: ZoneInfo,
    random: Random,
) -> list[Visitor]:
    """Return the visitors of one day in the order they come; those who will not be there when called come on top.

    `services` maps department -> service -> usual minutes at the counter, of what the centre offers.
    """
    sitting = {
        department: weight
        for department, weight in parameters.departments.items()
        if windows.get(department) and services.get(department)
    }
    if not sitting:
        return []
    sexes = ["F"] * plan.women + ["M"] * (plan.visitors - plan.women)
    random.shuffle(sexes)
    come = [True] * plan.visitors
    absent = sum(random.random() * 100 < parameters.no_show for _ in range(plan.visitors))
    sexes += random.choices("FM", k=absent)
    come += [False] * absent
    made = [
        _visitor(plan.day, sex, comes, parameters, sitting, windows, services, zone, random)
        for sex, comes in zip(sexes, come, strict=True)
    ]
    made.sort(key=lambda visitor: visitor.arrives_at)
    return [replace(visitor, number=number) for number, visitor in enumerate(made, start=1)]


def _visitor(
    day: date,
    sex: str,
    comes: bool,  # noqa: FBT001 -- one of a visitor's draws, in their order
    parameters: Parameters,
    sitting: Mapping[str, int],
    windows: Windows,
    services: Mapping[str, Mapping[str, int]],
    zone: ZoneInfo,
    random: Random,
) -> Visitor:
    department = _one_of(sitting, random)
    service_id = random.choice(sorted(services[department]))
    band = _one_of(parameters.ages, random)
    needs = tuple(need for need, share in parameters.needs.items() if random.random() * 100 < share)
    answered = random.random() * 100 < parameters.survey.answer
    return Visitor(
        number=0,
        arrives_at=_arrival(day, windows[department], zone, random),
        service_id=service_id,
        sex=sex,
        age_band=band,
        birth_year=day.year - random.randint(*_BAND_AGES[band]),
        disability=random.random() * 100 < parameters.disability or "wheel" in needs,
        needs=needs,
        language=_one_of(parameters.languages, random),
        applies=random.random() * 100 < parameters.applies,
        complete=random.random() * 100 < parameters.complete_first_time,
        comes_when_called=comes,
        minutes=_minutes(services[department][service_id], parameters.minutes_spread / 100, random),
        faces=(_one_of(parameters.survey.faces, random), _one_of(parameters.survey.clear, random))
        if answered
        else None,
    )


def _one_of(weights: Mapping[Word, int], random: Random) -> Word:
    return random.choices(list(weights), weights=list(weights.values()))[0]


def _minutes(usual: int, sigma: float, random: Random) -> float:
    """Return minutes at the counter: lognormal with mean `usual`, never under one minute."""
    return max(1.0, random.lognormvariate(math.log(max(usual, 1)) - sigma**2 / 2, sigma))


def _arrival(day: date, windows: Sequence[tuple[time, time]], zone: ZoneInfo, random: Random) -> datetime:
    """Return a moment in one of the windows, more likely early in it, never in its last minutes."""
    spans = []
    for opens, closes in windows:
        begin, end = (datetime.combine(day, moment, tzinfo=zone) for moment in (opens, closes))
        spans.append((begin, max(end - LAST_ARRIVAL - begin, timedelta(minutes=1))))
    begin, length = random.choices(spans, weights=[span.total_seconds() for _, span in spans])[0]
    return begin + length * random.betavariate(1.3, 1.7)
