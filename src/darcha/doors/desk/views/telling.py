"""The applicant asks at the window to be told by message; the officer types where, with their consent."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from darcha.doors.desk.pages import window as pages
from darcha.doors.desk.views.counter import at_counter
from darcha.doors.porch import staff
from darcha.doors.porch.telling import TellForm
from darcha.notices import actions as notices
from darcha.notices.errors import UnreachableAddress
from darcha.notices.rules import CASE, Matter
from darcha.plumbing import clock
from darcha.queue import queries as hall


@sensitive_post_parameters("to")
@require_http_methods(["GET", "POST"])
@at_counter
def tell(request: HttpRequest, counter_id: int, case_id: int) -> HttpResponse:
    """Keep where the applicant before this window wants to be told about an application of this visit."""
    ticket = hall.counter_view(counter_id=counter_id, at=clock.now()).ticket
    of_visit = pages.cases_of_visit(request, ticket.ticket_id if ticket else None)
    case = next((one for one in of_visit if one.case_id == case_id), None)
    channels = tuple(settings.NOTICE_ROUTES)
    if case is None or not channels:
        raise Http404
    form = TellForm(request.POST if request.method == "POST" else None, channels=channels, language=case.language)
    if form.is_valid():
        try:
            notices.ask(
                about=Matter(CASE, case_id),
                at=clock.now(),
                by=staff.actor(request),
                key=staff.request_key(request),
                **form.cleaned_data,
            )
        except UnreachableAddress:
            form.is_unreachable()
        else:
            messages.success(request, gettext("The applicant is told about %(number)s.") % {"number": case.number})
            return redirect("desk:counter")
    context = {"case": case, "form": form, "channels": channels}
    return render(request, "desk/tell.html", context, status=422 if form.is_bound else 200)
