"""Folding journal entries into the facts of a day."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, tzinfo
from itertools import zip_longest
from math import ceil

from darcha.journal.kinds import Kind
from darcha.journal.rules import Entry

LAST_MINUTE = 240
"""The last place of a wait histogram: four hours and more."""

COUNTED = frozenset(
    {
        Kind.TICKET_ISSUED,
        Kind.TICKET_ENTERED,
        Kind.TICKET_SERVED,
        Kind.TICKET_NO_SHOW,
        Kind.TICKET_UNDONE,
        Kind.CASE_OPENED,
        Kind.CASE_RETURNED,
        Kind.CASE_DECIDED,
        Kind.DOCUMENT_ISSUED,
        Kind.SURVEY_ANSWERED,
    }
)
"""The kinds of entries that day facts are counted from; what was undone takes another entry's count away."""


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """What a fact is about; an empty text where the event does not tell."""

    service_id: str
    department_id: str
    channel: str = ""
    sex: str = ""
    age_band: str = ""
    disability: str = ""


@dataclass(frozen=True, slots=True)
class Measures:
    """What was counted; seconds are sums over the visits served.

    `wait_minutes[m]` is the number of visits served that waited m whole minutes; `satisfied` and `clear` hold the
    number of answers 1 to 5. Noughts at the end of a series are left out.
    """

    tickets_issued: int = 0
    visitors_served: int = 0
    no_shows: int = 0
    within_promise: int = 0
    wait_seconds: int = 0
    service_seconds: int = 0
    cases_opened: int = 0
    cases_first_time: int = 0
    cases_returned: int = 0
    cases_decided: int = 0
    cases_granted: int = 0
    cases_on_time: int = 0
    documents_issued: int = 0
    wait_minutes: tuple[int, ...] = ()
    satisfied: tuple[int, ...] = ()
    clear: tuple[int, ...] = ()

    @property
    def cases_judged(self) -> int:
        """Return how often an application was found complete at once, or handed back."""
        return self.cases_first_time + self.cases_returned

    @property
    def answers(self) -> int:
        """Return the number of survey answers."""
        return sum(self.satisfied)

    @property
    def answers_satisfied(self) -> int:
        """Return the number of answers 4 or 5 to the first question."""
        return sum(self.satisfied[3:])

    @property
    def answers_clear(self) -> int:
        """Return the number of answers 4 or 5 to the second question."""
        return sum(self.clear[3:])


NUMBERS = tuple(field.name for field in fields(Measures))[:13]
SERIES = ("wait_minutes", "satisfied", "clear")
NOTHING = Measures()


def trimmed(series: Sequence[int]) -> tuple[int, ...]:
    """Return a series without the zeros at its end."""
    end = len(series)
    while end and not series[end - 1]:
        end -= 1
    return tuple(series[:end])


def together(parts: Iterable[Measures]) -> Measures:
    """Return the sum of measures; histograms are added place by place, so the order never matters."""
    every = tuple(parts)

    def series(of: Callable[[Measures], tuple[int, ...]]) -> tuple[int, ...]:
        return trimmed([sum(places) for places in zip_longest(*map(of, every), fillvalue=0)])

    return Measures(
        tickets_issued=sum(part.tickets_issued for part in every),
        visitors_served=sum(part.visitors_served for part in every),
        no_shows=sum(part.no_shows for part in every),
        within_promise=sum(part.within_promise for part in every),
        wait_seconds=sum(part.wait_seconds for part in every),
        service_seconds=sum(part.service_seconds for part in every),
        cases_opened=sum(part.cases_opened for part in every),
        cases_first_time=sum(part.cases_first_time for part in every),
        cases_returned=sum(part.cases_returned for part in every),
        cases_decided=sum(part.cases_decided for part in every),
        cases_granted=sum(part.cases_granted for part in every),
        cases_on_time=sum(part.cases_on_time for part in every),
        documents_issued=sum(part.documents_issued for part in every),
        wait_minutes=series(lambda part: part.wait_minutes),
        satisfied=series(lambda part: part.satisfied),
        clear=series(lambda part: part.clear),
    )


def _minute(seconds: int) -> tuple[int, ...]:
    place = min(max(seconds, 0) // 60, LAST_MINUTE)
    return (*([0] * place), 1)


def _face(number: int) -> tuple[int, ...]:
    return tuple(int(number == face) for face in range(1, 6))


def _text(data: Mapping[str, object], name: str) -> str:
    value = data.get(name)
    return "" if value is None else str(value)


def _number(data: Mapping[str, object], name: str) -> int:
    value = data.get(name)
    return value if isinstance(value, int) else 0


def _disability(data: Mapping[str, object]) -> str:
    value = data.get("disability")
    return "" if value is None else ("yes" if value else "no")


def _cell(data: Mapping[str, object]) -> Cell:
    return Cell(
        service_id=_text(data, "service"),
        department_id=_text(data, "department"),
        channel=_text(data, "channel"),
        sex=_text(data, "sex"),
        age_band=_text(data, "age_band"),
        disability=_disability(data),
    )


def _served(data: Mapping[str, object]) -> Measures:
    wait = _number(data, "wait_seconds")
    return Measures(
        visitors_served=1,
        within_promise=_number(data, "within_promise"),
        wait_seconds=wait,
        wait_minutes=_minute(wait),
        service_seconds=_number(data, "service_seconds"),
    )


def _decided(data: Mapping[str, object]) -> Measures:
    return Measures(
        cases_decided=1, cases_granted=int(data.get("outcome") == "granted"), cases_on_time=_number(data, "on_time")
    )


_READINGS: dict[str, Callable[[Mapping[str, object]], Measures]] = {
    Kind.TICKET_ISSUED: lambda _: Measures(tickets_issued=1),
    Kind.TICKET_ENTERED: lambda _: Measures(tickets_issued=1),
    Kind.TICKET_SERVED: _served,
    Kind.TICKET_NO_SHOW: lambda _: Measures(no_shows=1),
    Kind.CASE_OPENED: lambda data: Measures(cases_opened=1, cases_first_time=_number(data, "first_time")),
    Kind.CASE_RETURNED: lambda _: Measures(cases_returned=1),
    Kind.CASE_DECIDED: _decided,
    Kind.DOCUMENT_ISSUED: lambda _: Measures(documents_issued=1),
    Kind.SURVEY_ANSWERED: lambda data: Measures(
        satisfied=_face(_number(data, "satisfied")), clear=_face(_number(data, "clear"))
    ),
}


@dataclass(frozen=True, slots=True)
class Folded:
    """The facts of one day, and from how many entries they were counted."""

    entries: int
    facts: Mapping[Cell, Measures]


def standing(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries without those whose step at a counter was taken back, and without the taking back.

    An undoing names a kind and a ticket: the newest entry before it of that kind and ticket is the one.
    """
    kept: list[Entry | None] = []
    places: dict[tuple[str, object], list[int]] = {}
    for entry in entries:
        ticket = entry.data.get("ticket")
        if entry.kind == Kind.TICKET_UNDONE:
            earlier = places.get((_text(entry.data, "action"), ticket))
            if earlier:
                kept[earlier.pop()] = None
            continue
        if ticket is not None:
            places.setdefault((entry.kind, ticket), []).append(len(kept))
        kept.append(entry)
    return [entry for entry in kept if entry is not None]


def fold(entries: Iterable[Entry], *, zone: tzinfo) -> dict[date, Folded]:
    """Return the facts of each local day of `zone` on which something countable happened.

    A day is told by the moment of the entry alone, so an entry written late counts for the day it happened on. A step that
    was taken back does not count.
    """
    gathered: dict[date, dict[Cell, list[Measures]]] = {}
    counted: dict[date, int] = {}
    for entry in standing(entries):
        reading = _READINGS.get(entry.kind)
        if reading is None:
            continue
        day = entry.moment.astimezone(zone).date()
        counted[day] = counted.get(day, 0) + 1
        gathered.setdefault(day, {}).setdefault(_cell(entry.data), []).append(reading(entry.data))
    return {
        day: Folded(counted[day], {cell: together(parts) for cell, parts in sorted(cells.items())})
        for day, cells in sorted(gathered.items())
    }


def fingerprint(facts: Mapping[Cell, Measures]) -> str:
    """Return the SHA-256 (hex) of facts; equal facts give equal fingerprints, in whatever order they come.

    Check: no facts give 4f53cda1 8c2baa0c 0354bb5f 9a3ecbe5 ed12ab4d 8e11ba87 3c2f1116 1202b945.
    """
    rows = [
        [
            *(getattr(cell, field.name) for field in fields(Cell)),
            *(getattr(measures, name) for name in NUMBERS),
            *(list(trimmed(getattr(measures, name))) for name in SERIES),
        ]
        for cell, measures in sorted(facts.items(), key=lambda item: item[0])
    ]
    return hashlib.sha256(json.dumps(rows, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()


def percentile(histogram: Sequence[int], *, per_cent: int) -> int | None:
    """Return the whole minute within which `per_cent` of the visits in a wait histogram had been called.

    Nearest rank: the smallest m such that the places 0 to m hold at least that share. None for no visits.
    Check: (5, 3, 1, 1) has 10 visits; its 90th percentile is 2.
    """
    visits = sum(histogram)
    if not visits:
        return None
    rank = max(1, ceil(visits * per_cent / 100))
    passed = 0
    for minute, count in enumerate(histogram):
        passed += count
        if passed >= rank:
            return minute
    raise AssertionError("a rank is never above the number of visits")
