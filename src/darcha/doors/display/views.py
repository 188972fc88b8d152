"""The hall's screen: a page, its live news, and the voice. It needs no sign-in and shows numbers only."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from darcha.centres import queries as centres
from darcha.centres import rules as centre_rules
from darcha.centres.reading import Panel
from darcha.centres.rules import Centre
from darcha.doors.display import boards
from darcha.doors.display.boards import Look
from darcha.doors.display.stream import events, letting_go
from darcha.doors.porch import languages, speech
from darcha.doors.porch.staff import opened
from darcha.plumbing import clock
from darcha.queue import queries as queue

_DIGITS_OF_A_SEQ = 18


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) <= len("999") else otherwise


def _look(request: HttpRequest, centre: Centre) -> Look:
    usual = Panel(centre.panel_inches, centre.seat_metres)
    panel = Panel(_number(request.GET.get("panel"), usual.inches), _number(request.GET.get("distance"), usual.metres))
    return boards.look(language=languages.asked_language(request), panel=panel)


@opened
@require_safe
def board(request: HttpRequest, centre_id: str) -> HttpResponse:
    """Show the board of this moment, whole; its news follow by themselves."""
    centre = centres.centre(code=centre_id)
    look = _look(request, centre)
    at = clock.now()
    known, part = boards.now_on(centre_id=centre_id, at=at, look=look)
    query = request.GET.copy()
    query["after"] = str(known.seq)
    context = {
        "house": centre,
        "part": part,
        "look": look,
        "local": centre_rules.local(centre=centre, at=at),
        "stream": f"{reverse('display:stream', args=[centre_id])}?{query.urlencode()}",
        "stale": boards.stale(look),
    }
    with translation.override(look.language):
        response = render(request, "display/board.html", context)
    response.headers["Content-Language"] = languages.HTML_LANG[look.language]
    response.headers["Cache-Control"] = "no-store"
    return response


@opened
@require_safe
def stream(request: HttpRequest, centre_id: str) -> StreamingHttpResponse:
    """Send the board's news as they come; resumes after Last-Event-ID."""
    with letting_go():
        # An unknown one is told before the answer begins.
        centre = centres.centre(code=centre_id)
    look = _look(request, centre)
    told = request.headers.get("Last-Event-ID") or request.GET.get("after", "")
    seen = int(told) if told.isdecimal() and len(told) <= _DIGITS_OF_A_SEQ else None
    return StreamingHttpResponse(
        events(centre_id=centre_id, look=look, seen=seen),
        content_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


@opened
@require_safe
def voice(request: HttpRequest, centre_id: str, call_id: int, language: str) -> HttpResponse:
    """Say an open call in one language."""
    known = queue.board(centre_id=centre_id, at=clock.now())
    call = next((call for call in known.calls if call.call_id == call_id), None)
    if call is None or language not in speech.SPOKEN:
        raise Http404
    return speech.answer(number=call.number, window=call.counter_number, language=language)
