"""A thousand screens of one hall: how soon a committed call is on each of them, and whether any is missed.

    python -m bench.display_fanout [--screens 1000] [--calls-a-second 10] [--seconds 60] [--workers 1]

`darcha serve` answers the screens, raw connections that come back with the last event they saw; officers call by the
product's own actions at a steady pace. Half-way the server is killed and started anew. Then the bytes the first screen
got are sent to as many screens by a raw asyncio server: what sending alone takes on this machine. The last line is one
JSON object.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import signal
import socket
import sys
import tempfile
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

from bench.fanout.judging import Gap, Heard, Verdict, judge, over_in
from bench.hall.centre import ALIKE, CENTRE, ROOT, SERVICES
from bench.hall.running import READY, Ground, clock, environment_of, ground
from darcha.plumbing.postgres import create_database

DATABASE = "fanout"
STREAM = f"/display/{CENTRE}/stream"
GIVEN = [code for code in SERVICES if code.split("-")[0] in ALIKE]
WAITING = 60
_SETTLING_SECONDS = 3
_PATIENCE_SECONDS = 40


@dataclass(slots=True)
class Officers:
    """Calls visitors to counter after counter; a call stands until its counter's turn comes again."""

    officers: list[tuple[int, Any]]
    moments: list[float] = field(default_factory=list)
    over: list[float] = field(default_factory=list)
    late_seconds: float = 0.0

    def sit_down(self) -> None:
        """Open every counter, and let some wait."""
        from darcha.plumbing import clock as doors
        from darcha.queue import actions as queue

        for counter_id, officer in self.officers:
            queue.open_counter(counter_id=counter_id, at=doors.now(), by=officer)
        for number in range(WAITING):
            self._issue(number)

    def call(self, calls: int, calls_a_second: float) -> None:
        """Make so many calls at a steady pace; note the moment before each commit."""
        from django.db import transaction

        from darcha.plumbing import clock as doors
        from darcha.queue import actions as queue

        counters = cycle(self.officers)
        began = time.monotonic()
        for number in range(calls):
            self.late_seconds = max(self.late_seconds, time.monotonic() - began - number / calls_a_second)
            time.sleep(max(0.0, began + number / calls_a_second - time.monotonic()))
            counter_id, officer = next(counters)
            if number >= len(self.officers):
                queue.no_show(counter_id=counter_id, at=doors.now(), by=officer)
                self.over.append(time.monotonic())
            self._issue(number)
            with transaction.atomic():
                queue.call_next(counter_id=counter_id, at=doors.now(), by=officer)
                self.moments.append(time.monotonic())

    @staticmethod
    def _issue(number: int) -> None:
        from darcha.kernel.actor import kiosk
        from darcha.plumbing import clock as doors
        from darcha.queue import actions as queue

        queue.issue_ticket(
            centre_id=CENTRE,
            service_id=GIVEN[number % len(GIVEN)],
            language="uz",
            at=doors.now(),
            by=kiosk(centre_id=CENTRE),
        )


# programs beside this one


@asynccontextmanager
async def program(*command: str, **more: Any) -> AsyncIterator[Process]:
    """Run a program while the block runs."""
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, **more)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def told(process: Process) -> dict[str, Any]:
    """Return the next JSON line a program says."""
    assert process.stdout is not None
    return json.loads(await asyncio.wait_for(process.stdout.readline(), _PATIENCE_SECONDS))


def serve(port: int, workers: int, environment: Mapping[str, str]) -> Any:
    """Run the house."""
    darcha = str(Path(sys.executable).with_name("darcha"))
    command = (darcha, "serve", "--port", str(port), "--workers", str(workers))
    return program(*command, env=environment, stdout=asyncio.subprocess.DEVNULL, start_new_session=True)


def screens(port: int, path: str, many: int, log: Path) -> Any:
    """Run the screens."""
    command = ["-m", "bench.fanout.screens", "--port", str(port), "--path", path, "--screens", str(many)]
    return program(sys.executable, *command, "--log", str(log), stdout=PIPE)


def free_port() -> int:
    """Return a port nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


async def listening(port: int) -> None:
    """Return when somebody answers there."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.05)
        else:
            writer.close()
            return
    raise RuntimeError("the house did not open")


def kilobytes(process: Process) -> int:
    """Return the memory of a program and of the programs it started."""
    listed = [Path(f"/proc/{process.pid}"), *_children(process.pid)]
    found = [line.split() for one in listed for line in (one / "status").read_text().splitlines()]
    return sum(int(words[1]) for words in found if words and words[0] == "VmRSS:")


def _children(pid: int) -> list[Path]:
    started = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [Path(f"/proc/{child}") for child in started]


def heard_in(log: Path) -> list[Heard]:
    """Return what each screen heard."""
    return [json.loads(line)["heard"] for line in log.read_text().splitlines()]


# the two ways


@dataclass(frozen=True, slots=True)
class Played:
    """What came of the house's turn."""

    gap: Gap
    kilobytes_a_screen: float


async def house_turn(officers: Officers, chosen: argparse.Namespace, environment: dict[str, str], log: Path) -> Played:
    """Let the house serve the screens; kill it half-way."""
    port, calls = free_port(), round(chosen.seconds * chosen.calls_a_second)
    async with serve(port, chosen.workers, environment) as house:
        await listening(port)
        async with screens(port, STREAM, 1, log):
            await asyncio.sleep(1)
        before = kilobytes(house)
        async with screens(port, STREAM, chosen.screens, log) as hall:
            await told(hall)
            await asyncio.sleep(_SETTLING_SECONDS)
            a_screen = (kilobytes(house) - before) / chosen.screens
            calling = asyncio.create_task(asyncio.to_thread(officers.call, calls, chosen.calls_a_second))
            await asyncio.sleep(chosen.seconds / 2)
            killed = time.monotonic()
            os.killpg(house.pid, signal.SIGKILL)
            await house.wait()
            async with serve(port, chosen.workers, environment):
                back = (await told(hall))["at"]
                await calling
                await asyncio.sleep(_SETTLING_SECONDS)
                hall.terminate()
                await hall.wait()
    return Played(Gap(killed, back), round(a_screen, 1))


async def peer_turn(chosen: argparse.Namespace, recorded: Path, log: Path) -> dict[int, float]:
    """Let a raw server send the same bytes; return when it began to send each call."""
    command = ["-m", "bench.fanout.peer", "--pieces", str(recorded), "--calls-a-second", str(chosen.calls_a_second)]
    moments: dict[int, float] = {}
    async with program(sys.executable, *command, stdin=PIPE, stdout=PIPE) as peer:
        port = (await told(peer))["port"]
        async with screens(port, "/", chosen.screens, log) as hall:
            await told(hall)
            assert peer.stdin is not None
            peer.stdin.write(b"\n")
            while not (said := await told(peer)).get("over"):
                moments |= dict.fromkeys(said["calls"], said["moment"])
            await asyncio.sleep(_SETTLING_SECONDS)
            hall.terminate()
            await hall.wait()
        peer.stdin.write(b"\n")
    return moments


def play(on: Ground, chosen: argparse.Namespace) -> tuple[Verdict, Verdict, dict[str, Any]]:
    """Play both turns; return what the screens heard of the house, of the peer, and the other figures."""
    from django.conf import settings
    from django.db import connections

    from config.start import prepare
    from darcha.access import queries as access

    create_database(on.superuser, DATABASE, template=READY)
    os.environ |= environment_of(on.place, DATABASE) | {"DARCHA_CLOCK": clock(1.0)}
    prepare()
    for alias in ("default", "owner"):
        connections[alias].settings_dict["NAME"] = settings.DATABASES[alias]["NAME"] = DATABASE
    officers = Officers(
        [
            (window.counter_id, access.actor_of(employee_id=access.employee_by_login(login=window.login).id))
            for window in on.sat
        ]
    )
    officers.sit_down()
    connections.close_all()
    log, peer_log = on.place / "house.jsonl", on.place / "peer.jsonl"
    played = asyncio.run(house_turn(officers, chosen, dict(os.environ), log))
    with psycopg.connect(make_conninfo(on.superuser, dbname=DATABASE)) as connection:
        rows = connection.execute("SELECT seq FROM journal_entry WHERE kind = 'ticket.called' ORDER BY seq").fetchall()
    calls = [seq for (seq,) in rows]
    committed = dict(zip(calls, officers.moments, strict=True))
    # Counters take turns, so calls end in the order they were made.
    excused = over_in(played.gap, committed, dict(zip(calls, officers.over, strict=False)))
    ours = judge(committed, heard_in(log), played.gap, excused=excused)
    sent = asyncio.run(peer_turn(chosen, log.with_suffix(".pieces"), peer_log))
    theirs = judge(sent, heard_in(peer_log))
    return ours, theirs, {
        "calls": len(committed),
        "over_while_away": len(excused),
        "away_seconds": round(played.gap.back - played.gap.killed, 1),
        "officers_late_seconds": round(officers.late_seconds, 2),
        "kilobytes_a_screen": played.kilobytes_a_screen,
    }  # fmt: skip


def main() -> None:
    """Play, judge, and print one JSON object last."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--screens", type=int, default=1000)
    arguments.add_argument("--calls-a-second", type=float, default=10.0)
    arguments.add_argument("--seconds", type=float, default=60.0)
    arguments.add_argument("--workers", type=int, default=1)
    arguments.add_argument("--counters", type=int, default=99, help="a call stands for counters / calls a second (99)")
    chosen = arguments.parse_args()
    # Leave through every `finally`: nothing that was started is to outlive the bench.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with tempfile.TemporaryDirectory() as place, ground(Path(place), officers=chosen.counters, alike=True) as on:
        ours, theirs, more = play(on, chosen)
    for name, verdict in (("house", ours), ("peer", theirs)):
        print(
            f"{name:6} p50 {verdict.p50_ms:8.1f} ms  p99 {verdict.p99_ms:8.1f} ms  max {verdict.max_ms:8.1f} ms"
            f"  of {verdict.measured}; missed {verdict.missed}, repeated {verdict.repeated},"
            f" invented {verdict.invented}, reordered {verdict.reordered}",
            flush=True,
        )
    figures = {
        "screens": chosen.screens,
        "calls_a_second": chosen.calls_a_second,
        "workers": chosen.workers,
        "missed": ours.missed,
        "repeated": ours.repeated,
        "invented": ours.invented,
        "reordered": ours.reordered,
        "p50_ms": ours.p50_ms,
        "p99_ms": ours.p99_ms,
        "max_ms": ours.max_ms,
        "peer_p50_ms": theirs.p50_ms,
        "peer_p99_ms": theirs.p99_ms,
        "peer_max_ms": theirs.max_ms,
        "p99_to_peer": round(ours.p99_ms / theirs.p99_ms, 2) if theirs.p99_ms else None,
    }
    print(json.dumps(figures | more))
    raise SystemExit(0 if ours.is_right else 1)


if __name__ == "__main__":
    main()
