"""An open case goes over to newer rules of its service: because all do, or because its applicant wishes it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from darcha.cases import errors, models, rules
from darcha.cases.actions.common import earlier, locked_case, settle
from darcha.cases.rules import CaseState, HeldItem, ItemsMoved, ItemState, MisplacedEvent, Moved
from darcha.cases.timekeeping import reckoning, set_dates
from darcha.catalogue import queries as catalogue
from darcha.catalogue import rules as papers
from darcha.catalogue.rules import ServiceVersion
from darcha.centres.queries import local_day
from darcha.journal import actions as journal
from darcha.journal.kinds import Kind
from darcha.journal.rules import Entry
from darcha.kernel.actor import Actor, Permission
from darcha.kernel.refusal import Refusal

PUBLISHED, CHOSEN = "published", "chosen"

_OPEN = Q(state__in=[CaseState.ACCEPTED.value, CaseState.READY.value]) | Q(
    state=CaseState.RETURNED.value, erased_at__isnull=True
)
_OUT_OF_THE_WAY = 1000
"""Added to the places of items while they change them, so that two may change places."""


def follow_versions(*, centre_id: str, at: datetime, by: Actor) -> int:
    """Move the open cases of a centre to the versions that take them along, and return how many went over.

    Each has its own transaction and its own entry; a second time nothing moves. A case the new rules do not fit stays.
    """
    by.must(Permission.LOAD_BLUEPRINT, centre_id=centre_id)
    today = local_day(centre_id=centre_id, at=at)
    cases = models.Case.objects.filter(_OPEN, centre_id=centre_id)
    moved = 0
    for service_id, version_id in cases.order_by().values_list("service_id", "service_version_id").distinct():
        target = catalogue.onwards(version_id=version_id, code=service_id, on=today).move_to
        if target is None:
            continue
        for case_id in cases.filter(service_version_id=version_id).order_by("id").values_list("id", flat=True):
            try:
                moved += _went(case_id, version_id=version_id, target=target, today=today, at=at, by=by)
            except (errors.RulesDoNotFit, errors.RulesCameTooLate):
                continue
    return moved


def _went(case_id: int, *, version_id: int, target: int, today: date, at: datetime, by: Actor) -> bool:
    with transaction.atomic():
        case = locked_case(case_id=case_id)
        # Somebody may have decided it, or moved it, while this one waited for the lock.
        if case.service_version_id != version_id or not _is_open(case):
            return False
        _go_over(case, target=target, because=PUBLISHED, today=today, at=at, by=by, key=None)
    return True


def choose_rules(*, case_id: int, version_id: int, at: datetime, by: Actor, key: str | None = None) -> Moved:
    """Move a case to the newer rules its applicant chooses at the counter: the very version that was shown.

    :raises UnknownCase: there is none.
    :raises NoRulesOffered: these rules are not offered to it, or it is decided.
    :raises RulesDoNotFit: something that happened to it has no place under them.
    :raises RulesCameTooLate: by them its last day would be over already.
    """
    place = models.Case.objects.filter(id=case_id).only("centre_id").first()
    if place is None:
        raise errors.UnknownCase(case_id=case_id)
    by.must(Permission.OPEN_CASE, centre_id=place.centre_id)
    kinds = (Kind.CASE_MOVED,)
    done = earlier(centre_id=place.centre_id, key=key, by=by, kinds=kinds)
    if done:
        return _answer(done)
    today = local_day(centre_id=place.centre_id, at=at)
    try:
        with transaction.atomic():
            case = locked_case(case_id=case_id)
            way = catalogue.onwards(version_id=case.service_version_id, code=case.service_id, on=today)
            if not _is_open(case) or version_id not in (way.offer_to, way.move_to):
                raise errors.NoRulesOffered(case_id=case_id)
            _go_over(case, target=version_id, because=CHOSEN, today=today, at=at, by=by, key=key)
    except (IntegrityError, Refusal):
        done = earlier(centre_id=place.centre_id, key=key, by=by, kinds=kinds)
        if done:
            return _answer(done)
        raise
    return Moved(case.id, version_id, case.due_on)


def _is_open(case: models.Case) -> bool:
    return case.erased_at is None and case.state in (CaseState.RETURNED, CaseState.ACCEPTED, CaseState.READY)


def _go_over(
    case: models.Case, *, target: int, because: str, today: date, at: datetime, by: Actor, key: str | None
) -> None:
    """Give a locked case its new version, with all that follows from it, and tell the journal."""
    old = catalogue.service_version_by_id(id=case.service_version_id, variant=case.variant)
    new = papers.as_it_is_for(catalogue.service_version_by_id(id=target), papers.with_practice(case.facts, on=today))
    if new.department_id != case.department_id:
        raise errors.RulesDoNotFit(case_id=case.id)
    due_before = case.due_on
    models.RuleChange.objects.create(
        case_id=case.id, before_id=old.id, after_id=new.id, because=because, moved_at=at, moved_by=by.label
    )
    case.service_version_id, case.variant = new.id, new.variant.code if new.variant else ""
    added = dropped = 0
    if case.accepted_on is None:
        case.save(update_fields=["service_version", "variant"])
    else:
        plan = _plan(case, old=old, new=new)
        _set_state(case, plan, at=at)
        due_on = _due_on(case, new, today=today)
        case.save(update_fields=["service_version", "variant", "state", "ready_at"])
        _write_items(case, plan, old=old, due_on=due_on, at=at, by=by)
        set_dates(case, today=today)
        added, dropped = len(plan.added), len(plan.dropped)
    settle()
    journal.append(
        centre_id=case.centre_id,
        kind=Kind.CASE_MOVED,
        subject=f"case:{case.id}",
        at=at,
        by=by,
        data={
            "case": case.id,
            "service": case.service_id,
            "department": case.department_id,
            "version": new.id,
            "before": old.id,
            "because": because,
            "due_before": due_before.isoformat() if due_before else None,
            "due_on": case.due_on.isoformat() if case.due_on else None,
            "added": added,
            "dropped": dropped,
        },
        key=key,
    )


def _plan(case: models.Case, *, old: ServiceVersion, new: ServiceVersion) -> ItemsMoved:
    rows = models.WorkItem.objects.filter(case_id=case.id, of_version__isnull=True).order_by("id")
    held = [HeldItem(row.id, row.department_id, row.group, row.position, row.state) for row in rows]
    return rules.items_moved(held, old=old, new=new)


def _set_state(case: models.Case, plan: ItemsMoved, *, at: datetime) -> None:
    """Make a case ready where the new rules ask nobody any more, and no longer ready where they ask somebody new."""
    if plan.ready and case.state == CaseState.ACCEPTED:
        case.state, case.ready_at = CaseState.READY.value, at
    elif not plan.ready and case.state == CaseState.READY:
        case.state, case.ready_at = CaseState.ACCEPTED.value, None


def _due_on(case: models.Case, new: ServiceVersion, *, today: date) -> date:
    """Return the last day by the new rules.

    :raises RulesDoNotFit: something that happened has no place under them: an extension they do not allow.
    :raises RulesCameTooLate: it would be over already; nobody is late by a rule that came afterwards.
    """
    try:
        due_on = reckoning(case, version=new, today=today).due_on
    except MisplacedEvent as misplaced:
        raise errors.RulesDoNotFit(case_id=case.id) from misplaced
    assert due_on is not None
    if due_on < today and (case.due_on is None or due_on < case.due_on):
        raise errors.RulesCameTooLate(case_id=case.id)
    return due_on


def _write_items(
    case: models.Case, plan: ItemsMoved, *, old: ServiceVersion, due_on: date, at: datetime, by: Actor
) -> None:
    items = models.WorkItem.objects.filter(case_id=case.id)
    items.filter(id__in=plan.former).update(of_version=old.id)
    items.filter(id__in=plan.dropped).update(
        of_version=old.id, state=ItemState.DROPPED.value, done_at=at, done_by=by.label
    )
    items.filter(of_version__isnull=True).update(position=F("position") + _OUT_OF_THE_WAY)
    for place in plan.kept:
        row = items.get(id=place.id)
        row.group, row.position = place.group, place.position
        if place.state == ItemState.OPEN and row.state == ItemState.WAITING:
            row.opened_at, row.due_on = at, due_on
        row.state = place.state.value
        row.save(update_fields=["group", "position", "state", "opened_at", "due_on"])
    models.WorkItem.objects.bulk_create(
        models.WorkItem(
            case_id=case.id,
            centre_id=case.centre_id,
            department_id=item.department_id,
            owner_id=case.department_id,
            group=item.group,
            position=item.position,
            state=item.state.value,
            opened_at=at if item.state == ItemState.OPEN else None,
            due_on=due_on if item.state == ItemState.OPEN else None,
        )
        for item in plan.added
    )


def _answer(entry: Entry) -> Moved:
    due_on = entry.data.get("due_on")
    return Moved(
        case_id=int(str(entry.data["case"])),
        version_id=int(str(entry.data["version"])),
        due_on=date.fromisoformat(due_on) if isinstance(due_on, str) else None,
    )
