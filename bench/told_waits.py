"""Waits told by less and by more of what a hall knows of itself, and with the truth known, beside how long it took.

    python -m bench.told_waits [--days 12]

A hall is played by the very rule that calls, with officers who differ, hours that differ, and officers who are fast at one
service and slow at another, which nobody learns. From the first days minutes and arrivals are learnt; on as many days as are measured
waits are told and kept, and corrected by; on the days that follow everybody who finds all windows busy is told a range in
five ways: `service` (minutes by service alone, who is still to come and the guard left out), `learnt` (minutes by service,
officer and hour), `foreseen` (and who is still to come and passes), `told` (and corrected by the waits kept: as the house tells
it), `known` (the rule of `foreseen` told the true minutes and arrivals: the limit of learning).

`within` is the share called between the middle and the upper end (0.4 is right), `under_half` and `under_upper` those called
before them (0.5, 0.9), `within_told` in the fives of the ticket; `pinball_half` and `pinball_upper` the loss of the two
quantiles in minutes (less is better), `upper` the mean upper end; `with_priority` the share of visitors with priority called before
their upper end. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import heapq
import json
import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random
from statistics import mean, stdev

from bench.policies import CLASSES, MINUTES, WEEK_OF_A_DAY
from darcha.queue import rules
from darcha.queue.rules import (
    Beliefs,
    Came,
    ClassComing,
    Coming,
    Correction,
    Forecast,
    Hours,
    OpenCounter,
    Pace,
    Policy,
    Seen,
    Serving,
    Standing,
    ToldAndCame,
    Waiting,
)

OPENS = datetime(2010, 4, 7, 9, tzinfo=UTC)
"""Nine on the centre's clock, which is that of Greenwich here."""
SPREAD = 0.6
LOAD = 0.85
HOURS = dict(zip(range(9, 18), (0.9, 0.95, 1.0, 1.1, 1.2, 1.05, 0.95, 0.9, 1.0), strict=True))
SERVICES = list(MINUTES)
OFTEN = [1 / usual for usual in MINUTES.values()]
POLICY = rules.policy(rules.PROMISE)
UNGUARDED = Policy(rules.PROMISE, 0)
HALLS = 4
TELLERS = ("service", "learnt", "foreseen", "told", "known")


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
    coming: Coming = rules.NOBODY
    policy: Policy = UNGUARDED
    correction: Correction = rules.AS_RECKONED


@dataclass(slots=True)
class Told:
    """Waits that were told, and what came; `first` those of visitors with priority."""

    pairs: list[tuple[Forecast, float]] = field(default_factory=list)
    first: list[tuple[Forecast, float]] = field(default_factory=list)

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
        } | (
            {"with_priority": round(mean(wait <= one.nine_in_ten_minutes for one, wait in self.first), 3)}
            if self.first
            else {}
        )


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


def growth(waiting: Waiting, beliefs: Beliefs) -> float:
    """Return how fast the score of a visitor grows, as far as is believed."""
    return beliefs.growth(waiting.service_id, weight=waiting.weight, promised_minutes=waiting.promised_minutes)


def standing(line: Sequence[Waiting], beliefs: Beliefs) -> list[Standing]:
    """Return the line as a forecast wants it of who believes so."""
    groups: dict[tuple[str, int], list[Waiting]] = {}
    for waiting in line:
        groups.setdefault((waiting.service_id, waiting.promised_minutes), []).append(waiting)
    return [
        Standing("", service, growth(some[0], beliefs), step_free=False,
                 since=sorted(one.waiting_since.timestamp() for one in some), promised_minutes=promised)
        for (service, promised), some in groups.items()
    ]  # fmt: skip


def tell(
    teller: Teller, us: Waiting, line: Sequence[Waiting], sits: Sequence[tuple[int, frozenset[str], str | None]]
) -> Forecast:
    """Return what this teller would say to somebody who comes now and finds all windows busy."""
    beliefs = Beliefs(teller.paces, Hours(OPENS.timestamp() - 9 * 3600, teller.hours), teller.coming, teller.policy)
    told = rules.expected_wait(
        service_id=us.service_id,
        weight=growth(us, beliefs),
        step_free=False,
        since=us.waiting_since.timestamp() + 1e-6,
        line=standing(line, beliefs),
        counters=[
            OpenCounter(services, accessible=True, busy_with=gives, factor=teller.factors.get(officer, 1.0))
            for officer, services, gives in sits
        ],
        beliefs=beliefs,
        at=us.waiting_since,
        promised_minutes=us.promised_minutes,
    )
    assert told is not None
    return teller.correction.of(told)


def play(
    hall: House,
    day: Sequence[tuple[Waiting, float]],
    random: Random,
    tellers: Mapping[str, Teller],
    told: Mapping[str, Told],
) -> list[Seen]:
    """Play one day by the real rule; keep what the tellers said beside what came; return the visits."""
    windows = hall.setting.windows
    sits = [window * hall.setting.shifts + random.randrange(hall.setting.shifts) for window in range(len(windows))]
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
                here = [*line.values()]
                busy = [(sits[n], windows[n], gives.get(n)) for n in range(len(windows))]
                said[us.ticket_id] = {name: tell(teller, us, here, busy) for name, teller in tellers.items()}
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
                came_true = (forecast, (at - called.waiting_since).total_seconds() / 60)
                told[name].pairs.append(came_true)
                if called.class_code == "priority":
                    told[name].first.append(came_true)
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


def coming(per_hour: Mapping[tuple[str, int], float], parts: Mapping[str, float]) -> Coming:
    """Return who is to come, as a forecast wants it."""
    classes = [
        ClassComing(weight, promised, {hour: people for (of, hour), people in per_hour.items() if of == code})
        for code, (weight, promised, _) in CLASSES.items()
    ]
    return Coming(classes, parts)


def true_coming(setting: Setting) -> Coming:
    """Return who comes in truth."""
    per_hour = LOAD * len(setting.windows) * 60 * sum(OFTEN) / len(SERVICES)
    of_all = {
        code: part if setting.with_priority else float(code == "ordinary") for code, (_, _, part) in CLASSES.items()
    }
    return coming(
        {
            (code, 9 + hour): per_hour * busy * part
            for hour, busy in enumerate(WEEK_OF_A_DAY)
            for code, part in of_all.items()
        },
        {service: often / sum(OFTEN) for service, often in zip(SERVICES, OFTEN, strict=True)},
    )


def learnt_coming(
    setting: Setting, usual: Mapping[str, float], came: Counter[tuple[str, int]], seen: Sequence[Seen]
) -> Coming:
    """Return who is to come as the house learns it."""
    visits = Counter(one.service_id for one in seen)
    expected = rules.usual_arrivals(
        counters=len(setting.windows), mean_minutes=mean(usual.values()), hours=HOURS, classes=["ordinary", "priority"]
    )
    return coming(
        rules.learnt_arrivals(
            came=[Came(code, hour, people) for (code, hour), people in came.items()],
            days=setting.learnt_days,
            usual=expected,
        ),
        rules.parts_of({service: visits[service] for service in SERVICES}),
    )


def tellers_of(hall: House, random: Random, days: int) -> dict[str, Teller]:
    """Return who tells waits in this hall after it was learnt from, and after as many days of waits that were kept."""
    setting = hall.setting
    learning = [arrivals(random, setting) for _ in range(setting.learnt_days)]
    came = Counter((one.class_code, one.waiting_since.hour) for day in learning for one, _ in day)
    seen = [visit for day in learning for visit in play(hall, day, random, {}, {})]
    learnt = by_officer_and_hour(hall.usual, seen)
    foreseen = replace(learnt, coming=learnt_coming(setting, hall.usual, came, seen), policy=POLICY)
    kept = {"foreseen": Told()}
    for _ in range(days):
        play(hall, arrivals(random, setting), random, {"foreseen": foreseen}, kept)
    correction = rules.learnt_correction(
        ToldAndCame(told.half_minutes, told.nine_in_ten_minutes, wait) for told, wait in kept["foreseen"].pairs
    )
    return {
        "service": by_service(hall.usual, seen),
        "learnt": learnt,
        "foreseen": foreseen,
        "told": replace(foreseen, correction=correction),
        "known": replace(hall.known(), coming=true_coming(setting), policy=POLICY),
    }


def measure(setting: Setting, days: int, random: Random) -> dict[str, object]:
    """Return how true the waits of one kind of hall were, over several halls of it."""
    told = {name: Told() for name in TELLERS}
    for _ in range(HALLS):
        hall = house(setting, random)
        tellers = tellers_of(hall, random, days)
        for _ in range(days):
            play(hall, arrivals(random, setting), random, tellers, told)
    return {
        "visitors_told": len(told["known"].pairs),
        "mean_wait": round(mean(wait for _, wait in told["known"].pairs), 1),
        **{name: one.figures() for name, one in told.items()},
    }


def main() -> None:
    """Play, print a table, and one JSON object last."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--days", type=int, default=12, help="days on which waits are told, in each of four halls")
    days = arguments.parse_args().days
    found: dict[str, dict[str, object]] = {}
    for name, setting in SETTINGS.items():
        found[name] = seen = measure(setting, days, Random(f"told {name}"))
        print(f"{name}: {seen['visitors_told']} told, mean wait {seen['mean_wait']} minutes")
        for teller in TELLERS:
            one = seen[teller]
            assert isinstance(one, dict)
            print(f"  {teller:8}", "  ".join(f"{what} {value:g}" for what, value in one.items()))
    print(json.dumps(found))


if __name__ == "__main__":
    main()
