"""`darcha watch-looks`: weigh the looks of employees at files, as `darcha jobs` does after midnight."""

from __future__ import annotations

import argparse
from datetime import date

from darcha.centres import queries as centres
from darcha.kernel.actor import system
from darcha.monitoring import actions, queries
from darcha.plumbing import clock


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the sub-command."""
    parser.add_argument("--centre", metavar="CODE", help="one centre only (all)")
    parser.add_argument(
        "--day", type=date.fromisoformat, metavar="YYYY-MM-DD", help="a past day (those not weighed yet)"
    )


def run(options: argparse.Namespace) -> int:
    """Weigh the days meant in every centre meant, and say what was found."""
    at = clock.now()
    for centre in [centres.centre(code=options.centre)] if options.centre else centres.centres():
        for day in [options.day] if options.day else queries.days_to_watch(centre_id=centre.code, at=at):
            done = actions.watch_looks(centre_id=centre.code, day=day, at=at, by=system("looks"))
            print(f"{centre.code}, {day}: {done.looks} looks weighed, {done.asked} to ask about")
    return 0
