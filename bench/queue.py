"""Visits a second through the real actions, beside what PostgreSQL itself can do in the same run.

    python -m bench.queue [--visits 2000] [--threads 8]

A visit is four committed actions: issue, call, start, finish. The limit is a bare loop of psycopg on the same server with
the same threads: a visit there is the commits and row writes no visit can do without (insert a ticket, take it, begin,
end; one journal row each), with no rule, no hash, no number counter. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

ROOT = Path(__file__).parent.parent
AT = datetime(2010, 4, 7, 4, 30, tzinfo=UTC)
SERVICES = ("PJ-01", "PJ-03", "MFB-01", "MFB-02", "FHDYO-01", "SOLIQ-01")
WARM_UP = 50

_OFFICERS = """
INSERT INTO centres_counter (centre_id, number, accessible, hearing_loop, quick, withdrawn)
    SELECT 'SRG', 100 + n, true, false, false, false FROM generate_series(1, %(many)s) AS n;
INSERT INTO access_employee (login, password, name, sex, centre_id, of_staff, is_active)
    SELECT 'officer' || n, '!', 'Officer ' || n, 'F', 'SRG', false, true FROM generate_series(1, %(many)s) AS n;
INSERT INTO access_grant (employee_id, role, centre_id)
    SELECT id, 'counter_officer', 'SRG' FROM access_employee WHERE login LIKE 'officer%%';
INSERT INTO access_skill (employee_id, service_id)
    SELECT id, code FROM access_employee, catalogue_service WHERE login LIKE 'officer%%';
UPDATE centres_centre SET edition = gen_random_uuid()
"""

_BARE = """
CREATE TABLE bare_ticket (id bigserial PRIMARY KEY, code text UNIQUE, state text NOT NULL, called_at timestamptz,
    started_at timestamptz, finished_at timestamptz);
CREATE TABLE bare_entry (id bigserial PRIMARY KEY, kind text NOT NULL, data jsonb NOT NULL);
"""


def at_once(count: int, work: Callable[[int], list[float]], close: Callable[[], None]) -> tuple[float, list[float]]:
    """Return the seconds `count` threads took together, and every span they measured."""
    ready = Barrier(count + 1)

    def run(place: int) -> list[float]:
        ready.wait()
        try:
            return work(place)
        finally:
            close()

    with ThreadPoolExecutor(count) as threads:
        running = [threads.submit(run, place) for place in range(count)]
        ready.wait()
        began = time.perf_counter()
        spans = [span for one in running for span in one.result()]
        return time.perf_counter() - began, spans


def bare(address: str, *, visits: int, threads: int) -> float:
    """Return visits a second of the bare loop."""
    import psycopg

    def work(place: int) -> list[float]:
        with psycopg.connect(address, autocommit=True) as connection:
            for number in range(visits // threads):
                with connection.transaction():
                    row = connection.execute(
                        "INSERT INTO bare_ticket (code, state) VALUES (%s, 'waiting') RETURNING id",
                        [f"{place}-{number}"],
                    ).fetchone()
                    connection.execute("INSERT INTO bare_entry (kind, data) VALUES ('issued', '{}')")
                for state in ("called", "started", "finished"):
                    with connection.transaction():
                        connection.execute(
                            f"UPDATE bare_ticket SET state = %s, {state}_at = %s WHERE id = %s",
                            [state, AT, row[0] if row else None],
                        )
                        connection.execute("INSERT INTO bare_entry (kind, data) VALUES (%s, '{}')", [state])
        return []

    seconds, _ = at_once(threads, work, lambda: None)
    return visits // threads * threads / seconds


def _simply(name: str, action: Callable[..., object], **given: object) -> None:  # noqa: ARG001 -- nobody counts
    action(**given)


def a_visit(sits: tuple[int, Any], *, service: str, key: str, do: Callable[..., None] = _simply) -> None:
    """Let a visitor come to a counter with its officer and go; `do` is given each action with its name."""
    from darcha.kernel.actor import kiosk
    from darcha.queue import actions

    counter_id, officer = sits
    # One hour for all: a thread that runs ahead must not be called before it came.
    here: dict[str, object] = {"counter_id": counter_id, "at": AT + timedelta(minutes=10), "by": officer}
    door = kiosk(centre_id="SRG")
    do("issue_ticket", actions.issue_ticket, centre_id="SRG", service_id=service, language="uz", at=AT, by=door,
       key=f"{key}-i")  # fmt: skip
    do("call_next", actions.call_next, **here, key=f"{key}-c")
    do("start", actions.start, **here, key=f"{key}-s")
    do("finish", actions.finish, **here, sex="F", age_band="30-44", disability=False, key=f"{key}-f")


def real(
    officers: Sequence[tuple[int, Any]], *, visits: int, services: Sequence[str] = SERVICES
) -> tuple[float, dict[str, list[float]]]:
    """Return visits a second through the actions with a thread an officer, and the milliseconds each action took."""
    from django.db import connection

    spans: dict[str, list[float]] = {"issue_ticket": [], "call_next": [], "start": [], "finish": []}

    def timed(name: str, action: Callable[..., object], **given: object) -> None:
        began = time.perf_counter()
        action(**given)
        spans[name].append(1000 * (time.perf_counter() - began))

    def work(place: int) -> list[float]:
        for number in range(visits // len(officers)):
            service = services[number % len(services)]
            a_visit(officers[place], service=service, key=f"{visits}-{place}-{number}", do=timed)
        return []

    def leave() -> None:
        connection.close()  # of the thread that calls: `connection` is another one in each

    seconds, _ = at_once(len(officers), work, leave)
    return visits // len(officers) * len(officers) / seconds, spans


def with_a_line_of(
    waiting: int, officer: tuple[int, Any], *, calls: int = 40, services: Sequence[str] = SERVICES
) -> float:
    """Return the median milliseconds of call_next while `waiting` people wait."""
    from darcha.kernel.actor import kiosk
    from darcha.queue import actions, models

    counter_id, by = officer
    door = kiosk(centre_id="SRG")
    missing = waiting - models.Ticket.objects.filter(state="waiting").count()
    for number in range(missing):
        actions.issue_ticket(
            centre_id="SRG", service_id=services[number % len(services)], language="uz", at=AT, by=door
        )
    spans = []
    for _ in range(calls):
        at = AT + timedelta(minutes=30)
        began = time.perf_counter()
        actions.call_next(counter_id=counter_id, at=at, by=by)
        spans.append(1000 * (time.perf_counter() - began))
        actions.no_show(counter_id=counter_id, at=at, by=by)
    return statistics.median(spans)


def main() -> None:
    """Measure, tell, and print one JSON object last."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--visits", type=int, default=2000)
    arguments.add_argument("--threads", type=int, default=8)
    arguments.add_argument("--line", type=int, default=2000, help="people waiting in the long line")
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as place:
        os.environ["DARCHA_DATA"] = place
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        os.environ.pop("DATABASE_URL", None)
        sys.path.insert(0, str(ROOT))
        from darcha.plumbing.postgres import create_database, embedded_server

        with embedded_server(Path(place)) as superuser:
            create_database(superuser, "darcha")
            print(json.dumps(measure(superuser, chosen.visits, chosen.threads, chosen.line)))


def measure(superuser: str, visits: int, threads: int, line: int) -> dict[str, object]:
    """Return the figures of one run on a fresh server."""
    import django
    import psycopg
    from psycopg.conninfo import make_conninfo

    django.setup()
    from django.core.management import call_command

    from darcha.access import queries as access
    from darcha.centres import queries as centres
    from darcha.journal import queries as journal
    from darcha.kernel.actor import system
    from darcha.national import actions as national
    from darcha.queue import actions

    call_command("migrate", database="owner", verbosity=0, interactive=False)
    for file in ("catalogue.yaml", "sergeli.yaml"):
        national.load_blueprint(
            path=ROOT / "blueprints" / "uzbekistan" / file, at=AT - timedelta(days=6), by=system("load")
        )
    address = make_conninfo(superuser, dbname="darcha")
    with psycopg.connect(address, cursor_factory=psycopg.ClientCursor) as connection:
        connection.execute(_OFFICERS, {"many": threads})
        connection.execute(_BARE)
    numbered = {counter.number: counter.id for counter in centres.counters(centre_id="SRG")}
    officers = [
        (numbered[100 + n], access.actor_of(employee_id=access.employee_by_login(login=f"officer{n}").id))
        for n in range(1, threads + 1)
    ]
    for counter_id, officer in officers:
        actions.open_counter(counter_id=counter_id, at=AT, by=officer)
    bare(address, visits=WARM_UP * threads, threads=threads)
    real(officers, visits=WARM_UP * threads)
    limits: list[float] = []
    speeds: list[float] = []
    spans: dict[str, list[float]] = {}
    for round_ in range(3):
        with psycopg.connect(address) as connection:
            connection.execute("TRUNCATE bare_ticket, bare_entry")
        limits.append(bare(address, visits=visits, threads=threads))
        # Another number of visits a round: the keys of a round are its own.
        speed, spans = real(officers, visits=visits + round_ * threads)
        speeds.append(speed)
        print(f"round {round_ + 1}: {speed:.0f} visits a second of {limits[-1]:.0f}")
    alone_speed, alone = real(officers[:1], visits=500)
    short, long = with_a_line_of(60, officers[0]), with_a_line_of(line, officers[0])
    return {
        "threads": threads,
        "visits": visits,
        "visits_per_second": round(statistics.median(speeds), 1),
        "limit_visits_per_second": round(statistics.median(limits), 1),
        "share_of_limit": round(statistics.median(speeds) / statistics.median(limits), 3),
        "visits_per_second_alone": round(alone_speed, 1),
        "milliseconds_alone": {name: round(statistics.median(some), 2) for name, some in alone.items()},
        "milliseconds_p99": {name: round(statistics.quantiles(some, n=100)[98], 2) for name, some in spans.items()},
        "call_next_milliseconds_with_20_waiting": round(short, 2),
        f"call_next_milliseconds_with_{line}_waiting": round(long, 2),
        "call_next_growth": round(long / short, 2),
        "journal_verified": journal.verify(centre_id="SRG") is None,
    }


if __name__ == "__main__":
    main()
