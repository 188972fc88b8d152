"""`darcha erase`: erase personal data whose time is over; to be run every night."""

from __future__ import annotations

import argparse
from collections import Counter
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from darcha.cases import actions as cases
from darcha.cases import queries as found
from darcha.cases.errors import NotOver
from darcha.cases.rules import DRAFT, KEEPING
from darcha.centres import queries as centres
from darcha.feedback import actions as feedback
from darcha.feedback import queries as written
from darcha.kernel.actor import system
from darcha.plumbing import clock


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the sub-command."""
    parser.add_argument("--centre", metavar="CODE", help="one centre only (all)")
    parser.add_argument("--check", action="store_true", help="erase nothing; tell how much is over")


def run(options: argparse.Namespace) -> int:
    """Erase case by case, each in a transaction of its own; told is how many of each kind, never whose."""
    at = clock.now()
    meant = [centres.centre(code=options.centre)] if options.centre else centres.centres()
    store = Path(settings.DATA_DIR) / "files"
    for centre in meant:
        counted: Counter[str] = Counter()
        for case_id, kind in list(found.over(centre_id=centre.code, at=at)):
            # A document issued a second time since is kept as long as the second one.
            with suppress(NotOver):
                counted[kind] += options.check or cases.erase(
                    case_id=case_id, kind=kind, store=store, at=at, by=system("erase")
                )
        over = list(written.appeals_over(centre_id=centre.code, at=at))
        for appeal_id in [] if options.check else over:
            feedback.erase_appeal(appeal_id=appeal_id, at=at, by=system("erase"))
        if over:
            print(f"{centre.code}: {len(over)} {'over' if options.check else 'erased'}: complaints and suggestions")
        for draft_id in list(found.drafts_over(centre_id=centre.code, at=at)):
            with suppress(NotOver):
                counted[DRAFT.kind] += options.check or cases.erase_draft(
                    draft_id=draft_id, store=store, at=at, by=system("erase")
                )
        for kept in (*KEEPING, DRAFT):
            if counted[kept.kind]:
                print(f"{centre.code}: {counted[kept.kind]} {'over' if options.check else 'erased'}: {kept.holds}")
    if not options.check:
        cases.remove_orphans(store=store)
    return 0
