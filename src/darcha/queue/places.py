"""The places of a department on a day: which it gives, who holds them, and whose turn it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import connection

from darcha.catalogue import queries as catalogue
from darcha.centres import queries as centres
from darcha.queue import errors, models
from darcha.queue.rules import appointments as rules


@dataclass(frozen=True, slots=True)
class Sitting:
    """A department on a day. `windows`: when it sits, with what is `held` of it; `waiting`: for a place, first come."""

    seat_id: int
    department_id: str
    windows: tuple[rules.Span, ...]
    walk_in_share: int
    at_once: int
    held: tuple[rules.Held, ...]
    waiting: tuple[int, ...]
    offer: timedelta

    def giving(self, *, service_minutes: int) -> Day:
        """Return the places for a service that takes so long."""
        offered = rules.places(
            windows=self.windows,
            service_minutes=service_minutes,
            walk_in_share=self.walk_in_share,
            at_once=self.at_once,
        )
        return Day(self.seat_id, self.department_id, offered, self.held, self.waiting, self.offer)


@dataclass(frozen=True, slots=True)
class Day:
    """All that decides which times of a day somebody can book. `waiting`: who waits for a place, first come."""

    seat_id: int
    department_id: str
    offered: tuple[rules.Place, ...]
    held: tuple[rules.Held, ...]
    waiting: tuple[int, ...]
    offer: timedelta

    def free(self, *, at: datetime, wish_id: int | None = None) -> tuple[rules.Place, ...]:
        """Return what somebody can book at `at`; `wish_id`: they wait for a place on this day."""
        return rules.free(
            self.offered,
            self.held,
            at=at,
            turn=self.waiting.index(wish_id) if wish_id in self.waiting else None,
            waiting=len(self.waiting),
            offer=self.offer,
        )


def department_of(*, centre_id: str, service_id: str, day: date) -> str:
    """Return the department that gives a service here.

    :raises ServiceNotOfferedHere: the centre does not give it.
    :raises UnknownService: nobody does.
    """
    department_id = catalogue.service_version(code=service_id, on=day).department_id
    if not centres.offered(centre_id=centre_id, service_id=service_id):
        raise errors.ServiceNotOfferedHere(centre=centre_id, service=service_id)
    return department_id


def gives_times(*, centre_id: str, day: date, at: datetime) -> bool:
    """Return whether times of a day are given at all: it is neither past nor further ahead than the centre books."""
    today = centres.local_day(centre_id=centre_id, at=at)
    return today <= day <= today + timedelta(days=centres.centre(code=centre_id).appointments.days_ahead)


def of_day(*, centre_id: str, service_id: str, day: date, at: datetime) -> Day:
    """Return the places for a service on a day, as the centre's file, the catalogue and the bookings have them.

    Further ahead than the centre books, in the past, and while the service rests, there are none.
    """
    department_id = department_of(centre_id=centre_id, service_id=service_id, day=day)
    (sitting,) = of_departments(centre_id=centre_id, department_ids=(department_id,), day=day, at=at)
    if service_id in centres.resting(centre_id=centre_id, day=day):
        sitting = replace(sitting, windows=())
    return sitting.giving(service_minutes=catalogue.service_version(code=service_id, on=day).counter_minutes)


def locked_day(*, centre_id: str, service_id: str, day: date, at: datetime) -> Day:
    """Return the places of a day for as long as this transaction lasts: nobody else books with this department.

    :raises ServiceRests: the centre does not give the service on that day.
    """
    centres.must_be_given(centre_id=centre_id, service_id=service_id, day=day)
    department_id = department_of(centre_id=centre_id, service_id=service_id, day=day)
    seat = centres.seat(centre_id=centre_id, department_id=department_id)
    # Two rows against one exclusion constraint at once would wait for each other, which the database ends as a deadlock.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('darcha.places', %s))", [seat.id])
    return of_day(centre_id=centre_id, service_id=service_id, day=day, at=at)


def of_departments(*, centre_id: str, department_ids: Sequence[str], day: date, at: datetime) -> tuple[Sitting, ...]:
    """Return some departments of a centre on a day, in the order asked; without windows where no times are given."""
    terms = centres.centre(code=centre_id).appointments
    zone = centres.zone(centre_id=centre_id)
    seats = {code: centres.seat(centre_id=centre_id, department_id=code) for code in department_ids}
    is_given = gives_times(centre_id=centre_id, day=day, at=at)
    rows = models.HeldPlace.objects.filter(
        seat_id__in=[seat.id for seat in seats.values()],
        taken=False,
        starts_at__lt=datetime.combine(day + timedelta(days=1), datetime.min.time(), zone),
        kept_until__gt=datetime.combine(day, datetime.min.time(), zone),
    )
    held = defaultdict(list)
    for row in rows:
        place = rules.Place(row.lane, row.starts_at, row.ends_at, row.kept_until)
        held[row.seat_id].append(rules.Held(place, row.released_at))
    waiting = defaultdict(list)
    wishes = models.PlaceWish.objects.filter(
        centre_id=centre_id, department_id__in=department_ids, day=day, appointment=None, withdrawn_at=None
    )
    for wish_id, department_id in wishes.order_by("id").values_list("id", "department_id"):
        waiting[department_id].append(wish_id)
    return tuple(
        Sitting(
            seat_id=seat.id,
            department_id=code,
            windows=tuple(
                (datetime.combine(day, begins, zone), datetime.combine(day, ends, zone))
                for begins, ends in centres.presence(centre_id=centre_id, department_id=code, day=day)
                if is_given
            ),
            walk_in_share=terms.walk_in_share,
            at_once=seat.appointments_at_once,
            held=tuple(held[seat.id]),
            waiting=tuple(waiting[code]),
            offer=timedelta(minutes=terms.offer_minutes),
        )
        for code, seat in seats.items()
    )
