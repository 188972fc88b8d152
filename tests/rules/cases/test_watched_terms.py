"""When a department is reminded of a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as any_

from darcha.cases.rules import DUE, OVERDUE, SOON, reminder_of
from darcha.kernel.working_time import WorkingCalendar

FIVE_DAYS = WorkingCalendar(frozenset(range(5)))
MONDAY = date(2010, 4, 12)


@pytest.mark.parametrize(
    ("ahead", "said"), [(-4, None), (-3, SOON), (-2, SOON), (-1, SOON), (0, DUE), (1, OVERDUE), (9, OVERDUE)]
)
def test_a_monday_is_near_from_friday_on(ahead: int, said: str | None) -> None:
    today = MONDAY + timedelta(days=ahead)
    opened_on = MONDAY - timedelta(days=14)
    assert reminder_of(MONDAY, opened_on=opened_on, today=today, calendar=FIVE_DAYS) == said


def test_of_what_came_today_nothing_is_said_until_it_is_due() -> None:
    friday = MONDAY - timedelta(days=3)
    assert reminder_of(MONDAY, opened_on=friday, today=friday, calendar=FIVE_DAYS) is None


@given(any_.dates(date(2010, 1, 1), date(2030, 1, 1)), any_.integers(1, 30), any_.integers(-40, 40))
def test_what_is_said_only_grows_more_urgent(due_on: date, term: int, ahead: int) -> None:
    order = [None, SOON, DUE, OVERDUE]
    said = [
        reminder_of(
            due_on,
            opened_on=due_on - timedelta(days=term),
            today=due_on + timedelta(days=ahead + later),
            calendar=FIVE_DAYS,
        )
        for later in (0, 1)
    ]
    assert order.index(said[0]) <= order.index(said[1])
