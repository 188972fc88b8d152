"""A citizen books a time at home, puts it into a calendar, moves it, gives it back, or waits for one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from icalendar import Calendar, Event

from darcha.centres.models import Centre
from darcha.plumbing import clock
from darcha.queue import actions as queue
from darcha.queue import queries
from tests.doors.desk.officers import TUESDAY, let_it_be
from tests.given import OLD_AGE_PENSION, SERGELI, minutes, the_kiosk
from tests.rooms.queue.test_joining import decide

pytestmark = pytest.mark.django_db

BOOK = f"/book/{OLD_AGE_PENSION}/"


@pytest.fixture(autouse=True)
def on_a_tuesday() -> Iterator[None]:
    before = clock.clock()
    let_it_be(TUESDAY)
    yield
    clock.set_clock(before)


def times() -> tuple[datetime, ...]:
    return queries.bookable_days(centre_id=SERGELI, service_id=OLD_AGE_PENSION, at=TUESDAY)[0].times


def booked(client: Client, time: datetime, **more: object) -> str:
    """Book a time on the page; return the address of the appointment."""
    answer = client.post(BOOK, {"starts": time.isoformat(), "request_key": f"books-{time:%H%M}-0123456789", **more})
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"]


def entry(client: Client, address: str) -> tuple[str, Event]:
    file = client.get(f"{address}calendar.ics")
    assert file.headers["Content-Type"].startswith("text/calendar")
    assert file.headers["Cache-Control"] == "no-store"
    read = Calendar.from_ical(file.content)
    (event,) = read.walk("VEVENT")
    return str(read["method"]), event


def test_a_time_booked_at_home_has_a_number_a_page_and_what_to_bring(client: Client) -> None:
    assert BOOK in client.get(f"/services/{OLD_AGE_PENSION}/").content.decode()
    assert f'value="{times()[0].isoformat()}"' in client.get(BOOK).content.decode()
    address = booked(client, times()[0], need="wheel")
    page = client.get(address)
    found = queries.appointment(code=address.strip("/").split("/")[-1])
    assert found is not None
    assert found.number in page.content.decode()
    assert f"/services/{OLD_AGE_PENSION}/#need" in page.content.decode()
    assert page.headers["X-Robots-Tag"] == "noindex"
    too_slow = Client().post(BOOK, {"starts": found.starts_at.isoformat(), "request_key": "too-slow-0123456789"})
    assert too_slow.status_code == 422
    assert found.starts_at not in too_slow.context["page"].chosen.times
    assert too_slow.context["form"].errors["starts"]


@pytest.mark.parametrize("typed", ["", "tomorrow", "2026-11-24T11:30", "9999-99-99"])
def test_what_is_no_time_is_asked_for_again(client: Client, typed: str) -> None:
    assert client.post(BOOK, {"starts": typed}).status_code == 422


def test_a_calendar_moves_the_entry_it_has_and_takes_it_out_again(client: Client) -> None:
    first, _, third, *_ = times()
    address = booked(client, first)
    method, event = entry(client, address)
    assert (method, event["sequence"], event["status"]) == ("PUBLISH", 0, "CONFIRMED")
    assert event["dtstart"].dt == first.astimezone(UTC)
    moved = client.post(f"{address}move/", {"starts": third.isoformat(), "request_key": "moves-0123456789"})
    assert moved.headers["Location"] == address
    _, later = entry(client, address)
    assert (later["uid"], later["sequence"], later["dtstart"].dt) == (event["uid"], 1, third)
    assert client.post(f"{address}cancel/", {"request_key": "gives-back-0123456789"}).headers["Location"] == address
    method, gone = entry(client, address)
    assert (method, gone["uid"], gone["sequence"], gone["status"]) == ("CANCEL", event["uid"], 2, "CANCELLED")
    assert client.post(f"{address}move/", {"starts": first.isoformat()}).status_code == 409


def test_who_waits_for_a_time_sees_it_come_free_and_takes_it(client: Client) -> None:
    last = times()[-1]
    address = booked(client, last)
    day = {"day": TUESDAY.date().isoformat(), "request_key": "waits-0123456789"}
    waits = client.post(f"{BOOK}wait/", day).headers["Location"]
    page = client.get(waits)
    seen = page.context["page"].seen
    htmx = {"headers": {"HX-Request": "true"}}
    assert client.get(f"{waits}?seen={seen}", **htmx).status_code == 204
    client.post(f"{address}cancel/", {"request_key": "gives-back-0123456789"})
    assert last not in client.get(waits).context["page"].wish.offered
    let_it_be(TUESDAY + minutes(46))
    changed = client.get(f"{waits}?seen={seen}", **htmx)
    assert f'value="{last.isoformat()}"' in changed.content.decode()
    taken = client.post(waits, {"starts": last.isoformat(), "request_key": "takes-0123456789"})
    assert taken.headers["Location"].startswith("/a/")
    assert client.get(waits).context["page"].wish.appointment_code is not None


def test_codes_nobody_has_lead_nowhere(client: Client) -> None:
    for path in ("/a/nobody/", "/a/nobody/move/", "/a/nobody/calendar.ics", "/w/nobody/", "/book/NONE-01/"):
        assert client.get(path).status_code == 404, path


def test_the_page_of_who_checked_in_leads_to_their_turn(client: Client) -> None:
    address = booked(client, times()[0])
    code = address.strip("/").split("/")[-1]
    found = queries.appointment(code=code)
    assert found is not None
    ticket = queue.check_in(centre_id=SERGELI, number=found.number, at=found.starts_at, by=the_kiosk())
    let_it_be(found.starts_at)
    assert f"/t/{ticket.code}/" in client.get(address).content.decode()
    turn = client.get(f"/t/{ticket.code}/").content.decode()
    assert f"{found.starts_at.astimezone(ZoneInfo('Asia/Tashkent')):%H:%M}" in turn


def test_one_browser_books_a_few_times_an_hour_and_is_told_when_it_may_again(client: Client) -> None:
    days = queries.bookable_days(centre_id=SERGELI, service_id=OLD_AGE_PENSION, at=TUESDAY)
    *six, free, later = (day.times[0] for day in days[:8])
    addresses = [booked(client, time, request_key=f"books-{time:%d}-0123456789") for time in six]
    form = {"starts": free.isoformat(), "request_key": "one-too-many-0123456789"}
    for refused in (client.post(BOOK, form), client.post(f"{addresses[0]}move/", form)):
        assert refused.status_code == 429
        assert "12:07" in str(refused.context["form"].errors["starts"])
    wait = {"day": TUESDAY.date().isoformat(), "request_key": "waits-too-0123456789"}
    assert client.post(f"{BOOK}wait/", wait).status_code == 429
    assert Client().post(BOOK, form).status_code == 302, "another browser, of the same network"
    let_it_be(TUESDAY + minutes(60))
    booked(client, later, request_key="an-hour-later-0123456789")


def test_browsers_without_a_mark_are_counted_by_their_network() -> None:
    decide(Centre.objects.get(code=SERGELI), appointments={"most_from_an_address": 2})
    for nth, time in enumerate(times()[:3]):
        form = {"starts": time.isoformat(), "request_key": f"script-{nth}-0123456789"}
        assert Client().post(BOOK, form).status_code == (302 if nth < 2 else 429)


def test_who_waits_for_a_time_leaves_the_list_on_their_own_page(client: Client) -> None:
    day = {"day": TUESDAY.date().isoformat(), "request_key": "waits-0123456789"}
    waits = client.post(f"{BOOK}wait/", day).headers["Location"]
    assert f"{waits}leave/" in client.get(waits).content.decode()
    for key in ("leaves-0123456789", "once-more-0123456789"):
        assert client.post(f"{waits}leave/", {"request_key": key}).headers["Location"] == waits
    page = client.get(waits)
    assert page.context["page"].wish.is_withdrawn
    assert f"{waits}leave/" not in page.content.decode()
    assert "hx-get" not in page.content.decode()
    assert client.post(waits, {"starts": times()[0].isoformat()}).status_code == 404
    assert client.post("/w/nobody/leave/").status_code == 404
