"""The kiosk: parse, ask, answer. It needs no sign-in and may do one thing: give out tickets of its centre."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from datetime import datetime

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from darcha.centres import queries as centres
from darcha.doors.kiosk import aids, matters, screens, voice
from darcha.doors.porch import dates, languages, sentences, sources, speech, tickets
from darcha.doors.porch import slips as paper
from darcha.doors.porch.needs import NEEDS
from darcha.doors.porch.staff import opened, request_key
from darcha.kernel import actor
from darcha.plumbing import clock
from darcha.plumbing.squares import square
from darcha.queue import actions as queue
from darcha.queue import errors
from darcha.queue import queries as line
from darcha.queue.rules import MOST_COPIES, MOST_MATTERS, SLIP_FAILS_BECAUSE, Message

_STAYS_SECONDS = 60
"""A screen nobody touches asks whether somebody is there, and goes back to the start."""

_TICKET_STAYS_SECONDS = 20

_WITHOUT_PAPER_STAYS_SECONDS = 60
"""Time to write a number down, or to point a telephone at it."""


def _screen(
    request: HttpRequest, centre_id: str, template: str, context: dict[str, object], script: voice.Script
) -> HttpResponse:
    """Answer with a page of this centre's kiosk, or with its words as sound."""
    centre = centres.centre(code=centre_id)
    if voice.is_wanted(request):
        return voice.answer(script)
    shared = {
        "centre_id": centre_id,
        "house": centre,
        "aids": aids.of(request),
        "stays_seconds": _STAYS_SECONDS,
        "here": f"{request.path}?{request.GET.urlencode()}",
        "asked": [(name, value) for name, value in request.GET.items() if name not in ("aloud", "focus", "lang")],
    }
    place = request.GET.get("focus", "")
    # What is to be heard stands in the script the voice can read.
    with translation.override(voice.language()) if place else nullcontext():
        response = render(request, f"kiosk/{template}.html", {**shared, **context})
    # A page of the visitor before must not come back by the browser's own memory.
    response.headers["Cache-Control"] = "no-store"
    return voice.control(request, response.content.decode(), place) if place else response


@opened
@require_safe
def start(request: HttpRequest, centre_id: str) -> HttpResponse:
    """Show what brings people here, or that the house is closed and when it opens."""
    at = clock.now()
    if not centres.is_open(centre_id=centre_id, at=at):
        return _closed(request, centre_id)
    if "anew" in request.GET:
        response = HttpResponseRedirect(reverse("kiosk:start", args=[centre_id]))
        matters.forget(response)
        return response
    tiles = screens.tiles(centre_id=centre_id)
    together = screens.matters(centre_id=centre_id, services=matters.of(request), at=at)
    count = screens.count_of_services(centre_id=centre_id)
    told = line.messages(centre_id=centre_id, at=at)

    def script(language: str) -> Sequence[str]:
        names = [tile.names.in_language(language) if tile.names else str(tile.title) for tile in tiles]
        said = [_("What brings you here?"), _("Touch a picture. Or tell a colleague: the rights are the same.")]
        return [*said, *_aloud(told, language), *names]

    context = {"tiles": tiles, "count": count, "together": together, "told": told}
    return _screen(request, centre_id, "start", context, script)


def _aloud(told: Sequence[Message], language: str) -> Iterator[str]:
    """Yield what the hall is told."""
    return (message.names.in_language(language) for message in told)


def _closed(request: HttpRequest, centre_id: str) -> HttpResponse:
    at = clock.now()
    opening = screens.next_opening(centre_id=centre_id, at=at)
    told = line.messages(centre_id=centre_id, at=at)

    def script(language: str) -> Sequence[str]:
        said = [_("The house is closed now")]
        if opening:
            when = dates.weekday_and_day(opening.day, language=language)
            said.append(_("We open again: %(when)s, %(time)s") % {"when": when, "time": f"{opening.at:%H:%M}"})
        return [*said, *_aloud(told, language)]

    return _screen(request, centre_id, "closed", {"opening": opening, "told": told}, script)


@opened
@require_safe
def again(request: HttpRequest, centre_id: str) -> HttpResponse:
    """Begin anew for the next visitor: no aids, the kiosk's own language."""
    response = HttpResponseRedirect(reverse("kiosk:start", args=[centre_id]))
    aids.forget(response)
    matters.forget(response)
    return response


@opened
@require_POST
def aid(request: HttpRequest, centre_id: str) -> HttpResponse:
    """Turn an aid on or off and show the same screen again."""
    onward = request.POST.get("here", "")
    if not url_has_allowed_host_and_scheme(onward, allowed_hosts=None):
        onward = reverse("kiosk:start", args=[centre_id])
    response = HttpResponseRedirect(onward)
    aids.keep(response, aids.toggled(aids.of(request), request.POST.get("aid", "")))
    return response


@opened
@require_safe
def event(request: HttpRequest, centre_id: str, code: str) -> HttpResponse:
    """Show what the house does when something happens in a life."""
    tile = screens.tile(centre_id=centre_id, code=code)
    if tile is None:
        raise Http404
    found = screens.services_for(centre_id=centre_id, tile=tile, at=clock.now())
    return _list(request, centre_id, {"tile": tile, "back": reverse("kiosk:start", args=[centre_id])}, found)


@opened
@require_safe
def departments(request: HttpRequest, centre_id: str) -> HttpResponse:
    """Show the departments, those of today first."""
    found = screens.departments(centre_id=centre_id, at=clock.now())

    def script(language: str) -> Sequence[str]:
        return [_("Which department?"), *(one.names.in_language(language) for one in found)]

    return _screen(request, centre_id, "departments", {"departments": found}, script)


@opened
@require_safe
def department(request: HttpRequest, centre_id: str, code: str) -> HttpResponse:
    """Show what a department does here."""
    names = screens.department(code=code).names
    found = screens.services_of(centre_id=centre_id, department_id=code, at=clock.now())
    back = reverse("kiosk:departments", args=[centre_id])
    return _list(request, centre_id, {"department": names, "back": back}, found)


@opened
@require_safe
def search(request: HttpRequest, centre_id: str) -> HttpResponse:
    """Show the services a word finds."""
    text = request.GET.get("q", "")[:100]
    found = screens.services_found(centre_id=centre_id, text=text, language=languages.current(), at=clock.now())
    context = {"is_search": True, "q": text, "back": reverse("kiosk:start", args=[centre_id])}
    return _list(request, centre_id, context, found)


def _list(
    request: HttpRequest, centre_id: str, context: dict[str, object], services: Sequence[screens.ServiceChoice]
) -> HttpResponse:
    part = Paginator(services, screens.CHOICES_A_SCREEN).get_page(request.GET.get("page"))

    def script(language: str) -> Sequence[str]:
        names = [one.names.in_language(language) for one in part.object_list]
        return [_("Choose a service"), *names] if names else [_("We found nothing by this word")]

    return _screen(request, centre_id, "services", {"services": part, **context}, script)


@opened
@require_safe
def service(request: HttpRequest, centre_id: str, code: str) -> HttpResponse:
    """Show what a service needs, whether its department is here, and offer the ticket."""
    found = screens.service(centre_id=centre_id, code=code, at=clock.now())
    if not centres.offered(centre_id=centre_id, service_id=code):
        raise Http404

    def script(language: str) -> Sequence[str]:
        said = [found.names.in_language(language)]
        if found.rests_until:
            when = dates.weekday_and_day(found.rests_until, language=language)
            said.append(_("It is not given here until %(when)s") % {"when": when})
        elif found.presence.state == "another_day" and found.presence.day:
            when = dates.weekday_and_day(found.presence.day, language=language)
            said += [_("The department is not here today"), _("Please come on %(when)s") % {"when": when}]
        if found.wait:
            bounds = {"low": found.wait.low_minutes, "high": found.wait.high_minutes}
            said.append(_("The wait now is %(low)s to %(high)s minutes") % bounds)
        said.append(_("Please have this with you"))
        return [*said, *(one.names.in_language(language) for one in found.bring)]

    together = screens.matters(centre_id=centre_id, services=(*matters.of(request), code), at=clock.now())
    context: dict[str, object] = {
        "service": found,
        "needs": NEEDS,
        "together": together if len(together) > 1 else (),
        "may_add": len(together) < MOST_MATTERS,
    }
    return _screen(request, centre_id, "service", context, script)


@opened
@require_POST
def one_more(request: HttpRequest, centre_id: str, code: str) -> HttpResponse:
    """Keep this service for the ticket and choose another one."""
    if not centres.offered(centre_id=centre_id, service_id=code):
        raise Http404
    response = HttpResponseRedirect(reverse("kiosk:start", args=[centre_id]), status=303)
    matters.keep(response, (*matters.of(request), code))
    return response


@opened
@require_POST
def take_ticket(request: HttpRequest, centre_id: str, code: str) -> HttpResponse:
    """Give out a ticket and print it; paper that does not come loses nothing."""
    at = clock.now()
    issued = queue.issue_ticket(
        centre_id=centre_id,
        service_id=code,
        also=matters.of(request),
        needs=tuple(dict.fromkeys(request.POST.getlist("need"))),
        language=languages.current(),
        channel="kiosk",
        slip=True,
        at=at,
        by=actor.kiosk(centre_id=centre_id),
        key=request_key(request),
    )
    return _given_out(centre_id, issued, at=at)


def _given_out(centre_id: str, issued: queue.IssuedTicket, *, at: datetime) -> HttpResponse:
    if issued.issued_at == at:  # the same form sent twice gives the same ticket, and no second paper
        drawn = tickets.just_issued(issued, language=languages.current())
        paper.put_on_paper(drawn, by=actor.kiosk(centre_id=centre_id))
    response = HttpResponseRedirect(reverse("kiosk:ticket", args=[centre_id, issued.code]), status=303)
    matters.forget(response)
    return response


@opened
@require_POST
def print_again(request: HttpRequest, centre_id: str, code: str) -> HttpResponse:
    """Print the visitor's ticket once more: the paper that did not come, or a copy."""
    found = _ticket(centre_id, code)
    by = actor.kiosk(centre_id=centre_id)
    asked = queue.ask_for_slip(ticket_id=found.ticket_id, at=clock.now(), by=by, key=request_key(request))
    if asked.is_new:
        paper.put_on_paper(found, copy=asked.copy, by=by)
    return HttpResponseRedirect(reverse("kiosk:ticket", args=[centre_id, code]), status=303)


@opened
@require_http_methods(["GET", "HEAD", "POST"])
def appointment(request: HttpRequest, centre_id: str) -> HttpResponse:
    """Ask for the number of an appointment, and give its ticket."""
    at = clock.now()
    if not centres.is_open(centre_id=centre_id, at=at):
        return _closed(request, centre_id)
    number = "".join(request.POST.get("number", "").split())[:20]
    told, status = "", 200
    if request.method == "POST":
        try:
            issued = queue.check_in(
                centre_id=centre_id,
                number=number,
                typed_at=sources.of_address(
                    request, centre_id=centre_id, most=centres.centre(code=centre_id).appointments.most_wrong_numbers
                ),
                at=at,
                by=actor.kiosk(centre_id=centre_id),
                key=request_key(request),
            )
        except (errors.UnknownAppointmentNumber, errors.TooEarly, errors.AppointmentIsAnotherDay) as refusal:
            told, status = sentences.sentence(refusal.code, refusal.details), 422
        except errors.TooManyWrongNumbers as refusal:
            told, status = sentences.sentence(refusal.code, refusal.details), refusal.status
        else:
            return _given_out(centre_id, issued, at=at)

    def script(_language: str) -> Sequence[str]:
        return [told] if told else [_("Type the number of your appointment"), _("It has six digits.")]

    response = _screen(request, centre_id, "appointment", {"number": number, "told": told}, script)
    response.status_code = status
    return response


@opened
@require_safe
def ticket(request: HttpRequest, centre_id: str, code: str) -> HttpResponse:
    """Show the ticket, and how to follow it on a phone."""
    found = _ticket(centre_id, code)
    slip = line.slip_of(ticket_id=found.ticket_id, at=clock.now())
    fails = slip is not None and slip.state in SLIP_FAILS_BECAUSE

    def script(language: str) -> Sequence[str]:
        drawn = tickets.ticket(centre_id=centre_id, code=code, language=language, at=clock.now())
        number = speech.number_aloud(found.number, language)
        said = [_("Your number is %(number)s") % {"number": number}]
        if fails:
            said += [_("There is no paper now, and the number counts without it")]
            said += [_("Please remember: %(number)s") % {"number": number}]
        said += [drawn.service, *drawn.afterwards] if drawn else []
        if found.wait:
            bounds = {"low": found.wait.low_minutes, "high": found.wait.high_minutes}
            said.append(_("You wait %(low)s to %(high)s minutes") % bounds)
        if found.appointment:
            said.append(_("Your appointment is at %(time)s") % {"time": found.appointment})
        elif found.came_too_late:
            said.append(_("You came too late for your appointment: you wait from now on, like everybody."))
        return [*said, _("Please sit down, we will call you"), *(str(need.promise) for need in found.needs)]

    context: dict[str, object] = {
        "ticket": found,
        "square": square(paper.address_of(code)),
        "address": paper.address_of(code),
        "slip": slip,
        "fails": fails,
        "may_print": slip is not None and slip.state != "asked" and slip.prints <= MOST_COPIES and found.is_waiting,
        "stays_seconds": _WITHOUT_PAPER_STAYS_SECONDS if fails else _TICKET_STAYS_SECONDS,
    }
    return _screen(request, centre_id, "ticket", context, script)


@opened
@require_safe
def slip(request: HttpRequest, centre_id: str, code: str) -> HttpResponse:
    """Show the paper slip as a page of 80 mm."""
    found = _ticket(centre_id, code)
    context = {"ticket": found, "square": square(paper.address_of(code)), "address": paper.address_of(code)}
    return render(request, "kiosk/slip.html", {"house": centres.centre(code=centre_id), **context})


def _ticket(centre_id: str, code: str) -> tickets.Ticket:
    found = tickets.ticket(centre_id=centre_id, code=code, language=languages.current(), at=clock.now())
    if found is None:
        raise Http404
    return found
