"""The office's views about looks at files that deserve a question."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from darcha.doors.office.pages.looks import looks_page
from darcha.doors.office.views import page_of
from darcha.doors.porch import sentences, staff
from darcha.kernel.actor import NotAllowed, Permission
from darcha.monitoring import actions, errors
from darcha.plumbing import clock


@never_cache
@require_safe
def looks(request: HttpRequest, centre_id: str) -> HttpResponse:
    """List the looks to ask about: to the head, who settles them, and to the auditor, who sees that they are settled."""
    by = staff.actor(request)
    settles = by.may(Permission.MANAGE_STAFF, centre_id=centre_id)
    if not settles and not by.may(Permission.READ_JOURNAL, centre_id=centre_id):
        raise NotAllowed(permission=str(Permission.MANAGE_STAFF), centre_id=centre_id)
    page = looks_page(centre_id=centre_id, reader=by.label)
    return render(request, "office/looks.html", page_of(request, centre_id, page=page, settles=settles))


@require_POST
def settle_look(request: HttpRequest, centre_id: str, look_id: int) -> HttpResponse:
    """Keep what came of a question."""
    by = staff.actor(request)
    by.must(Permission.MANAGE_STAFF, centre_id=centre_id)
    try:
        actions.settle_look(
            look_id=look_id,
            outcome=request.POST.get("outcome", ""),
            at=clock.now(),
            by=by,
            key=staff.request_key(request),
        )
    except (errors.LookIsSettled, errors.OwnLook) as refusal:
        messages.warning(request, sentences.sentence(refusal.code, refusal.details))
    else:
        messages.success(request, gettext("The answer is kept."))
    return HttpResponseRedirect(reverse("office:looks", args=[centre_id]), status=303)
