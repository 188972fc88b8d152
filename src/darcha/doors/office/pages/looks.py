"""Looks at files the head is to ask about, and what came of the questions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy

from darcha.cases.wording import basis_words
from darcha.catalogue import queries as catalogue
from darcha.doors.porch.people import employee_name
from darcha.kernel.names import Names
from darcha.monitoring import queries as monitoring

SIGNS: dict[str, Promise] = {
    "own": gettext_lazy("the reader’s own application"),
    "colleague": gettext_lazy("about somebody who works here"),
    "family": gettext_lazy("the same surname"),
    "off_shift": gettext_lazy("while the house was shut"),
    "run": gettext_lazy("one of many files in a few minutes"),
    "no_deed": gettext_lazy("the reader did nothing in it"),
    "nothing_happened": gettext_lazy("nothing happened in it that day"),
}
OUTCOMES: dict[str, Promise] = {
    "explained": gettext_lazy("explained"),
    "passed_on": gettext_lazy("passed on to whoever disciplines"),
}


@dataclass(frozen=True, slots=True)
class AskedRow:
    """A look with what is odd about it, in words; `outcome` and who settled it are empty while the question is open."""

    id: int
    moment: datetime
    who: str
    number: str
    service: Names | None
    opened_by: str
    signs: tuple[Promise, ...]
    is_mine: bool
    outcome: Promise | str
    settled_at: datetime | None
    settled_by: str


@dataclass(frozen=True, slots=True)
class LooksPage:
    """The questions that are open, the heaviest first, and the latest that were settled."""

    still_open: tuple[AskedRow, ...]
    settled: tuple[AskedRow, ...]


def looks_page(*, centre_id: str, reader: str) -> LooksPage:
    """Return both lists; `reader` is who reads them: a question about an own look is for somebody else to settle."""
    services = {service.code: service.names for service in catalogue.service_summaries()}
    language = get_language()

    def shown(one: monitoring.LookToAskAbout) -> AskedRow:
        return AskedRow(
            id=one.id,
            moment=one.moment,
            who=employee_name(one.reader),
            number=one.case_number,
            service=services.get(one.service_id),
            opened_by=basis_words(one.basis, language=language),
            signs=tuple(SIGNS[sign] for sign in one.signs),
            is_mine=one.reader == reader,
            outcome=OUTCOMES.get(one.settled_as, ""),
            settled_at=one.settled_at,
            settled_by=employee_name(one.settled_by) if one.settled_by else "",
        )

    still_open, settled = monitoring.looks_to_ask_about(centre_id=centre_id)
    return LooksPage(tuple(map(shown, still_open)), tuple(map(shown, settled)))
