"""Which times can be booked; an appointment, or a place on the list, as its holder sees it; who is expected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from darcha.centres import queries as centres
from darcha.queue import models, places, rules
from darcha.queue.rules.appointments import WHOLE


@dataclass(frozen=True, slots=True)
class BookableDay:
    """A day on which a department gives times: those free now, in their order; none when all are taken."""

    day: date
    times: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class AppointmentView:
    """An appointment. `stage`: booked, cancelled, arrived, missed. `ticket_code` once checked in."""

    appointment_id: int
    centre_id: str
    code: str
    number: str
    service_id: str
    department_id: str
    language: str
    day: date
    starts_at: datetime
    ends_at: datetime
    stage: str
    moves: int
    opens_at: datetime
    keeps_until: datetime
    ticket_code: str | None


@dataclass(frozen=True, slots=True)
class WishView:
    """Somebody who waits for a place. `before`: how many wait longer; `offered`: the times they can take now.

    `appointment_code`: what came of it. `is_over`: the day is past.
    """

    centre_id: str
    code: str
    service_id: str
    day: date
    needs: tuple[str, ...]
    language: str
    before: int
    offered: tuple[datetime, ...]
    appointment_code: str | None
    is_over: bool


@dataclass(frozen=True, slots=True)
class Expected:
    """One line of a day's list: who comes when, and the ticket of who is here."""

    starts_at: datetime
    service_id: str
    department_id: str
    stage: str
    ticket_number: str | None


def takes_appointments(*, centre_id: str, service_id: str, day: date) -> bool:
    """Return whether a service can be booked here at all."""
    if not centres.offered(centre_id=centre_id, service_id=service_id):
        return False
    department_id = places.department_of(centre_id=centre_id, service_id=service_id, day=day)
    seat = centres.seat(centre_id=centre_id, department_id=department_id)
    return seat.appointments_at_once > 0 and centres.centre(code=centre_id).appointments.walk_in_share < WHOLE


def bookable_days(*, centre_id: str, service_id: str, at: datetime) -> tuple[BookableDay, ...]:
    """Return the days a service can be booked on, from today on; a day on which all is taken among them.

    :raises ServiceNotOfferedHere: the centre does not give this service.
    """
    today = centres.local_day(centre_id=centre_id, at=at)
    found = []
    for ahead in range(centres.centre(code=centre_id).appointments.days_ahead + 1):
        day = today + timedelta(days=ahead)
        there = places.of_day(centre_id=centre_id, service_id=service_id, day=day, at=at)
        if any(place.starts_at > at for place in there.offered):
            found.append(BookableDay(day, tuple(place.starts_at for place in there.free(at=at))))
    return tuple(found)


def appointment(*, code: str) -> AppointmentView | None:
    """Return the appointment with that secret code, or None."""
    return _appointment(code=code)


def appointment_by_id(*, appointment_id: int) -> AppointmentView | None:
    """Return an appointment, or None."""
    return _appointment(pk=appointment_id)


def _appointment(**which: str | int) -> AppointmentView | None:
    row = models.Appointment.objects.select_related("ticket").filter(**which).first()
    if row is None:
        return None
    terms = centres.centre(code=row.centre_id).appointments
    return AppointmentView(
        appointment_id=row.pk,
        centre_id=row.centre_id,
        code=row.code,
        number=row.number,
        service_id=row.service_id,
        department_id=row.department_id,
        language=row.language,
        day=row.day,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        stage=row.stage,
        moves=row.moves,
        opens_at=row.starts_at - timedelta(minutes=terms.early_minutes),
        keeps_until=row.starts_at + timedelta(minutes=terms.late_minutes),
        ticket_code=row.ticket.code if row.ticket else None,
    )


def wish(*, code: str, at: datetime) -> WishView | None:
    """Return who waits for a place with that secret code, and what is kept for them now; None: there is none."""
    row = models.PlaceWish.objects.select_related("appointment").filter(code=code).first()
    if row is None:
        return None
    there = places.of_day(centre_id=row.centre_id, service_id=row.service_id, day=row.day, at=at)
    waits = row.pk in there.waiting
    return WishView(
        centre_id=row.centre_id,
        code=row.code,
        service_id=row.service_id,
        day=row.day,
        needs=tuple(row.needs),
        language=row.language,
        before=there.waiting.index(row.pk) if waits else 0,
        offered=tuple(place.starts_at for place in there.free(at=at, wish_id=row.pk)) if waits else (),
        appointment_code=row.appointment.code if row.appointment else None,
        is_over=not any(place.starts_at > at for place in there.offered),
    )


def appointments_of_day(*, centre_id: str, day: date) -> tuple[Expected, ...]:
    """Return the appointments of a day in the order of their times; those given back are left out."""
    rows = models.Appointment.objects.select_related("ticket").filter(centre_id=centre_id, day=day)
    return tuple(
        Expected(
            starts_at=row.starts_at,
            service_id=row.service_id,
            department_id=row.department_id,
            stage=row.stage,
            ticket_number=rules.number_text(row.ticket.letter, row.ticket.number) if row.ticket else None,
        )
        for row in rows.exclude(stage=models.Stage.CANCELLED).order_by("starts_at", "id")
    )
