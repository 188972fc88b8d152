"""A request takes effect once, however often it comes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from django.db import IntegrityError, transaction

from darcha.catalogue import queries as catalogue
from darcha.journal import queries as journal
from darcha.journal.kinds import Kind
from darcha.journal.rules import Entry
from darcha.kernel.refusal import Refusal
from darcha.queue import errors

Answer = TypeVar("Answer")


class TookEffectBefore(Exception):
    """The request with this key was carried out before: `once` answers as it did then."""


def must_be_new(*, centre_id: str, key: str | None) -> None:
    """Pass silently when no request with this key took effect yet: for acts that must not even begin a second time.

    To be asked with a lock in hand that every request of the same kind waits for.

    :raises TookEffectBefore: one did.
    """
    if journal.entry_with_key(centre_id=centre_id, key=key) is not None:
        raise TookEffectBefore


def once(
    *,
    centre_id: str,
    key: str | None,
    kind: Kind,
    act: Callable[[], Answer],
    again: Callable[[Entry], Answer],
    refused_as: Mapping[str, Refusal] | None = None,
) -> Answer:
    """Return what `act` answers, in one transaction and by one edition of the catalogue, or what it answered the first time.

    The request is carried out first and looked up only when that fails (`must_be_new` asks sooner): nearly every key is
    new, and a used one is refused by the journal (`a_request_takes_effect_once`), which undoes everything, or by the
    room, which has moved on.
    `again` rebuilds the first answer from the journal's entry and the rows. `refused_as` gives the refusal for each
    constraint a race can run into: the database refuses what the rule refuses.

    :raises RequestKeyUsedElsewhere: the key belongs to a request of another kind.
    """
    try:
        with catalogue.one_edition(), transaction.atomic():
            return act()
    except (IntegrityError, Refusal, TookEffectBefore) as failure:
        earlier = journal.entry_with_key(centre_id=centre_id, key=key)
        if earlier is None:
            refusal = (refused_as or {}).get(_constraint(failure))
            if refusal is None:
                raise
            raise refusal from failure
    if earlier.kind != kind:
        raise errors.RequestKeyUsedElsewhere(key=key)
    return again(earlier)


def number_in(entry: Entry, name: str) -> int:
    """Return a whole number of the entry's data."""
    value = entry.data[name]
    if not isinstance(value, int):
        raise TypeError(f"{name} of entry {entry.seq} is no whole number")
    return value


def texts_in(entry: Entry, name: str) -> tuple[str, ...]:
    """Return a list of words of the entry's data; none when it is not there."""
    value = entry.data.get(name)
    return tuple(map(str, value)) if isinstance(value, list) else ()


def _constraint(failure: Exception) -> str:
    diagnosis = getattr(failure.__cause__, "diag", None)
    return str(getattr(diagnosis, "constraint_name", ""))
