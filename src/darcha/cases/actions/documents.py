"""The document is given out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from darcha.cases import errors, models, rules
from darcha.cases.actions.common import (
    id_in,
    new_code,
    next_number,
)
from darcha.cases.actions.owning import act_once, tell
from darcha.cases.dossier import conditions_of, decision_view, representative_view
from darcha.cases.rules import CaseState, ChargeState, Edition, Issued
from darcha.catalogue import queries as catalogue
from darcha.centres import queries as centres
from darcha.journal.kinds import Kind
from darcha.journal.rules import Entry
from darcha.kernel.actor import Actor
from darcha.kernel.names import LANGUAGES, Names


def issue_document(
    *,
    case_id: int,
    at: datetime,
    by: Actor,
    key: str | None = None,
    identity_seen: bool = False,
    to_representative: bool = False,
) -> Issued:
    """Give out the document of a granted case: its number in the register of the year, and its verification code.

    What will be printed is frozen now; the page itself is set when somebody asks for it. `identity_seen`: who fetches the
    document has shown who they are, and the papers themselves; needed where the application came from home.
    `to_representative`: it is fetched by who acts for the applicant.

    :raises CaseNotGranted: not decided, or refused.
    :raises AlreadyIssued: it was given out before.
    :raises CaseErased: nobody fetched it in time.
    :raises FeeOwed: its fee is not paid, or the department has not said yet how much it is.
    :raises NobodyActs: nobody acts for the applicant, or their paper is over: the applicant fetches it, or another is entered.
    :raises IdentityNotShown: it came from home, and nobody has looked at who fetches it.
    """

    def issue(case: models.Case, today: date) -> Issued:
        if case.state == CaseState.ISSUED:
            raise errors.AlreadyIssued(case_id=case_id)
        if case.state != CaseState.GRANTED:
            raise errors.CaseNotGranted(case_id=case_id, state=case.state)
        if case.erased_at is not None:
            raise errors.CaseErased(case_id=case_id)
        _must_be_paid(case)
        if case.channel == "portal" and not identity_seen:
            raise errors.IdentityNotShown(case_id=case_id)
        acts = representative_view(case, today=today) if to_representative else None
        if to_representative and not (acts and acts.holds):
            raise errors.NobodyActs(case_id=case_id)
        document = give_out(case, content=content_of(case), today=today, at=at, by=by)
        case.state = CaseState.ISSUED.value
        case.save(update_fields=["state"])
        data = {"to": acts.capacity} if acts else None
        return told_of(document, Kind.DOCUMENT_ISSUED, case=case, at=at, by=by, key=key, data=data)

    return act_once(issue, document_answer, Kind.DOCUMENT_ISSUED, case_id=case_id, at=at, by=by, key=key)


def told_of(
    document: models.IssuedDocument,
    kind: Kind,
    *,
    case: models.Case,
    at: datetime,
    by: Actor,
    key: str | None,
    data: Mapping[str, object] | None = None,
) -> Issued:
    """Write the entry about a document, and return what whoever asked is answered."""
    told = {"document": document.id, **(data or {})}
    tell(case, kind, told, at=at, by=by, key=key, subject=f"document:{document.id}")
    return Issued(document.id, document.number, document.verification_code)


def _must_be_paid(case: models.Case) -> None:
    charge = models.Charge.objects.filter(case_id=case.id).first()
    if charge is None or charge.state in (ChargeState.FREE, ChargeState.IN_WORDS):
        return
    if not models.Payment.objects.filter(case_id=case.id, stands=True).exists():
        raise errors.FeeOwed(case_id=case.id, owed=charge.amount_uzs)


def give_out(
    case: models.Case,
    *,
    content: Mapping[str, object],
    today: date,
    at: datetime,
    by: Actor,
    edition: Edition = Edition.FIRST,
    stands_for: models.IssuedDocument | None = None,
) -> models.IssuedDocument:
    """Write a document with the next number of the year's register; the case is locked."""
    number = next_number(centre_id=case.centre_id, kind="document", year=today.year)
    document = models.IssuedDocument(
        case_id=case.id,
        centre_id=case.centre_id,
        number=rules.document_number(centre_id=case.centre_id, year=today.year, number=number),
        verification_code=new_code(),
        issued_at=at,
        issued_on=today,
        issued_by=by.label,
        content=content,
        edition=edition.value,
        stands_for=stands_for,
    )
    document.save(force_insert=True)
    return document


def content_of(case: models.Case) -> dict[str, object]:
    """Return what is printed on a document beyond its number, its case and its service version."""
    holder = models.Applicant.objects.get(case_id=case.id)
    answers = models.WorkItem.objects.filter(case_id=case.id, outcome__in=rules.IN_FAVOUR).order_by("id")
    codes = dict.fromkeys(answer.department_id for answer in answers if answer.group != "own")
    return {
        "holder": holder.name,
        "initials": case.initials,
        "birth_year": holder.birth_year,
        "personal_number": rules.masked(holder.personal_number),
        "agreed": [catalogue.department(code=code).names.in_language(case.language) for code in codes],
        "conditions": [
            {
                "department": catalogue.department(code=one.department_id).names.in_language(case.language),
                "words": one.words,
            }
            for one in conditions_of(case)
        ],
        "silence": _silence(case),
        "centre": _in_all_languages(centres.centre(code=case.centre_id).names),
        "department": _in_all_languages(catalogue.department(code=case.department_id).names),
    }


def _silence(case: models.Case) -> str:
    """Return the rule of silence that granted a case, in its language; empty where somebody decided."""
    decision = decision_view(case)
    return decision.ground if decision and decision.by_silence else ""


def _in_all_languages(names: Names) -> dict[str, str]:
    return {language: names.in_language(language) for language in LANGUAGES}


def document_answer(entry: Entry) -> Issued:
    """Return the document an entry tells of, as the first request was answered."""
    document = models.IssuedDocument.objects.get(id=id_in(entry.subject))
    return Issued(document.id, document.number, document.verification_code)
