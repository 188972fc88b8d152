"""What can be asked about cases. None of it hands out a name but the document's own page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from django.db.models import Count, Exists, OuterRef, Q

from darcha.cases import errors, models, rules
from darcha.cases.dossier import (
    clock_of,
    decision_view,
    document_view,
    item_views,
    paper_views,
    scan_views,
)
from darcha.cases.printing import certificate
from darcha.cases.rules import CaseState, Fact, ItemState, PaperScans, TrackedCase, VerifiedDocument, WorkListRow
from darcha.cases.timekeeping import correction_of, standing
from darcha.catalogue import queries as catalogue
from darcha.catalogue.rules import ServiceVersion
from darcha.centres import queries as centres
from darcha.centres.queries import local_day
from darcha.kernel.names import Names
from darcha.plumbing import signing

PAGE = 200
"""How many rows of work are shown at once, the most urgent first."""


def case_by_tracking_code(*, code: str, at: datetime | None = None) -> TrackedCase | None:
    """Return a case as its code shows it, without personal data but the initials; None for an unknown code.

    The code may be typed in small letters, with blanks or hyphens. Its clock is reckoned as it stands at `at`, and only
    when that is told.
    """
    case = models.Case.objects.filter(tracking_code=rules.typed_code(code)).first()
    if case is None:
        return None
    version = catalogue.service_version_by_id(id=case.service_version_id)
    decision, document = decision_view(case), document_view(case)
    papers = paper_views(case, version=version) if case.state == CaseState.RETURNED else ()
    clock = clock_of(case, version=version, today=local_day(centre_id=case.centre_id, at=at)) if at else None
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
        due_on=clock.due_on if clock else case.due_on,
        not_before=case.not_before,
        clock=clock,
        missing=tuple(paper for paper in papers if not paper.seen),
        # A department's words on its answer are for the house; the applicant is told the outcome.
        items=tuple(replace(item, note="") for item in item_views(case, version=version, today=None)),
        decided_on=local_day(centre_id=case.centre_id, at=decision.decided_at) if decision else None,
        outcome=decision.outcome if decision else None,
        ground=decision.ground if decision else None,
        document_number=document.number if document else None,
        verification_code=document.verification_code if document else None,
        issued_on=document.issued_on if document else None,
        document_valid=document.valid if document else None,
        decided_on_time=decision.on_time if decision else None,
        correction=correction_of(case, clock=clock),
    )


def cases_of_ticket(*, ticket_id: int) -> tuple[str, ...]:
    """Return the tracking codes of the cases opened on a visit, in order."""
    return tuple(models.Case.objects.filter(ticket_id=ticket_id).order_by("id").values_list("tracking_code", flat=True))


def case_id_by_number(*, number: str) -> int | None:
    """Return the id of the case of that number, as typed; None when there is none."""
    return models.Case.objects.filter(number=number.strip().upper()).values_list("id", flat=True).first()


def papers_with_scans(*, case_id: int) -> tuple[PaperScans, ...]:
    """Return the papers of a case in the order of its checklist, each with its scans; no word of what they show.

    Last come papers that are no longer demanded but were scanned.

    :raises UnknownCase: there is none.
    """
    case = models.Case.objects.filter(id=case_id).first()
    if case is None:
        raise errors.UnknownCase(case_id=case_id)
    scans = scan_views(case.id)
    papers = paper_views(case, version=catalogue.service_version_by_id(id=case.service_version_id))
    names = {paper.document_id: paper.names for paper in papers} | {scan.document_id: scan.names for scan in scans}
    return tuple(
        PaperScans(code, called, tuple(scan for scan in scans if scan.document_id == code))
        for code, called in names.items()
    )


def returned_cases(*, centre_id: str, opened_before: date) -> dict[str, list[int]]:
    """Return the ids of the cases that were handed back and not brought again, by service, the oldest first."""
    found: dict[str, list[int]] = {}
    rows = models.Case.objects.filter(
        centre_id=centre_id, state=CaseState.RETURNED.value, opened_on__lt=opened_before
    ).order_by("id")
    for case_id, service_id in rows.values_list("id", "service_id"):
        found.setdefault(service_id, []).append(case_id)
    return found


@dataclass(frozen=True, slots=True)
class ReasonView:
    """Why somebody opened a file without a visit or an item. `told_by`: "employee:7"; `number`: None for a whole person."""

    told_at: datetime
    told_by: str
    case_id: int | None
    number: str | None
    service_id: str | None
    words: str


def reasons(*, centre_id: str, limit: int = PAGE) -> tuple[ReasonView, ...]:
    """Return the reasons typed in a centre, the newest first, for its head alone: they may name persons."""
    rows = models.Reason.objects.filter(centre_id=centre_id).select_related("case").order_by("-told_at")[:limit]
    return tuple(
        ReasonView(
            told_at=row.told_at,
            told_by=row.told_by,
            case_id=row.case.id if row.case else None,
            number=row.case.number if row.case else None,
            service_id=row.case.service_id if row.case else None,
            words=row.words,
        )
        for row in rows
    )


def over(*, centre_id: str, at: datetime) -> Iterator[tuple[int, str]]:
    """Yield each case and kind of personal data whose time is over, as `actions.erase` takes them; `rules.KEEPING` tells.

    What is erased meanwhile is not told twice.
    """
    today = local_day(centre_id=centre_id, at=at)
    zone = centres.zone(centre_id=centre_id)
    cases = models.Case.objects.filter(centre_id=centre_id)
    for kept in rules.KEEPING:
        day = rules.begun_before(kept, today=today)
        decided = cases.filter(decided_at__lt=datetime.combine(day, time.min, tzinfo=zone))
        found = {
            "returned": cases.filter(state=CaseState.RETURNED.value, opened_on__lt=day, erased_at__isnull=True),
            "scans": decided.filter(Exists(models.Scan.objects.filter(case_id=OuterRef("id")))),
            "application": decided.filter(erased_at__isnull=True),
            "document": decided.filter(
                Exists(
                    models.IssuedDocument.objects.filter(
                        case_id=OuterRef("id"), issued_on__lt=day, erased_at__isnull=True
                    )
                )
            ),
        }[kept.kind]
        for case_id in found.order_by("id").values_list("id", flat=True).iterator():
            yield case_id, kept.kind


def work_list(*, centre_id: str, department_id: str, at: datetime, limit: int = PAGE) -> list[WorkListRow]:
    """Return the open items a department has to do or to enter for a partner, the most urgent first. No names."""
    partners = [body.code for body in catalogue.departments(partners=True) if body.is_partner]
    rows = (
        models.WorkItem.objects.filter(centre_id=centre_id, state=ItemState.OPEN.value)
        .filter(Q(department_id=department_id) | Q(owner_id=department_id, department_id__in=partners))
        .select_related("case")
        .order_by("due_on", "id")[:limit]
    )
    today = local_day(centre_id=centre_id, at=at)
    resting = standing(row.case_id for row in rows)
    found = []
    for row in rows:
        version = catalogue.service_version_by_id(id=row.case.service_version_id)
        step = rules.step_of(version, group=row.group, position=row.position)
        assert row.due_on
        assert row.opened_at
        assert row.case.due_on
        found.append(
            WorkListRow(
                case_id=row.case.id,
                item_id=row.id,
                number=row.case.number,
                service_id=row.case.service_id,
                service_names=version.names,
                department_id=row.department_id,
                owner_id=row.owner_id,
                group=row.group,
                do=step.do if step else None,
                state=row.state,
                opened_at=row.opened_at,
                due_on=row.due_on,
                case_due_on=row.case.due_on,
                days_left=rules.days_left(
                    row.due_on, today=today, calendar=catalogue.working_calendar(department_id=row.department_id)
                ),
                stands=row.case_id in resting,
                silence=_silence(row.case, version=version, today=today, stands=row.case_id in resting),
            )
        )
    return found


def ready_to_decide(*, centre_id: str, department_id: str, at: datetime, limit: int = PAGE) -> list[WorkListRow]:
    """Return the cases of a department whose departments have all answered, the most urgent first. No names."""
    return _for_the_owner(
        CaseState.READY, "decision", centre_id=centre_id, department_id=department_id, at=at, limit=limit
    )


def ready_to_issue(*, centre_id: str, department_id: str, at: datetime, limit: int = PAGE) -> list[WorkListRow]:
    """Return the granted cases of a department whose document is not yet given out. No names."""
    return _for_the_owner(
        CaseState.GRANTED, "document", centre_id=centre_id, department_id=department_id, at=at, limit=limit
    )


def _for_the_owner(
    state: CaseState, group: str, *, centre_id: str, department_id: str, at: datetime, limit: int
) -> list[WorkListRow]:
    cases = list(
        models.Case.objects.filter(centre_id=centre_id, department_id=department_id, state=state.value).order_by(
            "due_on", "id"
        )[:limit]
    )
    objections: dict[int, int] = dict(
        models.WorkItem.objects.filter(case_id__in=[case.id for case in cases], outcome="objected")
        .values_list("case_id")
        .annotate(Count("id"))
    )
    today = local_day(centre_id=centre_id, at=at)
    days = catalogue.working_calendar(department_id=department_id)
    resting = standing(case.id for case in cases)
    found = []
    for case in cases:
        version = catalogue.service_version_by_id(id=case.service_version_id)
        since = case.decided_at or case.ready_at
        assert case.due_on
        assert since
        found.append(
            WorkListRow(
                case_id=case.id,
                item_id=None,
                number=case.number,
                service_id=case.service_id,
                service_names=version.names,
                department_id=case.department_id,
                owner_id=case.department_id,
                group=group,
                do=None,
                state=case.state,
                opened_at=since,
                due_on=case.due_on,
                case_due_on=case.due_on,
                days_left=rules.days_left(case.due_on, today=today, calendar=days),
                not_before=case.not_before,
                objections=objections.get(case.id, 0),
                stands=case.id in resting,
                silence=_silence(case, version=version, today=today, stands=case.id in resting),
            )
        )
    return found


def _silence(case: models.Case, *, version: ServiceVersion, today: date, stands: bool) -> str | None:
    """Return what no answer soon means, from the day on which officials are warned of it to the last day."""
    rule = rules.rule_of(version)
    if rule.silence is None or case.due_on is None or case.decided_at is not None or stands:
        return None
    days = catalogue.working_calendar(department_id=case.department_id)
    return rule.silence if rules.warn_day(rule, due_on=case.due_on, calendar=days) <= today <= case.due_on else None


def verify_document(*, code: str) -> VerifiedDocument | None:
    """Return what a document's code proves: what was issued, when, by whom, for whom (initials), and whether it is valid.

    None for a code nobody was given, and once the content is erased.
    """
    row = models.IssuedDocument.objects.filter(verification_code=rules.typed_code(code)).select_related("case").first()
    if row is None or row.erased_at is not None:
        return None
    version = catalogue.service_version_by_id(id=row.case.service_version_id)
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
        state="valid" if row.annulled_at is None else "annulled",
        annulled_on=local_day(centre_id=row.centre_id, at=row.annulled_at) if row.annulled_at else None,
        language=row.case.language,
        facts=(
            Fact("case", row.case.number),
            Fact("accepted_on", accepted_on.isoformat()),
            Fact("decided_on", local_day(centre_id=row.centre_id, at=decided_at).isoformat()),
        ),
    )


def document_pdf(*, code: str, address: str) -> bytes:
    """Return the page of an issued document as tagged PDF, in the language of its case; signed where the house has a key.

    `address` is the house's own address in the net ("https://darcha.example"): the QR leads to it.

    :raises UnknownDocument: nobody was given this code, or the content is erased.
    :raises KeysUnusable: the file of the signing key is open to everybody, or damaged.
    """
    row = models.IssuedDocument.objects.filter(verification_code=rules.typed_code(code)).select_related("case").first()
    if row is None or row.erased_at is not None:
        raise errors.UnknownDocument
    page = certificate(row, version=catalogue.service_version_by_id(id=row.case.service_version_id), address=address)
    signer = signing.house_signer()
    return signing.sign(page, signer=signer, at=row.issued_at) if signer else page
