"""A visit goes on to another window with the same number, or waits aside; the minutes waited are never lost."""

from __future__ import annotations

from datetime import date

import pytest

from darcha.journal import queries as journal
from darcha.journal.kinds import Kind
from darcha.monitoring import queries as figures
from darcha.queue import actions, errors, models, queries
from tests import given

pytestmark = pytest.mark.django_db

AT = given.MORNING
WHOM = {"sex": "F", "age_band": "60+", "disability": False}
DAY = date(2010, 4, 7)


def at(minute: float, login: str = "dilnoza") -> dict[str, object]:
    return {
        "counter_id": given.counter(given.SEATS[login]),
        "at": AT + given.minutes(minute),
        "by": given.employee(login),
    }


def seen(code: str, minute: float) -> queries.TicketView:
    found = queries.ticket(code=code, at=AT + given.minutes(minute))
    assert found is not None
    return found


def a_pensioner_at_window_7() -> actions.IssuedTicket:
    """Waited ten minutes, called at 10, begun at 11."""
    ticket = given.a_visitor_who_waits()
    given.an_open_counter()
    actions.call_next(**at(10))
    actions.start(**at(11))
    return ticket


def test_a_visit_goes_on_elsewhere_with_its_number_and_the_minutes_it_waited() -> None:
    ticket = a_pensioner_at_window_7()
    given.an_open_counter("kamola")
    newcomer = given.a_visitor_who_waits(given.PASSPORT, at=AT + given.minutes(13))
    sent = actions.send_on(**at(15), service_id=given.PASSPORT, because="next_matter", key="on")
    assert (sent.number, sent.people_ahead, sent.following) == (ticket.number, 0, ())
    assert sent.wait is not None
    assert actions.send_on(**at(15.5), service_id=given.PASSPORT, because="next_matter", key="on") == sent

    view = seen(ticket.code, 15)
    assert (view.state, view.service_id, view.department_id) == ("waiting", given.PASSPORT, "MFB")
    assert (view.waiting_since, view.ready_at) == (AT + given.minutes(5), AT + given.minutes(15))
    assert view.earlier_services == (given.OLD_AGE_PENSION,)
    called = actions.call_next(**at(16, "kamola"))
    assert (called.ticket_id, called.number, called.service_id) == (ticket.ticket_id, ticket.number, given.PASSPORT)
    assert called.reasons.overtaken == 0
    assert models.Call.objects.get(pk=called.call_id).wait_seconds == 11 * 60
    actions.start(**at(17, "kamola"))
    actions.finish(**at(20, "kamola"), **WHOM)
    assert seen(ticket.code, 20).state == "served"
    assert actions.call_next(**at(21, "kamola")).ticket_id == newcomer.ticket_id

    measures = figures.today(centre_id="SRG", at=AT + given.minutes(30)).measures
    assert (measures.visitors_served, measures.wait_seconds) == (1, 11 * 60)
    assert journal.verify(centre_id="SRG") is None


def test_a_visit_that_fetches_something_comes_back_to_where_it_was_sent_from() -> None:
    ticket = a_pensioner_at_window_7()
    given.an_open_counter("kamola")
    actions.send_on(**at(12), service_id=given.PASSPORT, because="comes_back")
    assert seen(ticket.code, 12).following == (given.OLD_AGE_PENSION,)
    given.a_visitor_who_waits(at=AT + given.minutes(12))
    actions.call_next(**at(13, "kamola"))
    actions.start(**at(14, "kamola"))
    back = actions.send_on(**at(16, "kamola"), service_id=given.OLD_AGE_PENSION, because="next_matter")
    assert (back.following, back.people_ahead) == ((), 0)
    assert actions.call_next(**at(17)).ticket_id == ticket.ticket_id, "before who came meanwhile"
    assert seen(ticket.code, 17).earlier_services == (given.OLD_AGE_PENSION, given.PASSPORT)


def test_who_stood_in_the_line_before_is_not_passed_by_who_is_sent_there() -> None:
    ticket = a_pensioner_at_window_7()
    given.an_open_counter("kamola")
    earlier = given.a_visitor_who_waits(given.PASSPORT, at=AT + given.minutes(1))
    sent = actions.send_on(**at(14), service_id=given.PASSPORT, because="next_matter")
    assert sent.people_ahead == 1
    assert actions.call_next(**at(14.5, "kamola")).ticket_id == earlier.ticket_id
    assert seen(ticket.code, 15).overtaken == 0
    assert queries.overtakes(centre_id="SRG", day=DAY) == []


def test_a_visitor_set_aside_is_not_called_and_then_stands_where_they_stood() -> None:
    ticket = a_pensioner_at_window_7()
    aside = actions.set_aside(**at(13), minutes=10, key="aside")
    assert (aside.number, aside.until) == (ticket.number, AT + given.minutes(23))
    assert actions.set_aside(**at(13.5), minutes=10, key="aside") == aside
    assert seen(ticket.code, 14).aside
    with pytest.raises(errors.NobodyWaits):
        actions.call_next(**at(14))
    assert queries.board(centre_id="SRG", at=AT + given.minutes(14)).next == ()
    meanwhile = given.a_visitor_who_waits(at=AT + given.minutes(14))
    assert actions.call_next(**at(22.9)).ticket_id == meanwhile.ticket_id
    actions.no_show(**at(22.95))
    view = seen(ticket.code, 24)
    assert (view.aside, view.waiting_since) == (False, AT + given.minutes(13))
    called = actions.call_next(**at(25))
    assert called.ticket_id == ticket.ticket_id
    assert queries.overtakes(centre_id="SRG", day=DAY) == [], "nobody is passed while they are away"


def test_a_visitor_who_is_back_sooner_can_be_called_at_once_and_keeps_the_minutes_waited() -> None:
    ticket = a_pensioner_at_window_7()
    actions.set_aside(**at(13), minutes=30)
    host = {"by": given.employee("umida"), "ticket_id": ticket.ticket_id}
    actions.bring_back(**host, at=AT + given.minutes(17), key="back")
    actions.bring_back(**host, at=AT + given.minutes(18), key="back")
    assert seen(ticket.code, 17).waiting_since == AT + given.minutes(7)
    with pytest.raises(errors.TicketIsNotAside):
        actions.bring_back(**host, at=AT + given.minutes(18))
    assert actions.call_next(**at(18)).ticket_id == ticket.ticket_id


def test_a_visitor_is_back_once_though_two_officers_press_at_the_same_moment() -> None:
    ticket = a_pensioner_at_window_7()
    actions.set_aside(**at(13), minutes=30)
    actions.bring_back(by=given.employee("umida"), ticket_id=ticket.ticket_id, at=AT + given.minutes(17))
    with pytest.raises(errors.TicketIsNotAside):
        actions.bring_back(by=given.employee("zafar"), ticket_id=ticket.ticket_id, at=AT + given.minutes(16.99))
    assert seen(ticket.code, 17).waiting_since == AT + given.minutes(7)


@pytest.mark.parametrize("step", ["sent_on", "set_aside"])
def test_sending_on_and_setting_aside_are_taken_back_within_a_minute(step: str) -> None:
    ticket = a_pensioner_at_window_7()
    before = models.Ticket.objects.values().get(pk=ticket.ticket_id)
    if step == "sent_on":
        actions.send_on(**at(12), service_id=given.PASSPORT, because="comes_back")
    else:
        actions.set_aside(**at(12), minutes=5)
    offered = queries.counter_view(counter_id=given.counter(7), at=AT + given.minutes(12.5)).undoable
    assert offered is not None
    assert offered.step == step
    undone = actions.undo(**at(12.5), key="undo")
    assert (undone.step, undone.number) == (step, ticket.number)
    assert actions.undo(**at(12.6), key="undo") == undone
    assert models.Ticket.objects.values().get(pk=ticket.ticket_id) == before
    assert figures.today(centre_id="SRG", at=AT + given.minutes(13)).waiting[-1].waiting == 0
    actions.finish(**at(15), **WHOM)
    assert journal.verify(centre_id="SRG") is None


def test_who_was_called_elsewhere_already_is_not_taken_back() -> None:
    a_pensioner_at_window_7()
    given.an_open_counter("kamola")
    actions.send_on(**at(12), service_id=given.PASSPORT, because="belongs_there")
    actions.call_next(**at(12.2, "kamola"))
    with pytest.raises(errors.NothingToUndo):
        actions.undo(**at(12.5))
    assert len(journal.entries_after(centre_id="SRG", seq=0, kinds=[Kind.TICKET_UNDONE])) == 0


def test_what_cannot_be_is_refused_and_changes_nothing() -> None:
    ticket = a_pensioner_at_window_7()
    before = journal.head(centre_id="SRG").seq
    for refusal, attempt in (
        (errors.ServiceIsTheSame, {"service_id": given.OLD_AGE_PENSION, "because": "next_matter"}),
        (errors.NoReasonToGoOn, {"service_id": given.PASSPORT, "because": "no reason"}),
        (errors.DepartmentDoesNotSit, {"service_id": "TIB-01", "because": "next_matter"}),
        (errors.ServiceNotOfferedHere, {"service_id": "NIX-01", "because": "next_matter"}),
    ):
        with pytest.raises(refusal):
            actions.send_on(**at(12), **attempt)
    with pytest.raises(errors.UnknownSpan):
        actions.set_aside(**at(12), minutes=7)
    with pytest.raises(errors.NotYourCounter):
        actions.set_aside(**{**at(12), "by": given.employee("umida")}, minutes=5)
    actions.finish(**at(13), **WHOM)
    with pytest.raises(errors.NobodyIsServed):
        actions.send_on(**at(14), service_id=given.PASSPORT, because="next_matter")
    with pytest.raises(errors.NobodyIsServed):
        actions.set_aside(**at(14), minutes=5)
    assert journal.head(centre_id="SRG").seq == before + 1
    assert seen(ticket.code, 14).state == "served"


def test_a_department_that_sits_later_gets_the_visitor_with_the_minutes_kept() -> None:
    ticket = a_pensioner_at_window_7()
    actions.send_on(**at(12), service_id="MUD-01", because="next_matter")  # sits from ten o'clock
    view = seen(ticket.code, 12)
    assert (view.ready_at, view.waiting_since) == (AT + given.minutes(30), AT + given.minutes(20))


def test_who_waits_elsewhere_when_the_day_ends_has_left() -> None:
    ticket = a_pensioner_at_window_7()
    actions.send_on(**at(12), service_id=given.PASSPORT, because="next_matter")
    evening = AT + given.minutes(60 * 10)
    settled = actions.settle_day(centre_id="SRG", day=DAY, at=evening, by=given.employee("malika"))
    assert (settled.left, settled.not_recorded, settled.counters) == (1, 0, 1)
    assert seen(ticket.code, 60 * 10).state == "left"


def test_the_lines_show_who_was_sent_on_under_the_service_they_wait_for() -> None:
    ticket = a_pensioner_at_window_7()
    actions.send_on(**at(12), service_id=given.PASSPORT, because="next_matter")
    hall = queries.hall(centre_id="SRG", at=AT + given.minutes(13))
    waiting = {line.letter: [one.number for one in line.waiting] for line in hall.lines}
    assert waiting["E"] == [ticket.number]
    assert waiting["K"] == []
    board = queries.board(centre_id="SRG", at=AT + given.minutes(13))
    assert {line.letter: line.waiting for line in board.lines if line.waiting} == {"E": 1}


def test_before_a_window_opens_those_ahead_are_counted_in_the_line_they_stand_in() -> None:
    ticket = a_pensioner_at_window_7()
    for minute in (0.5, 1):
        given.a_visitor_who_waits(at=AT + given.minutes(minute))
    actions.send_on(**at(12), service_id=given.PASSPORT, because="next_matter")
    assert (seen(ticket.code, 13).people_ahead, seen(ticket.code, 13).wait) == (0, None)


def test_a_told_wait_is_measured_by_the_call_that_followed_it() -> None:
    a_pensioner_at_window_7()
    given.an_open_counter("kamola")
    told = queries.told_truth(centre_id="SRG", since=DAY, until=date(2010, 4, 8))
    actions.send_on(**at(12), service_id=given.PASSPORT, because="next_matter")
    actions.call_next(**at(13, "kamola"))
    after = queries.told_truth(centre_id="SRG", since=DAY, until=date(2010, 4, 8))
    assert (after.told, after.held) == (told.told + 1, told.held + 1)


def test_one_ticket_for_several_matters_goes_through_them_in_order() -> None:
    given.an_open_counter("kamola")
    counter_id = given.an_open_counter()
    # A pension asks for a passport, which the other department issues: that comes first, whatever was chosen first.
    ticket = given.a_visitor_who_waits(given.OLD_AGE_PENSION, also=(given.PASSPORT, given.SURVIVORS_PENSION), key="k")
    assert (ticket.service_id, ticket.following) == (
        given.PASSPORT,
        (given.OLD_AGE_PENSION, given.SURVIVORS_PENSION),
    )
    assert ticket.number.startswith("E")
    actions.call_next(**at(5, "kamola"))
    actions.start(**at(6, "kamola"))
    actions.send_on(**at(9, "kamola"), service_id=given.OLD_AGE_PENSION, because="next_matter")
    again = given.a_visitor_who_waits(given.OLD_AGE_PENSION, also=(given.PASSPORT, given.SURVIVORS_PENSION), key="k")
    assert again == ticket, "the same request gets the same answer, wherever the visit is by then"
    assert actions.call_next(**at(10)).number == ticket.number
    actions.start(**at(11))
    sent = actions.send_on(**at(15), service_id=given.SURVIVORS_PENSION, because="next_matter")
    assert sent.following == ()
    assert actions.call_next(counter_id=counter_id, at=AT + given.minutes(16), by=given.employee("dilnoza")).number
    (told,) = journal.entries_after(centre_id="SRG", seq=0, kinds=["ticket.issued"])
    assert told.data["following"] == [given.OLD_AGE_PENSION, given.SURVIVORS_PENSION]


def test_one_ticket_is_for_five_matters_at_most_all_of_departments_that_sit_today() -> None:
    many = tuple(f"PJ-0{n}" for n in range(1, 7))
    for refusal, also in (
        (errors.TooManyMatters, many),
        (errors.DepartmentDoesNotSit, ("TIB-01",)),
        (errors.ServiceNotOfferedHere, ("NIX-01",)),
    ):
        with pytest.raises(refusal):
            given.a_visitor_who_waits(given.PASSPORT, also=also)
    assert models.Ticket.objects.count() == 0
