"""A message on a real screen: it comes and goes by itself, and is drawn as the rule says it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pytest_django import Settings

from darcha.centres.reading import Panel, capital_px, lines_of
from darcha.queue import actions as queue
from darcha.queue.rules import READY
from tests.browser import PageAt, assert_accessible
from tests.doors.display.given import TUESDAY, a_busy_hall, it_is
from tests.doors.display.test_stream import Event, listening, until_beat
from tests.given import employee, minutes


@pytest.fixture(autouse=True)
def _on_tuesday(settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.DATA_DIR = tmp_path
    with it_is(TUESDAY):
        yield


def the_head_shows(ready: str) -> int:
    shown = queue.show_message(centre_id="SRG", ready=ready, minutes=15, at=TUESDAY, by=employee("malika"))
    return shown.message_id


def next_board(events: Iterator[Event]) -> str:
    """Return the next board that is sent; a board is sent when it has changed."""
    while True:
        for event in until_beat(events):
            if event.kind == "board":
                return event.data


def test_a_message_is_sent_at_once_and_taken_away_when_it_is_withdrawn_and_when_it_is_over(house_server: str) -> None:
    with listening(house_server) as events:
        next_board(events)
        withdrawn = the_head_shows("repair")
        assert READY["repair"].ru in next_board(events)
        queue.withdraw_message(centre_id="SRG", message_id=withdrawn, at=TUESDAY, by=employee("malika"))
        assert "dar-message" not in next_board(events)
        the_head_shows("found")
        assert READY["found"].ru in next_board(events)
        with it_is(TUESDAY + minutes(15)):
            assert "dar-message" not in next_board(events), "nobody did anything"


MEASURED = """(texts) => {
    const face = document.querySelector('.dar-message > p');
    const height = parseFloat(getComputedStyle(face).lineHeight);
    return texts.map((text) => {
        face.textContent = text;
        return Math.round(face.getBoundingClientRect().height / height);
    });
}"""

SEEN_IN_TURN = """(seconds) => {
    const turning = document.getAnimations().filter((one) => one.effect.target.closest('.dar-message'));
    return seconds.map((second) => {
        for (const one of turning) { one.pause(); one.currentTime = second * 1000; }
        return [...document.querySelectorAll('.dar-message > p')]
            .filter((face) => getComputedStyle(face).visibility === 'visible').map((face) => face.lang);
    });
}"""


def test_a_message_is_drawn_as_the_rule_says_and_each_language_is_seen_in_turn(page_at: PageAt) -> None:
    a_busy_hall()
    page = page_at("/display/SRG/", width=1920, height=1080)
    calls = page.locator(".dar-call")
    expect(calls).to_have_count(4)
    the_head_shows("repair")
    expect(calls).to_have_count(2)
    page.evaluate("document.fonts.ready")
    assert_accessible(page)
    size = page.evaluate("parseFloat(getComputedStyle(document.querySelector('.dar-message')).fontSize)")
    assert size * 0.714 == pytest.approx(capital_px(Panel(55, 8)) / 2, abs=0.5), "0.35 degrees at the farthest seat"
    foot = page.locator(".dar-display__foot").bounding_box()
    band = page.locator(".dar-message").bounding_box()
    assert foot and band
    assert (round(foot["y"] + foot["height"]), band["y"] + band["height"] <= foot["y"]) == (1080, True)
    assert page.evaluate(
        """(band) => [...document.querySelectorAll('.dar-call, .dar-call b, .dar-board td')]
            .every((one) => one.getBoundingClientRect().bottom <= band)""",
        band["y"],
    ), "nothing reaches into the band"
    drawn = page.evaluate(SEEN_IN_TURN, [0, 6, 12, 18, 23.9, 24])
    assert drawn == [[language] for language in ("uz-Latn", "uz-Cyrl", "ru", "en", "en", "uz-Latn")]
    texts = [
        text[:end] for one in READY.values() for text in (one.uz, one.uz_cyrl, one.ru, one.en) for end in (20, 33, 99)
    ]
    more = [f"{text} {text}" for text in texts]
    told = [lines_of(text, Panel(55, 8)) for text in [*texts, *more]]
    seen = page.evaluate(MEASURED, [*texts, *more])
    assert all(really <= lines for really, lines in zip(seen, told, strict=True))
    assert sum(really == lines for really, lines in zip(seen, told, strict=True)) >= 0.8 * len(told), "and no stricter"
