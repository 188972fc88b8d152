"""Finding a service by words in any script, case and order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from darcha.catalogue.rules.words import ServiceSummary
from darcha.kernel.scripts import folded

_ENDING_LETTERS = 2
"""An ending of this length may differ: "рождение" finds "рождения"."""

_PAIR = 2

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

    A word is found as a whole word, as its beginning, inside it, but for its ending, or but for one slip of the
    finger; in this order, and an early word of a name before a late one. Words of department, output and life event
    rank last. Ties: the name in the `preferred` language (place in a `SearchEntry`), then the catalogue's order. A
    service code ("PJ-03") is found too. Where no service has every word ("I want my pension"), those with most of the
    longer ones are returned.
    """
    code = "".join(words_of(text))
    wanted = [word for word in words_of(text) if len(word) > 1] or words_of(text)
    if not wanted:
        return []
    complete, partial = [], []
    for place, entry in enumerate(entries):
        if len(code) > 1 and "".join(words_of(entry.service.code)).startswith(code):
            complete.append((-1.0, place, entry.service))
            continue
        distances = [_distance(word, entry, preferred) for word in wanted]
        found = [distance for distance in distances if distance is not None]
        if len(found) == len(wanted):
            complete.append((sum(found), place, entry.service))
            continue
        told = [distance for word, distance in zip(wanted, distances, strict=True) if len(word) >= _ROOT_LETTERS]
        told_found = [distance for distance in told if distance is not None]
        if told_found:
            partial.append((sum(told_found) - 10.0 * len(told_found), place, entry.service))
    return [service for *_, service in sorted(complete or partial, key=lambda one: one[:2])[:limit]]


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
    root = word[:-_ENDING_LETTERS]
    if known == word:
        rank = 0.0
    elif known.startswith(word):
        rank = 1.0
    elif len(word) >= _ROOT_LETTERS and word in known:
        rank = 2.0
    elif len(root) >= _ROOT_LETTERS and known.startswith(root):
        rank = 3.0
    elif len(word) > _ROOT_LETTERS and any(_one_slip(word, known[: len(word) + more]) for more in (-1, 0, 1)):
        rank = 4.0
    else:
        return None
    return rank


def _one_slip(word: str, known: str) -> bool:
    """Return whether one letter more, less, wrong or two changed about make one of the other."""
    if word[:1] != known[:1] or abs(len(word) - len(known)) > 1:
        return False
    start = 0
    while start < min(len(word), len(known)) and word[start] == known[start]:
        start += 1
    end = 0
    while end < min(len(word), len(known)) - start and word[-1 - end] == known[-1 - end]:
        end += 1
    left, right = word[start : len(word) - end], known[start : len(known) - end]
    return (len(left) <= 1 and len(right) <= 1) or (len(left) == len(right) == _PAIR and left == right[::-1])
