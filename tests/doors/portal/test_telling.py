"""Somebody who waits leaves a number to be told by, sees that it is kept, and takes it back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.test import Client

from darcha.kernel.names import LANGUAGES
from darcha.notices import queries as notices
from darcha.notices.rules import APPOINTMENT, TICKET, Matter
from darcha.plumbing import clock
from darcha.queue import queries as line
from tests import given
from tests.doors.desk.officers import let_it_be, signed_in, told
from tests.doors.portal.test_joining_from_a_phone import page_of, taken

TUESDAY = datetime(2026, 11, 24, 6, 7, tzinfo=UTC)
ROUTES = {"sms": "file", "telegram": "file"}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _tuesday(settings) -> Iterator[None]:
    before = clock.clock()
    let_it_be(TUESDAY)
    settings.NOTICE_ROUTES = ROUTES
    yield
    clock.set_clock(before)


def matter_of(path: str) -> Matter:
    found = line.ticket(code=path.strip("/").split("/")[1], at=TUESDAY)
    assert found is not None
    return Matter(TICKET, found.ticket_id)


def test_a_number_is_left_and_shown_by_its_end_alone(client: Client) -> None:
    path = taken(client)
    assert f'href="{path}tell/"' in page_of(client, path)
    page = page_of(client, f"{path}tell/")
    assert "With the button you agree" in page
    assert "Telegram" in page
    form = {"channel": "sms", "to": "90 777 66 55", "request_key": "tells-0123456789"}
    for _ in range(2):
        assert client.post(f"{path}tell/", form).headers["Location"] == path
    assert "to the number that ends in 55" in page_of(client, path)
    assert "777" not in page_of(client, path) + page_of(client, f"{path}tell/")
    assert [(entry.subject, entry.data) for entry in told("notice.asked")] == [
        (str(matter_of(path)), {"channel": "sms"})
    ]
    assert notices.asked(about=matter_of(path)) == notices.Asked("sms", "55")


def test_a_page_that_polls_hears_of_it(client: Client) -> None:
    path = taken(client)
    fragment = {"HX-Request": "true"}
    seen = client.get(path, headers=fragment).content.decode().partition("?seen=")[2][:12]
    assert client.get(f"{path}?seen={seen}", headers=fragment).status_code == 204
    client.post(f"{path}tell/", {"channel": "sms", "to": "90 777 66 55"})
    assert client.get(f"{path}?seen={seen}", headers=fragment).status_code == 200


def test_it_is_taken_back_at_any_moment_also_when_the_house_tells_nobody_any_more(client: Client, settings) -> None:
    path = taken(client)
    client.post(f"{path}tell/", {"channel": "telegram", "to": "123456789"})
    settings.NOTICE_ROUTES = {}
    page = page_of(client, f"{path}tell/")
    assert "in the chat that ends in 89" in page
    assert 'name="to"' not in page
    assert client.post(f"{path}tell/", {"channel": "sms", "to": "90 777 66 55"}).status_code == 422
    assert client.post(f"{path}tell/", {"stop": "1"}).headers["Location"] == path
    assert notices.asked(about=matter_of(path)) is None
    assert [entry.data["because"] for entry in told("notice.stopped")] == ["asked"]
    assert client.get(f"{path}tell/").headers["Location"] == path


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_nobody_can_be_reached_by_is_told_at_its_field(client: Client, language: str) -> None:
    path = taken(client)
    answer = client.post(f"{path}tell/", {"channel": "sms", "to": "my phone"}, headers={"accept-language": language})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'value="my phone"' in page
    assert page.count("+998 90 123 45 67") == 3, "the hint, the summary and the field"
    assert "no-store" in answer.headers["Cache-Control"]
    assert told("notice.asked") == []


@pytest.mark.parametrize(
    "form", [{}, {"channel": "sms"}, {"channel": "email", "to": "a@example.uz"}, {"to": "901234567"}]
)
def test_an_incomplete_form_and_a_channel_that_is_not_offered_change_nothing(
    client: Client, form: dict[str, str]
) -> None:
    path = taken(client)
    assert client.post(f"{path}tell/", form).status_code == 422
    assert told("notice.asked") == []


def test_a_house_without_routes_offers_nothing(client: Client, settings) -> None:
    settings.NOTICE_ROUTES = {}
    path = taken(client)
    assert "tell/" not in page_of(client, path)
    assert client.get(f"{path}tell/").headers["Location"] == path
    assert client.post(f"{path}tell/", {"channel": "sms", "to": "90 777 66 55"}).headers["Location"] == path
    assert told("notice.asked") == []
    assert client.get("/t/no-such-code/tell/").status_code == 404
    assert client.get("/a/no-such-code/tell/").status_code == 404


def test_who_is_called_already_is_led_back(client: Client) -> None:
    counter_id = given.an_open_counter(at=TUESDAY)
    path = taken(client)
    given.a_called_visitor(counter_id, at=TUESDAY)
    assert client.post(f"{path}tell/", {"channel": "sms", "to": "90 777 66 55"}).headers["Location"] == path
    assert told("notice.asked") == []


def test_a_reminder_of_an_appointment_is_asked_for_on_its_page(client: Client) -> None:
    time = line.bookable_days(centre_id=given.SERGELI, service_id=given.OLD_AGE_PENSION, at=TUESDAY)[2].times[0]
    path = client.post(f"/book/{given.OLD_AGE_PENSION}/", {"starts": time.isoformat()}).headers["Location"]
    assert f'href="{path}tell/"' in page_of(client, path)
    assert "We remind you a day before." in page_of(client, f"{path}tell/")
    assert client.post(f"{path}tell/", {"channel": "sms", "to": "90 777 66 55"}).headers["Location"] == path
    assert "to the number that ends in 55" in page_of(client, path)
    found = line.appointment(code=path.strip("/").split("/")[1])
    assert found is not None
    assert notices.asked(about=Matter(APPOINTMENT, found.appointment_id)) is not None


def test_the_head_of_the_centre_sees_counts_and_no_address(client: Client, settings, tmp_path) -> None:
    from darcha.doors.console import jobs
    from darcha.kernel.actor import system
    from darcha.notices import actions

    settings.NOTICE_DRAWER = tmp_path / "sent.jsonl"
    office = signed_in("malika")
    assert "notices sent today" not in page_of(office, "/office/SRG/")
    for path in (taken(client), taken(Client(), "91 111 22 33")):
        client.post(f"{path}tell/", {"channel": "sms", "to": "90 777 66 55"})
    assert actions.follow(centre_id=given.SERGELI, at=TUESDAY, by=system("notices")) == 2
    first = int(told("notice.due")[0].subject.partition(":")[2])
    jobs.deliver(first, 1)
    actions.notice_failed(notice_id=first + 1, because="not_taken", tries=5, at=TUESDAY, by=system("notices"))
    page = page_of(office, "/office/SRG/")
    assert "notices sent today: 1, not delivered: 1" in page
    assert "Notices kept here only" in page
    assert "K 001: keyingi navbat sizniki." in page or "K 001: you are next." in page
    assert "777" not in page
