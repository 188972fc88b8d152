"""Somebody asks to be told; the journal becomes notices, once each; and nothing of the address is left afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, connections

from darcha.journal import queries as journal
from darcha.journal.kinds import Kind
from darcha.kernel.actor import NotAllowed, system, visitor
from darcha.notices import actions as notices
from darcha.notices import errors, queries, rules
from darcha.notices.rules import APPOINTMENT, SMS, TICKET, Matter
from darcha.queue import actions as hall
from darcha.queue import queries as line
from tests import given
from tests.given import MORNING, SERGELI, minutes

PHONE = "+998 90 777-66-55"
HOUSE = system("notices")

pytestmark = pytest.mark.django_db


def asks(about: Matter, *, channel: str = SMS, to: str = PHONE, at=MORNING, key: str | None = None) -> None:
    notices.ask(about=about, channel=channel, to=to, at=at, by=visitor(centre_id=SERGELI), key=key)


def a_visitor_who_asked(*, at=MORNING, **wish: object) -> Matter:
    about = Matter(TICKET, given.a_visitor_who_waits(at=at, **wish).ticket_id)
    asks(about, at=at)
    return about


CALLED_AT = MORNING + minutes(10)


def followed(at=CALLED_AT) -> int:
    return notices.follow(centre_id=SERGELI, at=at, by=HOUSE)


def told(*kinds: Kind) -> list[tuple[str, str, dict[str, object]]]:
    entries = journal.entries_after(
        centre_id=SERGELI, seq=0, kinds=kinds or [k for k in Kind if k.startswith("notice.")]
    )
    return [(entry.kind, entry.subject, dict(entry.data)) for entry in entries]


def jobs() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (args->>'subject_id')::int FROM procrastinate_jobs WHERE task_name = 'notices.deliver' ORDER BY id"
        )
        return [row[0] for row in cursor.fetchall()]


def a_far_line(count: int = 8) -> None:
    for ahead in range(count):
        given.a_visitor_who_waits(at=MORNING - minutes(20 - ahead))


def test_a_call_becomes_one_notice_with_its_job_however_often_the_journal_is_read() -> None:
    counter_id = given.an_open_counter()
    about = a_visitor_who_asked(language="ru")
    assert followed(MORNING) == 1
    called = given.a_called_visitor(counter_id)
    assert followed() == 1
    assert followed() == followed(MORNING + minutes(11)) == 0
    due = told(Kind.NOTICE_DUE)
    assert [(data["about"], data["template"], data["channel"]) for _, _, data in due] == [
        (str(about), "near", "sms"),
        (str(about), "called", "sms"),
    ]
    ids = [int(subject.partition(":")[2]) for _, subject, _ in due]
    assert jobs() == ids
    entry = next(e for e in journal.entries_after(centre_id=SERGELI, seq=0) if e.kind == Kind.TICKET_CALLED)
    assert due[1][2]["entry"] == entry.seq
    delivery = queries.delivery(notice_id=ids[1], at=MORNING + minutes(10))
    assert delivery is not None
    assert (delivery.to, delivery.text) == (
        "+998907776655",
        f"{called.number}: ваша очередь подошла. Пройдите к окну 7.",
    )


def test_somebody_far_back_is_told_once_when_the_turn_is_near() -> None:
    counter_id = given.an_open_counter()
    a_far_line()
    a_visitor_who_asked()
    assert followed(MORNING) == 0
    for step in range(1, 7):
        given.a_called_visitor(counter_id, at=MORNING + minutes(step))
        hall.no_show(counter_id=counter_id, at=MORNING + minutes(step), by=given.employee("dilnoza"))
        assert followed(MORNING + minutes(step)) == int(step == 5)
    assert [data["template"] for _, _, data in told(Kind.NOTICE_DUE)] == ["near"]


def test_who_is_set_aside_is_near_only_when_they_can_be_called_again() -> None:
    counter_id = given.an_open_counter()
    about = Matter(TICKET, given.a_visitor_who_waits().ticket_id)
    given.a_called_visitor(counter_id, at=MORNING)
    dilnoza = {"counter_id": counter_id, "by": given.employee("dilnoza")}
    hall.start(at=MORNING, **dilnoza)
    hall.set_aside(minutes=30, at=MORNING, **dilnoza)
    asks(about)
    assert followed(MORNING + minutes(29)) == 0
    assert followed(MORNING + minutes(30)) == 1
    assert followed(MORNING + minutes(31)) == 0


def test_nobody_is_told_of_what_happened_before_they_asked_or_to_others() -> None:
    counter_id = given.an_open_counter()
    given.a_visitor_who_waits(at=MORNING - minutes(5))
    given.a_called_visitor(counter_id, at=MORNING)
    a_far_line()
    a_visitor_who_asked(at=MORNING + minutes(1))
    assert followed() == 0


@pytest.mark.parametrize("ends", ["served", "no_show", "left", "settled"])
def test_the_address_is_erased_when_the_ticket_is_over(ends: str) -> None:
    counter_id = given.an_open_counter()
    about = a_visitor_who_asked()
    dilnoza = {"counter_id": counter_id, "by": given.employee("dilnoza")}
    if ends == "left":
        hall.leave_line(ticket_id=about.id, at=MORNING, by=visitor(centre_id=SERGELI))
    elif ends == "settled":
        hall.settle_day(centre_id=SERGELI, day=MORNING.date(), at=MORNING + timedelta(hours=12), by=system("test"))
    else:
        given.a_called_visitor(counter_id)
    if ends == "no_show":
        hall.no_show(at=MORNING + minutes(11), **dilnoza)
    if ends == "served":
        hall.start(at=MORNING + minutes(11), **dilnoza)
        hall.finish(sex="F", age_band="30-44", disability=False, at=MORNING + minutes(15), **dilnoza)
    assert rows_with_an_address() == 1
    followed(MORNING + timedelta(hours=12))
    assert rows_with_an_address() == 0
    assert told(Kind.NOTICE_STOPPED) == [("notice.stopped", str(about), {"channel": "sms", "because": "over"})]
    followed(MORNING + timedelta(hours=12))
    assert len(told(Kind.NOTICE_STOPPED)) == 1


def rows_with_an_address() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM notices_address")
        return int(cursor.fetchone()[0])


def test_the_owner_takes_the_address_back_and_what_was_on_its_way_is_given_up() -> None:
    counter_id = given.an_open_counter()
    about = a_visitor_who_asked()
    given.a_called_visitor(counter_id)
    followed()
    notices.stop(about=about, at=MORNING + minutes(10), by=visitor(centre_id=SERGELI), key="take-it-back")
    notices.stop(about=about, at=MORNING + minutes(10), by=visitor(centre_id=SERGELI), key="take-it-back")
    assert queries.asked(about=about) is None
    assert rows_with_an_address() == 0
    assert len(told(Kind.NOTICE_STOPPED)) == 1
    delivery = queries.delivery(notice_id=jobs()[-1], at=MORNING + minutes(10))
    assert delivery is not None
    assert (delivery.because, delivery.to, delivery.text) == (rules.STOPPED, "", "")


def test_the_number_lies_sealed_in_one_table_and_nowhere_else() -> None:
    counter_id = given.an_open_counter()
    a_visitor_who_asked()
    given.a_called_visitor(counter_id)
    followed()
    notices.notice_sent(notice_id=jobs()[-1], tries=1, at=MORNING + minutes(11), by=HOUSE)
    with connection.cursor() as cursor:
        for table in (
            "notices_address",
            "notices_notice",
            "journal_entry",
            "procrastinate_jobs",
            "procrastinate_events",
        ):
            cursor.execute(f"SELECT coalesce(string_agg(kept::text, ' '), '') FROM {table} kept")
            kept = cursor.fetchone()[0]
            assert kept
            assert "7776655" not in kept.replace(" ", "").replace("-", ""), table
            assert b"7776655".hex() not in kept, table


def test_asking_again_changes_the_address_and_a_form_sent_twice_changes_nothing() -> None:
    about = a_visitor_who_asked()
    asks(about, to="+998 91 111 22 33", key="second-form")
    asks(about, to="+998 91 111 22 33", key="second-form")
    assert queries.asked(about=about) == queries.Asked("sms", "33")
    assert len(told(Kind.NOTICE_ASKED)) == 2
    with pytest.raises(errors.RequestKeyUsed):
        notices.stop(about=about, at=MORNING, by=visitor(centre_id=SERGELI), key="second-form")


def test_what_cannot_be_told_is_refused() -> None:
    counter_id = given.an_open_counter()
    about = a_visitor_who_asked()
    with pytest.raises(errors.UnreachableAddress):
        asks(about, to="my phone")
    given.a_called_visitor(counter_id)
    with pytest.raises(errors.NothingToTell):
        asks(about)
    with pytest.raises(errors.NothingToTell):
        asks(Matter(TICKET, 10**9))
    with pytest.raises(NotAllowed):
        notices.ask(about=about, channel=SMS, to=PHONE, at=MORNING, by=visitor())
    with pytest.raises(NotAllowed):
        notices.follow(centre_id=SERGELI, at=MORNING, by=visitor(centre_id=SERGELI))


def test_a_notice_that_would_mislead_is_given_up() -> None:
    counter_id = given.an_open_counter()
    a_visitor_who_asked()
    given.a_called_visitor(counter_id)
    followed()
    notice_id = jobs()[-1]
    late = queries.delivery(notice_id=notice_id, at=MORNING + minutes(14))
    assert late is not None
    assert late.because == rules.TOO_LATE
    hall.undo(counter_id=counter_id, at=MORNING + minutes(10.5), by=given.employee("dilnoza"))
    undone = queries.delivery(notice_id=notice_id, at=MORNING + minutes(10.5))
    assert undone is not None
    assert undone.because == rules.TOO_LATE
    given.a_called_visitor(counter_id, at=MORNING + minutes(11))
    again = queries.delivery(notice_id=notice_id, at=MORNING + minutes(11))
    assert again is not None
    assert again.because == rules.TOO_LATE, "the second call has a notice of its own"
    assert followed(MORNING + minutes(11)) == 1


def test_the_end_of_a_notice_is_recorded_once() -> None:
    given.an_open_counter()
    a_visitor_who_asked()
    followed(MORNING)
    notice_id = jobs()[0]
    end = {"notice_id": notice_id, "at": MORNING + minutes(1), "by": HOUSE}
    notices.notice_sent(tries=2, **end)
    notices.notice_failed(because=rules.NOT_TAKEN, tries=3, **end)
    notices.notice_sent(tries=4, **end)
    assert [(kind, data["tries"], data["seconds"]) for kind, _, data in told(Kind.NOTICE_SENT, Kind.NOTICE_FAILED)] == [
        ("notice.sent", 2, 60)
    ]
    assert queries.delivery(notice_id=notice_id, at=MORNING) is None
    assert queries.told_today(centre_id=SERGELI, at=MORNING) == queries.Told(sent=1, failed=0, due=0)
    assert queries.told_today(centre_id=SERGELI, at=MORNING + timedelta(days=1)) == queries.Told(0, 0, 0)


def an_appointment_in(days: int) -> tuple[Matter, line.AppointmentView]:
    found = line.bookable_days(centre_id=SERGELI, service_id=given.OLD_AGE_PENSION, at=MORNING)
    time = next(one for one in found if one.day >= MORNING.date() + timedelta(days=days)).times[0]
    booked = hall.book(
        centre_id=SERGELI, service_id=given.OLD_AGE_PENSION, starts_at=time, language="en", at=MORNING, by=visitor()
    )
    view = line.appointment(code=booked.code)
    assert view is not None
    return Matter(APPOINTMENT, view.appointment_id), view


def test_an_appointment_is_told_the_day_before_and_moves_with_it() -> None:
    about, view = an_appointment_in(days=3)
    notices.ask(about=about, channel=SMS, to=PHONE, at=MORNING, by=visitor())
    assert followed(view.starts_at - timedelta(days=1, minutes=1)) == 0
    later = next(
        one.times[0]
        for one in line.bookable_days(centre_id=SERGELI, service_id=given.OLD_AGE_PENSION, at=MORNING)
        if one.day > view.day
    )
    hall.move_appointment(code=view.code, starts_at=later, at=MORNING, by=visitor())
    assert followed(view.starts_at - timedelta(days=1)) == 0
    moment = later - timedelta(days=1)
    assert followed(moment) == 1
    assert followed(moment + minutes(1)) == 0
    delivery = queries.delivery(notice_id=jobs()[0], at=moment)
    assert delivery is not None
    local = later.astimezone(line_zone())
    assert (
        delivery.text == f"We expect you on {local:%d.%m} at {local:%H:%M}. Your number for the kiosk: {view.number}."
    )
    hall.cancel_appointment(code=view.code, at=moment, by=visitor())
    followed(moment)
    assert rows_with_an_address() == 0


def line_zone():
    from darcha.centres import queries as centres

    return centres.zone(centre_id=SERGELI)


def test_who_checks_in_is_told_about_the_ticket() -> None:
    about, view = an_appointment_in(days=0)
    notices.ask(about=about, channel=SMS, to=PHONE, at=MORNING, by=visitor())
    arrived = hall.check_in(centre_id=SERGELI, number=view.number, at=view.starts_at - minutes(5), by=given.the_kiosk())
    followed(view.starts_at - minutes(5))
    assert queries.asked(about=about) is None
    assert queries.asked(about=Matter(TICKET, arrived.ticket_id)) == queries.Asked("sms", "55")
    assert told(Kind.NOTICE_STOPPED)[0][2]["because"] == "arrived"


def test_the_running_system_may_use_jobs_and_owns_none_of_their_tables() -> None:
    given.an_open_counter()
    a_visitor_who_asked()
    followed(MORNING)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone()[0] == "darcha_app"
        cursor.execute("SELECT tablename, tableowner FROM pg_tables WHERE tablename LIKE 'procrastinate%%'")
        assert {owner for _, owner in cursor.fetchall()} == {"darcha_owner"}
        cursor.execute("SELECT (procrastinate_fetch_job_v2(NULL, NULL)).id")
        assert cursor.fetchone()[0]
    assert "owner" in connections
