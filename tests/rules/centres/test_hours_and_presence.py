"""When a centre is open and who sits there, over invented timetables."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from darcha.centres import rules
from darcha.centres.rules import Centre, Hours, Seat, Timetable
from darcha.kernel.names import Names
from darcha.kernel.working_time import UZ_6D
from darcha.kernel.working_time import calendar as working_calendar

TASHKENT = ZoneInfo("Asia/Tashkent")
NAMES = Names("a", "а", "а", "a")
SERGELI = Centre("SRG", NAMES, NAMES, NAMES, "Asia/Tashkent", date(2010, 4, 7))
WEEK = {day: Hours(time(9), time(18)) for day in range(5)} | {5: Hours(time(9), time(14))}
MORNING, AFTERNOON = (time(9), time(13)), (time(14), time(17))


def timetable(
    *,
    calendar: str = "uz-5d",
    windows: dict[int, tuple[rules.Window, ...]] | None = None,
    week: dict[int, Hours] = WEEK,
) -> Timetable:
    """Return a centre with one department, PJ."""
    seat = Seat("PJ", working_calendar(calendar), windows if windows is not None else {})
    return Timetable(SERGELI, UZ_6D, week, {"PJ": seat})


def at(day: date, moment: time) -> datetime:
    return datetime.combine(day, moment, TASHKENT)


@st.composite
def windows_of_a_day(draw: st.DrawFn) -> tuple[rules.Window, ...]:
    minutes = sorted(draw(st.sets(st.integers(0, 24 * 60 - 1), max_size=6)))
    moments = [time(minute // 60, minute % 60) for minute in minutes]
    return tuple((begin, end) for begin, end in zip(moments[::2], moments[1::2], strict=False))


WINDOWS = st.dictionaries(st.integers(0, 6), windows_of_a_day())
TIMETABLES = st.builds(
    lambda windows, calendar: timetable(windows=windows, calendar=calendar),
    WINDOWS,
    st.sampled_from(["uz-5d", "uz-6d"]),
)
DAYS = st.dates(date(2010, 1, 1), date(2027, 12, 31))
MOMENTS = st.datetimes(datetime(2010, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))

TUESDAY, SATURDAY, SUNDAY = date(2026, 11, 24), date(2026, 11, 28), date(2026, 11, 29)


def test_a_centre_keeps_its_hours() -> None:
    plan = timetable()
    assert rules.hours(plan, day=TUESDAY) == Hours(time(9), time(18))
    assert rules.hours(plan, day=SATURDAY) == Hours(time(9), time(14))
    assert rules.hours(plan, day=SUNDAY) is None


@pytest.mark.parametrize(
    ("moment", "open_then"),
    [(time(8, 59, 59), False), (time(9), True), (time(17, 59, 59), True), (time(18), False)],
)
def test_a_centre_is_open_from_its_first_minute_until_its_last(moment: time, open_then: bool) -> None:
    assert rules.is_open(timetable(), at=at(TUESDAY, moment)) is open_then


def test_the_day_is_the_days_of_the_centre_and_not_of_the_server() -> None:
    # 04:30 in UTC is half past nine in Tashkent; 21:00 in UTC is the next day there.
    assert rules.is_open(timetable(), at=datetime(2026, 11, 24, 4, 30, tzinfo=UTC))
    assert not rules.is_open(timetable(), at=datetime(2026, 11, 24, 3, 59, tzinfo=UTC))
    assert rules.local(centre=SERGELI, at=datetime(2026, 11, 24, 21, tzinfo=UTC)).date() == date(2026, 11, 25)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        rules.is_open(timetable(), at=datetime(2026, 11, 24, 10))


@pytest.mark.parametrize("holiday", [date(2026, 3, 21), date(2026, 9, 1), date(2010, 9, 1), date(2025, 3, 8)])
def test_on_a_public_holiday_nothing_is_open(holiday: date) -> None:
    plan = timetable(windows=dict.fromkeys(range(7), (MORNING,)), calendar="uz-6d")
    assert rules.hours(plan, day=holiday) is None
    assert rules.presence(plan, department_id="PJ", day=holiday) == ()


def test_before_its_first_day_a_centre_is_closed() -> None:
    plan = timetable(windows={1: (MORNING,), 2: (MORNING,)})
    assert rules.hours(plan, day=date(2010, 4, 6)) is None
    assert rules.hours(plan, day=date(2010, 4, 7)) is not None
    assert rules.next_presence(plan, department_id="PJ", after=at(date(2010, 4, 1), time(9))) == (
        date(2010, 4, 7),
        *MORNING,
    )


def test_in_a_break_a_centre_is_closed_and_nobody_sits() -> None:
    week = {1: Hours(time(9), time(18), ((time(13), time(14)),))}
    plan = timetable(week=week, windows={1: ((time(9), time(17)),)})
    assert not rules.is_open(plan, at=at(TUESDAY, time(13, 30)))
    assert rules.is_open(plan, at=at(TUESDAY, time(14)))
    assert rules.presence(plan, department_id="PJ", day=TUESDAY) == (MORNING, AFTERNOON)


def test_a_department_with_five_days_does_not_sit_on_a_saturday() -> None:
    windows = {5: (MORNING,)}
    assert rules.presence(timetable(windows=windows), department_id="PJ", day=SATURDAY) == ()
    six = timetable(windows=windows, calendar="uz-6d")
    assert rules.presence(six, department_id="PJ", day=SATURDAY) == (MORNING,)


def test_a_holiday_on_a_saturday_moves_to_monday_for_five_days_only() -> None:
    # 8 March 2025 was a Saturday; Monday the 10th was off in the five-day week, worked in the six-day week.
    monday = date(2025, 3, 10)
    windows = {0: (MORNING,)}
    assert rules.hours(timetable(), day=monday) is not None
    assert rules.presence(timetable(windows=windows), department_id="PJ", day=monday) == ()
    assert rules.presence(timetable(windows=windows, calendar="uz-6d"), department_id="PJ", day=monday) == (MORNING,)


def test_the_next_presence_is_the_next_window_that_begins() -> None:
    plan = timetable(windows={1: (MORNING, AFTERNOON), 3: (MORNING,)})
    ask = lambda day, moment: rules.next_presence(plan, department_id="PJ", after=at(day, moment))  # noqa: E731
    assert ask(TUESDAY, time(8)) == (TUESDAY, *MORNING)
    assert ask(TUESDAY, time(9)) == (TUESDAY, *MORNING)
    assert ask(TUESDAY, time(9, 1)) == (TUESDAY, *AFTERNOON)
    assert ask(TUESDAY, time(14, 1)) == (date(2026, 11, 26), *MORNING)
    assert ask(date(2026, 11, 26), time(10)) == (date(2026, 12, 1), *MORNING)


def test_who_is_not_in_the_centre_never_sits() -> None:
    plan = timetable()
    assert rules.presence(plan, department_id="MUD", day=TUESDAY) == ()
    assert rules.next_presence(plan, department_id="MUD", after=at(TUESDAY, time(9))) is None


@given(TIMETABLES, DAYS)
def test_presence_lies_within_the_opening_hours(plan: Timetable, day: date) -> None:
    today = rules.hours(plan, day=day)
    for begins, ends in rules.presence(plan, department_id="PJ", day=day):
        assert today is not None
        assert today.opens <= begins < ends <= today.closes


@given(TIMETABLES, DAYS)
def test_windows_of_a_day_stand_in_order_and_apart(plan: Timetable, day: date) -> None:
    windows = rules.presence(plan, department_id="PJ", day=day)
    assert all(before[1] <= after[0] for before, after in pairwise(windows))


@given(TIMETABLES, MOMENTS)
def test_who_sits_now_sits_in_an_open_centre_today(plan: Timetable, moment: datetime) -> None:
    if rules.sits(plan, department_id="PJ", at=moment):
        assert rules.is_open(plan, at=moment)
        assert "PJ" in rules.sitting_on(plan, day=rules.local(centre=SERGELI, at=moment).date())


@given(TIMETABLES, MOMENTS)
def test_at_the_next_presence_the_department_sits(plan: Timetable, moment: datetime) -> None:
    found = rules.next_presence(plan, department_id="PJ", after=moment)
    if found is not None:
        day, begins, ends = found
        begin = datetime.combine(day, begins, TASHKENT)
        assert begin >= moment
        assert rules.sits(plan, department_id="PJ", at=begin)
        assert not rules.within(((begins, ends),), ends)


@given(TIMETABLES, MOMENTS, st.integers(0, 60 * 24 * 30))
def test_no_window_begins_between_now_and_the_next_presence(plan: Timetable, moment: datetime, minutes: int) -> None:
    found = rules.next_presence(plan, department_id="PJ", after=moment)
    later = moment + timedelta(minutes=minutes)
    if found is not None and later <= datetime.combine(found[0], found[1], TASHKENT):
        assert rules.next_presence(plan, department_id="PJ", after=later) == found
