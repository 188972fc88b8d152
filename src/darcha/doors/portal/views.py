"""What a citizen asks at home or on the phone."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from darcha.cases import queries as cases
from darcha.cases.rules import typed_code
from darcha.catalogue import queries as catalogue
from darcha.doors.porch import answers, languages, speech
from darcha.doors.porch.staff import opened, request_key
from darcha.doors.portal import pages
from darcha.doors.portal.errors import UnknownTrackingCode, UnknownVerificationCode
from darcha.doors.portal.forms import CodeForm, SurveyForm
from darcha.feedback import actions as feedback
from darcha.feedback import queries as surveys
from darcha.kernel.actor import visitor
from darcha.plumbing import clock

View = Callable[..., HttpResponse]


def secret(view: View, *, referrer: str = "no-referrer") -> View:
    """Mark a page reached by a secret code: kept in no cache, its address told to nobody, found by no search engine."""

    @wraps(view)
    def careful(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = referrer
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return careful


def secret_form(view: View) -> View:
    """Mark a page like `secret` that has a form.

    With "no-referrer" a browser sends the form without its origin, and the form would be refused. "same-origin" tells
    the address to no other house either.
    """
    return secret(view, referrer="same-origin")


@opened
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/home.html", {"home": pages.home(at=clock.now())})


@opened
@require_safe
def services(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/services.html", {"found": pages.all_services(at=clock.now())})


@opened
@require_safe
def service(request: HttpRequest, code: str) -> HttpResponse:
    return render(request, "portal/service.html", {"page": pages.service(code=code, at=clock.now())})


@opened
@require_safe
def life_event(request: HttpRequest, code: str) -> HttpResponse:
    return render(request, "portal/services.html", {"found": pages.life_event(code=code, at=clock.now())})


@opened
@require_safe
def department(request: HttpRequest, code: str) -> HttpResponse:
    return render(request, "portal/department.html", {"page": pages.department(code=code, at=clock.now())})


@opened
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    found = pages.search(text=request.GET.get("q", ""), language=languages.current(), at=clock.now())
    return render(request, "portal/search.html", {"found": found})


@opened
@require_safe
def waits(request: HttpRequest) -> HttpResponse:
    template = "portal/waits_now.html" if answers.is_fragment(request) else "portal/waits.html"
    return render(request, template, {"hall": pages.hall(at=clock.now())})


@opened
@require_safe
@secret
def ticket(request: HttpRequest, code: str) -> HttpResponse:
    """Show a visitor's turn; a page that polls gets nothing when nothing has changed."""
    turn = pages.turn(code=code, at=clock.now(), language=languages.current())
    if answers.is_fragment(request):
        if request.GET.get("seen") == turn.digest:
            return HttpResponse(status=204)
        return render(request, "portal/turn.html", {"turn": turn})
    return render(request, "portal/ticket.html", {"turn": turn})


@opened
@require_safe
@secret
def ticket_voice(request: HttpRequest, code: str) -> HttpResponse:
    """Say to the holder of a ticket, in the language they read, to which window they are called."""
    turn = pages.turn(code=code, at=clock.now(), language=languages.current())
    if turn.ticket.state != "called" or turn.ticket.counter_number is None:
        raise Http404
    return speech.answer(
        number=turn.ticket.number,
        window=turn.ticket.counter_number,
        language=speech.VOICE_OF[languages.current()],
    )


@opened
@require_http_methods(["GET", "POST"])
@secret_form
def track(request: HttpRequest) -> HttpResponse:
    """Ask for a tracking code. It comes by POST, so that it stands in no log of addresses asked for with a query."""
    form = CodeForm(request.POST or None)
    status = 200
    if request.method == "POST":
        code = typed_code(form.cleaned_data["code"]) if form.is_valid() else ""
        if code and cases.case_by_tracking_code(code=code):
            return redirect("portal:case", code=code)
        if form.is_valid():
            form.add_error(
                "code",
                gettext("No application has this code. Check it against your slip: 28 signs, with or without hyphens."),
            )
        status = 422
    return render(request, "portal/track.html", {"form": form}, status=status)


@opened
@require_safe
@secret
def case(request: HttpRequest, code: str) -> HttpResponse:
    page = pages.case(code=typed_code(code), at=clock.now(), language=languages.current())
    if page is None:
        raise UnknownTrackingCode
    return render(request, "portal/case.html", {"page": page})


@opened
@require_http_methods(["GET", "POST"])
@secret_form
def verify(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST or None)
    status = 200
    if request.method == "POST":
        code = typed_code(form.cleaned_data["code"]) if form.is_valid() else ""
        if code and cases.verify_document(code=code):
            return redirect("portal:document", code=code)
        if form.is_valid():
            form.add_error(
                "code",
                gettext("We have given out no document with this code. Check it, sign by sign, against the paper."),
            )
        status = 422
    return render(request, "portal/verify.html", {"form": form}, status=status)


@opened
@require_safe
@secret
def document(request: HttpRequest, code: str) -> HttpResponse:
    page = pages.document(code=typed_code(code))
    if page is None:
        raise UnknownVerificationCode
    return render(request, "portal/document.html", {"page": page, "document": page.document})


@opened
@require_safe
@secret
def refusal_letter(_request: HttpRequest, code: str) -> HttpResponse:
    found = cases.case_by_tracking_code(code=typed_code(code))
    if found is None:
        raise UnknownTrackingCode
    letter = cases.refusal_pdf(code=found.tracking_code, address=settings.PUBLIC_ADDRESS)
    response = HttpResponse(letter, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.number}.pdf"'
    return response


@opened
@require_safe
@secret
def document_pdf(_request: HttpRequest, code: str) -> HttpResponse:
    found = cases.verify_document(code=typed_code(code))
    if found is None:
        raise UnknownVerificationCode
    response = HttpResponse(
        cases.document_pdf(code=found.verification_code, address=settings.PUBLIC_ADDRESS),
        content_type="application/pdf",
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{found.number}.pdf"'
    return response


@opened
@require_http_methods(["GET", "POST"])
@secret_form
def survey(request: HttpRequest, code: str) -> HttpResponse:
    at = clock.now()
    asked = surveys.survey(code=code, at=at)
    form = SurveyForm(request.POST or None)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            feedback.answer(
                code=code, channel="phone", at=at, by=visitor(), key=request_key(request), **form.cleaned_data
            )
            return redirect("portal:survey", code=code)
        status = 422
    names = catalogue.service_version(code=asked.service_id, on=asked.visited_at.date()).names
    context = {"asked": asked, "service": names, "form": form, "faces": (1, 2, 3, 4, 5)}
    return render(request, "portal/survey.html", context, status=status)
