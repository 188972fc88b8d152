"""`darcha load FILE`: a blueprint, whole or not at all."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from darcha.kernel.actor import system
from darcha.national import actions as national
from darcha.national.errors import BlueprintHasErrors
from darcha.plumbing import clock


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the sub-command."""
    parser.add_argument("file", type=Path, metavar="FILE", help="catalogue.yaml or a centre's file")
    parser.add_argument("--demo", action="store_true", help="give employees the demo passwords the file holds")


def run(options: argparse.Namespace) -> int:
    """Load the file, or say everything that is wrong with it."""
    if not options.file.is_file():
        print(f"{options.file}: there is no such file.", file=sys.stderr)
        return 1
    try:
        loaded = national.load_blueprint(path=options.file, at=clock.now(), by=system("load"), demo=options.demo)
    except BlueprintHasErrors as wrong:
        for error in wrong.errors:
            place = ": ".join(filter(None, (f"{error.file}:{error.line}", error.field)))
            print(f"{place}: got {error.got}, expected {error.expected}", file=sys.stderr)
        print(f"{len(wrong.errors)} wrong; nothing was loaded.", file=sys.stderr)
        return 1
    for message in loaded.messages:
        print(message)
    print(f"{options.file.name}: {loaded.new} new, {loaded.changed} changed, {loaded.unchanged} unchanged.")
    return 0
