"""`darcha keys new`: the file of keys of a new house."""

from __future__ import annotations

import argparse
import sys

from django.conf import settings

from darcha.plumbing import sealing


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the sub-command."""
    parser.add_argument("what", choices=["new"], help="new: make the file, where there is none")


def run(options: argparse.Namespace) -> int:
    """Do what was asked, and tell where the keys are, never what they are."""
    try:
        ring = sealing.make_keys(settings.KEYS_FILE)
    except FileExistsError:
        print(f"{settings.KEYS_FILE} is there already; nothing was changed.", file=sys.stderr)
        return 1
    print(f"{settings.KEYS_FILE} holds the key {ring.newest.id.hex()}. Keep a copy of it, elsewhere than the back-ups.")
    return 0
