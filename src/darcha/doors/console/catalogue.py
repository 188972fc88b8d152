"""`darcha catalogue export`: the catalogue as a file, with the services the office published."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from darcha.catalogue import queries as catalogue


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the sub-command."""
    parser.add_argument("what", choices=("export",), help="write the catalogue as a file")
    parser.add_argument("--out", type=Path, metavar="FILE", help="instead of standard output")


def run(options: argparse.Namespace) -> int:
    """Write the file."""
    text = catalogue.catalogue_file()
    if text is None:
        print("No catalogue file has been loaded yet.", file=sys.stderr)
        return 1
    if options.out:
        options.out.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
    return 0
