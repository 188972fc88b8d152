"""Until when a fee is given back after a refusal, by the catalogue."""

from __future__ import annotations

from datetime import date

from darcha.cases import models, rules
from darcha.cases.rules import CaseState
from darcha.catalogue import queries as catalogue
from darcha.catalogue import rules as papers
from darcha.centres.queries import local_day


def refund_day(case: models.Case) -> date | None:
    """Return the last day to give the fee of a case back; None: it was not refused, or nothing is given back.

    Counted from the day of the decision by the calendar of the department that decided.
    """
    if case.state != CaseState.REFUSED or case.decided_at is None:
        return None
    version = catalogue.service_version_by_id(id=case.service_version_id, variant=case.variant)
    decided_on = local_day(centre_id=case.centre_id, at=case.decided_at)
    found = papers.fee(
        version,
        facts={**case.facts, "decision": "refused"},
        on=case.accepted_on or decided_on,
        base_amount=None,
        channel=case.channel,
    )
    if found.refund is None:
        return None
    calendar = catalogue.working_calendar(department_id=case.department_id)
    return rules.rolled(rules.last_day(found.refund, start=decided_on, calendar=calendar), calendar=calendar)
