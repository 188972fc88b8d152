"""An application at the counter: the list of papers, filing it, bringing it again, the receipt."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from darcha.cases import actions as cases
from darcha.cases import queries as case_queries
from darcha.cases.errors import AppliedAlready, ReasonMissing
from darcha.cases.rules import CaseView, OpenedCase
from darcha.catalogue import queries as catalogue
from darcha.catalogue.errors import UnknownService
from darcha.catalogue.rules import ServiceVersion
from darcha.centres import queries as centres
from darcha.doors.desk.forms import (
    ANOTHER,
    Filing,
    read_filing,
)
from darcha.doors.desk.pages import window as pages
from darcha.doors.desk.views import reasons
from darcha.doors.desk.views.counter import at_counter, holds
from darcha.doors.porch import languages, sentences, staff
from darcha.kernel.actor import NotAllowed, Permission
from darcha.kernel.refusal import Refusal
from darcha.plumbing import clock
from darcha.plumbing.squares import square
from darcha.queue import queries as hall
from darcha.queue.errors import NobodyIsServed
from darcha.queue.queries import TicketView


@require_POST
@at_counter
def checklist(request: HttpRequest, counter_id: int) -> HttpResponse:
    """Show the list of papers anew for the answers given so far; nothing is kept."""
    at, centre_id = clock.now(), pages.centre_of(counter_id)
    day = centres.local_day(centre_id=centre_id, at=at)
    version = _version_shown(request)
    filing = read_filing(request.POST, version, on=day, strict=False)
    typed = request.POST.get("case", "")
    case_id = int(typed) if typed.isascii() and typed.isdigit() else None
    if request.headers.get("HX-Request") != "true":
        if case_id is not None:
            return _brought_page(request, counter_id, _read(request, case_id), filing=filing)
        page = pages.window(request, counter_id, filing=filing, service_id=version.code) | _another_chosen(request)
        return render(request, "desk/counter.html", page)
    before = frozenset(request.POST.getlist("before"))
    held = pages.held_papers(request, centre_id, version, filing, at=at, case_id=case_id)
    page = pages.list_of_papers(version, filing, on=day, held=held, before=before)
    return render(request, "desk/papers_renewed.html", page)


def _another_chosen(request: HttpRequest) -> dict[str, object]:
    """Return the reason for another application with the question for it, where it was chosen already."""
    chosen = request.POST.get("another_because", "")
    return {"another": ANOTHER, "another_chosen": chosen} if chosen else {}


def _version_shown(request: HttpRequest) -> ServiceVersion:
    text = request.POST.get("version", "")
    if not (text.isascii() and text.isdigit()):
        raise UnknownService(version=text)
    return catalogue.service_version_by_id(id=int(text))


@require_POST
@at_counter
def file_case(request: HttpRequest, counter_id: int) -> HttpResponse:
    """File the application: complete, it is taken; else it goes back with one list of all that is missing."""
    at = clock.now()
    centre_id = pages.centre_of(counter_id)
    ticket, service_id = _asked_for(request, counter_id)
    version = pages.version_of(counter_id, service_id, at=at)
    day = centres.local_day(centre_id=centre_id, at=at)
    filing = read_filing(request.POST, version, on=day, strict=True)
    if filing.errors:
        page = pages.window(request, counter_id, filing=filing, service_id=service_id) | _another_chosen(request)
        return render(request, "desk/counter.html", page, status=422)
    try:
        opened = cases.open_case(
            centre_id=centre_id,
            service_id=service_id,
            ticket_id=ticket.ticket_id,
            applicant=filing.applicant,
            facts=filing.facts,
            papers_seen=filing.papers_seen,
            answers=filing.answers,
            language=ticket.language,
            at=at,
            by=staff.actor(request),
            key=staff.request_key(request),
            another_because=request.POST.get("another_because") or None,
            representative=filing.representative,
        )
    except Refusal as refusal:
        # What was typed stands in the form again, under the sentence.
        page = pages.window(request, counter_id, filing=filing, service_id=service_id) | _another_chosen(request)
        page["no"] = sentences.sentence(refusal.code, refusal.details)
        if isinstance(refusal, AppliedAlready):
            page["another"] = ANOTHER
        return render(request, "desk/counter.html", page, status=refusal.status)
    applicant = filing.applicant
    pages.remember_visit(request, sex=applicant.sex, birth_year=applicant.birth_year, facts=filing.facts, on=day)
    _warn(request, opened)
    return redirect("desk:counter")


def _asked_for(request: HttpRequest, counter_id: int) -> tuple[TicketView, str]:
    """Return the visitor at the counter and the service applied for: the ticket's, or another the officer may give.

    :raises NobodyIsServed: nobody is at the counter.
    :raises UnknownService: it is none of this officer's.
    """
    view = hall.counter_view(counter_id=counter_id, at=clock.now())
    if view.ticket is None or view.session is None or view.ticket.state != "serving":
        raise NobodyIsServed(counter=counter_id)
    service_id = request.POST.get("service") or view.ticket.service_id
    if service_id not in view.session.services:
        raise UnknownService(service=service_id)
    return view.ticket, service_id


def _warn(request: HttpRequest, opened: OpenedCase) -> None:
    if "personal_number" in opened.warnings:
        messages.warning(
            request,
            gettext(
                "The last digit of the personal number does not fit the others. It was taken; look at it once more."
            ),
        )


# brought again


@require_safe
@at_counter
def bring(request: HttpRequest, counter_id: int) -> HttpResponse:
    """Find an application by its number or its tracking code."""
    typed = request.GET.get("q", "").strip()
    if not typed:
        return redirect("desk:counter")
    case_id = found(typed)
    if case_id is None:
        page = pages.window(request, counter_id)
        page |= {"typed": typed, "not_found": True}
        return render(request, "desk/counter.html", page, status=404)
    return redirect("desk:brought", case_id)


def found(typed: str) -> int | None:
    """Return the case of a number or a tracking code as typed; None when there is none."""
    case_id = case_queries.case_id_by_number(number=typed)
    if case_id is None:
        tracked = case_queries.case_by_tracking_code(code=typed)
        case_id = tracked.case_id if tracked else None
    return case_id


@require_safe
@at_counter
def brought(request: HttpRequest, counter_id: int, case_id: int) -> HttpResponse:
    """Show an application brought to the counter: what was missing, to be ticked; or where it stands."""
    try:
        return _brought_page(request, counter_id, _read(request, case_id))
    except ReasonMissing:
        return reasons.ask(request, case_id, back="counter")


@require_POST
@at_counter
def resubmit(request: HttpRequest, counter_id: int, case_id: int) -> HttpResponse:
    """Take a returned application again, with the papers that were missing."""
    at = clock.now()
    version = _version_shown(request)
    day = centres.local_day(centre_id=pages.centre_of(counter_id), at=at)
    filing = read_filing(request.POST, version, on=day, strict=True, known_applicant=True)
    if filing.errors:
        return _brought_page(request, counter_id, _read(request, case_id), filing=filing, status=422)
    try:
        opened = cases.resubmit(
            case_id=case_id,
            papers_seen=filing.papers_seen,
            answers=filing.answers,
            facts=filing.facts,
            at=at,
            by=staff.actor(request),
            key=staff.request_key(request),
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        told = sentences.sentence(refusal.code, refusal.details)
        return _brought_page(
            request, counter_id, _read(request, case_id), filing=filing, status=refusal.status, no=told
        )
    if filing.birth_year and filing.values["sex"] in {"F", "M"}:
        pages.remember_visit(
            request,
            sex=filing.values["sex"],
            birth_year=filing.birth_year,
            facts=filing.facts,
            on=day,
            brought=opened.tracking_code,
        )
    return redirect("desk:counter")


def _read(request: HttpRequest, case_id: int) -> CaseView:
    """Read a case with its applicant, who stands before the officer; the journal keeps that it was read."""
    return cases.read_case(case_id=case_id, purpose="visit", at=clock.now(), by=staff.actor(request))


def _brought_page(
    request: HttpRequest,
    counter_id: int,
    case: CaseView,
    *,
    filing: Filing | None = None,
    status: int = 200,
    no: str = "",
) -> HttpResponse:
    page = pages.brought(request, counter_id, case, at=clock.now(), filing=filing) | {"no": no}
    return render(request, "desk/brought.html", page, status=status)


@require_safe
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """Show the paper the applicant takes home, in the applicant's language: what is missing or when it is decided."""
    by = staff.actor(request)
    if not holds(request, Permission.OPEN_CASE, Permission.WORK_ON_CASE):
        raise NotAllowed(permission=str(Permission.OPEN_CASE))
    case = case_queries.case_by_tracking_code(code=code)
    if case is None:
        raise Http404
    if not by.may(Permission.WORK_ON_CASE, centre_id=case.centre_id, department_id=case.department_id):
        by.must(Permission.OPEN_CASE, centre_id=case.centre_id)
    address = settings.PUBLIC_ADDRESS + reverse("portal:case", args=[case.tracking_code])
    with translation.override(case.language):
        page = {
            "case": case,
            "centre": centres.centre(code=case.centre_id),
            "address": address,
            "square": square(address),
        }
        response = render(request, "desk/receipt.html", page)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Language"] = languages.HTML_LANG[case.language]
    return response
