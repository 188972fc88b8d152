"""A citizen complains, suggests, thanks, and follows it."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from darcha.catalogue import queries as catalogue
from darcha.doors.porch import languages, sentences, sources
from darcha.doors.porch.appeals import KIND_HINTS, KINDS, STATES
from darcha.doors.porch.staff import opened, request_key
from darcha.doors.portal import pages
from darcha.doors.portal.errors import UnknownAppealCode
from darcha.doors.portal.forms import AppealForm, CodeForm
from darcha.doors.portal.views import secret, secret_form
from darcha.feedback import actions as feedback
from darcha.feedback import queries as found
from darcha.feedback import rules
from darcha.kernel.actor import visitor
from darcha.kernel.refusal import Refusal
from darcha.plumbing import clock

_CODE_BYTES = 18


@opened
@never_cache
@sensitive_post_parameters("words", "reply_to")
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """Take what somebody writes; `?service=` in the address says about which service."""
    form = AppealForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _sent(request, form)
            except Refusal as refusal:
                form.add_error(_FIELDS.get(refusal.code), sentences.sentence(refusal.code, refusal.details))
                status = refusal.status
    chosen = request.POST.get("service") or request.GET.get("service", "")
    context = {
        "form": form,
        "kinds": [(code, word, KIND_HINTS[code]) for code, word in KINDS.items()],
        "services": catalogue.service_summaries(),
        "chosen": chosen,
        "limit": rules.WORDS_LIMIT,
    }
    return render(request, "portal/appeal_form.html", context, status=status)


_FIELDS = {
    "feedback.no_words": "words",
    "feedback.appeal_too_long": "words",
    "feedback.visit_is_to_come": "visit_day",
    "catalogue.unknown_service": "service",
}


def _sent(request: HttpRequest, form: AppealForm) -> HttpResponse:
    at = clock.now()
    centre_id = pages.centre_id(at=at)
    device = sources.device_of(request) or sources.new_device()
    key = request_key(request)
    sent = feedback.send_appeal(
        centre_id=centre_id,
        letter=rules.Letter(
            kind=rules.AppealKind(form.cleaned_data["kind"]),
            words=form.cleaned_data["words"],
            language=languages.current(),
            reply_to=form.cleaned_data["reply_to"],
            service_id=form.cleaned_data["service"] or None,
            visit_day=form.cleaned_data["visit_day"],
        ),
        token=_token(device, key),
        asked_from=(
            sources.of_device(device, centre_id=centre_id, most=rules.SENT_BY_A_DEVICE),
            sources.of_address(request, centre_id=centre_id, most=rules.SENT_BY_AN_ADDRESS),
        ),
        at=at,
        by=visitor(),
        key=key,
    )
    response = redirect("portal:appeal", code=sent.code)
    sources.mark(response, device)
    return response


def _token(device: str, key: str | None) -> bytes:
    """Return what the code is made of: the same for a form of a browser that is sent twice, because its answer got lost."""
    if key is None:
        return secrets.token_bytes(_CODE_BYTES)
    return hmac.new(settings.SECRET_KEY.encode(), f"appeal:{device}:{key}".encode(), hashlib.sha256).digest()[
        :_CODE_BYTES
    ]


@opened
@require_http_methods(["GET", "POST"])
@secret_form
def find(request: HttpRequest) -> HttpResponse:
    """Ask for the code. It comes by POST, so that it stands in no log of addresses."""
    form = CodeForm(request.POST or None)
    status = 200
    if request.method == "POST":
        code = found.typed_code(form.cleaned_data["code"]) if form.is_valid() else ""
        if code and found.appeal_by_code(code=code, at=clock.now()):
            return redirect("portal:appeal", code=code)
        if form.is_valid():
            form.add_error("code", gettext("Nothing was written to us under this code. Check it, sign by sign."))
        status = 422
    return render(request, "portal/appeal_find.html", {"form": form}, status=status)


@opened
@require_safe
@secret
def appeal(request: HttpRequest, code: str) -> HttpResponse:
    """Show what somebody wrote, how far it is, and the answer, to who has the code."""
    page = pages.appeal(code=code, at=clock.now())
    if page is None:
        raise UnknownAppealCode
    words = {"kind": KINDS[page.read.appeal.kind], "state": STATES[page.read.appeal.state]}
    return render(request, "portal/appeal.html", {"page": page, **words})
