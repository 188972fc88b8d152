"""Whom the journeys follow, and how their pages are looked at.

A label is named by its English source and looked for in the language of the page: what a journey says is what stands on
the screen, in whatever words the translation has today.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.utils import translation
from playwright.sync_api import Page

from darcha.catalogue import queries as catalogue
from darcha.kernel.names import Names
from darcha.plumbing import clock
from tests.browser import assert_accessible, sign_in, sits_down

SOURCE = Path(__file__).parents[2] / "src" / "darcha"
TUESDAY = datetime(2026, 11, 24, 6, 2, tzinfo=UTC)
"""11:02 in Tashkent; the Pension Fund sits."""

PASSWORD = "the window is yours"
HTML_LANG = {"uz": "uz-Latn", "ru": "ru", "en": "en"}

KIOSK = {"width": 1080, "height": 1920}
PHONE = {"width": 390, "height": 844}
HALL_SCREEN = {"width": 1920, "height": 1080}

_TEXTS = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const lang = node.parentElement.closest("[lang]").lang;
    if (!node.parentElement.closest("script, style, noscript")) found.push([lang, node.textContent]);
  }
  for (const one of document.querySelectorAll("[aria-label], [alt], [title], [placeholder]"))
    for (const name of ["aria-label", "alt", "title", "placeholder"])
      if (one.hasAttribute(name)) found.push([one.closest("[lang]").lang, one.getAttribute(name)]);
  found.push([document.documentElement.lang, document.title]);
  return found;
}"""


@cache
def _kept_password() -> str:
    """Return `PASSWORD` as it is kept. Making it is slow on purpose: once is enough."""
    return make_password(PASSWORD)


def passwords_are_given(*logins: str) -> None:
    """Let these people sign in with `PASSWORD`."""
    given = get_user_model()._default_manager.filter(login__in=logins).update(password=_kept_password())
    assert given == len(logins)


@dataclass(slots=True)
class House:
    """The running house: its address, where its slips are printed, and its clock."""

    address: str
    place: Path
    shown: datetime = TUESDAY

    def sets_its_clock(self) -> None:
        true_now = datetime.fromtimestamp(time.time(), tz=UTC)
        clock.set_clock(clock.Clock(true_at=true_now, shown_at=self.shown))

    def later(self, **span: int) -> datetime:
        """Let time pass: `house.later(minutes=5)`; return the moment it is now."""
        self.shown = clock.now() + timedelta(**span)
        self.sets_its_clock()
        return self.shown

    def printed_address(self) -> str:
        """Return the address in the square of the newest printed slip, as a path."""
        slip = max((self.place / "printed").glob("*.bin")).read_bytes()
        found = re.search(re.escape(self.address.encode()) + rb"(/t/[\w-]+/)", slip)
        assert found, "the slip names the ticket's page"
        return found[1].decode()


class Reader:
    """Somebody before a page, who reads one language."""

    def __init__(self, page: Page, language: str) -> None:
        self.page = page
        self.language = language

    def words(self, source: str, **details: object) -> str:
        """Return what stands on the page where the English source says `source`."""
        with translation.override(self.language):
            return translation.gettext(source) % details if details else translation.gettext(source)

    def name(self, names: Names) -> str:
        return names.in_language(self.language)

    def follow(self, source: str) -> None:
        self.page.get_by_role("link", name=self.words(source)).first.click()

    def press(self, source: str) -> None:
        self.page.get_by_role("button", name=self.words(source)).first.click()

    def choose(self, source: str) -> None:
        self.page.get_by_role("radio", name=self.words(source), exact=True).first.check(force=True)

    def signs_in(self, login: str) -> None:
        self.page.goto("/sign-in/")
        self.looks()
        sign_in(self.page, login=login, password=PASSWORD)

    def comes_in_as(self, login: str) -> None:
        """Sit down at this computer as somebody who has signed in."""
        sits_down(self.page, login)

    def looks(self) -> None:
        """Look at the page as it stands: everybody can use it, its language is told, and no word is left in English."""
        texts = self.page.evaluate(_TEXTS)
        html_lang, _ = texts[-1]
        assert html_lang in {self.language, HTML_LANG[self.language]}, f"{self.page.url} says it speaks {html_lang}"
        left = english_left(texts, self.language)
        assert not left, f"{self.page.url}: not translated: {left}"
        assert_accessible(self.page)


def english_left(texts: list[tuple[str, str]], language: str) -> list[str]:
    """Return the texts of a page, each told with its language, that stand in English though a translation exists."""
    translated = sources(language)
    shown = {" ".join(text.split()) for lang, text in texts if not lang.startswith("en")}
    return sorted(shown & translated)


@cache
def sources(language: str) -> frozenset[str]:
    """Return every English source of the house that reads differently in `language`, and is a sentence of its own."""
    found: set[str] = set()
    for file in SOURCE.rglob(f"locale/{language}/LC_MESSAGES/django.po"):
        with file.open("rb") as po:
            for message in read_po(po, locale=language):
                told = message.id if isinstance(message.id, tuple) else (message.id,)
                words = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
                found |= {" ".join(one.split()) for one in told if one and one not in words and "%(" not in one}
    return frozenset(found - {"Darcha", ""})


def service_name(code: str, language: str) -> str:
    return catalogue.service_version(code=code, on=TUESDAY.date()).names.in_language(language)


def department_name(code: str, language: str) -> str:
    return catalogue.department(code=code).names.in_language(language)


def event_name(code: str, language: str) -> str:
    return next(event.names.in_language(language) for event in catalogue.life_events() if event.code == code)
