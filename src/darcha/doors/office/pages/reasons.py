"""Who opened a file without a visit or a task, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from darcha.cases import queries as cases
from darcha.catalogue import queries as catalogue
from darcha.doors.porch.people import employee_name
from darcha.kernel.names import Names


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """One typed reason; `number` and `service` are None where all about a person was asked for."""

    told_at: datetime
    who: str
    number: str | None
    service: Names | None
    words: str


def reasons_page(*, centre_id: str) -> tuple[ReasonRow, ...]:
    """Return the reasons typed in a centre, the newest first."""
    services = {service.code: service.names for service in catalogue.service_summaries()}
    return tuple(
        ReasonRow(
            told_at=one.told_at,
            who=employee_name(one.told_by),
            number=one.number,
            service=services.get(one.service_id or ""),
            words=one.words,
        )
        for one in cases.reasons(centre_id=centre_id)
    )
