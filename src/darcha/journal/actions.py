"""Writing an entry: the last thing every action does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import connection

from darcha.journal import rules
from darcha.journal.kinds import Kind
from darcha.kernel.actor import Actor


def append(
    *,
    centre_id: str,
    kind: Kind,
    subject: str,
    at: datetime,
    by: Actor,
    data: Mapping[str, object],
    key: str | None = None,
) -> int:
    """Write one entry in the caller's transaction and return its `seq`.

    Call it last: from here to the commit the row that numbers the centre's entries is locked, and every other action
    of the centre waits. `data` holds ids, codes, whole numbers, booleans and ISO dates; no name, no phone.

    :raises RuntimeError: the caller opened no transaction.
    :raises django.db.IntegrityError: `key` was used before (`a_request_takes_effect_once`).
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an entry is written in the transaction of its action")
    text = rules.canonical(data)
    body = rules.body(moment=at, kind=kind, subject=subject, actor=by.label, data=data, key=key)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT journal_append(%s, %s, %s, %s, %s, %s::jsonb, %s, %s)",
            [centre_id, at, str(kind), subject, by.label, text, key, body],
        )
        row = cursor.fetchone()
    return int(row[0])
