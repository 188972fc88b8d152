"""The clock of a case in the house: the events its rows tell, the calendar of each department, what comes of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import get_args

from darcha.cases import models, rules
from darcha.cases.rules import ClockEvent, CorrectionView, EventKind, ItemState, Reckoning
from darcha.catalogue import queries as catalogue
from darcha.catalogue.rules import ServiceVersion, Span, Unit
from darcha.centres import queries as centres
from darcha.kernel.working_time import WorkingCalendar


def reckoning(case: models.Case, *, version: ServiceVersion, today: date) -> Reckoning:
    """Return the clock of an accepted case, computed again from its events."""
    return rules.reckon(rules.rule_of(version), calendars=_calendars(version), events=events_of(case), today=today)


def check_next(case: models.Case, event: ClockEvent) -> None:
    """Pass when an event may happen to the clock of a case now.

    :raises MisplacedEvent: it may not.
    """
    version = catalogue.service_version_by_id(id=case.service_version_id, variant=case.variant)
    rules.check_next(rules.rule_of(version), calendars=_calendars(version), events=events_of(case), following=event)


def set_dates(case: models.Case, *, today: date) -> None:
    """Write the dates of a case, and of its open items, as its events give them today."""
    version = catalogue.service_version_by_id(id=case.service_version_id, variant=case.variant)
    found = reckoning(case, version=version, today=today)
    assert found.due_on is not None
    case.due_on, case.not_before = found.due_on, found.not_before
    case.save(update_fields=["due_on", "not_before"])
    zone = centres.zone(centre_id=case.centre_id)
    for row in models.WorkItem.objects.filter(case_id=case.id, state=ItemState.OPEN.value):
        assert row.opened_at is not None
        opened_on = row.opened_at.astimezone(zone).date()
        since = max(opened_on, found.begun_anew_on or opened_on)
        row.due_on = rules.item_due(
            rules.step_of(version, group=row.group, position=row.position),
            opened_on=since,
            case_due_on=max(case.due_on, since),
            calendar=catalogue.working_calendar(department_id=row.department_id),
            stood=found.stood,
        )
        row.save(update_fields=["due_on"])


def keep_dates(case: models.Case, *, today: date) -> bool:
    """Bring the dates of a case up to today where its clock stands, and return whether it does."""
    stands = models.Suspension.objects.filter(case_id=case.id, resumed_at__isnull=True).exists()
    if stands:
        set_dates(case, today=today)
    return stands


def standing(case_ids: Iterable[int]) -> frozenset[int]:
    """Return those of some cases whose clock stands because the applicant corrects."""
    rows = models.Suspension.objects.filter(case_id__in=list(case_ids), resumed_at__isnull=True)
    return frozenset(rows.values_list("case_id", flat=True))


def correction_of(case: models.Case, *, clock: Reckoning | None) -> CorrectionView | None:
    """Return what the applicant is asked to correct now; None when nothing is."""
    row = models.Suspension.objects.filter(case_id=case.id, resumed_at__isnull=True).first()
    if row is None or case.decided_at is not None:
        return None
    asked_on = row.suspended_at.astimezone(centres.zone(centre_id=case.centre_id)).date()
    return CorrectionView(row.ground, row.words, asked_on, clock.correction_by if clock else None)


def events_of(case: models.Case) -> tuple[ClockEvent, ...]:
    """Return what happened to the clock of a case, in order."""
    zone = centres.zone(centre_id=case.centre_id)
    told = sorted(_events(case), key=lambda one: one[1])
    return tuple(
        ClockEvent(kind, moment.astimezone(zone).date(), at=moment.astimezone(zone), ground=ground, to=to)
        for kind, moment, ground, to in told
    )


def unit_of(told: str) -> Unit:
    """Return a unit as the catalogue knows it.

    :raises StopIteration: it knows none of that name.
    """
    return next(unit for unit in get_args(Unit) if unit == told)


def _calendars(version: ServiceVersion) -> dict[str, WorkingCalendar]:
    return {version.department_id: catalogue.working_calendar(department_id=version.department_id)}


def _events(case: models.Case) -> Iterator[tuple[EventKind, datetime, str, Span | None]]:
    """Yield the events of the rows; of one moment they stand as they must have happened."""
    if case.accepted_at:
        yield EventKind.ACCEPTED, case.accepted_at, "", None
    # A case that is not written yet has no rows.
    if case.id is not None:
        for stop in models.Suspension.objects.filter(case_id=case.id).order_by("suspended_at", "id"):
            yield EventKind.SUSPENDED, stop.suspended_at, stop.ground, None
            if stop.resumed_at:
                yield EventKind.RESUMED, stop.resumed_at, "", None
        for longer in models.Extension.objects.filter(case_id=case.id).order_by("extended_at", "id"):
            yield EventKind.EXTENDED, longer.extended_at, longer.ground, Span(longer.n, unit_of(longer.unit))
        for move in models.RuleChange.objects.filter(case_id=case.id).order_by("moved_at", "id"):
            # What was not taken yet has no time that could be counted otherwise.
            if case.accepted_at and move.moved_at > case.accepted_at:
                yield EventKind.MOVED, move.moved_at, "", None
        yield from _beside(case)
    if case.ready_at:
        yield EventKind.STEPS_DONE, case.ready_at, "", None
    if case.decided_at:
        yield EventKind.DECIDED, case.decided_at, "", None


def _beside(case: models.Case) -> Iterator[tuple[EventKind, datetime, str, Span | None]]:
    """Yield the offer, the payment and the notice, where the catalogue hangs a time on them."""
    time = catalogue.service_version_by_id(id=case.service_version_id, variant=case.variant).time
    if time.offer:
        for offer in models.Charge.objects.filter(case_id=case.id, set_at__isnull=False):
            assert offer.set_at
            yield EventKind.OFFERED, offer.set_at, "", None
    if time.pay_within or time.starts_with == "payment":
        for payment in models.Payment.objects.filter(case_id=case.id, stands=True):
            yield EventKind.PAID, payment.paid_at, "", None
    if time.starts_with == "notice":
        for notice in models.DepartmentNotice.objects.filter(case_id=case.id):
            yield EventKind.NOTICED, notice.served_at, "", None
