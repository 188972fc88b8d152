"""Thirty-two officers and a thousand visitors at once: nobody called twice, nobody forgotten, no number twice."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import TypeVar

import psycopg
import pytest
from django.db import connection, connections

from darcha.access import queries as access
from darcha.journal import queries as journal
from darcha.kernel.actor import Actor
from darcha.queue import actions, errors, models, rules
from darcha.queue.actions import Called, IssuedTicket
from tests import given

OFFICERS = 32
VISITORS = 1000
SERVICES = ("PJ-01", "PJ-03", "MFB-01", "MFB-02", "FHDYO-01", "SOLIQ-01")
AT = given.MORNING

Answer = TypeVar("Answer")

_MORE_OFFICERS = """
INSERT INTO centres_counter (centre_id, number, accessible, hearing_loop, quick, withdrawn)
    SELECT 'SRG', 100 + n, true, n %% 8 = 0, false, false FROM generate_series(1, %(many)s) AS n;
INSERT INTO access_employee (login, password, name, sex, centre_id, of_staff, is_active)
    SELECT 'officer' || n, '!', 'Officer ' || n, 'F', 'SRG', false, true FROM generate_series(1, %(many)s) AS n;
INSERT INTO access_grant (employee_id, role, centre_id)
    SELECT id, 'counter_officer', 'SRG' FROM access_employee WHERE login LIKE 'officer%%';
INSERT INTO access_skill (employee_id, service_id)
    SELECT id, code FROM access_employee, catalogue_service WHERE login LIKE 'officer%%';
UPDATE centres_centre SET edition = gen_random_uuid()
"""


@pytest.fixture
def officers(own_database: str) -> list[tuple[int, Actor]]:
    """Give Sergeli 32 more counters, each open with an officer who may serve everybody."""
    with psycopg.connect(own_database, cursor_factory=psycopg.ClientCursor) as superuser:
        superuser.execute(_MORE_OFFICERS, {"many": OFFICERS})
    people = [
        (given.counter(100 + n), access.actor_of(employee_id=access.employee_by_login(login=f"officer{n}").id))
        for n in range(1, OFFICERS + 1)
    ]
    for counter_id, officer in people:
        actions.open_counter(counter_id=counter_id, at=AT, by=officer)
    return people


def at_once(acts: list[Callable[[], Answer]]) -> list[Answer]:
    """Do everything in a thread of its own, all starting at the same moment."""
    ready = Barrier(len(acts))

    def do(act: Callable[[], Answer]) -> Answer:
        ready.wait()
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(do, acts))


def issue_many(count: int, threads: int = 8) -> list[IssuedTicket]:
    def issue(place: int) -> list[IssuedTicket]:
        return [
            given.a_visitor_who_waits(
                SERVICES[number % len(SERVICES)],
                needs=("child",) if number % 7 == 0 else ("wheel",) if number % 11 == 0 else (),
                at=AT + given.minutes(number / 100),
            )
            for number in range(place, count, threads)
        ]

    return [
        ticket for some in at_once([lambda place=place: issue(place) for place in range(threads)]) for ticket in some
    ]


def test_thirty_two_officers_empty_a_line_of_a_thousand(officers: list[tuple[int, Actor]]) -> None:
    tickets = issue_many(VISITORS)
    numbers = Counter(ticket.letter for ticket in tickets)
    assert {ticket.number for ticket in tickets} == {
        f"{letter} {number:03d}" for letter, many in numbers.items() for number in range(1, many + 1)
    }, "every line is numbered from one without a gap, and nothing twice"

    def work(counter_id: int, officer: Actor) -> list[Called]:
        calls: list[Called] = []
        while True:
            at = AT + given.minutes(60 + len(calls))
            try:
                calls.append(actions.call_next(counter_id=counter_id, at=at, by=officer))
            except errors.NobodyWaits:
                return calls
            actions.start(counter_id=counter_id, at=at, by=officer)
            actions.finish(counter_id=counter_id, sex="F", age_band="30-44", disability=False, at=at, by=officer)

    by_officer = at_once([lambda counter_id=c, officer=o: work(counter_id, officer) for c, o in officers])
    called = Counter(call.ticket_id for calls in by_officer for call in calls)
    assert [ticket for ticket, times in called.items() if times > 1] == [], "nobody is called twice"
    assert set(called) == {ticket.ticket_id for ticket in tickets}, "nobody is left"
    assert set(models.Ticket.objects.values_list("state", flat=True)) == {"served"}
    assert models.Call.objects.count() == VISITORS
    assert journal.verify(centre_id="SRG") is None
    entries = journal.entries_after(centre_id="SRG", seq=0, kinds=["ticket.called"], limit=10_000)
    assert Counter(entry.data["ticket"] for entry in entries) == called, "the journal tells every call once"


def test_two_officers_press_at_once_and_one_visitor_waits(officers: list[tuple[int, Actor]]) -> None:
    def press(counter_id: int, officer: Actor) -> Called | None:
        try:
            return actions.call_next(counter_id=counter_id, at=AT + given.minutes(10), by=officer)
        except errors.NobodyWaits:
            return None

    for round_ in range(10):
        ticket = given.a_visitor_who_waits(at=AT + given.minutes(round_ / 10))
        pair = officers[2 * round_ : 2 * round_ + 2]
        answers = at_once([lambda counter_id=c, officer=o: press(counter_id, officer) for c, o in pair])
        assert [call.ticket_id for call in answers if call] == [ticket.ticket_id]


def test_a_double_click_is_one_call(officers: list[tuple[int, Actor]]) -> None:
    (counter_id, officer), *_ = officers
    for _ in range(4):
        given.a_visitor_who_waits()
    answers = at_once(
        [lambda: actions.call_next(counter_id=counter_id, at=AT + given.minutes(5), by=officer, key="click")] * 6
    )
    assert len(set(answers)) == 1
    assert models.Call.objects.count() == 1


def test_two_clicks_without_a_key_are_one_call_and_a_refusal(officers: list[tuple[int, Actor]]) -> None:
    (counter_id, officer), *_ = officers
    for _ in range(4):
        given.a_visitor_who_waits()

    def press() -> str:
        try:
            return actions.call_next(counter_id=counter_id, at=AT + given.minutes(5), by=officer).number
        except errors.CounterIsBusy as refusal:
            return refusal.code

    assert sorted(at_once([press] * 4)) == ["K 001", *["queue.counter_is_busy"] * 3]


def test_a_counter_does_not_close_on_the_visitor_it_calls(officers: list[tuple[int, Actor]]) -> None:
    def call(counter_id: int, officer: Actor) -> str:
        try:
            actions.call_next(counter_id=counter_id, at=AT + given.minutes(5), by=officer)
        except errors.CounterIsClosed:
            return "closed"
        return "called"

    def close(counter_id: int, officer: Actor) -> str:
        try:
            actions.close_counter(counter_id=counter_id, at=AT + given.minutes(5), by=officer)
        except errors.CounterIsBusy:
            return "busy"
        return "gone"

    for c, o in officers[:12]:
        given.a_visitor_who_waits()
        answers = at_once([lambda counter_id=c, officer=o: call(counter_id, officer),
                           lambda counter_id=c, officer=o: close(counter_id, officer)])  # fmt: skip
        assert answers in (["called", "busy"], ["closed", "gone"])


def test_a_counter_does_not_pause_on_the_visitor_it_calls(officers: list[tuple[int, Actor]]) -> None:
    def call(counter_id: int, officer: Actor) -> str:
        try:
            actions.call_next(counter_id=counter_id, at=AT + given.minutes(5), by=officer)
        except errors.CounterIsPaused:
            return "paused"
        return "called"

    def pause(counter_id: int, officer: Actor) -> str:
        try:
            actions.take_break(counter_id=counter_id, reason="rest", at=AT + given.minutes(5), by=officer)
        except errors.CounterIsBusy:
            return "busy"
        return "away"

    for c, o in officers[:8]:
        given.a_visitor_who_waits()
        answers = at_once([lambda counter_id=c, officer=o: call(counter_id, officer),
                           lambda counter_id=c, officer=o: pause(counter_id, officer)])  # fmt: skip
        assert answers in (["called", "busy"], ["paused", "away"])


def test_a_call_taken_back_twice_at_once_is_taken_back_once(officers: list[tuple[int, Actor]]) -> None:
    (counter_id, officer), *_ = officers
    given.a_visitor_who_waits()
    actions.call_next(counter_id=counter_id, at=AT + given.minutes(5), by=officer)

    def press() -> str:
        try:
            return actions.undo(counter_id=counter_id, at=AT + given.minutes(5), by=officer).step
        except errors.NothingToUndo as refusal:
            return refusal.code

    assert sorted(at_once([press] * 4)) == ["called", *["queue.nothing_to_undo"] * 3]


def test_one_person_who_asks_many_times_at_once_has_one_ticket_and_the_limit_for_others(own_database: str) -> None:
    def ask(represents: bool) -> str:
        try:
            return given.a_visitor_who_waits(holder=rules.Holder("a" * 64, represents)).number
        except (errors.AlreadyInLine, errors.RepresentativeLimit) as refusal:
            return refusal.code

    answers = at_once([partial(ask, False)] * 4 + [partial(ask, True)] * 6)
    assert Counter(answers)["queue.already_in_line"] == 3
    assert Counter(answers)["queue.representative_limit"] == 3
    assert {answer for answer in answers if answer.startswith("K")} == {"K 001", "K 002", "K 003", "K 004"}


def test_a_ticket_asked_for_twice_at_once_is_one_ticket(own_database: str) -> None:
    answers = at_once([lambda: given.a_visitor_who_waits(key="one press")] * 8)
    assert len({answer.code for answer in answers}) == 1
    assert models.Ticket.objects.count() == 1
    assert given.a_visitor_who_waits().number == "K 002", "the losers burnt no number"


def test_a_late_repeat_takes_nobody_from_another_counter(own_database: str) -> None:
    """While the journal is held, a repeat that took the best ticket would stand there with it in hand."""
    seven, eight = given.an_open_counter("dilnoza"), given.an_open_counter("umida")
    for place in range(3):
        given.a_visitor_who_waits(at=given.MORNING + given.minutes(place))
    dilnoza, umida = given.employee("dilnoza"), given.employee("umida")
    at = given.MORNING + given.minutes(10)
    first = actions.call_next(counter_id=seven, at=at, by=dilnoza, key="lost-answer")
    actions.start(counter_id=seven, at=at, by=dilnoza)
    actions.finish(counter_id=seven, sex="F", age_band="30-44", disability=False, at=at, by=dilnoza)
    answers: dict[str, str] = {}

    def calls(name: str, counter_id: int, by: Actor, key: str) -> threading.Thread:
        def call() -> None:
            answers[name] = actions.call_next(counter_id=counter_id, at=at, by=by, key=key).number
            connections.close_all()

        thread = threading.Thread(target=call)
        thread.start()
        return thread

    with psycopg.connect(own_database) as journal_in_hand:
        journal_in_hand.execute("SELECT 1 FROM journal_head FOR UPDATE")
        repeat = calls("dilnoza", seven, dilnoza, "lost-answer")
        repeat.join(timeout=1)
        other = calls("umida", eight, umida, "another-call")
        other.join(timeout=0.5)
    repeat.join()
    other.join()
    assert answers == {"dilnoza": first.number, "umida": "K 002"}
