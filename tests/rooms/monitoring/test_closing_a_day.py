"""Closing a day: the journal becomes facts, twice the same, late corrections counted."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, connections

from darcha.journal import queries as journal
from darcha.journal.kinds import Kind
from darcha.kernel.actor import Actor, NotAllowed, system
from darcha.monitoring import actions, errors, models, queries
from tests.rooms.monitoring import events

DAY = date(2010, 4, 13)
NOON = datetime(2010, 4, 13, 7, 0, tzinfo=UTC)
EVENING = NOON + timedelta(hours=8)
HEAD = system("given")


def close(day: date = DAY, *, at: datetime = EVENING, by: Actor = HEAD, key: str | None = None) -> actions.Closed:
    return actions.close_day(centre_id="SRG", day=day, at=at, by=by, key=key)


def facts() -> list[tuple[object, ...]]:
    """Return all rows without their numbers."""
    return sorted(
        tuple(str(value) for name, value in sorted(row.items()) if name != "id")
        for row in models.DayFact.objects.values()
    )


def a_busy_day() -> None:
    for wait in (60, 600, 1500, 90):
        events.issued(NOON)
        events.served(NOON, wait_seconds=wait, within_promise=wait < 1200)
    events.served(NOON, sex="M", age_band="60+", disability=True, service="PJ-01")
    events.opened(NOON)
    events.opened(NOON, first_time=False)
    events.returned(NOON)
    events.decided(NOON, on_time=False)
    events.answered(NOON, satisfied=2)


@pytest.mark.django_db
def test_a_day_is_folded_into_cells_with_sums_and_a_histogram() -> None:
    a_busy_day()
    closed = close()
    row = models.DayFact.objects.get(service_id="FHDYO-01", sex="F", age_band="30-44", channel="kiosk")
    assert (row.visitors_served, row.within_promise, row.wait_seconds, row.service_seconds) == (4, 3, 2250, 1200)
    assert row.wait_minutes == [0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 1] + [0] * 14 + [1]
    assert models.DayFact.objects.get(disability="yes").visitors_served == 1
    assert (closed.entries, closed.facts) == (14, models.DayFact.objects.count())


@pytest.mark.django_db
def test_closing_twice_changes_no_row_and_writes_no_entry() -> None:
    a_busy_day()
    first, before = close(), facts()
    second = close(at=EVENING + timedelta(hours=1))
    assert facts() == before
    assert (second.fingerprint, second.changed) == (first.fingerprint, False)
    entries = journal.entries_after(centre_id="SRG", seq=0, kinds=[Kind.DAY_CLOSED])
    assert [entry.data for entry in entries] == [
        {"day": "2010-04-13", "entries": 14, "facts": first.facts, "fingerprint": first.fingerprint}
    ]


@pytest.mark.django_db
def test_an_entry_that_comes_late_is_counted_for_its_day_when_closed_again() -> None:
    a_busy_day()
    close()
    events.served(NOON, wait_seconds=120)
    again = close(at=EVENING + timedelta(days=1))
    assert again.changed
    assert queries.figures(centre_id="SRG", since=DAY, until=DAY).all.visitors_served == 6


@pytest.mark.django_db
def test_a_day_begins_and_ends_at_the_centre_s_midnight() -> None:
    midnight = datetime(2010, 4, 12, 19, 0, tzinfo=UTC)  # 00:00 of the 13th in Tashkent
    events.served(midnight - timedelta(microseconds=1))
    events.served(midnight)
    events.served(midnight + timedelta(days=1) - timedelta(microseconds=1))
    events.served(midnight + timedelta(days=1))
    close()
    assert queries.figures(centre_id="SRG", since=DAY, until=DAY).all.visitors_served == 2


@pytest.mark.django_db
def test_a_day_without_visitors_is_closed_too() -> None:
    assert close(key="quiet-day").changed
    assert close(key="quiet-day") == close(key="quiet-day")
    assert [row.day for row in queries.closed_days(centre_id="SRG")] == [DAY]


@pytest.mark.django_db
def test_tomorrow_cannot_be_closed_today_and_not_by_anybody() -> None:
    with pytest.raises(errors.DayIsNotOver):
        close(DAY + timedelta(days=1))
    with pytest.raises(NotAllowed):
        close(by=Actor("employee", "7"))


def test_two_who_close_a_day_at_once_write_it_once(own_database: str) -> None:
    a_busy_day()
    ready = threading.Barrier(4)
    told: list[bool] = []

    def one() -> None:
        try:
            ready.wait()
            told.append(close().changed)
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == [False, False, False, True]
    assert queries.figures(centre_id="SRG", since=DAY, until=DAY).all.visitors_served == 5
    assert len(journal.entries_after(centre_id="SRG", seq=0, kinds=[Kind.DAY_CLOSED])) == 1


def _altered(where: str, what: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE monitoring_day_fact SET {what} WHERE {where}")


def _named(checked: queries.Checked) -> list[tuple[object, ...]]:
    return [
        (found.place.day, found.place.service_id, found.place.sex, found.place.what, found.in_facts, found.in_journal)
        for found in checked.differences
    ]


@pytest.mark.django_db
def test_the_second_count_finds_no_difference_and_names_a_fact_altered_by_hand() -> None:
    a_busy_day()
    close()
    checked = queries.check(centre_id="SRG", since=DAY, until=DAY)
    assert (checked.differences, checked.unfolded) == ((), ())
    assert (checked.entries, checked.days, checked.facts) == (14, 1, models.DayFact.objects.count())
    _altered("service_id = 'PJ-01'", "visitors_served = visitors_served + 1, wait_minutes[1] = 7")
    assert _named(queries.check(centre_id="SRG", since=DAY, until=DAY)) == [
        (DAY, "PJ-01", "M", "visitors_served", 2, 1),
        (DAY, "PJ-01", "M", "wait_minutes 0", 7, 0),
    ]


@pytest.mark.django_db
def test_what_was_moved_to_other_people_or_another_face_is_named_though_the_sums_agree() -> None:
    a_busy_day()
    close()
    _altered("disability = 'yes'", "disability = 'no'")
    _altered("satisfied <> '{}'", "satisfied = '{1,0,0,0,0}'")
    checked = queries.check(centre_id="SRG", since=DAY, until=DAY)
    told = {(found.place.disability, found.place.what) for found in checked.differences}
    assert {("yes", "visitors_served"), ("no", "visitors_served"), ("", "satisfied 1"), ("", "satisfied 2")} <= told


@pytest.mark.django_db
def test_the_second_count_names_an_entry_nobody_folded_and_a_day_nobody_closed() -> None:
    a_busy_day()
    close()
    events.decided(NOON)
    events.served(NOON + timedelta(days=1))
    checked = queries.check(centre_id="SRG", since=DAY, until=DAY + timedelta(days=3))
    assert {what for _, _, _, what, _, _ in _named(checked)} == {
        *("cases_decided", "cases_granted", "cases_on_time", "entries")
    }
    assert checked.unfolded == ((DAY + timedelta(days=1), 1),)


@pytest.mark.django_db
def test_closing_again_puts_right_what_was_altered_by_hand_and_brings_back_what_was_lost() -> None:
    a_busy_day()
    close()
    before = facts()
    _altered("service_id = 'PJ-01'", "visitors_served = visitors_served + 1")
    assert close(at=EVENING + timedelta(hours=1)).changed
    assert facts() == before
    models.DayFact.objects.filter(service_id="FHDYO-01").delete()
    assert close(at=EVENING + timedelta(hours=2)).changed
    assert facts() == before
    assert queries.check(centre_id="SRG", since=DAY, until=DAY).differences == ()


@pytest.mark.django_db
def test_a_full_rebuild_gives_identical_rows() -> None:
    a_busy_day()
    events.served(NOON + timedelta(days=1), wait_seconds=20_000, sex="M")
    days = (DAY, DAY + timedelta(days=1))
    later = EVENING + timedelta(days=1)
    for day in days:
        close(day, at=later)
    before, marks = facts(), [row.fingerprint for row in queries.closed_days(centre_id="SRG")]
    models.DayFact.objects.all().delete()
    models.ClosedDay.objects.all().delete()
    for day in reversed(days):
        close(day, at=later)
    assert facts() == before
    assert [row.fingerprint for row in queries.closed_days(centre_id="SRG")] == marks
