"""Whether the figures agree with the journal, and the journal itself for those who may read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from darcha.centres import queries as centres
from darcha.journal import queries as journal
from darcha.journal.rules import Checkpoint, Fault
from darcha.monitoring import models
from darcha.monitoring.queries.figures import midnight, must_be_period
from darcha.monitoring.rules.recount import Difference, Tally, differences, tally

ROW_LIMIT = 200
"""Rows of the journal shown at once."""


@dataclass(frozen=True, slots=True)
class Checked:
    """How many facts and entries were compared, and on what they disagree; nothing is as it must be."""

    facts: int
    entries: int
    days: int
    differences: tuple[Difference, ...]


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
    """Count the closed days of a period straight from the journal, by other code, and compare with their facts.

    :raises PeriodIsEmpty: the period ends before it begins.
    """
    must_be_period(since=since, until=until)
    zone = centres.zone(centre_id=centre_id)
    closed = set(
        models.ClosedDay.objects.filter(centre_id=centre_id, day__range=(since, until)).values_list("day", flat=True)
    )
    in_journal, entries = tally(
        (
            entry
            for entry in journal.entries_between(
                centre_id=centre_id, since=midnight(since, zone), until=midnight(until + timedelta(days=1), zone)
            )
            if entry.moment.astimezone(zone).date() in closed
        ),
        zone=zone,
    )
    in_facts: Tally = Tally()
    facts = 0
    rows = models.DayFact.objects.filter(centre_id=centre_id, day__range=(since, until))
    for row in rows.iterator(chunk_size=2000):
        facts += 1
        for what, amount in _told(row):
            in_facts[row.day, row.service_id, row.sex, what] += amount
    return Checked(facts, entries, len(closed), differences(in_facts=in_facts, in_journal=in_journal))


def _told(row: models.DayFact) -> list[tuple[str, int]]:
    return [
        ("tickets_issued", row.tickets_issued),
        ("no_shows", row.no_shows),
        ("visitors_served", row.visitors_served),
        ("wait_seconds", row.wait_seconds),
        ("service_seconds", row.service_seconds),
        ("within_promise", row.within_promise),
        ("whole_minutes", sum(minute * visits for minute, visits in enumerate(row.wait_minutes))),
        ("cases_opened", row.cases_opened),
        ("cases_first_time", row.cases_first_time),
        ("cases_returned", row.cases_returned),
        ("cases_decided", row.cases_decided),
        ("cases_granted", row.cases_granted),
        ("cases_on_time", row.cases_on_time),
        ("documents_issued", row.documents_issued),
        ("answers", sum(row.satisfied)),
        ("answers_satisfied", sum(row.satisfied[3:])),
        *((f"satisfied_{face}", count) for face, count in enumerate(row.satisfied, 1)),
        *((f"clear_{face}", count) for face, count in enumerate(row.clear, 1)),
    ]


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
