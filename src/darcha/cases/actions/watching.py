"""Nobody has to look for what is due: departments are reminded, those above hear of what is overdue, and silence speaks
where the catalogue lets it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from darcha.cases import models, rules
from darcha.cases.actions.common import locked_case, settle
from darcha.cases.actions.deciding import end_proposal, open_proposal, write_decision
from darcha.cases.rules import Because, CaseState, ItemState
from darcha.cases.timekeeping import reckoning, standing
from darcha.cases.wording import silence_rule_words, silence_words
from darcha.catalogue import queries as catalogue
from darcha.catalogue.rules import ServiceVersion
from darcha.centres import queries as centres
from darcha.centres.queries import local_day
from darcha.journal import actions as journal
from darcha.journal.kinds import Kind
from darcha.kernel.actor import Actor, Permission, system

_OPEN = (CaseState.ACCEPTED.value, CaseState.READY.value)
_OUTCOMES = {"approve": "granted", "refuse": "refused"}
_NEAR = timedelta(days=12)
"""No working day is further from the next: the longest row of days off is that of the two feasts with their weekends."""
_SILENCE_NEAR = timedelta(days=60)
"""No catalogue warns of silence earlier."""
_TOLD_OF_OVERDUE = ("head_of_centre", "head_of_agency")


@dataclass(frozen=True, slots=True)
class Watched:
    """What one look at a centre's terms did."""

    reminded: int
    escalated: int
    warned: int
    decided: int


def watch_terms(*, centre_id: str, at: datetime, by: Actor) -> Watched:
    """Look once at every term of a centre, and do what its day asks for; a second look the same day does nothing.

    The department addressed is reminded of an item on the working day before its last one and on that day. What is over
    is told to both lines above, the head of the centre and the head of the agency: of an item that of its department, of
    a case that of the deciding one. Where the catalogue lets silence speak the officials are warned of it, and on the day
    after the last one the house decides, as `system:silence`; never without the warning, never while the applicant
    corrects. Each thing done has its own transaction and its own entry.
    """
    by.must(Permission.WATCH_TERMS, centre_id=centre_id)
    today = local_day(centre_id=centre_id, at=at)
    told = [_told_of_item(item_id, at=at, by=by, today=today) for item_id in _items_to_tell_of(centre_id, today=today)]
    warned = decided = 0
    for case_id in _cases_with_silence(centre_id, today=today):
        warned += _warned_of_silence(case_id, at=at, by=by, today=today)
        decided += _decided_by_silence(case_id, at=at, today=today)
    # What silence has just decided is late no more.
    late = [_escalated_case(case_id, at=at, by=by, today=today) for case_id in _late_cases(centre_id, today=today)]
    reminded = sum(kind in (rules.SOON, rules.DUE) for kind in told)
    return Watched(reminded, told.count(rules.OVERDUE) + sum(late), warned, decided)


def _is_told(kind: str, **of: object) -> Exists:
    return Exists(models.Reminder.objects.filter(kind=kind, due_on=OuterRef("due_on"), **of))


def _items_to_tell_of(centre_id: str, *, today: date) -> Iterator[int]:
    """Yield the open items of whose day something may be to be told today that was not told yet."""
    rows = models.WorkItem.objects.filter(centre_id=centre_id, state=ItemState.OPEN.value)
    near = rows.filter(due_on__gt=today, due_on__lte=today + _NEAR).exclude(_is_told(rules.SOON, item=OuterRef("id")))
    now = rows.filter(due_on=today).exclude(_is_told(rules.DUE, item=OuterRef("id")))
    over = rows.filter(due_on__lt=today).exclude(_is_told(rules.OVERDUE, item=OuterRef("id")))
    for part in (over, now, near):
        yield from part.order_by("due_on", "id").values_list("id", flat=True)


def _late_cases(centre_id: str, *, today: date) -> QuerySet[models.Case, int]:
    rows = models.Case.objects.filter(centre_id=centre_id, state__in=_OPEN, due_on__lt=today)
    untold = rows.exclude(_is_told(rules.OVERDUE, case=OuterRef("id"), item__isnull=True))
    return untold.order_by("due_on", "id").values_list("id", flat=True)


def _cases_with_silence(centre_id: str, *, today: date) -> list[int]:
    """Return the open cases in which silence may be near, or speak."""
    rows = models.Case.objects.filter(centre_id=centre_id, state__in=_OPEN)
    versions = rows.values_list("service_version_id", flat=True).distinct()
    speaking = [one for one in versions if catalogue.service_version_by_id(id=one).tacit is not None]
    if not speaking:
        return []
    near = rows.filter(service_version_id__in=speaking, due_on__lte=today + _SILENCE_NEAR)
    return list(near.order_by("due_on", "id").values_list("id", flat=True))


def _told_of_item(item_id: int, *, at: datetime, by: Actor, today: date) -> str | None:
    """Tell of one item what its day asks for; return what, None when nothing was to be told."""
    row = models.WorkItem.objects.only("case_id").get(id=item_id)
    with transaction.atomic():
        case = locked_case(case_id=row.case_id)
        item = models.WorkItem.objects.defer("note").get(id=item_id)
        if item.state != ItemState.OPEN or item.due_on is None or item.opened_at is None or standing([case.id]):
            return None
        kind = rules.reminder_of(
            item.due_on,
            opened_on=item.opened_at.astimezone(centres.zone(centre_id=case.centre_id)).date(),
            today=today,
            calendar=catalogue.working_calendar(department_id=item.department_id),
        )
        if kind is None or not _keep(case, kind, item=item, due_on=item.due_on, at=at):
            return None
        about: dict[str, object] = {"case": case.id, "item": item.id, "department": item.department_id}
        due: dict[str, object] = {"due_on": item.due_on.isoformat()}
        is_over = kind == rules.OVERDUE
        more: dict[str, object] = {"to": list(_TOLD_OF_OVERDUE)} if is_over else {"about": kind}
        settle()
        journal.append(
            centre_id=case.centre_id,
            kind=Kind.CASE_ESCALATED if is_over else Kind.CASE_REMINDED,
            subject=f"work_item:{item.id}",
            at=at,
            by=by,
            data={**about, **due, **more},
        )
    return kind


def _escalated_case(case_id: int, *, at: datetime, by: Actor, today: date) -> bool:
    with transaction.atomic():
        case = locked_case(case_id=case_id)
        if case.state not in _OPEN or case.due_on is None or case.due_on >= today or standing([case.id]):
            return False
        if not _keep(case, rules.OVERDUE, item=None, due_on=case.due_on, at=at):
            return False
        settle()
        journal.append(
            centre_id=case.centre_id,
            kind=Kind.CASE_ESCALATED,
            subject=f"case:{case.id}",
            at=at,
            by=by,
            data={
                "case": case.id,
                "item": None,
                "department": case.department_id,
                "due_on": case.due_on.isoformat(),
                "to": list(_TOLD_OF_OVERDUE),
            },
        )
    return True


def _warned_of_silence(case_id: int, *, at: datetime, by: Actor, today: date) -> bool:
    """Warn the deciding department that silence is going to speak, once for each last day."""
    with transaction.atomic():
        case = locked_case(case_id=case_id)
        if case.state not in _OPEN:
            return False
        version = _version(case)
        clock = reckoning(case, version=version, today=today)
        if clock.warn_on is None or clock.silent_on is None or clock.due_on is None or today < clock.warn_on:
            return False
        if not _keep(case, rules.SILENCE, item=None, due_on=clock.due_on, at=at):
            return False
        settle()
        journal.append(
            centre_id=case.centre_id,
            kind=Kind.CASE_SILENCE_NEAR,
            subject=f"case:{case.id}",
            at=at,
            by=by,
            data={
                "case": case.id,
                "service": case.service_id,
                "department": case.department_id,
                "silence": version.tacit,
                "due_on": clock.due_on.isoformat(),
                "speaks_on": clock.silent_on.isoformat(),
            },
        )
    return True


def _decided_by_silence(case_id: int, *, at: datetime, today: date) -> bool:
    """Let silence decide a case whose last day is over and of which the officials were warned."""
    with transaction.atomic():
        case = locked_case(case_id=case_id)
        if case.state not in _OPEN:
            return False
        version = _version(case)
        clock = reckoning(case, version=version, today=today)
        if version.tacit is None or clock.silent_on is None or clock.due_on is None or today < clock.silent_on:
            return False
        told = models.Reminder.objects.filter(case_id=case.id, kind=rules.SILENCE, due_on=clock.due_on)
        if not told.exists():
            return False
        by = system(rules.BY_SILENCE)
        models.WorkItem.objects.filter(
            case_id=case.id, state__in=[ItemState.OPEN.value, ItemState.WAITING.value]
        ).update(state=ItemState.LAPSED.value, done_at=at, done_by=by.label)
        proposal = open_proposal(case)
        if proposal is not None:
            end_proposal(proposal, "lapsed", at=at, by=by)
        case.due_on = clock.due_on
        write_decision(
            case,
            outcome=_OUTCOMES[version.tacit],
            ground=silence_words(version.tacit, due_on=clock.due_on, language=case.language),
            because=silent_because(version, language=case.language),
            at=at,
            by=by,
            today=today,
            key=None,
            silence=version.tacit,
        )
    return True


def silent_because(version: ServiceVersion, *, language: str) -> Because | None:
    """Return what a refusal by silence rests on: the rule of the service, and nothing but a complaint changes it."""
    return Because(silence_rule_words(language=language), "appeal") if version.tacit == "refuse" else None


def _version(case: models.Case) -> ServiceVersion:
    return catalogue.service_version_by_id(id=case.service_version_id)


def _keep(case: models.Case, kind: str, *, item: models.WorkItem | None, due_on: date, at: datetime) -> bool:
    """Keep that it was told; False when it was told before. Whoever looks at the same case waits, so none is doubled."""
    _, is_new = models.Reminder.objects.get_or_create(
        case_id=case.id,
        item_id=item.id if item else None,
        kind=kind,
        due_on=due_on,
        defaults={
            "centre_id": case.centre_id,
            "department_id": item.department_id if item else case.department_id,
            "told_at": at,
        },
    )
    return is_new
