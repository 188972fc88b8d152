"""The hall on the Tuesday of the drawings: 24 November 2026, 11:02 in Tashkent."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from darcha.plumbing import clock
from darcha.plumbing.clock import Clock
from darcha.queue.actions import Called
from tests.given import PASSPORT, SEATS, a_called_visitor, a_visitor_who_waits, an_open_counter, minutes

TUESDAY = datetime(2026, 11, 24, 6, 2, tzinfo=UTC)
"""11:02 in Tashkent."""

SUNDAY = datetime(2026, 11, 22, 6, 2, tzinfo=UTC)

BIRTH = "FHDYO-01"
STATISTICS = "STAT-01"
"""Its department sits on Fridays."""


@contextmanager
def it_is(at: datetime) -> Iterator[None]:
    """Let the doors' clock show `at` and run on from there."""
    before = clock.clock()
    clock.set_clock(Clock(true_at=datetime.fromtimestamp(time.time(), tz=UTC), shown_at=at))
    try:
        yield
    finally:
        clock.set_clock(before)


def a_busy_hall(*, at: datetime = TUESDAY) -> list[Called]:
    """Let eight officers sit, fifteen visitors wait, and five of them be called a minute ago or two."""
    seats = {login: an_open_counter(login, at=at - minutes(90)) for login in SEATS}
    for round_of in range(5):
        for place, service in enumerate((BIRTH, PASSPORT, "PJ-01")):
            a_visitor_who_waits(service, at=at - minutes(40 - 7 * round_of - place))
    called = ("nilufar", "kamola", "aziz", "dilnoza", "umida")
    return [a_called_visitor(seats[login], login, at=at - minutes(2 - place / 4)) for place, login in enumerate(called)]
