"""What the actions on services share: the country, one writer at a time, the answer given before."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.db import connection

from darcha.catalogue import errors
from darcha.journal import queries as journal
from darcha.journal.kinds import Kind
from darcha.journal.rules import Entry
from darcha.kernel.actor import Actor

COUNTRY = "UZ"
"""What concerns every centre is allowed, and journalled, under the country's code."""

ZONE = ZoneInfo("Asia/Tashkent")
"""The catalogue is the country's; its days are the country's."""


def one_at_a_time() -> None:
    """Wait until nobody else makes versions; to be called in a transaction, which ends the turn.

    Two at once would both find a service changed and make two versions of it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('catalogue.load'))")


def earlier(*, key: str | None, by: Actor, kind: Kind) -> Entry | None:
    """Return what the request with this key did before; None when it is new or has no key.

    :raises RequestKeyUsed: somebody used the key for something else.
    """
    entry = journal.entry_with_key(centre_id=COUNTRY, key=key)
    if entry is not None and (entry.kind != kind or entry.actor != by.label):
        raise errors.RequestKeyUsed
    return entry
