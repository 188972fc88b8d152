"""What is asked about one case, its papers, and who opened it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from darcha.cases import errors, models
from darcha.cases.dossier import (
    paper_views,
    scan_views,
)
from darcha.cases.rules import PaperScans
from darcha.catalogue import queries as catalogue

PAGE = 200
"""How many reasons are shown at once, the newest first."""


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
    papers = paper_views(
        case, version=catalogue.service_version_by_id(id=case.service_version_id, variant=case.variant)
    )
    names = {paper.document_id: paper.names for paper in papers} | {scan.document_id: scan.names for scan in scans}
    return tuple(
        PaperScans(code, called, tuple(scan for scan in scans if scan.document_id == code))
        for code, called in names.items()
    )


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
