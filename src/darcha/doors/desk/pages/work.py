"""The work of a department: what is due when. No name stands in the list; a case is read one by one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from darcha.cases import queries as cases
from darcha.cases.rules import WorkListRow
from darcha.catalogue import queries as catalogue
from darcha.centres import queries as centres
from darcha.doors.porch.people import employee_name
from darcha.kernel.names import Names
from darcha.kernel.working_time import WorkingCalendar, working_days_between

SUNDAY = 6

_DIGITS = 18
"""As many as the greatest id has that the database can hold."""


@dataclass(frozen=True, slots=True)
class Bricks:
    """Working days as bricks: `used` of `total`, and what to say of them: "overdue", "soon", "running".

    `over`: working days beyond the last one; `held`: those on which the clock stood, which are not of the total.
    """

    used: int
    total: int
    state: str
    over: int = 0
    held: int = 0

    @property
    def is_last_day(self) -> bool:
        """Return whether it is due today."""
        return self.state == "soon" and self.used >= self.total


def bricks(*, since: date, due_on: date, left: int, calendar: WorkingCalendar, held: int = 0) -> Bricks:
    """Return the bricks of a span from the day after `since` to `due_on`, of which `left` working days are left.

    `left` is negative when late. Two days before the end it is soon. On `held` of them the clock stood.
    """
    total = max(working_days_between(since, due_on, calendar) - held, 1)
    if left < 0:
        return Bricks(total, total, "overdue", -left, held)
    return Bricks(max(total - left, 0), total, "soon" if left <= 1 else "running", held=held)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list; `asked`: the other body for which this department enters the answer, or which asked it."""

    row: WorkListRow
    bricks: Bricks
    asked: Names | None
    is_early: bool
    taken_by: str


@dataclass(frozen=True, slots=True)
class Group:
    """The lines due in the same stretch of time."""

    code: str
    title: str | Promise
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Tab:
    """One kind of work with how much of it there is."""

    code: str
    title: str | Promise
    count: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class WorkPage:
    """The list as it is shown: one page of it. `following`: what to ask the next page with; None: this is the last.

    `services` are those one can look at alone, `service` the one looked at, `is_first` whether the page begins the list.
    """

    department_id: str
    departments: tuple[tuple[str, Names], ...]
    tab: str
    tabs: tuple[Tab, ...]
    groups: tuple[Group, ...]
    total: int
    overdue: int
    today: int
    five_day_week: bool
    services: tuple[tuple[str, Names], ...] = ()
    service: str | None = None
    following: str | None = None
    is_first: bool = True
    is_mine: bool = False


ITEMS, DECIDE, CONFIRM, ISSUE = "items", "decide", "confirm", "issue"

_TABS = (
    (ITEMS, gettext_lazy("To answer"), cases.work_list, attrgetter("to_answer")),
    (DECIDE, gettext_lazy("To decide"), cases.ready_to_decide, attrgetter("to_decide")),
    (CONFIRM, gettext_lazy("To confirm"), cases.to_confirm, attrgetter("to_confirm")),
    (ISSUE, gettext_lazy("To give out"), cases.ready_to_issue, attrgetter("to_issue")),
)
_GROUPS = (
    ("overdue", gettext_lazy("Overdue")),
    ("today", gettext_lazy("Today")),
    ("week", gettext_lazy("This week")),
    ("later", gettext_lazy("Later")),
)


def work(
    *,
    centre_id: str,
    department_ids: Iterable[str],
    department_id: str,
    tab: str,
    service: str,
    after: str,
    mine: str | None,
    at: datetime,
) -> WorkPage:
    """Return a page of the work of one department; an unknown `tab` is the first one that holds something.

    `mine` keeps to the items of one officer, "employee:7"; `service` keeps to one service, `after` is where the page before ended; what is not understood is left aside.
    """
    zone = ZoneInfo(centres.centre(code=centre_id).zone)
    today = at.astimezone(zone).date()
    services = _services_of(department_id, on=today)
    kept_to = service if service in dict(services) else None
    place = _place(after)
    known = cases.backlogs(centre_id=centre_id, department_id=department_id, at=at, service_id=kept_to, taken_by=mine)
    backlogs = {code: count(known) for code, _, _, count in _TABS}
    chosen = tab if tab in backlogs else next((code for code, there in backlogs.items() if there.total), ITEMS)
    query = next(query for code, _, query, _ in _TABS if code == chosen)
    # Decisions and documents are nobody's own.
    whose: dict[str, Any] = {"taken_by": mine} if chosen == ITEMS else {}
    # One row more tells whether anything follows.
    rows = query(
        centre_id=centre_id,
        department_id=department_id,
        at=at,
        after=place,
        service_id=kept_to,
        limit=cases.PAGE + 1,
        **whose,
    )
    shown = rows[: cases.PAGE]
    sorted_rows: dict[str, list[Row]] = {code: [] for code, _ in _GROUPS}
    for row in shown:
        sorted_rows[_group_of(row.due_on, today=today)].append(_row(row, department_id, zone=zone, today=today))
    return WorkPage(
        department_id=department_id,
        departments=tuple((code, catalogue.department(code=code).names) for code in department_ids),
        tab=chosen,
        tabs=tuple(Tab(code, title, backlogs[code].total, code == chosen) for code, title, _, _ in _TABS),
        groups=tuple(Group(code, title, tuple(sorted_rows[code])) for code, title in _GROUPS if sorted_rows[code]),
        total=backlogs[chosen].total,
        overdue=backlogs[chosen].overdue,
        today=backlogs[chosen].today,
        five_day_week=catalogue.department(code=department_id).calendar == "uz-5d",
        services=services,
        service=kept_to,
        following=_told(shown[-1]) if len(rows) > len(shown) else None,
        is_first=place is None,
        is_mine=mine is not None,
    )


def _services_of(department_id: str, *, on: date) -> tuple[tuple[str, Names], ...]:
    """Return the services a department gives, or is asked about by another."""
    partners = {body.code for body in catalogue.departments(partners=True) if body.is_partner}
    found = []
    for summary in catalogue.service_summaries():
        version = catalogue.service_version(code=summary.code, on=on)
        asked = {step.department_id for step in (*version.parallel_steps, *version.then_steps)}
        if department_id in {version.department_id, version.provider_id, *(asked - partners)}:
            found.append((summary.code, summary.names))
    return tuple(found)


def _told(row: WorkListRow) -> str:
    """Return where a page ends as its address tells it: "2010-04-28.17"."""
    return f"{row.due_on.isoformat()}.{row.item_id or row.case_id}"


def _place(text: str) -> cases.Place | None:
    day, _, number = text.partition(".")
    try:
        return date.fromisoformat(day), int(number[:_DIGITS])
    except ValueError:
        return None


def _group_of(due_on: date, *, today: date) -> str:
    if due_on < today:
        return "overdue"
    if due_on == today:
        return "today"
    return "week" if due_on <= today + timedelta(days=SUNDAY - today.weekday()) else "later"


def _row(row: WorkListRow, department_id: str, *, zone: ZoneInfo, today: date) -> Row:
    week = catalogue.working_calendar(department_id=row.department_id)
    other = row.department_id if row.department_id != department_id else row.owner_id
    return Row(
        row=row,
        bricks=bricks(
            since=row.opened_at.astimezone(zone).date(), due_on=row.due_on, left=row.days_left, calendar=week
        ),
        asked=catalogue.department(code=other).names if other != department_id else None,
        is_early=row.not_before is not None and today < row.not_before,
        taken_by=employee_name(row.taken_by) if row.taken_by else "",
    )
