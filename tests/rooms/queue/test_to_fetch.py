"""Whoever walks the hall knows whom to lead to which window."""

from __future__ import annotations

import pytest

from darcha.queue import actions as queue
from darcha.queue.queries import ToFetch, ticket_by_id, to_fetch
from tests.given import (
    MORNING,
    SERGELI,
    a_called_visitor,
    a_visitor_who_waits,
    an_open_counter,
    employee,
    minutes,
)

pytestmark = pytest.mark.django_db


def test_a_blind_visitor_is_fetched_from_the_call_until_they_are_there() -> None:
    counter_id = an_open_counter()
    ticket = a_visitor_who_waits(needs=("sight",), language="ru")
    assert to_fetch(centre_id=SERGELI, at=MORNING) == ()
    a_called_visitor(counter_id, at=MORNING + minutes(10))
    assert to_fetch(centre_id=SERGELI, at=MORNING + minutes(12.5)) == (
        ToFetch(ticket.ticket_id, "K 001", ("sight",), "ru", 7, 2),
    )
    known = ticket_by_id(ticket_id=ticket.ticket_id)
    assert known is not None
    assert known.must_be_fetched
    queue.start(counter_id=counter_id, at=MORNING + minutes(13), by=employee("dilnoza"))
    assert to_fetch(centre_id=SERGELI, at=MORNING + minutes(14)) == ()


def test_a_deaf_visitor_is_fetched_only_while_the_display_is_dark() -> None:
    counter_id = an_open_counter()
    a_visitor_who_waits(needs=("sign",))
    a_called_visitor(counter_id)
    assert to_fetch(centre_id=SERGELI, at=MORNING + minutes(10)) == ()
    assert [one.number for one in to_fetch(centre_id=SERGELI, at=MORNING + minutes(10), down={"display"})] == ["K 001"]


def test_whom_to_fetch_is_listed_in_the_order_of_the_calls() -> None:
    seats = {login: an_open_counter(login) for login in ("umida", "dilnoza")}
    for _ in seats:
        a_visitor_who_waits(needs=("sight", "ear"))
    for place, (login, counter_id) in enumerate(seats.items()):
        a_called_visitor(counter_id, login, at=MORNING + minutes(10 + place))
    assert [
        (one.number, one.counter_number, one.minutes) for one in to_fetch(centre_id=SERGELI, at=MORNING + minutes(12))
    ] == [
        ("K 001", 8, 2),
        ("K 002", 7, 1),
    ]
