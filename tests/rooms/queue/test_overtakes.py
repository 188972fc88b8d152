"""The day's list of those who were called before others that had waited longer."""

from __future__ import annotations

import pytest

from darcha.journal import queries as journal
from darcha.queue import actions, errors, queries
from darcha.queue.rules import CAUSES, overtake_cause
from tests import given

pytestmark = pytest.mark.django_db

AT = given.MORNING


def call_and_part(counter_id: int, minute: float, login: str = "dilnoza") -> str:
    at = AT + given.minutes(minute)
    called = actions.call_next(counter_id=counter_id, at=at, by=given.employee(login))
    actions.no_show(counter_id=counter_id, at=at, by=given.employee(login))
    return called.number


def test_a_day_in_order_has_no_overtakes() -> None:
    counter_id = given.an_open_counter()
    for minute in range(3):
        given.a_visitor_who_waits(at=AT + given.minutes(minute))
    assert [call_and_part(counter_id, 5 + n) for n in range(3)] == ["K 001", "K 002", "K 003"]
    assert queries.overtakes(centre_id="SRG", day=AT.date()) == []


def test_every_overtake_names_whom_it_passed_and_why() -> None:
    counter_id = given.an_open_counter()
    dilbar = given.a_visitor_who_waits(at=AT)
    given.a_visitor_who_waits(given.PASSPORT, at=AT)
    given.a_visitor_who_waits("PJ-06", at=AT + given.minutes(5))
    malika = given.a_visitor_who_waits(needs=("child",), at=AT + given.minutes(6))
    # Malika 4 of 10 minutes; Dilbar 10 of 20; the certificate 5 of 20, but it takes a quarter of the time.
    assert [call_and_part(counter_id, 10 + n) for n in range(3)] == ["K 002", "K 003", "K 001"]
    certificate, mother = queries.overtakes(centre_id="SRG", day=AT.date())
    assert (certificate.number, certificate.overtaken, certificate.causes) == ("K 002", 1, ("short_matter",))
    assert [(one.number, one.waited_seconds) for one in certificate.passed] == [(dilbar.number, 600)]
    assert (mother.number, mother.counter_number, mother.causes) == (malika.number, 7, ("class",))
    assert mother.policy == "promise"
    assert queries.overtakes(centre_id="SRG", day=AT.date().replace(day=8)) == []


def test_a_head_start_at_the_loop_is_told_as_such() -> None:
    counter_id = given.an_open_counter("shahlo")
    given.a_visitor_who_waits("IJT-01", needs=("seat",), at=AT)
    given.a_visitor_who_waits("IJT-01", needs=("ear",), at=AT + given.minutes(1))
    assert call_and_part(counter_id, 5, "shahlo") == "K 002"
    (overtake,) = queries.overtakes(centre_id="SRG", day=AT.date())
    assert overtake.causes == ("loop",)


def test_a_visitor_the_officer_understands_goes_first_though_the_heads_of_the_line_are_not_understood() -> None:
    counter_id = given.an_open_counter("umida")
    for second in range(4):
        given.a_visitor_who_waits(language="en", at=AT + given.minutes(second / 60))
    given.a_visitor_who_waits(language="uz-cyrl", at=AT + given.minutes(3))
    assert [call_and_part(counter_id, 10 + n, "umida") for n in range(2)] == ["K 005", "K 001"]
    (overtake,) = queries.overtakes(centre_id="SRG", day=AT.date())
    assert (overtake.number, overtake.overtaken, overtake.causes) == ("K 005", 4, ("language",))


@pytest.mark.parametrize(
    ("facts", "cause"),
    [
        ({"guarded": True}, "guard"),
        ({"weight": 200}, "class"),
        ({"at_the_loop": True}, "loop"),
        ({"better_understood": True}, "language"),
        ({"policy": "promise", "same_service": False}, "short_matter"),
        ({"policy": "ratio", "passed_weight": 200}, "turn"),
        ({"passed_called_after_seconds": 0.5}, "taken"),
        ({"passed_called_after_seconds": 60.0}, "unexplained"),
        ({}, "unexplained"),
    ],
)
def test_a_cause_is_one_of_a_closed_list(facts: dict[str, object], cause: str) -> None:
    usual: dict[str, object] = {
        "policy": "accumulating_priority",
        "guarded": False,
        "weight": 100,
        "passed_weight": 100,
        "same_service": True,
        "at_the_loop": False,
        "better_understood": False,
        "passed_called_after_seconds": None,
    }
    assert overtake_cause(**usual | facts) == cause
    assert cause in CAUSES


def test_a_call_out_of_turn_has_a_reason_and_stands_in_the_list() -> None:
    counter_id = given.an_open_counter()
    first = given.a_visitor_who_waits()
    second = given.a_visitor_who_waits(at=AT + given.minutes(2))
    by = given.employee("dilnoza")
    when = AT + given.minutes(10)
    called = actions.call_by_hand(counter_id=counter_id, number="k2", because="unwell", at=when, by=by, key="by-hand")
    assert (called.ticket_id, called.number) == (second.ticket_id, second.number)
    assert (called.reasons.policy, called.reasons.by_hand, called.reasons.overtaken) == ("by_hand", "unwell", 1)
    assert [score.ticket_id for score in called.reasons.scores] == [first.ticket_id, second.ticket_id]
    again = actions.call_by_hand(counter_id=counter_id, number="k2", because="unwell", at=when, by=by, key="by-hand")
    assert again == called
    shown = queries.counter_view(counter_id=counter_id, at=when).reasons
    assert shown == called.reasons
    (told,) = journal.entries_after(centre_id="SRG", seq=0, kinds=["ticket.called"])
    assert (told.data["policy"], told.data["by_hand"]) == ("by_hand", "unwell")
    (listed,) = queries.overtakes(centre_id="SRG", day=AT.date())
    assert (listed.by_hand, listed.causes) == ("unwell", ("by_hand",))
    assert [one.number for one in listed.passed] == [first.number]


def test_a_call_out_of_turn_stands_in_the_list_though_it_passed_nobody() -> None:
    counter_id = given.an_open_counter()
    given.a_visitor_who_waits()
    by = given.employee("dilnoza")
    actions.call_by_hand(counter_id=counter_id, number="K 001", because="appointed", at=AT + given.minutes(3), by=by)
    (listed,) = queries.overtakes(centre_id="SRG", day=AT.date())
    assert (listed.by_hand, listed.causes, listed.passed, listed.overtaken) == ("appointed", ("by_hand",), (), 0)


def test_nobody_is_called_out_of_turn_without_a_reason_or_whom_this_window_cannot_serve() -> None:
    counter_id = given.an_open_counter()
    given.a_visitor_who_waits()
    elsewhere = given.a_visitor_who_waits(given.PASSPORT)
    here = {"counter_id": counter_id, "at": AT + given.minutes(3), "by": given.employee("dilnoza")}
    with pytest.raises(errors.NoReasonOutOfTurn):
        actions.call_by_hand(**here, number="K 001", because="a friend")
    for number in (elsewhere.number, "K 999", "", "no number", "K" + "9" * 30):
        with pytest.raises(errors.NotInThisLine):
            actions.call_by_hand(**here, number=number, because="unwell")
    actions.call_by_hand(**here, number="K 001", because="unwell")
    with pytest.raises(errors.CounterIsBusy):
        actions.call_by_hand(**here, number="K 001", because="unwell")
    assert len(journal.entries_after(centre_id="SRG", seq=0, kinds=["ticket.called"])) == 1
