"""`darcha export events`: visits and cases as an event log for tools of process mining."""

from __future__ import annotations

import argparse
import secrets
import sys
from datetime import date
from pathlib import Path

from darcha.kernel.actor import system
from darcha.monitoring import actions as monitoring
from darcha.monitoring.queries import FORMATS
from darcha.plumbing import clock


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the sub-command."""
    parser.add_argument("what", choices=["events"], help="events: docs/event-logs.md tells what is in it, and who may")
    parser.add_argument("--format", choices=FORMATS, required=True)
    parser.add_argument("--from", dest="since", required=True, type=date.fromisoformat, metavar="YYYY-MM-DD")
    parser.add_argument(
        "--to", dest="until", required=True, type=date.fromisoformat, metavar="YYYY-MM-DD", help="with it"
    )
    parser.add_argument("--centre", metavar="CODE", default="SRG", help="SRG")
    parser.add_argument("file", type=Path, metavar="FILE", help="to be written; one that is there is not touched")


def run(options: argparse.Namespace) -> int:
    """Write the file, and tell how much is in it."""
    if options.file.exists():
        print(f"{options.file} is there already; nothing was changed.", file=sys.stderr)
        return 1
    told = monitoring.export_events(
        centre_id=options.centre,
        since=options.since,
        until=options.until,
        form=options.format,
        file=options.file,
        secret=secrets.token_bytes(32),
        at=clock.now(),
        by=system("export"),
    )
    print(f"{options.file}: {told.visits} visits, {told.cases} cases, {told.events} events; SHA-256 {told.sha256}")
    return 0
