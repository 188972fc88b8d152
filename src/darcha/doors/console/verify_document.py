"""`darcha verify-document`: whether a signed document is whole, and ours; needs no server, no database and no network."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from cryptography import x509
from django.conf import settings

from darcha.plumbing import pades
from darcha.plumbing.clock import now
from darcha.plumbing.signing import authority_file

WHAT_IS_WRONG = {
    "not_read": "cannot be read as PDF",
    "not_signed": "is not signed",
    "changed": "was changed after it was signed, or its signature is damaged",
    "added_to": "was added to after it was signed",
    "over": "is whole, but the time of the certificate of {signer} is over or has not begun",
    "not_trusted": "is whole, but nobody in {trust} vouches for who signed it, {signer}",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the sub-command."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the document, a PDF")
    parser.add_argument(
        "--trust",
        type=Path,
        metavar="CA.pem",
        help="certificates of the authorities that may vouch for it, as published (authority.pem in the data directory)",
    )


def run(options: argparse.Namespace) -> int:
    """Say in one sentence what the document proves, or why it proves nothing."""
    trust = options.trust or authority_file(settings.SIGNING_FILE)
    try:
        trusted = x509.load_pem_x509_certificates(trust.read_bytes())
    except (OSError, ValueError):
        return _no(f"{trust} holds no certificate. Name the published one by --trust.")
    try:
        proof = pades.prove(options.file.read_bytes(), trusted=trusted, at=now())
    except OSError as wrong:
        return _no(f"{options.file} cannot be opened: {wrong.strerror}.")
    except pades.NotProved as wrong:
        return _no(f"{options.file} {WHAT_IS_WRONG[wrong.reason].format(signer=wrong.signer, trust=trust)}.")
    print(
        f"{options.file} is whole and unchanged: signed by {proof.signer}, {proof.moment:%d.%m.%Y %H:%M %Z},"
        f" vouched for by {proof.authority}. Whether it was annulled since, only the register knows."
    )
    return 0


def _no(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1
