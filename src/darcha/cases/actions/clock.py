"""What happens to the clock of a case: the applicant corrects, the time is extended, a holiday moves the day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.db import transaction

from darcha.cases import errors, models
from darcha.cases.actions.common import locked_case, next_id, settle, text_within_limit
from darcha.cases.actions.owning import act_once, tell
from darcha.cases.rules import CaseState, ClockChanged, ClockEvent, EventKind, MisplacedEvent
from darcha.cases.timekeeping import check_next, set_dates, standing
from darcha.catalogue import queries as catalogue
from darcha.catalogue.rules import Span, Unit
from darcha.centres.queries import local_day
from darcha.journal import actions as journal
from darcha.journal.kinds import Kind
from darcha.journal.rules import Entry
from darcha.kernel.actor import Actor, Permission
from darcha.kernel.refusal import Refusal

_REFUSALS: dict[str, type[Refusal]] = {
    "not_accepted": errors.CaseNotAccepted,
    "already_suspended": errors.AlreadySuspended,
    "not_suspended": errors.NotSuspended,
    "already_decided": errors.AlreadyDecided,
    "ground_unknown": errors.SuspensionGroundUnknown,
    "not_extendable": errors.NotExtendable,
    "beyond_extension": errors.ExtensionTooLong,
    "not_longer": errors.ExtensionNotLonger,
    "ground_missing": errors.ExtensionGroundMissing,
    "too_late": errors.ClockHasRunOut,
    "out_of_order": errors.EventOutOfOrder,
}

_OPEN = (CaseState.ACCEPTED.value, CaseState.READY.value)


def suspend_case(
    *, case_id: int, because: str, words: str, at: datetime, by: Actor, key: str | None = None
) -> ClockChanged:
    """Ask the applicant to correct: the clock of the case and of its open items stands until `resume_case`.

    `because` "incorrect": the time goes on afterwards; "incomplete": it begins anew. `words` tell the applicant what.

    :raises AlreadySuspended: the applicant corrects already.
    :raises ClockHasRunOut: the last day is over.
    :raises CorrectionMissing, SuspensionGroundUnknown: nobody would know what to correct, or what it does to the time.
    :raises CaseNotAccepted, AlreadyDecided: no clock runs.
    """
    words = text_within_limit(words, field="words")

    def write(case: models.Case, event: ClockEvent) -> dict[str, object]:
        if not words:
            raise errors.CorrectionMissing(case_id=case_id)
        models.Suspension.objects.bulk_create(
            [
                models.Suspension(
                    id=next_id(models.Suspension),
                    case_id=case.id,
                    ground=event.ground,
                    words=words,
                    suspended_at=at,
                    suspended_by=by.label,
                )
            ]
        )
        return {"because": event.ground}

    return _happens(
        EventKind.SUSPENDED, Kind.CASE_SUSPENDED, write, case_id=case_id, ground=because, at=at, by=by, key=key
    )


def resume_case(
    *, case_id: int, at: datetime, by: Actor, key: str | None = None, answer: str | None = None
) -> ClockChanged:
    """Let the clock of a case go on, because the applicant has corrected; `answer`: what they wrote with it.

    :raises NotSuspended: it does not stand.
    :raises AlreadyDecided: a decision has ended it.
    """

    def write(case: models.Case, _: ClockEvent) -> dict[str, object]:
        row = models.Suspension.objects.get(case_id=case.id, resumed_at__isnull=True)
        row.resumed_at, row.resumed_by = at, by.label
        row.answer = answer
        row.save(update_fields=["resumed_at", "resumed_by", "answer"])
        return {"because": row.ground, "seconds": int((at - row.suspended_at).total_seconds())}

    return _happens(EventKind.RESUMED, Kind.CASE_RESUMED, write, case_id=case_id, at=at, by=by, key=key)


def extend_case(
    *, case_id: int, n: int, unit: Unit, ground: str, at: datetime, by: Actor, key: str | None = None
) -> ClockChanged:
    """Give a case more time: `n` of `unit` in all, counted from the same start. The applicant reads the ground.

    :raises NotExtendable: the catalogue names no longer time for the service.
    :raises ExtensionTooLong, ExtensionNotLonger: more than it allows, or no more than there is.
    :raises ExtensionGroundMissing: no ground.
    :raises ClockHasRunOut: the last day is over.
    :raises CaseNotAccepted, AlreadyDecided: no clock runs.
    """
    ground = text_within_limit(ground, field="ground")

    def write(case: models.Case, _: ClockEvent) -> dict[str, object]:
        models.Extension.objects.bulk_create(
            [
                models.Extension(
                    id=next_id(models.Extension),
                    case_id=case.id,
                    n=n,
                    unit=unit,
                    ground=ground,
                    extended_at=at,
                    extended_by=by.label,
                )
            ]
        )
        return {"n": n, "unit": unit}

    return _happens(
        EventKind.EXTENDED,
        Kind.CASE_EXTENDED,
        write,
        case_id=case_id,
        ground=ground,
        to=Span(n, unit),
        at=at,
        by=by,
        key=key,
    )


def serve_notice(*, case_id: int, words: str, at: datetime, by: Actor, key: str | None = None) -> ClockChanged:
    """Give the applicant the department's notice with which the law starts the time; they read `words`.

    :raises NoticeNotAwaited: the law starts it with something else.
    :raises NoticeGiven: it was given.
    :raises NoticeWordsMissing: nothing is told.
    :raises CaseNotAccepted, AlreadyDecided: no clock runs.
    """
    words = text_within_limit(words, field="words")

    def write(case: models.Case, _: ClockEvent) -> dict[str, object]:
        version = catalogue.service_version_by_id(id=case.service_version_id, variant=case.variant)
        if version.time.starts_with != "notice":
            raise errors.NoticeNotAwaited(case_id=case_id)
        if case.decided_at is not None:
            raise errors.AlreadyDecided(case_id=case_id, state=case.state)
        if not words:
            raise errors.NoticeWordsMissing(case_id=case_id)
        if models.DepartmentNotice.objects.filter(case_id=case.id).exists():
            raise errors.NoticeGiven(case_id=case_id)
        models.DepartmentNotice(case_id=case.id, words=words, served_at=at, served_by=by.label).save(force_insert=True)
        return {}

    return _happens(EventKind.NOTICED, Kind.CASE_NOTICED, write, case_id=case_id, at=at, by=by, key=key)


def move_due_dates(*, centre_id: str, at: datetime, by: Actor) -> int:
    """Count the open cases of a centre anew, by the calendars as they are now; return how many have another last day.

    Each that moved has its own transaction and its own entry; a second time nothing moves. Where the clock stands, the
    day is set when it goes on.
    """
    by.must(Permission.LOAD_BLUEPRINT, centre_id=centre_id)
    today = local_day(centre_id=centre_id, at=at)
    rows = models.Case.objects.filter(centre_id=centre_id, state__in=_OPEN).order_by("id")
    return sum(_moved(case_id, at=at, by=by, today=today) for case_id in rows.values_list("id", flat=True))


def _moved(case_id: int, *, at: datetime, by: Actor, today: date) -> bool:
    with transaction.atomic():
        case = locked_case(case_id=case_id)
        before = case.due_on
        if case.state not in _OPEN or before is None or standing([case.id]):
            return False
        set_dates(case, today=today)
        assert case.due_on is not None
        if case.due_on == before:
            return False
        settle()
        journal.append(
            centre_id=case.centre_id,
            kind=Kind.CASE_DUE_MOVED,
            subject=f"case:{case.id}",
            at=at,
            by=by,
            data={**_about(case), "due_before": before.isoformat(), "due_on": case.due_on.isoformat()},
        )
    return True


def _happens(
    what: EventKind,
    kind: Kind,
    write: Callable[[models.Case, ClockEvent], dict[str, object]],
    *,
    case_id: int,
    at: datetime,
    by: Actor,
    key: str | None,
    ground: str = "",
    to: Span | None = None,
) -> ClockChanged:
    """Let an event happen to a clock: write it, set the dates that follow, tell the journal."""

    def happen(case: models.Case, today: date) -> ClockChanged:
        event = ClockEvent(what, today, at=at, ground=ground, to=to)
        with _refused(case_id):
            check_next(case, event)
        data = write(case, event)
        set_dates(case, today=today)
        assert case.due_on is not None
        tell(case, kind, {**data, "due_on": case.due_on.isoformat()}, at=at, by=by, key=key)
        return ClockChanged(case.id, case.due_on)

    return act_once(happen, _answer, kind, case_id=case_id, at=at, by=by, key=key)


@contextmanager
def _refused(case_id: int) -> Iterator[None]:
    """Make an event out of its place a refusal."""
    try:
        yield
    except MisplacedEvent as misplaced:
        raise _REFUSALS[misplaced.code](case_id=case_id) from misplaced


def _about(case: models.Case) -> dict[str, object]:
    return {"case": case.id, "service": case.service_id, "department": case.department_id}


def _answer(entry: Entry) -> ClockChanged:
    return ClockChanged(int(str(entry.data["case"])), date.fromisoformat(str(entry.data["due_on"])))
