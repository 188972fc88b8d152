"""The head and the host see who comes at a time on a day, how each stands, and what is left to be booked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from darcha.doors.office.pages.appointments import AppointmentsPage, Share
from darcha.kernel.actor import visitor
from darcha.plumbing.clock import clock, set_clock
from darcha.queue import actions as queue
from darcha.queue import queries
from tests.doors.desk.officers import TUESDAY, let_it_be
from tests.doors.office.test_office import signed_in
from tests.given import OLD_AGE_PENSION, SERGELI, an_open_counter, employee, minutes, the_kiosk

pytestmark = pytest.mark.django_db

LIST = f"/office/{SERGELI}/appointments/"


@pytest.fixture(autouse=True)
def on_a_tuesday() -> Iterator[None]:
    before = clock()
    let_it_be(TUESDAY)
    yield
    set_clock(before)


def booked(nth: int, **more: object) -> queue.Booked:
    times = queries.bookable_days(centre_id=SERGELI, service_id=OLD_AGE_PENSION, at=TUESDAY)[0].times
    return queue.book(
        centre_id=SERGELI,
        service_id=OLD_AGE_PENSION,
        starts_at=times[nth],
        language="uz",
        at=TUESDAY,
        by=visitor(),
        **more,  # type: ignore[arg-type]
    )


def looked_at(query: str = "", *, role: str = "host") -> tuple[AppointmentsPage, str]:
    answer = signed_in(role).get(f"{LIST}{query}")
    assert answer.status_code == 200
    return answer.context["page"], answer.content.decode()


def share(page: AppointmentsPage, code: str) -> Share:
    (found,) = (one for one in page.shares if one.code == code)
    return found


def test_each_stands_as_the_hall_has_it_and_nobody_can_be_told_by_the_list() -> None:
    comes, given_back, stays_away, later = booked(0, needs=("wheel",)), booked(1), booked(2), booked(-1)
    queue.cancel_appointment(code=given_back.code, at=TUESDAY, by=visitor())
    ticket = queue.check_in(centre_id=SERGELI, number=comes.number, at=comes.starts_at, by=the_kiosk())
    let_it_be(stays_away.starts_at + minutes(16))
    page, text = looked_at(role="head_of_centre")
    assert [visit.standing for visit in page.visits] == ["here", "cancelled", "late", "expected"]
    assert [visit.ticket for visit in page.visits] == ["K 001", None, None, None]
    assert [need.code for need in page.visits[0].needs] == ["wheel"]
    found = share(page, "PJ")
    assert (found.to_come, found.here, found.cancelled) == (2, 1, 1)
    for secret in (one for booking in (comes, given_back, stays_away, later) for one in (booking.code, booking.number)):
        assert secret not in text
    assert ticket.code not in text


def test_who_was_called_and_served_leaves_the_number_of_those_here() -> None:
    comes = booked(0)
    counter = an_open_counter(at=TUESDAY)
    queue.check_in(centre_id=SERGELI, number=comes.number, at=comes.starts_at, by=the_kiosk())
    here = {"counter_id": counter, "by": employee("dilnoza")}
    queue.call_next(**here, at=comes.starts_at)
    assert looked_at()[0].visits[0].standing == "at_window"
    queue.start(**here, at=comes.starts_at)
    queue.finish(**here, sex="F", age_band="60+", disability=False, outcome="served", at=comes.starts_at + minutes(5))
    page, _ = looked_at()
    assert page.visits[0].standing == "served"
    assert (share(page, "PJ").here, share(page, "PJ").served) == (0, 1)


def test_what_is_left_is_what_a_visitor_is_offered() -> None:
    booked(0)
    offered = queries.bookable_days(centre_id=SERGELI, service_id=OLD_AGE_PENSION, at=TUESDAY)[0]
    page, _ = looked_at("?department=PJ")
    assert share(page, OLD_AGE_PENSION).free == (len(offered.times),) * 2
    whole, _ = looked_at()
    fewest, most = share(whole, "PJ").free or (0, 0)
    assert fewest <= len(offered.times) <= most
    assert share(whole, "PJ").waiting == 0


def test_one_goes_a_day_back_and_on_within_the_department_looked_at() -> None:
    page, text = looked_at("?department=PJ")
    assert page.day == TUESDAY.date()
    on = re.search(r'rel="next" href="([^"]+)"', text)
    assert on is not None
    after, _ = looked_at(on[1].replace("&amp;", "&"))
    assert (after.day, after.department) == (page.day + timedelta(days=1), "PJ")
    yesterday, text = looked_at("?day=2026-11-23")
    assert yesterday.shares == () == yesterday.visits
    assert "Nobody has an appointment on this day." in text
    for query in ("?day=soon", "?department=none", "?day=2010-01-01", "?day=2099-01-01"):
        looked_at(query)


def test_reception_and_hall_lead_there() -> None:
    client = signed_in("host")
    assert LIST in client.get(f"/reception/{SERGELI}/").content.decode()
    assert LIST in client.get(f"/office/{SERGELI}/").content.decode()
