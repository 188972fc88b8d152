"""A visit goes on elsewhere with the same number, waits aside, or is back sooner."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from darcha.doors.desk.pages import going_on as pages
from darcha.doors.desk.pages import window
from darcha.doors.desk.views.counter import at_counter
from darcha.doors.porch import staff
from darcha.plumbing import clock
from darcha.queue import actions as queue


@require_POST
@at_counter
def send_on(request: HttpRequest, counter_id: int) -> HttpResponse:
    """Let the visit go on to another service."""
    at = clock.now()
    sent = queue.send_on(
        counter_id=counter_id,
        service_id=request.POST.get("service", ""),
        because=request.POST.get("because", ""),
        at=at,
        by=staff.actor(request),
        key=staff.request_key(request),
    )
    window.forget_visit(request)
    messages.info(request, pages.told_on_the_way(sent, centre_id=window.centre_of(counter_id), at=at))
    return redirect("desk:counter")


@require_POST
@at_counter
def set_aside(request: HttpRequest, counter_id: int) -> HttpResponse:
    """Let the visitor fetch something; nobody calls them for so many minutes."""
    minutes = request.POST.get("minutes", "")
    aside = queue.set_aside(
        counter_id=counter_id,
        minutes=int(minutes) if minutes.isascii() and minutes.isdigit() else 0,
        at=clock.now(),
        by=staff.actor(request),
        key=staff.request_key(request),
    )
    window.forget_visit(request)
    messages.info(request, pages.told_aside(aside, centre_id=window.centre_of(counter_id)))
    return redirect("desk:counter")


@require_POST
@at_counter
def bring_back(request: HttpRequest, counter_id: int, ticket_id: int) -> HttpResponse:
    """A visitor set aside is back sooner."""
    queue.bring_back(ticket_id=ticket_id, at=clock.now(), by=staff.actor(request), key=staff.request_key(request))
    return redirect("desk:counter")
