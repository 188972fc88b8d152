"""What holds of every clock: no day off, never shorter by a stop or an extension, holidays in any order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from darcha.cases.rules import (
    ClockEvent,
    ClockRule,
    ClockState,
    EventKind,
    MisplacedEvent,
    Reckoning,
    check_next,
    reckon,
)
from darcha.catalogue.rules import Span, TimeLimit
from darcha.kernel.working_time import Proclaimed, WorkingCalendar, calendar, is_working_day, with_proclaimed

ONE_DAY = timedelta(days=1)
DAYS = st.dates(date(2010, 1, 1), date(2026, 6, 30))
SPANS = st.one_of(
    st.builds(Span, st.integers(1, 60), st.just("wd")),
    st.builds(Span, st.integers(1, 90), st.just("cd")),
    st.builds(Span, st.integers(1, 12), st.just("wk")),
    st.builds(Span, st.integers(1, 12), st.just("mo")),
    st.builds(Span, st.integers(1, 60), st.just("min")),
)
RULES = st.builds(
    lambda span, kind, counts, review, silence, resume: ClockRule(
        TimeLimit(span.n, span.unit, kind=kind, counts=counts, review=review, resume=resume), silence=silence
    ),
    SPANS,
    st.sampled_from(["maximum", "waiting_period"]),
    st.sampled_from(["next_day", "at_once"]),
    st.one_of(st.none(), st.builds(Span, st.integers(1, 5), st.just("wd"))),
    st.sampled_from([None, "approve", "refuse"]),
    st.sampled_from(["continue", "reset"]),
)


@st.composite
def decrees(draw: st.DrawFn) -> list[Proclaimed]:
    days = draw(st.lists(st.tuples(DAYS, st.one_of(st.none(), DAYS)), max_size=8))
    return [Proclaimed(off, worked if worked != off else None) for off, worked in days]


CALENDARS = st.builds(with_proclaimed, st.sampled_from([calendar("uz-5d"), calendar("uz-6d")]), decrees())


@st.composite
def stories(draw: st.DrawFn) -> list[ClockEvent]:
    """Draw an acceptance and some corrections, the last of them perhaps still open."""
    day = draw(DAYS)
    events = [ClockEvent(EventKind.ACCEPTED, day)]
    for _ in range(draw(st.integers(0, 4))):
        day += ONE_DAY * draw(st.integers(0, 20))
        ground = draw(st.sampled_from(["incorrect", "incomplete"]))
        events.append(ClockEvent(EventKind.SUSPENDED, day, ground=ground))
        day += ONE_DAY * draw(st.integers(0, 20))
        events.append(ClockEvent(EventKind.RESUMED, day))
    return events[:-1] if len(events) > 1 and draw(st.booleans()) else events


def reckoned(rule: ClockRule, week: WorkingCalendar, events: list[ClockEvent], today: date | None = None) -> Reckoning:
    return reckon(rule, calendars={"": week}, events=events, today=today or max(event.on for event in events))


def due(rule: ClockRule, week: WorkingCalendar, events: list[ClockEvent], today: date | None = None) -> date:
    found = reckoned(rule, week, events, today).due_on
    assert found is not None
    return found


@given(rule=RULES, week=CALENDARS, events=stories(), later=st.integers(0, 40))
def test_nothing_is_due_on_a_day_off_nor_before_it_was_taken(
    rule: ClockRule, week: WorkingCalendar, events: list[ClockEvent], later: int
) -> None:
    found = reckoned(rule, week, events, events[-1].on + ONE_DAY * later)
    assert found.due_on is not None
    assert found.due_on >= events[0].on
    assert is_working_day(found.due_on, calendar=week)
    assert found.due_on not in found.stood
    assert found.not_before is None or found.not_before <= found.due_on


@given(rule=RULES, week=CALENDARS, events=stories(), later=st.integers(0, 40))
def test_the_last_line_is_the_day_it_is_due(
    rule: ClockRule, week: WorkingCalendar, events: list[ClockEvent], later: int
) -> None:
    found = reckoned(rule, week, events, events[-1].on + ONE_DAY * later)
    assert found.lines[-1].day == found.due_on
    assert found.lines[-1].code in {"due", "due_if_resumed"}


@given(rule=RULES, week=CALENDARS, events=stories(), wait=st.integers(0, 90), length=st.integers(0, 30), data=st.data())
def test_a_correction_never_shortens(
    rule: ClockRule, week: WorkingCalendar, events: list[ClockEvent], wait: int, length: int, data: st.DataObject
) -> None:
    events = events if len(events) % 2 else events[:-1]
    asked = events[-1].on + ONE_DAY * wait
    ground = data.draw(st.sampled_from(["incorrect", "incomplete"]))
    more = [
        ClockEvent(EventKind.SUSPENDED, asked, ground=ground),
        ClockEvent(EventKind.RESUMED, asked + ONE_DAY * length),
    ]
    assert due(rule, week, [*events, *more]) >= due(rule, week, events)
    assert due(rule, week, [*events, more[0]], more[1].on) == due(rule, week, [*events, *more]), "as if it ended today"


@given(rule=RULES, week=CALENDARS, events=stories())
def test_a_longer_correction_never_shortens(rule: ClockRule, week: WorkingCalendar, events: list[ClockEvent]) -> None:
    today = events[-1].on
    assert due(rule, week, events, today) <= due(rule, week, events, today + ONE_DAY)


@given(rule=RULES, week=CALENDARS, events=stories(), longest=SPANS)
def test_an_extension_never_shortens(
    rule: ClockRule, week: WorkingCalendar, events: list[ClockEvent], longest: Span
) -> None:
    rule = replace(rule, time=replace(rule.time, extendable_to=longest))
    extended = [*events, ClockEvent(EventKind.EXTENDED, events[-1].on, ground="expertise")]
    if rule.time.unit == longest.unit and longest.n <= rule.time.n:
        with pytest.raises(MisplacedEvent, match="not_longer"):
            due(rule, week, extended)
    else:
        assert due(rule, week, extended) >= due(rule, week, events)


@given(rule=RULES, events=stories(), known=decrees(), week=st.sampled_from(["uz-5d", "uz-6d"]), data=st.data())
def test_the_order_in_which_holidays_come_does_not_matter(
    rule: ClockRule, events: list[ClockEvent], known: list[Proclaimed], week: str, data: st.DataObject
) -> None:
    one_by_one = calendar(week)
    for decree in data.draw(st.permutations(known)):
        one_by_one = with_proclaimed(one_by_one, [decree])
    at_once = with_proclaimed(calendar(week), known)
    assert reckoned(rule, one_by_one, events) == reckoned(rule, at_once, events)


@given(rule=RULES, week=CALENDARS, events=stories(), off=DAYS)
def test_one_more_day_off_never_shortens(
    rule: ClockRule, week: WorkingCalendar, events: list[ClockEvent], off: date
) -> None:
    assert due(rule, with_proclaimed(week, [Proclaimed(off)]), events) >= due(rule, week, events)


@given(rule=RULES, week=CALENDARS, events=stories(), later=st.integers(0, 60))
def test_silence_speaks_only_where_the_catalogue_says_so_and_after_a_warning(
    rule: ClockRule, week: WorkingCalendar, events: list[ClockEvent], later: int
) -> None:
    found = reckoned(rule, week, events, events[-1].on + ONE_DAY * later)
    spoken = found.state in {ClockState.SILENTLY_APPROVED, ClockState.SILENTLY_REFUSED}
    if rule.silence is None:
        assert found.silent_on is None
        assert not spoken
    if found.silent_on:
        assert found.warn_on is not None
        assert found.due_on is not None
        assert found.warn_on <= found.due_on < found.silent_on
    if spoken:
        assert found.silent_on is not None


@given(rule=RULES, week=CALENDARS, events=stories())
def test_only_one_correction_is_open_at_a_time(
    rule: ClockRule, week: WorkingCalendar, events: list[ClockEvent]
) -> None:
    is_open = len(events) % 2 == 0
    asked = ClockEvent(EventKind.SUSPENDED, events[-1].on, ground="incorrect")
    refused = None
    try:
        check_next(rule, calendars={"": week}, events=events, following=asked)
    except MisplacedEvent as misplaced:
        refused = misplaced.code
    assert (refused == "already_suspended") is is_open


def test_who_is_late_cannot_stop_the_clock_nor_lengthen_the_time() -> None:
    week = {"": calendar("uz-5d")}
    rule = ClockRule(TimeLimit(10, "wd", extendable_to=Span(20, "wd")))
    taken = [ClockEvent(EventKind.ACCEPTED, date(2010, 4, 7))]
    last, late = date(2010, 4, 21), date(2010, 4, 22)
    for kind in (EventKind.SUSPENDED, EventKind.EXTENDED):
        check_next(rule, calendars=week, events=taken, following=ClockEvent(kind, last, ground="incorrect"))
        with pytest.raises(MisplacedEvent, match="too_late"):
            check_next(rule, calendars=week, events=taken, following=ClockEvent(kind, late, ground="incorrect"))
    with pytest.raises(MisplacedEvent, match="out_of_order"):
        check_next(rule, calendars=week, events=taken, following=ClockEvent(EventKind.DECIDED, date(2010, 4, 6)))


def test_events_are_put_in_the_order_of_their_days() -> None:
    week = calendar("uz-5d")
    rule = ClockRule(TimeLimit(10, "wd"))
    told = [
        ClockEvent(EventKind.ACCEPTED, date(2010, 4, 7)),
        ClockEvent(EventKind.SUSPENDED, date(2010, 4, 12), ground="incorrect"),
        ClockEvent(EventKind.RESUMED, date(2010, 4, 14)),
    ]
    assert reckoned(rule, week, told[::-1]) == reckoned(rule, week, told)
