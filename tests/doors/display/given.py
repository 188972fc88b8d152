"""A hall on the Tuesday of the drawings: 24 November 2026, 11:02 in Tashkent."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from darcha.access import queries as access
from darcha.centres import queries as centres
from darcha.kernel.actor import Actor, kiosk
from darcha.plumbing import clock
from darcha.plumbing.clock import Clock
from darcha.queue import actions as queue
from darcha.queue.actions import Called, IssuedTicket

CENTRE = "SRG"
TUESDAY = datetime(2026, 11, 24, 6, 2, tzinfo=UTC)
"""11:02 in Tashkent."""

SUNDAY = datetime(2026, 11, 22, 6, 2, tzinfo=UTC)


@contextmanager
def it_is(at: datetime) -> Iterator[None]:
    """Let the doors' clock show `at` and run on from there."""
    before = clock.clock()
    clock.set_clock(Clock(true_at=datetime.fromtimestamp(time.time(), tz=UTC), shown_at=at))
    try:
        yield
    finally:
        clock.set_clock(before)


def ticket(
    service_id: str,
    *,
    minutes_ago: float = 10,
    needs: tuple[str, ...] = (),
    language: str = "uz",
    at: datetime = TUESDAY,
) -> IssuedTicket:
    """Return a ticket somebody took at the kiosk."""
    return queue.issue_ticket(
        centre_id=CENTRE,
        service_id=service_id,
        needs=needs,
        language=language,
        at=at - timedelta(minutes=minutes_ago),
        by=kiosk(centre_id=CENTRE),
    )


def officer_for(service_id: str, *, other_than: frozenset[str] = frozenset()) -> Actor:
    """Return an officer who may give the service."""
    for card in access.employees(centre_id=CENTRE):
        able = service_id in access.may_serve(employee_id=card.id) and card.login not in other_than
        if able and any(role == "counter_officer" for role, *_ in card.roles):
            return access.actor_of(employee_id=card.id)
    raise LookupError(service_id)


def open_counter(number: int, service_id: str, *, by: Actor | None = None, at: datetime = TUESDAY) -> tuple[int, Actor]:
    """Open a counter with an officer for the service; return its id and the officer."""
    officer = by or officer_for(service_id)
    counter_id = next(counter.id for counter in centres.counters(centre_id=CENTRE) if counter.number == number)
    queue.open_counter(counter_id=counter_id, at=at - timedelta(minutes=60), by=officer)
    return counter_id, officer


def call(counter_id: int, officer: Actor, *, at: datetime = TUESDAY) -> Called:
    """Return who was called to the counter."""
    return queue.call_next(counter_id=counter_id, at=at, by=officer)


def officers() -> list[tuple[Actor, frozenset[str]]]:
    """Return every counter officer with what they may serve."""
    return [
        (access.actor_of(employee_id=card.id), access.may_serve(employee_id=card.id))
        for card in access.employees(centre_id=CENTRE)
        if any(role == "counter_officer" for role, *_ in card.roles)
    ]


def busy_hall(*, at: datetime = TUESDAY) -> list[Called]:
    """Fill the hall: four calls, people in every line."""
    everyone = officers()
    open_counters = []
    for counter, (officer, _services) in zip(centres.counters(centre_id=CENTRE), everyone, strict=False):
        queue.open_counter(counter_id=counter.id, at=at - timedelta(minutes=90), by=officer)
        open_counters.append((counter.id, officer))
    offered = ("FHDYO-01", "MFB-01", "PJ-01", "KAD-01", "SOLIQ-01")
    here = [code for code in offered if _sits(code, at)]
    for round_of in range(5):
        for place, code in enumerate(here):
            ticket(code, minutes_ago=40 - 7 * round_of - place, at=at)
    calls = []
    for place, (counter_id, officer) in enumerate(open_counters):
        try:
            calls.append(call(counter_id, officer, at=at - timedelta(seconds=90 - 15 * place)))
        except Exception as refusal:  # noqa: BLE001 -- somebody may have nobody to call
            if type(refusal).__name__ != "NobodyWaits":
                raise
    return calls


def _sits(service_id: str, at: datetime) -> bool:
    return centres.sits_now(centre_id=CENTRE, department_id=service_id.partition("-")[0], at=at) and centres.offered(
        centre_id=CENTRE, service_id=service_id
    )
