"""An applicant corrects from home, with the code of their application."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from darcha.cases import errors, models, rules
from darcha.cases.actions.clock import resume_case
from darcha.cases.actions.common import earlier, text_within_limit
from darcha.cases.actions.scans import keep_of_case
from darcha.cases.rules import AttachedScan, ClockChanged
from darcha.cases.timekeeping import standing
from darcha.catalogue import queries as catalogue
from darcha.journal.kinds import Kind
from darcha.kernel.actor import Actor, Grant, Permission


def add_to_correction(
    *, code: str, document_id: str, content: bytes, store: Path, at: datetime, by: Actor, key: str | None = None
) -> AttachedScan:
    """Add a file of a paper to an application whose applicant corrects, with the limits and refusals of `attach_scan`.

    :raises UnknownCase: nobody was given this code.
    :raises NotSuspended: nothing is to be corrected.
    :raises PaperNotAsked, TooManyScans, ScanNotRecognised, ScanTooLarge, ScanHarmful: it is not taken.
    """
    case = _of_code(code, by=by)
    done = earlier(centre_id=case.centre_id, key=key, by=by, kinds=(Kind.CASE_SCAN_ATTACHED,))
    if done is None:
        if not standing([case.id]):
            raise errors.NotSuspended(case_id=case.id)
        version = catalogue.service_version_by_id(id=case.service_version_id)
        if document_id not in {code for demand in version.demands for code in demand.codes}:
            raise errors.PaperNotAsked(document_id=document_id)
        if models.Scan.objects.filter(case_id=case.id, document_id=document_id).count() >= 2 * rules.SCANS_A_PAPER:
            raise errors.TooManyScans(limit=2 * rules.SCANS_A_PAPER)
    return keep_of_case(case, document_id, content, store=store, at=at, by=by, key=key)


def answer_correction(*, code: str, words: str, at: datetime, by: Actor, key: str | None = None) -> ClockChanged:
    """Say that what was to be corrected is corrected: the clock goes on. `words` are kept for the department, sealed.

    :raises UnknownCase: nobody was given this code.
    :raises NotSuspended: nothing is to be corrected.
    :raises CorrectionMissing: neither words nor a file of this correction.
    :raises TextTooLong: more than 2,000 characters.
    """
    case = _of_code(code, by=by)
    words = text_within_limit(words, field="words")
    if not earlier(centre_id=case.centre_id, key=key, by=by, kinds=(Kind.CASE_RESUMED,)) and not words:
        stands = models.Suspension.objects.filter(case_id=case.id, resumed_at__isnull=True).first()
        if stands and not models.Scan.objects.filter(case_id=case.id, attached_at__gte=stands.suspended_at).exists():
            raise errors.CorrectionMissing(case_id=case.id)
    # Who holds the code may let the clock of this one case go on, and nothing else.
    once = replace(by, grants=(*by.grants, Grant(Permission.DECIDE_CASE, case.centre_id, case.department_id)))
    return resume_case(case_id=case.id, answer=words or None, at=at, by=once, key=key)


def _of_code(code: str, *, by: Actor) -> models.Case:
    case = models.Case.objects.filter(tracking_code=rules.typed_code(code) or None).first()
    if case is None:
        raise errors.UnknownCase
    by.must(Permission.APPLY_FROM_HOME, centre_id=case.centre_id)
    if case.erased_at is not None:
        raise errors.CaseErased(case_id=case.id)
    return case
