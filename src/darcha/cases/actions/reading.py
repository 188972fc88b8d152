"""Reading a case with the person in it: an action, because the journal must tell who looked and why."""

from __future__ import annotations

import re
from datetime import date, datetime

from django.db import IntegrityError, transaction

from darcha.cases import errors, models, rules
from darcha.cases.actions.common import earlier, settle
from darcha.cases.dossier import case_view
from darcha.cases.rules import Basis, CaseState, CaseView, ItemState, Standing
from darcha.centres.queries import local_day
from darcha.journal import actions as journal
from darcha.journal.kinds import Kind
from darcha.kernel.actor import Actor, NotAllowed, Permission
from darcha.queue import queries as hall

_PURPOSE = re.compile(r"[a-z][a-z0-9_.:-]{0,59}")


def read_case(*, case_id: int, purpose: str, at: datetime, by: Actor) -> CaseView:
    """Return a whole case, with the applicant, to somebody of the owning or an addressed department.

    `purpose` is a word, not prose ("work", "decision", "visit"): the journal keeps it and holds no names. An officer needs
    besides an open visit, an assigned item, or a reason typed in the last half hour (`give_reason`).

    :raises UnknownCase: there is none.
    :raises CaseErased: its time is over.
    :raises PurposeMissing: no purpose, or prose.
    :raises ReasonMissing: nothing opens it to this officer now.
    """
    case = models.Case.objects.filter(id=case_id).first()
    if case is None:
        raise errors.UnknownCase(case_id=case_id)
    must_read(case, by=by)
    if case.erased_at is not None:
        raise errors.CaseErased(case_id=case_id)
    word = purpose_word(purpose, case_id=case_id)
    opened_by = what_opens(case, purpose=word, at=at, by=by)
    with transaction.atomic():
        view = case_view(case, at=at)
        settle()
        journal.append(
            centre_id=case.centre_id,
            kind=Kind.CASE_READ,
            subject=f"case:{case.id}",
            at=at,
            by=by,
            data={"case": case.id, "purpose": word, **opened_by},
        )
    return view


def give_reason(*, case_id: int, reason: str, at: datetime, by: Actor, key: str | None = None) -> None:
    """Keep why an officer has to open a file that neither a visit nor an item opens; it opens it for half an hour.

    The head of the centre reads the reason; the journal keeps that there was one, not what it says.

    :raises UnknownCase: there is none.
    :raises ReasonTooShort: fewer than 10 characters.
    :raises TextTooLong: more than 500.
    """
    must_hold_one_of(Permission.READ_CASE, by=by)
    case = models.Case.objects.filter(id=case_id).only("id", "centre_id", "department_id").first()
    if case is None:
        raise errors.UnknownCase(case_id=case_id)
    must_read(case, by=by)
    told = reason_within_limits(reason)
    kinds = (Kind.CASE_REASON_GIVEN,)
    if earlier(centre_id=case.centre_id, key=key, by=by, kinds=kinds):
        return
    try:
        with transaction.atomic():
            row = models.Reason.objects.create(
                centre_id=case.centre_id, case_id=case.id, told_at=at, told_by=by.label, words=told
            )
            settle()
            journal.append(
                centre_id=case.centre_id,
                kind=Kind.CASE_REASON_GIVEN,
                subject=f"case:{case.id}",
                at=at,
                by=by,
                data={"case": case.id, "reason": str(row.id)},
                key=key,
            )
    except IntegrityError:
        if not earlier(centre_id=case.centre_id, key=key, by=by, kinds=kinds):
            raise


def reason_within_limits(reason: str) -> str:
    """Return a typed reason without blanks around it.

    :raises ReasonTooShort: fewer than 10 characters.
    :raises TextTooLong: more than 500.
    """
    told = " ".join(reason.split())
    shortest, longest = rules.REASON_SIGNS
    if len(told) < shortest:
        raise errors.ReasonTooShort(limit=shortest)
    if len(told) > longest:
        raise errors.TextTooLong(field="reason", limit=longest)
    return told


def what_opens(case: models.Case, *, purpose: str, at: datetime, by: Actor) -> dict[str, object]:
    """Return what opens a file to `by`, as the journal keeps it: `basis`, and of a visit its `ticket`.

    :raises ReasonMissing: nothing does.
    """
    if by.employee_id is None:
        return {"basis": Basis.HOUSE.value}
    ticket_id = hall.served_by(employee_id=by.employee_id)
    reasons = models.Reason.objects.filter(case_id=case.id, told_by=by.label, told_at__lte=at).order_by("-told_at")
    items = list(
        models.WorkItem.objects.filter(case_id=case.id).values_list("department_id", "state", "done_by", "done_at")
    )
    today = local_day(centre_id=case.centre_id, at=at)
    standing = Standing(
        serves=ticket_id is not None,
        serves_its_visit=ticket_id is not None and ticket_id == case.ticket_id,
        assigned=_is_assigned(case, items, today=today, by=by),
        did_today=_did_today(case, items, today=today, by=by),
        reason_told_at=reasons.values_list("told_at", flat=True).first(),
    )
    basis = rules.basis(standing, purpose=purpose, at=at)
    if basis is None:
        raise errors.ReasonMissing(case_id=case.id)
    return {"basis": basis.value} | ({"ticket": ticket_id} if basis == Basis.VISIT else {})


_Items = list[tuple[str, str, str, datetime | None]]


def _is_assigned(case: models.Case, items: _Items, *, today: date, by: Actor) -> bool:
    """Return whether the case waits for a department of `by`: for its answer, its decision, or the document.

    On the day of its decision it is still its owner's work: two may have had it before them.
    """
    waits_for = {
        department_id
        for department_id, state, _, _ in items
        if state not in (ItemState.DONE, ItemState.DROPPED, ItemState.LAPSED)
    }
    is_fresh = case.decided_at is not None and local_day(centre_id=case.centre_id, at=case.decided_at) == today
    if is_fresh or case.state in (CaseState.ACCEPTED, CaseState.READY, CaseState.GRANTED):
        waits_for.add(case.department_id)
    return any(
        by.may(Permission.READ_CASE, centre_id=case.centre_id, department_id=department_id)
        for department_id in waits_for
    )


def _did_today(case: models.Case, items: _Items, *, today: date, by: Actor) -> bool:
    """Return whether `by` opened the case, answered, decided or gave out the document today, and looks at it again."""
    deeds = [(case.opened_by, case.opened_at), *((done_by, done_at) for _, _, done_by, done_at in items)]
    if case.decided_at is not None:
        deeds += models.Decision.objects.filter(case_id=case.id).values_list("decided_by", "decided_at")
        deeds += models.IssuedDocument.objects.filter(case_id=case.id).values_list("issued_by", "issued_at")
    return any(
        who == by.label and when is not None and local_day(centre_id=case.centre_id, at=when) == today
        for who, when in deeds
    )


def departments_of(case: models.Case) -> tuple[str, ...]:
    """Return the departments a case concerns: the owning one, then those addressed."""
    addressed = models.WorkItem.objects.filter(case_id=case.id).values_list("department_id", flat=True)
    return tuple(dict.fromkeys((case.department_id, *sorted(addressed))))


def must_hold_one_of(*permissions: Permission, by: Actor) -> None:
    """Pass when `by` may do it anywhere: who may nowhere is not told which cases there are.

    :raises NotAllowed: no grant names any of them.
    """
    if not any(grant.permission in permissions for grant in by.grants):
        raise NotAllowed(permission=str(permissions[0]))


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
