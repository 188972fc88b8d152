"""A draft for whoever has its code: they wrote it, so nobody is told that they read it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from darcha.cases import models, rules
from darcha.cases.dossier import scan_view
from darcha.cases.rules import DraftView, DraftWords, ScanView
from darcha.catalogue import queries as catalogue
from darcha.centres.queries import local_day


def draft(*, code: str, at: datetime) -> DraftView | None:
    """Return a draft as it stands, judged by the rules of the day; None for an unknown code.

    :raises UnknownService: the service is withdrawn.
    """
    row = models.Draft.objects.filter(code=rules.typed_code(code) or None).select_related("sent_as").first()
    if row is None:
        return None
    today = local_day(centre_id=row.centre_id, at=at)
    version = catalogue.service_version(code=row.service_id, on=today)
    scans: dict[str, tuple[ScanView, ...]] = {}
    for scan in models.Scan.objects.filter(draft_id=row.id).order_by("id"):
        scans[scan.document_id] = (*scans.get(scan.document_id, ()), scan_view(scan))
    words = DraftWords(**row.content)
    return DraftView(
        code=row.code,
        centre_id=row.centre_id,
        service=version,
        language=row.language,
        words=words,
        state=rules.draft_state(version, words, scanned=scans, on=today),
        scans=scans,
        kept_until=rules.kept_until(rules.DRAFT, since=row.changed_on),
        sent_as=row.sent_as.tracking_code if row.sent_as else None,
    )


def drafts_over(*, centre_id: str, at: datetime) -> Iterator[int]:
    """Yield the drafts nobody has gone on with for their term, as `actions.erase_draft` takes them."""
    day = rules.begun_before(rules.DRAFT, today=local_day(centre_id=centre_id, at=at))
    rows = models.Draft.objects.filter(centre_id=centre_id, changed_on__lt=day).order_by("id")
    yield from rows.values_list("id", flat=True).iterator()
