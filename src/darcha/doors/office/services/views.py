"""The office's views about services: parse, one call, answer."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from darcha.catalogue import actions as catalogue
from darcha.catalogue import errors
from darcha.centres import queries as centres
from darcha.doors.office.services import pages
from darcha.doors.office.services.typed import content_typed
from darcha.doors.office.views import page_of
from darcha.doors.porch import sentences, staff
from darcha.kernel.actor import Actor, Permission
from darcha.kernel.refusal import Refusal
from darcha.national import actions as national
from darcha.plumbing import clock


def _author(request: HttpRequest) -> Actor:
    by = staff.actor(request)
    by.must(Permission.WRITE_SERVICES, centre_id=catalogue.COUNTRY)
    return by


def _today(centre_id: str) -> date:
    return centres.local_day(centre_id=centre_id, at=clock.now())


def _to(view: str, *args: str) -> HttpResponse:
    return HttpResponseRedirect(reverse(f"office:{view}", args=args), status=303)


@never_cache
@require_safe
def services(request: HttpRequest, centre_id: str) -> HttpResponse:
    """List the services, and who writes on which."""
    _author(request)
    groups = pages.list_page(on=_today(centre_id))
    return render(request, "office/services/list.html", page_of(request, centre_id, groups=groups))


@never_cache
@require_safe
def service(request: HttpRequest, centre_id: str, code: str) -> HttpResponse:
    """Show a service with its draft and every version it had."""
    _author(request)
    page = pages.service_page(code=code, today=_today(centre_id))
    return render(request, "office/services/service.html", page_of(request, centre_id, page=page))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, centre_id: str, code: str) -> HttpResponse:
    """Write the next version of a service."""
    by = _author(request)
    today = _today(centre_id)
    if request.method != "POST":
        page = pages.draft_page(code=code, today=today)
        return render(request, "office/services/draft.html", page_of(request, centre_id, page=page))
    before, _ = pages.content_now(code)
    content = content_typed(before, request.POST)
    opened_at = request.POST.get("opened_at", "")
    try:
        catalogue.save_draft(
            service_id=code,
            content=content,
            opened_at=pages.moment_of(opened_at),
            at=clock.now(),
            by=by,
            key=staff.request_key(request),
        )
    except errors.DraftChanged as changed:
        page = pages.draft_page(
            code=code,
            today=today,
            content=content,
            opened_at=opened_at,
            problem=sentences.sentence(changed.code, changed.details),
        )
        given = page_of(request, centre_id, page=page)
        return render(request, "office/services/draft.html", given, status=changed.status)
    messages.success(request, gettext("The draft is kept."))
    if "preview" in request.POST:
        return _to("service_preview", centre_id, code)
    # Where a row was moved, removed or added, the page opens at its list again.
    section = request.POST.get("row", "").partition(".")[0]
    response = _to("service_draft", centre_id, code)
    if section in ("form", "variants"):
        response.headers["Location"] += f"#{section}"
    return response


@require_POST
def drop(request: HttpRequest, centre_id: str, code: str) -> HttpResponse:
    """Give a draft up."""
    by = _author(request)
    catalogue.drop_draft(service_id=code, at=clock.now(), by=by, key=staff.request_key(request))
    messages.success(request, gettext("The draft is given up; the service stays as it is."))
    return _to("service", centre_id, code)


@never_cache
@require_safe
def preview(request: HttpRequest, centre_id: str, code: str) -> HttpResponse:
    """Show a draft as citizens and counters would see it."""
    _author(request)
    page = pages.preview_page(code=code, on=_today(centre_id))
    return render(request, "office/services/preview.html", page_of(request, centre_id, page=page))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, centre_id: str, code: str) -> HttpResponse:
    """Show what a draft changes, and publish it."""
    by = _author(request)
    today = _today(centre_id)
    told = request.POST.dict() if request.method == "POST" else None
    problem, status = "", 200
    if told is not None and "weigh" not in told:
        try:
            went = national.publish_service(
                service_id=code,
                valid_from=_day(told.get("valid_from", "")),
                policies={key.removeprefix("policy."): told[key] for key in told if key.startswith("policy.")},
                because=told.get("because", ""),
                at=clock.now(),
                by=by,
                key=staff.request_key(request),
            )
        except errors.NoDraft:
            raise
        except Refusal as refusal:
            problem, status = sentences.sentence(refusal.code, refusal.details), refusal.status
        else:
            done = gettext("The new version is published.")
            moved = ngettext("%(n)d open application went over.", "%(n)d open applications went over.", went)
            messages.success(request, f"{done} {moved % {'n': went}}")
            return _to("service", centre_id, code)
    page = pages.publish_page(code=code, today=today, by=by, told=told, problem=problem)
    if page is None:
        return _to("service", centre_id, code)
    return render(request, "office/services/publish.html", page_of(request, centre_id, page=page), status=status)


def _day(text: str) -> date:
    """Return the day that was typed.

    :raises ValidityPast: it is none.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise errors.ValidityPast from None
