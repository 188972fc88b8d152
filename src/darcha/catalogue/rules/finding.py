"""Finding a service by words in any script, case and order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from darcha.catalogue.rules.words import ServiceSummary
from darcha.kernel.scripts import folded

_ENDING_LETTERS = 2
"""An ending of this length may differ: "рождение" finds "рождения"."""

_ROOT_LETTERS = 4
"""Shorter beginnings are no root: they would find everything."""


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """A service with the folded words it is found by: its names in four languages, then words of second rank."""

    service: ServiceSummary
    names: tuple[tuple[str, ...], ...]
    other: tuple[str, ...]


def words_of(text: str) -> tuple[str, ...]:
    """Return the folded words of a text."""
    return tuple("".join(sign if sign.isalnum() else " " for sign in folded(text)).split())


def search_entry(service: ServiceSummary, *, other: Iterable[str]) -> SearchEntry:
    """Return how a service is found; `other`: department, output and life events, which rank below the name."""
    names = service.names
    return SearchEntry(
        service,
        tuple(words_of(name) for name in (names.uz, names.uz_cyrl, names.ru, names.en)),
        tuple(sorted({word for text in other for word in words_of(text)})),
    )


def search(entries: Sequence[SearchEntry], *, text: str, limit: int, preferred: int = 0) -> list[ServiceSummary]:
    """Return the services in which every word of `text` is found, best first.

    A word is found as a whole word, as its beginning, inside it, or but for its ending; in this order, and an early
    word of a name before a late one. Words of department, output and life event rank last. Ties: the name in the
    `preferred` language (place in a `SearchEntry`), then the catalogue's order. A service code ("PJ-03") is found too.
    """
    wanted = words_of(text)
    if not wanted:
        return []
    code = "".join(wanted)
    ranked = []
    for place, entry in enumerate(entries):
        if len(code) > 1 and "".join(words_of(entry.service.code)).startswith(code):
            ranked.append((-1.0, place, entry.service))
            continue
        distances = [_distance(word, entry, preferred) for word in wanted]
        found = [distance for distance in distances if distance is not None]
        if len(found) == len(wanted):
            ranked.append((sum(found), place, entry.service))
    return [service for *_, service in sorted(ranked, key=lambda one: one[:2])[:limit]]


def _distance(word: str, entry: SearchEntry, preferred: int) -> float | None:
    """Return how far a word is from the entry, 0 best; None when it is not found."""
    found = [
        rank + min(place, 9) / 20 + (0.0 if language == preferred else 0.02)
        for language, name in enumerate(entry.names)
        for place, known in enumerate(name)
        if (rank := _rank(word, known)) is not None
    ]
    found += [5.0 + rank for known in entry.other if (rank := _rank(word, known)) is not None]
    return min(found, default=None)


def _rank(word: str, known: str) -> float | None:
    if known == word:
        return 0.0
    if known.startswith(word):
        return 1.0
    if len(word) >= _ROOT_LETTERS and word in known:
        return 2.0
    root = word[:-_ENDING_LETTERS]
    if len(root) >= _ROOT_LETTERS and known.startswith(root):
        return 3.0
    return None
