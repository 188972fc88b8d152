"""Reading a case with the person in it: an action, because the journal must tell who looked and why."""

from __future__ import annotations

import re
from datetime import datetime

from django.db import transaction

from darcha.cases import errors, models
from darcha.cases.actions.common import settle
from darcha.cases.dossier import case_view
from darcha.cases.rules import CaseView
from darcha.journal import actions as journal
from darcha.journal.kinds import Kind
from darcha.kernel.actor import Actor, NotAllowed, Permission

_PURPOSE = re.compile(r"[a-z][a-z0-9_.:-]{0,59}")


def read_case(*, case_id: int, purpose: str, at: datetime, by: Actor) -> CaseView:
    """Return a whole case, with the applicant, to somebody of the owning or an addressed department.

    `purpose` is a word, not prose ("work", "decision", "visit"): the journal keeps it and holds no names.

    :raises UnknownCase: there is none.
    :raises CaseErased: its time is over.
    :raises PurposeMissing: no purpose, or prose.
    """
    case = models.Case.objects.filter(id=case_id).first()
    if case is None:
        raise errors.UnknownCase(case_id=case_id)
    must_read(case, by=by)
    if case.erased_at is not None:
        raise errors.CaseErased(case_id=case_id)
    word = purpose_word(purpose, case_id=case_id)
    with transaction.atomic():
        view = case_view(case, at=at)
        settle()
        journal.append(
            centre_id=case.centre_id,
            kind=Kind.CASE_READ,
            subject=f"case:{case.id}",
            at=at,
            by=by,
            data={"case": case.id, "purpose": word},
        )
    return view


def departments_of(case: models.Case) -> tuple[str, ...]:
    """Return the departments a case concerns: the owning one, then those addressed."""
    addressed = models.WorkItem.objects.filter(case_id=case.id).values_list("department_id", flat=True)
    return tuple(dict.fromkeys((case.department_id, *sorted(addressed))))


def must_read(case: models.Case, *, by: Actor) -> None:
    """Pass when `by` may read personal data of a case.

    :raises NotAllowed: of none of its departments.
    """
    if not any(
        by.may(Permission.READ_CASE, centre_id=case.centre_id, department_id=department_id)
        for department_id in departments_of(case)
    ):
        raise NotAllowed(
            permission=str(Permission.READ_CASE), centre_id=case.centre_id, department_id=case.department_id
        )


def purpose_word(purpose: str, *, case_id: int) -> str:
    """Return a purpose as the journal keeps it.

    :raises PurposeMissing: none, or prose.
    """
    word = purpose.strip().lower().replace(" ", "_")
    if not _PURPOSE.fullmatch(word):
        raise errors.PurposeMissing(case_id=case_id)
    return word
