"""The system was down, the host handed out slips of a block; now they are entered and stand where they stood."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import IntegrityError, transaction

from darcha.journal import queries as journal
from darcha.journal.kinds import Kind
from darcha.kernel.actor import NotAllowed, system
from darcha.queue import actions as queue
from darcha.queue import errors, models, queries
from darcha.queue.actions import EnteredTicket
from tests.given import (
    MORNING,
    OLD_AGE_PENSION,
    PASSPORT,
    SERGELI,
    a_visitor_who_waits,
    an_open_counter,
    employee,
    minutes,
)

pytestmark = pytest.mark.django_db

BACK = MORNING + minutes(60)
"""Half past ten: the system is back."""


def entered(
    number: str, *, after: float, service_id: str = OLD_AGE_PENSION, at: datetime = BACK, key: str | None = None
) -> EnteredTicket:
    return queue.enter_from_block(
        centre_id=SERGELI,
        number=number,
        service_id=service_id,
        written_at=MORNING + minutes(after),
        at=at,
        by=system("test"),
        key=key,
    )


def all_called(counter_id: int) -> list[str]:
    """Return the numbers in the order in which Dilnoza calls them."""
    found = []
    dilnoza = employee("dilnoza")
    for place in range(10):
        at = BACK + minutes(1 + place)
        try:
            found.append(queue.call_next(counter_id=counter_id, at=at, by=dilnoza).number)
        except errors.NobodyWaits:
            return found
        queue.no_show(counter_id=counter_id, at=at, by=dilnoza)
    return found


def test_slips_keep_their_order_among_themselves_and_with_the_kiosk() -> None:
    counter_id = an_open_counter(at=MORNING)
    a_visitor_who_waits(at=MORNING + minutes(1))
    a_visitor_who_waits(at=BACK)
    entered("k903", after=12)
    entered("K 901", after=5)
    entered("K 902", after=12)
    assert all_called(counter_id) == ["K 001", "K 901", "K 902", "K 903", "K 002"]


def test_the_days_own_numbers_go_on_without_a_gap() -> None:
    entered("K 901", after=5)
    assert a_visitor_who_waits(at=BACK).number == "K 001"
    assert a_visitor_who_waits(at=BACK).number == "K 002"


def test_nobody_counts_as_called_before_them_while_the_house_could_not_know_them() -> None:
    counter_id = an_open_counter(at=MORNING)
    a_visitor_who_waits(at=MORNING + minutes(20))
    queue.call_next(counter_id=counter_id, at=MORNING + minutes(30), by=employee("dilnoza"))
    ticket = queries.ticket_by_id(ticket_id=entered("K 901", after=5).ticket_id, at=BACK)
    assert ticket is not None
    assert (ticket.overtaken, ticket.overtaken_otherwise) == (0, 0)
    assert ticket.waiting_since == ticket.issued_at == MORNING + minutes(5)


def test_a_lower_number_is_not_later_than_a_higher_one() -> None:
    entered("K 905", after=10)
    with pytest.raises(errors.OutOfOrderInBlock) as refusal:
        entered("K 904", after=11)
    assert refusal.value.details["other"] == "K 905"
    entered("E 904", after=11, service_id=PASSPORT)


@pytest.mark.parametrize("after", [-31, 61])
def test_a_time_before_the_house_opened_or_to_come_is_refused(after: float) -> None:
    with pytest.raises(errors.NotWithinTheDay):
        entered("K 901", after=after)


@pytest.mark.parametrize("number", ["K 900", "K 1000", "Z 901", "901", ""])
def test_a_number_of_no_block_is_refused(number: str) -> None:
    with pytest.raises(errors.NotOfABlock):
        entered(number, after=5)


def test_a_number_is_entered_once() -> None:
    first = entered("K 901", after=5, key="slip-k901")
    assert entered("K 901", after=5, at=BACK + minutes(1), key="slip-k901") == first
    with pytest.raises(errors.NumberIsTaken):
        entered("K 901", after=5)


def test_an_officer_at_a_window_enters_no_slip() -> None:
    with pytest.raises(NotAllowed):
        queue.enter_from_block(
            centre_id=SERGELI,
            number="K 901",
            service_id=OLD_AGE_PENSION,
            written_at=MORNING,
            at=BACK,
            by=employee("dilnoza"),
        )


def test_the_journal_tells_how_long_they_had_waited() -> None:
    ticket = entered("K 901", after=5)
    (entry,) = journal.entries_after(centre_id=SERGELI, seq=0, kinds=[Kind.TICKET_ENTERED])
    assert (entry.moment, entry.subject) == (BACK, f"ticket:{ticket.ticket_id}")
    assert (entry.data["number"], entry.data["channel"], entry.data["waited_seconds"]) == ("K 901", "block", 55 * 60)


def test_the_database_keeps_the_numbers_apart() -> None:
    ticket = entered("K 901", after=5)
    with pytest.raises(IntegrityError, match="a_block_has_numbers_of_its_own"), transaction.atomic():
        models.Ticket.objects.filter(pk=ticket.ticket_id).update(number=7)
