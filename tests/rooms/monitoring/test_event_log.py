"""Visits and cases as an event log: what tools of process mining find in it is what happened, and nobody is in it."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from lxml import etree

from darcha.journal import queries as journal
from darcha.journal.kinds import Kind
from darcha.kernel.actor import Actor, Grant, NotAllowed, Permission, system
from darcha.monitoring import actions, queries
from darcha.monitoring.rules import event_log
from darcha.monitoring.rules.facts import standing
from tests import given
from tests.rooms.monitoring import events
from tests.rooms.practice.test_small_pilots import SINCE, UNTIL, play, small

HERE = Path(__file__).parent
AT = datetime(2010, 12, 7, 5, tzinfo=UTC)
SECRET = b"only for this test, and forgotten"


def exported(
    folder: Path, form: str, *, secret: bytes = SECRET, by: Actor | None = None
) -> tuple[Path, actions.Exported]:
    file = folder / f"log.{'jsonocel' if form == 'ocel' else form}"
    told = actions.export_events(
        centre_id="SRG",
        since=SINCE,
        until=UNTIL,
        form=form,
        file=file,
        secret=secret,
        at=AT,
        by=by or system("export"),
    )
    return file, told


def own_count() -> dict[str, dict[str, object]]:
    """Count cases, events and variants straight from the entries, with nothing of the export but its list of kinds."""
    entries = standing(journal.entries_after(centre_id="SRG", seq=0, limit=100_000))
    counted = {}
    for process, by, kinds in (
        ("visit", "ticket", event_log.VISIT_KINDS),
        ("case", "case", event_log.CASE_KINDS),
    ):
        traces: dict[object, list[str]] = {}
        for entry in entries:
            if entry.kind in kinds:
                traces.setdefault(entry.data[by], []).append(entry.kind)
        counted[process] = {
            "cases": len(traces),
            "events": sum(map(len, traces.values())),
            "variants": len({tuple(kinds) for kinds in traces.values()}),
        }
    return counted


def test_a_tool_of_process_mining_finds_what_happened(own_database: str, tmp_path: Path) -> None:
    play(small(15, 10))
    xes, told = exported(tmp_path, "xes")
    ocel, again = exported(tmp_path, "ocel")
    sheet, _ = exported(tmp_path, "csv")
    counted = own_count()

    schema = etree.RelaxNG(etree.parse(HERE / "xes.rng"))
    schema.assertValid(etree.parse(xes))

    mined = subprocess.run(
        [sys.executable, "-I", HERE / "mined.py", xes, ocel], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    found = json.loads(mined.stdout.splitlines()[-1])
    for process, expected in counted.items():
        assert {name: found[process][name] for name in expected} == expected
    assert found["visit"]["starts"] == ["take a ticket"]
    assert found["visit"]["complete"] == counted["visit"]["cases"]
    assert (told.visits, told.cases) == (counted["visit"]["cases"], counted["case"]["cases"])
    assert told.events == again.events == counted["visit"]["events"] + counted["case"]["events"]
    assert found["ocel"]["events"] == told.events

    log = json.loads(ocel.read_text())
    objects = Counter(thing["type"] for thing in log["objects"])
    assert found["ocel"]["objects"] == dict(objects)
    assert (objects["visit"], objects["case"]) == (told.visits, told.cases)
    assert objects["work item"] and objects["document"] and objects["counter"] and objects["department"]
    assert found["ocel"]["between objects"] == sum(len(thing["relationships"]) for thing in log["objects"])
    assert_ocel_is_whole(log)

    rows = list(csv.DictReader(sheet.read_text().splitlines()))
    assert Counter(row["process"] for row in rows) == {name: part["events"] for name, part in counted.items()}
    served = [row for row in rows if (row["activity"], row["transition"]) == ("serve", "complete")]
    assert len(served) == queries.figures(centre_id="SRG", since=SINCE, until=UNTIL).all.visitors_served
    checked = queries.check(centre_id="SRG", since=SINCE, until=UNTIL)
    assert (checked.differences, checked.unfolded) == ((), ())


def assert_ocel_is_whole(log: dict[str, list[dict[str, object]]]) -> None:
    """OCEL 2.0: names are unique, types declared, values of their declared type, references lead somewhere."""
    assert set(log) == {"objectTypes", "eventTypes", "events", "objects"}
    forms = {"string": str, "integer": int, "boolean": bool}
    ids = [thing["id"] for thing in [*log["events"], *log["objects"]]]
    assert len(ids) == len(set(ids))
    known = {thing["id"] for thing in log["objects"]}
    for declared, things in ((log["eventTypes"], log["events"]), (log["objectTypes"], log["objects"])):
        types = {kind["name"]: {a["name"]: a["type"] for a in kind["attributes"]} for kind in declared}  # type: ignore[attr-defined]
        for thing in things:
            for value in thing["attributes"]:  # type: ignore[attr-defined]
                assert type(value["value"]) is forms[types[thing["type"]][value["name"]]]
            for relation in thing["relationships"]:  # type: ignore[attr-defined]
                assert relation["objectId"] in known and relation["qualifier"]
    times = [event["time"] for event in log["events"]]
    assert times == sorted(times)


@pytest.mark.django_db
def test_nobody_is_in_it_and_its_names_are_invented_anew_each_time(tmp_path: Path) -> None:
    given.a_served_visitor(sex="F", age_band="60+", disability=True)
    texts = [exported(tmp_path, form)[0].read_text() for form in ("xes", "ocel", "csv")]
    number = next(iter(journal.entries_after(centre_id="SRG", seq=0, kinds=[Kind.TICKET_ISSUED]))).data["number"]
    for text in texts:
        for told in (r"60\+", "disability", "age_band", "sex", "language", "employee:", str(number)):
            assert not re.search(rf"\b{told}", text)
    first = (tmp_path / "log.csv").read_text().splitlines()[1].split(",")[1]
    other = exported(tmp_path, "csv", secret=b"another one")[0].read_text().splitlines()[1].split(",")[1]
    assert first != other and first.startswith("visit-")


@pytest.mark.django_db
def test_the_journal_tells_who_exported_what_and_which_file_it_is(tmp_path: Path) -> None:
    import hashlib

    given.a_served_visitor()
    auditor = Actor("employee", "9", (Grant(Permission.READ_JOURNAL, "SRG"),))
    file, told = exported(tmp_path, "xes", by=auditor)
    entry = journal.entries_after(centre_id="SRG", seq=0, kinds=[Kind.EVENTS_EXPORTED])[-1]
    assert (entry.actor, entry.data["events"], entry.data["visits"]) == ("employee:9", told.events, 1)
    assert entry.data["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    with pytest.raises(NotAllowed):
        exported(tmp_path, "csv", by=given.employee("dilnoza"))
    assert [path.name for path in tmp_path.iterdir()] == ["log.xes"]


@pytest.mark.django_db
def test_a_step_taken_back_is_in_no_event_log(tmp_path: Path) -> None:
    counter_id, _ = given.a_visitor_at_the_counter()
    from darcha.queue import actions as queue

    whom = {"sex": "F", "age_band": "30-44", "disability": False, "by": given.employee("dilnoza")}
    queue.finish(counter_id=counter_id, at=given.MORNING + timedelta(minutes=20), **whom)
    queue.undo(counter_id=counter_id, at=given.MORNING + timedelta(minutes=20.5), by=given.employee("dilnoza"))
    rows = list(csv.DictReader(exported(tmp_path, "csv")[0].read_text().splitlines()))
    assert [(row["activity"], row["transition"], row["complete"]) for row in rows] == [
        ("take a ticket", "complete", "false"),
        ("call", "complete", "false"),
        ("serve", "start", "false"),
    ]


@pytest.mark.django_db
def test_what_happened_outside_the_period_is_not_in_it(tmp_path: Path) -> None:
    events.served(datetime(2010, 4, 6, 18, 59, tzinfo=UTC))  # 23:59 in Tashkent
    events.served(datetime(2010, 4, 6, 19, 0, tzinfo=UTC))
    _, told = exported(tmp_path, "csv")
    assert (told.visits, told.events) == (1, 1)
    log = queries.event_log(centre_id="SRG", since=date(2011, 1, 1), until=date(2011, 1, 2), form="ocel", secret=SECRET)
    assert json.loads("".join(log.pieces))["events"] == []
