"""Taking a ticket from a phone, and giving it back."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from darcha.doors.porch import languages, sentences, sources
from darcha.doors.porch.needs import NEEDS
from darcha.doors.porch.staff import opened, request_key
from darcha.doors.portal import pages
from darcha.doors.portal.forms import JoinForm
from darcha.doors.portal.pages.hall import moment
from darcha.doors.portal.views import secret_form
from darcha.kernel.actor import visitor
from darcha.kernel.refusal import Refusal
from darcha.plumbing import clock
from darcha.plumbing.squares import square
from darcha.queue import actions as queue
from darcha.queue import queries as hall
from darcha.queue import rules


@opened
@require_safe
def services(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/join_services.html", {"found": pages.given_today(at=clock.now())})


@opened
@require_safe
def poster(request: HttpRequest) -> HttpResponse:
    """Show a sheet for the door of the centre: the square that leads to the tickets."""
    address = f"{settings.PUBLIC_ADDRESS}/join/"
    context = {"centre": moment(at=clock.now()).centre, "address": address, "square": square(address)}
    return render(request, "portal/poster.html", context)


@opened
@never_cache
@sensitive_post_parameters("person")
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, code: str) -> HttpResponse:
    """Give out a ticket to somebody at home; the same device is led to the ticket it took."""
    page = pages.join(code=code, at=clock.now())
    device = sources.device_of(request)
    mine = _mine(device, page) if device else None
    form = JoinForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            if mine and not form.cleaned_data["represents"]:
                return redirect("portal:ticket", code=mine)
            device = device or sources.new_device()
            try:
                issued = _take(request, page, form, device)
            except Refusal as refusal:
                form.add_error(None, sentences.sentence(refusal.code, refusal.details))
                status = refusal.status
            else:
                response = redirect("portal:ticket", code=issued.code)
                sources.mark(response, device)
                return response
    context = {"page": page, "form": form, "mine": mine, "needs": NEEDS, "told": request.POST.getlist("need")}
    return render(request, "portal/join.html", context, status=status)


def _mine(device: str, page: pages.JoinPage) -> str | None:
    source = sources.of_device(device, centre_id=page.centre_id, most=rules.JOINS_OF_A_DEVICE)
    return hall.code_from_device(source=source.seal, service_id=page.service_id)


def _take(request: HttpRequest, page: pages.JoinPage, form: JoinForm, device: str) -> queue.IssuedTicket:
    return queue.join_line(
        centre_id=page.centre_id,
        service_id=page.service_id,
        holder=rules.Holder(
            sources.seal(form.cleaned_data["person"], centre_id=page.centre_id), form.cleaned_data["represents"]
        ),
        sources=(
            sources.of_device(device, centre_id=page.centre_id, most=rules.JOINS_OF_A_DEVICE),
            sources.of_address(request, centre_id=page.centre_id, most=rules.JOINS_OF_AN_ADDRESS),
        ),
        needs=tuple(dict.fromkeys(request.POST.getlist("need"))),
        language=languages.current(),
        at=page.at,
        by=visitor(centre_id=page.centre_id),
        key=request_key(request),
    )


@opened
@require_http_methods(["GET", "POST"])
@secret_form
def leave(request: HttpRequest, code: str) -> HttpResponse:
    """Ask whether the holder wants to leave the line, and let them go."""
    turn = pages.turn(code=code, at=clock.now(), language=languages.current())
    if request.method == "POST":
        queue.leave_line(
            ticket_id=turn.ticket.ticket_id,
            at=clock.now(),
            by=visitor(centre_id=turn.ticket.centre_id),
            key=request_key(request),
        )
    if request.method == "POST" or turn.ticket.state != "waiting":
        return redirect("portal:ticket", code=code)
    return render(request, "portal/leave.html", {"turn": turn})
