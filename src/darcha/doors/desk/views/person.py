"""Everything that is held about the person at the window."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from darcha.cases import actions as cases
from darcha.cases.errors import ReasonMissing, ReasonTooShort, TextTooLong
from darcha.doors.desk.pages import person as pages
from darcha.doors.porch import sentences, staff
from darcha.kernel.actor import NotAllowed, Permission
from darcha.kernel.refusal import Refusal
from darcha.plumbing import clock
from darcha.queue import queries as hall


@require_safe
def person(request: HttpRequest) -> HttpResponse:
    """Ask whose data they are, and why where no visitor sits here."""
    _centre_of(request)
    return _asked(request)


@require_POST
def told(request: HttpRequest) -> HttpResponse:
    """Show everything, or hand it out as a file. The number stands in no address."""
    centre_id = _centre_of(request)
    at, typed = clock.now(), request.POST.get("person", "").strip()
    if not typed:
        return _asked(request, status=422)
    try:
        held = cases.tell_person(
            centre_id=centre_id,
            asked=typed,
            reason=request.POST.get("reason", ""),
            at=at,
            by=staff.actor(request),
            key=staff.request_key(request),
        )
    except (ReasonMissing, ReasonTooShort, TextTooLong) as refusal:
        return _asked(request, refusal=refusal, status=422)
    page = pages.person_told(held)
    response: HttpResponse
    if request.POST.get("form") == "json":
        response = JsonResponse(pages.as_data(page, at=at), json_dumps_params={"ensure_ascii": False, "indent": 1})
        response.headers["Content-Disposition"] = 'attachment; filename="personal-data.json"'
    else:
        shown = {"told": page, "typed": typed, "reason": request.POST.get("reason", ""), "at": at}
        response = render(request, "desk/person_told.html", shown)
    response.headers["Cache-Control"] = "no-store"
    return response


def _asked(request: HttpRequest, *, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
    shown = {
        "serves": hall.served_by(employee_id=staff.employee_id(request)) is not None,
        "typed": request.POST.get("person", ""),
        "reason": request.POST.get("reason", ""),
        "no": sentences.sentence(refusal.code, refusal.details) if refusal else "",
        "nobody": status != 200 and refusal is None,  # noqa: PLR2004 -- the page itself
    }
    response = render(request, "desk/person.html", shown, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _centre_of(request: HttpRequest) -> str:
    """Return the centre where this employee takes applications.

    :raises NotAllowed: nowhere.
    """
    centre_id = staff.centre_of(request)
    staff.actor(request).must(Permission.OPEN_CASE, centre_id=centre_id)
    if centre_id is None:
        raise NotAllowed(permission=str(Permission.OPEN_CASE))
    return centre_id
