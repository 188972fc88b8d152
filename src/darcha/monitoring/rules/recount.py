"""Counting a period straight from the journal, by code that shares nothing with the fold of the day facts.

It reads entry by entry and adds single figures to one flat sum: there are no measures and no merged series here, and a
histogram is as many figures as it has places. Where it and the day facts disagree one of the two is wrong, and the
difference is named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import NamedTuple

from darcha.journal.rules import Entry


class Place(NamedTuple):
    """Where one figure stands: the day, what the fact is about, and what was counted.

    `what` is the name of a number of the day facts, or the name of a series with a place: "wait_minutes 12" is the
    number of visits that waited twelve whole minutes, "satisfied 5" the number of answers 5. Only the day's own figures
    ("entries", "facts") are about no service.
    """

    day: date
    service_id: str
    department_id: str
    channel: str
    sex: str
    age_band: str
    disability: str
    what: str


Tally = Counter[Place]
"""Sums by place."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure on which the day facts and the journal disagree."""

    place: Place
    in_facts: int
    in_journal: int


def of_the_day(day: date, what: str) -> Place:
    """Return the place of a figure of the day itself."""
    return Place(day, "", "", "", "", "", "", what)


def tally(entries: Iterable[Entry], *, zone: tzinfo) -> Tally:
    """Return all sums of these entries, and how many entries were counted for each day.

    Of entries that come in their order; a step that was taken back the same day is taken out of the sums again.
    """
    sums: Tally = Counter()
    # What a step at a counter added, by day, kind and ticket: an undoing names the newest of them.
    added: dict[tuple[date, str, object], list[list[tuple[Place, int]]]] = {}
    for entry in entries:
        day = entry.moment.astimezone(zone).date()
        if entry.kind == "ticket.undone":
            before = added.get((day, str(entry.data["action"]), entry.data["ticket"]))
            for place, amount in before.pop() if before else ():
                sums[place] -= amount
            continue
        told = [(_place(day, entry.data, what), amount) for what, amount in _told(entry)]
        if not told:
            continue
        told.append((of_the_day(day, "entries"), 1))
        for place, amount in told:
            sums[place] += amount
        if entry.kind in ("ticket.served", "ticket.no_show"):
            added.setdefault((day, entry.kind, entry.data.get("ticket")), []).append(told)
    return sums


def _place(day: date, data: Mapping[str, object], what: str) -> Place:
    disabled = data.get("disability")
    return Place(
        day,
        str(data.get("service") or ""),
        str(data.get("department") or ""),
        str(data.get("channel") or ""),
        str(data.get("sex") or ""),
        str(data.get("age_band") or ""),
        {None: "", True: "yes", False: "no"}[disabled if isinstance(disabled, bool) else None],
        what,
    )


def _told(entry: Entry) -> list[tuple[str, int]]:  # noqa: PLR0911 -- one return for each kind of entry
    data: Mapping[str, object] = entry.data
    match entry.kind:
        case "ticket.issued" | "ticket.entered":
            return [("tickets_issued", 1)]
        case "ticket.no_show":
            return [("no_shows", 1)]
        case "ticket.served":
            seconds = int(str(data["wait_seconds"]))
            return [
                ("visitors_served", 1),
                ("wait_seconds", seconds),
                (f"wait_minutes {max(0, min(seconds // 60, 240))}", 1),
                ("service_seconds", int(str(data["service_seconds"] or 0))),
                ("within_promise", 1 if data["within_promise"] is True else 0),
            ]
        case "case.opened":
            return [("cases_opened", 1), ("cases_first_time", 1 if data["first_time"] is True else 0)]
        case "case.returned":
            return [("cases_returned", 1)]
        case "case.decided":
            return [
                ("cases_decided", 1),
                ("cases_granted", 1 if data["outcome"] == "granted" else 0),
                ("cases_on_time", 1 if data["on_time"] is True else 0),
            ]
        case "document.issued":
            return [("documents_issued", 1)]
        case "survey.answered":
            return [(f"satisfied {data['satisfied']}", 1), (f"clear {data['clear']}", 1)]
    return []


def differences(*, in_facts: Tally, in_journal: Tally) -> tuple[Difference, ...]:
    """Return every figure on which the two disagree, in the order of the days; none is as it must be."""
    return tuple(
        Difference(place, in_facts=in_facts[place], in_journal=in_journal[place])
        for place in sorted({*in_facts, *in_journal})
        if in_facts[place] != in_journal[place]
    )
