"""The officer's window: who is next and why, who is here now."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from darcha.doors.desk import pages
from darcha.doors.desk.forms import FinishForm
from darcha.doors.porch import staff
from darcha.plumbing import clock
from darcha.queue import actions as queue
from darcha.queue import queries as hall
from darcha.queue.errors import NobodyWaits

CounterView = Callable[[HttpRequest, int], HttpResponse]


def at_counter(view: CounterView) -> Callable[[HttpRequest], HttpResponse]:
    """Pass the view the counter its employee sits at; without one, begin at the choice of counters."""

    @wraps(view)
    def seated(request: HttpRequest) -> HttpResponse:
        counter_id = hall.open_session(employee_id=staff.employee_id(request))
        return redirect("desk:home") if counter_id is None else view(request, counter_id)

    return seated


@require_GET
@at_counter
def counter(request: HttpRequest, counter_id: int) -> HttpResponse:
    """Show the window with whoever is at it."""
    return render(request, "desk/counter.html", pages.window(request, counter_id))


@require_GET
@at_counter
def line(request: HttpRequest, counter_id: int) -> HttpResponse:
    """Show the line anew; the page asks for it every few seconds."""
    return render(request, "desk/line.html", pages.line(counter_id, at=clock.now()))


@require_POST
@at_counter
def close(request: HttpRequest, counter_id: int) -> HttpResponse:
    """Leave the counter."""
    queue.close_counter(counter_id=counter_id, at=clock.now(), by=staff.actor(request), key=staff.request_key(request))
    return redirect("desk:home")


@require_POST
@at_counter
def call(request: HttpRequest, counter_id: int) -> HttpResponse:
    """Call the next visitor."""
    try:
        queue.call_next(counter_id=counter_id, at=clock.now(), by=staff.actor(request), key=staff.request_key(request))
    except NobodyWaits:
        messages.info(request, gettext("Nobody waits whom you can serve."))
    pages.forget_visit(request)
    return redirect("desk:counter")


@require_POST
@at_counter
def recall(request: HttpRequest, counter_id: int) -> HttpResponse:
    """Call the same visitor again."""
    queue.recall(counter_id=counter_id, at=clock.now(), by=staff.actor(request), key=staff.request_key(request))
    return redirect("desk:counter")


@require_POST
@at_counter
def start(request: HttpRequest, counter_id: int) -> HttpResponse:
    """The visitor is here."""
    queue.start(counter_id=counter_id, at=clock.now(), by=staff.actor(request), key=staff.request_key(request))
    return redirect("desk:counter")


@require_POST
@at_counter
def no_show(request: HttpRequest, counter_id: int) -> HttpResponse:
    """Nobody came."""
    queue.no_show(counter_id=counter_id, at=clock.now(), by=staff.actor(request), key=staff.request_key(request))
    return redirect("desk:counter")


@require_POST
@at_counter
def finish(request: HttpRequest, counter_id: int) -> HttpResponse:
    """The visit is over: who it was goes into the figures, without a name."""
    form = FinishForm(request.POST)
    if not form.is_valid():
        return render(
            request, "desk/counter.html", pages.window(request, counter_id, finish=form), status=422
        )
    queue.finish(
        counter_id=counter_id,
        sex=form.cleaned_data["sex"],
        age_band=form.cleaned_data["age_band"],
        disability=form.cleaned_data["disability"],
        at=clock.now(),
        by=staff.actor(request),
        key=staff.request_key(request),
    )
    pages.forget_visit(request)
    return redirect("desk:counter")
