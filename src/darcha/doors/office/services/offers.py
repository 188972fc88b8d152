"""What the centre says of its own about the services it offers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from darcha.catalogue import queries as catalogue
from darcha.centres import actions, errors
from darcha.centres import queries as centres
from darcha.centres.rules import Offer
from darcha.doors.office.services.inputs import LANGUAGES
from darcha.doors.office.views import page_of
from darcha.doors.porch import languages, sentences, staff
from darcha.kernel.actor import Permission
from darcha.kernel.names import Names
from darcha.kernel.scripts import to_cyrillic
from darcha.plumbing import clock

_SIGNS = 300


@dataclass(frozen=True, slots=True)
class OfferRow:
    """One service offered here; `rests`: it is not given today, `window_only`: not taken from home, though it has a form."""

    offer: Offer
    names: Names
    rests: bool
    window_only: bool


@dataclass(frozen=True, slots=True)
class Tongue:
    """A text in one language, as it was typed."""

    language: str
    html_lang: str
    word: str
    note: str
    because: str


@dataclass(frozen=True, slots=True)
class OfferPage:
    """What holds for a service here. `has_form`: it can be applied for from home, unless it is `window_only`."""

    service: Names
    tongues: tuple[Tongue, ...]
    until: str
    channels: tuple[tuple[str, str, bool], ...]
    today: date
    has_form: bool
    window_only: bool
    problem: str = ""


@never_cache
@require_safe
def offers(request: HttpRequest, centre_id: str) -> HttpResponse:
    """List what the centre offers, and what it says of its own."""
    staff.actor(request).must(Permission.RUN_HALL, centre_id=centre_id)
    today = centres.local_day(centre_id=centre_id, at=clock.now())
    rows = tuple(
        OfferRow(
            one,
            catalogue.service_summary(code=one.service_id).names,
            one.rests(today),
            not one.from_home and _has_form(one.service_id, today),
        )
        for one in centres.offer_terms(centre_id=centre_id)
    )
    return render(request, "office/services/offers.html", page_of(request, centre_id, rows=rows))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest, centre_id: str, code: str) -> HttpResponse:
    """Let the head write a note, let a service rest until a day, or open other ways of filing."""
    by = staff.actor(request)
    by.must(Permission.RUN_HALL, centre_id=centre_id)
    known = centres.offer(centre_id=centre_id, service_id=code)
    if known is None:
        raise Http404(code)
    problem, status = "", 200
    if request.method == "POST":
        try:
            known = _typed(request, code)
            actions.set_offer(centre_id=centre_id, offer=known, at=clock.now(), by=by, key=staff.request_key(request))
        except errors.OfferNotUnderstood as refusal:
            problem, status = sentences.sentence(refusal.code, {}), refusal.status
        else:
            messages.success(request, gettext("What holds here is kept, and shown from now on."))
            return HttpResponseRedirect(reverse("office:offers", args=[centre_id]), status=303)
    page = _page(request, centre_id, code, known, problem)
    return render(request, "office/services/offer.html", page_of(request, centre_id, page=page), status=status)


def _typed(request: HttpRequest, code: str) -> Offer:
    """Return the offer as it was typed.

    :raises OfferNotUnderstood: the day is none.
    """
    told = request.POST
    until = told.get("until", "").strip()
    try:
        day = date.fromisoformat(until) if until else None
    except ValueError:
        raise errors.OfferNotUnderstood(service=code) from None
    known = {choice for choice, _ in _channels()}
    return Offer(
        service_id=code,
        note=_names(request, "note"),
        channels=tuple(one for one in told.getlist("channels") if one in known),
        suspended_until=day,
        suspended_because=_names(request, "because"),
        from_home="window_only" not in told,
    )


def _names(request: HttpRequest, field: str) -> Names | None:
    uz, ru, en = (request.POST.get(f"{field}.{language}", "").strip()[:_SIGNS] for language in LANGUAGES)
    return Names(uz=uz, uz_cyrl=to_cyrillic(uz), ru=ru, en=en) if uz or ru or en else None


def _channels() -> tuple[tuple[str, Names], ...]:
    fact = catalogue.facts().get("channel")
    return tuple((str(one.value), one.names) for one in fact.choices if one.value != "counter") if fact else ()


def _has_form(code: str, today: date) -> bool:
    return bool(catalogue.service_version(code=code, on=today).form)


def _page(request: HttpRequest, centre_id: str, code: str, known: Offer, problem: str) -> OfferPage:
    def text(field: str, names: Names | None, language: str) -> str:
        return request.POST.get(f"{field}.{language}", names.in_language(language) if names else "")

    today = centres.local_day(centre_id=centre_id, at=clock.now())
    return OfferPage(
        service=catalogue.service_summary(code=code).names,
        tongues=tuple(
            Tongue(
                one,
                languages.HTML_LANG[one],
                languages.LOCAL_NAMES[one],
                text("note", known.note, one),
                text("because", known.suspended_because, one),
            )
            for one in LANGUAGES
        ),
        until=request.POST.get("until", known.suspended_until.isoformat() if known.suspended_until else ""),
        channels=tuple(
            (choice, names.in_language(languages.current()), choice in known.channels) for choice, names in _channels()
        ),
        today=today,
        has_form=_has_form(code, today),
        window_only=not known.from_home,
        problem=problem,
    )
