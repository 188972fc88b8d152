"""An officer's till: what was taken since the last count, the count, a correction of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from darcha.doors.desk.money_forms import CountForm
from darcha.doors.porch import sentences, staff
from darcha.kernel.actor import NotAllowed, Permission
from darcha.kernel.refusal import Refusal
from darcha.plumbing import clock
from darcha.till import actions, queries


def _centre(request: HttpRequest) -> str:
    centre_id = staff.centre_of(request)
    if centre_id is None:
        raise NotAllowed(permission=str(Permission.TAKE_PAYMENT))
    staff.actor(request).must(Permission.TAKE_PAYMENT, centre_id=centre_id)
    return centre_id


@never_cache
@require_safe
def till(request: HttpRequest) -> HttpResponse:
    """Show the till of whoever asks."""
    return _shown(request, CountForm())


def _shown(request: HttpRequest, form: CountForm, *, no: str = "", status: int = 200) -> HttpResponse:
    centre_id = _centre(request)
    found = queries.till(centre_id=centre_id, officer=staff.actor(request).label, at=clock.now())
    page = {"till": found, "form": form, "notes": form.notes_shown(), "no": no}
    return render(request, "desk/till.html", page, status=status)


@require_POST
def close_till(request: HttpRequest) -> HttpResponse:
    """Count the till."""
    centre_id = _centre(request)
    form = CountForm(request.POST)
    if not form.is_valid():
        return _shown(request, form, status=422)
    try:
        actions.close_till(
            centre_id=centre_id,
            count=form.count(),
            words=form.cleaned_data["words"],
            at=clock.now(),
            by=staff.actor(request),
            key=staff.request_key(request),
        )
    except Refusal as refusal:
        return _shown(request, form, no=sentences.sentence(refusal.code, refusal.details), status=refusal.status)
    messages.success(request, gettext("The till is closed."))
    return redirect("desk:till")


@require_POST
def correct_till(request: HttpRequest, closing_id: str) -> HttpResponse:
    """Correct a count by an entry of its own."""
    _centre(request)
    form = CountForm(request.POST)
    if not form.is_valid():
        return _shown(request, form, status=422)
    try:
        actions.correct_till(
            closing_id=closing_id,
            count=form.count(),
            words=form.cleaned_data["words"],
            at=clock.now(),
            by=staff.actor(request),
            key=staff.request_key(request),
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _shown(request, form, no=sentences.sentence(refusal.code, refusal.details), status=refusal.status)
    messages.success(request, gettext("The correction is entered."))
    return redirect("desk:till")
