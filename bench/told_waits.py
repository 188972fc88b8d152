"""Waits told by service alone, by service, officer and hour, and with the truth known, beside how long it took.

    python -m bench.told_waits [--days 20]

A hall is played by the very rule that calls, with officers who differ, hours that differ, and officers who are fast at one
service and slow at another, which nobody learns. From the first days minutes are learnt in both ways; on the days
that follow everybody who finds all windows busy is told a range in three ways: `service` (what was told before officers and hours
were learnt), `learnt` (as the house tells it), `known` (the same rule told the true minutes: the limit of learning). What is not
foreseen, later visitors who pass, is not foreseen by any of them.

`within` is the share called between the middle and the upper end (0.4 is right), `under_half` and `under_upper` those called
before them (0.5, 0.9), `within_told` in the fives of the ticket; `pinball_half` and `pinball_upper` the loss of the two
quantiles in minutes (less is better), `upper` the mean upper end. `closed` is which part of the loss that knowledge could spare was
spared. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import heapq
import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from statistics import mean, stdev

from bench.policies import CLASSES, MINUTES, WEEK_OF_A_DAY
from darcha.queue import rules
from darcha.queue.rules import Forecast, Hours, OpenCounter, Pace, Seen, Serving, Standing, Waiting

OPENS = datetime(2010, 4, 7, 9, tzinfo=UTC)
"""Nine on the centre's clock, which is that of Greenwich here."""
SPREAD = 0.6
LOAD = 0.85
HOURS = dict(zip(range(9, 18), (0.9, 0.95, 1.0, 1.1, 1.2, 1.05, 0.95, 0.9, 1.0), strict=True))
SERVICES = list(MINUTES)
OFTEN = [1 / usual for usual in MINUTES.values()]
POLICY = rules.policy(rules.PROMISE)


@dataclass(frozen=True, slots=True)
class Setting:
    """A kind of hall: what its windows give, how much officers differ (of each other, and at single services), hours, days learnt from.

    Each window is taken in turns by `shifts` officers, another one each day by chance.
    """

    windows: Sequence[frozenset[str]]
    officers: float
    at_services: float
    hours: Mapping[int, float]
    learnt_days: int
    shifts: int = 3
    with_priority: bool = True


def chained(windows: int, each: int) -> list[frozenset[str]]:
    """Return windows that give `each` services, every one overlapping with the next."""
    return [frozenset(SERVICES[(n + k) % len(SERVICES)] for k in range(each)) for n in range(windows)]


SETTINGS = {
    "twelve windows": Setting(chained(12, 2), 0.25, 0.1, HOURS, 22),
    "one window a line": Setting(chained(6, 1), 0.25, 0.1, HOURS, 22),
    "one window a line, learnt from three days": Setting(chained(6, 1), 0.25, 0.1, HOURS, 3),
    "one window a line, officers very different": Setting(chained(6, 1), 0.4, 0.1, HOURS, 22),
    "one window a line, nobody has priority": Setting(chained(6, 1), 0.25, 0.1, HOURS, 22, with_priority=False),
    "one window a line, nobody differs": Setting(chained(6, 1), 0.0, 0.0, {}, 22),
}


@dataclass(frozen=True, slots=True)
class House:
    """The truth about a hall: the officers of each window and their factors; `usual` is what the catalogue tells."""

    setting: Setting
    factors: Mapping[int, float]
    at_service: Mapping[tuple[int, str], float]
    usual: Mapping[str, float]

    def minutes(self, service: str, officer: int, hour: int) -> float:
        """Return the true mean minutes."""
        return (
            MINUTES[service]
            * self.factors[officer]
            * self.at_service[officer, service]
            * self.setting.hours.get(hour, 1.0)
        )

    def known(self) -> Teller:
        """Return who knows the truth, as far as there is a word for it: one factor an officer, over the services of the window."""
        factors = {
            officer: factor
            * mean(self.at_service[officer, one] for one in self.setting.windows[officer // self.setting.shifts])
            for officer, factor in self.factors.items()
        }
        paces = {service: Pace(minutes, SPREAD) for service, minutes in MINUTES.items()}
        return Teller(paces, factors, self.setting.hours)


@dataclass(frozen=True, slots=True)
class Teller:
    """What somebody believes who tells waits."""

    paces: Mapping[str, Pace]
    factors: Mapping[int, float] = field(default_factory=dict)
    hours: Mapping[int, float] = field(default_factory=dict)


@dataclass(slots=True)
class Told:
    """Waits that were told, and what came."""

    pairs: list[tuple[Forecast, float]] = field(default_factory=list)

    def figures(self) -> dict[str, float]:
        """Return how true they were."""
        waits = [wait for _, wait in self.pairs]
        halves = [told.half_minutes for told, _ in self.pairs]
        uppers = [told.nine_in_ten_minutes for told, _ in self.pairs]
        ranges = [rules.told(told) for told, _ in self.pairs]

        def share(holds: Callable[[float, float, float], bool]) -> float:
            return round(mean(holds(*one) for one in zip(waits, halves, uppers, strict=True)), 3)

        return {
            "within": share(lambda wait, half, upper: half <= wait <= upper),
            "under_half": share(lambda wait, half, _: wait < half),
            "under_upper": share(lambda wait, _, upper: wait <= upper),
            "within_told": round(
                mean(one.low_minutes <= wait <= one.high_minutes for one, wait in zip(ranges, waits, strict=True)), 3
            ),
            "pinball_half": round(mean(map(pinball, [0.5] * len(waits), halves, waits)), 3),
            "pinball_upper": round(mean(map(pinball, [0.9] * len(waits), uppers, waits)), 3),
            "upper": round(mean(uppers), 1),
        }


def pinball(part: float, told: float, came: float) -> float:
    """Return the loss of a quantile that was told (Koenker and Bassett 1978)."""
    return max(part * (came - told), (part - 1) * (came - told))


def strays(random: Random, spread: float) -> float:
    """Return a lognormal factor with the mean 1 and that standard deviation."""
    sigma = math.sqrt(math.log(1 + spread**2))
    return random.lognormvariate(-(sigma**2) / 2, sigma)


def house(setting: Setting, random: Random) -> House:
    """Return a hall nobody knows the truth of yet."""
    officers = range(len(setting.windows) * setting.shifts)
    return House(
        setting,
        {officer: strays(random, setting.officers) for officer in officers},
        {(officer, service): strays(random, setting.at_services) for officer in officers for service in SERVICES},
        {service: minutes * strays(random, 0.3) for service, minutes in MINUTES.items()},
    )


def arrivals(random: Random, setting: Setting) -> list[tuple[Waiting, float]]:
    """Return who comes on a day, and how far each one's visit strays from what is usual."""
    per_hour = LOAD * len(setting.windows) * 60 * sum(OFTEN) / len(SERVICES)
    found: list[tuple[Waiting, float]] = []
    for hour, busy in enumerate(WEEK_OF_A_DAY):
        at = hour * 60 + random.expovariate(per_hour * busy / 60)
        while at < (hour + 1) * 60:
            (service,) = random.choices(SERVICES, OFTEN)
            first = random.random() < CLASSES["priority"][2] and setting.with_priority
            code = "priority" if first else "ordinary"
            weight, promised, _ = CLASSES[code]
            waiting = Waiting(len(found) + 1, service, code, weight, OPENS + timedelta(minutes=at),
                              promised_minutes=promised, service_seconds=int(60 * MINUTES[service]))  # fmt: skip
            found.append((waiting, strays(random, SPREAD)))
            at += random.expovariate(per_hour * busy / 60)
    return found


def growth(waiting: Waiting) -> float:
    """Return how fast the score of a visitor grows."""
    return rules.rate(POLICY, weight=waiting.weight, promised_minutes=waiting.promised_minutes,
                      service_seconds=waiting.service_seconds)  # fmt: skip


def standing(line: Sequence[Waiting]) -> list[Standing]:
    """Return the line as a forecast wants it."""
    groups: dict[tuple[str, int], list[Waiting]] = {}
    for waiting in line:
        groups.setdefault((waiting.service_id, waiting.promised_minutes), []).append(waiting)
    return [
        Standing("", service, growth(some[0]), step_free=False,
                 since=sorted(one.waiting_since.timestamp() for one in some), promised_minutes=promised)
        for (service, promised), some in groups.items()
    ]  # fmt: skip


def tell(
    teller: Teller, us: Waiting, line: Sequence[Standing], sits: Sequence[tuple[int, frozenset[str], str | None]]
) -> Forecast:
    """Return what this teller would say to somebody who comes now and finds all windows busy."""
    told = rules.expected_wait(
        service_id=us.service_id,
        weight=growth(us),
        step_free=False,
        since=us.waiting_since.timestamp() + 1e-6,
        line=line,
        counters=[
            OpenCounter(services, accessible=True, busy_with=gives, factor=teller.factors.get(officer, 1.0))
            for officer, services, gives in sits
        ],
        paces=teller.paces,
        at=us.waiting_since,
        promised_minutes=us.promised_minutes,
        hours=Hours(OPENS.timestamp() - 9 * 3600, teller.hours),
    )
    assert told is not None
    return told


def play(hall: House, random: Random, tellers: Mapping[str, Teller], told: Mapping[str, Told]) -> list[Seen]:
    """Play one day by the real rule; keep what the tellers said beside what came; return the visits."""
    windows = hall.setting.windows
    sits = [window * hall.setting.shifts + random.randrange(hall.setting.shifts) for window in range(len(windows))]
    day = arrivals(random, hall.setting)
    events: list[tuple[datetime, int, int]] = [(one.waiting_since, 0, n) for n, (one, _) in enumerate(day)]
    heapq.heapify(events)
    line: dict[int, Waiting] = {}
    came: dict[frozenset[str], list[datetime]] = {services: [] for services in windows}
    gives: dict[int, str] = {}
    said: dict[int, dict[str, Forecast]] = {}
    visits: list[Seen] = []
    while events:
        at, kind, which = heapq.heappop(events)
        if kind == 0:
            us, _ = day[which]
            able = [window for window, services in enumerate(windows) if us.service_id in services]
            if all(window in gives for window in able):
                groups = standing([*line.values()])
                busy = [(sits[n], windows[n], gives.get(n)) for n in range(len(windows))]
                said[us.ticket_id] = {name: tell(teller, us, groups, busy) for name, teller in tellers.items()}
            line[us.ticket_id] = us
            for services, moments in came.items():
                if us.service_id in services:
                    moments.append(us.waiting_since)
            asked = [window for window in able if window not in gives]
        else:
            del gives[which]
            asked = [which]
        for window in asked:
            services = windows[window]
            waiting = [one for one in line.values() if one.service_id in services]
            would = rules.first_come_wait(waiting=len(waiting), arrivals=came[services], at=at)
            choice = rules.next_visitor(waiting, Serving(services, first_come_wait=would), at, POLICY)
            if choice is None:
                continue
            called = line.pop(choice.ticket_id)
            for name, forecast in said.pop(called.ticket_id, {}).items():
                told[name].pairs.append((forecast, (at - called.waiting_since).total_seconds() / 60))
            hour = at.hour
            takes = hall.minutes(called.service_id, sits[window], hour) * day[called.ticket_id - 1][1]
            visits.append(Seen(called.service_id, sits[window], hour, 1, takes, takes**2))
            gives[window] = called.service_id
            heapq.heappush(events, (at + timedelta(minutes=takes), 1, window))
    assert not line, "nobody is left"
    return visits


def by_service(usual: Mapping[str, float], seen: Sequence[Seen]) -> Teller:
    """Return what was believed before officers and hours were learnt."""
    took = {service: [one.minutes for one in seen if one.service_id == service] for service in SERVICES}
    observed = {
        service: rules.Observed(len(some), mean(some), stdev(some) / mean(some))
        for service, some in took.items()
        if len(some) > 1
    }
    return Teller(rules.learnt_paces(usual=usual, observed=observed))


def by_officer_and_hour(usual: Mapping[str, float], seen: Sequence[Seen]) -> Teller:
    """Return what the house believes now."""
    learnt = rules.learnt_minutes(usual=usual, seen=seen)
    return Teller(
        learnt.paces,
        {officer: one.value for officer, one in learnt.officers.items()},
        {hour: one.value for hour, one in learnt.hours.items()},
    )


def measure(setting: Setting, days: int, random: Random) -> dict[str, object]:
    """Return how true the waits of one kind of hall were, over four halls of it."""
    told = {name: Told() for name in ("service", "learnt", "known")}
    for _ in range(4):
        hall = house(setting, random)
        seen = [visit for _ in range(setting.learnt_days) for visit in play(hall, random, {}, told)]
        tellers = {
            "service": by_service(hall.usual, seen),
            "learnt": by_officer_and_hour(hall.usual, seen),
            "known": hall.known(),
        }
        for _ in range(days):
            play(hall, random, tellers, told)
    figures = {name: one.figures() for name, one in told.items()}

    def closed(loss: str) -> float | None:
        spared = figures["service"][loss] - figures["known"][loss]
        return round((figures["service"][loss] - figures["learnt"][loss]) / spared, 2) if spared > 0.05 else None

    return {
        "visitors_told": len(told["known"].pairs),
        "mean_wait": round(mean(wait for _, wait in told["known"].pairs), 1),
        **figures,
        "closed_half": closed("pinball_half"),
        "closed_upper": closed("pinball_upper"),
    }


def main() -> None:
    """Play, print a table, and one JSON object last."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--days", type=int, default=20, help="days on which waits are told, in each of four halls")
    days = arguments.parse_args().days
    found: dict[str, dict[str, object]] = {}
    for name, setting in SETTINGS.items():
        found[name] = seen = measure(setting, days, Random(f"told {name}"))
        print(f"{name}: {seen['visitors_told']} told, mean wait {seen['mean_wait']} minutes")
        for teller in ("service", "learnt", "known"):
            one = seen[teller]
            assert isinstance(one, dict)
            print(f"  {teller:8}", "  ".join(f"{what} {value:g}" for what, value in one.items()))
    print(json.dumps(found))


if __name__ == "__main__":
    main()
