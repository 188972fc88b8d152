"""How an entry is written as bytes and hashed. Pure, so that a verifier needs neither Django nor the database."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

GENESIS = "0" * 64
"""The previous hash of the first entry of a centre."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact. `seq` runs without a gap per centre and epoch; `moment` is aware; `data` is JSON without fractions."""

    centre_id: str
    epoch: int
    seq: int
    moment: datetime
    kind: str
    subject: str
    actor: str
    data: Mapping[str, object]
    key: str | None
    previous_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What was last known to be true of a centre's chain; kept outside the database, it betrays a cut tail."""

    centre_id: str
    epoch: int
    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Fault:
    """The first entry that is not what the chain says: `reason` is "changed", "removed", "reordered" or "truncated"."""

    centre_id: str
    epoch: int
    seq: int
    reason: str


def canonical(data: Mapping[str, object]) -> str:
    """Return `data` as the one JSON text it is hashed as: keys sorted, no spaces, no escapes beyond JSON's.

    :raises ValueError: a fraction is in it; a fraction has more than one text. Write hundredths as a whole number.
    """
    _refuse_fractions(data)
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _refuse_fractions(value: object) -> None:
    if isinstance(value, float):
        raise ValueError(f"a fraction ({value}) cannot be hashed: write it as a whole number of smaller units")
    if isinstance(value, Mapping):
        for part in value.values():
            _refuse_fractions(part)
    elif isinstance(value, list | tuple):
        for part in value:
            _refuse_fractions(part)


def moment_text(moment: datetime) -> str:
    """Return the text a moment is hashed as: UTC, microseconds, "2010-04-07T04:00:00.000000Z"."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def body(*, moment: datetime, kind: str, subject: str, actor: str, data: Mapping[str, object], key: str | None) -> str:
    """Return the part of an entry's text that is known before its number is."""
    return "\n".join((moment_text(moment), kind, subject, actor, key or "", canonical(data)))


def hash_of(*, previous_hash: str, centre_id: str, epoch: int, seq: int, body: str) -> str:
    """Return the SHA-256 (hex) of an entry; the database function `journal_append` computes the very same."""
    text = "\n".join((previous_hash, centre_id, str(epoch), str(seq), body))
    return hashlib.sha256(text.encode()).hexdigest()


def first_fault(entries: Iterable[Entry], *, checkpoint: Checkpoint | None = None) -> Fault | None:
    """Return the first entry of one centre's chain that is wrong, or None when the chain is whole.

    `entries` come in the order (epoch, seq). A new epoch starts again at 1 and chains to the last hash before it.
    With a `checkpoint` a chain that ends before it, or differs from it there, is a fault as well.
    """
    previous_hash, epoch, seq = GENESIS, 0, 0
    passed = checkpoint is None or checkpoint.seq == 0
    for entry in entries:
        if entry.epoch != epoch:
            epoch, seq = entry.epoch, 0
        seq += 1
        if entry.seq != seq:
            return Fault(entry.centre_id, epoch, seq, "removed")
        text = body(
            moment=entry.moment,
            kind=entry.kind,
            subject=entry.subject,
            actor=entry.actor,
            data=entry.data,
            key=entry.key,
        )
        expected = hash_of(
            previous_hash=entry.previous_hash, centre_id=entry.centre_id, epoch=entry.epoch, seq=entry.seq, body=text
        )
        if entry.hash != expected:
            return Fault(entry.centre_id, epoch, seq, "changed")
        if entry.previous_hash != previous_hash:
            return Fault(entry.centre_id, epoch, seq, "reordered")
        previous_hash = entry.hash
        if checkpoint and (epoch, seq) == (checkpoint.epoch, checkpoint.seq):
            if entry.hash != checkpoint.hash:
                return Fault(entry.centre_id, epoch, seq, "changed")
            passed = True
    if not passed and checkpoint:
        return Fault(checkpoint.centre_id, epoch, seq + 1, "truncated")
    return None
