"""The departments answer."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction

from darcha.access import queries as access
from darcha.cases import errors, models, rules
from darcha.cases.actions.common import (
    earlier,
    id_in,
    locked_case,
    settle,
    text_within_limit,
)
from darcha.cases.rules import CaseState, Item, ItemDone, ItemState, Next
from darcha.cases.timekeeping import keep_dates, reckoning
from darcha.catalogue import queries as catalogue
from darcha.centres.queries import local_day
from darcha.journal import actions as journal
from darcha.journal.kinds import Kind
from darcha.journal.rules import Entry
from darcha.kernel.actor import Actor, Permission
from darcha.kernel.refusal import Refusal


def complete_work_item(
    *, work_item_id: int, outcome: str, note: str, at: datetime, by: Actor, key: str | None = None
) -> ItemDone:
    """Enter a department's answer: "agreed", "conditions" (agreed with conditions) or "objected". The last parallel
    one opens what follows; the last of all makes the case ready to be decided.

    An officer of the department addressed enters it; where a partner outside the house is addressed, one of the owning
    department.

    :raises UnknownWorkItem: there is none.
    :raises WorkItemNotOpen: it is done, or waits for others.
    :raises NoteMissing: conditions or an objection without words.
    """
    item = models.WorkItem.objects.filter(id=work_item_id).first()
    if item is None:
        raise errors.UnknownWorkItem(work_item_id=work_item_id)
    must_work_on(item, by=by)
    if outcome not in rules.ITEM_OUTCOMES:
        raise errors.OutcomeUnknown(outcome=outcome)
    note = text_within_limit(note, field="note")
    if outcome in rules.NEEDS_WORDS and not note:
        raise errors.NoteMissing(work_item_id=work_item_id)
    kinds = (Kind.CASE_ITEM_DONE,)
    done = earlier(centre_id=item.centre_id, key=key, by=by, kinds=kinds)
    if done:
        return _item_answer(done)
    today = local_day(centre_id=item.centre_id, at=at)
    try:
        with transaction.atomic():
            # Whoever completes an item of the same case waits here, so exactly one of them sees the others done: the
            # join fires once.
            case = locked_case(case_id=item.case_id)
            keep_dates(case, today=today)
            items = {row.id: row for row in models.WorkItem.objects.filter(case_id=case.id).order_by("id")}
            item = items[work_item_id]
            if item.state != ItemState.OPEN or item.due_on is None:
                raise errors.WorkItemNotOpen(work_item_id=work_item_id)
            following = rules.after_done(
                [Item(row.id, row.group, row.state) for row in items.values()], done=work_item_id
            )
            item.state, item.outcome, item.note = ItemState.DONE.value, outcome, note or None
            item.done_at, item.done_by = at, by.label
            item.save(update_fields=["state", "outcome", "note", "done_at", "done_by"])
            _go_on(case, items=items, following=following, at=at, today=today)
            settle()
            journal.append(
                centre_id=case.centre_id,
                kind=Kind.CASE_ITEM_DONE,
                subject=f"work_item:{item.id}",
                at=at,
                by=by,
                data={
                    "case": case.id,
                    "item": item.id,
                    "department": item.department_id,
                    "outcome": outcome,
                    "due_on": item.due_on.isoformat(),
                    "on_time": today <= item.due_on,
                    "opened": list(following.opens),
                    "ready": following.ready,
                    **_instead_of(item, day=today, by=by),
                },
                key=key,
            )
    except (IntegrityError, Refusal):
        done = earlier(centre_id=item.centre_id, key=key, by=by, kinds=kinds)
        if done:
            return _item_answer(done)
        raise
    return ItemDone(case.id, item.id, following.opens, following.ready)


def _instead_of(item: models.WorkItem, *, day: date, by: Actor) -> dict[str, object]:
    """Return for whom `by` answered, where they stand in for whoever has the item."""
    if item.taken_by in ("", by.label):
        return {}
    whose = access.acts_for(centre_id=item.centre_id, label=by.label, day=day)
    return {"instead_of": item.taken_by} if item.taken_by in whose else {}


def must_work_on(item: models.WorkItem, *, by: Actor) -> None:
    """Pass when `by` may enter the answer of the department addressed.

    :raises NotAllowed: neither of that department nor, for a partner, of the owning one.
    """
    if by.may(Permission.WORK_ON_CASE, centre_id=item.centre_id, department_id=item.department_id):
        return
    is_partner = catalogue.department(code=item.department_id).is_partner
    department_id = item.owner_id if is_partner else item.department_id
    by.must(Permission.WORK_ON_CASE, centre_id=item.centre_id, department_id=department_id)


def _go_on(case: models.Case, *, items: dict[int, models.WorkItem], following: Next, at: datetime, today: date) -> None:
    """Open what waited for the join, or make the case ready."""
    if not following.opens and not following.ready:
        return
    version = catalogue.service_version_by_id(id=case.service_version_id, variant=case.variant)
    if following.ready:
        case.state, case.ready_at = CaseState.READY.value, at
        # Where the law starts the time with the last answer, the day is known only now.
        case.due_on = reckoning(case, version=version, today=today).due_on
        case.save(update_fields=["state", "ready_at", "due_on"])
        return
    found = reckoning(case, version=version, today=today)
    assert found.due_on is not None
    for item_id in following.opens:
        row = items[item_id]
        step = rules.step_of(version, group=row.group, position=row.position)
        row.state, row.opened_at = ItemState.OPEN.value, at
        row.due_on = rules.item_due(
            step,
            opened_on=today,
            case_due_on=max(found.due_on, today),
            calendar=catalogue.working_calendar(department_id=row.department_id),
            stood=found.stood,
        )
        row.save(update_fields=["state", "opened_at", "due_on"])


def _item_answer(entry: Entry) -> ItemDone:
    opened = entry.data.get("opened", [])
    return ItemDone(
        case_id=int(str(entry.data["case"])),
        work_item_id=id_in(entry.subject),
        opened=tuple(int(item) for item in opened) if isinstance(opened, list) else (),
        ready=entry.data.get("ready") is True,
    )
