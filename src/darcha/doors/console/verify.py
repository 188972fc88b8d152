"""`darcha verify`: silent and 0, or the first entry that is not what it was, and 1."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from darcha.journal import queries as journal
from darcha.journal.rules import Checkpoint
from darcha.plumbing.snapshot import one_moment

WHAT_HAPPENED = {
    "changed": "was changed after it was written",
    "removed": "is missing",
    "reordered": "does not follow the one before it",
    "truncated": "and what came after it were cut off",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the sub-command."""
    parser.add_argument("--centre", metavar="CODE", help="one centre only (all)")
    parser.add_argument("--checkpoint", type=Path, metavar="FILE", help="what was true before; betrays a cut tail")
    parser.add_argument("--write-checkpoint", type=Path, metavar="FILE", help="write what is true now, if it is")


def run(options: argparse.Namespace) -> int:
    """Walk every chain, in one moment of the database."""
    try:
        known = _read(options.checkpoint) if options.checkpoint else {}
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"{options.checkpoint}: not a checkpoint ({error}).", file=sys.stderr)
        return 1
    with one_moment():
        centres = [options.centre] if options.centre else sorted({*journal.centres_with_entries(), *known})
        for centre_id in centres:
            fault = journal.verify(centre_id=centre_id, checkpoint=known.get(centre_id))
            if fault:
                told = WHAT_HAPPENED[fault.reason]
                print(f"{fault.centre_id}: entry {fault.seq} of epoch {fault.epoch} {told}.", file=sys.stderr)
                return 1
        heads = [journal.head(centre_id=centre_id) for centre_id in centres]
    if options.write_checkpoint:
        _write(options.write_checkpoint, heads)
    return 0


def _read(file: Path) -> dict[str, Checkpoint]:
    kept = [Checkpoint(**fields) for fields in json.loads(file.read_text(encoding="utf-8"))]
    return {checkpoint.centre_id: checkpoint for checkpoint in kept}


def _write(file: Path, heads: list[Checkpoint]) -> None:
    fields = [{"centre_id": head.centre_id, "epoch": head.epoch, "seq": head.seq, "hash": head.hash} for head in heads]
    file.write_text(json.dumps(fields, indent=1) + "\n", encoding="utf-8")
