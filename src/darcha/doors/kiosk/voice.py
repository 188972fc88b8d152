"""Reading a screen aloud: every page answers `?aloud=1` with its main text as sound."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from darcha.doors.porch import languages
from darcha.doors.porch.speech import VOICE_OF
from darcha.plumbing.voice import CannotSpeak, spoken

Script = Callable[[str], Sequence[str]]
"""What is said on a page, sentence by sentence, in the language given: names in it, texts in the active one."""


def is_wanted(request: HttpRequest) -> bool:
    """Return whether the page is to be heard instead of seen."""
    return "aloud" in request.GET


def answer(script: Script) -> HttpResponse:
    """Return the script as sound, in the reader's language; Uzbek sounds the same in both scripts."""
    language = VOICE_OF[languages.current()]
    with translation.override(language):
        text = " ".join(f"{sentence.rstrip('.!?… ')}." for sentence in map(str, script(language)) if sentence)
    try:
        sound = spoken(text, language=language, kept_in=Path(settings.DATA_DIR) / "voice")
    except CannotSpeak:
        return HttpResponse(status=503)
    return HttpResponse(sound, content_type="audio/wav", headers={"Cache-Control": "no-store"})
