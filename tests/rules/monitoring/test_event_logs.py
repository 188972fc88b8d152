"""Event logs as pure text: held in memory is one visit, whatever the length of the log."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from darcha.journal.rules import Entry
from darcha.monitoring.rules import event_log

HEAD = event_log.LogHead("SRG", date(2010, 4, 12), date(2010, 4, 12))
NAMES = event_log.Pseudonyms(b"secret")
VISIT, CASE = event_log.PROCESSES


def entry(kind: str, number: int, **data: object) -> Entry:
    at = datetime(2010, 4, 12, 5, tzinfo=UTC) + timedelta(seconds=number)
    told = {"ticket": number, "service": "PJ-01", "department": "PJ", "counter": 7, **data}
    return Entry("SRG", 1, number, at, kind, f"ticket:{number}", "employee:7", told, None, "", "")


def visits(count: int) -> Iterator[Entry]:
    for number in range(count):
        yield entry("ticket.issued", number)
        yield entry("ticket.called", number, wait_seconds=60)
        yield entry("ticket.served", number, wait_seconds=60, service_seconds=300, outcome="done")


def _peak(count: int) -> int:
    tracemalloc.start()
    traces = event_log.traces(visits(count), process=VISIT, names=NAMES)
    steps = event_log.steps((), names=NAMES)
    for pieces in (event_log.xes_file(HEAD, traces), event_log.ocel_file(steps, visit_traces(count))):
        for _ in pieces:
            pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def visit_traces(count: int) -> Iterator[event_log.Trace]:
    return event_log.traces(visits(count), process=VISIT, names=NAMES)


def test_memory_does_not_grow_with_the_log() -> None:
    _peak(10)
    assert _peak(500) < _peak(50) + 50_000


@settings(max_examples=25)
@given(st.text(max_size=30))
def test_whatever_stands_in_the_data_is_told_and_breaks_no_file(text: str) -> None:
    written = "".join(sign for sign in text if sign.isprintable())
    entries = [entry("ticket.issued", 1, service=written), entry("ticket.served", 1, outcome=written)]
    traces = list(event_log.traces(entries, process=VISIT, names=NAMES))
    steps = event_log.steps(entries, names=NAMES)
    xes = etree.fromstring("".join(event_log.xes_file(HEAD, traces)).encode())
    told = {node.get("value") for node in xes.iter("{*}string") if node.get("key") == "outcome"}
    assert told == ({written} if written else set())
    assert len(json.loads("".join(event_log.ocel_file(steps, traces)))["events"]) == 2


def test_the_same_thing_has_the_same_name_in_one_export_and_another_in_the_next() -> None:
    other = event_log.Pseudonyms(b"another secret")
    assert NAMES.of("visit", 7) == NAMES.of("visit", 7) != NAMES.of("visit", 8)
    assert NAMES.of("visit", 7) != other.of("visit", 7)
    assert NAMES.of("visit", 7).removeprefix("visit-") != NAMES.of("case", 7).removeprefix("case-")
