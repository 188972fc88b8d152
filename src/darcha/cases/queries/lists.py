"""What waits to be done: for a department, for the owner of a case."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Count, Q

from darcha.cases import models, rules
from darcha.cases.rules import CaseState, ItemState, WorkListRow
from darcha.cases.timekeeping import standing
from darcha.catalogue import queries as catalogue
from darcha.catalogue.rules import ServiceVersion
from darcha.centres.queries import local_day

PAGE = 200
"""How many rows of work are shown at once, the most urgent first."""


def work_list(*, centre_id: str, department_id: str, at: datetime, limit: int = PAGE) -> list[WorkListRow]:
    """Return the open items a department has to do or to enter for a partner, the most urgent first. No names."""
    partners = [body.code for body in catalogue.departments(partners=True) if body.is_partner]
    rows = (
        models.WorkItem.objects.filter(centre_id=centre_id, state=ItemState.OPEN.value)
        .filter(Q(department_id=department_id) | Q(owner_id=department_id, department_id__in=partners))
        .select_related("case")
        .order_by("due_on", "id")[:limit]
    )
    today = local_day(centre_id=centre_id, at=at)
    resting = standing(row.case_id for row in rows)
    found = []
    for row in rows:
        version = catalogue.service_version_by_id(id=row.case.service_version_id)
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
                stands=row.case_id in resting,
                silence=_silence(row.case, version=version, today=today, stands=row.case_id in resting),
            )
        )
    return found


def ready_to_decide(*, centre_id: str, department_id: str, at: datetime, limit: int = PAGE) -> list[WorkListRow]:
    """Return the cases of a department whose departments have all answered, the most urgent first. No names."""
    return _for_the_owner(
        CaseState.READY, "decision", centre_id=centre_id, department_id=department_id, at=at, limit=limit
    )


def ready_to_issue(*, centre_id: str, department_id: str, at: datetime, limit: int = PAGE) -> list[WorkListRow]:
    """Return the granted cases of a department whose document is not yet given out. No names."""
    return _for_the_owner(
        CaseState.GRANTED, "document", centre_id=centre_id, department_id=department_id, at=at, limit=limit
    )


def _for_the_owner(
    state: CaseState, group: str, *, centre_id: str, department_id: str, at: datetime, limit: int
) -> list[WorkListRow]:
    cases = list(
        models.Case.objects.filter(centre_id=centre_id, department_id=department_id, state=state.value).order_by(
            "due_on", "id"
        )[:limit]
    )
    objections: dict[int, int] = dict(
        models.WorkItem.objects.filter(case_id__in=[case.id for case in cases], outcome="objected")
        .values_list("case_id")
        .annotate(Count("id"))
    )
    today = local_day(centre_id=centre_id, at=at)
    days = catalogue.working_calendar(department_id=department_id)
    resting = standing(case.id for case in cases)
    found = []
    for case in cases:
        version = catalogue.service_version_by_id(id=case.service_version_id)
        since = case.decided_at or case.ready_at
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
                days_left=rules.days_left(case.due_on, today=today, calendar=days),
                not_before=case.not_before,
                objections=objections.get(case.id, 0),
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
