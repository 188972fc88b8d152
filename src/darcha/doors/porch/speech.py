"""How a call is said, in words for the eye and for the ear."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext

from darcha.plumbing.voice import CannotSpeak, spoken

_LETTERS = {
    "uz": {"A": "A", "E": "E", "K": "Ka", "M": "Em", "T": "Te"},
    "ru": {"A": "А", "E": "Е", "K": "Ка", "M": "Эм", "T": "Тэ"},
    "en": {"A": "Ay"},
}
"""The names of the letters: alone, a voice takes the Russian "К" for the preposition and the English "A" for an article."""

SPOKEN = ("uz", "ru", "en")

VOICE_OF = {"uz": "uz", "uz-cyrl": "uz", "ru": "ru", "en": "en"}
"""The voice for each language of the pages: Uzbek sounds the same in both scripts."""


def languages_of(ticket_language: str) -> tuple[str, ...]:
    """Return the languages a call is spoken in, in order: Uzbek, Russian, and English for who reads English."""
    return ("uz", "ru", "en") if ticket_language == "en" else ("uz", "ru")


def sentence(*, number: str, window: int, language: str) -> str:
    """Return the call as it is written: "K 047: please go to window 7"."""
    with translation.override(language):
        return gettext("%(number)s: please go to window %(window)s") % {"number": number, "window": window}


def number_aloud(number: str, language: str) -> str:
    """Return "K 051" as it is said: "Ka, 51" in Uzbek."""
    letter, _space, digits = number.partition(" ")
    named = _LETTERS.get(language, {}).get(letter, letter)
    return f"{named}, {int(digits)}" if digits.isdigit() else named


def utterance(*, number: str, window: int, language: str) -> str:
    """Return the call as it is given to the voice: "Ka, 47. 7-darchaga marhamat" (K 047, window 7, Uzbek)."""
    return sentence(number=number_aloud(number, language), window=window, language=language).replace(":", ".", 1)


def answer(*, number: str, window: int, language: str) -> HttpResponse:
    """Answer with the call as sound, or with 503 where nothing can speak."""
    text = utterance(number=number, window=window, language=language)
    try:
        sound = spoken(text, language=language, kept_in=Path(settings.DATA_DIR) / "voice")
    except CannotSpeak:
        return HttpResponse(status=503)
    return HttpResponse(sound, content_type="audio/wav", headers={"Cache-Control": "no-store"})
