"""The reception: parse, one call, answer."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from darcha.catalogue import queries as catalogue
from darcha.centres import queries as centres
from darcha.doors.porch import answers, languages, sentences, sources, staff
from darcha.doors.reception import pages
from darcha.doors.reception.forms import Visit, read_visit
from darcha.kernel.actor import Actor, Permission
from darcha.kernel.names import LANGUAGES
from darcha.kernel.refusal import Refusal
from darcha.plumbing import clock
from darcha.plumbing.squares import square
from darcha.queue import actions as queue
from darcha.queue import queries as hall
from darcha.queue import rules


def _host(request: HttpRequest, centre_id: str) -> Actor:
    by = staff.actor(request)
    by.must(Permission.RECEIVE_VISITORS, centre_id=centre_id)
    return by


def _page(centre_id: str, **given: object) -> dict[str, object]:
    return {"centre": centres.centre(code=centre_id), **given}


@never_cache
@require_safe
def home(request: HttpRequest, centre_id: str) -> HttpResponse:
    """Show whom to fetch, the lines, and the search."""
    _host(request, centre_id)
    found = pages.found(
        centre_id=centre_id, text=request.GET.get("q", ""), language=languages.current(), at=clock.now()
    )
    page = _page(centre_id, now_here=pages.now(centre_id=centre_id, at=clock.now()), found=found)
    return render(request, "reception/home.html", page)


@never_cache
@require_safe
def now(request: HttpRequest, centre_id: str) -> HttpResponse:
    """Show the part of the page that changes by itself."""
    _host(request, centre_id)
    page = _page(centre_id, now_here=pages.now(centre_id=centre_id, at=clock.now()))
    return render(request, "reception/now.html", page)


@never_cache
@sensitive_post_parameters("person")
@require_http_methods(["GET", "POST"])
def service(request: HttpRequest, centre_id: str, code: str) -> HttpResponse:
    """Show the papers of a service for what is noted so far; nothing is kept."""
    _host(request, centre_id)
    visit = _visit(request, centre_id, code)
    part = "papers" if answers.is_fragment(request) else "service"
    return _service(request, centre_id, code, visit, part=part)


def _visit(request: HttpRequest, centre_id: str, code: str) -> Visit:
    version = pages.version_of(centre_id=centre_id, code=code, at=clock.now())
    return read_visit(request.POST, version, language=languages.current())


def _service(
    request: HttpRequest,
    centre_id: str,
    code: str,
    visit: Visit,
    *,
    part: str = "service",
    no: str = "",
    status: int = 200,
) -> HttpResponse:
    at = clock.now()
    version = pages.version_of(centre_id=centre_id, code=code, at=at)
    shown = pages.service(centre_id=centre_id, version=version, visit=visit, at=at)
    page = _page(centre_id, page=shown, needs=pages.NEEDS, languages=settings.LANGUAGES, no=no)
    return render(request, f"reception/{part}.html", page, status=status)


@sensitive_post_parameters("person")
@require_POST
def take_ticket(request: HttpRequest, centre_id: str, code: str) -> HttpResponse:
    """Give out a ticket to whoever stands before the host."""
    by = _host(request, centre_id)
    at = clock.now()
    visit = _visit(request, centre_id, code)
    if visit.error:
        return _service(request, centre_id, code, visit, no=visit.error, status=422)
    try:
        issued = queue.issue_ticket(
            centre_id=centre_id,
            service_id=code,
            needs=visit.needs,
            language=visit.language,
            channel="reception",
            holder=_holder(centre_id, visit),
            at=at,
            by=by,
            key=staff.request_key(request),
        )
    except Refusal as refusal:
        told = sentences.sentence(refusal.code, refusal.details)
        return _service(request, centre_id, code, visit, no=told, status=refusal.status)
    return HttpResponseRedirect(reverse("reception:ticket", args=[centre_id, issued.ticket_id]), status=303)


def _holder(centre_id: str, visit: Visit) -> rules.Holder | None:
    if visit.holder is None:
        return None
    return rules.Holder(sources.seal(visit.holder, centre_id=centre_id), visit.represents)


@never_cache
@require_safe
def ticket(request: HttpRequest, centre_id: str, ticket_id: int) -> HttpResponse:
    """Show a ticket just given out, to be printed or taken on a phone."""
    _host(request, centre_id)
    found = hall.ticket_by_id(ticket_id=ticket_id, at=clock.now())
    if found is None or found.centre_id != centre_id:
        raise Http404
    address = f"{settings.PUBLIC_ADDRESS}/t/{found.code}/"
    names = catalogue.service_version(code=found.service_id, on=clock.now().date()).names
    page = _page(centre_id, ticket=found, service=names, square=square(address))
    return _for_the_visitor(request, "ticket", page, language=found.language)


def _for_the_visitor(request: HttpRequest, name: str, page: dict[str, object], *, language: str) -> HttpResponse:
    """Answer in the visitor's language; the host's own stays what it is."""
    with translation.override(language if language in LANGUAGES else languages.current()):
        response = render(request, f"reception/{name}.html", page)
        response.headers["Content-Language"] = languages.HTML_LANG[languages.current()]
    return response


@sensitive_post_parameters("person")
@require_POST
def send_home(request: HttpRequest, centre_id: str, code: str) -> HttpResponse:
    """Count who goes home for papers, and show the list to be printed."""
    by = _host(request, centre_id)
    at = clock.now()
    visit = _visit(request, centre_id, code)
    version = pages.version_of(centre_id=centre_id, code=code, at=at)
    try:
        home = queue.send_home(
            centre_id=centre_id,
            service_id=code,
            missing=pages.missing(centre_id=centre_id, version=version, visit=visit, at=at),
            at=at,
            by=by,
            key=staff.request_key(request),
        )
    except Refusal as refusal:
        told = sentences.sentence(refusal.code, refusal.details)
        return _service(request, centre_id, code, visit, no=told, status=refusal.status)
    query = urlencode({"paper": home.missing, "language": visit.language}, doseq=True)
    return HttpResponseRedirect(f"{reverse('reception:bring', args=[centre_id, code])}?{query}", status=303)


@never_cache
@require_safe
def bring(request: HttpRequest, centre_id: str, code: str) -> HttpResponse:
    """Show the list of papers to bring, for paper or for the visitor's phone."""
    _host(request, centre_id)
    version = pages.version_of(centre_id=centre_id, code=code, at=clock.now())
    wanted = frozenset(request.GET.getlist("paper"))
    asked = {demand.document.code: demand.names for demand in version.demands if demand.document.code in wanted}
    address = f"{settings.PUBLIC_ADDRESS}/services/{code}/"
    page = _page(
        centre_id,
        version=version,
        papers=tuple(asked.values()),
        square=square(address),
        address=address,
        today=clock.now(),
    )
    return _for_the_visitor(request, "bring", page, language=request.GET.get("language", ""))
