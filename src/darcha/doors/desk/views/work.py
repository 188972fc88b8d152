"""A department's back office: the list of its work."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from darcha.doors.desk.pages import work as pages
from darcha.doors.desk.views.filing import found
from darcha.doors.porch import staff
from darcha.kernel.actor import NotAllowed, Permission
from darcha.plumbing import clock


def departments_of(request: HttpRequest) -> tuple[tuple[str, str], ...]:
    """Return the centre and the department of each place whose work this employee does.

    :raises NotAllowed: there is none.
    """
    found = {
        (grant.centre_id, grant.department_id)
        for grant in staff.actor(request).grants
        if grant.permission == Permission.WORK_ON_CASE and grant.centre_id and grant.department_id
    }
    places = tuple(
        sorted((centre_id, department_id) for centre_id, department_id in found if centre_id and department_id)
    )
    if not places:
        raise NotAllowed(permission=str(Permission.WORK_ON_CASE))
    return places


@require_safe
def work(request: HttpRequest) -> HttpResponse:
    """Show what a department has to answer, to decide and to give out, the most urgent first."""
    return render(request, "desk/work.html", {"page": _page(request)})


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Find a case by its number or tracking code; the case itself asks who may read it."""
    page = _page(request)
    typed = request.GET.get("q", "").strip()
    case_id = found(typed) if typed else None
    if case_id is not None:
        return redirect("desk:case", case_id)
    return render(
        request,
        "desk/work.html",
        {"page": page, "typed": typed, "not_found": bool(typed)},
        status=404 if typed else 200,
    )


def _page(request: HttpRequest) -> pages.WorkPage:
    places = departments_of(request)
    own = staff.card(request).department_id
    first = next((place for place in places if place[1] == own), places[0])
    asked = request.GET.get("department", "")
    chosen = next((place for place in places if place[1] == asked), None)
    if asked and chosen is None:
        raise NotAllowed(permission=str(Permission.WORK_ON_CASE), department_id=asked)
    centre_id, department_id = chosen or first
    return pages.work(
        centre_id=centre_id,
        department_ids=[code for centre, code in places if centre == centre_id],
        department_id=department_id,
        tab=request.GET.get("tab", ""),
        service=request.GET.get("service", ""),
        after=request.GET.get("after", ""),
        mine=staff.actor(request).label if request.GET.get("who") == "mine" else None,
        at=clock.now(),
    )
