"""Somebody acts for the applicant: entered with the application, replaced, or ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from django.db import IntegrityError, transaction

from darcha.cases import errors, models, rules
from darcha.cases.actions.common import earlier, locked_case, next_id, settle
from darcha.cases.rules import CaseState, NewApplicant, NewRepresentative
from darcha.centres.queries import local_day
from darcha.journal import actions as journal
from darcha.journal.kinds import Kind
from darcha.kernel.actor import Actor, Permission


def must_represent(one: NewRepresentative | None, *, applicant: NewApplicant, today: date) -> NewRepresentative | None:
    """Return a representative as written down, without blanks around the words; None for None.

    :raises CannotRepresent: they cannot act for this applicant today; `because` says why.
    """
    if one is None:
        return None
    because = rules.representative_problem(one, applicant=applicant, today=today)
    if because:
        raise errors.CannotRepresent(because=because)
    return replace(
        one,
        name=" ".join(one.name.split()),
        personal_number=(one.personal_number or "").strip() or None,
        paper=" ".join(one.paper.split()),
    )


def begin_to_act(one: NewRepresentative, *, case_id: int, at: datetime, by: Actor) -> None:
    """Write who acts from now on; nobody else does."""
    models.Representative.objects.bulk_create(
        [
            models.Representative(
                id=next_id(models.Representative),
                case_id=case_id,
                capacity=one.capacity,
                name=one.name,
                personal_number=one.personal_number,
                paper=one.paper,
                until=one.until,
                began_at=at,
                began_by=by.label,
            )
        ]
    )


def capacity_in(case_id: int) -> str:
    """Return in which capacity somebody acts in a case, "" when nobody does."""
    acting = models.Representative.objects.filter(case_id=case_id, ended_at=None)
    return acting.values_list("capacity", flat=True).first() or ""


def set_representative(
    *, case_id: int, representative: NewRepresentative | None, at: datetime, by: Actor, key: str | None = None
) -> None:
    """Let somebody act for the applicant from now on instead of whoever did; None: nobody, the applicant alone.

    :raises UnknownCase: there is none.
    :raises CaseErased: its time is over.
    :raises AlreadyDecided: it is refused, or its document is given out: there is nothing to act in.
    :raises CannotRepresent: they cannot act for this applicant; `because` says why.
    """
    place = models.Case.objects.filter(id=case_id).only("centre_id").first()
    if place is None:
        raise errors.UnknownCase(case_id=case_id)
    by.must(Permission.OPEN_CASE, centre_id=place.centre_id)
    kinds = (Kind.CASE_REPRESENTED,)
    if earlier(centre_id=place.centre_id, key=key, by=by, kinds=kinds):
        return
    today = local_day(centre_id=place.centre_id, at=at)
    try:
        with transaction.atomic():
            case = locked_case(case_id=case_id)
            if case.erased_at is not None:
                raise errors.CaseErased(case_id=case_id)
            if case.state in (CaseState.REFUSED, CaseState.ISSUED):
                raise errors.AlreadyDecided(case_id=case_id, state=case.state)
            row = models.Applicant.objects.get(case_id=case_id)
            applicant = NewApplicant(row.name, row.sex, row.birth_year, row.phone, row.personal_number)
            acts = must_represent(representative, applicant=applicant, today=today)
            before = capacity_in(case_id)
            models.Representative.objects.filter(case_id=case_id, ended_at=None).update(ended_at=at, ended_by=by.label)
            if acts:
                begin_to_act(acts, case_id=case_id, at=at, by=by)
            settle()
            journal.append(
                centre_id=case.centre_id,
                kind=Kind.CASE_REPRESENTED,
                subject=f"case:{case.id}",
                at=at,
                by=by,
                data={"case": case.id, "acts_as": acts.capacity if acts else None, "before": before or None},
                key=key,
            )
    except IntegrityError:
        if not earlier(centre_id=place.centre_id, key=key, by=by, kinds=kinds):
            raise
