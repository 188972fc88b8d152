"""Reading a screen aloud: every page answers `?aloud=1` with its main text, `?focus=3` with what its fourth control is called."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from darcha.doors.kiosk import controls
from darcha.doors.porch import languages
from darcha.doors.porch.speech import VOICE_OF
from darcha.plumbing.voice import CannotSpeak, spoken

Script = Callable[[str], Sequence[str]]
"""What is said on a page, sentence by sentence, in the language given: names in it, texts in the active one."""


def is_wanted(request: HttpRequest) -> bool:
    """Return whether the page is to be heard instead of seen."""
    return "aloud" in request.GET


def language() -> str:
    """Return the language of the voice for this reader; Uzbek sounds the same in both scripts."""
    return VOICE_OF[languages.current()]


def answer(script: Script) -> HttpResponse:
    """Return the script as sound, in the reader's language."""
    spoken_in = language()
    with translation.override(spoken_in):
        return _sound(script(spoken_in), spoken_in)


def control(request: HttpRequest, page: str, place: str) -> HttpResponse:
    """Say what the control with this number on the page is called, and whether it is chosen where the browser told so.

    :raises Http404: there is none, or it has no name.
    """
    names = controls.names(page)
    if not place.isdecimal() or int(place) >= len(names) or not names[int(place)]:
        raise Http404
    spoken_in, said = language(), [names[int(place)]]
    if "chosen" in request.GET:
        with translation.override(spoken_in):
            said.append(_("chosen") if request.GET["chosen"] == "1" else _("not chosen"))
    return _sound(said, spoken_in)


def _sound(sentences: Sequence[str], spoken_in: str) -> HttpResponse:
    text = " ".join(f"{sentence.rstrip('.!?… ')}." for sentence in map(str, sentences) if sentence)
    try:
        sound = spoken(text, language=spoken_in, kept_in=Path(settings.DATA_DIR) / "voice")
    except CannotSpeak:
        return HttpResponse(status=503)
    return HttpResponse(sound, content_type="audio/wav", headers={"Cache-Control": "no-store"})
