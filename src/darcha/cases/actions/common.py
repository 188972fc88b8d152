"""What every action of this room needs: numbers without a gap, the answer given before."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from django.db import connection

from darcha.cases import errors, models, rules
from darcha.cases.rules.codes import CODE_BYTES
from darcha.journal import queries as journal
from darcha.journal.kinds import Kind
from darcha.journal.rules import Entry
from darcha.kernel.actor import Actor

TEXT_LIMIT = 2000
"""The longest note or ground taken, in characters."""


def new_code() -> str:
    """Return a fresh secret of 140 bits."""
    return rules.code_from(secrets.token_bytes(CODE_BYTES))


def next_number(*, centre_id: str, kind: str, year: int) -> int:
    """Return the next number of a register; its row stays locked until the caller's transaction ends, so none is lost."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_register (centre_id, kind, year, last) VALUES (%s, %s, %s, 1)"
            " ON CONFLICT (centre_id, kind, year) DO UPDATE SET last = cases_register.last + 1 RETURNING last",
            [centre_id, kind, year],
        )
        return int(cursor.fetchone()[0])


def next_id(
    model: type[
        models.Suspension
        | models.Extension
        | models.Proposal
        | models.Round
        | models.EndedRefund
        | models.Representative
    ],
) -> int:
    """Return the id of the next row of a table: what is sealed for its row has to know it before the row is written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [model._meta.db_table])
        return int(cursor.fetchone()[0])


def settle() -> None:
    """Have the database check all references now: afterwards the journal's row is locked for as short as can be."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def locked_case(*, case_id: int) -> models.Case:
    """Return a case, locked until the transaction ends: whoever acts on the same case waits here.

    :raises UnknownCase: there is none.
    """
    case = models.Case.objects.select_for_update().filter(id=case_id).first()
    if case is None:
        raise errors.UnknownCase(case_id=case_id)
    return case


def earlier(*, centre_id: str, key: str | None, by: Actor, kinds: Iterable[Kind]) -> Entry | None:
    """Return what the request with this key did before; None when it is new or has no key.

    :raises RequestKeyUsed: somebody used the key for something else.
    """
    entry = journal.entry_with_key(centre_id=centre_id, key=key)
    if entry is not None and (entry.kind not in tuple(kinds) or entry.actor != by.label):
        raise errors.RequestKeyUsed
    return entry


def text_within_limit(text: str, *, field: str) -> str:
    """Return a text without blanks around it.

    :raises TextTooLong: more than 2,000 characters.
    """
    text = text.strip()
    if len(text) > TEXT_LIMIT:
        raise errors.TextTooLong(field=field, limit=TEXT_LIMIT)
    return text


def id_in(subject: str) -> int:
    """Return 12 for "case:12"."""
    return int(subject.rpartition(":")[2])
