"""`darcha keys`: the file of keys of a new house, a new key for an old one, and a key to sign with for trying it out."""

from __future__ import annotations

import argparse
import sys

from django.conf import settings

from darcha.access import actions as access
from darcha.kernel.actor import system
from darcha.plumbing import resealing, sealing, signing
from darcha.plumbing.clock import now


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the sub-command."""
    parser.add_argument(
        "what",
        choices=["new", "rotate", "sign-demo"],
        help="new: make the file, where there is none; rotate: make a new key, seal everything with it, retire the old;"
        " sign-demo: make a key that signs documents, and an authority of nobody's that vouches for it",
    )


def run(options: argparse.Namespace) -> int:
    """Do what was asked, and tell where the keys are, never what they are."""
    return {"new": _new, "rotate": _rotate, "sign-demo": _sign_demo}[options.what]()


def _new() -> int:
    try:
        ring = sealing.make_keys(settings.KEYS_FILE)
    except FileExistsError:
        print(f"{settings.KEYS_FILE} is there already; nothing was changed.", file=sys.stderr)
        return 1
    print(f"{settings.KEYS_FILE} holds the key {ring.newest.id.hex()}. Keep a copy of it, elsewhere than the back-ups.")
    return 0


def _sign_demo() -> int:
    try:
        signing.make_demo_signer(settings.SIGNING_FILE, at=now())
    except FileExistsError:
        print(f"{settings.SIGNING_FILE} is there already; nothing was changed.", file=sys.stderr)
        return 1
    public = signing.authority_file(settings.SIGNING_FILE)
    print(f"{settings.SIGNING_FILE} signs documents, for trying it out. Who checks them is given {public}.")
    return 0


def _rotate() -> int:
    """Renew the key. More keys than one are a renewal that was cut off: it goes on."""
    ring = sealing.key_ring()
    if len(ring.keys) == 1:
        sealing.write_keys(settings.KEYS_FILE, [*ring.keys, sealing.new_key()])
        ring = sealing.key_ring()
    renewed = sum(resealing.reseal())
    retired = [key.id.hex() for key in ring.keys[:-1]]
    access.tell_keys_rotated(newest=ring.newest.id.hex(), retired=retired, rows=renewed, at=now(), by=system("keys"))
    sealing.write_keys(settings.KEYS_FILE, [ring.newest])
    print(
        f"{renewed} rows are sealed anew with the key {ring.newest.id.hex()}; {', '.join(retired)} is retired.\n"
        f"Copy {settings.KEYS_FILE} again. Keep its older copy for as long as a back-up of before is kept."
    )
    return 0
