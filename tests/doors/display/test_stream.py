"""What the screen hears while it hangs: every change, every call once, and the truth about its age."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection
from playwright.sync_api import Page, expect
from pytest_django import Settings

from darcha.journal import queries as journal
from darcha.queue import actions as queue
from tests.browser import PageAt, assert_accessible
from tests.doors.display.given import TUESDAY, a_busy_hall, it_is
from tests.given import SERGELI, a_called_visitor, a_visitor_who_waits, an_open_counter, employee, minutes

PATIENCE_SECONDS = 10


@pytest.fixture(autouse=True)
def _on_tuesday(settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.DATA_DIR = tmp_path
    with it_is(TUESDAY):
        yield


@dataclass(frozen=True)
class Event:
    kind: str
    data: str
    id: int | None


@contextmanager
def listening(house: str, *, after: int | None = None, last_id: int | None = None) -> Iterator[Iterator[Event]]:
    """Listen to the stream as a screen does."""
    place = urlsplit(house)
    with closing(http.client.HTTPConnection(place.hostname or "", place.port, timeout=PATIENCE_SECONDS)) as line:
        query = "" if after is None else f"?after={after}"
        line.request(
            "GET", f"/display/SRG/stream{query}", headers={} if last_id is None else {"Last-Event-ID": str(last_id)}
        )
        answer = line.getresponse()
        assert answer.status == 200
        assert answer.headers["Content-Type"] == "text/event-stream"

        def events() -> Iterator[Event]:
            told: dict[str, list[str]] = {}
            while text := answer.readline().decode():
                if name := text.strip("\n").partition(": ")[0]:
                    told.setdefault(name, []).append(text.strip("\n").partition(": ")[2])
                elif told:
                    number = told.get("id")
                    yield Event(told["event"][0], "\n".join(told["data"]), int(number[0]) if number else None)
                    told = {}

        yield events()


def until_beat(events: Iterator[Event]) -> list[Event]:
    """Return the events up to the next beat, with it."""
    found = []
    for event in events:
        found.append(event)
        if event.kind == "beat":
            break
    return found


def called(events: list[Event]) -> list[str]:
    return [json.loads(event.data)["number"] for event in events if event.kind == "call"]


def head() -> int:
    return journal.head(centre_id=SERGELI).seq


def test_a_new_screen_gets_the_board_of_now_and_hears_no_old_call(house_server: str) -> None:
    a_busy_hall()
    with listening(house_server) as events:
        first = until_beat(events)
    assert [event.kind for event in first] == ["board", "beat"]
    assert first[-1] == Event("beat", "11:02", head())


def test_a_call_arrives_at_once_and_only_once(house_server: str) -> None:
    counter_id = an_open_counter(at=TUESDAY - minutes(60))
    a_visitor_who_waits(language="en", at=TUESDAY - minutes(20))
    with listening(house_server) as events:
        until_beat(events)
        call = a_called_visitor(counter_id, at=TUESDAY)
        heard: list[Event] = []
        while not called(heard):
            heard += until_beat(events)
        heard += until_beat(events)
    assert called(heard) == ["K 001"]
    (told,) = [json.loads(event.data) for event in heard if event.kind == "call"]
    assert told["sounds"] == [f"/display/SRG/voice/{call.call_id}/{language}.wav" for language in ("uz", "ru", "en")]
    kinds = [event.kind for event in heard]
    assert kinds.index("board") < kinds.index("call"), "seen before it is heard"


def test_a_screen_that_was_away_hears_the_calls_it_missed_in_order_and_nothing_twice(house_server: str) -> None:
    seats = {login: an_open_counter(login, at=TUESDAY - minutes(60)) for login in ("dilnoza", "umida")}
    for _ in range(2):
        a_visitor_who_waits(at=TUESDAY - minutes(20))
    with listening(house_server) as events:
        seen = until_beat(events)[-1].id
    a_called_visitor(seats["dilnoza"], "dilnoza", at=TUESDAY)
    a_called_visitor(seats["umida"], "umida", at=TUESDAY)
    with listening(house_server, last_id=seen, after=0) as events:
        back = until_beat(events)
    assert [event.kind for event in back] == ["board", "call", "call", "beat"]
    assert called(back) == ["K 001", "K 002"]
    assert back[-1].id == head()
    with listening(house_server, last_id=back[-1].id) as events:
        assert called(until_beat(events)) == []
    with listening(house_server, last_id=back[1].id) as events:
        assert called(until_beat(events)) == ["K 002"], "broken off between two calls"


def test_a_call_that_ended_while_the_screen_was_away_is_not_spoken(house_server: str) -> None:
    counter_id = an_open_counter(at=TUESDAY - minutes(60))
    a_visitor_who_waits(at=TUESDAY - minutes(20))
    seen = head()
    a_called_visitor(counter_id, at=TUESDAY)
    queue.no_show(counter_id=counter_id, at=TUESDAY + minutes(1), by=employee("dilnoza"))
    with listening(house_server, last_id=seen) as events:
        assert called(until_beat(events)) == []


def test_a_repeated_call_is_spoken_again(house_server: str) -> None:
    counter_id = an_open_counter(at=TUESDAY - minutes(60))
    a_visitor_who_waits(at=TUESDAY - minutes(20))
    a_called_visitor(counter_id, at=TUESDAY)
    seen = head()
    queue.recall(counter_id=counter_id, at=TUESDAY, by=employee("dilnoza"))
    with listening(house_server, last_id=seen) as events:
        assert called(until_beat(events)) == ["K 001"]


def test_a_quiet_hall_beats_every_two_seconds(house_server: str) -> None:
    with listening(house_server) as events:
        beats = [until_beat(events)[-1] for _ in range(3)]
    assert {event.kind for event in beats} == {"beat"}


def test_a_number_from_another_life_of_the_journal_is_no_harm(house_server: str) -> None:
    with listening(house_server, last_id=999_999) as events:
        assert until_beat(events)[-1].id == head()


def connections_of_others() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT query FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return [query for (query,) in cursor.fetchall()]


def test_open_screens_keep_one_connection_among_them(house_server: str) -> None:
    with ExitStack() as open_screens:
        for _ in range(3):
            until_beat(open_screens.enter_context(listening(house_server)))
        until = time.monotonic() + PATIENCE_SECONDS
        # One that was let go takes its moment to be gone; a look may be on its way.
        while (held := connections_of_others()) != ['LISTEN "darcha_journal"'] and time.monotonic() < until:
            time.sleep(0.05)
    assert held == ['LISTEN "darcha_journal"']


def region(page: Page) -> str:
    return str(page.locator("#board").inner_html())


def test_after_a_live_update_the_board_is_what_a_fresh_load_shows(page_at: PageAt) -> None:
    counter_id = an_open_counter(at=TUESDAY - minutes(60))
    for _ in range(3):
        a_visitor_who_waits(at=TUESDAY - minutes(20))
    page = page_at("/display/SRG/", width=1920, height=1080)
    expect(page.locator(".dar-call")).to_have_count(0)
    a_called_visitor(counter_id, at=TUESDAY)
    expect(page.locator(".dar-call")).to_have_text(["K 0017"])
    queue.start(counter_id=counter_id, at=TUESDAY, by=employee("dilnoza"))
    expect(page.locator(".dar-call[aria-current]")).to_have_count(0)
    queue.finish(counter_id=counter_id, sex="F", age_band="60+", disability=False, at=TUESDAY, by=employee("dilnoza"))
    a_called_visitor(counter_id, at=TUESDAY)
    expect(page.locator(".dar-call[aria-current]")).to_have_text(["K 0027"])
    page.wait_for_timeout(300)
    assert region(page) == region(page_at("/display/SRG/", width=1920, height=1080))


def test_a_row_that_stands_is_left_alone_and_a_new_one_beats(page_at: PageAt) -> None:
    seats = {login: an_open_counter(login, at=TUESDAY - minutes(60)) for login in ("dilnoza", "umida")}
    for _ in range(4):
        a_visitor_who_waits(at=TUESDAY - minutes(20))
    a_called_visitor(seats["dilnoza"], "dilnoza", at=TUESDAY)
    page = page_at("/display/SRG/", width=1920, height=1080)
    row = page.locator(".dar-call").element_handle()
    assert row is not None
    a_visitor_who_waits("PJ-01", at=TUESDAY)
    expect(page.locator(".dar-board li")).to_have_count(4)
    assert row.evaluate("row => row.isConnected"), "the same row stands while others come"
    a_called_visitor(seats["umida"], "umida", at=TUESDAY)
    expect(page.locator(".dar-call")).to_have_count(2)
    expect(page.locator(".dar-call[aria-current]")).to_have_text(["K 0028"])


def test_capitals_of_the_called_rows_can_be_read_from_eight_metres(page_at: PageAt) -> None:
    a_busy_hall()
    page = page_at("/display/SRG/", width=1920, height=1080)
    page.evaluate("document.fonts.ready")
    measured = page.evaluate(
        """() => [...document.querySelectorAll('.dar-call > span:first-child, .dar-call b')].map((shown) => {
            const style = getComputedStyle(shown);
            const pen = document.createElement('canvas').getContext('2d');
            pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
            const box = shown.getBoundingClientRect();
            const row = shown.closest('.dar-call').getBoundingClientRect();
            return {
                family: style.fontFamily,
                capital: pen.measureText('K').actualBoundingBoxAscent,
                inside: box.top >= row.top && box.bottom <= row.bottom + 1 && box.right <= row.right,
                wide: shown.scrollWidth <= shown.clientWidth + 1 || style.display === 'block',
            };
        })"""
    )
    assert len(measured) == 8
    assert "Noto Sans" in measured[0]["family"]
    assert all(one["capital"] >= 154 for one in measured), measured
    assert all(one["inside"] for one in measured), measured


@pytest.mark.parametrize("query", ["", "?lang=uz-cyrl", "?lang=ru", "?lang=en"])
def test_the_screen_is_read_by_everybody_and_fits(page_at: PageAt, query: str) -> None:
    a_busy_hall()
    page = page_at(f"/display/SRG/{query}", width=1920, height=1080)
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollHeight <= 1080")
    wide = page.evaluate(
        "[...document.querySelectorAll('.dar-board th, .dar-board td, .dar-board h2, .dar-calls__words span')]"
        ".filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.textContent)"
    )
    assert wide == []


def test_a_screen_that_hears_nothing_says_so_and_recovers(page_at: PageAt) -> None:
    a_busy_hall()
    page = page_at("/display/SRG/", width=1920, height=1080)
    page.clock.install()
    expect(page.locator("#stale")).to_be_hidden()
    page.route("**/stream*", lambda route: route.abort())
    page.reload()
    page.clock.run_for(11_500)
    expect(page.locator("html")).to_have_attribute("data-state", "stale")
    expect(page.locator("#stale")).to_contain_text("Aloqa uzildi")
    expect(page.locator("#stale")).to_contain_text("Нет связи")
    expect(page.locator(".dar-call").first).to_be_visible()
    assert_accessible(page)
    page.clock.run_for(52_000)
    expect(page.locator(".dar-call > span").first).to_be_hidden()
    page.unroute("**/stream*")
    page.clock.run_for(4_000)
    expect(page.locator("html")).not_to_have_attribute("data-state", "stale", timeout=PATIENCE_SECONDS * 1000)
    expect(page.locator("#stale")).to_be_hidden()
    expect(page.locator(".dar-call > span").first).to_be_visible()


def test_a_second_call_waits_until_the_first_was_spoken(page_at: PageAt) -> None:
    seats = {login: an_open_counter(login, at=TUESDAY - minutes(60)) for login in ("dilnoza", "umida")}
    for _ in range(2):
        a_visitor_who_waits(at=TUESDAY - minutes(20))
    page = page_at("/display/SRG/", width=1920, height=1080)
    page.evaluate(
        """() => {
            window.said = []; window.together = 0; let now = 0;
            HTMLMediaElement.prototype.play = function () {
                now += 1; window.together = Math.max(window.together, now);
                window.said.push(new URL(this.src).pathname.split('/').slice(-2).join('/'));
                document.body.dataset.said = window.said.length;
                setTimeout(() => { now -= 1; this.dispatchEvent(new Event('ended')); }, 150);
                return Promise.resolve();
            };
        }"""
    )
    one = a_called_visitor(seats["dilnoza"], "dilnoza", at=TUESDAY)
    two = a_called_visitor(seats["umida"], "umida", at=TUESDAY)
    expect(page.locator("body")).to_have_attribute("data-said", "4")
    assert page.evaluate("window.said") == [
        f"{call.call_id}/{language}.wav" for call in (one, two) for language in ("uz", "ru")
    ]
    assert page.evaluate("window.together") == 1


def test_a_browser_that_wants_a_touch_first_gets_a_button(page_at: PageAt) -> None:
    counter_id = an_open_counter(at=TUESDAY - minutes(60))
    a_visitor_who_waits(at=TUESDAY - minutes(20))
    page = page_at("/display/SRG/", width=1920, height=1080)
    expect(page.locator("#sound")).to_be_hidden()
    page.evaluate(
        """() => {
            window.said = []; window.touched = false;
            HTMLMediaElement.prototype.play = function () {
                if (!window.touched) return Promise.reject(new DOMException('touch first', 'NotAllowedError'));
                window.said.push(this.src);
                document.body.dataset.said = window.said.length;
                setTimeout(() => this.dispatchEvent(new Event('ended')), 20);
                return Promise.resolve();
            };
        }"""
    )
    a_called_visitor(counter_id, at=TUESDAY)
    expect(page.locator("#sound")).to_be_visible()
    page.evaluate("window.touched = true")
    page.locator("#sound").click()
    expect(page.locator("body")).to_have_attribute("data-said", "2")
    expect(page.locator("#sound")).to_be_hidden()
