"""A visitor waits for a time on a full day, or does not any more."""

from __future__ import annotations

import secrets
from datetime import date, datetime

from darcha.journal import actions as journal
from darcha.journal.kinds import Kind
from darcha.kernel.actor import Actor, Permission
from darcha.queue import errors, models, places
from darcha.queue.actions import issuing, sources
from darcha.queue.actions.once import number_in, once
from darcha.queue.rules import Source


def wait_for_a_place(
    *,
    centre_id: str,
    service_id: str,
    day: date,
    needs: tuple[str, ...] = (),
    language: str,
    asked_from: tuple[Source, ...] = (),
    at: datetime,
    by: Actor,
    key: str | None = None,
) -> str:
    """Put somebody on the list of a day; return the code of their own page. `asked_from` as in `book`.

    :raises ServiceNotOfferedHere: the centre does not give this service.
    :raises TimeIsTaken: on that day there are no times at all.
    :raises TooManyBookings: one of the sources has taken as many as it may.
    """
    by.must(Permission.BOOK_APPOINTMENT, centre_id=centre_id)
    issuing.must_be_known(needs=needs, language=language)

    def act() -> str:
        sources.count_booking(asked_from, at=at)
        there = places.locked_day(centre_id=centre_id, service_id=service_id, day=day, at=at)
        if not any(place.starts_at > at for place in there.offered):
            raise errors.TimeIsTaken(service=service_id, day=day)
        row = models.PlaceWish.objects.create(
            centre_id=centre_id,
            code=secrets.token_urlsafe(issuing.SECRET_BYTES),
            service_id=service_id,
            department_id=there.department_id,
            needs=list(needs),
            language=language,
            day=day,
            wished_at=at,
        )
        journal.append(
            centre_id=centre_id,
            kind=Kind.APPOINTMENT_AWAITED,
            subject=f"wish:{row.pk}",
            at=at,
            by=by,
            data={
                "wish": row.pk,
                "service": service_id,
                "department": there.department_id,
                "day": day.isoformat(),
                "before": len(there.waiting),
            },
            key=key,
        )
        return row.code

    return once(
        centre_id=centre_id,
        key=key,
        kind=Kind.APPOINTMENT_AWAITED,
        act=act,
        again=lambda entry: models.PlaceWish.objects.get(pk=number_in(entry, "wish")).code,
    )


def leave_waiting_list(*, code: str, at: datetime, by: Actor, key: str | None = None) -> None:
    """Take somebody off the list of a day by their own wish: whoever waits after them comes a turn sooner.

    :raises UnknownAppointment: nobody waits with this code: it never did, has got a time, or left before.
    """
    known = models.PlaceWish.objects.filter(code=code).first()
    if known is None:
        raise errors.UnknownAppointment
    by.must(Permission.BOOK_APPOINTMENT, centre_id=known.centre_id)

    def act() -> None:
        row = wish_of(code)
        row.withdrawn_at = at
        row.save(update_fields=["withdrawn_at"])
        journal.append(
            centre_id=row.centre_id,
            kind=Kind.APPOINTMENT_FORGONE,
            subject=f"wish:{row.pk}",
            at=at,
            by=by,
            data={
                "wish": row.pk,
                "service": row.service_id,
                "department": row.department_id,
                "day": row.day.isoformat(),
                "waited_seconds": int((at - row.wished_at).total_seconds()),
            },
            key=key,
        )

    once(centre_id=known.centre_id, key=key, kind=Kind.APPOINTMENT_FORGONE, act=act, again=lambda _entry: None)


def wish_of(code: str) -> models.PlaceWish:
    """Return who waits with a code, locked.

    :raises UnknownAppointment: nobody does.
    """
    row = models.PlaceWish.objects.select_for_update().filter(code=code, appointment=None, withdrawn_at=None).first()
    if row is None:
        raise errors.UnknownAppointment
    return row
