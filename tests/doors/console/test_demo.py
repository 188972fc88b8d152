"""`darcha demo`, as somebody starts, leaves, kills and starts it again."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import psycopg
import pytest

READY_SECONDS = 120
LEAVES_SECONDS = 20


def _tuesday() -> str:
    """Return the clock of a house in which it is Tuesday morning, whenever this runs."""
    return f"{datetime.now(UTC).isoformat()} 2026-11-24T05:00:00+00:00 1"


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DARCHA_", "DATABASE_"))}
    return kept | {"PYTHONUNBUFFERED": "1", "PYTHONWARNINGS": "ignore::ResourceWarning"}


@dataclass(slots=True)
class Demo:
    """A running `darcha demo` in a process group of its own, as a terminal starts it."""

    data: Path
    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)
    address: str = ""
    listener: Thread | None = None

    def listen(self) -> None:
        assert self.process.stderr
        with self.process.stderr as said:
            self.said.extend(said)

    def told(self) -> str:
        return "".join(self.said)

    def until_ready(self) -> Demo:
        until = time.monotonic() + READY_SECONDS
        while not self.address:
            assert self.process.poll() is None, self.told()
            assert time.monotonic() < until, f"not ready within {READY_SECONDS} s\n{self.told()}"
            found = re.search(r"Kiosk +(http://localhost:\d+)/kiosk/SRG/", self.told())
            self.address = found[1] if found else ""
            time.sleep(0.1)
        while self.status("/") != 200:
            assert time.monotonic() < until, self.told()
            time.sleep(0.1)
        return self

    def status(self, path: str) -> int:
        try:
            with urllib.request.urlopen(f"{self.address}{path}", timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def head(self) -> int:
        with psycopg.connect(f"host={self.data}/postgres dbname=darcha user=darcha_app") as connection:
            row = connection.execute("SELECT seq FROM journal_head WHERE centre = 'SRG'").fetchone()
        return int(row[0]) if row else 0

    def lives(self) -> None:
        """Wait until somebody was called; the page of the display may be looked at meanwhile."""
        before, until = self._calls(), time.monotonic() + 60
        while self._calls() <= before:
            assert self.process.poll() is None, self.told()
            assert time.monotonic() < until, f"nobody is called\n{self.told()}"
            time.sleep(0.25)

    def _calls(self) -> int:
        with psycopg.connect(f"host={self.data}/postgres dbname=darcha user=darcha_app") as connection:
            row = connection.execute("SELECT count(*) FROM journal_entry WHERE kind = 'ticket.called'").fetchone()
        return int(row[0]) if row else 0

    def ctrl_c(self) -> int:
        """Press Ctrl-C: the terminal tells everybody in the group."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(LEAVES_SECONDS)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(LEAVES_SECONDS)


def left_behind(data: Path) -> list[str]:
    """Return the command lines of living processes that name this directory."""
    found = []
    for process in Path("/proc").iterdir():
        try:
            words = (
                (process / "cmdline").read_text(errors="replace").replace("\0", " ") if process.name.isdigit() else ""
            )
        except OSError:
            continue
        if str(data) in words and int(process.name) != os.getpid():
            found.append(words)
    return found


def darcha(*words: str, data: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).parent / "darcha", *words, "--data", data],
        env=_environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


class Demos:
    """Start demos and see to it that none outlives the test."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.started: list[Demo] = []

    def start(self, *words: str, port: int = 0) -> Demo:
        process = subprocess.Popen(
            [Path(sys.executable).parent / "darcha", "demo", "--port", str(port), "--data", self.data, *words],
            env=_environment() | {"DARCHA_CLOCK": _tuesday()},
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        demo = Demo(self.data, process)
        self.started.append(demo)
        demo.listener = Thread(target=demo.listen, daemon=True)
        demo.listener.start()
        return demo

    def end(self) -> None:
        for demo in self.started:
            if demo.process.poll() is None:
                demo.process.send_signal(signal.SIGTERM)
                try:
                    demo.process.wait(LEAVES_SECONDS)
                except subprocess.TimeoutExpired:
                    demo.kill()
            assert demo.listener
            demo.listener.join(LEAVES_SECONDS)


@pytest.fixture
def demos(tmp_path: Path) -> Iterator[Demos]:
    """Start demos on a machine on which nothing of Darcha is."""
    running = Demos(tmp_path / "new")
    yield running
    running.end()


@pytest.fixture
def later_demos(house: Path) -> Iterator[Demos]:
    """Start demos where the tables are made already."""
    running = Demos(house)
    yield running
    running.end()


@pytest.mark.xdist_group("demo")
def test_the_demo_lives_is_left_is_killed_and_lives_again(demos: Demos) -> None:
    demo = demos.start("--speed", "240").until_ready()
    assert [demo.status(path) for path in ("/", "/kiosk/SRG/", "/display/SRG/", "/sign-in/")] == [200] * 4
    demo.lives()
    before = demo.head()
    assert demo.ctrl_c() == 0, demo.told()
    assert "Traceback" not in demo.told()
    assert left_behind(demos.data) == []

    again = demos.start("--speed", "240").until_ready()
    assert "days are played first" not in again.told()
    assert again.head() >= before
    again.lives()
    again.kill()

    third = demos.start("--speed", "240").until_ready()
    third.lives()
    assert third.ctrl_c() == 0, third.told()
    assert left_behind(demos.data) == [], "the killed one is not waited for"
    assert darcha("verify", data=demos.data).returncode == 0
    assert "Traceback" not in "".join(demo.told() for demo in demos.started)


@pytest.mark.xdist_group("demo")
def test_an_empty_hall_is_ready_at_once_and_nobody_comes(later_demos: Demos) -> None:
    demo = later_demos.start("--no-visitors").until_ready()
    assert demo.status("/kiosk/SRG/") == 200
    other = later_demos.start("--no-visitors")
    assert other.process.wait(30) == 1
    assert "Another demo lives in" in other.told()
    assert "http" not in other.told()
    before = demo.head()
    time.sleep(1)
    assert demo.head() == before
    assert demo.ctrl_c() == 0, demo.told()
    assert left_behind(later_demos.data) == []


@pytest.mark.xdist_group("demo")
def test_a_taken_port_is_said_before_anything_is_set_up(demos: Demos) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        demo = demos.start(port=port)
        assert demo.process.wait(30) == 1
    assert f"Nobody can be let in at 127.0.0.1:{port}: address already in use." in demo.told()
    assert "Traceback" not in demo.told()
    assert left_behind(demos.data) == []
    assert darcha("migrate", "--check", data=demos.data).returncode == 1, "the tables are still to be made"


@pytest.mark.xdist_group("demo")
def test_ctrl_c_while_the_past_is_played_leaves_nothing_behind_and_can_be_started_again(later_demos: Demos) -> None:
    demo = later_demos.start()
    until = time.monotonic() + READY_SECONDS
    while "days are played first" not in demo.told():
        assert demo.process.poll() is None, demo.told()
        assert time.monotonic() < until
        time.sleep(0.05)
    time.sleep(1)
    assert demo.ctrl_c() == 0, demo.told()
    assert left_behind(later_demos.data) == []
    again = later_demos.start("--speed", "240").until_ready()
    again.lives()
    assert again.ctrl_c() == 0
