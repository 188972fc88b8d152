"""What somebody wrote to the centre, by its secret code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from darcha.catalogue import queries as catalogue
from darcha.feedback import queries as feedback
from darcha.feedback.rules import AppealRead
from darcha.kernel.names import Names


@dataclass(frozen=True, slots=True)
class AppealPage:
    """An appeal as its code shows it. `code` in the groups it is written down in."""

    read: AppealRead
    code: str
    service: Names | None


def appeal(*, code: str, at: datetime) -> AppealPage | None:
    """Return what was written under a code, or None."""
    found = feedback.appeal_by_code(code=code, at=at)
    if found is None:
        return None
    services = {service.code: service.names for service in catalogue.service_summaries()}
    names = services.get(found.appeal.service_id or "")
    return AppealPage(found, feedback.printed_code(feedback.typed_code(code)), names)
