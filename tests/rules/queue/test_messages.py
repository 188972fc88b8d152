"""What the whole hall is told: until when, what is shown now, and what nobody could read."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from darcha.centres.reading import DISTANCES, MM_PER_PIXEL, Panel, lines_of, message_lines_at_most, rows
from darcha.kernel.names import LANGUAGES
from darcha.queue.rules import (
    MESSAGE_MINUTES,
    READY,
    Message,
    languages_missing,
    languages_too_long,
    message_words,
    shown_now,
    shown_until,
)

TEN = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Asia/Tashkent"))
PANELS = [Panel(inches, metres) for inches in MM_PER_PIXEL for metres in DISTANCES if rows(Panel(inches, metres))]

moments = some.integers(-90, 90).map(lambda minutes: TEN + timedelta(minutes=minutes))
kept = some.lists(
    some.builds(
        Message,
        id=some.integers(1, 99),
        names=some.sampled_from(list(READY.values())),
        ready=some.none(),
        shown_at=moments,
        until=moments,
        withdrawn_at=some.none() | moments,
    ),
    unique_by=lambda one: one.id,
)


@given(kept, moments, some.integers(0, 60))
def test_a_message_that_is_gone_does_not_come_back_by_itself(messages: list[Message], at: datetime, later: int) -> None:
    now, then = shown_now(messages, at=at), shown_now(messages, at=at + timedelta(minutes=later))
    assert set(then) <= set(now)
    assert all(one.minutes_left(at) > 0 for one in now)


@given(kept, moments)
def test_nothing_withdrawn_and_nothing_over_is_shown_and_nothing_else_is_left_out(
    messages: list[Message], at: datetime
) -> None:
    shown = shown_now(messages, at=at)
    assert list(shown) == sorted(shown, key=lambda one: (one.shown_at, one.id))
    for one in messages:
        assert (one in shown) == (at < min(one.until, one.withdrawn_at or one.until))


def test_minutes_begun_are_left() -> None:
    message = Message(1, READY["repair"], "repair", TEN, TEN + timedelta(minutes=15))
    assert [message.minutes_left(TEN + timedelta(seconds=past)) for past in (0, 1, 60, 899, 900, 999)] == [
        15,
        15,
        14,
        1,
        0,
        0,
    ]


def test_a_message_for_the_day_is_over_when_the_house_closes_and_at_midnight_when_it_has_closed() -> None:
    assert [shown_until(begins=TEN, minutes=minutes, closes=time(18)) - TEN for minutes in MESSAGE_MINUTES] == [
        timedelta(minutes=minutes) for minutes in MESSAGE_MINUTES
    ]
    assert shown_until(begins=TEN, minutes=None, closes=time(18)) == TEN.replace(hour=18)
    midnight = TEN.replace(hour=0) + timedelta(days=1)
    assert shown_until(begins=TEN.replace(hour=18), minutes=None, closes=time(18)) == midnight
    assert shown_until(begins=TEN, minutes=None, closes=None) == midnight


@pytest.mark.parametrize("panel", PANELS, ids=str)
@pytest.mark.parametrize("code", READY)
def test_each_ready_sentence_can_be_read_on_every_panel_in_every_language(code: str, panel: Panel) -> None:
    assert not languages_missing(READY[code])
    assert not languages_too_long(READY[code], panel=panel, hall_lines=5)
    assert all(lines_of(READY[code].in_language(language), panel) <= 2 for language in LANGUAGES)


def test_a_message_needs_every_language_and_uzbek_in_cyrillic_is_spelt_from_the_latin() -> None:
    told = message_words(uz="  Oʻn   daqiqa\r\nkuting \0", ru=" \u200b ", en="Wait ten minutes")
    assert (told.uz, told.uz_cyrl) == ("Oʻn daqiqa kuting", "Ўн дақиқа кутинг")
    assert languages_missing(told) == ("ru",)


def test_too_many_words_are_refused_with_how_many_signs_fit() -> None:
    told = message_words(uz="Kuting", ru="Ждите " * 15, en="Wait " * 15)
    assert languages_too_long(told, panel=Panel(65, 5), hall_lines=5) == {}
    found = languages_too_long(told, panel=Panel(55, 8), hall_lines=5)
    assert set(found) == {"ru", "en"}
    for language, signs in found.items():
        text = told.in_language(language)
        assert lines_of(text[:signs], Panel(55, 8)) == 2
        assert lines_of(text[: signs + 6], Panel(55, 8)) == 3


def test_uzbek_that_fits_in_latin_alone_does_not_fit() -> None:
    narrow = message_words(uz="jij" * 9 + " " + "jij" * 9 + " " + "jij" * 9, ru="Ждите", en="Wait")
    assert lines_of(narrow.uz, Panel(55, 8)) <= 2 < lines_of(narrow.uz_cyrl, Panel(55, 8))
    assert set(languages_too_long(narrow, panel=Panel(55, 8), hall_lines=5)) == {"uz"}


@given(some.text("ab ", max_size=200), some.sampled_from(PANELS), some.integers(1, 12))
def test_what_is_not_refused_can_be_read(text: str, panel: Panel, hall_lines: int) -> None:
    told = message_words(uz=text, ru=text, en=text)
    if languages_missing(told) or languages_too_long(told, panel=panel, hall_lines=hall_lines):
        return
    most = message_lines_at_most(panel, hall_lines=hall_lines)
    assert all(lines_of(told.in_language(language), panel) <= most for language in LANGUAGES)
