"""Who holds a ticket, and when somebody at home should be there."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from darcha.queue.rules import JOIN_SPAN, again_at, come_by, person_read, seal

NOON = datetime(2026, 11, 24, 7, tzinfo=UTC)
TUESDAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("+998 90 123-45-67", "tel:998901234567"),
        ("998901234567", "tel:998901234567"),
        ("(90) 123 45 67", "tel:998901234567"),
        ("+7 901 123 45 67", "tel:79011234567"),
        ("3171085400001 2", "pin:31710854000012"),
        ("+99890123456", None),
        ("12345", None),
        ("٩٠١٢٣٤٥٦٧", None),
        ("nobody", None),
        ("", None),
    ],
)
def test_a_number_has_one_spelling(typed: str, read: str | None) -> None:
    assert person_read(typed) == read


@given(st.text(max_size=40))
def test_whatever_is_typed_is_read_or_not_and_read_alike_again(typed: str) -> None:
    read = person_read(typed)
    assert read is None or person_read(("+" if read.startswith("tel:") else "") + read[4:]) == read


@given(st.text(max_size=20), st.text(max_size=20))
def test_a_seal_is_one_persons_for_one_day_and_one_house(one: str, other: str) -> None:
    here = {"centre_id": "SRG", "day": TUESDAY, "secret": "house"}
    assert (seal(one, **here) == seal(other, **here)) == (one == other)
    assert seal(one, **{**here, "day": TUESDAY + timedelta(days=1)}) != seal(one, **here)
    assert seal(one, **{**here, "secret": "another"}) != seal(one, **here)


@given(st.lists(st.integers(0, 7200)), st.integers(1, 6))
def test_no_place_takes_more_than_its_share_of_an_hour(seconds: list[int], most: int) -> None:
    earlier = [NOON - timedelta(seconds=ago) for ago in seconds]
    when = again_at(earlier, most=most, at=NOON)
    recent = [moment for moment in earlier if moment > NOON - JOIN_SPAN]
    assert (when is None) == (len(recent) < most)
    if when is not None:
        assert NOON < when <= NOON + JOIN_SPAN
        assert again_at(earlier, most=most, at=when) is None


@given(st.integers(0, 300), st.integers(0, 120))
def test_nobody_is_asked_to_come_too_late_or_before_now(low: int, before: int) -> None:
    by = come_by(at=NOON, low_minutes=low, before_minutes=before)
    assert NOON <= by <= max(NOON, NOON + timedelta(minutes=low - before))


def test_the_hour_to_come_is_told_to_five_minutes() -> None:
    at = datetime(2026, 11, 24, 6, 7, tzinfo=UTC)
    assert come_by(at=at, low_minutes=45, before_minutes=10) == datetime(2026, 11, 24, 6, 40, tzinfo=UTC)
