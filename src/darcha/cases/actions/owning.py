"""What the owning department does to a case: one right, one lock, one entry, and once however often it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TypeVar

from django.db import IntegrityError, transaction

from darcha.cases import errors, models
from darcha.cases.actions.common import earlier, locked_case, settle
from darcha.centres.queries import local_day
from darcha.journal import actions as journal
from darcha.journal.kinds import Kind
from darcha.journal.rules import Entry
from darcha.kernel.actor import Actor, Permission
from darcha.kernel.refusal import Refusal

_Answer = TypeVar("_Answer")


def must_own(case_id: int, *, by: Actor) -> str:
    """Return the centre of a case that `by` may decide.

    :raises UnknownCase, NotAllowed: there is none, or it is another department's.
    """
    place = models.Case.objects.filter(id=case_id).only("centre_id", "department_id").first()
    if place is None:
        raise errors.UnknownCase(case_id=case_id)
    by.must(Permission.DECIDE_CASE, centre_id=place.centre_id, department_id=place.department_id)
    return place.centre_id


def act_once(
    act: Callable[[models.Case, date], _Answer],
    answer: Callable[[Entry], _Answer],
    kind: Kind,
    *,
    case_id: int,
    at: datetime,
    by: Actor,
    key: str | None,
) -> _Answer:
    """Let an act happen to a locked case in one transaction; sent twice, it gets the answer it had.

    `act` takes the case and the day, and writes one entry of `kind`; `answer` reads that entry.

    :raises UnknownCase, NotAllowed: see `must_own`.
    """
    centre_id = must_own(case_id, by=by)
    done = earlier(centre_id=centre_id, key=key, by=by, kinds=(kind,))
    if done:
        return answer(done)
    today = local_day(centre_id=centre_id, at=at)
    try:
        with transaction.atomic():
            return act(locked_case(case_id=case_id), today)
    except (IntegrityError, Refusal):
        # Two of the same request at once: the second waited for the first and finds its key taken.
        done = earlier(centre_id=centre_id, key=key, by=by, kinds=(kind,))
        if done:
            return answer(done)
        raise


def tell(
    case: models.Case,
    kind: Kind,
    data: Mapping[str, object],
    *,
    at: datetime,
    by: Actor,
    key: str | None,
    subject: str | None = None,
) -> None:
    """Write the entry of an act, about the case unless another `subject` is named."""
    settle()
    journal.append(
        centre_id=case.centre_id,
        kind=kind,
        subject=subject or f"case:{case.id}",
        at=at,
        by=by,
        data={"case": case.id, "service": case.service_id, "department": case.department_id, **data},
        key=key,
    )
