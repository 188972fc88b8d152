"""Whose address can be reached, what fits into one SMS, and until when it is worth sending."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from darcha.kernel.actor import Permission
from darcha.kernel.names import LANGUAGES
from darcha.notices import rules
from darcha.notices.matters import Standing
from darcha.notices.wording import text_of

NOON = datetime(2026, 11, 24, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("+998 90 123-45-67", "+998901234567"),
        ("998901234567", "+998901234567"),
        ("(90) 123 45 67", "+998901234567"),
        ("901234567", "+998901234567"),
        (" +7 901 123 45 67 ", "+79011234567"),
        ("+44 7400 123456", "+447400123456"),
        ("+998 90 123 45 6", None),
        ("+998 01 123 45 67", None),
        ("+999 123456789", None),
        ("31710854000010", None),
        ("my phone", None),
        ("", None),
    ],
)
def test_a_telephone_is_read_as_people_type_it(typed: str, read: str | None) -> None:
    assert rules.address_read(typed, channel=rules.SMS) == read


@pytest.mark.parametrize(
    ("channel", "typed", "read"),
    [
        (rules.TELEGRAM, "123456789", "123456789"),
        (rules.TELEGRAM, "@somebody", None),
        (rules.TELEGRAM, "12/../3", None),
        (rules.EMAIL, "Nigora@Example.uz", "nigora@example.uz"),
        (rules.EMAIL, "nigora@example", None),
        (rules.EMAIL, "a@b.uz?cc=x@y.uz", None),
    ],
)
def test_other_addresses_hold_nothing_that_would_lead_elsewhere(channel: str, typed: str, read: str | None) -> None:
    assert rules.address_read(typed, channel=channel) == read


@given(some.sampled_from(rules.CHANNELS), some.text(max_size=40))
def test_what_was_read_once_is_read_the_same_again(channel: str, typed: str) -> None:
    read = rules.address_read(typed, channel=channel)
    assert read is None or rules.address_read(read, channel=channel) == read


@given(some.sampled_from(rules.CHANNELS), some.text(max_size=40))
def test_only_the_end_of_an_address_is_shown(channel: str, typed: str) -> None:
    read = rules.address_read(typed, channel=channel)
    if read:
        shown = rules.ending(read)
        assert len(shown) <= 2 or shown.startswith("…@")


WORST = [
    Standing(
        "SRG", "uz", awaits=True, by_right=Permission.TAKE_TICKET, number=number, people_ahead=ahead, window=window
    )
    for number in ("A 001", "K 999")
    for ahead in (0, 1, 2, 3, 5, 21, 99)
    for window in (1, 12, 99)
]
EXPECTED = Standing("SRG", "uz", awaits=True, by_right=Permission.BOOK_APPOINTMENT, number="123456", starts_at=NOON)


APPLIED = [
    Standing(
        "SRG",
        "uz",
        awaits=True,
        by_right=Permission.FOLLOW_CASE,
        number="SRG-26-123456",
        corrects=True,
        correct_by=until,
        due_on=date(2026, 12, 24),
    )
    for until in (None, date(2026, 12, 3))
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", rules.TEMPLATES)
def test_every_text_is_one_sms_in_every_language_and_leads_nowhere(template: str, language: str) -> None:
    texts = set()
    tried = APPLIED if template in rules.OF_CASES else [EXPECTED] if template == rules.TOMORROW else WORST
    for standing in tried:
        text = text_of(template, standing, language=language, local=NOON.astimezone(ZoneInfo("Asia/Tashkent")))
        assert rules.one_sms(text), text
        assert standing.number in text
        assert "://" not in text
        assert "www" not in text
        assert "%" not in text
        texts.add(text)
    assert len(texts) in ((1, len(APPLIED)) if template in rules.OF_CASES else (1, *range(6, len(WORST) + 1)))


def test_the_end_of_a_correction_is_told_two_mornings_before() -> None:
    zone = ZoneInfo("Asia/Tashkent")
    told_at = rules.lapse_told_at(until=date(2026, 12, 3), zone=zone, at=NOON)
    assert told_at == datetime(2026, 12, 1, 9, tzinfo=zone)
    assert rules.lapse_told_at(until=date(2026, 12, 3), zone=zone, at=told_at) is None
    assert rules.lapse_told_at(until=None, zone=zone, at=NOON) is None


def test_what_is_told_of_an_application_is_tried_for_hours_and_never_when_it_is_too_late() -> None:
    assert (
        timedelta(hours=1) < sum(rules.CALM_PAUSES, timedelta()) < min(rules.USEFUL_FOR[one] for one in rules.OF_CASES)
    )


def test_languages_differ() -> None:
    told = {language: text_of(rules.CALLED, WORST[1], language=language) for language in LANGUAGES}
    assert told == {
        "uz": "A 001: navbatingiz keldi. 12-darchaga keling.",
        "uz-cyrl": "A 001: навбатингиз келди. 12-дарчага келинг.",
        "ru": "A 001: ваша очередь подошла. Пройдите к окну 12.",
        "en": "A 001: it is your turn now. Please come to window 12.",
    }


def test_lengths_are_those_of_the_standard() -> None:
    assert rules.one_sms("a" * 160)
    assert not rules.one_sms("a" * 161)
    assert rules.one_sms("ш" * 70)
    assert not rules.one_sms("ш" * 71)
    assert not rules.one_sms("a" * 70 + "oʻ")
    assert rules.one_sms("€" * 80)
    assert not rules.one_sms("€" * 81)
    assert not rules.one_sms("😀" * 36)


@given(some.text(max_size=200), some.text(max_size=5))
def test_a_shorter_text_never_needs_more(text: str, more: str) -> None:
    if rules.one_sms(text + more):
        assert rules.one_sms(text)


def test_a_call_is_told_for_three_minutes_and_all_tries_fall_into_them() -> None:
    assert not rules.too_late(template=rules.CALLED, happened_at=NOON, at=NOON + timedelta(minutes=3))
    assert rules.too_late(template=rules.CALLED, happened_at=NOON, at=NOON + timedelta(minutes=3, seconds=1))
    assert sum(rules.PAUSES, timedelta()) < rules.USEFUL_FOR[rules.CALLED]
    assert list(rules.PAUSES) == sorted(rules.PAUSES)


def test_a_turn_is_near_by_people_or_for_who_is_at_home_by_the_way() -> None:
    assert rules.is_near(people_ahead=3, ready=True, come_by=None, at=NOON)
    assert not rules.is_near(people_ahead=4, ready=True, come_by=None, at=NOON)
    assert not rules.is_near(people_ahead=0, ready=False, come_by=None, at=NOON)
    assert rules.is_near(people_ahead=20, ready=False, come_by=NOON, at=NOON)
    assert not rules.is_near(people_ahead=20, ready=True, come_by=NOON + timedelta(minutes=1), at=NOON)


def test_an_appointment_is_told_a_day_before_or_not_at_all() -> None:
    starts_at = NOON + timedelta(days=3)
    assert rules.remind_at(starts_at=starts_at, at=NOON) == starts_at - timedelta(days=1)
    assert rules.remind_at(starts_at=NOON + timedelta(hours=23), at=NOON) is None
