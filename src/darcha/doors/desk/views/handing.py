"""Work changes hands: taken, handed to a colleague, sent back by the owner."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from darcha.cases import actions as cases
from darcha.doors.desk.case_forms import (
    SendBackForm,
)
from darcha.doors.desk.views.case import done, read_case, shown
from darcha.doors.desk.views.work import departments_of
from darcha.doors.porch import staff
from darcha.plumbing import clock


@require_POST
def hand(request: HttpRequest, case_id: int, work_item_id: int) -> HttpResponse:
    """Let an item be mine, a colleague's, or everybody's again."""
    departments_of(request)
    by = staff.actor(request)
    told = request.POST.get("to", "")
    to = int(told) if told.isascii() and told.isdigit() else None
    if to is None:
        words = gettext("The task is everybody’s again.")
    else:
        words = gettext("The task is yours.") if to == by.employee_id else gettext("The task is handed over.")
    return done(
        request,
        case_id,
        lambda: cases.hand_item(
            work_item_id=work_item_id, to=to, at=clock.now(), by=by, key=staff.request_key(request)
        ),
        words,
    )


@require_POST
def send_back(request: HttpRequest, case_id: int) -> HttpResponse:
    """Send an answer back to the department that gave it, with words."""
    read = read_case(request, case_id)
    form = SendBackForm(request.POST)
    if not form.is_valid() or form.cleaned_data["item"] not in {item.id for item in read.items}:
        return shown(request, read, send_back=form, status=422)
    return done(
        request,
        case_id,
        lambda: cases.send_item_back(
            work_item_id=form.cleaned_data["item"],
            words=form.cleaned_data["sent"],
            at=clock.now(),
            by=staff.actor(request),
            key=staff.request_key(request),
        ),
        gettext("The answer is sent back; its department has it again."),
        send_back=form,
    )
