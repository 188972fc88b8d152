"""The `darcha` command: one sub-command a module, each parse, one call, answer."""

from __future__ import annotations

import argparse
from collections.abc import Sequence


def main(argv: Sequence[str]) -> int:
    """Run the sub-command `argv` names and return its exit status."""
    parser = argparse.ArgumentParser(prog="darcha", description="The single window of a district, whole.")
    parser.add_argument("--data", metavar="DIR", help="where the embedded database and files live (./var)")
    parser.add_subparsers(dest="command", required=True)
    parser.parse_args(argv)
    return 0
