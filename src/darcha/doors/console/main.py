"""The `darcha` command: one sub-command a module, each parse, one call, answer.

A module here has `add_arguments(parser)` and `run(options) -> exit status`. It is imported only when it is named.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module

from django.core.management import call_command
from django.db import OperationalError, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import translation

from darcha.kernel.refusal import Refusal
from darcha.plumbing.sealing import KeysUnusable, key_ring

FAILED = 1
INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Command:
    """One sub-command: the module under this package, what it does, and whether it needs the tables and the keys."""

    module: str
    does: str
    needs_tables: bool = True
    needs_keys: bool = False


COMMANDS = {
    "demo": Command("demo", "set up a whole centre on this machine and let it live", needs_tables=False),
    "serve": Command("serve", "answer browsers", needs_keys=True),
    "jobs": Command("jobs", "follow the journal, send notices, watch terms; serve does it, too", needs_keys=True),
    "load": Command("load", "load a blueprint: a country's catalogue or a centre"),
    "catalogue": Command("catalogue", "write the catalogue as a file, with what the office published"),
    "password": Command("password", "give an employee a password to sign in with"),
    "migrate": Command("migrate", "make the tables, or bring them up to date", needs_tables=False),
    "keys": Command("keys", "the keys that open personal data", needs_tables=False),
    "pilot": Command("pilot", "replay the first eight months of the pilot", needs_keys=True),
    "close-day": Command("close_day", "count a day; twice gives the same"),
    "watch-terms": Command(
        "watch_terms", "remind of days, tell of what is late, let silence speak; jobs does it, too", needs_keys=True
    ),
    "watch-looks": Command("watch_looks", "weigh who looked at which file; jobs does it, too", needs_keys=True),
    "erase": Command("erase", "erase personal data whose time is over", needs_keys=True),
    "report": Command("report", "print the report of a period"),
    "monitoring": Command("monitoring", "check the figures of a period against the journal"),
    "export": Command("export", "hand out visits and cases as an event log: XES, OCEL 2.0 or CSV"),
    "clock": Command("clock", "say how the days of a file of clock cases are counted", needs_tables=False),
    "verify": Command("verify", "walk the journal; silent when nobody touched it"),
    "verify-document": Command(
        "verify_document", "say whether a signed document is whole and ours", needs_tables=False
    ),
}


def _parser(named: str | None) -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--data", metavar="DIR", default=argparse.SUPPRESS, help="where the embedded database and files live (./var)"
    )
    parser = argparse.ArgumentParser(
        prog="darcha", description="The single window of a district, whole.", parents=[common]
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, command in COMMANDS.items():
        described = f"{command.does[0].upper()}{command.does[1:]}."
        sub = commands.add_parser(name, help=command.does, description=described, parents=[common])
        if name == named:
            _function(command, "add_arguments")(sub)
    return parser


def _function(command: Command, name: str) -> Callable[..., object]:
    found: Callable[..., object] = getattr(import_module(f"darcha.doors.console.{command.module}"), name)
    return found


def _named(argv: Sequence[str]) -> str | None:
    early = argparse.ArgumentParser(add_help=False)
    early.add_argument("--data")
    _, words = early.parse_known_args(list(argv))
    return next((word for word in words if word in COMMANDS), None)


def _make_tables_ready() -> bool:
    """Make the tables of an empty database; return False, and say so, when older ones have to be migrated first."""
    executor = MigrationExecutor(connections["owner"])
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return True
    if executor.loader.applied_migrations:
        print("The tables are older than this Darcha. Run `darcha migrate` first.", file=sys.stderr)
        return False
    call_command("migrate", database="owner", verbosity=0, interactive=False)
    return True


def main(argv: Sequence[str]) -> int:
    """Run the sub-command `argv` names and return its exit status: 0 done, 1 not possible, 2 misunderstood."""
    options = _parser(_named(argv)).parse_args(argv)
    try:
        with translation.override("en"):  # refusals are told in it, too
            return _run(COMMANDS[options.command], options)
    except OperationalError as error:
        print(f"The database cannot be reached: {str(error).strip()}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED


def _run(command: Command, options: argparse.Namespace) -> int:
    try:
        if command.needs_keys:
            key_ring()
        if command.needs_tables and not _make_tables_ready():
            return FAILED
        status = _function(command, "run")(options)
    except Refusal as refusal:
        print(_sentence(refusal), file=sys.stderr)
        return FAILED
    except KeysUnusable as unusable:
        print(unusable, file=sys.stderr)
        return FAILED
    return status if isinstance(status, int) else 0


def _sentence(refusal: Refusal) -> str:
    from darcha.doors.porch.sentences import sentence

    return sentence(refusal.code, refusal.details)
