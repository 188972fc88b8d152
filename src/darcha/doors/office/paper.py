"""The office's views about paper: tickets that came without, a copy for who lost theirs, and the block."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from darcha.centres import queries as centres
from darcha.doors.office.pages import block as pages
from darcha.doors.office.views import page_of
from darcha.doors.porch import sentences, slips, staff, tickets
from darcha.doors.porch.needs import NEEDS
from darcha.kernel.actor import Actor, Permission
from darcha.plumbing import clock
from darcha.queue import actions, errors, queries
from darcha.queue.rules import SLIP_FAILS_BECAUSE

_NUMBER_SIGNS = 12

_REFUSED_IN_A_ROW = (
    errors.NotOfABlock,
    errors.NotWithinTheDay,
    errors.OutOfOrderInBlock,
    errors.NumberIsTaken,
    errors.ServiceNotOfferedHere,
    errors.DepartmentDoesNotSit,
    errors.UnknownNeed,
)
"""What concerns one slip alone."""


@never_cache
@require_safe
def paper(request: HttpRequest, centre_id: str) -> HttpResponse:
    """Show who waits without a slip, and how the printer is."""
    staff.actor(request).must(Permission.TAKE_TICKET, centre_id=centre_id)
    at = clock.now()
    given = {
        "without": queries.slips_not_printed(centre_id=centre_id, at=at),
        "trouble": queries.printer_trouble(centre_id=centre_id, at=at),
        "lines": centres.lines(centre_id=centre_id),
        "sheets": pages.SHEETS,
    }
    return render(request, "office/paper.html", page_of(request, centre_id, **given))


@require_POST
def print_again(request: HttpRequest, centre_id: str) -> HttpResponse:
    """Print the ticket of a number of today once more, in its visitor's language."""
    by = staff.actor(request)
    by.must(Permission.TAKE_TICKET, centre_id=centre_id)
    at = clock.now()
    number = request.POST.get("number", "")[:_NUMBER_SIGNS]
    found = queries.ticket_by_number(centre_id=centre_id, number=number, at=at)
    if found is None:
        raise errors.UnknownNumber(number=number)
    asked = actions.ask_for_slip(ticket_id=found.ticket_id, at=at, by=by, key=staff.request_key(request))
    if asked.is_new:
        with translation.override(found.language):
            drawn = tickets.ticket(centre_id=centre_id, code=found.code, language=found.language, at=at)
            if drawn:
                slips.put_on_paper(drawn, copy=asked.copy, by=by)
    slip = queries.slip_of(ticket_id=found.ticket_id, at=clock.now())
    if slip is None or slip.state in SLIP_FAILS_BECAUSE:
        messages.error(request, gettext("The paper of %(number)s did not come.") % {"number": found.number})
    else:
        messages.success(request, gettext("The ticket %(number)s is printed.") % {"number": found.number})
    return HttpResponseRedirect(reverse("office:paper", args=[centre_id]))


@never_cache
@require_safe
def block_sheet(request: HttpRequest, centre_id: str, letter: str, first: int) -> HttpResponse:
    """Give a sheet of a line's block, to be printed before it is needed."""
    staff.actor(request).must(Permission.TAKE_TICKET, centre_id=centre_id)
    made = pages.sheet(centre_id=centre_id, letter=letter, first=first, at=clock.now())
    if made is None:
        raise Http404
    answer = HttpResponse(made, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{centre_id}-{letter}-{first}.pdf"'
    return answer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def block(request: HttpRequest, centre_id: str) -> HttpResponse:
    """Enter the slips of a block, a row each; what is wrong is said in its row, and the others are entered."""
    by = staff.actor(request)
    by.must(Permission.TAKE_TICKET, centre_id=centre_id)
    typed = pages.rows_of([request.POST.getlist(name) for name in ("number", "time", "service", "need")])
    key = staff.request_key(request)
    told = [_entered(row, centre_id, by, f"{key}-{row.number[:_NUMBER_SIGNS]}" if key else None) for row in typed]
    if entered := ", ".join(one for one in told if isinstance(one, str)):
        messages.success(request, gettext("Entered: %(numbers)s.") % {"numbers": entered})
    wrong = [one for one in told if isinstance(one, pages.Row)]
    if typed and not wrong:
        return HttpResponseRedirect(reverse("office:block", args=[centre_id]), status=303)
    given = {
        "rows": [*wrong, *([pages.Row()] * (pages.ROWS - len(wrong)))],
        "groups": pages.services_here(centre_id=centre_id),
        "needs": NEEDS,
    }
    page = page_of(request, centre_id, **given)
    return render(request, "office/block.html", page, status=422 if wrong else 200)


def _entered(row: pages.Row, centre_id: str, by: Actor, key: str | None) -> str | pages.Row:
    """Return the number entered, or the row with what is wrong with it."""
    at = clock.now()
    written = pages.time_written(row.time)
    if written is None:
        return replace(row, problem=gettext("Write the time as it stands on the slip, for example 10:42."))
    if not row.service:
        return replace(row, problem=gettext("Choose the service."))
    day = centres.local_day(centre_id=centre_id, at=at)
    try:
        return actions.enter_from_block(
            centre_id=centre_id,
            number=row.number,
            service_id=row.service,
            written_at=datetime.combine(day, written, tzinfo=centres.zone(centre_id=centre_id)),
            needs=(row.need,) if row.need else (),
            at=at,
            by=by,
            key=key,
        ).number
    except _REFUSED_IN_A_ROW as refusal:
        return replace(row, problem=sentences.sentence(refusal.code, refusal.details))
