"""An officer helps out in another line: when idle, or while somebody there waits beyond the promise."""

from __future__ import annotations

import pytest

from darcha.journal import queries as journal
from darcha.queue import actions, errors, queries
from tests import given

pytestmark = pytest.mark.django_db

AT = given.MORNING + given.minutes(60)
"""Ten o'clock: all departments of these lines sit."""


def call(counter_id: int, minute: float, login: str) -> actions.Called:
    at = AT + given.minutes(minute)
    called = actions.call_next(counter_id=counter_id, at=at, by=given.employee(login))
    actions.no_show(counter_id=counter_id, at=at, by=given.employee(login))
    return called


def test_an_idle_officer_helps_and_goes_back_to_their_own_line() -> None:
    counter_id = given.an_open_counter("gulnora", number=12)
    tax = [given.a_visitor_who_waits("SOLIQ-01", at=AT + given.minutes(n)) for n in range(2)]
    own = given.a_visitor_who_waits("XTB-01", at=AT + given.minutes(2))
    at = AT + given.minutes(5)
    assert [one.number for one in queries.counter_view(counter_id=counter_id, at=at).line] == [own.number]
    first = call(counter_id, 5, "gulnora")
    assert (first.number, first.reasons.helped, first.reasons.overtaken) == (own.number, None, 0)
    shown = queries.counter_view(counter_id=counter_id, at=at)
    assert shown.next is not None
    assert (shown.line[0].number, shown.next.reasons.helped) == (tax[0].number, "idle")
    helped = call(counter_id, 6, "gulnora")
    assert (helped.number, helped.reasons.helped) == (tax[0].number, "idle")
    told = journal.entries_after(centre_id="SRG", seq=0, kinds=["ticket.called"])[-1].data
    assert told["helped"] == "idle"
    assert "SOLIQ-01" in told["help"]
    assert queries.overtakes(centre_id="SRG", day=AT.date()) == []


def test_a_late_line_is_helped_from_the_minute_its_promise_is_broken() -> None:
    counter_id = given.an_open_counter("botir", number=11)
    late = given.a_visitor_who_waits("ADL-01", at=AT)
    with pytest.raises(errors.NobodyWaits):
        call(counter_id, 20, "botir")
    given.a_visitor_who_waits("HOK-01", at=AT + given.minutes(19))
    called = call(counter_id, 20.1, "botir")
    assert (called.number, called.reasons.helped) == (late.number, "late")


def test_the_overtakes_of_the_day_judge_by_the_services_given_at_the_call() -> None:
    counter_id = given.an_open_counter("gulnora", number=12)
    given.a_visitor_who_waits("SOLIQ-01", at=AT)
    child = given.a_visitor_who_waits("SOLIQ-01", needs=("child",), at=AT + given.minutes(4))
    called = call(counter_id, 10, "gulnora")
    assert (called.number, called.reasons.overtaken, called.reasons.helped) == (child.number, 1, "idle")
    (overtake,) = queries.overtakes(centre_id="SRG", day=AT.date())
    assert (len(overtake.passed), overtake.causes) == (1, ("class",))


def told(service_id: str, minute: float) -> tuple[int, int] | None:
    wait = queries.wait_for(centre_id="SRG", service_id=service_id, at=AT + given.minutes(minute))
    return wait and (wait.low_minutes, wait.high_minutes)


def test_who_is_served_by_a_helper_only_is_told_a_wait() -> None:
    assert told("SOLIQ-01", 0) is None
    given.an_open_counter("gulnora", number=12)
    assert told("SOLIQ-01", 0) == (0, 5), "nobody of her own waits"
    for _ in range(2):
        given.a_visitor_who_waits("XTB-01", at=AT)
    behind = given.a_visitor_who_waits("SOLIQ-01", at=AT)
    assert behind.wait is not None
    assert behind.wait.high_minutes > 10, "all of her own come first"
    lines = {line.letter: line.wait for line in queries.board(centre_id="SRG", at=AT).lines}
    assert lines[behind.letter] is not None, "and the display knows it too"


def test_who_is_helped_only_when_late_is_told_the_promise_at_least_and_called_within_it() -> None:
    counter_id = given.an_open_counter("botir", number=11)
    ticket = given.a_visitor_who_waits("ADL-01", at=AT)
    assert ticket.wait is not None
    assert ticket.wait.low_minutes == 20
    with pytest.raises(errors.NobodyWaits):
        call(counter_id, 19, "botir")
    assert call(counter_id, 20.1, "botir").number == ticket.number
    assert ticket.wait.high_minutes >= 20.1
