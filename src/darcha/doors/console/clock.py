"""`darcha clock explain FILE`: how the days of a file of clock cases are counted, line by line, in words."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from darcha.cases.clock_file import ClockCase, read_clock_file
from darcha.cases.rules import MisplacedEvent
from darcha.cases.wording import clock_words, state_words
from darcha.kernel.blueprint import BlueprintHasErrors
from darcha.kernel.names import LANGUAGES


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the sub-command."""
    parser.add_argument("what", choices=("explain",), help="explain: say how each day is counted")
    parser.add_argument("file", type=Path, metavar="FILE", help="a file of cases, as in tests/rules/clock")
    parser.add_argument("--case", metavar="NAME", help="this one alone")
    parser.add_argument("--language", choices=LANGUAGES, default="en", help="en")


def run(options: argparse.Namespace) -> int:
    """Tell the reasoning of each case; 1 when one comes out otherwise than the file says."""
    if not options.file.is_file():
        print(f"{options.file}: there is no such file.", file=sys.stderr)
        return 1
    try:
        cases: Sequence[ClockCase] = read_clock_file(
            text=options.file.read_text(encoding="utf-8"), file=options.file.name
        )
    except BlueprintHasErrors as wrong:
        print(wrong, file=sys.stderr)
        return 1
    if options.case:
        cases = [case for case in cases if case.code == options.case]
    if not cases:
        print(f"{options.file.name}: there is no case {options.case}.", file=sys.stderr)
        return 1
    return max(_tell(case, language=options.language) for case in cases)


def _tell(case: ClockCase, *, language: str) -> int:
    print(f"{case.code}: {case.why}")
    try:
        found = case.reckoning()
    except MisplacedEvent as misplaced:
        print(f"  refused: {misplaced}")
    else:
        for words in clock_words(found, language=language):
            print(f"  {words}")
        print(f"  {case.today:%d.%m.%Y}: {state_words(found.state, language=language)}")
    differences = case.differences()
    for difference in differences:
        print(f"  NOT AS THE FILE SAYS: {difference}")
    print()
    return 1 if differences else 0
