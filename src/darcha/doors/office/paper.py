"""The office's views about paper: tickets that came without, and a copy for who lost theirs."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from darcha.doors.office.views import page_of
from darcha.doors.porch import slips, staff, tickets
from darcha.kernel.actor import Permission
from darcha.plumbing import clock
from darcha.queue import actions, errors, queries
from darcha.queue.rules import SLIP_FAILS_BECAUSE

_NUMBER_SIGNS = 12


@never_cache
@require_safe
def paper(request: HttpRequest, centre_id: str) -> HttpResponse:
    """Show who waits without a slip, and how the printer is."""
    staff.actor(request).must(Permission.TAKE_TICKET, centre_id=centre_id)
    at = clock.now()
    given = {
        "without": queries.slips_not_printed(centre_id=centre_id, at=at),
        "trouble": queries.printer_trouble(centre_id=centre_id, at=at),
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
