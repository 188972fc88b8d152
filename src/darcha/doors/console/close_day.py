"""`darcha close-day`: count a day of a centre; twice gives the same."""

from __future__ import annotations

import argparse
from contextlib import suppress
from datetime import date
from zoneinfo import ZoneInfo

from darcha.centres import queries as centres
from darcha.feedback import actions as feedback
from darcha.feedback import queries as written
from darcha.kernel.actor import system
from darcha.monitoring import actions as monitoring
from darcha.national import actions as national
from darcha.plumbing import clock
from darcha.queue import actions as queue
from darcha.queue.errors import HallIsOpen


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the sub-command."""
    parser.add_argument("--centre", metavar="CODE", help="one centre only (all)")
    parser.add_argument("--day", type=date.fromisoformat, metavar="YYYY-MM-DD", help="which day (today, at the centre)")


def run(options: argparse.Namespace) -> int:
    """Close the day in every centre meant."""
    at = clock.now()
    meant = [centres.centre(code=options.centre)] if options.centre else centres.centres()
    for centre in meant:
        day = options.day or at.astimezone(ZoneInfo(centre.zone)).date()
        # A day that is still running is folded as it stands; its visits are settled when it is over.
        with suppress(HallIsOpen):
            queue.settle_day(centre_id=centre.code, day=day, at=at, by=system("close-day"))
        for appeal_id in written.overdue_appeals(centre_id=centre.code, at=at):
            feedback.escalate_appeal(appeal_id=appeal_id, at=at, by=system("close-day"))
        monitoring.close_day(centre_id=centre.code, day=day, at=at, by=system("close-day"))
    national.follow_versions(at=at, by=system("versions"))
    return 0
