"""Booking a time, the appointment's own page, the list of a full day, and the entry for a calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext
from icalendar import Calendar, Event

from darcha.catalogue import queries as catalogue
from darcha.centres import queries as centres
from darcha.centres.rules import Centre
from darcha.doors.portal.errors import UnknownAppointmentCode
from darcha.doors.portal.pages.hall import moment, resting_here
from darcha.kernel.names import Names
from darcha.notices import queries as notices
from darcha.notices.queries import Asked
from darcha.notices.rules import APPOINTMENT, Matter
from darcha.plumbing.squares import Square, square
from darcha.queue import queries as queue
from darcha.queue.queries import AppointmentView, BookableDay, WishView


@dataclass(frozen=True, slots=True)
class Booking:
    """A service's free times. `chosen`: the day looked at; None: there are no days. `moved`: what gets another time.

    `rests_until`: it is not given before that day.
    """

    service_id: str
    service: Names
    days: tuple[BookableDay, ...]
    chosen: BookableDay | None
    moved: AppointmentView | None = None
    rests_until: date | None = None


@dataclass(frozen=True, slots=True)
class AppointmentPage:
    """An appointment as its holder sees it, with the address of the page as a drawn code.

    `tells`: they may leave an address to be reminded by; `asked`: they have.
    """

    appointment: AppointmentView
    service: Names
    centre: Centre
    square: Square
    tells: bool
    asked: Asked | None


@dataclass(frozen=True, slots=True)
class WishPage:
    """Who waits for a time. `seen` changes whenever anything shown changes."""

    wish: WishView
    service: Names
    seen: str


def booking(*, code: str, day: date | None, at: datetime, moved: AppointmentView | None = None) -> Booking:
    """Return the days and times of a service; without `day` the first on which something is free.

    :raises UnknownService: there is none of this code.
    :raises ServiceNotOfferedHere: the centre does not give it.
    """
    now = moment(at=at)
    days = queue.bookable_days(centre_id=now.centre.code, service_id=code, at=at)
    chosen = next((one for one in days if one.day == day), None)
    chosen = chosen or next((one for one in days if one.times), days[0] if days else None)
    names = catalogue.service_version(code=code, on=now.today).names
    return Booking(code, names, days, chosen, moved, resting_here(now).get(code))


def appointment(*, code: str) -> AppointmentPage:
    """Return the appointment of a code.

    :raises UnknownAppointmentCode: none has it.
    """
    found = queue.appointment(code=code)
    if found is None:
        raise UnknownAppointmentCode
    tells = bool(settings.NOTICE_ROUTES) and found.stage == "booked"
    return AppointmentPage(
        found,
        catalogue.service_version(code=found.service_id, on=found.day).names,
        centres.centre(code=found.centre_id),
        square(address_of(code)),
        tells,
        notices.asked(about=Matter(APPOINTMENT, found.appointment_id)) if tells else None,
    )


def wish(*, code: str, at: datetime) -> WishPage:
    """Return who waits with a code.

    :raises UnknownAppointmentCode: nobody does.
    """
    found = queue.wish(code=code, at=at)
    if found is None:
        raise UnknownAppointmentCode
    seen = f"{found.before}.{'.'.join(f'{time:%H%M}' for time in found.offered)}.{found.is_over:d}"
    return WishPage(
        found,
        catalogue.service_version(code=found.service_id, on=found.day).names,
        seen + (".booked" if found.appointment_code else ".left" if found.is_withdrawn else ""),
    )


def address_of(code: str) -> str:
    """Return the public address of an appointment's own page."""
    return f"{settings.PUBLIC_ADDRESS}{reverse('portal:appointment', args=[code])}"


def calendar(*, code: str, at: datetime, language: str) -> bytes:
    """Return an appointment as a file calendars read (RFC 5545).

    Its UID never changes and its SEQUENCE grows with each move, so a calendar that reads the file again moves the entry;
    of an appointment given back the entry is cancelled.

    :raises UnknownAppointmentCode: none has this code.
    """
    page = appointment(code=code)
    found, centre = page.appointment, page.centre
    is_cancelled = found.stage == "cancelled"
    event = Event()
    event.add("uid", f"appointment-{found.appointment_id}@{centre.code.lower()}.darcha")
    event.add("sequence", found.moves + is_cancelled)
    event.add("dtstamp", at)
    event.add("dtstart", found.starts_at)
    event.add("dtend", found.ends_at)
    event.add("summary", page.service.in_language(language))
    event.add("location", f"{centre.names.in_language(language)}, {centre.address.in_language(language)}")
    event.add(
        "description",
        gettext("Type %(number)s at the kiosk. Move it or give it back: %(address)s")
        % {"number": found.number, "address": address_of(code)},
    )
    event.add("url", address_of(code))
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    file = Calendar()
    file.add("prodid", "-//Darcha//appointments//EN")
    file.add("version", "2.0")
    file.add("method", "CANCEL" if is_cancelled else "PUBLISH")
    file.add_component(event)
    return bytes(file.to_ical())
