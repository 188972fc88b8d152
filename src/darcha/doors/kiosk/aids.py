"""The aids of the bar at the bottom: kept for one visitor, forgotten with the next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE = "darcha_aids"
KNOWN = ("text", "contrast", "low", "aloud")
"""Larger text, more contrast, bring it lower; read every screen and every control aloud."""

_KEPT_FOR = timedelta(minutes=15)
"""A visitor who walks away without a word leaves no setting behind for long, even without a script."""


@dataclass(frozen=True, slots=True)
class Aids:
    """Which aids are on."""

    text: bool = False
    contrast: bool = False
    low: bool = False
    aloud: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of those that are on."""
        return tuple(name for name in KNOWN if getattr(self, name))


def of(request: HttpRequest) -> Aids:
    """Return the aids of this visitor."""
    told = request.COOKIES.get(COOKIE, "").split(".")
    return Aids(**{name: name in told for name in KNOWN})


def toggled(aids: Aids, name: str) -> Aids:
    """Return the aids with one of them the other way round; an unknown name changes nothing."""
    return Aids(**{known: getattr(aids, known) != (known == name) for known in KNOWN})


def keep(response: HttpResponse, aids: Aids) -> None:
    """Let the browser remember them while this visitor is here."""
    response.set_cookie(
        COOKIE,
        ".".join(aids.names),
        path="/kiosk/",
        max_age=_KEPT_FOR,
        httponly=True,
        samesite="Strict",
        secure=bool(settings.SESSION_COOKIE_SECURE),
    )


def forget(response: HttpResponse) -> None:
    """Let the next visitor find the kiosk as it was: no aids, its own language."""
    response.delete_cookie(COOKIE, path="/kiosk/")
    response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
