"""Every text has its translations, every refusal its sentence, every kind of event its page."""

from __future__ import annotations

import importlib
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from building import PACKAGE, ROOT, files, shown
from django.utils.translation.template import templatize

from darcha.doors.porch.sentences import SENTENCES
from darcha.journal.kinds import Kind
from darcha.kernel.refusal import Refusal

KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
WRITTEN_BY_HAND = ("uz", "ru")
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")

Text = tuple[str | None, str]
"""Context and msgid."""


def _texts(path: Path) -> Iterator[tuple[int, Text]]:
    source = path.read_text(encoding="utf-8")
    if path.suffix in {".html", ".txt"}:
        # What templatize leaves of the markup is indented as no Python is.
        source = "\n".join(line.lstrip() for line in templatize(source, origin=str(path)).splitlines())
    found = extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS, options={"encoding": "utf-8"})
    for line, message, _, context in found:
        # An empty msgid would be the head of the catalogue.
        msgid = message[0] if isinstance(message, tuple) else message
        if msgid:
            yield line, (context, msgid)


SOURCES = [path for path in files("*.py", "*.html", "*.txt") if "migrations" not in path.parts]
USED = {path: list(_texts(path)) for path in SOURCES}


def _catalogues(language: str) -> list[tuple[Path, Catalog]]:
    found = []
    for path in sorted(PACKAGE.rglob(f"locale/{language}/LC_MESSAGES/django.po")):
        with path.open("rb") as opened:
            found.append((path, read_po(opened, locale=language, abort_invalid=True)))
    return found


CATALOGUES = {language: _catalogues(language) for language in WRITTEN_BY_HAND}
TRANSLATED = {
    language: {
        (message.context, message.id[0] if isinstance(message.id, tuple) else message.id)
        for _, catalogue in catalogues
        for message in catalogue
        if message.id
        and not message.fuzzy
        and all([message.string] if isinstance(message.string, str) else message.string)
    }
    for language, catalogues in CATALOGUES.items()
}


@pytest.mark.parametrize("language", WRITTEN_BY_HAND)
@pytest.mark.parametrize("path", [path for path in SOURCES if USED[path]], ids=shown)
def test_every_text_is_translated(path: Path, language: str) -> None:
    missing = [f"line {line}: {text[1]}" for line, text in USED[path] if text not in TRANSLATED[language]]
    assert not missing


@pytest.mark.parametrize("language", WRITTEN_BY_HAND)
def test_translations_keep_the_placeholders(language: str) -> None:
    wrong = []
    for path, catalogue in CATALOGUES[language]:
        for message in catalogue:
            if not message.id:
                continue
            originals = [message.id] if isinstance(message.id, str) else list(message.id)
            spoken = [message.string] if isinstance(message.string, str) else list(message.string)
            wanted = {name for original in originals for name in _PLACEHOLDER.findall(original)}
            for told in filter(None, spoken):
                # One of several plural forms may say "one person" without the number.
                given = set(_PLACEHOLDER.findall(told))
                if given - wanted or (isinstance(message.id, str) and wanted - given):
                    wrong.append(f"{shown(path)}: {originals[0]} | {told}")
    assert not wrong


@pytest.mark.parametrize("language", WRITTEN_BY_HAND)
def test_no_text_is_translated_in_two_ways(language: str) -> None:
    """Django merges all catalogues into one: a second translation would win or lose by the order of rooms."""
    told: dict[Text, str] = {}
    twice = []
    for path, catalogue in CATALOGUES[language]:
        for message in catalogue:
            if message.id:
                text = (message.context, str(message.id))
                if told.setdefault(text, str(message.string)) != str(message.string):
                    twice.append(f"{shown(path)}: {text[1]}: {message.string} | {told[text]}")
    assert not twice


def test_uzbek_is_written_with_its_own_letters() -> None:
    wrong = [
        f"{shown(path)}: {told}"
        for path, catalogue in CATALOGUES["uz"]
        for message in catalogue
        for told in ([message.string] if isinstance(message.string, str) else message.string or ())
        if message.id and re.search("[oOgG]['`\u2018\u2019\u02bc]", told)
    ]
    assert not wrong, "oʻ and gʻ are written with U+02BB"


def _refusals() -> list[type[Refusal]]:
    for path in files("*.py"):
        if "(Refusal)" in path.read_text(encoding="utf-8"):
            importlib.import_module(".".join(("darcha", *path.relative_to(PACKAGE).with_suffix("").parts)))
    found: list[type[Refusal]] = []
    waiting = [Refusal]
    while waiting:
        for kind in waiting.pop().__subclasses__():
            waiting.append(kind)
            if "code" in kind.__dict__ and kind.__module__.startswith("darcha."):
                found.append(kind)
    return sorted(set(found), key=lambda kind: kind.code)


REFUSALS = _refusals()


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda kind: kind.code)
def test_every_refusal_has_a_sentence(refusal: type[Refusal]) -> None:
    assert refusal.code in SENTENCES


def test_every_sentence_belongs_to_a_refusal() -> None:
    # "queue.department_does_not_sit:unknown" is told when a detail of the same refusal is unknown.
    assert {code.partition(":")[0] for code in SENTENCES} == {refusal.code for refusal in REFUSALS}


def test_codes_are_unique_and_begin_with_their_room() -> None:
    codes = [refusal.code for refusal in REFUSALS]
    assert len(codes) == len(set(codes))
    wrong = [
        refusal.code
        for refusal in REFUSALS
        if not refusal.__module__.startswith("darcha.kernel.")
        and refusal.code.partition(".")[0] not in refusal.__module__.split(".")[1:3]
    ]
    assert not wrong


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda kind: kind.code)
def test_a_refusal_has_the_status_of_a_no(refusal: type[Refusal]) -> None:
    # 503: the house is there, but not yet furnished.
    assert 400 <= refusal.status < 500 or refusal.status == 503


def test_every_kind_of_event_is_written_down() -> None:
    page = (ROOT / "docs" / "events.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| `([a-z_]+\.[a-z_]+)` \|", page, re.MULTILINE))
    assert told == {str(kind) for kind in Kind}
