"""The officer's window: who is next and why, who is here now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_POST, require_safe

from darcha.doors.desk.forms import (
    BreakForm,
    FinishForm,
)
from darcha.doors.desk.pages import window as pages
from darcha.doors.desk.pages.going_on import told_on_the_way
from darcha.doors.porch import staff
from darcha.kernel.actor import NotAllowed, Permission
from darcha.plumbing import clock
from darcha.queue import actions as queue
from darcha.queue import queries as hall
from darcha.queue.errors import NobodyWaits
from darcha.queue.rules import CALLED, NEXT_MATTER, NO_SHOW, SENT_ON, SERVED, SET_ASIDE, STARTED

Rest = ParamSpec("Rest")


def holds(request: HttpRequest, *permissions: Permission) -> bool:
    """Return whether the employee holds one of the permissions anywhere; where exactly, the rooms ask."""
    return any(grant.permission in permissions for grant in staff.actor(request).grants)


def at_counter(
    view: Callable[Concatenate[HttpRequest, int, Rest], HttpResponse],
) -> Callable[Concatenate[HttpRequest, Rest], HttpResponse]:
    """Pass the view the counter its employee sits at; without one, begin at the choice of counters.

    Who serves at no counter anywhere is told so, not led about.
    """

    @wraps(view)
    def seated(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        if not holds(request, Permission.SERVE_AT_COUNTER):
            raise NotAllowed(permission=str(Permission.SERVE_AT_COUNTER))
        counter_id = hall.open_session(employee_id=staff.employee_id(request))
        return redirect("desk:home") if counter_id is None else view(request, counter_id, *args, **kwargs)

    return seated


@require_safe
@at_counter
def counter(request: HttpRequest, counter_id: int) -> HttpResponse:
    """Show the window with whoever is at it."""
    page = pages.window(request, counter_id, service_id=request.GET.get("service"), ends="ends" in request.GET)
    return render(request, "desk/counter.html", page)


@require_safe
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
def take_break(request: HttpRequest, counter_id: int) -> HttpResponse:
    """Pause the window."""
    form = BreakForm(request.POST)
    if not form.is_valid():
        return render(request, "desk/counter.html", pages.window(request, counter_id, pause=form), status=422)
    at = clock.now()
    minutes = form.cleaned_data["minutes"]
    queue.take_break(
        counter_id=counter_id,
        reason=form.cleaned_data["reason"],
        until=at + timedelta(minutes=minutes) if minutes else None,
        at=at,
        by=staff.actor(request),
        key=staff.request_key(request),
    )
    return redirect("desk:counter")


@require_POST
@at_counter
def go_on(request: HttpRequest, counter_id: int) -> HttpResponse:
    """Come back from the break."""
    queue.end_break(counter_id=counter_id, at=clock.now(), by=staff.actor(request), key=staff.request_key(request))
    return redirect("desk:counter")


_UNDONE = {
    CALLED: gettext_noop("%(number)s stands in the line again, where they stood."),
    STARTED: gettext_noop("%(number)s is called, but not here yet."),
    NO_SHOW: gettext_noop("%(number)s is called again: they may still come."),
    SERVED: gettext_noop("The visit of %(number)s goes on."),
    SENT_ON: gettext_noop("The visit of %(number)s goes on here."),
    SET_ASIDE: gettext_noop("The visit of %(number)s goes on here."),
}


@require_POST
@at_counter
def undo(request: HttpRequest, counter_id: int) -> HttpResponse:
    """Take back the last step at the window."""
    undone = queue.undo(
        counter_id=counter_id,
        step=request.POST.get("step"),
        number=request.POST.get("number"),
        at=clock.now(),
        by=staff.actor(request),
        key=staff.request_key(request),
    )
    pages.forget_visit(request)
    messages.info(request, gettext(_UNDONE[undone.step]) % {"number": undone.number})
    return redirect("desk:counter")


@require_POST
@at_counter
def call(request: HttpRequest, counter_id: int) -> HttpResponse:
    """Call the next visitor."""
    pages.forget_visit(request)
    _call(request, counter_id, key=staff.request_key(request))
    return redirect("desk:counter")


def _call(request: HttpRequest, counter_id: int, *, key: str | None) -> None:
    """Call the next one; that nobody waits is news here, no mistake."""
    try:
        queue.call_next(counter_id=counter_id, at=clock.now(), by=staff.actor(request), key=key)
    except NobodyWaits:
        messages.info(request, gettext("Nobody waits whom you can serve."))


@require_POST
@at_counter
def call_by_hand(request: HttpRequest, counter_id: int) -> HttpResponse:
    """Call a visitor out of turn, by the number on the ticket, with the reason."""
    pages.forget_visit(request)
    queue.call_by_hand(
        counter_id=counter_id,
        number=request.POST.get("number", ""),
        because=request.POST.get("because", ""),
        at=clock.now(),
        by=staff.actor(request),
        key=staff.request_key(request),
    )
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
    pages.forget_visit(request)
    queue.no_show(counter_id=counter_id, at=clock.now(), by=staff.actor(request), key=staff.request_key(request))
    return redirect("desk:counter")


@require_POST
@at_counter
def finish(request: HttpRequest, counter_id: int) -> HttpResponse:
    """The visit is over: who it was goes into the figures, without a name. Where a matter follows, it goes on to that."""
    key = staff.request_key(request)
    if on_to := request.POST.get("on_to"):
        at = clock.now()
        sent = queue.send_on(
            counter_id=counter_id, service_id=on_to, because=NEXT_MATTER, at=at, by=staff.actor(request), key=key
        )
        messages.info(request, told_on_the_way(sent, centre_id=pages.centre_of(counter_id), at=at))
        return _leave_to_the_next(request, counter_id, key=key)
    form = FinishForm(request.POST)
    if not form.is_valid():
        page = pages.window(request, counter_id, finish=form, ends=True)
        return render(request, "desk/counter.html", page, status=422)
    queue.finish(
        counter_id=counter_id,
        sex=form.cleaned_data["sex"],
        age_band=form.cleaned_data["age_band"],
        disability=form.cleaned_data["disability"],
        outcome=form.cleaned_data["outcome"] or "served",
        at=clock.now(),
        by=staff.actor(request),
        key=key,
    )
    return _leave_to_the_next(request, counter_id, key=key)


def _leave_to_the_next(request: HttpRequest, counter_id: int, *, key: str | None) -> HttpResponse:
    pages.forget_visit(request)
    if "then_call" in request.POST:
        # Its own key, so that the same form sent twice calls once, too.
        _call(request, counter_id, key=f"{key[:58]}-next" if key else None)
    return redirect("desk:counter")
