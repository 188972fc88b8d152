"""`darcha report`: the figures of a period, from the rows."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path

from darcha.monitoring import queries as monitoring


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the sub-command."""
    parser.add_argument("--from", dest="since", required=True, type=date.fromisoformat, metavar="YYYY-MM-DD")
    parser.add_argument(
        "--to", dest="until", required=True, type=date.fromisoformat, metavar="YYYY-MM-DD", help="with it"
    )
    parser.add_argument("--format", choices=("json", "html", "pdf"), default="json", help="json")
    parser.add_argument("--language", choices=("en", "ru"), default="en", help="of html and pdf (en)")
    parser.add_argument("--centre", metavar="CODE", default="SRG", help="SRG")
    parser.add_argument("--out", type=Path, metavar="FILE", help="instead of standard output")


def run(options: argparse.Namespace) -> int:
    """Print the report, or write it to a file."""
    if options.until < options.since:
        print(f"The period ends on {options.until}, before it begins on {options.since}.", file=sys.stderr)
        return 2
    report = monitoring.report(centre_id=options.centre, since=options.since, until=options.until)
    if options.format == "json":
        told = (json.dumps(monitoring.report_json(report), ensure_ascii=False, indent=2) + "\n").encode()
    elif options.format == "html":
        told = monitoring.report_html(report, options.language).encode()
    else:
        told = monitoring.report_pdf(report, options.language)
    if options.out:
        options.out.write_bytes(told)
    else:
        sys.stdout.buffer.write(told)
        sys.stdout.flush()
    return 0
