"""What an applicant asks: how their case stands, and whether a document is right."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from darcha.cases import errors, models, rules
from darcha.cases.dossier import (
    clock_of,
    conditions_of,
    decision_view,
    document_view,
    fee_view,
    form_of,
    item_views,
    paper_views,
    rules_offered,
)
from darcha.cases.letters import refusal_letter
from darcha.cases.looks import looks_at
from darcha.cases.printing import certificate
from darcha.cases.rules import (
    CaseState,
    DecisionView,
    Fact,
    ItemState,
    ItemView,
    Milestones,
    Place,
    Stage,
    TrackedCase,
    VerifiedDocument,
)
from darcha.cases.timekeeping import correction_of
from darcha.catalogue import queries as catalogue
from darcha.centres.queries import local_day
from darcha.kernel.names import Names
from darcha.plumbing import signing
from darcha.queue.queries import stops_of_visit


def case_by_tracking_code(*, code: str, at: datetime | None = None) -> TrackedCase | None:
    """Return a case as its code shows it, without personal data but the initials; None for an unknown code.

    The code may be typed in small letters, with blanks or hyphens. Its clock is reckoned as it stands at `at`, and only
    when that is told.
    """
    case = models.Case.objects.filter(tracking_code=rules.typed_code(code)).first()
    if case is None:
        return None
    version = catalogue.service_version_by_id(id=case.service_version_id, variant=case.variant)
    decision, document = decision_view(case), document_view(case)
    is_returned = case.state == CaseState.RETURNED
    papers = paper_views(case, version=version) if is_returned else ()
    day = local_day(centre_id=case.centre_id, at=at) if at else case.opened_on
    form = form_of(case, version=version, today=day) if is_returned else None
    clock = clock_of(case, version=version, today=local_day(centre_id=case.centre_id, at=at)) if at else None
    if clock:
        # While the applicant corrects, the day moves with every day that passes.
        case.due_on = clock.due_on
    # A department's words on its answer are for the house; the applicant is told the outcome, and what binds them.
    items = tuple(
        replace(item, note="", rounds=(), taken_by="")
        for item in item_views(case, version=version, today=None)
        if item.state != ItemState.DROPPED
    )
    return TrackedCase(
        case_id=case.id,
        centre_id=case.centre_id,
        number=case.number,
        tracking_code=case.tracking_code,
        state=case.state,
        service=version,
        service_id=case.service_id,
        department_id=case.department_id,
        ticket_id=case.ticket_id,
        initials=case.initials,
        language=case.language,
        opened_on=case.opened_on,
        accepted_on=case.accepted_on,
        due_on=case.due_on,
        not_before=case.not_before,
        clock=clock,
        missing_fields=tuple(one.field.label for one in form.shown if one.problem) if form else (),
        missing=tuple(paper for paper in papers if not paper.seen),
        items=items,
        decided_on=local_day(centre_id=case.centre_id, at=decision.decided_at) if decision else None,
        outcome=decision.outcome if decision else None,
        ground=decision.ground if decision else None,
        document_number=document.number if document else None,
        verification_code=document.verification_code if document else None,
        issued_on=document.issued_on if document else None,
        document_valid=document.valid if document else None,
        decided_on_time=decision.on_time if decision else None,
        correction=correction_of(case, clock=clock),
        by_silence=decision is not None and decision.by_silence,
        clause=decision.clause if decision else "",
        remedy=decision.remedy if decision else "",
        acts_as=models.Representative.objects.filter(case_id=case.id, ended_at=None)
        .values_list("capacity", flat=True)
        .first()
        or "",
        conditions=conditions_of(case) if decision and decision.outcome == "granted" else (),
        fee=fee_view(case, clock=clock),
        rules_offered=rules_offered(case, version=version, today=local_day(centre_id=case.centre_id, at=at))
        if at
        else None,
        story=_story(case, items=items, decision=decision) if at else (),
        looks=tuple(looks_at([case])[case.id]) if at else (),
    )


def _story(case: models.Case, *, items: tuple[ItemView, ...], decision: DecisionView | None) -> tuple[Stage, ...]:
    issued = models.IssuedDocument.objects.filter(case_id=case.id).order_by("issued_at") if decision else ()
    passed = Milestones(
        opened_at=case.opened_at,
        accepted_at=case.accepted_at,
        ready_at=case.ready_at,
        decided_at=case.decided_at,
        granted=decision is not None and decision.outcome == "granted",
        issued_at=next((row.issued_at for row in issued), None),
        department_id=case.department_id,
        due_on=case.due_on,
    )
    return rules.story_of(
        passed,
        stops=stops_of_visit(ticket_id=case.ticket_id) if case.ticket_id else (),
        answers=[
            Stage(Place.DEPARTMENT, item.opened_at, item.done_at, item.department_id, item.due_on)
            for item in items
            if item.opened_at
        ],
        corrections=models.Suspension.objects.filter(case_id=case.id)
        .order_by("suspended_at")
        .values_list("suspended_at", "resumed_at"),
    )


def cases_of_ticket(*, ticket_id: int) -> tuple[str, ...]:
    """Return the tracking codes of the cases opened on a visit, in order."""
    return tuple(models.Case.objects.filter(ticket_id=ticket_id).order_by("id").values_list("tracking_code", flat=True))


def verify_document(*, code: str) -> VerifiedDocument | None:
    """Return what a document's code proves: what was issued, when, by whom, for whom (initials), and whether it is valid.

    None for a code nobody was given, and once the content is erased.
    """
    row = (
        models.IssuedDocument.objects.filter(verification_code=rules.typed_code(code))
        .select_related("case", "stands_for")
        .first()
    )
    if row is None or row.erased_at is not None:
        return None
    version = catalogue.service_version_by_id(id=row.case.service_version_id, variant=row.case.variant)
    department = row.content["department"]
    accepted_on, decided_at = row.case.accepted_on, row.case.decided_at
    assert accepted_on
    assert decided_at
    return VerifiedDocument(
        number=row.number,
        verification_code=row.verification_code,
        case_number=row.case.number,
        centre_id=row.centre_id,
        service_id=row.case.service_id,
        service_names=version.names,
        output=version.output,
        department_id=row.case.department_id,
        department_names=Names(department["uz"], department["uz-cyrl"], department["ru"], department["en"]),
        holder=str(row.content["initials"]),
        issued_on=row.issued_on,
        issued_at=row.issued_at,
        state=row.ended or "valid",
        annulled_on=local_day(centre_id=row.centre_id, at=row.annulled_at) if row.annulled_at else None,
        language=row.case.language,
        facts=(
            Fact("case", row.case.number),
            Fact("accepted_on", accepted_on.isoformat()),
            Fact("decided_on", local_day(centre_id=row.centre_id, at=decided_at).isoformat()),
        ),
        edition=row.edition,
        stands_for=row.stands_for.number if row.stands_for else None,
        replaced_by=models.IssuedDocument.objects.filter(stands_for=row).values_list("number", flat=True).first(),
        conditions=tuple((str(one["department"]), str(one["words"])) for one in row.content.get("conditions", ())),
        silence=str(row.content.get("silence", "")),
    )


def refusal_pdf(*, code: str, address: str) -> bytes:
    """Return the refusal of an application as a letter, tagged PDF; signed where the house has a key.

    `code` is its tracking code; `address` the house's own address in the net.

    :raises UnknownCase: nobody was given this code, it is not refused, or its words are erased.
    :raises KeysUnusable: the file of the signing key is open to everybody, or damaged.
    """
    case = models.Case.objects.filter(tracking_code=rules.typed_code(code)).first()
    decision = decision_view(case) if case else None
    if case is None or decision is None or decision.outcome != "refused" or case.erased_at is not None:
        raise errors.UnknownCase
    signer = signing.house_signer()
    page = refusal_letter(
        case,
        applicant=models.Applicant.objects.get(case_id=case.id).name,
        decision=decision,
        version=catalogue.service_version_by_id(id=case.service_version_id, variant=case.variant),
        address=address,
        is_signed=signer is not None,
    )
    return signing.sign(page, signer=signer, at=decision.decided_at) if signer else page


def document_pdf(*, code: str, address: str) -> bytes:
    """Return the page of an issued document as tagged PDF, in the language of its case; signed where the house has a key.

    `address` is the house's own address in the net ("https://darcha.example"): the QR leads to it.

    :raises UnknownDocument: nobody was given this code, or the content is erased.
    :raises DocumentIsOver: it was replaced, corrected or annulled; paper that proves nothing is not handed out.
    :raises KeysUnusable: the file of the signing key is open to everybody, or damaged.
    """
    row = (
        models.IssuedDocument.objects.filter(verification_code=rules.typed_code(code))
        .select_related("case", "stands_for")
        .first()
    )
    if row is None or row.erased_at is not None:
        raise errors.UnknownDocument
    if row.annulled_at is not None:
        raise errors.DocumentIsOver
    page = certificate(
        row,
        version=catalogue.service_version_by_id(id=row.case.service_version_id, variant=row.case.variant),
        address=address,
    )
    signer = signing.house_signer()
    return signing.sign(page, signer=signer, at=row.issued_at) if signer else page
