"""Which times can be booked; an appointment, or a place on the list, as its holder sees it; who is expected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from darcha.catalogue import queries as catalogue
from darcha.centres import queries as centres
from darcha.queue import models, places, rules
from darcha.queue.rules.appointments import WHOLE, standing


@dataclass(frozen=True, slots=True)
class BookableDay:
    """A day on which a department gives times: those free now, in their order; none when all are taken."""

    day: date
    times: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class AppointmentView:
    """An appointment. `stage`: booked, cancelled, arrived, missed. `ticket_code` once checked in.

    `is_stranded`: it is to come, and its department does not sit then any more.
    """

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
    is_stranded: bool


@dataclass(frozen=True, slots=True)
class WishView:
    """Somebody who waits for a place. `before`: how many wait longer; `offered`: the times they can take now.

    `appointment_code`: what came of it. `is_withdrawn`: they left the list. `is_over`: the day is past.
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
    is_withdrawn: bool
    is_over: bool


@dataclass(frozen=True, slots=True)
class Expected:
    """One line of a day's list: who comes when, how it stands (`rules.STANDINGS`), the ticket of who is here.

    `is_stranded`: they are to come, and their department does not sit then any more.
    """

    starts_at: datetime
    service_id: str
    department_id: str
    needs: tuple[str, ...]
    standing: str
    ticket_number: str | None
    is_stranded: bool


@dataclass(frozen=True, slots=True)
class PlacesLeft:
    """A department on a day: how many wait for a place, and how many times of each of its services anybody can book."""

    department_id: str
    waiting: int
    free: Mapping[str, int]


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
        is_stranded=_is_stranded(row),
    )


def stranded(*, centre_id: str, at: datetime) -> dict[date, int]:
    """Return the coming days on which people are expected at a time when their department does not sit, and how many."""
    rows = models.Appointment.objects.filter(
        centre_id=centre_id, stage=models.Stage.BOOKED.value, starts_at__gt=at
    ).order_by("starts_at")
    return dict(Counter(row.day for row in rows.iterator() if _is_stranded(row)))


def _is_stranded(row: models.Appointment) -> bool:
    """Return whether somebody is to come at a time when nobody is there: a decree or a new timetable came after it."""
    return row.stage == models.Stage.BOOKED and not centres.sits_now(
        centre_id=row.centre_id, department_id=row.department_id, at=row.starts_at
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
        is_withdrawn=row.withdrawn_at is not None,
        is_over=not any(place.starts_at > at for place in there.offered),
    )


def appointments_of_day(*, centre_id: str, day: date, at: datetime) -> tuple[Expected, ...]:
    """Return the appointments of a day in the order of their times, those given back among them."""
    late = timedelta(minutes=centres.centre(code=centre_id).appointments.late_minutes)
    rows = models.Appointment.objects.select_related("ticket").filter(centre_id=centre_id, day=day)
    return tuple(
        Expected(
            starts_at=row.starts_at,
            service_id=row.service_id,
            department_id=row.department_id,
            needs=tuple(row.needs),
            standing=standing(
                stage=row.stage,
                ticket_state=row.ticket.state if row.ticket else None,
                is_late=at > row.starts_at + late,
            ),
            ticket_number=rules.number_text(row.ticket.letter, row.ticket.number) if row.ticket else None,
            is_stranded=_is_stranded(row),
        )
        for row in rows.order_by("starts_at", "id")
    )


def places_left(*, centre_id: str, day: date, at: datetime) -> tuple[PlacesLeft, ...]:
    """Return what anybody can still book on a day with each department that gives times then.

    Times of two services overlap, so the counts of a department are not to be added up.
    """
    if not places.gives_times(centre_id=centre_id, day=day, at=at):
        return ()
    giving = [
        department.code
        for department in catalogue.departments()
        if centres.presence(centre_id=centre_id, department_id=department.code, day=day)
        and centres.seat(centre_id=centre_id, department_id=department.code).appointments_at_once
    ]
    services = [
        catalogue.service_version(code=one.code, on=day)
        for one in catalogue.service_summaries()
        if one.department_id in giving and centres.offered(centre_id=centre_id, service_id=one.code)
    ]
    found = []
    for sitting in places.of_departments(centre_id=centre_id, department_ids=giving, day=day, at=at):
        mine = [version for version in services if version.department_id == sitting.department_id]
        free = {
            minutes: len(sitting.giving(service_minutes=minutes).free(at=at))
            for minutes in {version.counter_minutes for version in mine}
        }
        counts = {version.code: free[version.counter_minutes] for version in mine}
        if any(sitting.giving(service_minutes=minutes).offered for minutes in free):
            found.append(PlacesLeft(sitting.department_id, len(sitting.waiting), counts))
    return tuple(found)
