"""A visitor books a time, moves it, gives it back, and checks in."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from django.db import transaction

from darcha.centres import queries as centres
from darcha.centres import rules as centre_rules
from darcha.journal import actions as journal
from darcha.journal.kinds import Kind
from darcha.journal.rules import Entry
from darcha.kernel.actor import Actor, Permission
from darcha.queue import errors, models, places
from darcha.queue import rules as hall
from darcha.queue.actions import issuing, sources, waiting_list
from darcha.queue.actions.issuing import IssuedTicket
from darcha.queue.actions.once import number_in, once
from darcha.queue.rules import appointments as rules

_CHANCE = secrets.SystemRandom()


@dataclass(frozen=True, slots=True)
class Booked:
    """An appointment. `code` is the secret of its holder, `number` what they type at the kiosk."""

    appointment_id: int
    code: str
    number: str
    starts_at: datetime


def book(
    *,
    centre_id: str,
    service_id: str,
    starts_at: datetime,
    needs: tuple[str, ...] = (),
    language: str,
    wish_code: str | None = None,
    asked_from: tuple[hall.Source, ...] = (),
    at: datetime,
    by: Actor,
    key: str | None = None,
) -> Booked:
    """Book a time for a service. `wish_code`: of who waited for a place on that day; what is kept for them is theirs.

    `asked_from`: the device and the address, each with how many times within `rules.BOOKING_SPAN` may come from there.

    :raises TimeIsTaken: nobody can book it now.
    :raises ServiceNotOfferedHere: the centre does not give this service.
    :raises UnknownNeed: one of the needs.
    :raises UnknownLanguage: the language.
    :raises UnknownAppointment: nobody waits with this code.
    :raises TooManyBookings: one of the sources has taken as many as it may.
    """
    by.must(Permission.BOOK_APPOINTMENT, centre_id=centre_id)
    issuing.must_be_known(needs=needs, language=language)
    day = centres.local_day(centre_id=centre_id, at=starts_at)
    taken = errors.TimeIsTaken(service=service_id, day=day)

    def act() -> Booked:
        sources.count_booking(asked_from, at=at)
        wish = waiting_list.wish_of(wish_code) if wish_code else None
        there = places.locked_day(centre_id=centre_id, service_id=service_id, day=day, at=at)
        place = _chosen(there, starts_at, at=at, wish_id=wish.pk if wish else None, taken=taken)
        row = models.Appointment.objects.create(
            centre_id=centre_id,
            code=secrets.token_urlsafe(issuing.SECRET_BYTES),
            number=_number(centre_id),
            service_id=service_id,
            department_id=there.department_id,
            needs=list(needs),
            language=language,
            day=day,
            starts_at=place.starts_at,
            ends_at=place.ends_at,
            stage=models.Stage.BOOKED,
            booked_at=at,
        )
        _hold(row, there.seat_id, place)
        if wish:
            wish.appointment = row
            wish.save(update_fields=["appointment"])
        _tell(Kind.APPOINTMENT_BOOKED, row, {"ahead_seconds": _seconds(place.starts_at - at)}, at=at, by=by, key=key)
        return _booked(row)

    return once(
        centre_id=centre_id,
        key=key,
        kind=Kind.APPOINTMENT_BOOKED,
        act=act,
        again=_booked_before,
        refused_as={"a_lane_is_held_once_at_a_time": taken},
    )


def move_appointment(
    *,
    code: str,
    starts_at: datetime,
    asked_from: tuple[hall.Source, ...] = (),
    at: datetime,
    by: Actor,
    key: str | None = None,
    chance: Random = _CHANCE,
) -> Booked:
    """Give an appointment another time; the place it had is free after a delay drawn by `chance`.

    As every place given back is kept for a while, a move counts like a booking: `asked_from` as in `book`.

    :raises UnknownAppointment: there is none.
    :raises AppointmentIsOver: it was cancelled, checked in or missed.
    :raises TimeIsTaken: nobody can book the new time.
    :raises TooManyBookings: one of the sources has taken as many as it may.
    """
    known = _known(code, by)
    day = centres.local_day(centre_id=known.centre_id, at=starts_at)
    taken = errors.TimeIsTaken(service=known.service_id, day=day)

    def act() -> Booked:
        sources.count_booking(asked_from, at=at)
        row = _open(known.pk)
        there = places.locked_day(centre_id=row.centre_id, service_id=row.service_id, day=day, at=at)
        place = _chosen(there, starts_at, at=at, wish_id=None, taken=taken)
        _give_back(row, at=at, chance=chance)
        row.day, row.starts_at, row.ends_at = day, place.starts_at, place.ends_at
        row.moves += 1
        row.save(update_fields=["day", "starts_at", "ends_at", "moves"])
        _hold(row, there.seat_id, place)
        _tell(Kind.APPOINTMENT_MOVED, row, {"ahead_seconds": _seconds(place.starts_at - at)}, at=at, by=by, key=key)
        return _booked(row)

    return once(
        centre_id=known.centre_id,
        key=key,
        kind=Kind.APPOINTMENT_MOVED,
        act=act,
        again=_booked_before,
        refused_as={"a_lane_is_held_once_at_a_time": taken},
    )


def cancel_appointment(*, code: str, at: datetime, by: Actor, key: str | None = None, chance: Random = _CHANCE) -> None:
    """Give an appointment back; its place is free after a delay drawn by `chance`.

    :raises UnknownAppointment: there is none.
    :raises AppointmentIsOver: it was cancelled, checked in or missed.
    """
    known = _known(code, by)

    def act() -> None:
        row = _open(known.pk)
        _give_back(row, at=at, chance=chance)
        row.stage, row.closed_at = models.Stage.CANCELLED, at
        row.save(update_fields=["stage", "closed_at"])
        _tell(Kind.APPOINTMENT_CANCELLED, row, {"ahead_seconds": _seconds(row.starts_at - at)}, at=at, by=by, key=key)

    once(centre_id=known.centre_id, key=key, kind=Kind.APPOINTMENT_CANCELLED, act=act, again=lambda _entry: None)


def check_in(
    *,
    centre_id: str,
    number: str,
    typed_at: hall.Source | None = None,
    at: datetime,
    by: Actor,
    key: str | None = None,
) -> IssuedTicket:
    """Give whoever has an appointment their ticket; it stands in its line from the appointed time.

    Who comes later than the centre allows waits from now. The number typed again gives the same ticket. `typed_at`: the
    kiosk, with how many wrong numbers it takes within `rules.WRONG_NUMBER_SPAN`; a right one forgives none of them.

    :raises UnknownAppointmentNumber: no appointment has it.
    :raises AppointmentIsAnotherDay: it is for another day.
    :raises TooEarly: it can be checked in later.
    :raises TooManyWrongNumbers: too many were typed at this kiosk; the right one is refused as well.
    """
    by.must(Permission.TAKE_TICKET, centre_id=centre_id)
    centre = centres.centre(code=centre_id)
    terms, here = centre.appointments, centre_rules.local(centre=centre, at=at)

    kiosks = (typed_at,) if typed_at else ()

    def act() -> IssuedTicket:
        again_at = sources.again_at(what="number", sources=kiosks, span=rules.WRONG_NUMBER_SPAN, at=at)
        if again_at is not None:
            raise errors.TooManyWrongNumbers(again_at=again_at.astimezone(UTC).isoformat())
        row = (
            models.Appointment.objects.select_for_update()
            .filter(centre_id=centre_id, number=number, stage=models.Stage.BOOKED)
            .first()
        )
        if row is None:
            raise errors.UnknownAppointmentNumber
        appointed = centre_rules.local(centre=centre, at=row.starts_at)
        if row.day != here.date():
            raise errors.AppointmentIsAnotherDay(day=row.day, time=appointed.time())
        early = timedelta(minutes=terms.early_minutes)
        arrival = rules.arrival(appointed=row.starts_at, at=at, early=early, late=timedelta(minutes=terms.late_minutes))
        if arrival is None:
            again_at = rules.first_check_in(appointed=appointed, early=early)
            raise errors.TooEarly(time=appointed.time(), again_at=again_at.time())
        wanted = issuing.Wanted(
            centre_id,
            (row.service_id,),
            tuple(row.needs),
            row.language,
            "booked",
            slip=True,
            appointment_id=row.pk,
            arrival=arrival,
        )
        ticket = issuing.issue(wanted, at=at, by=by, key=key)
        row.stage, row.closed_at, row.ticket_id = models.Stage.ARRIVED, at, ticket.ticket_id
        row.save(update_fields=["stage", "closed_at", "ticket"])
        return ticket

    # The wrong number is kept though the ticket is refused, and the kiosk is held until it is.
    with transaction.atomic():
        sources.one_after_the_other("number", (kiosk.seal for kiosk in kiosks))
        try:
            return once(centre_id=centre_id, key=key, kind=Kind.TICKET_ISSUED, act=act, again=issuing.issued_before)
        except errors.UnknownAppointmentNumber as unknown:
            arrived = models.Appointment.objects.filter(
                centre_id=centre_id, number=number, day=here.date(), stage=models.Stage.ARRIVED
            )
            if (row := arrived.order_by("-id").first()) is not None and row.ticket_id is not None:
                return issuing.issued_of_ticket(row.ticket_id)
            sources.remember(what="number", sources=kiosks, at=at)
            refusal = unknown
    raise refusal


def tell_missed(appointment_id: int, *, at: datetime, by: Actor) -> None:
    """End an appointment nobody came to; nothing when it is over already."""
    with transaction.atomic():
        row = models.Appointment.objects.select_for_update().get(pk=appointment_id)
        if row.stage != models.Stage.BOOKED:
            return
        row.stage, row.closed_at = models.Stage.MISSED, at
        row.save(update_fields=["stage", "closed_at"])
        _tell(Kind.APPOINTMENT_MISSED, row, {}, at=at, by=by, key=None)


def _known(code: str, by: Actor) -> models.Appointment:
    row = models.Appointment.objects.filter(code=code).first()
    if row is None:
        raise errors.UnknownAppointment
    by.must(Permission.BOOK_APPOINTMENT, centre_id=row.centre_id)
    return row


def _open(appointment_id: int) -> models.Appointment:
    row = models.Appointment.objects.select_for_update().get(pk=appointment_id)
    if row.stage != models.Stage.BOOKED:
        raise errors.AppointmentIsOver(stage=row.stage)
    return row


def _chosen(
    there: places.Day, starts_at: datetime, *, at: datetime, wish_id: int | None, taken: errors.TimeIsTaken
) -> rules.Place:
    for place in there.free(at=at, wish_id=wish_id):
        if place.starts_at == starts_at:
            return place
    raise taken


def _number(centre_id: str) -> str:
    """Draw a number none of those to come has; should two draw the same at once, the database refuses the second."""
    while True:
        number = f"{secrets.randbelow(10**rules.NUMBER_DIGITS):0{rules.NUMBER_DIGITS}d}"
        if not models.Appointment.objects.filter(
            centre_id=centre_id, number=number, stage=models.Stage.BOOKED
        ).exists():
            return number


def _hold(row: models.Appointment, seat_id: int, place: rules.Place) -> None:
    overlapping = models.HeldPlace.objects.filter(
        seat_id=seat_id,
        lane=place.lane,
        taken=False,
        released_at__isnull=False,
        starts_at__lt=place.kept_until,
        kept_until__gt=place.starts_at,
    )
    overlapping.update(taken=True)
    models.HeldPlace.objects.create(
        seat_id=seat_id,
        lane=place.lane,
        starts_at=place.starts_at,
        ends_at=place.ends_at,
        kept_until=place.kept_until,
        appointment=row,
    )


def _give_back(row: models.Appointment, *, at: datetime, chance: Random) -> None:
    terms = centres.centre(code=row.centre_id).appointments
    delay = chance.randint(60 * terms.release_from_minutes, 60 * terms.release_to_minutes)
    row.places.filter(released_at=None).update(released_at=at + timedelta(seconds=delay))


def _tell(
    kind: Kind, row: models.Appointment, more: dict[str, int], *, at: datetime, by: Actor, key: str | None
) -> None:
    data: dict[str, int | str] = {
        "appointment": row.pk,
        "service": row.service_id,
        "department": row.department_id,
        "day": row.day.isoformat(),
    }
    journal.append(
        centre_id=row.centre_id,
        kind=kind,
        subject=f"appointment:{row.pk}",
        at=at,
        by=by,
        data={**data, **more},
        key=key,
    )


def _seconds(span: timedelta) -> int:
    return int(span.total_seconds())


def _booked(row: models.Appointment) -> Booked:
    return Booked(row.pk, row.code, row.number, row.starts_at)


def _booked_before(entry: Entry) -> Booked:
    return _booked(models.Appointment.objects.get(pk=number_in(entry, "appointment")))
