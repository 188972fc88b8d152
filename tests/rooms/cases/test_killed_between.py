"""Processes killed while they decide, give out documents and keep scans: what they did is there as a whole, or not at all.

Each of them is a fork of this one, tells through a pipe what it begins and what it has done, and gets SIGKILL at a random
moment of it. The next goes on where that one was, under the same keys.
"""

from __future__ import annotations

import os
import random
import signal
import time
import traceback
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.db import connection, connections
from django.db.models import Model
from filing import WEDNESDAY, filed

from darcha.cases import actions, models
from darcha.journal import queries as journal
from darcha.journal.kinds import Kind
from darcha.kernel.actor import system
from darcha.plumbing import recognising, storing
from darcha.plumbing.recognising import Recognised

BY = system("test")
KILLS = 32
CASES = 14
Act = Callable[[], object]


def _at(number: int) -> datetime:
    """Return the moment of a case: the second half of them belong to the next year's registers."""
    return WEDNESDAY if number <= CASES // 2 else WEDNESDAY.replace(year=2011)


def _acts(number: int, store: Path) -> Iterator[Act]:
    """Yield what is done for one case, each with its key."""
    at, key = _at(number), f"{number}-{{}}".format
    scan = b"%d " % number * 100_000

    def case_id() -> int:
        return filed(at=at, key=key("open")).case_id

    def answer() -> object:
        item = models.WorkItem.objects.get(case_id=case_id())
        return actions.complete_work_item(
            work_item_id=item.id, outcome="agreed", note="", at=at, by=BY, key=key("answer")
        )

    yield case_id
    yield answer
    yield lambda: actions.decide(case_id=case_id(), outcome="granted", ground="", at=at, by=BY, key=key("decide"))
    yield lambda: actions.issue_document(case_id=case_id(), at=at, by=BY, key=key("issue"))
    yield lambda: actions.attach_scan(
        case_id=case_id(), document_id="d-id", content=scan, store=store, at=at, by=BY, key=key("scan")
    )


def _killed_at(acts: list[Act], *, act: int, after: float) -> int:
    """Return how many of the acts a process told done that got SIGKILL `after` seconds from when it began this one."""
    connections.close_all()
    hears, tells = os.pipe()
    child = os.fork()
    if child == 0:
        # Nothing of the test may run on in the fork, whatever happens there.
        try:
            connection.ensure_connection()
            for do in acts:
                os.write(tells, b"(")
                do()
                os.write(tells, b")")
            time.sleep(60)
        finally:
            traceback.print_exc()
            os._exit(1)
    os.close(tells)
    with os.fdopen(hears, "rb", buffering=0) as hearing:
        heard = b""
        while heard.count(b"(") <= act and (more := hearing.read(1)):
            heard += more
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        heard += hearing.read() or b""
    assert os.WIFSIGNALED(status), "the process failed by itself"
    return heard.count(b")")


def _wait_for_the_server() -> None:
    """Return when the server has noticed that whoever it worked for is gone."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
            )
            if cursor.fetchone()[0] == 0:
                return
        time.sleep(0.005)
    raise TimeoutError


def _known() -> set[str]:
    return set(models.Scan.objects.values_list("sha256", flat=True))


def _must_be_whole(store: Path) -> None:
    told: dict[str, list[int]] = defaultdict(list)
    for entry in journal.entries_after(centre_id="SRG", seq=0):
        if "case" in entry.data:
            told[entry.kind].append(int(str(entry.data["case"])))

    def cases_in(*states: str) -> list[int]:
        return sorted(models.Case.objects.filter(state__in=states).values_list("id", flat=True))

    def cases_of(model: type[Model]) -> list[int]:
        return sorted(model._default_manager.values_list("case_id", flat=True))

    assert sorted(told[Kind.CASE_OPENED]) == cases_in("accepted", "ready", "granted", "issued")
    assert sorted(told[Kind.CASE_DECIDED]) == cases_of(models.Decision) == cases_in("granted", "issued")
    assert sorted(told[Kind.DOCUMENT_ISSUED]) == cases_of(models.IssuedDocument) == cases_in("issued")
    assert sorted(told[Kind.CASE_SCAN_ATTACHED]) == cases_of(models.Scan)
    for scan in models.Scan.objects.all():
        assert len(storing.read(scan.sha256, store=store)) == scan.size_bytes
    for kind, numbered, form in (
        ("case", models.Case, "SRG-{:02d}-{:06d}"),
        ("document", models.IssuedDocument, "SRG-{:02d}-R-{:06d}"),
    ):
        last = models.Register.objects.filter(centre_id="SRG", kind=kind).values_list("year", "last")
        given = [form.format(year % 100, n) for year, many in last for n in range(1, many + 1)]
        assert sorted(numbered._default_manager.values_list("number", flat=True)) == sorted(given)
    assert journal.verify(centre_id="SRG") is None


def test_what_a_killed_process_did_is_there_as_a_whole_or_not_at_all(
    own_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The look at a paper takes long and keeps nothing: the kills are meant for the keeping.
    monkeypatch.setattr(
        recognising, "recognise", lambda content, limits: Recognised("application/pdf", content, 1, None)
    )
    acts = [act for number in range(1, CASES + 1) for act in _acts(number, tmp_path)]
    for act in acts[:5]:
        act()
    began = time.monotonic()
    for act in acts[5:10]:
        act()
    usual = (time.monotonic() - began) / 5
    chance = random.Random(20100414)
    done, cut = 10, 0
    for _ in range(KILLS):
        ahead = chance.randrange(3)
        more = _killed_at(acts[done:], act=min(ahead, len(acts) - done - 1), after=chance.uniform(0, 2 * usual))
        cut += more <= ahead
        done += more
        _wait_for_the_server()
        _must_be_whole(tmp_path)
        if done == len(acts):
            break
    assert cut > 0
    actions.remove_orphans(store=tmp_path)
    assert {file.name for file in tmp_path.rglob("*") if file.is_file()} == _known()

    for act in acts:
        act()
    _must_be_whole(tmp_path)
    assert models.IssuedDocument.objects.count() == models.Scan.objects.count() == CASES
