"""The departments behind the windows, invented: open work items are done, ready cases decided, documents issued."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from random import Random
from zoneinfo import ZoneInfo

from darcha.access import queries as access
from darcha.cases import actions as cases
from darcha.cases import queries as case_queries
from darcha.catalogue import queries as catalogue
from darcha.kernel.actor import Actor
from darcha.kernel.refusal import Refusal
from darcha.kernel.working_time import calendar, is_working_day
from darcha.practice.parameters import BackOffice

_GROUND = "The facts in the registers do not meet the conditions of the service."


@dataclass(frozen=True, slots=True)
class Clerk:
    """Whoever works a department's items in a replay."""

    department_id: str
    calendar: str
    actor: Actor


def clerks(*, centre_id: str) -> list[Clerk]:
    """Return one clerk for each department that has a department officer at the centre."""
    found: dict[str, Actor] = {}
    for card in access.employees(centre_id=centre_id):
        for role, _, department_id in card.roles:
            if role == "department_officer" and department_id and department_id not in found:
                found[department_id] = access.actor_of(employee_id=card.id)
    return [
        Clerk(department.code, department.calendar, found[department.code])
        for department in catalogue.departments()
        if department.code in found
    ]


def work_through(
    *, centre_id: str, clerk: Clerk, at: datetime, day: date, seed: str, habits: BackOffice, zone: ZoneInfo
) -> int:
    """Let one department go through its work once; return how many things were done.

    Whether an item is done now depends on the seed, the item and the moment alone, so a pass played again does the
    same.
    """
    if not is_working_day(day, calendar=calendar(clerk.calendar)):
        return 0
    done = 0
    for row in case_queries.work_list(centre_id=centre_id, department_id=clerk.department_id, at=at):
        random = Random(f"{seed}:item:{row.work_item_id}:{at.isoformat()}")
        due_now = row.due_at is not None and row.due_at.astimezone(zone).date() <= day
        if random.random() * 100 < (habits.on_time if due_now else habits.done_each_pass):
            outcome = "objected" if random.random() * 100 < habits.objected else "agreed"
            done += _do(
                cases.complete_work_item,
                work_item_id=row.work_item_id,
                outcome=outcome,
                note="",
                at=at,
                by=clerk.actor,
                key=f"{seed}:item:{row.work_item_id}",
            )
    for case_id in case_queries.ready_to_decide(centre_id=centre_id, department_id=clerk.department_id, at=at):
        random = Random(f"{seed}:case:{case_id}")
        refused = random.random() * 100 < habits.refused
        decided = _do(
            cases.decide,
            case_id=case_id,
            outcome="refused" if refused else "granted",
            ground=_GROUND if refused else "",
            at=at,
            by=clerk.actor,
            key=f"{seed}:decide:{case_id}",
        )
        if decided and not refused:
            _do(cases.issue_document, case_id=case_id, at=at, by=clerk.actor, key=f"{seed}:document:{case_id}")
        done += decided
    return done


def _do(action: object, **given: object) -> int:
    try:
        action(**given)  # type: ignore[operator]
    except Refusal:
        return 0
    return 1
