"""The figures of a period: sums of day facts by everything they are split by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from darcha.journal.kinds import Kind
from darcha.journal.rules import Entry
from darcha.monitoring.rules.facts import NOTHING, Cell, Measures, together

SPLITS = ("all", "sex", "age_band", "disability", "channel", "department", "service", "day", "department_month")
"""By what the figures of a period are split; each is a table of its own."""

Table = Mapping[str, Measures]


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of a centre from `since` to `until`, both days included.

    `tables` holds one table for each of `SPLITS`; its keys are the codes, ISO days, and "PJ 2010-04" for department and
    month. `open_days` are days of the period that nobody has closed yet: they were counted from the journal directly.
    `counts` holds what the journal does not tell: services_offered, services_used, departments, staff_trained,
    complaints_due, complaints_in_time.
    """

    centre_id: str
    since: date
    until: date
    tables: Mapping[str, Table]
    closed_days: int
    open_days: tuple[date, ...]
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def all(self) -> Measures:
        """Return the sums over everything."""
        return self.tables["all"].get("", NOTHING)

    def of(self, split: str, key: str) -> Measures:
        """Return the sums of one part, nothing when there is none."""
        return self.tables[split].get(key, NOTHING)

    def days(self, since: date, until: date) -> Measures:
        """Return the sums from `since` to `until`, both days included."""
        table = self.tables["day"]
        return together(table[key] for key in table if since.isoformat() <= key <= until.isoformat())


def keys_of(day: date, cell: Cell) -> dict[str, str]:
    """Return the key of a fact in each of the tables."""
    return {
        "all": "",
        "sex": cell.sex,
        "age_band": cell.age_band,
        "disability": cell.disability,
        "channel": cell.channel,
        "department": cell.department_id,
        "service": cell.service_id,
        "day": day.isoformat(),
        "department_month": f"{cell.department_id} {day:%Y-%m}",
    }


def gather(facts: Iterable[tuple[date, Cell, Measures]]) -> dict[str, dict[str, list[Measures]]]:
    """Return the measures of facts, sorted into the tables, not yet added up."""
    tables: dict[str, dict[str, list[Measures]]] = {split: {} for split in SPLITS}
    for day, cell, measures in facts:
        for split, key in keys_of(day, cell).items():
            tables[split].setdefault(key, []).append(measures)
    return tables


def months(since: date, until: date) -> list[tuple[date, date]]:
    """Return the months that touch the period, each cut to it: (first day, last day)."""
    parts = []
    first = since
    while first <= until:
        after = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
        parts.append((first, min(after - timedelta(days=1), until)))
        first = after
    return parts


def weeks(since: date, until: date) -> list[tuple[date, date]]:
    """Return the weeks, Monday to Sunday, that touch the period, each cut to it."""
    parts = []
    first = since
    while first <= until:
        last = first + timedelta(days=6 - first.weekday())
        parts.append((first, min(last, until)))
        first = last + timedelta(days=1)
    return parts


def period_before(since: date, until: date) -> tuple[date, date]:
    """Return the period of the same kind just before: the months before whole months, else as many days.

    Check: October gives September; 5 to 9 October give 30 September to 4 October.
    """
    following = until + timedelta(days=1)
    if since.day == 1 and following.day == 1:
        count = (following.year - since.year) * 12 + following.month - since.month
        first = since
        for _ in range(count):
            first = (first - timedelta(days=1)).replace(day=1)
        return first, since - timedelta(days=1)
    length = until - since
    return since - length - timedelta(days=1), since - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Point:
    """How many people waited at a moment."""

    at: datetime
    waiting: int


_WAITS_FROM = (Kind.TICKET_ISSUED, Kind.TICKET_ENTERED, Kind.TICKET_SENT_ON, Kind.TICKET_SET_ASIDE)
_WAITS_UNTIL = (Kind.TICKET_CALLED, Kind.TICKET_LEFT, Kind.TICKET_NO_SHOW)


def waiting_curve(entries: Iterable[Entry], *, until: datetime, step: timedelta) -> tuple[Point, ...]:
    """Return how many people waited, from the first ticket to `until`, every `step`.

    A visitor waits from the ticket to the first call, or until known to have left; and again when the call is taken back,
    or when they are sent on or set aside.
    """
    moves: list[tuple[datetime, int]] = []
    waiting: set[object] = set()
    for entry in entries:
        ticket = entry.data.get("ticket")
        undone = entry.data.get("action") if entry.kind == Kind.TICKET_UNDONE else None
        if entry.kind in _WAITS_FROM or undone == Kind.TICKET_CALLED:
            waiting.add(ticket)
            moves.append((entry.moment, 1))
        elif (entry.kind in _WAITS_UNTIL or undone in _WAITS_FROM) and ticket in waiting:
            waiting.discard(ticket)
            moves.append((entry.moment, -1))
    if not moves:
        return ()
    moves.sort(key=lambda move: move[0])
    points: list[Point] = []
    moment, count, place = moves[0][0].replace(second=0, microsecond=0), 0, 0
    while moment <= until:
        while place < len(moves) and moves[place][0] <= moment:
            count += moves[place][1]
            place += 1
        points.append(Point(moment, count))
        moment += step
    count += sum(change for at, change in moves[place:] if at <= until)
    return (*points, Point(until, count))
