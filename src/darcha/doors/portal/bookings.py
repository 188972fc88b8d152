"""A citizen books a time, moves it, gives it back, or waits for one."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from darcha.centres import queries as centres
from darcha.doors.porch import answers, languages, sentences, sources
from darcha.doors.porch.needs import NEEDS
from darcha.doors.porch.staff import opened, request_key
from darcha.doors.portal import pages
from darcha.doors.portal.forms import DayForm, TimeForm
from darcha.doors.portal.pages import appointments
from darcha.doors.portal.views import secret, secret_form
from darcha.kernel.actor import visitor
from darcha.plumbing import clock
from darcha.queue import actions as queue
from darcha.queue import errors, rules


def _day(request: HttpRequest) -> date | None:
    form = DayForm(request.GET)
    return form.cleaned_data["day"] if form.is_valid() else None


def _asked_from(request: HttpRequest, device: str, *, centre_id: str) -> tuple[rules.Source, ...]:
    terms = centres.centre(code=centre_id).appointments
    return (
        sources.of_device(device, centre_id=centre_id, most=terms.most_from_a_device),
        sources.of_address(request, centre_id=centre_id, most=terms.most_from_an_address),
    )


def _led_to(name: str, code: str, device: str) -> HttpResponse:
    response = redirect(name, code=code)
    sources.mark(response, device)
    return response


def _times(
    request: HttpRequest, page: appointments.Booking, form: TimeForm | None = None, *, status: int = 200
) -> HttpResponse:
    context = {"page": page, "form": form, "needs": NEEDS, "told": request.POST.getlist("need")}
    return render(request, "portal/book.html", context, status=status)


@opened
@require_http_methods(["GET", "POST"])
def book(request: HttpRequest, code: str) -> HttpResponse:
    """Show the free times of a service, and book one."""
    at = clock.now()
    if request.method != "POST":
        return _times(request, pages.booking(code=code, day=_day(request), at=at))
    form, status = TimeForm(request.POST), 422
    if form.is_valid():
        centre_id, device = pages.centre_id(at=at), sources.device_of(request) or sources.new_device()
        try:
            booked = queue.book(
                centre_id=centre_id,
                service_id=code,
                starts_at=form.cleaned_data["starts"],
                needs=tuple(form.cleaned_data["need"]),
                language=languages.current(),
                asked_from=_asked_from(request, device, centre_id=centre_id),
                at=at,
                by=visitor(),
                key=request_key(request),
            )
        except (errors.TimeIsTaken, errors.TooManyBookings) as refusal:
            status = _told(form, refusal)
        else:
            return _led_to("portal:appointment", booked.code, device)
    return _times(request, pages.booking(code=code, day=_day(request), at=at), form, status=status)


def _told(form: TimeForm, refusal: errors.TimeIsTaken | errors.TooManyBookings) -> int:
    """Write a refusal into the form; return the status of the answer."""
    form.add_error("starts", sentences.sentence(refusal.code, refusal.details))
    return refusal.status if isinstance(refusal, errors.TooManyBookings) else 422


@opened
@require_POST
def wait(request: HttpRequest, code: str) -> HttpResponse:
    """Put somebody on the list of a full day."""
    at = clock.now()
    day = DayForm(request.POST)
    if not day.is_valid():
        return redirect("portal:book", code=code)
    centre_id, device = pages.centre_id(at=at), sources.device_of(request) or sources.new_device()
    wish_code = queue.wait_for_a_place(
        centre_id=centre_id,
        service_id=code,
        day=day.cleaned_data["day"],
        language=languages.current(),
        asked_from=_asked_from(request, device, centre_id=centre_id),
        at=at,
        by=visitor(),
        key=request_key(request),
    )
    return _led_to("portal:wish", wish_code, device)


@opened
@require_safe
@secret_form
def appointment(request: HttpRequest, code: str) -> HttpResponse:
    return render(request, "portal/appointment.html", {"page": pages.appointment(code=code)})


@opened
@require_http_methods(["GET", "POST"])
@secret_form
def move(request: HttpRequest, code: str) -> HttpResponse:
    """Show the free times for an appointment, and give it another one."""
    at = clock.now()
    known = pages.appointment(code=code).appointment
    form, status = (TimeForm(request.POST), 422) if request.method == "POST" else (None, 200)
    if form and form.is_valid():
        device = sources.device_of(request) or sources.new_device()
        try:
            queue.move_appointment(
                code=code,
                starts_at=form.cleaned_data["starts"],
                asked_from=_asked_from(request, device, centre_id=known.centre_id),
                at=at,
                by=visitor(),
                key=request_key(request),
            )
        except (errors.TimeIsTaken, errors.TooManyBookings) as refusal:
            status = _told(form, refusal)
        else:
            return _led_to("portal:appointment", code, device)
    page = pages.booking(code=known.service_id, day=_day(request), at=at, moved=known)
    return _times(request, page, form, status=status)


@opened
@require_POST
@secret_form
def cancel(request: HttpRequest, code: str) -> HttpResponse:
    queue.cancel_appointment(code=code, at=clock.now(), by=visitor(), key=request_key(request))
    return redirect("portal:appointment", code=code)


@opened
@require_safe
@secret
def calendar(_request: HttpRequest, code: str) -> HttpResponse:
    file = pages.calendar(code=code, at=clock.now(), language=languages.current())
    response = HttpResponse(file, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="darcha.ics"'
    return response


@opened
@require_http_methods(["GET", "POST"])
@secret_form
def wish(request: HttpRequest, code: str) -> HttpResponse:
    """Show what is kept for somebody who waits, and let them take it; a page that polls gets nothing when nothing changed."""
    at = clock.now()
    page = pages.wish(code=code, at=at)
    form = TimeForm(request.POST) if request.method == "POST" else None
    if form and form.is_valid():
        device = sources.device_of(request) or sources.new_device()
        booked = queue.book(
            centre_id=page.wish.centre_id,
            service_id=page.wish.service_id,
            starts_at=form.cleaned_data["starts"],
            needs=page.wish.needs,
            language=page.wish.language,
            wish_code=code,
            asked_from=_asked_from(request, device, centre_id=page.wish.centre_id),
            at=at,
            by=visitor(),
            key=request_key(request),
        )
        return _led_to("portal:appointment", booked.code, device)
    if answers.is_fragment(request):
        if request.GET.get("seen") == page.seen:
            return HttpResponse(status=204)
        return render(request, "portal/wish_now.html", {"page": page})
    return render(request, "portal/wish.html", {"page": page})


@opened
@require_POST
@secret_form
def leave_list(request: HttpRequest, code: str) -> HttpResponse:
    """Take somebody off the list; what the page says then follows from what it is."""
    if not pages.wish(code=code, at=clock.now()).wish.is_withdrawn:
        queue.leave_waiting_list(code=code, at=clock.now(), by=visitor(), key=request_key(request))
    return redirect("portal:wish", code=code)
