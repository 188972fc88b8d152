"""Who has an appointment types its number at the kiosk and gets their ticket."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from pytest_django import Settings

from darcha.kernel.actor import visitor
from darcha.plumbing import clock
from darcha.queue import actions as queue
from darcha.queue import models, queries
from tests.doors.desk.officers import TUESDAY, let_it_be
from tests.given import OLD_AGE_PENSION, SERGELI, minutes

pytestmark = pytest.mark.django_db

TASHKENT = ZoneInfo("Asia/Tashkent")

TYPE = f"/kiosk/{SERGELI}/appointment/"


@pytest.fixture(autouse=True)
def on_a_tuesday(settings: Settings, tmp_path: Path) -> Iterator[None]:
    before = clock.clock()
    settings.DATA_DIR = tmp_path
    let_it_be(TUESDAY)
    yield
    clock.set_clock(before)


def booked(nth: int = 0) -> queue.Booked:
    days = queries.bookable_days(centre_id=SERGELI, service_id=OLD_AGE_PENSION, at=TUESDAY)
    return queue.book(
        centre_id=SERGELI,
        service_id=OLD_AGE_PENSION,
        starts_at=days[0].times[nth],
        language="en",
        at=TUESDAY,
        by=visitor(),
    )


def typed(client: Client, number: str, key: str = "types-a-number-0123456789") -> tuple[int, str]:
    answer = client.post(TYPE, {"number": number, "request_key": key}, headers={"Accept-Language": "en"})
    return answer.status_code, answer.headers.get("Location") or answer.context["told"]


def test_a_number_gives_one_ticket_printed_once_and_the_ticket_tells_the_time(client: Client, tmp_path: Path) -> None:
    appointment = booked()
    let_it_be(appointment.starts_at + minutes(5))
    status, ticket = typed(client, f"{appointment.number[:3]} {appointment.number[3:]}")
    assert status == 303
    let_it_be(appointment.starts_at + minutes(6))
    assert typed(client, appointment.number, key="once-more-0123456789") == (303, ticket)
    assert models.Ticket.objects.count() == 1
    assert len(list((tmp_path / "printed").glob("*"))) == 1
    page = client.get(ticket)
    assert page.context["ticket"].appointment == f"{appointment.starts_at.astimezone(TASHKENT):%H:%M}"
    assert page.context["ticket"].appointment in page.content.decode()


def test_who_is_too_late_reads_that_they_wait_from_now(client: Client) -> None:
    appointment = booked()
    let_it_be(appointment.starts_at + minutes(16))
    _, ticket = typed(client, appointment.number)
    found = client.get(ticket).context["ticket"]
    assert (found.appointment, found.came_too_late) == (None, True)


def test_a_wrong_number_and_one_too_early_are_told_and_the_field_stays(client: Client) -> None:
    appointment = booked(-1)
    status, told = typed(client, appointment.number)
    assert status == 422
    assert told
    status, other = typed(client, "12")
    assert (status, other == told) == (422, False)
    assert not models.Ticket.objects.exists()


def test_the_number_stands_in_no_address_and_the_closed_house_gives_no_ticket(client: Client) -> None:
    assert b'method="post"' in client.get(TYPE).content
    appointment = booked()
    let_it_be(TUESDAY + minutes(12 * 60))
    answer = client.post(TYPE, {"number": appointment.number})
    assert "kiosk/closed.html" in [template.name for template in answer.templates]
    assert not models.Ticket.objects.exists()


def test_after_many_wrong_numbers_a_kiosk_says_when_it_takes_one_again(client: Client) -> None:
    appointment = booked()
    let_it_be(appointment.starts_at)
    wrong = f"{(int(appointment.number) + 1) % 10**6:06d}"
    statuses = [typed(client, wrong, key=f"wrong-{nth}-0123456789")[0] for nth in range(11)]
    assert statuses == [422] * 10 + [429]
    status, told = typed(client, appointment.number, key="right-0123456789")
    again_at = (appointment.starts_at + minutes(15)).astimezone(TASHKENT)
    assert (status, f"{again_at:%H:%M}" in told) == (429, True)
    elsewhere = Client(REMOTE_ADDR="10.1.2.3")
    assert typed(elsewhere, appointment.number, key="there-0123456789")[0] == 303
