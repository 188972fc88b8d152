"""Figures of a period: from facts, from the journal where nobody closed the day, and live."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from darcha.feedback import actions as feedback
from darcha.feedback.rules import AppealKind, Letter
from darcha.journal.kinds import Kind
from darcha.kernel.actor import system, visitor
from darcha.monitoring import actions, errors, queries
from darcha.monitoring.rules.figures import SPLITS
from darcha.monitoring.rules.indicators import BY_CODE, read
from tests.rooms.monitoring import events

NOON = datetime(2010, 4, 13, 7, 0, tzinfo=UTC)
DAY = date(2010, 4, 13)


def three_days() -> None:
    for number in range(3):
        at = NOON + timedelta(days=number)
        for sex, wait in (("F", 120), ("F", 700), ("M", 60 * 300)):
            events.served(at, sex=sex, wait_seconds=wait, service="PJ-01" if number else "FHDYO-01")
        events.answered(at, satisfied=3 + number)
        events.opened(at, first_time=bool(number))


@pytest.mark.django_db
def test_closed_and_open_days_give_the_same_figures() -> None:
    three_days()
    open_ = queries.figures(centre_id="SRG", since=DAY, until=DAY + timedelta(days=2))
    for number in range(3):
        actions.close_day(
            centre_id="SRG", day=DAY + timedelta(days=number), at=NOON + timedelta(days=5), by=system("given")
        )
        now = queries.figures(centre_id="SRG", since=DAY, until=DAY + timedelta(days=2))
        assert now.closed_days == number + 1
        assert now.open_days == tuple(DAY + timedelta(days=n) for n in range(number + 1, 3))
        for split in SPLITS:
            assert now.tables[split] == open_.tables[split], split


@pytest.mark.django_db
def test_figures_are_split_and_both_ends_of_the_period_belong_to_it() -> None:
    three_days()
    actions.close_day(centre_id="SRG", day=DAY, at=NOON + timedelta(days=5), by=system("given"))
    found = queries.figures(centre_id="SRG", since=DAY, until=DAY + timedelta(days=1))
    assert found.all.visitors_served == 6
    assert found.of("sex", "F").visitors_served == 4
    assert found.of("department", "FHDYO").visitors_served == 3
    assert found.of("service", "PJ-01").visitors_served == 3
    assert found.of("department_month", "PJ 2010-04").visitors_served == 3
    assert found.all.wait_minutes[240] == 2
    assert (found.all.answers, found.all.answers_satisfied) == (2, 1)
    assert found.counts["services_used"] == 2
    assert found.counts["departments"] == 14


@pytest.mark.django_db
def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(errors.PeriodIsEmpty):
        queries.figures(centre_id="SRG", since=DAY, until=DAY - timedelta(days=1))


@pytest.mark.django_db
def test_today_counts_up_to_now_and_draws_who_waits() -> None:
    events.issued(NOON, ticket=901)
    events.issued(NOON + timedelta(minutes=1), ticket=902)
    events.told(
        Kind.TICKET_CALLED,
        NOON + timedelta(minutes=11),
        ticket=901,
        number="K 001",
        service="FHDYO-01",
        department="FHDYO",
    )
    events.served(NOON + timedelta(minutes=20))
    events.served(NOON + timedelta(hours=3))
    today = queries.today(centre_id="SRG", at=NOON + timedelta(minutes=22))
    assert (today.day, today.measures.tickets_issued, today.measures.visitors_served) == (DAY, 2, 1)
    assert [point.waiting for point in today.waiting] == [1, 2, 2, 1, 1, 1]


@pytest.mark.django_db
def test_complaints_answered_in_time_are_counted_by_the_day_their_answer_was_due() -> None:
    at = datetime(2010, 4, 13, 6, tzinfo=UTC)
    for number, answered_after in enumerate((1, 14, 15, None)):
        letter = Letter(AppealKind.COMPLAINT, "Kutdim", "uz")
        token = bytes([number]) * 18
        sent = feedback.send_appeal(centre_id="SRG", letter=letter, token=token, at=at, by=visitor())
        if answered_after is not None:
            feedback.answer_appeal(
                appeal_id=sent.appeal_id, words="Uzr", at=at + timedelta(days=answered_after), by=system("test")
            )
    april = queries.figures(centre_id="SRG", since=date(2010, 4, 1), until=date(2010, 4, 30))
    reading = read(BY_CODE["complaints.in_time"], april.all, april.counts)
    assert (reading.numerator, reading.denominator, reading.value, reading.state) == (2, 4, 50.0, "missed")
    may = queries.figures(centre_id="SRG", since=date(2010, 5, 1), until=date(2010, 5, 31))
    assert read(BY_CODE["complaints.in_time"], may.all, may.counts).value is None
