"""Where an employee begins the day: which counter."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from darcha.centres import queries as centres
from darcha.doors.porch import sentences, staff
from darcha.kernel.actor import NotAllowed, Permission
from darcha.plumbing import clock
from darcha.queue import actions as queue
from darcha.queue import queries as hall
from darcha.queue.errors import CounterIsOpen, NothingToServe


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the counters to sit down at, or go to the one the employee already has."""
    by = staff.actor(request)
    if hall.open_session(employee_id=staff.employee_id(request)) is not None:
        return redirect("desk:counter")
    centre_id = staff.centre_of(request)
    if centre_id is None or not by.may(Permission.SERVE_AT_COUNTER, centre_id=centre_id):
        if any(grant.permission == Permission.WORK_ON_CASE for grant in by.grants):
            return redirect("desk:work")
        raise NotAllowed(permission=str(Permission.SERVE_AT_COUNTER))
    return _windows(request, centre_id)


def _windows(request: HttpRequest, centre_id: str, *, no: str = "", status: int = 200) -> HttpResponse:
    page = {
        "hall": hall.hall(centre_id=centre_id, at=clock.now()),
        "usual": staff.card(request).usual_counter,
        "no": no,
    }
    return render(request, "desk/home.html", page, status=status)


@require_POST
def sit_down(request: HttpRequest, counter_id: int) -> HttpResponse:
    """Open a counter; who comes second to it sees which ones are left."""
    try:
        queue.open_counter(
            counter_id=counter_id, at=clock.now(), by=staff.actor(request), key=staff.request_key(request)
        )
    except (CounterIsOpen, NothingToServe) as refusal:
        told = sentences.sentence(refusal.code, refusal.details)
        centre_id = centres.counter(counter_id=counter_id).centre_id
        return _windows(request, centre_id, no=told, status=refusal.status)
    return redirect("desk:counter")
