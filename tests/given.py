"""What tests begin with: people with names at the counters of Sergeli, arranged by the real actions.

Wednesday, 7 April 2010 is the pilot's first day; at `MORNING` (half past nine there) the Pension Fund sits.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from darcha.access import queries as access
from darcha.cases.rules import Because
from darcha.centres import queries as centres
from darcha.kernel.actor import Actor, kiosk
from darcha.queue import actions as queue
from darcha.queue.actions import Called, Finished, IssuedTicket
from darcha.queue.rules import Holder

SERGELI = "SRG"

BECAUSE = Because("VM 592, 12-band", "put_right")
"""What a refusal rests on, where the test is about something else."""

MORNING = datetime(2010, 4, 7, 4, 30, tzinfo=UTC)

OLD_AGE_PENSION = "PJ-01"
"""Dilnoza (window 7) and Umida (window 8) give it."""

SURVIVORS_PENSION = "PJ-03"

PASSPORT = "MFB-01"
"""Kamola (window 3) and Aziz (window 4) give it."""

SEATS = {"nilufar": 1, "zafar": 2, "kamola": 3, "aziz": 4, "dilnoza": 7, "umida": 8, "shahlo": 9, "said": 10}
"""Who sits at which window."""


def minutes(count: float) -> timedelta:
    """Return a span: `MORNING + minutes(10)`."""
    return timedelta(minutes=count)


def the_kiosk() -> Actor:
    """Return the kiosk in the hall of Sergeli."""
    return kiosk(centre_id=SERGELI)


def employee(login: str) -> Actor:
    """Return one of Sergeli's people, as the door would furnish them: "dilnoza", "umida", "malika" (the head)."""
    return access.actor_of(employee_id=access.employee_by_login(login=login).id)


def counter(number: int) -> int:
    """Return the id of Sergeli's counter with that number over it."""
    return next(known.id for known in centres.counters(centre_id=SERGELI) if known.number == number)


def an_open_counter(login: str = "dilnoza", *, number: int | None = None, at: datetime = MORNING) -> int:
    """Let somebody sit down at their window; return its id."""
    counter_id = counter(number or SEATS[login])
    queue.open_counter(counter_id=counter_id, at=at, by=employee(login))
    return counter_id


def a_visitor_who_waits(
    service_id: str = OLD_AGE_PENSION,
    *,
    also: tuple[str, ...] = (),
    needs: tuple[str, ...] = (),
    language: str = "uz",
    holder: Holder | None = None,
    at: datetime = MORNING,
    key: str | None = None,
) -> IssuedTicket:
    """Let a visitor take a ticket at the kiosk."""
    return queue.issue_ticket(
        centre_id=SERGELI,
        service_id=service_id,
        also=also,
        needs=needs,
        language=language,
        holder=holder,
        at=at,
        by=the_kiosk(),
        key=key,
    )


def a_called_visitor(counter_id: int, login: str = "dilnoza", *, at: datetime | None = None) -> Called:
    """Let the officer call whoever is next, ten minutes after `MORNING` when nothing else is said."""
    return queue.call_next(counter_id=counter_id, at=at or MORNING + minutes(10), by=employee(login))


def a_visitor_at_the_counter(
    service_id: str = OLD_AGE_PENSION, *, login: str = "dilnoza", at: datetime = MORNING
) -> tuple[int, Called]:
    """Let a visitor wait ten minutes, be called and come; return the counter and the call."""
    counter_id = an_open_counter(login, at=at)
    a_visitor_who_waits(service_id, at=at)
    called = a_called_visitor(counter_id, login, at=at + minutes(10))
    queue.start(counter_id=counter_id, at=at + minutes(11), by=employee(login))
    return counter_id, called


def a_served_visitor(
    service_id: str = OLD_AGE_PENSION,
    *,
    login: str = "dilnoza",
    sex: str = "F",
    age_band: str = "30-44",
    disability: bool = False,
    at: datetime = MORNING,
) -> Finished:
    """Let a visitor go all the way: a ticket, ten minutes' wait, nine minutes at the counter."""
    counter_id, _ = a_visitor_at_the_counter(service_id, login=login, at=at)
    finished = queue.finish(
        counter_id=counter_id,
        sex=sex,
        age_band=age_band,
        disability=disability,
        at=at + minutes(20),
        by=employee(login),
    )
    queue.close_counter(counter_id=counter_id, at=at + minutes(20), by=employee(login))
    return finished
