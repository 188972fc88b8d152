"""Somebody books a time, moves it, gives it back, waits for one, comes early, late or not at all."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from random import Random
from threading import Barrier

import pytest
from django.db import IntegrityError, connections, transaction

from darcha.journal import queries as journal
from darcha.journal.kinds import Kind
from darcha.kernel.actor import NotAllowed, visitor
from darcha.queue import actions, errors, models, queries, rules
from tests import given
from tests.given import MORNING, OLD_AGE_PENSION, PASSPORT, SERGELI, SURVIVORS_PENSION, minutes

AT = MORNING
ELEVEN = datetime(2010, 4, 7, 6, 0, tzinfo=UTC)
"""The Pension Fund sits from nine to one, local time; half past nine is `AT`."""

EVENING = datetime(2010, 4, 7, 13, 0, tzinfo=UTC)


def times(service_id: str = OLD_AGE_PENSION, *, at: datetime = AT) -> tuple[datetime, ...]:
    """Return the times of today that can be booked."""
    return queries.bookable_days(centre_id=SERGELI, service_id=service_id, at=at)[0].times


def booked(
    starts_at: datetime | None = None,
    service_id: str = OLD_AGE_PENSION,
    *,
    at: datetime = AT,
    wish_code: str | None = None,
    asked_from: tuple[rules.Source, ...] = (),
    key: str | None = None,
) -> actions.Booked:
    """Let a visitor book a time of today, the second one when nothing else is said."""
    return actions.book(
        centre_id=SERGELI,
        service_id=service_id,
        starts_at=starts_at or times(service_id)[1],
        language="uz",
        wish_code=wish_code,
        asked_from=asked_from,
        at=at,
        by=visitor(),
        key=key,
    )


def checked_in(appointment: actions.Booked, *, at: datetime, key: str | None = None) -> actions.IssuedTicket:
    return actions.check_in(centre_id=SERGELI, number=appointment.number, at=at, by=given.the_kiosk(), key=key)


def seen(ticket: actions.IssuedTicket) -> queries.TicketView:
    found = queries.ticket(code=ticket.code)
    assert found is not None
    return found


@pytest.mark.django_db
def test_a_time_is_booked_once_and_the_same_request_gives_the_same_appointment() -> None:
    first, second, *_ = times()
    appointment = booked(first, key="twice")
    assert booked(first, key="twice") == appointment
    assert (len(appointment.number), len(appointment.code) >= 22) == (6, True)
    assert times()[0] == second
    with pytest.raises(errors.TimeIsTaken):
        booked(first)
    (entry,) = journal.entries_after(centre_id=SERGELI, seq=0, kinds=[Kind.APPOINTMENT_BOOKED])
    assert appointment.code not in str(entry.data)
    assert appointment.number not in str(entry.data)


@pytest.mark.django_db
def test_the_times_lie_where_the_department_sits_and_no_further_ahead_than_set() -> None:
    days = queries.bookable_days(centre_id=SERGELI, service_id="STAT-01", at=AT)
    assert days
    assert AT.date() not in [found.day for found in days]
    assert max(found.day for found in days) <= AT.date() + timedelta(days=14)
    with pytest.raises(errors.TimeIsTaken):
        booked(times()[0] + timedelta(days=28))
    with pytest.raises(errors.TimeIsTaken):
        booked(times()[0] + timedelta(minutes=1))


@pytest.mark.django_db
def test_the_database_refuses_two_in_one_place_whatever_their_services() -> None:
    appointment = booked()
    place = models.HeldPlace.objects.get(appointment_id=appointment.appointment_id)
    place.pk = None
    place.starts_at += timedelta(minutes=1)
    place.released_at = AT
    with pytest.raises(IntegrityError, match="a_lane_is_held_once_at_a_time"), transaction.atomic():
        place.save()
    taken = models.HeldPlace.objects.get()
    assert all(time >= taken.kept_until or time < taken.starts_at for time in times(SURVIVORS_PENSION) if time > AT)


def test_of_two_who_press_at_once_one_has_the_time_and_one_is_told(own_database: str) -> None:
    wanted = times()[0]
    ready = Barrier(6)

    def press(_who: int) -> str:
        ready.wait()
        try:
            booked(wanted)
        except errors.TimeIsTaken:
            return "told"
        finally:
            connections.close_all()
        return "has it"

    with ThreadPoolExecutor(6) as threads:
        assert sorted(threads.map(press, range(6))) == ["has it"] + ["told"] * 5
    assert models.HeldPlace.objects.count() == 1


@pytest.mark.django_db
def test_a_moved_appointment_keeps_its_codes_and_its_old_time_comes_back_later() -> None:
    old, new = times()[1], times()[4]
    appointment = booked(old)
    moved = actions.move_appointment(
        code=appointment.code, starts_at=new, at=AT, by=visitor(), key="moves", chance=Random(1)
    )
    assert (moved.code, moved.number, moved.starts_at) == (appointment.code, appointment.number, new)
    again = actions.move_appointment(code=appointment.code, starts_at=new, at=AT, by=visitor(), key="moves")
    assert again == moved
    view = queries.appointment(code=appointment.code)
    assert view is not None
    assert (view.moves, view.stage, view.starts_at) == (1, "booked", new)
    free_from = models.HeldPlace.objects.exclude(released_at=None).get().released_at
    assert free_from is not None
    assert minutes(5) <= free_from - AT <= minutes(45)
    assert old not in times(at=AT + minutes(4))
    assert old in times(at=max(free_from, AT)) or old <= free_from


@pytest.mark.django_db
def test_a_cancelled_time_goes_to_who_waits_for_one_before_anybody_else() -> None:
    wanted = times()[-1]
    appointment = booked(wanted)
    day = AT.date()
    wish = {"centre_id": SERGELI, "service_id": OLD_AGE_PENSION, "day": day, "language": "ru", "by": visitor()}
    first = actions.wait_for_a_place(**wish, at=AT, key="first")
    assert actions.wait_for_a_place(**wish, at=AT, key="first") == first
    second = actions.wait_for_a_place(**wish, at=AT)
    actions.cancel_appointment(code=appointment.code, at=AT, by=visitor(), key="gives back", chance=Random(2))
    actions.cancel_appointment(code=appointment.code, at=AT, by=visitor(), key="gives back")
    with pytest.raises(errors.AppointmentIsOver):
        actions.cancel_appointment(code=appointment.code, at=AT, by=visitor())
    free_from = models.HeldPlace.objects.get().released_at
    assert free_from is not None

    def offered(code: str, at: datetime) -> bool:
        found = queries.wish(code=code, at=at)
        assert found is not None
        return wanted in found.offered

    before, soon, later = free_from - minutes(1), free_from, free_from + minutes(30)
    assert [offered(first, at) for at in (before, soon, later)] == [False, True, True]
    assert [offered(second, at) for at in (before, soon, later)] == [False, False, True]
    with pytest.raises(errors.TimeIsTaken):
        booked(wanted, at=soon)
    with pytest.raises(errors.TimeIsTaken):
        booked(wanted, at=soon, wish_code=second)
    took = booked(wanted, at=soon, wish_code=first)
    view = queries.wish(code=first, at=soon)
    assert view is not None
    assert (view.appointment_code, view.offered) == (took.code, ())
    assert models.HeldPlace.objects.filter(taken=False).count() == 1


@pytest.mark.django_db
def test_who_comes_late_within_the_grace_is_called_before_who_walked_in_after_their_time() -> None:
    appointment = booked(ELEVEN)
    given.an_open_counter()
    walked_in = given.a_visitor_who_waits(at=ELEVEN + minutes(3))
    ticket = checked_in(appointment, at=ELEVEN + minutes(10), key="in")
    assert checked_in(appointment, at=ELEVEN + minutes(11), key="in") == ticket
    assert checked_in(appointment, at=ELEVEN + minutes(11)).code == ticket.code
    view = seen(ticket)
    assert (view.channel, view.appointed_for) == ("booked", ELEVEN)
    assert (view.waiting_since, view.ready_at) == (ELEVEN, ELEVEN + minutes(10))
    called = given.a_called_visitor(given.counter(7), at=ELEVEN + minutes(12))
    assert called.ticket_id == ticket.ticket_id
    call = models.Call.objects.get()
    assert (call.wait_seconds, call.overtaken) == (12 * 60, 0)
    assert seen(walked_in).overtaken + seen(walked_in).overtaken_otherwise == 0
    entry = journal.entries_after(centre_id=SERGELI, seq=0, kinds=[Kind.TICKET_ISSUED])[-1]
    assert (entry.data["appointment"], entry.data["early_seconds"]) == (appointment.appointment_id, -600)


@pytest.mark.django_db
def test_who_comes_early_passes_nobody_and_who_comes_too_late_waits_from_then() -> None:
    early, late = booked(ELEVEN), booked(times()[-1])
    given.an_open_counter()
    with pytest.raises(errors.TooEarly) as refused:
        checked_in(early, at=ELEVEN - minutes(31))
    assert f"{refused.value.details['again_at']:%H:%M}" == "10:30"
    ticket = checked_in(early, at=ELEVEN - minutes(30))
    assert (seen(ticket).waiting_since, seen(ticket).ready_at) == (ELEVEN, ELEVEN)
    with pytest.raises(errors.NobodyWaits):
        given.a_called_visitor(given.counter(7), at=ELEVEN - minutes(1))
    assert given.a_called_visitor(given.counter(7), at=ELEVEN).ticket_id == ticket.ticket_id

    came = late.starts_at + minutes(16)
    view = seen(checked_in(late, at=came))
    assert (view.channel, view.appointed_for, view.waiting_since) == ("booked", None, came)


@pytest.mark.django_db
def test_a_number_is_good_at_its_centre_on_its_day_and_while_the_appointment_stands() -> None:
    tomorrow = queries.bookable_days(centre_id=SERGELI, service_id=PASSPORT, at=AT)[1].times[0]
    with pytest.raises(errors.AppointmentIsAnotherDay):
        checked_in(booked(tomorrow, PASSPORT), at=AT)
    given_back = booked(ELEVEN)
    actions.cancel_appointment(code=given_back.code, at=AT, by=visitor())
    with pytest.raises(errors.UnknownAppointmentNumber):
        checked_in(given_back, at=ELEVEN)
    with pytest.raises(NotAllowed):
        actions.check_in(centre_id=SERGELI, number="000000", at=AT, by=visitor())
    with pytest.raises(errors.UnknownAppointment):
        actions.cancel_appointment(code="nobody", at=AT, by=visitor())


@pytest.mark.django_db
def test_an_appointment_nobody_came_to_is_told_missed_when_the_day_is_settled() -> None:
    missed, came = booked(), booked(ELEVEN)
    checked_in(came, at=ELEVEN)
    settle = {"centre_id": SERGELI, "day": AT.date(), "by": given.employee("malika")}
    assert actions.settle_day(**settle, at=EVENING).missed == 1
    assert actions.settle_day(**settle, at=EVENING).missed == 1
    assert [one and one.stage for one in (queries.appointment(code=a.code) for a in (missed, came))] == [
        "missed",
        "arrived",
    ]
    told = journal.entries_after(centre_id=SERGELI, seq=0, kinds=[Kind.APPOINTMENT_MISSED])
    assert [entry.data["appointment"] for entry in told] == [missed.appointment_id]
    expected = queries.appointments_of_day(centre_id=SERGELI, day=AT.date(), at=EVENING)
    assert [(one.standing, one.ticket_number) for one in expected] == [("missed", None), ("left", "K 001")]
    assert journal.verify(centre_id=SERGELI) is None


@pytest.mark.django_db
def test_a_script_takes_a_few_times_an_hour_whether_it_books_moves_or_waits() -> None:
    device, address = rules.Source("d" * 64, most=3), rules.Source("a" * 64, most=4)
    first, second, third, *_ = times()
    asked_from = (device, address)
    appointment = booked(first, asked_from=asked_from, key="first")
    with pytest.raises(errors.TimeIsTaken):
        booked(first, asked_from=asked_from)
    actions.move_appointment(code=appointment.code, starts_at=second, asked_from=asked_from, at=AT, by=visitor())
    wish = {"centre_id": SERGELI, "service_id": OLD_AGE_PENSION, "day": AT.date(), "language": "ru", "by": visitor()}
    actions.wait_for_a_place(**wish, asked_from=asked_from, at=AT)
    with pytest.raises(errors.TooManyBookings) as refused:
        booked(third, asked_from=asked_from)
    assert (refused.value.status, refused.value.details) == (429, {"again_at": (AT + minutes(60)).isoformat()})
    with pytest.raises(errors.TooManyBookings):
        actions.move_appointment(code=appointment.code, starts_at=third, asked_from=asked_from, at=AT, by=visitor())
    with pytest.raises(errors.TooManyBookings):
        actions.wait_for_a_place(**wish, asked_from=asked_from, at=AT)
    assert booked(first, asked_from=asked_from, key="first").code == appointment.code, "a lost answer is told again"
    others = rules.Source("o" * 64, most=3)
    booked(third, asked_from=(others, address))
    with pytest.raises(errors.TooManyBookings):
        booked(times()[-1], asked_from=(others, address))
    assert booked(times()[-1], asked_from=asked_from, at=AT + minutes(60))


@pytest.mark.django_db
def test_a_kiosk_takes_a_few_wrong_numbers_and_then_not_even_the_right_one_for_a_while() -> None:
    appointment, came = booked(ELEVEN), booked(times()[-1])
    kiosk, other = rules.Source("k" * 64, most=3), rules.Source("o" * 64, most=3)
    wrong = f"{(int(appointment.number) + 1) % 10**6:06d}"

    def typed(number: str, at: datetime, *, typed_at: rules.Source = kiosk, key: str | None = None) -> str:
        by = given.the_kiosk()
        return actions.check_in(centre_id=SERGELI, number=number, typed_at=typed_at, at=at, by=by, key=key).code

    ticket = typed(came.number, came.starts_at, key="came")
    for minute in range(3):
        with pytest.raises(errors.UnknownAppointmentNumber):
            typed(wrong, ELEVEN + minutes(minute))
    with pytest.raises(errors.TooManyWrongNumbers) as refused:
        typed(appointment.number, ELEVEN + minutes(3))
    assert (refused.value.status, refused.value.details) == (429, {"again_at": (ELEVEN + minutes(15)).isoformat()})
    assert typed(came.number, ELEVEN + minutes(3), key="came") == ticket, "a lost answer is told again"
    assert typed(appointment.number, ELEVEN + minutes(4), typed_at=other)
    assert typed(appointment.number, ELEVEN + minutes(15)), "typed again it gives the same ticket"


def test_of_many_wrong_numbers_at_once_no_more_are_looked_up_than_a_kiosk_may(own_database: str) -> None:
    kiosk = rules.Source("k" * 64, most=2)
    ready = Barrier(5)

    def press(number: int) -> str:
        ready.wait()
        try:
            actions.check_in(centre_id=SERGELI, number=f"{number:06d}", typed_at=kiosk, at=ELEVEN, by=given.the_kiosk())
        except (errors.UnknownAppointmentNumber, errors.TooManyWrongNumbers) as refusal:
            return refusal.code
        finally:
            connections.close_all()
        return "has a ticket"

    with ThreadPoolExecutor(5) as threads:
        told = sorted(threads.map(press, range(5)))
    assert told == ["queue.too_many_wrong_numbers"] * 3 + ["queue.unknown_appointment_number"] * 2


@pytest.mark.django_db
def test_who_leaves_the_list_lets_the_next_one_take_the_turn() -> None:
    wanted = times()[-1]
    appointment = booked(wanted)
    wish = {"centre_id": SERGELI, "service_id": OLD_AGE_PENSION, "day": AT.date(), "language": "ru", "by": visitor()}
    first, second = (actions.wait_for_a_place(**wish, at=AT) for _ in range(2))
    actions.cancel_appointment(code=appointment.code, at=AT, by=visitor(), chance=Random(2))
    free_from = models.HeldPlace.objects.get().released_at
    assert free_from is not None
    actions.leave_waiting_list(code=first, at=AT + minutes(2), by=visitor(), key="leaves")
    actions.leave_waiting_list(code=first, at=AT + minutes(3), by=visitor(), key="leaves")
    left, next_one = queries.wish(code=first, at=free_from), queries.wish(code=second, at=free_from)
    assert left is not None and next_one is not None
    assert (left.is_withdrawn, left.offered) == (True, ())
    assert (next_one.before, wanted in next_one.offered) == (0, True)
    with pytest.raises(errors.UnknownAppointment):
        booked(wanted, at=free_from, wish_code=first)
    booked(wanted, at=free_from, wish_code=second)
    for code in (first, second, "nobody"):
        with pytest.raises(errors.UnknownAppointment):
            actions.leave_waiting_list(code=code, at=free_from, by=visitor())
    (entry,) = journal.entries_after(centre_id=SERGELI, seq=0, kinds=[Kind.APPOINTMENT_FORGONE])
    assert entry.data["waited_seconds"] == 120
    assert journal.verify(centre_id=SERGELI) is None


@pytest.mark.django_db
def test_the_database_gives_nobody_a_time_who_left_the_list() -> None:
    appointment = booked()
    wish = {"centre_id": SERGELI, "service_id": OLD_AGE_PENSION, "day": AT.date(), "language": "ru", "by": visitor()}
    code = actions.wait_for_a_place(**wish, at=AT)
    actions.leave_waiting_list(code=code, at=AT, by=visitor())
    with pytest.raises(IntegrityError, match="who_left_the_list_has_no_place_of_it"), transaction.atomic():
        models.PlaceWish.objects.update(appointment_id=appointment.appointment_id)
