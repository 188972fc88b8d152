"""What the head tells the hall stands on the display, the kiosk and the phones, in the reader's language, and goes from all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from darcha.centres import queries as centres
from darcha.doors.porch.languages import HTML_LANG
from darcha.kernel.names import LANGUAGES
from darcha.queue import actions as queue
from darcha.queue.rules import READY
from tests import given
from tests.doors.display.given import SUNDAY, TUESDAY, a_busy_hall, it_is

pytestmark = pytest.mark.django_db

LATER = TUESDAY + given.minutes(15)


@pytest.fixture(autouse=True)
def _on_tuesday(settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.DATA_DIR = tmp_path
    with it_is(TUESDAY):
        yield


def the_head_shows(ready: str = "repair", *, minutes: int = 15) -> int:
    return queue.show_message(
        centre_id="SRG", ready=ready, minutes=minutes, at=TUESDAY, by=given.employee("malika")
    ).message_id


def the_head_withdraws(message_id: int) -> None:
    by = given.employee("malika")
    queue.withdraw_message(centre_id="SRG", message_id=message_id, at=TUESDAY + given.minutes(1), by=by)


def reads(client: Client, path: str, language: str) -> str:
    return client.get(path, headers={"accept-language": HTML_LANG[language]}).content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_reaches_everybody_in_their_language_and_leaves_them_when_it_is_withdrawn(
    client: Client, language: str
) -> None:
    ticket = given.a_visitor_who_waits(at=TUESDAY)
    places = [f"/display/SRG/?lang={language}", "/kiosk/SRG/", f"/t/{ticket.code}/"]
    message_id = the_head_shows()
    words = READY["repair"].in_language(language)
    assert all(words in reads(client, place, language) for place in places)
    the_head_withdraws(message_id)
    assert not any(words in reads(client, place, language) for place in places)


def test_it_goes_from_everywhere_when_its_time_is_over(client: Client) -> None:
    ticket = given.a_visitor_who_waits(at=TUESDAY)
    places = ["/display/SRG/", "/kiosk/SRG/", f"/t/{ticket.code}/"]
    the_head_shows()
    words = READY["repair"].uz
    assert all(words in reads(client, place, "uz") for place in places)
    with it_is(LATER):
        assert not any(words in reads(client, place, "uz") for place in places)


def test_a_kiosk_that_is_closed_shows_it_too(client: Client) -> None:
    with it_is(SUNDAY):
        assert not centres.is_open(centre_id="SRG", at=SUNDAY)
        the_head_shows("leave")
        assert READY["leave"].ru in reads(client, "/kiosk/SRG/", "ru")


def test_a_phone_that_polls_is_told_and_one_whose_visit_is_over_is_not(client: Client) -> None:
    ticket = given.a_visitor_who_waits(at=TUESDAY)
    before = reads(client, f"/t/{ticket.code}/", "en")
    seen = before.partition("?seen=")[2].partition('"')[0]
    polled = {"HX-Request": "true", "accept-language": "en"}
    assert client.get(f"/t/{ticket.code}/?seen={seen}", headers=polled).status_code == 204
    the_head_shows()
    assert READY["repair"].en in client.get(f"/t/{ticket.code}/?seen={seen}", headers=polled).content.decode()
    queue.leave_line(ticket_id=ticket.ticket_id, at=TUESDAY, by=given.the_kiosk())
    assert READY["repair"].en not in reads(client, f"/t/{ticket.code}/", "en")


def rows(client: Client, query: str = "") -> int:
    return client.get(f"/display/SRG/{query}").content.decode().count('class="dar-call"')


def test_on_the_display_it_takes_rows_and_coming_numbers_and_turns_through_four_languages(client: Client) -> None:
    a_busy_hall()
    assert rows(client) == 4
    the_head_shows("repair")
    page = client.get("/display/SRG/").content.decode()
    assert rows(client) == 2
    assert "Keyingilar" not in page, "no room for coming numbers"
    assert page.count("<td>") == 5, "every wait stays"
    assert 'data-faces="4"' in page
    faces = [page.index(f'<p lang="{HTML_LANG[one]}">{READY["repair"].in_language(one)}</p>') for one in LANGUAGES]
    assert faces == sorted(faces)
    the_head_shows("found")
    assert 'data-faces="8"' in client.get("/display/SRG/").content.decode()
    assert 'data-faces="2"' in client.get("/display/SRG/?lang=ru").content.decode()
    assert rows(client, "?panel=65&distance=8") == 3
