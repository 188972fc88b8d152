"""How a process of Darcha begins: settings named, the clock set, the embedded server up where one is wanted."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from contextlib import nullcontext
from datetime import datetime
from functools import cache

from config.environment import read_environment
from darcha.plumbing.clock import Clock, set_clock
from darcha.plumbing.postgres import DATABASE, create_database, database_exists, embedded_server
from darcha.plumbing.sealing import make_keys


@cache
def prepare() -> None:
    """Name the settings and set the clock, once a process: the demo sets its clock anew, and that one stays.

    `DARCHA_CLOCK` is "TRUE_ISO SHOWN_ISO SPEED" and is for houses whose time is not that outside: processes started with the same
    one agree on it.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    told = read_environment().clock
    if told:
        true_at, shown_at, speed = told.split()
        set_clock(Clock(datetime.fromisoformat(true_at), datetime.fromisoformat(shown_at), float(speed)))


def main() -> None:
    """Run the `darcha` command; the embedded server lives as long as the command."""
    for ending in (signal.SIGTERM, signal.SIGHUP):
        # Leave as after Ctrl-C, through every `finally`: the embedded server is not to outlive the command.
        signal.signal(ending, lambda number, _: sys.exit(128 + number))
    early = argparse.ArgumentParser(add_help=False)
    early.add_argument("--data")
    told, _ = early.parse_known_args()
    if told.data:
        os.environ["DARCHA_DATA"] = told.data
    prepare()
    environment = read_environment()
    wants_help = len(sys.argv) < 2 or {"-h", "--help"} & set(sys.argv)  # noqa: PLR2004 -- the command alone
    asks_no_database = wants_help or "verify-document" in sys.argv
    embedded = environment.database_url is None and not asks_no_database
    with embedded_server(environment.data_dir) if embedded else nullcontext() as superuser:
        if superuser and not database_exists(superuser, DATABASE):
            # Before the database: where there are rows there has been a key, and one that is lost is not made again.
            if not environment.keys_file.exists():
                make_keys(environment.keys_file)
            create_database(superuser, DATABASE)

        import django  # noqa: PLC0415 -- the settings must be named and the server up first

        django.setup()
        from darcha.doors.console.main import main as console  # noqa: PLC0415 -- same reason
        from darcha.plumbing.postgres import disconnect  # noqa: PLC0415 -- same reason

        try:
            status = console(sys.argv[1:])
        finally:
            disconnect()
        # Done, or being left: a second, impatient Ctrl-C must not leave the embedded server behind.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.exit(status)
