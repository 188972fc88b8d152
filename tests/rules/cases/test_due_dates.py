"""When a case is due: the terms of the law, days off, months, waiting periods, work items inside the case's time."""

from __future__ import annotations

from datetime import date, timedelta

from case_versions import step, version
from hypothesis import given
from hypothesis import strategies as st

from darcha.cases.rules import (
    ClockEvent,
    EventKind,
    Reckoning,
    add_months,
    days_left,
    item_due,
    reckon,
    rule_of,
)
from darcha.catalogue.rules import ServiceVersion, Span
from darcha.kernel.names import Names
from darcha.kernel.working_time import calendar, is_working_day

DAYS = st.dates(date(2010, 1, 1), date(2026, 12, 31))
WEEKS = st.sampled_from(["uz-5d", "uz-6d"])
SPANS = st.one_of(
    st.builds(Span, st.integers(0, 60), st.just("wd")),
    st.builds(Span, st.integers(0, 90), st.just("cd")),
    st.builds(Span, st.integers(0, 12), st.just("mo")),
    st.builds(Span, st.integers(1, 60), st.just("min")),
)


def clock(service: ServiceVersion, *, accepted_on: date, week: str, joined_on: date | None = None) -> Reckoning:
    events = [ClockEvent(EventKind.ACCEPTED, accepted_on)]
    if joined_on:
        events.append(ClockEvent(EventKind.STEPS_DONE, joined_on))
    calendars = {service.department_id: calendar(week)}
    return reckon(rule_of(service), calendars=calendars, events=events, today=joined_on or accepted_on)


def test_a_marriage_waits_a_month_and_is_looked_at_within_a_day_after() -> None:
    marriage = version(time=Span(1, "mo"), kind="waiting_period", review=Span(1, "wd"))

    found = clock(marriage, accepted_on=date(2010, 4, 14), week="uz-6d")

    assert (found.not_before, found.due_on) == (date(2010, 5, 14), date(2010, 5, 15))


def test_a_clock_that_starts_after_another_step_is_counted_from_the_join() -> None:
    poor_family = version(
        time=Span(3, "cd"),
        starts=Names("xulosadan keyin", "хулосадан кейин", "после заключения", "after the conclusion"),
        parallel=(step("SOLIQ"),),
        then=(step("MAH"),),
    )

    assert clock(poor_family, accepted_on=date(2010, 4, 7), week="uz-5d").due_on == date(2010, 4, 12)
    joined = clock(poor_family, accepted_on=date(2010, 4, 7), week="uz-5d", joined_on=date(2010, 4, 20))
    assert joined.due_on == date(2010, 4, 23)
    assert "started_steps" in [line.code for line in joined.lines]


@given(accepted_on=DAYS, span=SPANS, week=WEEKS)
def test_a_later_application_is_never_due_earlier(accepted_on: date, span: Span, week: str) -> None:
    following = accepted_on + timedelta(days=1)
    first = clock(version(time=span), accepted_on=accepted_on, week=week)
    assert first.due_on <= clock(version(time=span), accepted_on=following, week=week).due_on


@given(accepted_on=DAYS, span=SPANS, week=WEEKS)
def test_one_more_of_the_unit_is_never_earlier(accepted_on: date, span: Span, week: str) -> None:
    longer = Span(span.n + 1, span.unit)
    due = clock(version(time=span), accepted_on=accepted_on, week=week).due_on
    assert due <= clock(version(time=longer), accepted_on=accepted_on, week=week).due_on


@given(opened_on=DAYS, span=st.one_of(st.none(), SPANS), week=WEEKS, case_days=st.integers(0, 60))
def test_a_work_item_is_due_inside_its_case_on_a_day_its_department_works(
    opened_on: date, span: Span | None, week: str, case_days: int
) -> None:
    case_due_on = opened_on + timedelta(days=case_days)
    own = step("PJ", n=span.n, unit=span.unit) if span else step("PJ")

    due = item_due(own, opened_on=opened_on, case_due_on=case_due_on, calendar=calendar(week))

    assert opened_on <= due <= case_due_on
    days = [opened_on + timedelta(days=ahead) for ahead in range(case_days + 1)]
    if any(is_working_day(day, calendar=calendar(week)) for day in days):
        assert is_working_day(due, calendar=calendar(week))


def test_a_department_that_rests_on_saturday_answers_on_friday_where_the_case_is_due_on_saturday() -> None:
    saturday = date(2010, 4, 10)
    assert item_due(step("PJ"), opened_on=date(2010, 4, 7), case_due_on=saturday, calendar=calendar("uz-5d")) == date(
        2010, 4, 9
    )


@given(day=DAYS, n=st.integers(0, 36))
def test_a_month_keeps_its_day_or_takes_the_last(day: date, n: int) -> None:
    later = add_months(day, n)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == n
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


def test_days_left_are_counted_in_days_worked() -> None:
    monday = date(2010, 4, 12)
    assert days_left(monday, today=date(2010, 4, 9), calendar=calendar("uz-5d")) == 1
    assert days_left(monday, today=monday, calendar=calendar("uz-5d")) == 0
    assert days_left(monday, today=date(2010, 4, 14), calendar=calendar("uz-5d")) == -2
