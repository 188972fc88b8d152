"""The owning department decides."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from darcha.cases import errors, models, rules
from darcha.cases.actions.common import (
    earlier,
    id_in,
    locked_case,
    settle,
    text_within_limit,
)
from darcha.cases.rules import CaseState, Decided
from darcha.cases.timekeeping import keep_dates
from darcha.centres.queries import local_day
from darcha.journal import actions as journal
from darcha.journal.kinds import Kind
from darcha.journal.rules import Entry
from darcha.kernel.actor import Actor, Permission
from darcha.kernel.refusal import Refusal


def decide(*, case_id: int, outcome: str, ground: str, at: datetime, by: Actor, key: str | None = None) -> Decided:
    """Decide a case whose departments have all answered: "granted", or "refused" with its ground.

    Before its waiting period is over a case is granted only for a cause, told as the ground.

    :raises CaseNotReady: it was returned, or a department has not answered.
    :raises AlreadyDecided: somebody was faster.
    :raises GroundMissing: a refusal without a ground.
    :raises TooEarly: the waiting period is not over and no cause is told.
    :raises ClockStands: granted while the applicant still corrects.
    """
    place = models.Case.objects.filter(id=case_id).only("centre_id", "department_id").first()
    if place is None:
        raise errors.UnknownCase(case_id=case_id)
    by.must(Permission.DECIDE_CASE, centre_id=place.centre_id, department_id=place.department_id)
    if outcome not in rules.DECISION_OUTCOMES:
        raise errors.OutcomeUnknown(outcome=outcome)
    ground = text_within_limit(ground, field="ground")
    if outcome == "refused" and not ground:
        raise errors.GroundMissing(case_id=case_id)
    kinds = (Kind.CASE_DECIDED,)
    done = earlier(centre_id=place.centre_id, key=key, by=by, kinds=kinds)
    if done:
        return _decision_answer(done)
    today = local_day(centre_id=place.centre_id, at=at)
    try:
        with transaction.atomic():
            case = locked_case(case_id=case_id)
            _must_be_ready(case)
            if outcome == "granted" and case.not_before and today < case.not_before and not ground:
                raise errors.TooEarly(case_id=case_id, not_before=case.not_before)
            if keep_dates(case, today=today) and outcome == "granted":
                raise errors.ClockStands(case_id=case_id)
            assert case.due_on is not None
            on_time = today <= case.due_on
            models.Decision.objects.bulk_create(
                [
                    models.Decision(
                        case_id=case.id,
                        outcome=outcome,
                        ground=ground or None,
                        decided_at=at,
                        decided_by=by.label,
                        on_time=on_time,
                    )
                ]
            )
            case.state, case.decided_at = CaseState(outcome).value, at
            case.save(update_fields=["state", "decided_at"])
            settle()
            journal.append(
                centre_id=case.centre_id,
                kind=Kind.CASE_DECIDED,
                subject=f"case:{case.id}",
                at=at,
                by=by,
                data={
                    "case": case.id,
                    "service": case.service_id,
                    "department": case.department_id,
                    "outcome": outcome,
                    "due_on": case.due_on.isoformat(),
                    "on_time": on_time,
                    "first_time": case.first_time,
                },
                key=key,
            )
    except (IntegrityError, Refusal):
        done = earlier(centre_id=place.centre_id, key=key, by=by, kinds=kinds)
        if done:
            return _decision_answer(done)
        raise
    return Decided(case.id, outcome, on_time)


def _must_be_ready(case: models.Case) -> None:
    if case.state in (CaseState.RETURNED, CaseState.ACCEPTED):
        raise errors.CaseNotReady(case_id=case.id, state=case.state)
    if case.state != CaseState.READY:
        raise errors.AlreadyDecided(case_id=case.id, state=case.state)


def _decision_answer(entry: Entry) -> Decided:
    return Decided(id_in(entry.subject), str(entry.data["outcome"]), entry.data["on_time"] is True)
