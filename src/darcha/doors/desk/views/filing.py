"""An application at the counter: the list of papers, filing it, the receipt."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from darcha.cases import actions as cases
from darcha.cases import queries as case_queries
from darcha.centres import queries as centres
from darcha.doors.desk import pages
from darcha.doors.desk.forms import read_filing
from darcha.doors.desk.views.counter import at_counter
from darcha.doors.porch import staff
from darcha.kernel.actor import Permission
from darcha.plumbing import clock
from darcha.queue import queries as hall
from darcha.queue.errors import NobodyIsServed


@require_POST
@at_counter
def checklist(request: HttpRequest, counter_id: int) -> HttpResponse:
    """Show the list of papers anew for the answers given so far; nothing is kept."""
    at = clock.now()
    ticket = hall.counter_view(counter_id=counter_id, at=at).ticket
    if ticket is None:
        raise NobodyIsServed(counter=counter_id)
    version = pages.version_of(counter_id, ticket.service_id, at=at)
    filing = read_filing(request.POST, version, year=at.year, strict=False)
    if not staff_wants_fragment(request):
        return render(request, "desk/counter.html", pages.window(request, counter_id, filing=filing))
    return render(request, "desk/papers.html", pages.list_of_papers(version, filing, at))


def staff_wants_fragment(request: HttpRequest) -> bool:
    """Return whether only a part of the page is asked for."""
    return request.headers.get("HX-Request") == "true"


@require_POST
@at_counter
def file_case(request: HttpRequest, counter_id: int) -> HttpResponse:
    """File the application: complete, it is taken; else it goes back with one list of all that is missing."""
    at = clock.now()
    ticket = hall.counter_view(counter_id=counter_id, at=at).ticket
    if ticket is None or ticket.state != "serving":
        raise NobodyIsServed(counter=counter_id)
    version = pages.version_of(counter_id, ticket.service_id, at=at)
    filing = read_filing(request.POST, version, year=at.year, strict=True)
    if filing.errors:
        return render(request, "desk/counter.html", pages.window(request, counter_id, filing=filing), status=422)
    opened = cases.open_case(
        centre_id=centres.counter(counter_id=counter_id).centre_id,
        service_id=ticket.service_id,
        ticket_id=ticket.ticket_id,
        applicant=filing.applicant,
        facts=filing.facts,
        papers_seen=filing.papers_seen,
        language=ticket.language,
        at=at,
        by=staff.actor(request),
        key=staff.request_key(request),
    )
    pages.remember_visit(request, filing, at=at)
    if "personal_number" in opened.warnings:
        messages.warning(
            request,
            gettext("The last digit of the personal number does not fit the others. It was taken; look at it once more."),
        )
    return redirect("desk:counter")


@require_GET
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """Show the paper the applicant takes home: number, due day, what is missing, where to look."""
    case = case_queries.case_by_tracking_code(code=code)
    if case is None:
        raise Http404
    staff.actor(request).must(Permission.OPEN_CASE, centre_id=case.centre_id)
    response = render(request, "desk/receipt.html", {"case": case, "centre": centres.centre(code=case.centre_id)})
    response.headers["Cache-Control"] = "no-store"
    return response
