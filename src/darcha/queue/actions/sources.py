"""What comes from one device or network address is counted, so that no script takes what is everybody's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from django.db import connection

from darcha.queue import errors, models, rules
from darcha.queue.rules.appointments import BOOKING_SPAN

_KEPT_FOR = timedelta(days=1)


def one_after_the_other(what: str, seals: Iterable[str]) -> None:
    """Let others from these sources wait until this transaction ends: a hundred at once would all be the first."""
    with connection.cursor() as cursor:
        for seal in sorted(seals):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{what}:{seal}"])


def again_at(*, what: str, sources: Sequence[rules.Source], span: timedelta, at: datetime) -> datetime | None:
    """Return from when all sources may ask again; None: now. To be asked after `one_after_the_other`."""
    found = []
    for source in sources:
        asked = models.Asked.objects.filter(what=what, source=source.seal, at__gt=at - span)
        found.append(rules.again_at(list(asked.values_list("at", flat=True)), most=source.most, at=at, span=span))
    return max((moment for moment in found if moment is not None), default=None)


def remember(*, what: str, sources: Sequence[rules.Source], at: datetime) -> None:
    """Count this; what can refuse nobody any more is nobody's business."""
    models.Asked.objects.bulk_create(models.Asked(what=what, source=source.seal, at=at) for source in sources)
    models.Asked.objects.filter(at__lt=at - _KEPT_FOR).delete()


def count_booking(asked_from: Sequence[rules.Source], *, at: datetime) -> None:
    """Count a time booked, moved or waited for, in this transaction.

    :raises TooManyBookings: one of the sources has taken as many as it may.
    """
    until = counted("booking", asked_from, at=at)
    if until is not None:
        raise errors.TooManyBookings(again_at=until.astimezone(UTC).isoformat())


def counted(what: str, asked_from: Sequence[rules.Source], *, at: datetime) -> datetime | None:
    """Count this, in this transaction; else return from when it is counted again, because one source has its share."""
    one_after_the_other(what, (source.seal for source in asked_from))
    until = again_at(what=what, sources=asked_from, span=BOOKING_SPAN, at=at)
    if until is None:
        remember(what=what, sources=asked_from, at=at)
    return until
