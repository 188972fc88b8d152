"""Finding a service by words in any script, case and order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from darcha.catalogue.rules.words import ServiceSummary
from darcha.kernel.scripts import folded


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


def search(entries: Sequence[SearchEntry], *, text: str, limit: int) -> list[ServiceSummary]:
    """Return the services every word of `text` is found in (as a word or its beginning), best first.

    Best: words of the name before others, whole words before beginnings, an earlier place in the name, a shorter
    name; then the catalogue's order. A service code ("PJ-03") is found too.
    """
    wanted = words_of(text)
    if not wanted:
        return []
    ranked = []
    for place, entry in enumerate(entries):
        code = "".join(words_of(entry.service.code))
        if code.startswith("".join(wanted)) and len("".join(wanted)) > 1:
            ranked.append(((-1.0, 0.0, place), entry.service))
            continue
        scores = [_score(word, entry) for word in wanted]
        if None not in scores:
            total = sum(score for score in scores if score is not None)
            shortest = min(len(name) for name in entry.names)
            ranked.append(((total, float(shortest), place), entry.service))
    return [service for _, service in sorted(ranked, key=lambda found: found[0])[:limit]]


def _score(word: str, entry: SearchEntry) -> float | None:
    """Return how far a word is from the entry, 0 best; None when it is not found."""
    best: float | None = None
    for name in entry.names:
        for place, known in enumerate(name):
            if known.startswith(word):
                score = (0.0 if known == word else 1.0) + min(place, 9) / 10
                best = score if best is None else min(best, score)
    if best is None and any(known.startswith(word) for known in entry.other):
        return 5.0
    return best
