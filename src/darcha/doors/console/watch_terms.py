"""`darcha watch-terms`: look at the terms of the cases once, as `darcha jobs` does every five minutes."""

from __future__ import annotations

import argparse

from darcha.cases import actions as cases
from darcha.centres import queries as centres
from darcha.kernel.actor import system
from darcha.plumbing import clock


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the sub-command."""
    parser.add_argument("--centre", metavar="CODE", help="one centre only (all)")


def run(options: argparse.Namespace) -> int:
    """Watch the terms of every centre meant, and say what was done."""
    meant = [centres.centre(code=options.centre)] if options.centre else centres.centres()
    for centre in meant:
        done = cases.watch_terms(centre_id=centre.code, at=clock.now(), by=system("terms"))
        print(
            f"{centre.code}: {done.reminded} reminded, {done.escalated} told to those above, "
            f"{done.warned} warned of silence, {done.decided} decided by silence"
        )
    return 0
