"""What is late, and of what silence is going to speak: for the head of a centre, and for that of an agency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from darcha.cases import models, rules
from darcha.cases.rules import CaseState, ItemState
from darcha.cases.timekeeping import standing
from darcha.catalogue import queries as catalogue
from darcha.centres.queries import local_day
from darcha.kernel.names import Names
from darcha.kernel.working_time import WorkingCalendar

_OPEN = (CaseState.ACCEPTED.value, CaseState.READY.value)
LATE_ROWS = 200
"""How many are shown of each kind, the latest first."""


@dataclass(frozen=True, slots=True)
class LateRow:
    """Something late. `do`: what the department does; None: its own work, or (`item_id` None) the decision.

    `has_it`: the department it waits for; `since`: when it came there; `days_late`: its working days. `reminded_at`,
    `escalated_at`: when its people and those above were told; None: not yet.
    """

    number: str
    service_names: Names
    item_id: int | None
    do: Names | None
    has_it: str
    owner_id: str
    since: datetime
    due_on: date
    days_late: int
    waits_for_others: bool
    reminded_at: datetime | None
    escalated_at: datetime | None


@dataclass(frozen=True, slots=True)
class SilenceRow:
    """A case of which silence speaks after `due_on`. `silence`: "approve" or "refuse"."""

    number: str
    service_names: Names
    department_id: str
    due_on: date
    silence: str
    warned_at: datetime


@dataclass(frozen=True, slots=True)
class Late:
    """What is late in a centre, or of one department in it."""

    items: tuple[LateRow, ...]
    cases: tuple[LateRow, ...]
    silences: tuple[SilenceRow, ...]


def late(*, centre_id: str, department_id: str | None, at: datetime) -> Late:
    """Return what is late at a centre; with a department what waits for it, and the cases it decides. No names."""
    today = local_day(centre_id=centre_id, at=at)
    items = models.WorkItem.objects.filter(centre_id=centre_id, state=ItemState.OPEN.value, due_on__lt=today)
    cases = models.Case.objects.filter(centre_id=centre_id, state__in=_OPEN, due_on__lt=today)
    silences = models.Reminder.objects.filter(
        centre_id=centre_id, kind=rules.SILENCE, due_on__gte=today, case__state__in=_OPEN
    )
    if department_id is not None:
        items = items.filter(Q(department_id=department_id) | Q(owner_id=department_id))
        cases = cases.filter(department_id=department_id)
        silences = silences.filter(department_id=department_id)
    found_items = list(items.select_related("case").defer("note", "case__facts").order_by("due_on", "id")[:LATE_ROWS])
    found_cases = list(cases.defer("facts").order_by("due_on", "id")[:LATE_ROWS])
    resting = standing({row.case_id for row in found_items} | {case.id for case in found_cases})
    told = _told({row.case_id for row in found_items} | {case.id for case in found_cases})
    return Late(
        items=tuple(_of_item(row, told, today=today) for row in found_items if row.case_id not in resting),
        cases=tuple(_of_case(case, told, today=today) for case in found_cases if case.id not in resting),
        silences=_silences(list(silences.select_related("case").defer("case__facts").order_by("due_on", "id"))),
    )


_Told = dict[tuple[int, int | None, str], datetime]


def _told(case_ids: set[int]) -> _Told:
    """Return when each thing was told last, by case, item and kind."""
    rows = models.Reminder.objects.filter(case_id__in=case_ids).order_by("told_at")
    return {(row.case_id, row.item_id, row.kind): row.told_at for row in rows}


def _of_item(row: models.WorkItem, told: _Told, *, today: date) -> LateRow:
    version = catalogue.service_version_by_id(id=row.of_version_id or row.case.service_version_id)
    step = rules.step_of(version, group=row.group, position=row.position)
    assert row.due_on
    assert row.opened_at
    return LateRow(
        number=row.case.number,
        service_names=version.names,
        item_id=row.id,
        do=step.do if step else None,
        has_it=row.department_id,
        owner_id=row.owner_id,
        since=row.opened_at,
        due_on=row.due_on,
        days_late=_days_late(row.due_on, today=today, department_id=row.department_id),
        waits_for_others=False,
        reminded_at=told.get((row.case_id, row.id, rules.DUE)) or told.get((row.case_id, row.id, rules.SOON)),
        escalated_at=told.get((row.case_id, row.id, rules.OVERDUE)),
    )


def _of_case(case: models.Case, told: _Told, *, today: date) -> LateRow:
    since = case.ready_at or case.accepted_at
    assert case.due_on
    assert since
    return LateRow(
        number=case.number,
        service_names=catalogue.service_version_by_id(id=case.service_version_id).names,
        item_id=None,
        do=None,
        has_it=case.department_id,
        owner_id=case.department_id,
        since=since,
        due_on=case.due_on,
        days_late=_days_late(case.due_on, today=today, department_id=case.department_id),
        waits_for_others=case.state == CaseState.ACCEPTED,
        reminded_at=None,
        escalated_at=told.get((case.id, None, rules.OVERDUE)),
    )


def _days_late(due_on: date, *, today: date, department_id: str) -> int:
    week: WorkingCalendar = catalogue.working_calendar(department_id=department_id)
    return -rules.days_left(due_on, today=today, calendar=week)


def _silences(rows: list[models.Reminder]) -> tuple[SilenceRow, ...]:
    """Return the warnings that still hold: the day has not moved, and no correction stops it."""
    resting = standing({row.case_id for row in rows})
    found = []
    for row in rows:
        version = catalogue.service_version_by_id(id=row.case.service_version_id)
        if row.case_id in resting or row.due_on != row.case.due_on or version.tacit is None:
            continue
        found.append(
            SilenceRow(row.case.number, version.names, row.department_id, row.due_on, version.tacit, row.told_at)
        )
    return tuple(found)
