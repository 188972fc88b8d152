"""Somebody leaves an address to be told by, changes it, or takes it back: about a ticket, an appointment, or an application."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from darcha.cases.rules import typed_code
from darcha.doors.porch import languages
from darcha.doors.porch.staff import opened, request_key
from darcha.doors.porch.telling import TellForm
from darcha.doors.portal import pages
from darcha.doors.portal.views import secret_form
from darcha.kernel.actor import visitor
from darcha.notices import actions as notices
from darcha.notices.errors import UnreachableAddress
from darcha.plumbing import clock


@opened
@sensitive_post_parameters("to")
@require_http_methods(["GET", "POST"])
@secret_form
def about_ticket(request: HttpRequest, code: str) -> HttpResponse:
    page = pages.telling_of_ticket(code=code, at=clock.now())
    return _tell(request, page, reverse("portal:ticket", args=[code]))


@opened
@sensitive_post_parameters("to")
@require_http_methods(["GET", "POST"])
@secret_form
def about_appointment(request: HttpRequest, code: str) -> HttpResponse:
    page = pages.telling_of_appointment(code=code, at=clock.now())
    return _tell(request, page, reverse("portal:appointment", args=[code]))


@opened
@sensitive_post_parameters("to")
@require_http_methods(["GET", "POST"])
@secret_form
def about_case(request: HttpRequest, code: str) -> HttpResponse:
    page = pages.telling_of_case(code=typed_code(code))
    return _tell(request, page, reverse("portal:case", args=[code]))


def _tell(request: HttpRequest, page: pages.Telling, back: str) -> HttpResponse:
    """Answer a form with one call; without anything to come for, and where nobody is told anything, lead back."""
    channels = tuple(settings.NOTICE_ROUTES) if page.awaits else ()
    if not channels and page.asked is None:
        return redirect(back)
    by, key = visitor(centre_id=page.centre_id), request_key(request)
    if request.method == "POST" and "stop" in request.POST:
        notices.stop(about=page.about, at=clock.now(), by=by, key=key)
        return redirect(back)
    form = TellForm(
        request.POST if request.method == "POST" else None,
        channels=channels,
        language=languages.current() if page.of_case else None,
    )
    if form.is_valid():
        try:
            notices.ask(about=page.about, at=clock.now(), by=by, key=key, **form.cleaned_data)
        except UnreachableAddress:
            form.is_unreachable()
        else:
            return redirect(back)
    context = {"page": page, "form": form, "back": back, "channels": channels}
    return render(request, "portal/tell.html", context, status=422 if form.is_bound else 200)
