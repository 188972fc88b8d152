"""The places of a department on a day: which it gives, who holds them, and whose turn it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from darcha.catalogue import queries as catalogue
from darcha.centres import queries as centres
from darcha.centres.rules import Window
from darcha.queue import errors, models
from darcha.queue.rules import appointments as rules


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


def of_day(*, centre_id: str, service_id: str, day: date, at: datetime) -> Day:
    """Return the places for a service on a day, as the centre's file, the catalogue and the bookings have them.

    Further ahead than the centre books, and in the past, there are none.
    """
    department_id = department_of(centre_id=centre_id, service_id=service_id, day=day)
    terms = centres.centre(code=centre_id).appointments
    zone = centres.zone(centre_id=centre_id)
    seat = centres.seat(centre_id=centre_id, department_id=department_id)
    today = centres.local_day(centre_id=centre_id, at=at)
    windows: tuple[Window, ...] = ()
    if today <= day <= today + timedelta(days=terms.days_ahead):
        windows = centres.presence(centre_id=centre_id, department_id=department_id, day=day)
    held = models.HeldPlace.objects.filter(
        seat_id=seat.id,
        taken=False,
        starts_at__lt=datetime.combine(day + timedelta(days=1), datetime.min.time(), zone),
        kept_until__gt=datetime.combine(day, datetime.min.time(), zone),
    ).values_list("lane", "starts_at", "ends_at", "kept_until", "released_at")
    return Day(
        seat_id=seat.id,
        department_id=department_id,
        offered=rules.places(
            windows=[
                (datetime.combine(day, begins, zone), datetime.combine(day, ends, zone)) for begins, ends in windows
            ],
            service_minutes=catalogue.service_version(code=service_id, on=day).counter_minutes,
            walk_in_share=terms.walk_in_share,
            at_once=seat.appointments_at_once,
        ),
        held=tuple(
            rules.Held(rules.Place(lane, starts, ends, kept_until), released_at)
            for lane, starts, ends, kept_until, released_at in held
        ),
        waiting=tuple(
            models.PlaceWish.objects.filter(centre_id=centre_id, department_id=department_id, day=day, appointment=None)
            .order_by("id")
            .values_list("id", flat=True)
        ),
        offer=timedelta(minutes=terms.offer_minutes),
    )
