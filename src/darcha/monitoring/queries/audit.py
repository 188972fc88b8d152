"""Whether the figures agree with the journal, and the journal itself for those who may read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from darcha.centres import queries as centres
from darcha.journal import queries as journal
from darcha.journal.rules import Checkpoint, Fault
from darcha.monitoring import models
from darcha.monitoring.queries.figures import midnight, must_be_period
from darcha.monitoring.rules.recount import Difference, Place, Tally, differences, of_the_day, tally

ROW_LIMIT = 200
"""Rows of the journal shown at once."""


@dataclass(frozen=True, slots=True)
class Checked:
    """How many facts and entries were compared, and on what they disagree; nothing is as it must be.

    `figures` is how many single figures were compared; `unfolded` names each day that is not closed although countable
    things happened, with their number.
    """

    facts: int
    entries: int
    figures: int
    days: int
    differences: tuple[Difference, ...]
    unfolded: tuple[tuple[date, int], ...]


@dataclass(frozen=True, slots=True)
class JournalRow:
    """One entry as the auditor sees it."""

    epoch: int
    seq: int
    moment: datetime
    kind: str
    subject: str
    actor: str
    data: Mapping[str, object]
    hash: str


def check(*, centre_id: str, since: date, until: date) -> Checked:
    """Count the days of a period straight from the journal, by other code, and compare with their facts.

    Day by day, so that a period may be as long as it likes. A day nobody closed has no facts to compare: it is named.

    :raises PeriodIsEmpty: the period ends before it begins.
    """
    must_be_period(since=since, until=until)
    zone = centres.zone(centre_id=centre_id)
    closed = {row.day: row for row in models.ClosedDay.objects.filter(centre_id=centre_id, day__range=(since, until))}
    facts = entries = figures = 0
    found: list[Difference] = []
    unfolded: list[tuple[date, int]] = []
    for day in (since + timedelta(days=number) for number in range((until - since).days + 1)):
        in_journal = tally(
            journal.entries_between(
                centre_id=centre_id, since=midnight(day, zone), until=midnight(day + timedelta(days=1), zone)
            ),
            zone=zone,
        )
        happened = in_journal[of_the_day(day, "entries")]
        rows = list(models.DayFact.objects.filter(centre_id=centre_id, day=day))
        if day not in closed and not rows:
            if happened:
                unfolded.append((day, happened))
            continue
        in_facts = _in_facts(rows)
        if day in closed:
            in_facts[of_the_day(day, "entries")] = closed[day].entries
            # How many facts a day has, the day says itself; the rows are counted.
            in_facts[of_the_day(day, "facts")] = closed[day].facts
        in_journal[of_the_day(day, "facts")] = len(rows)
        facts += len(rows)
        entries += happened
        figures += len({*in_facts, *in_journal})
        found += differences(in_facts=in_facts, in_journal=in_journal)
    return Checked(facts, entries, figures, len(closed), tuple(found), tuple(unfolded))


def _in_facts(rows: list[models.DayFact]) -> Tally:
    sums: Tally = Tally()
    for row in rows:
        about = (row.service_id, row.department_id, row.channel, row.sex, row.age_band, row.disability)
        for what, amount in _told(row):
            sums[Place(row.day, *about, what)] += amount
    return sums


def _told(row: models.DayFact) -> Iterator[tuple[str, int]]:
    yield "tickets_issued", row.tickets_issued
    yield "no_shows", row.no_shows
    yield "visitors_served", row.visitors_served
    yield "wait_seconds", row.wait_seconds
    yield "service_seconds", row.service_seconds
    yield "within_promise", row.within_promise
    yield "cases_opened", row.cases_opened
    yield "cases_first_time", row.cases_first_time
    yield "cases_returned", row.cases_returned
    yield "cases_decided", row.cases_decided
    yield "cases_granted", row.cases_granted
    yield "cases_on_time", row.cases_on_time
    yield "documents_issued", row.documents_issued
    yield from ((f"wait_minutes {minute}", visits) for minute, visits in enumerate(row.wait_minutes) if visits)
    yield from ((f"satisfied {face}", answers) for face, answers in enumerate(row.satisfied, 1) if answers)
    yield from ((f"clear {face}", answers) for face, answers in enumerate(row.clear, 1) if answers)


def journal_rows(
    *, centre_id: str, day: date, kind: str = "", subject: str = "", limit: int = ROW_LIMIT
) -> list[JournalRow]:
    """Return the entries of a local day, the newest first, of one kind and one subject where these are given."""
    zone = centres.zone(centre_id=centre_id)
    entries = journal.entries_between(
        centre_id=centre_id,
        since=midnight(day, zone),
        until=midnight(day + timedelta(days=1), zone),
        kinds=[kind] if kind else None,
    )
    found = [entry for entry in entries if not subject or entry.subject == subject]
    return [
        JournalRow(entry.epoch, entry.seq, entry.moment, entry.kind, entry.subject, entry.actor, entry.data, entry.hash)
        for entry in islice(reversed(found), limit)
    ]


def verify_journal(*, centre_id: str) -> Fault | None:
    """Walk the centre's whole chain and return the first wrong entry, or None when it is whole."""
    return journal.verify(centre_id=centre_id)


def journal_head(*, centre_id: str) -> Checkpoint:
    """Return the end of the centre's chain."""
    return journal.head(centre_id=centre_id)
