"""The departments behind the windows, invented: open work items are done, ready cases decided, documents issued."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from darcha.access import queries as access
from darcha.cases import actions as cases
from darcha.cases import queries as case_queries
from darcha.cases.rules import Because, WorkListRow
from darcha.catalogue import queries as catalogue
from darcha.kernel.actor import Actor
from darcha.kernel.refusal import Refusal
from darcha.kernel.working_time import is_working_day
from darcha.practice.parameters import BackOffice

AT_ONCE = 200
"""So many things of a kind a clerk goes through at once, the most urgent first."""

_GROUND = "Roʻyxatlardagi maʼlumotlar xizmat shartlariga mos kelmaydi."
_BECAUSE = Because("Xizmat koʻrsatish tartibi, 5-band", "put_right")
_TWO = 2
"""So many officers of a department a decision needs at most."""


@dataclass(frozen=True, slots=True)
class Clerk:
    """Whoever works a department's items in a replay; `colleague` confirms where a service asks for four eyes."""

    department_id: str
    actor: Actor
    colleague: Actor | None = None


def clerks(*, centre_id: str) -> list[Clerk]:
    """Return one clerk for each department that has a department officer at the centre."""
    found: dict[str, list[Actor]] = {}
    for card in access.employees(centre_id=centre_id):
        for role, _, department_id in card.roles:
            if role == "department_officer" and department_id and len(found.get(department_id, ())) < _TWO:
                found.setdefault(department_id, []).append(access.actor_of(employee_id=card.id))
    return [
        Clerk(department.code, *found[department.code])
        for department in catalogue.departments()
        if department.code in found
    ]


def work_through(*, centre_id: str, clerk: Clerk, at: datetime, day: date, seed: str, habits: BackOffice) -> int:
    """Let one department go through its work once; return how many things were done.

    Whether an item is done now depends on the seed, the item and the moment alone, so a pass played again does the
    same.
    """
    if not is_working_day(day, calendar=catalogue.working_calendar(department_id=clerk.department_id)):
        return 0
    done = sum(
        _complete(row, clerk=clerk, at=at, day=day, seed=seed, habits=habits)
        for row in case_queries.work_list(centre_id=centre_id, department_id=clerk.department_id, at=at, limit=AT_ONCE)
    )
    done += sum(
        _decide(row, clerk=clerk, at=at, seed=seed, habits=habits)
        for row in case_queries.ready_to_decide(
            centre_id=centre_id, department_id=clerk.department_id, at=at, limit=AT_ONCE
        )
    )
    if clerk.colleague:
        done += sum(
            _do(
                cases.confirm_decision,
                case_id=row.case_id,
                at=at,
                by=clerk.colleague,
                key=f"{seed}:confirm:{row.case_id}",
            )
            for row in case_queries.to_confirm(
                centre_id=centre_id, department_id=clerk.department_id, at=at, limit=AT_ONCE
            )
        )
    done += sum(
        _do(cases.issue_document, case_id=row.case_id, at=at, by=clerk.actor, key=f"{seed}:document:{row.case_id}")
        for row in case_queries.ready_to_issue(
            centre_id=centre_id, department_id=clerk.department_id, at=at, limit=AT_ONCE
        )
    )
    return done


def _complete(row: WorkListRow, *, clerk: Clerk, at: datetime, day: date, seed: str, habits: BackOffice) -> int:
    random = Random(f"{seed}:item:{row.item_id}:{at.isoformat()}")
    if random.random() * 100 >= (habits.on_time if row.due_on <= day else habits.done_each_day):
        return 0
    objects = random.random() * 100 < habits.objected
    return _do(
        cases.complete_work_item,
        work_item_id=row.item_id,
        outcome="objected" if objects else "agreed",
        note=_GROUND if objects else "",
        at=at,
        by=clerk.actor,
        key=f"{seed}:item:{row.item_id}",
    )


def _decide(row: WorkListRow, *, clerk: Clerk, at: datetime, seed: str, habits: BackOffice) -> int:
    refused = Random(f"{seed}:case:{row.case_id}").random() * 100 < habits.refused
    return _do(
        cases.propose_decision if row.four_eyes else cases.decide,
        case_id=row.case_id,
        outcome="refused" if refused else "granted",
        ground=_GROUND if refused else "",
        because=_BECAUSE if refused else None,
        at=at,
        by=clerk.actor,
        key=f"{seed}:decide:{row.case_id}",
    )


def _do(action: Callable[..., object], **given: object) -> int:
    try:
        action(**given)
    except Refusal:
        return 0
    return 1
