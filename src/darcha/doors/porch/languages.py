"""Which language the reader reads."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation.trans_real import parse_accept_lang_header

from darcha.kernel.names import LANGUAGES

HTML_LANG = {"uz": "uz-Latn", "uz-cyrl": "uz-Cyrl", "ru": "ru", "en": "en"}
"""What stands in `lang` attributes: the voice and the hyphens depend on the script."""

LOCAL_NAMES = {
    "uz": "Oʻzbekcha",
    "uz-cyrl": "Ўзбекча",
    "ru": "Русский",
    "en": "English",
}
COOKIE_AGE_SECONDS = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """One entry of the switch: the language in its own words, and where the same page is in it."""

    code: str
    html_lang: str
    name: str
    url: str
    is_current: bool


def known(code: str | None) -> str | None:
    """Return `code` as the house writes it ("uz-Cyrl" -> "uz-cyrl", "ru-RU" -> "ru"), or None for a foreign one."""
    if not code:
        return None
    parts = code.replace("_", "-").lower().split("-")
    if parts[0] == "uz" and "cyrl" in parts:
        return "uz-cyrl"
    return parts[0] if parts[0] in LANGUAGES else None


def asked_language(request: HttpRequest) -> str | None:
    """Return the language asked for in the address (`?lang=ru`), or None."""
    return known(request.GET.get("lang"))


def reader_language(request: HttpRequest) -> str:
    """Return the language of this reader: asked for now, chosen before, preferred by the browser, else Uzbek."""
    chosen = asked_language(request) or known(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME))
    if chosen:
        return chosen
    for code, _ in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if preferred := known(code):
            return preferred
    return LANGUAGES[0]


def current() -> str:
    """Return the language this answer is written in."""
    return known(get_language()) or LANGUAGES[0]


def links(request: HttpRequest) -> tuple[LanguageLink, ...]:
    """Return the switch: this page in every language. A page answering a form leads to the same address."""
    now = current()
    found = []
    for code in LANGUAGES:
        query = request.GET.copy()
        query["lang"] = code
        found.append(
            LanguageLink(
                code,
                HTML_LANG[code],
                LOCAL_NAMES[code],
                f"?{query.urlencode()}",
                code == now,
            )
        )
    return tuple(found)
