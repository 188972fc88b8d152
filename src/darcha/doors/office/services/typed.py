"""Between the draft of a service and its form: every input is named by its place in the file, "docs.3.if"."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import QueryDict

LANGUAGES = ("uz", "ru", "en")
PARTS = ("docs", "fee", "time", "law", "counter_minutes", "steps", "tacit")
SPARE = 2
"""Empty rows below those that are written; saved, there are as many again."""

MOST_ROWS = 60
_SIGNS = 500
_DIGITS = 6


def content_typed(base: Mapping[str, Any], told: QueryDict) -> dict[str, Any]:
    """Return a draft as its form was sent; what the form does not show stays as it was in `base`.

    Blank inputs are left out, rows without their first input too. What is no number stays as typed, for the gate to say so.
    """
    found: dict[str, Any] = copy.deepcopy(dict(base))
    for key in ("name", "output", "note", "benefit"):
        _put(found, key, _names(told, key, found.get(key)))
    for key in ("department", "provider", "tacit"):
        _put(found, key, _text(told, key))
    chosen = [one for one in told.getlist("life_events") if one]
    # Their order is the author's; the form only says which.
    before = [one for one in found.get("life_events") or () if one in chosen]
    found["life_events"] = [*before, *(one for one in chosen if one not in before)]
    found["docs"] = _demands(found.get("docs") or (), told)
    found["fee"] = _fee(found.get("fee") or {}, told)
    found["time"] = _time(found.get("time") or {}, told)
    _put(found, "steps", _steps(told))
    _put(found, "counter_minutes", _number(told, "counter_minutes"))
    found["p"] = _provenance(found.get("p") or {}, told, found)
    return found


def _put(content: dict[str, Any], key: str, value: Any) -> None:
    if value in (None, "", {}, []):
        content.pop(key, None)
    else:
        content[key] = value


def _text(told: QueryDict, name: str) -> str:
    return told.get(name, "").strip()[:_SIGNS]


def _without_blanks(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if value not in (None, "", {}, [])}


def _names(told: QueryDict, path: str, before: Any = None) -> dict[str, str]:
    names = _without_blanks({language: _text(told, f"{path}.{language}") for language in LANGUAGES})
    # Cyrillic that was spelt by hand belongs to the Latin it was spelt for.
    if isinstance(before, Mapping) and before.get("uz_cyrl") and before.get("uz") == names.get("uz"):
        names["uz_cyrl"] = before["uz_cyrl"]
    return names


def _number(told: QueryDict, name: str) -> int | str | None:
    text = _text(told, name)
    return int(text) if text.isdecimal() and len(text) <= _DIGITS else text or None


def _multiples(told: QueryDict, name: str) -> str | None:
    return _text(told, name).replace(",", ".") or None


def _rows(told: QueryDict, path: str, first: str) -> list[int]:
    return [row for row in range(MOST_ROWS) if _text(told, f"{path}.{row}.{first}")]


def flat_demands(demands: Iterable[Any]) -> list[Any]:
    """Return demands as the form shows them: `document` the first paper, `or` those enough instead, between blanks."""
    return [
        {**row, "document": row["one_of"][0], "or": " ".join(map(str, row["one_of"][1:]))}
        if isinstance(row, Mapping) and isinstance(row.get("one_of"), list) and row["one_of"]
        else row
        for row in demands
    ]


def _demands(before: Iterable[Any], told: QueryDict) -> list[dict[str, Any]]:
    """Return the demands of a form; the clause of one, which the form does not show, stays with its papers."""
    clauses = {
        (row.get("document"), row.get("or") or ""): row["clause"]
        for row in flat_demands(before)
        if isinstance(row, Mapping) and row.get("clause")
    }
    found = []
    for row in _rows(told, "docs", "document"):
        first, others = _text(told, f"docs.{row}.document"), _text(told, f"docs.{row}.or")
        proofs = {"one_of": [first, *others.split()]} if others else {"document": first}
        asked_if, clause = _text(told, f"docs.{row}.if"), clauses.get((first, others))
        found.append(_without_blanks({**proofs, "if": asked_if, "clause": clause}))
    return found


def _span(told: QueryDict, path: str) -> dict[str, Any]:
    n = _number(told, f"{path}.n")
    return {"n": n, "unit": _text(told, f"{path}.unit")} if n is not None else {}


def _fee(base: Mapping[str, Any], told: QueryDict) -> dict[str, Any]:
    fee = {key: value for key, value in base.items() if key not in ("multiples", "table", "text")}
    way = _text(told, "fee.way")
    if way == "table":
        rows = [
            _without_blanks(
                {"if": _text(told, f"fee.table.{row}.if"), "multiples": _multiples(told, f"fee.table.{row}.multiples")}
            )
            for row in _rows(told, "fee.table", "if")
        ]
        _put(fee, "table", rows)
    elif way == "text":
        _put(fee, "text", _names(told, "fee.text", base.get("text")))
    else:
        _put(fee, "multiples", _multiples(told, "fee.multiples"))
    portal = _multiples(told, "fee.by_channel.portal")
    channels = {key: value for key, value in (base.get("by_channel") or {}).items() if key != "portal"}
    _put(fee, "by_channel", {**channels, **({"portal": portal} if portal else {})})
    _put(fee, "free_if", _text(told, "fee.free_if"))
    return fee


def _time(base: Mapping[str, Any], told: QueryDict) -> dict[str, Any]:
    time = dict(base)
    for key in ("n", "minimum"):
        _put(time, key, _number(told, f"time.{key}"))
    for key in ("unit", "starts_with"):
        _put(time, key, _text(told, f"time.{key}"))
    for key, usual in (("kind", "maximum"), ("counts", "next_day"), ("resume", "continue")):
        chosen = _text(told, f"time.{key}")
        _put(time, key, None if chosen == usual else chosen)
    _put(time, "extendable_to", _span(told, "time.extendable_to"))
    return time


def _steps(told: QueryDict) -> dict[str, Any]:
    return _without_blanks({group: list(_steps_of(told, group)) for group in ("parallel", "then")})


def _steps_of(told: QueryDict, group: str) -> Iterable[dict[str, Any]]:
    for row in _rows(told, f"steps.{group}", "department"):
        path = f"steps.{group}.{row}"
        step = {"department": _text(told, f"{path}.department"), "do": _names(told, f"{path}.do")}
        yield {**step, **_span(told, path)}


def _provenance(base: Mapping[str, Any], told: QueryDict, content: Mapping[str, Any]) -> dict[str, Any]:
    found = {key: value for key, value in base.items() if key not in PARTS}
    for part in PARTS:
        if part in ("steps", "tacit") and not content.get(part):
            continue
        before = base.get(part) or {}
        keys = [key.strip() for key in _text(told, f"p.{part}.sources").replace(";", ",").split(",")]
        told_part = {
            **{key: value for key, value in before.items() if key in ("uncertain", "remark")},
            "sources": [key for key in keys if key],
            "illustration": bool(told.get(f"p.{part}.illustration")),
        }
        _put(found, part, {key: value for key, value in told_part.items() if value not in ([], False)})
    return found
