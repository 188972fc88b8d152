"""Counting a period straight from the journal, by code that shares nothing with the fold of the day facts.

It reads entry by entry, keeps plain sums by day, service and sex, and knows no cells and no histograms. Where it and the
day facts disagree one of the two is wrong, and the difference is named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, tzinfo

from darcha.journal.rules import Entry

Tally = Counter[tuple[date, str, str, str]]
"""Sums by (day, service, sex, what)."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure on which the day facts and the journal disagree."""

    day: date
    service_id: str
    sex: str
    what: str
    in_facts: int
    in_journal: int


def tally(entries: Iterable[Entry], *, zone: tzinfo) -> tuple[Tally, int]:
    """Return all sums of these entries and how many entries were counted."""
    sums: Tally = Counter()
    counted = 0
    # What a step at a counter added, by kind and ticket: taken away again when the step is taken back, which is only
    # possible within a minute. Kept from one midnight to the next.
    added: dict[tuple[str, object], list[tuple[str, str, list[tuple[str, int]]]]] = {}
    today: date | None = None
    for entry in entries:
        day = entry.moment.astimezone(zone).date()
        if today is None or day > today:
            today, added = day, {}
        if entry.kind == "ticket.undone":
            before = added.get((str(entry.data["action"]), entry.data["ticket"]))
            if before:
                counted -= 1
                service, sex, told = before.pop()
                for what, amount in told:
                    sums[day, service, sex, what] -= amount
            continue
        told = _told(entry)
        if not told:
            continue
        counted += 1
        service, sex = str(entry.data.get("service") or ""), str(entry.data.get("sex") or "")
        for what, amount in told:
            sums[day, service, sex, what] += amount
        if entry.kind in ("ticket.served", "ticket.no_show"):
            added.setdefault((entry.kind, entry.data.get("ticket")), []).append((service, sex, told))
    return sums, counted


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
                ("service_seconds", int(str(data["service_seconds"] or 0))),
                ("within_promise", 1 if data["within_promise"] is True else 0),
                # The sum of whole minutes is what a histogram must give back: sum of place x count.
                ("whole_minutes", min(seconds // 60, 240)),
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
            satisfied, clear = int(str(data["satisfied"])), int(str(data["clear"]))
            return [
                ("answers", 1),
                (f"satisfied_{satisfied}", 1),
                (f"clear_{clear}", 1),
                ("answers_satisfied", 1 if satisfied in (4, 5) else 0),
            ]
    return []


def differences(*, in_facts: Tally, in_journal: Tally) -> tuple[Difference, ...]:
    """Return every figure on which the two disagree, in the order of the days; none is as it must be."""
    return tuple(
        Difference(*place, in_facts=in_facts[place], in_journal=in_journal[place])
        for place in sorted({*in_facts, *in_journal})
        if in_facts[place] != in_journal[place]
    )
