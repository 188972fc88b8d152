"""The matters a visitor has chosen for one ticket so far: kept while they choose, forgotten with the next visitor."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from darcha.catalogue import queries as catalogue
from darcha.queue.rules import MOST_MATTERS

COOKIE = "darcha_matters"

_KEPT_FOR = timedelta(minutes=15)


def of(request: HttpRequest) -> tuple[str, ...]:
    """Return the services chosen so far, each once; what the catalogue does not know is left out."""
    told = request.COOKIES.get(COOKIE, "").split(".")
    known = {service.code for service in catalogue.service_summaries()}
    return tuple(code for code in dict.fromkeys(told) if code in known)[:MOST_MATTERS]


def keep(response: HttpResponse, services: Sequence[str]) -> None:
    """Let the browser remember them while this visitor chooses."""
    response.set_cookie(
        COOKIE,
        ".".join(dict.fromkeys(services)),
        path="/kiosk/",
        max_age=_KEPT_FOR,
        httponly=True,
        samesite="Strict",
        secure=bool(settings.SESSION_COOKIE_SECURE),
    )


def forget(response: HttpResponse) -> None:
    """Begin a new ticket."""
    response.delete_cookie(COOKIE, path="/kiosk/")
