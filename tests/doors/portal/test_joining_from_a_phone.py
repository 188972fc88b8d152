"""Somebody at home takes a number, is told when to come, and gives it back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from darcha.kernel.names import LANGUAGES
from darcha.plumbing import clock
from tests import given
from tests.doors.desk.officers import let_it_be, told

TUESDAY = datetime(2026, 11, 24, 6, 7, tzinfo=UTC)
PATH = f"/join/{given.OLD_AGE_PENSION}/"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _tuesday() -> Iterator[None]:
    before = clock.clock()
    let_it_be(TUESDAY)
    yield
    clock.set_clock(before)


def page_of(client: Client, path: str, language: str = "en", *, status: int = 200) -> str:
    answer = client.get(path, headers={"accept-language": language}, follow=True)
    assert answer.status_code == status
    return " ".join(answer.content.decode().replace("\N{NO-BREAK SPACE}", " ").split())


def taken(client: Client, person: str = "+998 90 123 45 67", **fields: object) -> str:
    answer = client.post(PATH, {"person": person, **fields}, headers={"accept-language": "en"})
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"]


def test_a_number_is_taken_from_the_page_of_the_service(client: Client) -> None:
    given.an_open_counter(at=TUESDAY)
    assert f'href="{PATH}"' in page_of(client, f"/services/{given.OLD_AGE_PENSION}/")
    assert "Be here by" in page_of(client, PATH)
    path = taken(client, need=["child"])
    assert "K 001" in page_of(client, path)
    entry = told("ticket.issued")[-1]
    assert (entry.data["channel"], entry.data["needs"], entry.actor) == ("phone", ["child"], "visitor")


def test_somebody_at_home_is_told_when_to_come(client: Client) -> None:
    given.an_open_counter(at=TUESDAY - timedelta(minutes=30))
    assert "Please come now." in page_of(client, taken(Client(), "+7 901 123 45 67"))
    for ago in range(1, 9):
        given.a_visitor_who_waits(at=TUESDAY - timedelta(minutes=ago))
    path = taken(client)
    assert "Be here by 1" in page_of(client, path)


def test_the_same_device_is_led_to_its_ticket_and_another_one_is_refused(client: Client) -> None:
    path = taken(client)
    assert taken(client, "90 765 43 21") == path
    assert path in page_of(client, PATH)
    stranger = Client().post(PATH, {"person": "901234567"}, headers={"accept-language": "en"})
    assert stranger.status_code == 409
    page = stranger.content.decode()
    assert "Open it on the phone it was taken with" in page
    assert path not in page


def test_the_holder_leaves_the_line_once_asked(client: Client) -> None:
    path = taken(client)
    assert f'href="{path}leave/"' in page_of(client, path)
    assert "Your place goes to the next one." in page_of(client, f"{path}leave/")
    assert client.post(f"{path}leave/").headers["Location"] == path
    assert "no longer in the line" in page_of(client, path)
    assert [entry.actor for entry in told("ticket.left")] == ["visitor"]
    assert client.post(f"{path}leave/").status_code == 409
    assert taken(client) != path


def test_what_is_no_number_is_told_at_its_field(client: Client) -> None:
    answer = client.post(PATH, {"person": "my phone", "need": "seat"}, headers={"accept-language": "ru"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "ПИНФЛ из 14 цифр" in page
    assert 'value="my phone"' in page
    assert 'value="seat" checked' in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_closed_line_says_why_and_what_to_do(client: Client, language: str) -> None:
    let_it_be(TUESDAY + timedelta(hours=12))
    page = page_of(client, PATH, {"uz-cyrl": "uz-Cyrl"}.get(language, language))
    assert "<form" not in page.partition("<main")[2].partition("</main>")[0]
    assert "09:00" in page


def test_a_service_that_comes_another_day_takes_nobody_today(client: Client) -> None:
    assert "does not sit here any more today" in page_of(client, "/join/XTB-01/")
    assert client.get("/join/NO-99/").status_code == 404


def test_tickets_for_others_end_at_the_limit(client: Client) -> None:
    for _ in range(3):
        taken(client, represents="on")
    answer = client.post(PATH, {"person": "901234567", "represents": "on"}, headers={"accept-language": "en"})
    assert answer.status_code == 409
    assert "3 tickets a day for others at most" in answer.content.decode()


def test_the_sheet_for_the_door_leads_to_the_services(client: Client) -> None:
    assert "http://localhost:8000/join/" in page_of(client, "/join/poster/")
    assert f'href="{PATH}"' in page_of(client, "/join/")
