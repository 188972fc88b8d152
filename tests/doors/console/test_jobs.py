"""Notices leave the house through apprise, to a gateway that takes them, refuses them, or sees the worker killed."""

from __future__ import annotations

import argparse
import io
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from darcha.doors.console import jobs, watch_terms
from darcha.doors.console.main import main
from darcha.journal import queries as journal
from darcha.journal.kinds import Kind
from darcha.kernel.actor import system, visitor
from darcha.notices import actions as notices
from darcha.notices.rules import SMS, TICKET, Matter
from darcha.plumbing import clock, delivering
from darcha.plumbing.jobs import NotDoneYet, enqueue, work_off
from tests import given, loops
from tests.doors.desk.officers import an_application, let_it_be
from tests.gateways import PlayedGateway
from tests.given import MORNING, SERGELI, minutes

CALLED_AT = MORNING + minutes(10)


@pytest.fixture(autouse=True)
def _at_the_call() -> Iterator[None]:
    before = clock.clock()
    let_it_be(CALLED_AT)
    yield
    clock.set_clock(before)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Return all the root of the log is told, in every detail; loggers that do not tell it are none of the house."""
    told = io.StringIO()
    writes = logging.StreamHandler(told)
    root = logging.getLogger()
    before = root.level
    root.addHandler(writes)
    root.setLevel(logging.DEBUG)
    yield told
    root.setLevel(before)
    root.removeHandler(writes)


def a_called_visitor_who_asked() -> None:
    counter_id = given.an_open_counter()
    ticket = given.a_visitor_who_waits()
    notices.ask(
        about=Matter(TICKET, ticket.ticket_id),
        channel=SMS,
        to="90 777 66 55",
        at=MORNING,
        by=visitor(centre_id=SERGELI),
    )
    given.a_called_visitor(counter_id, at=CALLED_AT)
    assert notices.follow(centre_id=SERGELI, at=CALLED_AT, by=system("notices")) == 1


def job() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT (args->>'subject_id')::int FROM procrastinate_jobs ORDER BY id DESC LIMIT 1")
        return int(cursor.fetchone()[0])


def ends() -> list[tuple[str, object, object]]:
    entries = journal.entries_after(centre_id=SERGELI, seq=0, kinds=[Kind.NOTICE_SENT, Kind.NOTICE_FAILED])
    return [(entry.kind, entry.data.get("because"), entry.data["tries"]) for entry in entries]


@pytest.mark.django_db
def test_a_message_reaches_the_gateway_with_its_receiver(settings) -> None:
    a_called_visitor_who_asked()
    with PlayedGateway() as gateway:
        settings.NOTICE_ROUTES = {SMS: gateway.route}
        jobs.deliver(job(), 1)
        jobs.deliver(job(), 2)
    assert [(one["phone"], one["message"]) for one in gateway.taken] == [
        ("+998907776655", "K 001: navbatingiz keldi. 7-darchaga keling.")
    ]
    assert ends() == [("notice.sent", None, 1)]


@pytest.mark.django_db
def test_what_the_gateway_does_not_take_is_tried_again_and_then_given_up(
    settings, log: io.StringIO, capfd: pytest.CaptureFixture[str]
) -> None:
    a_called_visitor_who_asked()
    with PlayedGateway(500) as gateway:
        settings.NOTICE_ROUTES = {SMS: gateway.route}
        for tries in range(1, jobs.CHORE.tries):
            with pytest.raises(NotDoneYet):
                jobs.deliver(job(), tries)
        assert ends() == []
        jobs.deliver(job(), jobs.CHORE.tries)
        jobs.deliver(job(), jobs.CHORE.tries + 1)
    assert len(gateway.taken) == jobs.CHORE.tries == 5
    assert ends() == [("notice.failed", "not_taken", 5)]
    assert "Deferred 1 job" in log.getvalue()
    assert "7776655" not in log.getvalue() + "".join(capfd.readouterr())


@pytest.mark.django_db
def test_a_worker_that_dies_each_time_does_not_send_for_ever(settings) -> None:
    a_called_visitor_who_asked()
    with PlayedGateway() as gateway:
        settings.NOTICE_ROUTES = {SMS: gateway.route}
        jobs.deliver(job(), jobs.CHORE.tries + 1)
    assert gateway.taken == []
    assert ends() == [("notice.failed", "not_taken", 6)]


@pytest.mark.django_db
def test_a_call_of_four_minutes_ago_is_not_told(settings) -> None:
    a_called_visitor_who_asked()
    let_it_be(CALLED_AT + minutes(4))
    with PlayedGateway() as gateway:
        settings.NOTICE_ROUTES = {SMS: gateway.route}
        jobs.deliver(job(), 1)
    assert gateway.taken == []
    assert ends() == [("notice.failed", "too_late", 1)]


@pytest.mark.django_db
def test_a_house_without_a_route_says_so(settings) -> None:
    a_called_visitor_who_asked()
    settings.NOTICE_ROUTES = {}
    jobs.deliver(job(), 1)
    assert ends() == [("notice.failed", "no_route", 1)]


@pytest.mark.django_db
def test_an_address_that_is_kept_is_work_to_do(settings) -> None:
    settings.NOTICE_ROUTES = {}
    assert not jobs.is_anything_to_do()
    a_called_visitor_who_asked()
    assert jobs.is_anything_to_do(), "an address is kept, and is to be erased"


@pytest.mark.django_db
def test_terms_are_watched_by_the_command_and_by_the_worker(capsys: pytest.CaptureFixture[str]) -> None:
    late = an_application(at=CALLED_AT - timedelta(days=60))
    assert watch_terms.run(argparse.Namespace(centre=SERGELI)) == 0
    assert capsys.readouterr().out == (
        f"{SERGELI}: 0 reminded, 2 told to those above, 0 warned of silence, 0 decided by silence\n"
    )
    again = an_application(at=CALLED_AT - timedelta(days=60))
    jobs._watched.clear()
    for _ in range(2):
        assert jobs._look()
    told = journal.entries_after(centre_id=SERGELI, seq=0, kinds=[Kind.CASE_ESCALATED], limit=100)
    assert sorted(entry.data["case"] for entry in told) == sorted([late.case_id, again.case_id] * 2)


@pytest.mark.parametrize("route", ["json://127.0.0.1:1/without-a-receiver", "nonsense://secret/{to}", "json://"])
def test_a_route_nobody_could_be_reached_by_is_refused_at_the_start(route: str) -> None:
    with pytest.raises(delivering.RouteUnusable) as refused:
        delivering.check({SMS: route})
    assert route not in str(refused.value)
    delivering.check({SMS: delivering.DRAWER, "email": "mailtos://user:pass@mail.example/?to={to}"})


def test_the_drawer_keeps_what_was_said_and_not_to_whom(tmp_path: Path) -> None:
    drawer = tmp_path / "there" / "sent.jsonl"
    assert delivering.newest(drawer, 5) == []
    for text in ("first", "oʻrta", "last"):
        delivering.deliver(delivering.DRAWER, channel=SMS, to="+998907776655", text=text, at=MORNING, drawer=drawer)
    assert [one.text for one in delivering.newest(drawer, 2)] == ["last", "oʻrta"]
    assert "7776655" not in drawer.read_text(encoding="utf-8")
    with pytest.raises(delivering.CouldNotDeliver):
        delivering.deliver(delivering.DRAWER, channel=SMS, to="", text="", at=MORNING, drawer=tmp_path)


_ONE_WORKER = """
import asyncio, sys
from datetime import datetime, UTC
import django
django.setup()
from django.conf import settings
from darcha.doors.console import jobs
from darcha.plumbing import clock
from darcha.plumbing.jobs import work_off
clock.set_clock(clock.Clock(datetime.fromtimestamp(0, tz=UTC), datetime.fromisoformat(sys.argv[1]), 0))
asyncio.run(work_off({"notices.deliver": jobs.CHORE}))
"""


def _worker(database: str, route: str, keys: Path) -> subprocess.Popen[bytes]:
    place = conninfo_to_dict(database)
    place["user"] = "darcha_app"
    told = {"DATABASE_URL": make_conninfo("", **place), "DARCHA_SMS": route, "DARCHA_KEYS": str(keys)}
    return subprocess.Popen(
        [sys.executable, "-c", _ONE_WORKER, CALLED_AT.isoformat()],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", **told},
        cwd=Path(__file__).parents[3],
    )


def test_a_worker_killed_before_it_recorded_is_followed_by_another_and_the_end_is_recorded_once(
    own_database: str, django_db_blocker, settings
) -> None:
    processes: list[subprocess.Popen[bytes]] = []

    def kill() -> None:
        processes[0].kill()

    with django_db_blocker.unblock(), PlayedGateway(on_message=kill) as gateway:
        a_called_visitor_who_asked()
        processes.append(_worker(own_database, gateway.route, settings.KEYS_FILE))
        assert processes[0].wait(timeout=60) == -signal.SIGKILL
        assert len(gateway.taken) == 1
        assert ends() == []
    with django_db_blocker.unblock(), PlayedGateway(500, 200) as gateway:
        settings.NOTICE_ROUTES = {SMS: gateway.route}
        loops.run(work_off({notices.DELIVER: jobs.CHORE}))
        assert gateway.taken == [], "it may be alive"
        with psycopg.connect(own_database) as superuser:
            superuser.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")
        loops.run(work_off({notices.DELIVER: jobs.CHORE}))
        assert (len(gateway.taken), ends()) == (1, []), "refused, and tried again after a pause"
        _let_the_pause_be_over(own_database, at_least_seconds=10)
        loops.run(work_off({notices.DELIVER: jobs.CHORE}))
        assert len(gateway.taken) == 2
        assert ends() == [("notice.sent", None, 3)]
        assert journal.verify(centre_id=SERGELI) is None
        with psycopg.connect(own_database) as superuser:
            assert superuser.execute("SELECT count(*) FROM procrastinate_jobs").fetchone() == (0,)
        _one_follows_at_a_time(own_database)
        with jobs.beside():
            until = time.monotonic() + 20
            while len(ends()) < 2 and time.monotonic() < until:
                time.sleep(0.05)
        assert ends()[1:] == [("notice.sent", None, 1)], "what was due went out by itself"
        with pytest.raises(RuntimeError, match="transaction"):
            enqueue(notices.DELIVER, 1)


def _let_the_pause_be_over(database: str, *, at_least_seconds: int) -> None:
    with psycopg.connect(database) as superuser:
        waits = superuser.execute(
            "UPDATE procrastinate_jobs SET scheduled_at = now() WHERE scheduled_at > now() + %s * interval '1 second'",
            [at_least_seconds],
        )
        assert waits.rowcount == 1


def _one_follows_at_a_time(database: str) -> None:
    """Hold the cursor as another server would: whoever comes meanwhile has nothing to do, and does not wait."""
    before = MORNING + minutes(11)
    about = Matter(TICKET, given.a_visitor_who_waits(at=before).ticket_id)
    notices.ask(about=about, channel=SMS, to="90 777 66 55", at=before, by=visitor(centre_id=SERGELI))
    with psycopg.connect(database) as other, connection.cursor() as ours:
        other.execute("SELECT 1 FROM notices_cursor FOR UPDATE")
        ours.execute("SET lock_timeout = '2s'")
        assert notices.follow(centre_id=SERGELI, at=before, by=system("notices")) == 0
    assert notices.follow(centre_id=SERGELI, at=before, by=system("notices")) == 1


@pytest.mark.django_db(databases=["default", "owner"])
def test_the_command_refuses_a_wrong_route(settings, capsys: pytest.CaptureFixture[str]) -> None:
    settings.NOTICE_ROUTES = {SMS: "nonsense"}
    assert main(["jobs"]) == 1
    assert "The route for sms" in capsys.readouterr().err
