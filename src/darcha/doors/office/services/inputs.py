"""The inputs of a draft's form, one by one: a text, a number, the rows of a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import QueryDict

LANGUAGES = ("uz", "ru", "en")
SPARE = 2
"""Empty rows below those that are written; saved, there are as many again."""

MOST_ROWS = 60
_SIGNS = 500
_DIGITS = 6


def put(content: dict[str, Any], key: str, value: Any) -> None:
    """Write a value into a draft, or take the key away where the value is blank."""
    if value in (None, "", {}, []):
        content.pop(key, None)
    else:
        content[key] = value


def text(told: QueryDict, name: str) -> str:
    """Return what was typed into an input, without blanks around it."""
    return told.get(name, "").strip()[:_SIGNS]


def without_blanks(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row without what is blank in it."""
    return {key: value for key, value in row.items() if value not in (None, "", {}, [])}


def names(told: QueryDict, path: str, before: Any = None) -> dict[str, str]:
    """Return a text in the languages it was typed in; `before`: as it stood."""
    written = without_blanks({language: text(told, f"{path}.{language}") for language in LANGUAGES})
    # Cyrillic that was spelt by hand belongs to the Latin it was spelt for.
    if isinstance(before, Mapping) and before.get("uz_cyrl") and before.get("uz") == written.get("uz"):
        written["uz_cyrl"] = before["uz_cyrl"]
    return written


def number(told: QueryDict, name: str) -> int | str | None:
    """Return a whole number; what is none stays as typed."""
    typed = text(told, name)
    return int(typed) if typed.isdecimal() and len(typed) <= _DIGITS else typed or None


def rows(told: QueryDict, path: str, *first: str) -> list[int]:
    """Return the rows of a list that were written, in the order they are to stand in: those with something in an input of
    `first`.

    The button of a row says what becomes of it: "form.2.up", "form.2.down" or "form.2.remove".
    """
    found = [row for row in range(MOST_ROWS) if any(text(told, f"{path}.{row}.{name}") for name in first)]
    where, _, what = told.get("row", "").rpartition(".")
    place, _, chosen = where.rpartition(".")
    if place != path or not chosen.isdecimal() or int(chosen) not in found:
        return found
    at = found.index(int(chosen))
    if what == "remove":
        return [row for row in found if row != int(chosen)]
    to = max(0, at - 1) if what == "up" else min(len(found) - 1, at + 1)
    found.insert(to, found.pop(at))
    return found


def span(told: QueryDict, path: str) -> dict[str, Any]:
    """Return a number with its unit; nothing without a number."""
    n = number(told, f"{path}.n")
    return {"n": n, "unit": text(told, f"{path}.unit")} if n is not None else {}


def flat_demands(rows_kept: Iterable[Any]) -> list[Any]:
    """Return demands as the form shows them: `document` the first paper, `or` those enough instead, between blanks."""
    return [
        {**row, "document": row["one_of"][0], "or": " ".join(map(str, row["one_of"][1:]))}
        if isinstance(row, Mapping) and isinstance(row.get("one_of"), list) and row["one_of"]
        else row
        for row in rows_kept
    ]


def demands(told: QueryDict, path: str, *, before: Iterable[Any]) -> list[dict[str, Any]]:
    """Return the demands of a list of papers; the clause of one, which the form does not show, stays with its papers."""
    clauses = {
        (row.get("document"), row.get("or") or ""): row["clause"]
        for row in flat_demands(before)
        if isinstance(row, Mapping) and row.get("clause")
    }
    found = []
    for row in rows(told, path, "document"):
        first, others = text(told, f"{path}.{row}.document"), text(told, f"{path}.{row}.or")
        proofs = {"one_of": [first, *others.split()]} if others else {"document": first}
        asked_if, clause = text(told, f"{path}.{row}.if"), clauses.get((first, others))
        found.append(without_blanks({**proofs, "if": asked_if, "clause": clause}))
    return found
