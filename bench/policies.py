"""The five policies in one simulated hall, called by the very rule that runs.

    python -m bench.policies [--days 40]

Twelve windows, each for two or three of six groups of services (4 to 20 minutes, lognormal with a spread of 0.8), two
peaks a day, one visitor in five with priority (promised 10 minutes), the others promised 20. Every policy meets the same
visitors with the same minutes. Three loads; the last one is more than the windows can do at the peaks. Shares are of all
visitors called within what they were promised; waits in minutes. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import heapq
import json
import math
from bisect import insort
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random
from statistics import mean, quantiles

from darcha.queue import rules
from darcha.queue.rules import Policy, Serving, Waiting

OPENS = datetime(2010, 4, 7, 4, tzinfo=UTC)
MINUTES = {"S1": 4.0, "S2": 6.0, "S3": 8.0, "S4": 10.0, "S5": 14.0, "S6": 20.0}
WEEK_OF_A_DAY = (0.7, 1.3, 1.4, 1.0, 0.7, 0.8, 1.3, 1.1, 0.7)
"""Arrivals in each of nine hours, against the mean."""
SPREAD = 0.8
CLASSES = {"priority": (200, 10, 0.2), "ordinary": (100, 20, 0.8)}
WINDOWS = [frozenset({f"S{n % 6 + 1}", f"S{(n + 1) % 6 + 1}", *([f"S{(n + 2) % 6 + 1}"] if n % 2 else [])})
           for n in range(12)]  # fmt: skip
LOADS = (0.75, 0.87, 0.97)


@dataclass(frozen=True, slots=True)
class Visit:
    """Who comes, and how long it takes at the window in truth."""

    waiting: Waiting
    minutes: float


def visitors(random: Random, load: float) -> list[Visit]:
    """Return the visitors of one day."""
    # Every service is the same amount of work: short ones are asked for more often.
    often = [1 / usual for usual in MINUTES.values()]
    per_hour = load * len(WINDOWS) * 60 * sum(often) / len(MINUTES)
    sigma = math.sqrt(math.log(1 + SPREAD**2))
    found: list[Visit] = []
    for hour, factor in enumerate(WEEK_OF_A_DAY):
        at = hour * 60 + random.expovariate(per_hour * factor / 60)
        while at < (hour + 1) * 60:
            (service,) = random.choices(list(MINUTES), often)
            code = "priority" if random.random() < CLASSES["priority"][2] else "ordinary"
            weight, promised, _ = CLASSES[code]
            waiting = Waiting(len(found) + 1, service, code, weight, OPENS + timedelta(minutes=at),
                              promised_minutes=promised, service_seconds=int(60 * MINUTES[service]))  # fmt: skip
            found.append(Visit(waiting, random.lognormvariate(math.log(MINUTES[service]) - sigma**2 / 2, sigma)))
            at += random.expovariate(per_hour * factor / 60)
    return found


def heads_of_classes(line: Sequence[Waiting]) -> list[Waiting]:
    """Return the first of each class alone: first come within a class, whatever the service."""
    first: dict[str, Waiting] = {}
    for waiting in line:
        first.setdefault(waiting.class_code, waiting)
    return list(first.values())


def play(day: Sequence[Visit], policy: Policy, *, strict: bool = False) -> tuple[list[tuple[Waiting, float]], int]:
    """Return the wait in minutes of everybody, and how many calls passed somebody of the same class."""
    minutes = {visit.waiting.ticket_id: visit.minutes for visit in day}
    events: list[tuple[datetime, int, int]] = [(visit.waiting.waiting_since, 0, n) for n, visit in enumerate(day)]
    heapq.heapify(events)
    line: list[Waiting] = []
    arrivals: dict[frozenset[str], list[datetime]] = {services: [] for services in WINDOWS}
    recent: list[tuple[str, ...]] = [() for _ in WINDOWS]
    idle = set(range(len(WINDOWS)))
    waits: list[tuple[Waiting, float]] = []
    passed = 0
    while events:
        at, kind, which = heapq.heappop(events)
        if kind == 0:
            came = day[which].waiting
            insort(line, came, key=lambda waiting: (waiting.waiting_since, waiting.ticket_id))
            for services, moments in arrivals.items():
                if came.service_id in services:
                    moments.append(came.waiting_since)
            # The least flexible idle window first.
            asked = sorted(idle, key=lambda window: (len(WINDOWS[window]), window))
        else:
            idle.add(which)
            asked = [which]
        for window in asked:
            services = WINDOWS[window]
            able = [waiting for waiting in line if waiting.service_id in services]
            if not able:
                continue
            would = rules.first_come_wait(waiting=len(able), arrivals=arrivals[services], at=at)
            counter = Serving(services, recent=recent[window], first_come_wait=would)
            choice = rules.next_visitor(heads_of_classes(able) if strict else able, counter, at, policy)
            assert choice is not None
            called = next(waiting for waiting in able if waiting.ticket_id == choice.ticket_id)
            passed += any(other.class_code == called.class_code and other.waiting_since < called.waiting_since
                          for other in able)  # fmt: skip
            line.remove(called)
            idle.discard(window)
            recent[window] = (called.class_code, *recent[window][:9])
            waits.append((called, (at - called.waiting_since).total_seconds() / 60))
            heapq.heappush(events, (at + timedelta(minutes=minutes[called.ticket_id]), 1, window))
    assert not line, "nobody is left"
    return waits, passed


def figures(days: Sequence[Sequence[Visit]], policy: Policy, *, strict: bool = False) -> dict[str, float]:
    """Return what the visitors of all days felt."""
    played = [play(day, policy, strict=strict) for day in days]
    waits = [one for day, _ in played for one in day]
    of: Mapping[str, list[float]] = {
        code: [wait for waiting, wait in waits if waiting.class_code == code] for code in CLASSES
    }
    within = Counter(waiting.class_code for waiting, wait in waits if wait <= waiting.promised_minutes)
    return {
        "mean": round(mean(wait for _, wait in waits), 2),
        "within": round(100 * sum(within.values()) / len(waits), 1),
        **{f"within_{code}": round(100 * within[code] / len(some), 1) for code, some in of.items()},
        **{f"p95_{code}": round(quantiles(some, n=20)[18], 1) for code, some in of.items()},
        "longest": round(mean(max(wait for _, wait in day) for day, _ in played), 1),
        "passed_in_class": round(100 * sum(passed for _, passed in played) / len(waits), 1),
    }


def main() -> None:
    """Play, print a table, and one JSON object last."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--days", type=int, default=40)
    days = arguments.parse_args().days
    bare = replace(rules.policy(rules.PROMISE), guard=0)
    candidates = [(name, rules.policy(name), False) for name in rules.POLICY_NAMES]
    candidates[4:4] = [
        ("promise, no guard", bare, False),
        ("promise, strict in class", rules.policy(rules.PROMISE), True),
    ]
    candidates += [(f"promise, guard {guard / 100}", replace(bare, guard=guard), False) for guard in (120, 200, 300)]
    told: dict[str, dict[str, dict[str, float]]] = {}
    for load in LOADS:
        random = Random(f"hall {load}")
        same = [visitors(random, load) for _ in range(days)]
        told[str(load)] = {}
        print(f"load {load}: {mean(len(day) for day in same):.0f} visitors a day")
        for name, policy, strict in candidates:
            told[str(load)][name] = seen = figures(same, policy, strict=strict)
            print(f"  {name:26}", "  ".join(f"{what} {value:g}" for what, value in seen.items()))
    print(json.dumps(told))


if __name__ == "__main__":
    main()
