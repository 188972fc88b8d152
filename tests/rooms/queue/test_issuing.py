"""A visitor takes a ticket."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from darcha.journal import queries as journal
from darcha.kernel.actor import NotAllowed, visitor
from darcha.queue import actions, errors, models, queries
from darcha.queue.rules import Wait
from tests import given

pytestmark = pytest.mark.django_db


def test_numbers_run_without_a_gap_in_each_line_and_begin_anew_each_day() -> None:
    tickets = [given.a_visitor_who_waits(service) for service in ("PJ-01", "MFB-01", "PJ-03", "PJ-01")]
    assert [ticket.number for ticket in tickets] == ["K 001", "E 001", "K 002", "K 003"]
    assert given.a_visitor_who_waits(at=given.MORNING + given.minutes(24 * 60)).number == "K 001"


def test_a_refused_ticket_burns_no_number() -> None:
    given.a_visitor_who_waits()
    with pytest.raises(errors.UnknownNeed):
        given.a_visitor_who_waits(needs=("piano",))
    with pytest.raises(errors.DepartmentDoesNotSit):
        given.a_visitor_who_waits("STAT-01")
    assert given.a_visitor_who_waits().number == "K 002"


def test_the_secrets_of_a_ticket_are_long_and_its_own() -> None:
    tickets = [given.a_visitor_who_waits() for _ in range(20)]
    secrets = {ticket.code for ticket in tickets} | {ticket.survey_code for ticket in tickets}
    assert len(secrets) == 40
    assert min(map(len, secrets)) >= 22, "22 letters of 64 carry 128 bits"


def test_a_mother_with_a_child_is_promised_more_than_others() -> None:
    malika = given.a_visitor_who_waits(needs=("child",))
    karim = given.a_visitor_who_waits()
    assert (malika.class_code, karim.class_code) == ("priority", "ordinary")


def test_the_wait_is_told_as_a_range_and_kept() -> None:
    given.an_open_counter()
    first, second = given.a_visitor_who_waits(), given.a_visitor_who_waits()
    assert (first.people_ahead, first.wait) == (0, Wait(0, 5))
    assert second.people_ahead == 1
    assert second.wait is not None
    kept = models.ToldWait.objects.get(ticket_id=second.ticket_id)
    assert (kept.low_minutes, kept.high_minutes) == (second.wait.low_minutes, second.wait.high_minutes)
    assert kept.told_at == given.MORNING


def test_nothing_is_told_while_no_counter_can_serve() -> None:
    given.a_visitor_who_waits()
    ticket = given.a_visitor_who_waits()
    assert (ticket.people_ahead, ticket.wait) == (1, None)
    assert not models.ToldWait.objects.exists()


def test_a_ticket_is_told_to_the_journal_once_and_without_a_name() -> None:
    ticket = given.a_visitor_who_waits(needs=("wheel",), language="ru")
    (entry,) = journal.entries_after(centre_id="SRG", seq=0, kinds=["ticket.issued"])
    assert entry.subject == f"ticket:{ticket.ticket_id}"
    assert entry.data == {
        "ticket": ticket.ticket_id,
        "number": "K 001",
        "service": "PJ-01",
        "department": "PJ",
        "line": "K",
        "class": "priority",
        "needs": ["wheel"],
        "language": "ru",
        "channel": "kiosk",
        "ahead": 0,
    }


def test_the_same_request_twice_is_one_ticket_with_the_same_answer() -> None:
    given.an_open_counter()
    first = given.a_visitor_who_waits(key="button-1")
    given.a_visitor_who_waits()
    assert given.a_visitor_who_waits(key="button-1", at=given.MORNING + given.minutes(1)) == first
    assert models.Ticket.objects.count() == 2


def test_a_key_of_another_request_is_refused() -> None:
    given.a_visitor_who_waits(key="button-1")
    with pytest.raises(errors.RequestKeyUsedElsewhere):
        actions.open_counter(
            counter_id=given.counter(7), at=given.MORNING, by=given.employee("dilnoza"), key="button-1"
        )


def test_a_department_that_does_not_sit_says_when_it_will() -> None:
    with pytest.raises(errors.DepartmentDoesNotSit) as refusal:
        given.a_visitor_who_waits("STAT-01")
    assert refusal.value.details == {
        "department": "STAT",
        "next_day": date(2010, 4, 9),
        "next_opens": time(10, 0),
        "next_closes": time(12, 30),
    }


def test_a_department_that_sits_later_today_gives_a_place_from_then_on() -> None:
    counter_id = given.an_open_counter()
    lunch = datetime(2010, 4, 7, 8, 0, tzinfo=UTC)
    ticket = given.a_visitor_who_waits(at=lunch)
    assert ticket.wait == Wait(30, 35)
    with pytest.raises(errors.NobodyWaits):
        given.a_called_visitor(counter_id, at=lunch + given.minutes(29))
    assert given.a_called_visitor(counter_id, at=lunch + given.minutes(30)).ticket_id == ticket.ticket_id


def test_who_may_not_be_called_before_the_department_leaves_is_told_so() -> None:
    given.an_open_counter()
    late_morning = datetime(2010, 4, 7, 7, 0, tzinfo=UTC)
    quiet = given.a_visitor_who_waits(at=late_morning)
    assert (quiet.wait, quiet.closes_before) == (Wait(0, 5), None)
    for _ in range(3):
        given.a_visitor_who_waits(at=late_morning)
    late_morning += given.minutes(1)
    ticket = given.a_visitor_who_waits(at=late_morning, key="once")
    assert ticket.wait is not None
    assert late_morning + given.minutes(ticket.wait.high_minutes) > datetime(2010, 4, 7, 7, 30, tzinfo=UTC)
    assert (ticket.closes_before, ticket.wait.sits_again) == (time(12, 30), time(13, 30))
    assert given.a_visitor_who_waits(at=late_morning, key="once") == ticket
    view = queries.ticket(code=ticket.code, at=late_morning)
    assert view is not None
    assert view.wait is not None
    assert view.wait.closes_before == time(12, 30)
    newcomer = queries.wait_for(centre_id="SRG", service_id="PJ-01", at=late_morning)
    assert newcomer is not None
    assert newcomer.closes_before == time(12, 30)


@pytest.mark.parametrize(
    ("at", "service", "language", "refusal"),
    [
        (datetime(2010, 4, 7, 2, tzinfo=UTC), "PJ-01", "uz", errors.CentreIsClosed),
        (datetime(2010, 4, 11, 5, tzinfo=UTC), "PJ-01", "uz", errors.CentreIsClosed),
        (given.MORNING, "PJ-99", "uz", errors.ServiceNotOfferedHere),
        (given.MORNING, "PJ-01", "fr", errors.UnknownLanguage),
    ],
)
def test_a_ticket_that_cannot_be_is_refused(
    at: datetime, service: str, language: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        given.a_visitor_who_waits(service, language=language, at=at)
    assert not models.Ticket.objects.exists()


def test_a_visitor_at_home_gives_out_no_tickets() -> None:
    with pytest.raises(NotAllowed):
        actions.issue_ticket(centre_id="SRG", service_id="PJ-01", language="uz", at=given.MORNING, by=visitor())


def test_who_leaves_the_line_is_not_called() -> None:
    counter_id = given.an_open_counter()
    ticket = given.a_visitor_who_waits()
    actions.leave_line(ticket_id=ticket.ticket_id, at=given.MORNING + given.minutes(5), by=given.the_kiosk(), key="l")
    actions.leave_line(ticket_id=ticket.ticket_id, at=given.MORNING + given.minutes(6), by=given.the_kiosk(), key="l")
    with pytest.raises(errors.NobodyWaits):
        given.a_called_visitor(counter_id)
    with pytest.raises(errors.TicketIsNotWaiting):
        actions.leave_line(ticket_id=ticket.ticket_id, at=given.MORNING + given.minutes(7), by=given.the_kiosk())
    view = queries.ticket(code=ticket.code)
    assert view is not None
    assert view.state == "left"
