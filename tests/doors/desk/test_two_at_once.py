"""Two people press at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connections
from django.test import Client

from tests import given
from tests.doors.desk.officers import TUESDAY, all_answer, an_application, signed_in, told

pytestmark = pytest.mark.usefixtures("own_database", "tuesday")


def at_once(*acts: Callable[[], int]) -> list[int]:
    """Let every act happen in a thread of its own, all at the same moment; return the answers' statuses, sorted."""
    start = threading.Barrier(len(acts))
    statuses: list[int] = []

    def run(act: Callable[[], int]) -> None:
        try:
            start.wait()
            statuses.append(act())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(statuses)


def posting(client: Client, path: str, **fields: str) -> Callable[[], int]:
    return lambda: client.post(path, fields).status_code


def test_two_officers_who_call_at_once_get_two_visitors() -> None:
    given.an_open_counter("dilnoza", at=TUESDAY)
    given.an_open_counter("umida", at=TUESDAY)
    for _ in range(2):
        given.a_visitor_who_waits(at=TUESDAY)
    both = [signed_in("dilnoza"), signed_in("umida")]
    calls = (posting(one, "/desk/counter/call/", request_key=f"call-00000{n}") for n, one in enumerate(both))
    assert at_once(*calls) == [302, 302]
    assert len({entry.data["ticket"] for entry in told("ticket.called")}) == 2


def test_two_officers_who_want_one_window_are_one_who_sits_and_one_who_is_told() -> None:
    path = f"/desk/counters/{given.counter(7)}/open/"
    both = [signed_in("dilnoza"), signed_in("umida")]
    sits = (posting(one, path, request_key=f"sit-down-000{n}") for n, one in enumerate(both))
    assert at_once(*sits) == [302, 409]
    assert len(told("counter.opened")) == 1


def test_a_button_pressed_twice_at_once_calls_one_visitor() -> None:
    given.an_open_counter(at=TUESDAY)
    for _ in range(2):
        given.a_visitor_who_waits(at=TUESDAY)
    twice = [signed_in("dilnoza"), signed_in("dilnoza")]
    assert at_once(*(posting(one, "/desk/counter/call/", request_key="call-000001") for one in twice)) == [302, 302]
    assert len(told("ticket.called")) == 1


def test_two_decisions_at_once_are_one_decision_and_one_who_is_told() -> None:
    case_id = an_application().case_id
    all_answer(case_id)
    path = f"/desk/cases/{case_id}/decide/"
    dilnoza, umida = signed_in("dilnoza"), signed_in("umida")
    grants = posting(dilnoza, path, request_key="decide-0001", outcome="granted")
    refuses = posting(
        umida,
        path,
        request_key="decide-0002",
        outcome="refused",
        ground="untrue",
        words="Soxta hujjat",
        clause="VM 592",
        remedy="appeal",
    )
    assert at_once(grants, refuses) == [302, 409]
    assert len(told("case.decided")) == 1
