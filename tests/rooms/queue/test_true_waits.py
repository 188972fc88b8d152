"""What is told is kept as it was reckoned, and the nights make it true."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from darcha.journal import queries as journal
from darcha.queue import actions, models, queries, rules
from darcha.queue.actions.learning import told_and_came, who_came
from tests import given

pytestmark = pytest.mark.django_db

AT = given.MORNING
TOMORROW = AT + given.minutes(24 * 60)
WHOM = {"sex": "F", "age_band": "30-44", "disability": False}


def serve_all(waits: int, *, first_after: float, takes: float) -> None:
    """Somebody is at the window; `waits` more take tickets at once and are called one after the other."""
    here = {"counter_id": given.an_open_counter("dilnoza"), "by": given.employee("dilnoza")}
    for _ in range(waits + 1):
        given.a_visitor_who_waits()
    at = AT
    for number in range(waits + 1):
        actions.call_next(**here, at=at)
        actions.start(**here, at=at)
        at += given.minutes(takes if number else first_after)
        actions.finish(**here, **WHOM, at=at)


def test_a_told_wait_is_kept_as_it_was_reckoned_beside_what_came() -> None:
    serve_all(2, first_after=7, takes=7)
    # The counter was free at the first three: none was called yet. Nobody was ahead of the first.
    seen = told_and_came(centre_id="SRG", at=TOMORROW)
    assert [(round(one.waited_minutes), one.called) for one in seen] == [(0, True), (7, True), (14, True)]
    assert seen[0].nine_in_ten_minutes == 0
    assert 0 < seen[1].half_minutes < seen[1].nine_in_ten_minutes < seen[2].nine_in_ten_minutes
    kept = models.ToldWait.objects.order_by("id")
    assert all(
        one.low_minutes * 60 <= one.half_seconds <= one.nine_in_ten_seconds <= one.high_minutes * 60 for one in kept
    )


def test_who_left_before_the_call_is_known_to_have_waited_so_long() -> None:
    given.an_open_counter("dilnoza")
    given.a_visitor_who_waits()
    leaves = given.a_visitor_who_waits()
    actions.leave_line(ticket_id=leaves.ticket_id, at=AT + given.minutes(9), by=given.the_kiosk())
    (one,) = told_and_came(centre_id="SRG", at=TOMORROW)
    assert (one.waited_minutes, one.called) == (9, False)


def test_the_first_counter_of_the_morning_corrects_what_is_told_that_day() -> None:
    serve_all(12, first_after=200, takes=12)
    assert models.WaitCorrection.objects.get().nine_in_ten_thousandths == 1000, "nothing had been told yet"
    waiting = {"centre_id": "SRG", "service_id": given.OLD_AGE_PENSION}
    actions.refresh_service_minutes(centre_id="SRG", at=TOMORROW)
    learnt = models.WaitCorrection.objects.get()
    assert learnt.told == 13
    assert learnt.nine_in_ten_thousandths > 1050
    for _ in range(8):
        given.a_visitor_who_waits(at=TOMORROW)
    corrected = queries.wait_for(**waiting, at=TOMORROW)
    models.WaitCorrection.objects.all().delete()
    reckoned = queries.wait_for(**waiting, at=TOMORROW)
    assert corrected is not None
    assert reckoned is not None
    assert corrected.high_minutes > reckoned.high_minutes
    assert corrected.reckoned == reckoned.reckoned


def test_who_came_is_learnt_from_what_the_journal_says() -> None:
    serve_all(3, first_after=10, takes=10)
    given.a_visitor_who_waits(needs=("wheel",), at=AT + given.minutes(60))
    came, days = who_came(centre_id="SRG", at=TOMORROW)
    served = [one for one in journal.entries_after(centre_id="SRG", seq=0) if one.kind == "ticket.served"]
    assert days == 1
    assert came == [rules.Came("ordinary", 9, len(served))], "who was not called yet has passed nobody"
    actions.refresh_service_minutes(centre_id="SRG", at=TOMORROW)
    at_nine = models.ArrivalPace.objects.get(class_code="ordinary", hour=9)
    assert at_nine.visits == 4
    before = models.ArrivalPace.objects.get(class_code="ordinary", hour=10)
    assert before.visits == 0
    assert before.thousandths > 0, "a single day does not tell that nobody comes at ten"
    assert at_nine.thousandths == before.thousandths + 2000


def test_learnt_twice_is_learnt_once() -> None:
    serve_all(3, first_after=10, takes=10)
    learnt = []
    for _ in range(2):
        actions.refresh_service_minutes(centre_id="SRG", at=TOMORROW)
        tables = (models.ArrivalPace, models.WaitCorrection)
        learnt.append([list(table.objects.order_by("pk").values()) for table in tables])
    assert learnt[0] == learnt[1]


def test_the_wait_is_told_with_those_who_are_still_to_come() -> None:
    given.an_open_counter("dilnoza")
    for _ in range(4):
        given.a_visitor_who_waits()
    passed = queries.wait_for(centre_id="SRG", service_id=given.OLD_AGE_PENSION, at=AT)
    models.ArrivalPace.objects.all().delete()
    alone = queries.wait_for(centre_id="SRG", service_id=given.OLD_AGE_PENSION, at=AT)
    assert passed is not None
    assert alone is not None
    assert passed.reckoned is not None
    assert alone.reckoned is not None
    assert passed.reckoned.nine_in_ten_minutes > alone.reckoned.nine_in_ten_minutes


def test_a_ticket_takes_as_few_statements_as_before() -> None:
    given.an_open_counter("dilnoza")
    given.a_visitor_who_waits()
    with CaptureQueriesContext(
        connection,
    ) as seen:
        given.a_visitor_who_waits()
    told = [one["sql"] for one in seen.captured_queries if "queue_" in one["sql"] or "journal_" in one["sql"]]
    assert len(told) == 5, "line, counters, what was learnt; the ticket; its entry"


@pytest.mark.parametrize("thousandths", [0, 499, 2001])
def test_the_database_corrects_nothing_beyond_bounds(thousandths: int) -> None:
    kept = {"half_thousandths": 1000, "told": 9, "learnt_at": AT}
    with pytest.raises(IntegrityError, match="a_wait_is_corrected_within_bounds"), transaction.atomic():
        models.WaitCorrection.objects.create(centre_id="SRG", nine_in_ten_thousandths=thousandths, **kept)
    with pytest.raises(IntegrityError, match="visitors_come_within_24_hours"), transaction.atomic():
        models.ArrivalPace.objects.create(
            centre_id="SRG", class_code="ordinary", hour=24, thousandths=1, visits=1, learnt_at=AT
        )
