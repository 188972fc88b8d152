"""Reading the journal: from a cursor, by key, and as a chain to be verified."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from datetime import datetime

from django.db import connection
from django.db.models import BigIntegerField, Q
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from darcha.journal import models
from darcha.journal.rules import Checkpoint, Entry, Fault, first_fault


def _entry(row: models.Entry) -> Entry:
    return Entry(
        centre_id=row.centre,
        epoch=row.epoch,
        seq=row.seq,
        moment=row.moment,
        kind=row.kind,
        subject=row.subject,
        actor=row.actor,
        data=row.data,
        key=row.key,
        previous_hash=row.previous_hash,
        hash=row.hash,
    )


def entry_with_key(*, centre_id: str, key: str | None) -> Entry | None:
    """Return what the request with this idempotency key did, or None when it did nothing yet (or has no key)."""
    if key is None:
        return None
    # Every action of a form asks this first, so it is asked in the fewest words.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT centre, epoch, seq, moment, kind, subject, actor, data::text, key, previous_hash, hash"
            " FROM journal_entry WHERE centre = %s AND key = %s",
            [centre_id, key],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    centre, epoch, seq, moment, kind, subject, actor, data, known_key, previous_hash, entry_hash = row
    return Entry(
        centre, epoch, seq, moment, kind, subject, actor, json.loads(data), known_key, previous_hash, entry_hash
    )


def head(*, centre_id: str) -> Checkpoint:
    """Return the end of a centre's chain; epoch 1, seq 0 when nothing happened there yet."""
    row = models.Head.objects.filter(centre=centre_id).first()
    return Checkpoint(centre_id, row.epoch, row.seq, row.hash) if row else Checkpoint(centre_id, 1, 0, "")


def centres_with_entries() -> list[str]:
    """Return the codes of all centres that have a chain, sorted."""
    return list(models.Head.objects.order_by("centre").values_list("centre", flat=True))


def entries_after(
    *, centre_id: str, seq: int, epoch: int | None = None, kinds: Collection[str] | None = None, limit: int = 1000
) -> list[Entry]:
    """Return entries of the centre's current (or the given) epoch with a number above `seq`, in order."""
    rows = models.Entry.objects.filter(
        centre=centre_id, epoch=epoch or head(centre_id=centre_id).epoch, seq__gt=seq
    ).order_by("seq")
    if kinds is not None:
        rows = rows.filter(kind__in=list(kinds))
    return [_entry(row) for row in rows[:limit]]


def entries_between(
    *, centre_id: str, since: datetime, until: datetime, kinds: Collection[str] | None = None
) -> Iterator[Entry]:
    """Yield entries with `since` <= moment < `until`, in the order (epoch, seq)."""
    rows = models.Entry.objects.filter(centre=centre_id, moment__gte=since, moment__lt=until).order_by("epoch", "seq")
    if kinds is not None:
        rows = rows.filter(kind__in=list(kinds))
    for row in rows.iterator(chunk_size=5000):
        yield _entry(row)


def entries_sorted_by(
    *, centre_id: str, since: datetime, until: datetime, kinds: Collection[str], by: str
) -> Iterator[Entry]:
    """Yield entries with `since` <= moment < `until`, all with the same number under `by` in their data together.

    The database sorts ("ticket", "case"), on disk where it has to; here one entry is held at a time.
    """
    rows = models.Entry.objects.filter(
        centre=centre_id, moment__gte=since, moment__lt=until, kind__in=list(kinds)
    ).order_by(Cast(KeyTextTransform(by, "data"), BigIntegerField()), "epoch", "seq")
    for row in rows.iterator(chunk_size=2000):
        yield _entry(row)


def entries_about(*, centre_id: str, kind: str, subjects: Collection[str], since: datetime) -> list[Entry]:
    """Return the entries of one kind about these subjects ("case:12") from a moment on, in order."""
    rows = models.Entry.objects.filter(centre=centre_id, kind=kind, subject__in=list(subjects), moment__gte=since)
    return [_entry(row) for row in rows.order_by("epoch", "seq")]


def entries_naming(*, kind: str, part: str, numbers: Collection[int], since: datetime) -> list[Entry]:
    """Return the entries of one kind, in every centre's chain, whose list under `part` of the data names one of `numbers`.

    From the moment `since` on, by moment; for kinds that are rare, as nothing is indexed inside the data.
    """
    if not numbers:
        return []
    named = Q()
    for number in sorted(numbers):
        named |= Q(**{f"data__{part}__contains": [number]})
    rows = models.Entry.objects.filter(named, centre__in=centres_with_entries(), kind=kind, moment__gte=since)
    return [_entry(row) for row in rows.order_by("moment", "centre", "epoch", "seq")]


def verify(*, centre_id: str, checkpoint: Checkpoint | None = None) -> Fault | None:
    """Walk a centre's whole chain and return the first wrong entry, or None.

    The head row is a checkpoint of its own: a tail cut from the entries alone is found without a file.
    """
    rows = models.Entry.objects.filter(centre=centre_id).order_by("epoch", "seq").iterator(chunk_size=5000)
    fault = first_fault((_entry(row) for row in rows), checkpoint=checkpoint)
    if fault:
        return fault
    end = head(centre_id=centre_id)
    last = models.Entry.objects.filter(centre=centre_id).order_by("-epoch", "-seq").first()
    if last and (last.epoch, last.seq, last.hash) != (end.epoch, end.seq, end.hash):
        return Fault(centre_id, last.epoch, last.seq + 1, "truncated")
    if last is None and end.seq:
        return Fault(centre_id, end.epoch, 1, "truncated")
    return None
