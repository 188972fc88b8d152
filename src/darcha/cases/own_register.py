"""The documents the house itself gave out, as proof of what a service asks for (decision 0029)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from darcha.cases import models
from darcha.cases.rules import HeldDocument
from darcha.catalogue.rules import DocumentType


def held_documents(*, personal_number: str, documents: Iterable[DocumentType]) -> Mapping[str, HeldDocument]:
    """Return which of these papers the house gave to whoever has this personal number, by the paper's code; one query.

    In any centre. Neither one that was annulled, replaced or corrected, nor one whose time is over; of several the newest.
    """
    papers_of: dict[str, list[str]] = {}
    for document in documents:
        for service_id in document.output_of:
            papers_of.setdefault(service_id, []).append(document.code)
    if not papers_of or not personal_number:
        return {}
    theirs = models.Applicant.objects.filter(personal_number_index=personal_number).values("case_id")
    rows = (
        models.IssuedDocument.objects.filter(
            case_id__in=theirs, case__service_id__in=sorted(papers_of), annulled_at=None, erased_at=None
        )
        .order_by("issued_at", "id")
        .values_list("id", "number", "issued_on", "case_id", "case__centre_id", "case__service_id")
    )
    return {
        code: HeldDocument(code, issued_id, number, issued_on, case_id, centre_id)
        for issued_id, number, issued_on, case_id, centre_id, service_id in rows
        for code in papers_of[service_id]
    }
