"""The file of a case, put together from its rows: the applicant, the papers, the items, the decision, the document."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import QuerySet

from darcha.cases import models, rules
from darcha.cases.rules import (
    ApplicantView,
    CaseState,
    CaseView,
    ChargeState,
    Condition,
    CorrectedView,
    DecisionView,
    DocumentView,
    FeeView,
    ItemState,
    ItemView,
    PaperView,
    PaymentView,
    ProposalView,
    Reckoning,
    RepresentativeView,
    RoundView,
    RulesOffered,
    ScanView,
)
from darcha.cases.timekeeping import correction_of, events_of, reckoning
from darcha.catalogue import queries as catalogue
from darcha.catalogue import rules as papers
from darcha.catalogue.rules import Demand, FormState, ServiceVersion, filled_form
from darcha.catalogue.rules.differences import differences
from darcha.centres.queries import local_day

_OPEN_STATES = [state.value for state in (CaseState.RETURNED, CaseState.ACCEPTED, CaseState.READY, CaseState.GRANTED)]


def case_view(case: models.Case, *, at: datetime) -> CaseView:
    """Return the whole case, with the applicant."""
    version = catalogue.service_version_by_id(id=case.service_version_id, variant=case.variant)
    papers = paper_views(case, version=version)
    today = local_day(centre_id=case.centre_id, at=at)
    clock = clock_of(case, version=version, today=today)
    if clock is not None:
        # While the applicant corrects, the day moves with every day that passes; the row keeps that of the last event.
        case.due_on = clock.due_on
    documents = document_views(case)
    return CaseView(
        id=case.id,
        centre_id=case.centre_id,
        number=case.number,
        tracking_code=case.tracking_code,
        state=case.state,
        service=version,
        service_id=case.service_id,
        department_id=case.department_id,
        ticket_id=case.ticket_id,
        language=case.language,
        channel=case.channel,
        applicant=_applicant_view(case),
        facts=case.facts,
        form=form_of(case, version=version, today=today),
        papers=papers,
        defects=tuple(paper.document_id for paper in papers if not paper.seen),
        items=item_views(case, version=version, today=today),
        opened_at=case.opened_at,
        opened_on=case.opened_on,
        accepted_at=case.accepted_at,
        accepted_on=case.accepted_on,
        first_time=case.first_time,
        filings=case.filings,
        due_on=case.due_on,
        not_before=case.not_before,
        days_left=_days_left(case, today=today),
        clock=clock,
        decision=decision_view(case),
        document=next(iter(documents), None),
        documents=documents,
        twins=twins_of(case),
        scans=scan_views(case.id),
        correction=correction_of(case, clock=clock),
        corrected=tuple(
            CorrectedView(row.words, row.resumed_at, row.answer)
            for row in models.Suspension.objects.filter(case_id=case.id, resumed_at__isnull=False).order_by("id")
            if row.resumed_at
        ),
        events=events_of(case),
        fee=fee_view(case, clock=clock),
        rules_offered=rules_offered(case, version=version, today=today),
        proposals=proposal_views(case, version=version),
        representative=representative_view(case, today=today),
    )


def rules_offered(case: models.Case, *, version: ServiceVersion, today: date) -> RulesOffered | None:
    """Return the newer rules the applicant may choose; None: there are none, or it is decided."""
    if case.decided_at is not None or case.erased_at is not None:
        return None
    target = catalogue.onwards(version_id=version.id, code=case.service_id, on=today).offer_to
    if target is None:
        return None
    newer = papers.as_it_is_for(catalogue.service_version_by_id(id=target), papers.with_practice(case.facts, on=today))
    return RulesOffered(target, newer.valid_from, differences(version, newer))


def _applicant_view(case: models.Case) -> ApplicantView:
    row = models.Applicant.objects.get(case_id=case.id)
    number = row.personal_number
    return ApplicantView(
        name=row.name,
        sex=row.sex,
        birth_year=row.birth_year,
        phone=row.phone,
        personal_number=number,
        personal_number_is_right=rules.personal_number_is_right(number) if number else None,
    )


def representative_view(case: models.Case, *, today: date) -> RepresentativeView | None:
    """Return who acts for the applicant, or None."""
    row = models.Representative.objects.filter(case_id=case.id, ended_at=None).first()
    if row is None:
        return None
    return RepresentativeView(
        row.capacity, row.name, row.personal_number, row.paper, row.until, rules.still_acts(row.until, today=today)
    )


def _days_left(case: models.Case, *, today: date) -> int | None:
    if case.due_on is None or case.decided_at is not None:
        return None
    return rules.days_left(
        case.due_on, today=today, calendar=catalogue.working_calendar(department_id=case.department_id)
    )


def form_of(case: models.Case, *, version: ServiceVersion, today: date) -> FormState | None:
    """Return the form of a case as its version asks it, with the answers: on the day it was taken, else on `today`."""
    if case.answers is None:
        return None
    return filled_form(version, facts=case.facts, answers=case.answers, on=case.accepted_on or today)


def clock_of(case: models.Case, *, version: ServiceVersion, today: date) -> Reckoning | None:
    """Return the reasoning behind a case's day, computed again from its events; None before it was taken."""
    return reckoning(case, version=version, today=today) if case.accepted_on else None


def fee_view(case: models.Case, *, clock: Reckoning | None = None) -> FeeView | None:
    """Return what a case costs; None before it was accepted, and where nobody reckoned it."""
    row = models.Charge.objects.filter(case_id=case.id).first() if case.accepted_on else None
    if row is None:
        return None
    pay = next((term for term in clock.terms if term.code == "pay"), None) if clock else None
    unit_uzs = None
    if row.amount_uzs is None and row.multiples is not None and row.base_uzs is not None:
        unit_uzs = rules.price_of(1, multiples=row.multiples, base_uzs=row.base_uzs)
    return FeeView(
        state=ChargeState(row.state),
        amount_uzs=row.amount_uzs,
        words=row.words,
        reckoned_on=row.reckoned_on,
        unit_uzs=unit_uzs,
        units=row.units,
        set_on=row.set_on,
        set_words=row.set_words or "",
        pay_by=pay.until if pay else None,
        is_late=pay is not None and pay.state == "missed",
        payment=payment_view(case.id),
        is_over=case.state == CaseState.REFUSED,
    )


def payment_view(case_id: int) -> PaymentView | None:
    """Return the payment of a case that stands, or None."""
    row = models.Payment.objects.filter(case_id=case_id, stands=True).first()
    return told_payment(row) if row else None


def told_payment(row: models.Payment) -> PaymentView:
    """Return a payment as it is told."""
    return PaymentView(row.id, row.receipt, row.way, row.reference, row.amount_uzs, row.paid_on, row.taken_by)


def paper_views(case: models.Case, *, version: ServiceVersion) -> tuple[PaperView, ...]:
    """Return the papers demanded at the last filing, in the order of the checklist."""
    filed = models.Paper.objects.filter(case_id=case.id, filing=case.filings).select_related("proven_by")
    rows = filed.only("document_id", "seen", "proven_by__number", "proven_by__issued_on")
    seen = {row.document_id: row.seen for row in rows}
    proven = {row.document_id: (row.proven_by.number, row.proven_by.issued_on) for row in rows if row.proven_by}
    known = catalogue.document_types()
    demands = {demand.document.code: demand for demand in version.demands}
    # Of a case that went over to newer rules some papers were asked by the old ones; what was shown stays shown.
    demands |= {code: Demand(document) for code, document in known.items() if code in seen and code not in demands}
    return tuple(
        PaperView(
            document_id=code,
            names=demand.names,
            seen=seen[code],
            held_by=next((one.held_by for one in demand.proofs if one.held_by), None),
            clause=demand.clause,
            proven_by=proven.get(code),
        )
        for code, demand in demands.items()
        if code in seen
    )


def scan_views(case_id: int) -> tuple[ScanView, ...]:
    """Return the scans of a case, oldest first."""
    return tuple(scan_view(row) for row in models.Scan.objects.filter(case_id=case_id).order_by("id"))


def scan_view(row: models.Scan) -> ScanView:
    """Return a scan as a list shows it."""
    return ScanView(
        id=row.id,
        document_id=row.document_id,
        names=catalogue.document_types()[row.document_id].names,
        media_type=row.media_type,
        size_bytes=row.size_bytes,
        pages=row.pages,
        pixels=row.pixels,
        attached_at=row.attached_at,
        attached_by=row.attached_by,
    )


def item_views(case: models.Case, *, version: ServiceVersion, today: date | None) -> tuple[ItemView, ...]:
    """Return the work items of a case: the parallel ones, then what follows."""
    rows = models.WorkItem.objects.filter(case_id=case.id)
    order = {"own": 0, "parallel": 1, "then": 2}
    sent_back = models.Round.objects.filter(item__case_id=case.id).order_by("sent_back_at", "id")
    rounds: dict[int, list[RoundView]] = {}
    for one in sent_back:
        told = RoundView(one.outcome, one.note or "", one.done_at, one.words, one.sent_back_at, one.sent_back_by)
        rounds.setdefault(one.item_id, []).append(told)
    return tuple(
        item_view(row, version=version, today=today, rounds=tuple(rounds.get(row.id, ())))
        for row in sorted(rows, key=lambda row: (row.of_version_id is not None, order[row.group], row.position))
    )


def item_view(
    row: models.WorkItem, *, version: ServiceVersion, today: date | None, rounds: tuple[RoundView, ...] = ()
) -> ItemView:
    """Return one work item; without `today` nobody asks how many days are left."""
    department = catalogue.department(code=row.department_id)
    if row.of_version_id is not None:
        version = catalogue.service_version_by_id(id=row.of_version_id)
    step = rules.step_of(version, group=row.group, position=row.position)
    left = None
    if today and row.state == ItemState.OPEN and row.due_on:
        left = rules.days_left(
            row.due_on, today=today, calendar=catalogue.working_calendar(department_id=row.department_id)
        )
    on_time = None
    if row.done_at and row.due_on:
        on_time = local_day(centre_id=row.centre_id, at=row.done_at) <= row.due_on
    return ItemView(
        id=row.id,
        department_id=row.department_id,
        entered_by=row.owner_id if department.is_partner else row.department_id,
        group=row.group,
        position=row.position,
        do=step.do if step else None,
        state=row.state,
        opened_at=row.opened_at,
        due_on=row.due_on,
        done_at=row.done_at,
        outcome=row.outcome,
        note=row.note or "",
        days_left=left,
        on_time=on_time,
        taken_by=row.taken_by,
        is_former=row.of_version_id is not None,
        rounds=rounds,
    )


def conditions_of(case: models.Case) -> tuple[Condition, ...]:
    """Return the conditions the departments made, in the order they were asked; none once the case is erased."""
    if case.erased_at is not None:
        return ()
    rows = models.WorkItem.objects.filter(case_id=case.id, outcome="conditions").order_by("id")
    return tuple(Condition(row.department_id, row.note or "") for row in rows)


def decision_view(case: models.Case) -> DecisionView | None:
    """Return the decision on a case, or None."""
    row = models.Decision.objects.filter(case_id=case.id).first() if case.decided_at else None
    if row is None:
        return None
    return DecisionView(
        row.outcome,
        row.ground or "",
        row.decided_at,
        row.decided_by,
        row.on_time,
        proposed_by=row.proposed_by,
        clause=row.clause or "",
        remedy=row.remedy,
    )


def answered_by(case: models.Case) -> tuple[str, ...]:
    """Return who entered the answers of the deciding department itself."""
    rows = models.WorkItem.objects.filter(case_id=case.id, department_id=case.department_id).exclude(done_by="")
    before = models.Round.objects.filter(item__case_id=case.id, item__department_id=case.department_id)
    return tuple(sorted({*rows.values_list("done_by", flat=True), *before.values_list("done_by", flat=True)}))


def proposal_views(case: models.Case, *, version: ServiceVersion) -> tuple[ProposalView, ...]:
    """Return the decisions proposed on a case, oldest first; only the last can be open."""
    return proposals_of(case) if version.four_eyes else ()


def proposals_of(case: models.Case) -> tuple[ProposalView, ...]:
    """Return every decision proposed on a case, whatever its version asks for now."""
    rows = list(models.Proposal.objects.filter(case_id=case.id).order_by("proposed_at", "id"))
    answered = answered_by(case) if rows else ()
    return tuple(
        ProposalView(
            outcome=row.outcome,
            ground=row.ground or "",
            proposed_at=row.proposed_at,
            proposed_by=row.proposed_by,
            ended=row.ended,
            ended_at=row.ended_at,
            ended_by=row.ended_by,
            words=row.words or "",
            answered_by=answered,
            clause=row.clause or "",
            remedy=row.remedy,
        )
        for row in rows
    )


def document_views(case: models.Case) -> tuple[DocumentView, ...]:
    """Return the documents of a case, the newest first; at most the first of them is valid."""
    if case.decided_at is None:
        return ()
    return tuple(
        DocumentView(
            id=row.id,
            number=row.number,
            verification_code=row.verification_code,
            issued_at=row.issued_at,
            issued_on=row.issued_on,
            valid=row.annulled_at is None,
            edition=row.edition,
            ended=row.ended,
            ended_at=row.annulled_at,
            because=row.annulled_because or "",
        )
        for row in models.IssuedDocument.objects.filter(case_id=case.id).order_by("-id")
    )


def document_view(case: models.Case) -> DocumentView | None:
    """Return the last document of a case, valid or not, or None."""
    return next(iter(document_views(case)), None)


def open_cases_of(*, service_id: str, personal_number: str) -> QuerySet[models.Case]:
    """Return the cases of one service that whoever has this personal number has open, in any centre, oldest first."""
    theirs = models.Applicant.objects.filter(personal_number_index=personal_number).values("case_id")
    return models.Case.objects.filter(
        id__in=theirs, service_id=service_id, state__in=_OPEN_STATES, erased_at=None
    ).order_by("id")


def twins_of(case: models.Case) -> tuple[str, ...]:
    """Return the numbers of other open cases of the same person for the same service; none for a case that is over."""
    if case.state not in _OPEN_STATES:
        return ()
    number = models.Applicant.objects.get(case_id=case.id).personal_number
    if not number:
        return ()
    others = open_cases_of(service_id=case.service_id, personal_number=number).exclude(id=case.id)
    return tuple(others.values_list("number", flat=True))
