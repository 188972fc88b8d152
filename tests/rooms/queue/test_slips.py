"""The paper of a ticket: asked with the ticket, answered for afterwards, asked for again."""

from __future__ import annotations

from datetime import datetime

import pytest

from darcha.journal import queries as journal
from darcha.journal.kinds import Kind
from darcha.kernel.actor import NotAllowed
from darcha.queue import actions as queue
from darcha.queue import errors, queries
from darcha.queue.actions import IssuedTicket
from darcha.queue.rules import MOST_COPIES
from tests.given import (
    MORNING,
    OLD_AGE_PENSION,
    SERGELI,
    a_called_visitor,
    an_open_counter,
    employee,
    minutes,
    the_kiosk,
)

pytestmark = pytest.mark.django_db


def a_ticket_on_its_way_to_paper(at: datetime = MORNING) -> IssuedTicket:
    return queue.issue_ticket(
        centre_id=SERGELI, service_id=OLD_AGE_PENSION, language="uz", slip=True, at=at, by=the_kiosk()
    )


def printed(ticket: IssuedTicket, at: datetime = MORNING) -> None:
    queue.slip_printed(ticket_id=ticket.ticket_id, centre_id=SERGELI, at=at, by=the_kiosk())


def failed(ticket: IssuedTicket, because: str = "no_paper", at: datetime = MORNING) -> None:
    queue.slip_failed(ticket_id=ticket.ticket_id, centre_id=SERGELI, because=because, at=at, by=the_kiosk())


def trouble(at: datetime = MORNING) -> queries.PrinterTrouble | None:
    return queries.printer_trouble(centre_id=SERGELI, at=at)


def without_paper(at: datetime = MORNING) -> list[str]:
    return [slip.number for slip in queries.slips_not_printed(centre_id=SERGELI, at=at)]


def test_the_host_is_told_since_when_and_whom_until_a_slip_comes_again() -> None:
    one, two, three = (a_ticket_on_its_way_to_paper(MORNING + minutes(place)) for place in range(3))
    printed(one)
    assert trouble() is None
    failed(two, at=MORNING + minutes(1))
    failed(three, "no_answer", at=MORNING + minutes(2))
    told = trouble(MORNING + minutes(3))
    assert told == queries.PrinterTrouble(MORNING + minutes(1), "no_answer", ("K 002", "K 003"))
    queue.ask_for_slip(ticket_id=three.ticket_id, at=MORNING + minutes(4), by=the_kiosk())
    printed(three, at=MORNING + minutes(4))
    assert trouble(MORNING + minutes(5)) is None
    assert without_paper(MORNING + minutes(5)) == ["K 002"], "who waits without paper is not forgotten"


def test_a_slip_nobody_answers_for_has_not_come() -> None:
    ticket = a_ticket_on_its_way_to_paper()
    assert without_paper(MORNING + minutes(0.2)) == []
    with pytest.raises(errors.SlipIsComing):
        queue.ask_for_slip(ticket_id=ticket.ticket_id, at=MORNING + minutes(0.2), by=the_kiosk())
    assert without_paper(MORNING + minutes(1)) == ["K 001"]
    assert queue.ask_for_slip(ticket_id=ticket.ticket_id, at=MORNING + minutes(1), by=the_kiosk()).copy == 0


def test_a_printer_answers_once_for_each_asking() -> None:
    ticket = a_ticket_on_its_way_to_paper()
    printed(ticket)
    with pytest.raises(errors.SlipIsNotAsked):
        failed(ticket)


def test_copies_are_counted_and_end() -> None:
    ticket = a_ticket_on_its_way_to_paper()
    printed(ticket)
    for copy in range(1, MOST_COPIES + 1):
        asked = queue.ask_for_slip(ticket_id=ticket.ticket_id, at=MORNING, by=the_kiosk(), key=f"copy-number-{copy}")
        assert (asked.copy, asked.is_new) == (copy, True)
        printed(ticket)
    again = queue.ask_for_slip(ticket_id=ticket.ticket_id, at=MORNING, by=the_kiosk(), key="copy-number-1")
    assert (again.copy, again.is_new) == (1, False)
    with pytest.raises(errors.TooManyCopies):
        queue.ask_for_slip(ticket_id=ticket.ticket_id, at=MORNING, by=the_kiosk())


def test_who_is_being_called_gets_a_copy_and_who_is_served_does_not() -> None:
    counter_id = an_open_counter()
    ticket = a_ticket_on_its_way_to_paper()
    failed(ticket)
    a_called_visitor(counter_id)
    assert without_paper(MORNING + minutes(10)) == ["K 001"]
    queue.start(counter_id=counter_id, at=MORNING + minutes(11), by=employee("dilnoza"))
    assert without_paper(MORNING + minutes(11)) == []
    with pytest.raises(errors.TicketIsNotWaiting):
        queue.ask_for_slip(ticket_id=ticket.ticket_id, at=MORNING + minutes(11), by=the_kiosk())


def test_an_officer_at_a_window_prints_no_ticket() -> None:
    ticket = a_ticket_on_its_way_to_paper()
    with pytest.raises(NotAllowed):
        queue.ask_for_slip(ticket_id=ticket.ticket_id, at=MORNING + minutes(1), by=employee("dilnoza"))


def test_the_journal_tells_what_became_of_the_paper() -> None:
    ticket = a_ticket_on_its_way_to_paper()
    failed(ticket)
    queue.ask_for_slip(ticket_id=ticket.ticket_id, at=MORNING, by=the_kiosk())
    printed(ticket)
    kinds = [Kind.SLIP_ASKED, Kind.SLIP_PRINTED, Kind.SLIP_FAILED]
    entries = journal.entries_after(centre_id=SERGELI, seq=0, kinds=kinds)
    named = {"ticket": ticket.ticket_id, "number": "K 001", "copy": 0}
    assert [(entry.kind, entry.data) for entry in entries] == [
        (Kind.SLIP_FAILED, {**named, "because": "no_paper"}),
        (Kind.SLIP_ASKED, named),
        (Kind.SLIP_PRINTED, named),
    ]
