"""The embedded server: the last to leave stops it, whoever was killed before."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from darcha.plumbing.postgres import embedded_server

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")

USER = """
import sys
from pathlib import Path
from darcha.plumbing.postgres import embedded_server
with embedded_server(Path(sys.argv[1]), durable=False):
    print("here", flush=True)
    sys.stdin.read()
"""


def _answers(address: str) -> bool:
    try:
        with psycopg.connect(address) as connection:
            return connection.execute("SELECT 1").fetchone() == (1,)
    except psycopg.OperationalError:
        return False


def _another_user(data: Path, *, first: str = "here\n") -> subprocess.Popen[str]:
    user = subprocess.Popen(
        [sys.executable, "-c", USER, str(data)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert user.stdout
    assert not first or user.stdout.readline() == first
    return user


def _leaves(user: subprocess.Popen[str]) -> None:
    user.communicate(timeout=20)


def test_a_server_is_stopped_by_its_last_user_though_another_was_killed(tmp_path: Path) -> None:
    killed = _another_user(tmp_path)
    with embedded_server(tmp_path, durable=False) as address:
        os.kill(killed.pid, signal.SIGKILL)
        _leaves(killed)
        assert _answers(address)
    assert not _answers(address), "the list of users still names the killed one, but it is not here"


def test_a_server_stays_while_somebody_uses_it(tmp_path: Path) -> None:
    other = _another_user(tmp_path)
    with embedded_server(tmp_path, durable=False) as address:
        assert _answers(address)
    assert _answers(address)
    _leaves(other)
    assert not _answers(address)


def test_a_server_starts_after_a_power_cut_though_its_number_belongs_to_another_process(tmp_path: Path) -> None:
    place = tmp_path / "postgres"
    with embedded_server(tmp_path, durable=False):
        notes = {name: (place / name).read_text().splitlines() for name in ("postmaster.pid", ".s.PGSQL.5432.lock")}
    for name, lines in notes.items():
        (place / name).write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    with embedded_server(tmp_path, durable=False) as address:
        assert _answers(address)


@pytest.mark.django_db
def test_the_servers_log_quotes_nobody() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, current_setting('log_min_error_statement'), current_setting('log_error_verbosity')"
        )
        assert cursor.fetchone() == ("darcha_app", "panic", "terse")


def test_a_server_that_starts_slowly_is_waited_for(tmp_path: Path) -> None:
    with embedded_server(tmp_path, durable=False):
        pass
    note = tmp_path / "postgres" / "postmaster.pid"
    starts = subprocess.Popen(["sleep", "60", str(note.parent)])  # a process that looks like the server's
    try:
        note.write_text(f"{starts.pid}\n{note.parent}\n1\n5432\n{note.parent}\n\n0 0\nstarting\n", encoding="utf-8")
        waits = _another_user(tmp_path, first="")
        time.sleep(2)
        assert waits.poll() is None, "it took a server that starts for one that is ready, or for none"
    finally:
        starts.kill()
        starts.wait()
    note.unlink()
    assert waits.stdout
    assert waits.stdout.readline() == "here\n"
    _leaves(waits)
