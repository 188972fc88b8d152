"""What the window of an officer shows, gathered for its templates."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict

from darcha.cases import queries as cases
from darcha.cases import rules as case_rules
from darcha.cases.rules import TrackedCase
from darcha.catalogue import queries as catalogue
from darcha.catalogue.rules import ChecklistItem, ServiceVersion, checklist
from darcha.centres import queries as centres
from darcha.doors.desk.forms import Filing, FinishForm, read_filing
from darcha.plumbing import clock
from darcha.queue import queries as hall

_VISIT = "desk_visit"
"""Session key: sex and age band of the application just filed, so that nobody types them twice."""


def remember_visit(request: HttpRequest, filing: Filing, *, at: datetime) -> None:
    """Keep what the figures will ask at the end of this visit."""
    applicant = filing.applicant
    request.session[_VISIT] = {
        "sex": applicant.sex,
        "age_band": case_band(applicant.birth_year, at=at),
        "disability": case_rules.has_disability(filing.facts),
    }


def case_band(birth_year: int, *, at: datetime) -> str:
    """Return the age band of somebody born in that year."""
    from darcha.queue.rules import age_band  # noqa: PLC0415

    return age_band(birth_year, at.date())


def forget_visit(request: HttpRequest) -> None:
    """Forget it: another visitor comes."""
    request.session.pop(_VISIT, None)


def line(counter_id: int, *, at: datetime) -> dict[str, object]:
    """Return what the line beside the window shows."""
    view = hall.counter_view(counter_id=counter_id, at=at)
    return {"view": view, "service_names": {s.code: s.names for s in catalogue.service_summaries()}, "at": at}


def window(
    request: HttpRequest, counter_id: int, *, finish: FinishForm | None = None, filing: Filing | None = None
) -> dict[str, object]:
    """Return what the whole window shows; `finish` and `filing` carry a form that was not right."""
    at = clock.now()
    shown = line(counter_id, at=at)
    ticket = shown["view"].ticket  # type: ignore[attr-defined] # a CounterView
    if ticket is None:
        return shown
    shown["finish"] = finish or FinishForm(initial=request.session.get(_VISIT))
    if ticket.state == "serving":
        version = version_of(counter_id, ticket.service_id, at=at)
        shown |= list_of_papers(version, filing or read_filing(MultiValueDict(), version, year=at.year, strict=False), at)
        shown["filed"] = filed_on_visit(ticket.ticket_id)
    return shown


def version_of(counter_id: int, service_id: str, *, at: datetime) -> ServiceVersion:
    """Return the service in force at the counter's place today."""
    zone = ZoneInfo(centres.centre(code=centres.counter(counter_id=counter_id).centre_id).zone)
    return catalogue.service_version(code=service_id, on=at.astimezone(zone).date())


def list_of_papers(version: ServiceVersion, filing: Filing, at: datetime) -> dict[str, object]:
    """Return the checklist for what is known so far, and what is still missing from it."""
    known = dict(filing.facts)
    try:
        known = case_rules.known_facts(filing.facts, applicant=filing.applicant, year=at.year, channel="counter")
    except ValueError:
        if filing.values["sex"]:
            known["applicant.sex"] = filing.values["sex"]
    items: tuple[ChecklistItem, ...] = checklist(version, facts=known, on=at.date())
    asked = [item for item in items if item.state in {"needed", "unknown"}]
    missing = set(case_rules.defects(items, filing.papers_seen))
    return {
        "version": version,
        "filing": filing,
        "papers": [(item, item.document.code in filing.papers_seen) for item in asked],
        "abolished": [item for item in items if item.state == "abolished"],
        "missing": [item.document for item in asked if item.document.code in missing],
        "holders": {body.code: body.names for body in catalogue.departments(partners=True)},
    }


def filed_on_visit(ticket_id: int) -> list[TrackedCase]:
    """Return the cases opened on this visit."""
    found = (cases.case_by_tracking_code(code=code) for code in cases.cases_of_ticket(ticket_id=ticket_id))
    return [case for case in found if case is not None]
