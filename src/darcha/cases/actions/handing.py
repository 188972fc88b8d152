"""Work changes hands: an officer takes an item or hands it to a colleague; the owner sends an answer back."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from darcha.access import queries as access
from darcha.cases import errors, models, rules
from darcha.cases.actions.common import earlier, locked_case, next_id, settle, text_within_limit
from darcha.cases.actions.deciding import open_proposal
from darcha.cases.actions.work import must_work_on
from darcha.cases.rules import CaseState, ItemHanded, ItemState
from darcha.cases.timekeeping import keep_dates, reckoning
from darcha.catalogue import queries as catalogue
from darcha.centres.queries import local_day
from darcha.journal import actions as journal
from darcha.journal.kinds import Kind
from darcha.journal.rules import Entry
from darcha.kernel.actor import Actor, Permission
from darcha.kernel.refusal import Refusal


def hand_item(*, work_item_id: int, to: int | None, at: datetime, by: Actor, key: str | None = None) -> ItemHanded:
    """Let an open item be somebody's: `to` is the employee's number, one's own to take it; None puts it back to all.

    Whoever may answer the item may hand it on. It binds nobody: a colleague may still answer it.

    :raises UnknownWorkItem: there is none.
    :raises WorkItemNotOpen: it is done, or waits for others.
    :raises NotOfTheDepartment: who shall have it does not work for the department.
    :raises ColleagueAway: they are away today; it is handed to who stands in.
    """
    item = _item(work_item_id)
    must_work_on(item, by=by)
    kinds = (Kind.CASE_ITEM_HANDED,)
    done = earlier(centre_id=item.centre_id, key=key, by=by, kinds=kinds)
    if done:
        return _answer(done)
    if to is not None and to not in colleagues(item):
        raise errors.NotOfTheDepartment(work_item_id=work_item_id)
    gone = access.away(centre_id=item.centre_id, day=local_day(centre_id=item.centre_id, at=at)).get(to or 0)
    if gone is not None:
        raise errors.ColleagueAway(until=gone.until.isoformat())
    try:
        with transaction.atomic():
            case = locked_case(case_id=item.case_id)
            item = models.WorkItem.objects.defer("note").get(id=work_item_id)
            if item.state != ItemState.OPEN:
                raise errors.WorkItemNotOpen(work_item_id=work_item_id)
            item.taken_by = f"employee:{to}" if to is not None else ""
            item.taken_at = at if to is not None else None
            item.save(update_fields=["taken_by", "taken_at"])
            settle()
            return _tell(case, item, Kind.CASE_ITEM_HANDED, {"to": item.taken_by}, at=at, by=by, key=key)
    except (IntegrityError, Refusal):
        done = earlier(centre_id=item.centre_id, key=key, by=by, kinds=kinds)
        if done:
            return _answer(done)
        raise


def colleagues(item: models.WorkItem) -> frozenset[int]:
    """Return the employees who may answer an item: those of the department addressed, of the owner's for a partner."""
    is_partner = catalogue.department(code=item.department_id).is_partner
    department_ids = {item.department_id, item.owner_id} if is_partner else {item.department_id}
    return frozenset(
        card.id
        for card in access.employees(centre_id=item.centre_id)
        if department_ids & set(card.department_ids("department_officer"))
    )


def send_item_back(*, work_item_id: int, words: str, at: datetime, by: Actor, key: str | None = None) -> ItemHanded:
    """Send an answer back to the department addressed, with words: the item is open again and has its time anew.

    What was answered is kept as a round of its own. A case that was ready waits for the answer again.

    :raises UnknownWorkItem: there is none.
    :raises WordsMissing: nobody would know why.
    :raises WorkItemNotDone: there is no answer to send back.
    :raises AlreadyDecided, CaseNotReady: the case is decided, or not accepted.
    :raises AlreadyProposed: a decision rests on it: it is given back first.
    """
    item = _item(work_item_id)
    by.must(Permission.DECIDE_CASE, centre_id=item.centre_id, department_id=item.owner_id)
    words = text_within_limit(words, field="words")
    if not words:
        raise errors.WordsMissing(work_item_id=work_item_id)
    kinds = (Kind.CASE_ITEM_SENT_BACK,)
    done = earlier(centre_id=item.centre_id, key=key, by=by, kinds=kinds)
    if done:
        return _answer(done)
    today = local_day(centre_id=item.centre_id, at=at)
    try:
        with transaction.atomic():
            case = locked_case(case_id=item.case_id)
            keep_dates(case, today=today)
            item = models.WorkItem.objects.get(id=work_item_id)
            _must_be_answered(case, item)
            assert item.opened_at is not None
            assert item.due_on is not None
            assert item.done_at is not None
            models.Round.objects.bulk_create(
                [
                    models.Round(
                        id=next_id(models.Round),
                        item_id=item.id,
                        outcome=item.outcome,
                        note=item.note,
                        opened_at=item.opened_at,
                        due_on=item.due_on,
                        done_at=item.done_at,
                        done_by=item.done_by,
                        words=words,
                        sent_back_at=at,
                        sent_back_by=by.label,
                    )
                ]
            )
            case.state, case.ready_at = CaseState.ACCEPTED.value, None
            version = catalogue.service_version_by_id(id=case.service_version_id)
            found = reckoning(case, version=version, today=today)
            assert found.due_on is not None
            case.due_on = found.due_on
            case.save(update_fields=["state", "ready_at", "due_on"])
            item.state, item.outcome, item.note = ItemState.OPEN.value, "", None
            item.done_at, item.done_by, item.opened_at = None, "", at
            item.due_on = rules.item_due(
                rules.step_of(version, group=item.group, position=item.position),
                opened_on=today,
                case_due_on=max(found.due_on, today),
                calendar=catalogue.working_calendar(department_id=item.department_id),
                stood=found.stood,
            )
            item.save(update_fields=["state", "outcome", "note", "done_at", "done_by", "opened_at", "due_on"])
            settle()
            data: dict[str, object] = {"to": item.taken_by, "due_on": item.due_on.isoformat()}
            return _tell(case, item, Kind.CASE_ITEM_SENT_BACK, data, at=at, by=by, key=key)
    except (IntegrityError, Refusal):
        done = earlier(centre_id=item.centre_id, key=key, by=by, kinds=kinds)
        if done:
            return _answer(done)
        raise


def _must_be_answered(case: models.Case, item: models.WorkItem) -> None:
    if case.decided_at is not None:
        raise errors.AlreadyDecided(case_id=case.id, state=case.state)
    if open_proposal(case) is not None:
        raise errors.AlreadyProposed(case_id=case.id)
    if item.state != ItemState.DONE or item.of_version_id is not None:
        raise errors.WorkItemNotDone(work_item_id=item.id)


def _item(work_item_id: int) -> models.WorkItem:
    item = models.WorkItem.objects.defer("note").filter(id=work_item_id).first()
    if item is None:
        raise errors.UnknownWorkItem(work_item_id=work_item_id)
    return item


def _tell(
    case: models.Case,
    item: models.WorkItem,
    kind: Kind,
    data: dict[str, object],
    *,
    at: datetime,
    by: Actor,
    key: str | None,
) -> ItemHanded:
    about = {"case": case.id, "item": item.id, "department": item.department_id}
    journal.append(
        centre_id=case.centre_id,
        kind=kind,
        subject=f"work_item:{item.id}",
        at=at,
        by=by,
        data={**about, **data},
        key=key,
    )
    return ItemHanded(case.id, item.id, item.taken_by)


def _answer(entry: Entry) -> ItemHanded:
    return ItemHanded(int(str(entry.data["case"])), int(str(entry.data["item"])), str(entry.data["to"]))
