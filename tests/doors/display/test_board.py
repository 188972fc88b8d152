"""What the hall's screen shows at one moment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from darcha.centres import timetables
from darcha.queue import actions as queue
from tests.doors.display.given import TUESDAY, a_busy_hall, it_is
from tests.given import a_called_visitor, a_visitor_who_waits, an_open_counter, employee, minutes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_tuesday(settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.DATA_DIR = tmp_path
    with it_is(TUESDAY):
        yield


def rows(html: str) -> list[tuple[str, int, bool]]:
    """Return the called rows of a page: number, window, whether it is lit."""
    found = re.findall(r'<p class="dar-call"( ?[^>]*)><span>(.*?)</span>.*?<b>(\d+)</b>', html)
    return [(number, int(window), "aria-current" in attributes) for attributes, number, window in found]


def test_anybody_may_look_and_sees_numbers_only(client: Client) -> None:
    a_visitor_who_waits(at=TUESDAY - minutes(20))
    page = client.get("/display/SRG/").content.decode()
    assert "K 001" in page
    assert "Pensiya" in page, "the name of the line"
    assert "Dilnoza" not in page


def test_the_newest_call_is_on_top_and_alone_is_lit(client: Client) -> None:
    calls = a_busy_hall()
    shown = rows(client.get("/display/SRG/").content.decode())
    newest = [(call.number, call.counter_number) for call in reversed(calls)]
    assert [(number, window) for number, window, _ in shown] == newest[:4]
    assert [lit for *_, lit in shown] == [True, False, False, False]


def test_who_sits_at_the_window_already_is_not_lit_any_more(client: Client) -> None:
    counter_id = an_open_counter(at=TUESDAY - minutes(60))
    a_visitor_who_waits(at=TUESDAY - minutes(20))
    a_called_visitor(counter_id, at=TUESDAY - minutes(5))
    queue.start(counter_id=counter_id, at=TUESDAY - minutes(4), by=employee("dilnoza"))
    assert rows(client.get("/display/SRG/").content.decode()) == [("K 001", 7, False)]


def test_a_repeated_call_comes_to_the_top(client: Client) -> None:
    first, second = (
        an_open_counter("dilnoza", at=TUESDAY - minutes(60)),
        an_open_counter("umida", at=TUESDAY - minutes(60)),
    )
    for _ in range(2):
        a_visitor_who_waits(at=TUESDAY - minutes(20))
    a_called_visitor(first, "dilnoza", at=TUESDAY - minutes(5))
    a_called_visitor(second, "umida", at=TUESDAY - minutes(4))
    queue.recall(counter_id=first, at=TUESDAY - minutes(1), by=employee("dilnoza"))
    assert rows(client.get("/display/SRG/").content.decode()) == [("K 001", 7, True), ("K 002", 8, False)]


def test_the_screen_speaks_uzbek_and_russian_unless_asked_for_one_language(client: Client) -> None:
    a_busy_hall()
    both = client.get("/display/SRG/", headers={"accept-language": "en"}).content.decode()
    assert "Chipta / Талон" in both
    assert "darchaga marhamat" in both
    assert "пройдите к окну" in both
    cyrillic = client.get("/display/SRG/?lang=uz-cyrl")
    assert "Кейингилар" in cyrillic.content.decode()
    assert "Талон" not in cyrillic.content.decode()
    assert cyrillic.headers["Content-Language"] == "uz-Cyrl"


def test_a_wait_is_told_as_a_range(client: Client) -> None:
    a_busy_hall()
    page = client.get("/display/SRG/").content.decode()
    waits = re.findall(r"<td>(.*?)</td>", page)
    assert len(waits) == 5
    assert all(re.fullmatch(r"<span>\d+–\d+</span>|–", wait) for wait in waits)
    assert "0–0" not in page


def test_a_panel_that_cannot_be_read_is_refused(client: Client) -> None:
    assert client.get("/display/SRG/?panel=43&distance=8").status_code == 422
    assert 'data-panel="65"' in client.get("/display/SRG/?panel=65&distance=6").content.decode()


def test_the_panel_and_the_seats_are_those_of_the_centre_unless_a_screen_says_otherwise(client: Client) -> None:
    timetables.distrust()
    try:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE centres_centre SET panel_inches = 65, seat_metres = 5, edition = gen_random_uuid()")
        assert 'data-panel="65" data-distance="5"' in client.get("/display/SRG/").content.decode()
        assert 'data-panel="55" data-distance="6"' in client.get("/display/SRG/?panel=55&distance=6").content.decode()
    finally:
        timetables.trust()


def test_a_centre_nobody_knows_has_no_screen(client: Client) -> None:
    assert client.get("/display/XXX/").status_code == 404


@pytest.mark.parametrize("language", ["uz", "ru", "en"])
def test_an_open_call_can_be_heard(client: Client, language: str) -> None:
    (*_, call) = a_busy_hall()
    answer = client.get(f"/display/SRG/voice/{call.call_id}/{language}.wav")
    assert answer.headers["Content-Type"] == "audio/wav"
    assert answer.content[:4] == b"RIFF"
    assert len(answer.content) > 22_050, "more than half a second"


def test_a_call_that_is_over_is_silent(client: Client) -> None:
    counter_id = an_open_counter(at=TUESDAY - minutes(60))
    a_visitor_who_waits(at=TUESDAY - minutes(20))
    call = a_called_visitor(counter_id, at=TUESDAY - minutes(5))
    queue.no_show(counter_id=counter_id, at=TUESDAY, by=employee("dilnoza"))
    assert client.get(f"/display/SRG/voice/{call.call_id}/uz.wav").status_code == 404
    assert client.get(f"/display/SRG/voice/{call.call_id}/kaa.wav").status_code == 404
