"""From where a visitor asks: a seal of the device or the network address, which leads back to nobody."""

from __future__ import annotations

import re
import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from darcha.centres import queries as centres
from darcha.plumbing import clock
from darcha.queue import rules

_DEVICE = "darcha_device"
_DEVICE_SECONDS = 24 * 60 * 60
_DEVICE_SIGNS = re.compile(r"[\w-]{22}")


def seal(text: str, *, centre_id: str) -> str:
    """Return the seal of a text for today and this centre."""
    day = centres.local_day(centre_id=centre_id, at=clock.now())
    return rules.seal(text, centre_id=centre_id, day=day, secret=settings.SECRET_KEY)


def device_of(request: HttpRequest) -> str | None:
    """Return the mark a browser carries for a day; None: it has none yet."""
    known = request.COOKIES.get(_DEVICE, "")
    return known if _DEVICE_SIGNS.fullmatch(known) else None


def new_device() -> str:
    """Return a mark for a browser without one."""
    return secrets.token_urlsafe(16)


def mark(response: HttpResponse, device: str) -> None:
    """Let the browser carry its mark for a day."""
    response.set_cookie(
        _DEVICE,
        device,
        max_age=_DEVICE_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=bool(settings.SESSION_COOKIE_SECURE),
    )


def of_device(device: str, *, centre_id: str, most: int) -> rules.Source:
    """Return a browser as a source; `most`: how often it may ask."""
    return rules.Source(seal(f"device:{device}", centre_id=centre_id), most)


def of_address(request: HttpRequest, *, centre_id: str, most: int) -> rules.Source:
    """Return the network address of a request as a source; `most`: how often may be asked from there."""
    return rules.Source(seal(f"address:{request.META.get('REMOTE_ADDR', '')}", centre_id=centre_id), most)
