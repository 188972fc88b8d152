"""The journal of a period as an event log, read piece by piece."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import chain

from darcha.centres import queries as centres
from darcha.journal import queries as journal
from darcha.journal.kinds import Kind
from darcha.monitoring.queries.figures import midnight, must_be_period
from darcha.monitoring.rules import event_log as rules

FORMATS = ("xes", "ocel", "csv")


@dataclass(slots=True)
class Written:
    """What went into an event log so far."""

    visits: int = 0
    cases: int = 0
    events: int = 0


@dataclass(frozen=True, slots=True)
class EventLog:
    """The text of an event log; `written` is right once the last piece was taken."""

    pieces: Iterator[str]
    written: Written = field(default_factory=Written)


def event_log(*, centre_id: str, since: date, until: date, form: str, secret: bytes) -> EventLog:
    """Return the visits and cases of a period as XES, OCEL 2.0 or CSV, with names invented under `secret`.

    Neither the period nor what happened in it is ever held in memory: the database sorts, and what is held is one
    visit, one case, or one day. Ask within one moment (`plumbing.snapshot`), so that all passes see the same rows.

    :raises PeriodIsEmpty: the period ends before it begins.
    """
    must_be_period(since=since, until=until)
    if form not in FORMATS:
        raise ValueError(f"{form}: an event log is one of {', '.join(FORMATS)}")
    names, written, head = rules.Pseudonyms(secret), Written(), rules.LogHead(centre_id, since, until)
    traces = _counted(_traces(centre_id, since, until, names), written)
    if form == "xes":
        return EventLog(rules.xes_file(head, traces), written)
    if form == "csv":
        return EventLog(rules.csv_file(traces), written)
    return EventLog(rules.ocel_file(_steps(centre_id, since, until, names), traces), written)


def _counted(traces: Iterable[rules.Trace], written: Written) -> Iterator[rules.Trace]:
    for trace in traces:
        written.visits += trace.process == "visit"
        written.cases += trace.process == "case"
        written.events += len(trace.steps)
        yield trace


def _traces(centre_id: str, since: date, until: date, names: rules.Pseudonyms) -> Iterator[rules.Trace]:
    zone = centres.zone(centre_id=centre_id)
    return chain.from_iterable(
        rules.traces(
            journal.entries_sorted_by(
                centre_id=centre_id,
                since=midnight(since, zone),
                until=midnight(until + timedelta(days=1), zone),
                kinds=[*process.kinds, *([Kind.TICKET_UNDONE] if process.by == "ticket" else [])],
                by=process.by,
            ),
            process=process,
            names=names,
        )
        for process in rules.PROCESSES
    )


def _steps(centre_id: str, since: date, until: date, names: rules.Pseudonyms) -> Iterator[rules.Step]:
    zone = centres.zone(centre_id=centre_id)
    for day in (since + timedelta(days=number) for number in range((until - since).days + 1)):
        yield from rules.steps(
            journal.entries_between(
                centre_id=centre_id,
                since=midnight(day, zone),
                until=midnight(day + timedelta(days=1), zone),
                kinds=[*rules.VISIT_KINDS, *rules.CASE_KINDS, Kind.TICKET_UNDONE],
            ),
            names=names,
        )
