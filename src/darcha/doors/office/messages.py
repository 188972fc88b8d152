"""The office's views about messages to the hall."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from darcha.doors.office.pages.messages import USUAL_SPAN, Typed, messages_page
from darcha.doors.office.views import page_of
from darcha.doors.porch import sentences, staff
from darcha.kernel.actor import Permission
from darcha.kernel.refusal import Refusal
from darcha.plumbing import clock
from darcha.queue import actions, errors

_SIGNS_KEPT = 400
"""What is typed is given back to be shortened, but not without end."""

_REFUSED_ON_THE_PAGE = (
    errors.MessageCannotBeRead,
    errors.MessageIsShown,
    errors.EnoughMessages,
    errors.UnknownMessageSpan,
    errors.UnknownSentence,
)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def hall_messages(request: HttpRequest, centre_id: str) -> HttpResponse:
    """Show what the hall is told now, and tell it more."""
    by = staff.actor(request)
    by.must(Permission.RUN_HALL, centre_id=centre_id)
    typed, refusal = _typed(request), None
    if request.method == "POST":
        try:
            actions.show_message(
                centre_id=centre_id,
                ready=typed.ready or None,
                words=None if typed.ready else typed.names,
                minutes=typed.minutes,
                at=clock.now(),
                by=by,
                key=staff.request_key(request),
            )
        except _REFUSED_ON_THE_PAGE as found:
            refusal = found
        else:
            messages.success(request, gettext("The message is shown in the hall."))
            return _to_the_page(centre_id)
    page = messages_page(centre_id=centre_id, at=clock.now(), typed=typed, refusal=refusal)
    status = refusal.status if refusal else 200
    return render(request, "office/hall_messages.html", page_of(request, centre_id, page=page), status=status)


@require_POST
def withdraw_message(request: HttpRequest, centre_id: str, message_id: int) -> HttpResponse:
    """Take a message off every screen."""
    by = staff.actor(request)
    by.must(Permission.RUN_HALL, centre_id=centre_id)
    try:
        actions.withdraw_message(
            centre_id=centre_id, message_id=message_id, at=clock.now(), by=by, key=staff.request_key(request)
        )
    except errors.MessageIsOver as over:
        messages.info(request, _told(over))
    else:
        messages.success(request, gettext("The message is withdrawn."))
    return _to_the_page(centre_id)


def _typed(request: HttpRequest) -> Typed:
    told = request.POST
    words = {language: told.get(language, "")[:_SIGNS_KEPT] for language in ("uz", "ru", "en")}
    return Typed(told.get("ready", ""), words, told.get("span", USUAL_SPAN))


def _told(refusal: Refusal) -> str:
    return sentences.sentence(refusal.code, refusal.details)


def _to_the_page(centre_id: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("office:messages", args=[centre_id]), status=303)
