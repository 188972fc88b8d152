"""Where a case stands, in the few words a message can tell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from darcha.cases import dossier, models
from darcha.cases.rules import CaseState
from darcha.cases.timekeeping import standing
from darcha.catalogue import queries as catalogue
from darcha.centres.queries import local_day


@dataclass(frozen=True, slots=True)
class CaseStanding:
    """Where a case stands; nothing of who applies, and not for what.

    `awaits`: something is to come for it. `corrects`: the applicant is asked to correct, by `correct_by` (None: without a
    last day). `ready`: a valid document was given out.
    """

    centre_id: str
    number: str
    language: str
    awaits: bool
    due_on: date | None
    corrects: bool
    correct_by: date | None
    decided: bool
    ready: bool


def case_standing(*, case_id: int, at: datetime) -> CaseStanding | None:
    """Return where a case stands at a moment; None: there is none."""
    case = models.Case.objects.filter(id=case_id).first()
    if case is None:
        return None
    corrects = case.decided_at is None and bool(standing([case.id]))
    correct_by = None
    if corrects:
        version = catalogue.service_version_by_id(id=case.service_version_id, variant=case.variant)
        clock = dossier.clock_of(case, version=version, today=local_day(centre_id=case.centre_id, at=at))
        correct_by = clock.correction_by if clock else None
    return CaseStanding(
        centre_id=case.centre_id,
        number=case.number,
        language=case.language,
        awaits=case.erased_at is None and case.state not in (CaseState.REFUSED, CaseState.ISSUED),
        due_on=case.due_on,
        corrects=corrects,
        correct_by=correct_by,
        decided=case.decided_at is not None,
        ready=models.IssuedDocument.objects.filter(case_id=case.id, annulled_at__isnull=True).exists(),
    )
