"""`darcha monitoring check`: count a period a second time, by other code, and name every difference."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date

from darcha.centres import queries as centres
from darcha.monitoring import queries as monitoring
from darcha.plumbing import clock
from darcha.plumbing.snapshot import one_moment


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the sub-command."""
    parser.add_argument(
        "what",
        choices=["check"],
        help="check: count the period straight from the journal and compare every figure of the day facts with it",
    )
    parser.add_argument("--from", dest="since", required=True, type=date.fromisoformat, metavar="YYYY-MM-DD")
    parser.add_argument(
        "--to", dest="until", required=True, type=date.fromisoformat, metavar="YYYY-MM-DD", help="with it"
    )
    parser.add_argument("--centre", metavar="CODE", help="one centre only (all)")


def run(options: argparse.Namespace) -> int:
    """Tell each difference in a line of its own, and last, as JSON, how much was compared; 1 when anything differs."""
    at = clock.now()
    compared = {"days": 0, "facts": 0, "events": 0, "figures": 0, "differences": 0, "days_not_closed": 0}
    codes = [options.centre] if options.centre else [centre.code for centre in centres.centres()]
    with one_moment():
        for code in codes:
            today = centres.local_day(centre_id=code, at=at)
            checked = monitoring.check(centre_id=code, since=options.since, until=options.until)
            # A day that is still running need not be closed.
            unfolded = [(day, entries) for day, entries in checked.unfolded if day < today]
            for found in checked.differences:
                print(_sentence(code, found), file=sys.stderr)
            for day, entries in unfolded:
                events = "1 event is" if entries == 1 else f"{entries} events are"
                print(f"{code} {day}: not closed; {events} in no fact.", file=sys.stderr)
            told = (checked.days, checked.facts, checked.entries, checked.figures)
            for name, number in zip(compared, (*told, len(checked.differences), len(unfolded)), strict=True):
                compared[name] += number
    print(
        f"{compared['facts']} facts of {compared['days']} days compared with {compared['events']} events,"
        f" {compared['figures']} figures: {compared['differences']} differences."
    )
    about = {"centres": codes, "from": options.since.isoformat(), "to": options.until.isoformat()}
    print(json.dumps({**about, **compared}))
    return 1 if compared["differences"] or compared["days_not_closed"] else 0


def _sentence(code: str, found: monitoring.Difference) -> str:
    place = found.place
    about = {
        "": place.service_id,
        "channel": place.channel,
        "sex": place.sex,
        "age": place.age_band,
        "disability": place.disability,
    }
    words = [f"{name} {value}".strip() for name, value in about.items() if value]
    where = " ".join([code, str(place.day), ", ".join(words)]).strip()
    return f"{where}: {place.what} is {found.in_facts} in the facts, {found.in_journal} by the journal."
