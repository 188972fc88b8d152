"""`darcha migrate`: the tables, as the owning role."""

from __future__ import annotations

import argparse

from django.core.management import call_command


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the sub-command."""
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 when something is to be done")


def run(options: argparse.Namespace) -> int:
    """Apply every migration that is not applied yet."""
    if options.check:
        # Django leaves with status 1 by itself when a migration is missing.
        call_command("migrate", database="owner", check_unapplied=True, verbosity=1)
        return 0
    call_command("migrate", database="owner", verbosity=1, interactive=False)
    return 0
