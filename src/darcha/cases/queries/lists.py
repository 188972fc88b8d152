"""What waits to be done: for a department, for the owner of a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from darcha.access import queries as access
from darcha.cases import models, rules
from darcha.cases.rules import CaseState, ItemState, WorkListRow
from darcha.cases.timekeeping import standing
from darcha.catalogue import queries as catalogue
from darcha.catalogue.rules import ServiceVersion
from darcha.centres.queries import local_day

Row = TypeVar("Row", models.WorkItem, models.Case)

PAGE = 50
"""How many rows of work are shown at once, the most urgent first."""

Place = tuple[date, int]
"""Where a page of a list ends: the last row's day and the id it is sorted by."""


@dataclass(frozen=True, slots=True)
class Backlog:
    """How much of one kind of work there is."""

    total: int
    overdue: int
    today: int


@dataclass(frozen=True, slots=True)
class Backlogs:
    """How much work a department has: items to answer, cases to decide or to confirm, documents to give out."""

    to_answer: Backlog
    to_decide: Backlog
    to_confirm: Backlog
    to_issue: Backlog


def backlogs(
    *, centre_id: str, department_id: str, at: datetime, service_id: str | None = None, taken_by: str | None = None
) -> Backlogs:
    """Return how much a department has to do, of one service where that is asked; of items those of one officer and of whom
    they stand in for.
    """
    today = local_day(centre_id=centre_id, at=at)
    ready = _of_owner(CaseState.READY, centre_id, department_id, service_id)
    whose = _whose(taken_by, centre_id=centre_id, day=today)
    parts = [
        _counted(part, today=today)
        for part in _open_items(centre_id, department_id, service_id=service_id, taken_by=whose)
    ]
    return Backlogs(
        to_answer=Backlog(*(sum(counts) for counts in zip(*parts, strict=True))),
        to_decide=Backlog(*_counted(ready.exclude(_is_proposed()), today=today)),
        to_confirm=Backlog(*_counted(ready.filter(_is_proposed()), today=today)),
        to_issue=Backlog(*_counted(_of_owner(CaseState.GRANTED, centre_id, department_id, service_id), today=today)),
    )


def _counted(rows: QuerySet[Any], *, today: date) -> tuple[int, int, int]:
    told = rows.aggregate(
        total=Count("id"),
        overdue=Count("id", filter=Q(due_on__lt=today)),
        today=Count("id", filter=Q(due_on=today)),
    )
    return told["total"], told["overdue"], told["today"]


def _whose(taken_by: str | None, *, centre_id: str, day: date) -> frozenset[str] | None:
    """Return whose items are an officer's: their own and those of whom they stand in for; None: everybody's."""
    return None if taken_by is None else access.acts_for(centre_id=centre_id, label=taken_by, day=day)


def _open_items(
    centre_id: str, department_id: str, *, service_id: str | None, taken_by: frozenset[str] | None
) -> tuple[QuerySet[models.WorkItem], QuerySet[models.WorkItem]]:
    """Return the open items a department does itself, and those it enters for a partner.

    They are asked for one by one: each has an index in the order of its days, both together would be sorted whole.
    """
    partners = [body.code for body in catalogue.departments(partners=True) if body.is_partner]
    here = models.WorkItem.objects.filter(centre_id=centre_id, state=ItemState.OPEN.value)
    if service_id is not None:
        here = here.filter(case__service_id=service_id)
    if taken_by is not None:
        here = here.filter(taken_by__in=taken_by)
    return here.filter(department_id=department_id), here.filter(owner_id=department_id, department_id__in=partners)


def _of_owner(state: CaseState, centre_id: str, department_id: str, service_id: str | None) -> QuerySet[models.Case]:
    cases = models.Case.objects.filter(centre_id=centre_id, department_id=department_id, state=state.value)
    return cases if service_id is None else cases.filter(service_id=service_id)


def _is_proposed() -> Exists:
    return Exists(models.Proposal.objects.filter(case_id=OuterRef("id"), ended_at__isnull=True))


def _following(rows: QuerySet[Row], *, after: Place | None, limit: int) -> list[Row]:
    """Return the first rows by day and id that come after a place."""
    if after is not None:
        day, last = after
        # The first condition lets the index begin at the day.
        rows = rows.filter(Q(due_on__gte=day) & (Q(due_on__gt=day) | Q(id__gt=last)))
    return list(rows.order_by("due_on", "id")[:limit])


def work_list(
    *,
    centre_id: str,
    department_id: str,
    at: datetime,
    after: Place | None = None,
    service_id: str | None = None,
    taken_by: str | None = None,
    limit: int = PAGE,
) -> list[WorkListRow]:
    """Return the open items a department has to do or to enter for a partner, the most urgent first. No names.

    `taken_by`: those of one officer alone, "employee:7", and of whom they stand in for.
    """
    today = local_day(centre_id=centre_id, at=at)
    whose = _whose(taken_by, centre_id=centre_id, day=today)
    parts = [
        # Neither what was answered nor what was noted is shown here, and unsealing takes its time.
        _following(part.select_related("case").defer("case__facts", "case__answers", "note"), after=after, limit=limit)
        for part in _open_items(centre_id, department_id, service_id=service_id, taken_by=whose)
    ]
    rows = sorted((row for part in parts for row in part), key=lambda row: (row.due_on, row.id))[:limit]
    resting = standing(row.case_id for row in rows)
    reminded = dict(
        models.Reminder.objects.filter(item_id__in=[row.id for row in rows])
        .values_list("item_id")
        .annotate(Max("told_at"))
    )
    found = []
    for row in rows:
        version = catalogue.service_version_by_id(id=row.case.service_version_id, variant=row.case.variant)
        step = rules.step_of(version, group=row.group, position=row.position)
        assert row.due_on
        assert row.opened_at
        assert row.case.due_on
        found.append(
            WorkListRow(
                case_id=row.case.id,
                item_id=row.id,
                number=row.case.number,
                service_id=row.case.service_id,
                service_names=version.names,
                department_id=row.department_id,
                owner_id=row.owner_id,
                group=row.group,
                do=step.do if step else None,
                state=row.state,
                opened_at=row.opened_at,
                due_on=row.due_on,
                case_due_on=row.case.due_on,
                days_left=rules.days_left(
                    row.due_on, today=today, calendar=catalogue.working_calendar(department_id=row.department_id)
                ),
                reminded_at=reminded.get(row.id),
                taken_by=row.taken_by,
                stands=row.case_id in resting,
                silence=_silence(row.case, version=version, today=today, stands=row.case_id in resting),
            )
        )
    return found


def ready_to_decide(
    *,
    centre_id: str,
    department_id: str,
    at: datetime,
    after: Place | None = None,
    service_id: str | None = None,
    limit: int = PAGE,
) -> list[WorkListRow]:
    """Return the cases of a department whose departments have all answered, the most urgent first. No names.

    Those of which a decision is proposed stand in `to_confirm`.
    """
    cases = _of_owner(CaseState.READY, centre_id, department_id, service_id).exclude(_is_proposed())
    return _for_the_owner(cases, "decision", centre_id=centre_id, at=at, after=after, limit=limit)


def to_confirm(
    *,
    centre_id: str,
    department_id: str,
    at: datetime,
    after: Place | None = None,
    service_id: str | None = None,
    limit: int = PAGE,
) -> list[WorkListRow]:
    """Return the cases of a department of which a decision is proposed and not confirmed, the most urgent first."""
    cases = _of_owner(CaseState.READY, centre_id, department_id, service_id).filter(_is_proposed())
    return _for_the_owner(cases, "confirm", centre_id=centre_id, at=at, after=after, limit=limit)


def ready_to_issue(
    *,
    centre_id: str,
    department_id: str,
    at: datetime,
    after: Place | None = None,
    service_id: str | None = None,
    limit: int = PAGE,
) -> list[WorkListRow]:
    """Return the granted cases of a department whose document is not yet given out. No names."""
    cases = _of_owner(CaseState.GRANTED, centre_id, department_id, service_id)
    return _for_the_owner(cases, "document", centre_id=centre_id, at=at, after=after, limit=limit)


def _for_the_owner(
    waiting: QuerySet[models.Case], group: str, *, centre_id: str, at: datetime, after: Place | None, limit: int
) -> list[WorkListRow]:
    cases = _following(waiting.defer("facts", "answers"), after=after, limit=limit)
    case_ids = [case.id for case in cases]
    proposed = {
        row.case_id: row
        for row in models.Proposal.objects.filter(case_id__in=case_ids, ended_at__isnull=True).defer("ground", "words")
    }
    objections: dict[int, int] = dict(
        models.WorkItem.objects.filter(case_id__in=case_ids, outcome="objected")
        .values_list("case_id")
        .annotate(Count("id"))
    )
    today = local_day(centre_id=centre_id, at=at)
    resting = standing(case.id for case in cases)
    found = []
    for case in cases:
        version = catalogue.service_version_by_id(id=case.service_version_id, variant=case.variant)
        proposal = proposed.get(case.id)
        since = proposal.proposed_at if proposal else case.decided_at or case.ready_at
        assert case.due_on
        assert since
        found.append(
            WorkListRow(
                case_id=case.id,
                item_id=None,
                number=case.number,
                service_id=case.service_id,
                service_names=version.names,
                department_id=case.department_id,
                owner_id=case.department_id,
                group=group,
                do=None,
                state=case.state,
                opened_at=since,
                due_on=case.due_on,
                case_due_on=case.due_on,
                days_left=rules.days_left(
                    case.due_on, today=today, calendar=catalogue.working_calendar(department_id=case.department_id)
                ),
                not_before=case.not_before,
                objections=objections.get(case.id, 0),
                four_eyes=version.four_eyes,
                proposed=proposal.outcome if proposal else "",
                proposed_by=proposal.proposed_by if proposal else "",
                stands=case.id in resting,
                silence=_silence(case, version=version, today=today, stands=case.id in resting),
            )
        )
    return found


def _silence(case: models.Case, *, version: ServiceVersion, today: date, stands: bool) -> str | None:
    """Return what no answer soon means, from the day on which officials are warned of it to the last day."""
    rule = rules.rule_of(version)
    if rule.silence is None or case.due_on is None or case.decided_at is not None or stands:
        return None
    days = catalogue.working_calendar(department_id=case.department_id)
    return rule.silence if rules.warn_day(rule, due_on=case.due_on, calendar=days) <= today <= case.due_on else None
