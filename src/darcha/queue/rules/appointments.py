"""Coming at a time: which times a department gives, what stays for whoever walks in, and where who checks in stands.

docs/algorithms/appointments.md tells the formulas with values to check them by.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

TURNS = 3
"""So many of those who wait for a place are offered a free one in turn; then it is anybody's."""

GRID_MINUTES = 5
"""Times are told in steps of five minutes."""

WHOLE = 100
"""All of it, in per cent."""

NUMBER_DIGITS = 6
"""How long the number is that is typed at the kiosk."""

BOOKING_SPAN = timedelta(hours=1)
"""Within this so many times are booked, moved or waited for from one source."""

WRONG_NUMBER_SPAN = timedelta(minutes=15)
"""Within this so many wrong numbers are typed at one kiosk."""

STANDINGS = ("expected", "late", "here", "at_window", "served", "left", "missed", "cancelled")
"""How an appointment stands on its day: to come, past its grace, here, at a window, served, gone without being served,
nobody came, given back."""

Span = tuple[datetime, datetime]
"""From (inclusive) to (exclusive)."""


@dataclass(frozen=True, slots=True)
class Place:
    """A time with a department. `lane` tells apart those at the same time, from 1.

    From `starts_at` to `ends_at` the visitor is served; from there to `kept_until` the lane is the walk-ins'.
    """

    lane: int
    starts_at: datetime
    ends_at: datetime
    kept_until: datetime


@dataclass(frozen=True, slots=True)
class Held:
    """A place somebody has, or had: `released_at` None while it is theirs, else from when it is free again."""

    place: Place
    released_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """Where who checks in stands: from `waiting_since`, called from `ready_at` on. `kept`: the time was kept."""

    waiting_since: datetime
    ready_at: datetime
    kept: bool


def cell_minutes(*, service_minutes: int, walk_in_share: int) -> int | None:
    """Return how long an appointment keeps its lane: the service, and the walk-ins' share after it, in minutes.

    `walk_in_share` in per cent: of every cell at least so much is never booked. None: all of it is the walk-ins'.
    Rounded up to `GRID_MINUTES`. Check: 10 minutes and 50 % give 20; 15 and 30 % give 25 (21.4 rounded up).
    """
    if walk_in_share >= WHOLE:
        return None
    minutes = -(-WHOLE * service_minutes // (WHOLE - walk_in_share))
    return -(-minutes // GRID_MINUTES) * GRID_MINUTES


def places(*, windows: Iterable[Span], service_minutes: int, walk_in_share: int, at_once: int) -> tuple[Place, ...]:
    """Return every place of a service within the windows a department sits, in the order of their times and lanes.

    A place lies in one window with all of its cell, so a window's last minutes are the walk-ins'.
    """
    cell = cell_minutes(service_minutes=service_minutes, walk_in_share=walk_in_share)
    if cell is None:
        return ()
    found = []
    for opens, closes in windows:
        begins = opens
        while begins + timedelta(minutes=cell) <= closes:
            ends = begins + timedelta(minutes=service_minutes)
            after = begins + timedelta(minutes=cell)
            found += [Place(lane, begins, ends, after) for lane in range(1, at_once + 1)]
            begins = after
    return tuple(sorted(found, key=lambda place: (place.starts_at, place.lane)))


def overlap(one: Place, other: Place) -> bool:
    """Return whether two places are in the same lane at the same time, the walk-ins' share counted."""
    return one.lane == other.lane and one.starts_at < other.kept_until and other.starts_at < one.kept_until


def is_held(held: Held, *, at: datetime, turn: int | None, waiting: int, offer: timedelta) -> bool:
    """Return whether a place cannot be booked by somebody at `at`.

    `turn`: their place among the `waiting` who wait for one on this day, from 0; None: they do not wait. A place free
    since `released_at` is kept for the first of them for `offer`, then for the second, for `TURNS` of them; whose turn
    it was may still take it. Then it is anybody's.
    """
    if held.released_at is None or at < held.released_at:
        return True
    if turn is not None and turn < TURNS:
        return at < held.released_at + turn * offer
    return at < held.released_at + min(waiting, TURNS) * offer


def free(
    offered: Sequence[Place],
    held: Sequence[Held],
    *,
    at: datetime,
    turn: int | None = None,
    waiting: int = 0,
    offer: timedelta = timedelta(),
) -> tuple[Place, ...]:
    """Return the places somebody can book at `at`, one for each time: the first lane that is free then."""
    blocked = [one.place for one in held if is_held(one, at=at, turn=turn, waiting=waiting, offer=offer)]
    found: dict[datetime, Place] = {}
    for place in offered:
        if place.starts_at > at and not any(overlap(place, other) for other in blocked):
            found.setdefault(place.starts_at, place)
    return tuple(found.values())


def first_check_in(*, appointed: datetime, early: timedelta) -> datetime:
    """Return from when an appointment can be checked in."""
    return appointed - early


def arrival(*, appointed: datetime, at: datetime, early: timedelta, late: timedelta) -> Arrival | None:
    """Return where a visitor stands who checks in at `at`; None: it is too early.

    An appointment ages from its time. Who is early is called from their time on, so nobody who waits already is passed
    by them; who is late by `late` at most stands as if they had been there in time; who is later waits from now.
    Check: appointed 10:30 with 15 minutes' grace, at 10:10 stands and is ready from 10:30; at 10:40 stands from 10:30,
    ready from 10:40; at 10:45 still from 10:30; at 10:46 from 10:46.
    """
    if at < first_check_in(appointed=appointed, early=early):
        return None
    if at > appointed + late:
        return Arrival(at, at, kept=False)
    return Arrival(appointed, max(at, appointed), kept=True)


def standing(*, stage: str, ticket_state: str | None, is_late: bool) -> str:
    """Return how an appointment stands, one of `STANDINGS`.

    `stage` is the appointment's, `ticket_state` that of the ticket of who checked in, `is_late` that its grace is over.
    """
    if stage == "booked":
        return "late" if is_late else "expected"
    if stage != "arrived":
        return stage
    return {"called": "at_window", "serving": "at_window", "served": "served", "no_show": "left", "left": "left"}.get(
        ticket_state or "", "here"
    )
