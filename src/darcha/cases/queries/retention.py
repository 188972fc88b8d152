"""Which personal data have been kept long enough."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

from django.db.models import Exists, OuterRef

from darcha.cases import models, rules
from darcha.cases.rules import CaseState
from darcha.centres import queries as centres
from darcha.centres.queries import local_day


def returned_cases(*, centre_id: str, opened_before: date) -> dict[str, list[int]]:
    """Return the ids of the cases that were handed back and not brought again, by service, the oldest first."""
    found: dict[str, list[int]] = {}
    rows = models.Case.objects.filter(
        centre_id=centre_id, state=CaseState.RETURNED.value, opened_on__lt=opened_before
    ).order_by("id")
    for case_id, service_id in rows.values_list("id", "service_id"):
        found.setdefault(service_id, []).append(case_id)
    return found


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
