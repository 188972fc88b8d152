"""A file that neither a visit nor a task opens: why it has to be opened is typed, and the head reads it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from darcha.cases import actions as cases
from darcha.cases.errors import ReasonTooShort, TextTooLong
from darcha.doors.porch import sentences, staff
from darcha.plumbing import clock

_AT_THE_COUNTER = "counter"


def ask(
    request: HttpRequest, case_id: int, *, back: str = "", typed: str = "", no: str = "", status: int = 403
) -> HttpResponse:
    """Return the page that asks for the reason; `typed` was not taken, `no` tells why."""
    page = {"case_id": case_id, "back": back, "typed": typed, "no": no}
    return render(request, "desk/reason.html", page, status=status)


@require_POST
def give_reason(request: HttpRequest, case_id: int) -> HttpResponse:
    """Keep the reason and open the file."""
    typed, back = request.POST.get("reason", ""), request.POST.get("back", "")
    try:
        cases.give_reason(
            case_id=case_id, reason=typed, at=clock.now(), by=staff.actor(request), key=staff.request_key(request)
        )
    except (ReasonTooShort, TextTooLong) as refusal:
        no = sentences.sentence(refusal.code, refusal.details)
        return ask(request, case_id, back=back, typed=typed, no=no, status=refusal.status)
    return redirect("desk:brought" if back == _AT_THE_COUNTER else "desk:case", case_id)
