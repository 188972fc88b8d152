"""The office's views about who is away and who stands in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from darcha.access import actions, errors
from darcha.doors.office.pages.absences import AbsenceForm, absences_page
from darcha.doors.office.views import page_of
from darcha.doors.porch import sentences, staff
from darcha.kernel.actor import Permission
from darcha.plumbing import clock


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def absences(request: HttpRequest, centre_id: str) -> HttpResponse:
    """Show who is or will be away, and enter an absence."""
    by = staff.actor(request)
    by.must(Permission.MANAGE_STAFF, centre_id=centre_id)
    at = clock.now()
    form = AbsenceForm(request.POST or None, centre_id=centre_id)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            actions.enter_absence(
                centre_id=centre_id,
                employee_id=told["employee"],
                since=told["since"],
                until=told["until"],
                reason=told["reason"],
                substitute_id=told["substitute"],
                at=at,
                by=by,
                key=staff.request_key(request),
            )
        except errors.AbsenceNotPossible as refusal:
            form.refuse(str(refusal.details["because"]))
        else:
            messages.success(request, gettext("The absence is entered."))
            return HttpResponseRedirect(reverse("office:absences", args=[centre_id]), status=303)
    page = absences_page(centre_id=centre_id, at=at)
    status = 422 if form.errors else 200
    return render(request, "office/absences.html", page_of(request, centre_id, page=page, form=form), status=status)


@require_POST
def end_absence(request: HttpRequest, centre_id: str, absence_id: int) -> HttpResponse:
    """Write that somebody is back."""
    by = staff.actor(request)
    by.must(Permission.MANAGE_STAFF, centre_id=centre_id)
    try:
        actions.end_absence(
            centre_id=centre_id, absence_id=absence_id, at=clock.now(), by=by, key=staff.request_key(request)
        )
    except errors.UnknownAbsence as refusal:
        messages.warning(request, sentences.sentence(refusal.code, refusal.details))
    else:
        messages.success(request, gettext("The absence is ended."))
    return HttpResponseRedirect(reverse("office:absences", args=[centre_id]), status=303)
