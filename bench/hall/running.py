"""One run of the hall: a database of its own, the house, its clients, and the journal written out at the end."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from bench.hall import centre
from bench.hall.centre import CENTRE, OPENS, ROOT, Window
from bench.hall.clients import Hall, Log, Manners, printer
from bench.hall.officers import play
from bench.hall.planted import IN_THE_HOUSE
from darcha.plumbing.postgres import APP_ROLE, OWNER_ROLE, create_database, drop_database, embedded_server
from darcha.plumbing.sealing import make_keys

READY = "hall_ready"
"""The database every run starts from a copy of."""


@dataclass(frozen=True, slots=True)
class Ground:
    """An embedded server with a loaded centre, and who sits there."""

    place: Path
    superuser: str
    sat: list[Window]
    furnishing: dict[str, Any]
    appointments: tuple[centre.Appointment, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """How a run is to go. `begins`: what the hall's clock shows first; `speed`: how many times as fast as outside it runs."""

    visitors: int
    officers: int
    workers: int = 4
    kill_every: float = 2.0
    kiosks: int = 24
    most_waiting: int = 400
    begins: datetime = OPENS
    speed: float = 20.0
    manners: Manners = field(default_factory=Manners)
    plant: str | None = None
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Run:
    """What is left of a run: the clients' log, the journal, and the figures only the bench knows."""

    log: Path
    journal: Path
    kills: int
    repeated: int
    lost: int
    seconds: float
    stuck: tuple[str, ...]


@contextmanager
def ground(place: Path, *, officers: int, alike: bool = False, appointments: int = 0) -> Iterator[Ground]:
    """Start a server in `place` and make the database the runs are copied from, with so many appointments booked."""
    with embedded_server(place) as superuser:
        create_database(superuser, READY)
        make_keys(place / "keys")
        os.environ |= environment_of(place, READY)
        import django

        django.setup()
        from django.db import connections

        file = place / "centre.yaml"
        centre.write_centre(file, officers=officers, alike=alike)
        centre.load(file)
        sat = centre.windows(officers=officers)
        furnishing = centre.furnishing(sat)
        booked = centre.book(many=appointments)
        connections.close_all()
        yield Ground(place, superuser, sat, furnishing, booked)


def environment_of(place: Path, database: str) -> dict[str, str]:
    """Return what a process needs to know to serve that database."""
    at = f"host={place.resolve() / 'postgres'} dbname={database} user="
    return {
        "DARCHA_DATA": str(place),
        "DATABASE_URL": at + APP_ROLE,
        "DATABASE_OWNER_URL": at + OWNER_ROLE,
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }


def clock(speed: float, *, begins: datetime = OPENS, began: float | None = None) -> str:
    """Return a clock that shows `begins` at `began`, now if that is not told."""
    opened = time.time() if began is None else began
    return f"{datetime.fromtimestamp(opened, tz=UTC).isoformat()} {begins.isoformat()} {speed}"


@asynccontextmanager
async def house(
    on: Ground, database: str, plan: Plan, told: list[dict[str, Any]], *, began: float | None = None
) -> AsyncIterator[int]:
    """Run the house with its workers while the block runs; yield its port. `told` gets what it says."""
    printing = await printer()
    environment = os.environ | environment_of(on.place, database) | {
        "DARCHA_CLOCK": clock(plan.speed, begins=plan.begins, began=began),
        "DARCHA_PRINTER": f"tcp://127.0.0.1:{printing.sockets[0].getsockname()[1]}",
    }  # fmt: skip
    command = ["-m", "bench.hall.house", "--workers", str(plan.workers), "--kill-every", str(plan.kill_every)]
    command += ["--seed", str(plan.seed), *(["--plant", plan.plant] if plan.plant else [])]
    with (on.place / f"{database}.err").open("wb") as complaints:
        process = await asyncio.create_subprocess_exec(
            sys.executable, *command, cwd=ROOT, env=environment, stdout=asyncio.subprocess.PIPE, stderr=complaints
        )
    assert process.stdout is not None
    try:
        first = await process.stdout.readline()
        if not first:
            raise RuntimeError((on.place / f"{database}.err").read_text(errors="replace")[-2000:])
        listening = asyncio.create_task(_listen(process.stdout, told))
        yield int(json.loads(first)["port"])
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
        printing.close()
    await listening


async def _listen(said: asyncio.StreamReader, told: list[dict[str, Any]]) -> None:
    told.extend([json.loads(line) async for line in said])


def run(on: Ground, plan: Plan, *, name: str) -> Run:
    """Play a hall; return what is left of it."""
    database = f"hall_{name}"
    drop_database(on.superuser, database)
    create_database(on.superuser, database, template=READY)
    address = make_conninfo(on.superuser, dbname=database)
    if plan.plant:
        with psycopg.connect(address) as connection:
            for index in IN_THE_HOUSE[plan.plant].without:
                _drop(connection, index)
    log, journal = on.place / f"{name}.clients.jsonl", on.place / f"{name}.journal.jsonl"
    told: list[dict[str, Any]] = []
    began = time.monotonic()
    hall = asyncio.run(_play(on, database, plan, log, told))
    seconds = time.monotonic() - began
    write_journal(address, journal)
    drop_database(on.superuser, database)
    kills = sum("killed" in line for line in told)
    return Run(log, journal, kills, hall.log.repeated, hall.log.lost, seconds, tuple(hall.stuck))


def _drop(connection: psycopg.Connection, index: str) -> None:
    """Take a guard out of the database: a constraint, or an index alone."""
    row = connection.execute(
        "SELECT conrelid::regclass::text FROM pg_constraint WHERE conname = %s", [index]
    ).fetchone()
    if row:
        drop = sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(sql.Identifier(row[0]), sql.Identifier(index))
    else:
        drop = sql.SQL("DROP INDEX {}").format(sql.Identifier(index))
    connection.execute(drop)


async def _play(on: Ground, database: str, plan: Plan, log: Path, told: list[dict[str, Any]]) -> Hall:
    began = time.time()
    with log.open("w", encoding="utf-8") as file:
        async with house(on, database, plan, told, began=began) as port:
            hall = Hall(
                port=port,
                log=Log(file),
                random=Random(f"hall {plan.seed}"),
                manners=plan.manners,
                visitors=plan.visitors,
                room=asyncio.Semaphore(plan.most_waiting),
                speed=plan.speed,
                began=began,
                appointments=list(on.appointments),
            )
            sat = on.sat[: plan.officers]
            counters = {str(window.counter_id): on.furnishing["counters"][str(window.counter_id)] for window in sat}
            hall.log.write(**on.furnishing | {"counters": counters})
            await play(hall, sat, kiosks=plan.kiosks)
    return hall


_JOURNAL = """
SELECT json_build_object('epoch', epoch, 'seq', seq, 'moment', to_char(moment AT TIME ZONE 'UTC',
    'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'), 'kind', kind, 'subject', subject, 'actor', actor, 'data', data, 'key', key,
    'previous_hash', previous_hash, 'hash', hash)::text
FROM journal_entry WHERE centre = %s ORDER BY epoch, seq
"""


def write_journal(address: str, path: Path) -> None:
    """Write the centre's journal as JSON lines; the last line is the head, what `darcha verify` keeps as a checkpoint."""
    with psycopg.connect(address) as connection, path.open("w", encoding="utf-8") as file:
        for (line,) in connection.execute(_JOURNAL, [CENTRE]):
            file.write(json.dumps(json.loads(line), ensure_ascii=False, separators=(",", ":")) + "\n")
        head = connection.execute("SELECT epoch, seq, hash FROM journal_head WHERE centre = %s", [CENTRE]).fetchone()
        assert head is not None
        file.write(json.dumps({"head": {"centre": CENTRE, "epoch": head[0], "seq": head[1], "hash": head[2]}}) + "\n")


def polite(plan: Plan) -> Plan:
    """Return the plan without a kill and without a repeated request."""
    return replace(plan, kill_every=0.0, manners=Manners(at_once=0, again=0, cut=0, late=0))
