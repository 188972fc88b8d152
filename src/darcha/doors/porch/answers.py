"""How a "no" looks: a page in the frame of the asking door, a fragment, or JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from darcha.doors.porch import sentences
from darcha.kernel.refusal import Refusal

_STAFF_DOORS = ("desk", "office", "reception")

TOO_OLD = "house.form_too_old"
"""A form from a page that was open for too long."""


@dataclass(frozen=True, slots=True)
class No:
    """What a refused reader is told: one sentence, and where to go on from here."""

    code: str
    status: int
    title: str | Promise
    sentence: str
    onward_url: str
    onward_word: str | Promise


def is_fragment(request: HttpRequest) -> bool:
    """Return whether a part of a page is asked for (htmx), not a page."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true"


def _wants_json(request: HttpRequest) -> bool:
    accepted = request.headers.get("Accept", "")
    return "application/json" in accepted and "text/html" not in accepted


def door_of(request: HttpRequest) -> str:
    """Return the door a request came to: portal, kiosk, display, desk, office, reception or porch."""
    first = request.path.strip("/").split("/", 1)[0]
    if first in ("kiosk", "display", *_STAFF_DOORS):
        return first
    return "porch" if first in ("sign-in", "sign-out", "my-work") else "portal"


def frame_of(request: HttpRequest) -> str:
    """Return the template of the frame in which this request is answered."""
    door = door_of(request)
    if door in ("kiosk", "display"):
        return f"porch/{door}.html"
    return "porch/staff.html" if door in _STAFF_DOORS else "porch/portal.html"


def _onward(request: HttpRequest) -> tuple[str, str | Promise]:
    door = door_of(request)
    parts = request.path.strip("/").split("/")
    try:
        if door == "kiosk" and len(parts) > 1:
            return reverse("kiosk:start", args=[parts[1]]), gettext_lazy("Back to the start")
        if door in _STAFF_DOORS or door == "porch":
            return reverse("porch:my_work"), gettext_lazy("To my work")
    except NoReverseMatch:
        pass
    return "/", gettext_lazy("To the home page")


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Answer a refusal of a room."""
    return answer(
        request,
        code=refusal.code,
        status=refusal.status,
        sentence=sentences.sentence(refusal.code, refusal.details),
        details=refusal.details,
    )


def answer(
    request: HttpRequest,
    *,
    code: str,
    status: int,
    sentence: str,
    details: Mapping[str, object] | None = None,
) -> HttpResponse:
    """Answer with a "no": JSON for machines, a fragment into the alert region, else a page in the door's frame."""
    response: HttpResponse
    if _wants_json(request):
        told = {
            name: value if isinstance(value, (int, str, bool)) else str(value)
            for name, value in (details or {}).items()
        }
        response = JsonResponse({"code": code, "sentence": sentence, "details": told}, status=status)
    else:
        url, word = _onward(request)
        no = No(code, status, _title(code, status), sentence, url, word)
        if is_fragment(request):
            html = render_to_string("porch/refusal_fragment.html", {"no": no}, request)
            response = HttpResponse(html, status=status)
            response.headers["HX-Retarget"] = "#alert"
            response.headers["HX-Reswap"] = "innerHTML"
        else:
            html = render_to_string("porch/refusal.html", {"no": no, "frame": frame_of(request)}, request)
            response = HttpResponse(html, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _title(code: str, status: int) -> str:
    if status == HTTPStatus.NOT_FOUND:
        return gettext("We do not find this")
    if code == TOO_OLD:
        return gettext("Please send it again")
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return gettext("This door is closed")
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return gettext("Something broke on our side")
    return gettext("This is not possible now")
