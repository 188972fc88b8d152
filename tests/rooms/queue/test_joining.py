"""A line is joined from a phone, within limits; one person has one live ticket for a service, and a few for others."""

from __future__ import annotations

import uuid
from datetime import datetime

import pytest
from django.db import IntegrityError, transaction

from darcha.centres import models as centre_tables
from darcha.centres import timetables
from darcha.journal import queries as journal
from darcha.kernel.actor import NotAllowed, system, visitor
from darcha.queue import actions, errors, models, queries, rules
from tests import given

pytestmark = pytest.mark.django_db

NODIRA = rules.Holder("a" * 64)
HOME = rules.Source("h" * 64, most=5)


def joined(
    service_id: str = given.OLD_AGE_PENSION,
    *,
    holder: rules.Holder = NODIRA,
    source: rules.Source = HOME,
    at: datetime = given.MORNING,
    key: str | None = None,
) -> actions.IssuedTicket:
    return actions.join_line(
        centre_id=given.SERGELI,
        service_id=service_id,
        holder=holder,
        sources=(source,),
        language="uz",
        at=at,
        by=visitor(centre_id=given.SERGELI),
        key=key,
    )


def somebody(number: int) -> rules.Holder:
    return rules.Holder(f"{number:064d}")


@pytest.fixture
def limits() -> centre_tables.Centre:
    return centre_tables.Centre.objects.get(code=given.SERGELI)


def decide(centre: centre_tables.Centre, **limits: object) -> None:
    for name, value in limits.items():
        setattr(centre, name, value)
    centre.edition = uuid.uuid4()
    centre.save()
    timetables.distrust()


def test_a_ticket_from_a_phone_stands_in_the_same_line() -> None:
    given.a_visitor_who_waits()
    ticket = joined()
    assert (ticket.number, ticket.people_ahead) == ("K 002", 1)
    view = queries.ticket(code=ticket.code)
    assert view is not None
    assert (view.channel, view.represents) == ("phone", False)


def test_one_person_has_one_live_ticket_for_a_service() -> None:
    first = joined()
    with pytest.raises(errors.AlreadyInLine):
        joined()
    assert joined(given.PASSPORT).number.startswith("E")
    actions.leave_line(ticket_id=first.ticket_id, at=given.MORNING, by=visitor(centre_id=given.SERGELI))
    assert joined().number == "K 002", "the refused one burned no number"


def test_the_database_refuses_a_second_live_ticket_too() -> None:
    joined()
    other = joined(holder=somebody(1))
    with pytest.raises(IntegrityError, match="one_live_ticket_per_holder_and_service"), transaction.atomic():
        models.Ticket.objects.filter(pk=other.ticket_id).update(holder=NODIRA.seal)


def test_the_same_request_twice_gives_the_same_ticket() -> None:
    assert joined(key="nodira-joins").ticket_id == joined(key="nodira-joins").ticket_id


def test_the_limits_of_the_centre_are_kept(limits: centre_tables.Centre) -> None:
    decide(limits, phones_most_ahead=1)
    joined(holder=somebody(1))
    joined(holder=somebody(2))
    with pytest.raises(errors.LineTooLongForPhones):
        joined()
    decide(limits, phones_most_ahead=25, phones_most_waiting=2)
    with pytest.raises(errors.EnoughFromPhones):
        joined()
    assert given.a_visitor_who_waits().number == "K 003", "the line is open to who comes"
    decide(limits, phones_join=False)
    with pytest.raises(errors.ClosedToPhones):
        joined()
    offer = queries.phone_offer(centre_id=given.SERGELI, service_id=given.OLD_AGE_PENSION, at=given.MORNING)
    assert isinstance(offer.refusal, errors.ClosedToPhones)


def test_one_place_takes_a_few_tickets_an_hour() -> None:
    narrow = rules.Source("n" * 64, most=2)
    for number in range(2):
        joined(holder=somebody(number), source=narrow)
    with pytest.raises(errors.TooManyFromHere):
        joined(source=narrow)
    assert joined(source=narrow, at=given.MORNING + given.minutes(60))


def test_a_representative_takes_tickets_for_others_up_to_the_limit_of_the_day() -> None:
    speaks = rules.Holder(NODIRA.seal, represents=True)
    joined()
    tickets = [joined(holder=speaks) for _ in range(3)]
    with pytest.raises(errors.RepresentativeLimit) as refused:
        joined(given.PASSPORT, holder=speaks)
    assert refused.value.details["limit"] == 3
    view = queries.ticket(code=tickets[-1].code)
    assert view is not None
    assert view.represents
    told = journal.entries_after(centre_id=given.SERGELI, seq=0, kinds=["ticket.issued"], limit=9)
    assert [entry.data.get("represents") for entry in told] == [None, 1, 2, 3]
    assert NODIRA.seal not in str([entry.data for entry in told])


def test_who_held_a_ticket_is_forgotten_when_the_day_is_settled() -> None:
    joined()
    at = given.MORNING + given.minutes(14 * 60)
    actions.settle_day(centre_id=given.SERGELI, day=given.MORNING.date(), at=at, by=system("test"))
    assert not models.Ticket.objects.exclude(holder=None).exists()
    assert not models.Joined.objects.exists()


def test_a_step_is_not_taken_back_into_a_second_live_ticket() -> None:
    counter_id = given.an_open_counter()
    here = {"counter_id": counter_id, "by": given.employee("dilnoza")}
    joined()
    at = given.MORNING + given.minutes(10)
    given.a_called_visitor(counter_id)
    actions.no_show(**here, at=at)
    joined(at=at)
    with pytest.raises(errors.NothingToUndo):
        actions.undo(**here, at=at + given.minutes(0.5))


def test_a_visitor_without_a_centre_takes_nothing() -> None:
    with pytest.raises(NotAllowed):
        actions.join_line(
            centre_id=given.SERGELI,
            service_id=given.OLD_AGE_PENSION,
            holder=NODIRA,
            sources=(),
            language="uz",
            at=given.MORNING,
            by=visitor(),
        )
