"""Somebody leaves an address to be told by, or takes it back."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from darcha.centres import queries as centres
from darcha.journal import actions as journal
from darcha.journal import queries as entries
from darcha.journal.kinds import Kind
from darcha.kernel.actor import Actor
from darcha.notices import errors, models, rules
from darcha.notices.matters import Standing, standing


def ask(
    *,
    about: rules.Matter,
    channel: str,
    to: str,
    at: datetime,
    by: Actor,
    language: str | None = None,
    key: str | None = None,
) -> None:
    """Keep where somebody consents to be told about a matter, instead of any earlier address.

    It is told in `language`, one of the house's, else in that of the matter.

    :raises UnreachableAddress: `to` is no address of this channel.
    :raises NothingToTell: there is no such matter, or nothing is to come for it.
    :raises RequestKeyUsed: the key belongs to another request.
    """
    known = _known(about, at=at, by=by)
    read = rules.address_read(to, channel=channel)
    if read is None:
        raise errors.UnreachableAddress(channel=channel)
    if _took_effect(known.centre_id, key, Kind.NOTICE_ASKED, about):
        return
    if not known.awaits:
        raise errors.NothingToTell(about=str(about))
    try:
        with transaction.atomic():
            # From here on the journal is read for this address; what happened before it was left is not told.
            head = entries.head(centre_id=known.centre_id)
            models.Cursor.objects.bulk_create(
                [models.Cursor(centre_id=known.centre_id, epoch=head.epoch, seq=head.seq)], ignore_conflicts=True
            )
            keep(about, channel=channel, to=read, known=known, at=at, language=language)
            journal.append(
                centre_id=known.centre_id,
                kind=Kind.NOTICE_ASKED,
                subject=str(about),
                at=at,
                by=by,
                data={"channel": channel},
                key=key,
            )
    except IntegrityError:
        # Twice at once: either the same form, or two forms for one ticket, of which the second asks again.
        if not _took_effect(known.centre_id, key, Kind.NOTICE_ASKED, about):
            raise


def stop(*, about: rules.Matter, at: datetime, by: Actor, key: str | None = None) -> None:
    """Erase the address left for a matter; silent when there is none.

    :raises NothingToTell: there is no such matter.
    :raises RequestKeyUsed: the key belongs to another request.
    """
    known = _known(about, at=at, by=by)
    if _took_effect(known.centre_id, key, Kind.NOTICE_STOPPED, about):
        return
    with transaction.atomic():
        channel = erase(about)
        if channel is not None:
            journal.append(
                centre_id=known.centre_id,
                kind=Kind.NOTICE_STOPPED,
                subject=str(about),
                at=at,
                by=by,
                data={"channel": channel, "because": rules.ASKED},
                key=key,
            )


def keep(
    about: rules.Matter, *, channel: str, to: str, known: Standing, at: datetime, language: str | None = None
) -> models.Address:
    """Write the address of a matter, instead of any earlier one."""
    models.Address.objects.filter(about=str(about)).delete()
    return models.Address.objects.create(
        centre_id=known.centre_id,
        about=str(about),
        channel=channel,
        to=to,
        language=language or known.language,
        asked_at=at,
        remind_at=remind_at(known, at=at),
    )


def remind_at(known: Standing, *, at: datetime) -> datetime | None:
    """Return when what stands so is to be told once more; None: it is not, or it is too soon for that."""
    if known.starts_at:
        return rules.remind_at(starts_at=known.starts_at, at=at)
    return rules.lapse_told_at(until=known.correct_by, zone=centres.zone(centre_id=known.centre_id), at=at)


def erase(about: rules.Matter) -> str | None:
    """Erase the address of a matter; return its channel, or None when there was none."""
    row = models.Address.objects.select_for_update().defer("to").filter(about=str(about)).first()
    if row is None:
        return None
    row.delete()
    return row.channel


def _known(about: rules.Matter, *, at: datetime, by: Actor) -> Standing:
    known = standing(about, at=at)
    if known is None:
        raise errors.NothingToTell(about=str(about))
    by.must(known.by_right, centre_id=known.centre_id)
    return known


def _took_effect(centre_id: str, key: str | None, kind: Kind, about: rules.Matter) -> bool:
    entry = entries.entry_with_key(centre_id=centre_id, key=key)
    if entry is None:
        return False
    if (entry.kind, entry.subject) != (kind, str(about)):
        raise errors.RequestKeyUsed
    return True
