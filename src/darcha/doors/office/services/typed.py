"""Between the draft of a service and its form: every input is named by its place in the file, "docs.3.if"."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import QueryDict

from darcha.doors.office.services.asked import asked_typed
from darcha.doors.office.services.inputs import demands, names, number, put, rows, span, text, without_blanks

PARTS = ("docs", "fee", "time", "law", "counter_minutes", "steps", "tacit", "form")


def content_typed(base: Mapping[str, Any], told: QueryDict) -> dict[str, Any]:
    """Return a draft as its form was sent; what the form does not show stays as it was in `base`.

    Blank inputs are left out, rows without their first input too. What is no number stays as typed, for the gate to say so.
    """
    found: dict[str, Any] = copy.deepcopy(dict(base))
    for key in ("name", "output", "note", "benefit"):
        put(found, key, names(told, key, found.get(key)))
    for key in ("department", "provider", "tacit"):
        put(found, key, text(told, key))
    chosen = [one for one in told.getlist("life_events") if one]
    # Their order is the author's; the form only says which.
    before = [one for one in found.get("life_events") or () if one in chosen]
    found["life_events"] = [*before, *(one for one in chosen if one not in before)]
    found["docs"] = demands(told, "docs", before=found.get("docs") or ())
    found["fee"] = _fee(found.get("fee") or {}, told)
    found["time"] = _time(found.get("time") or {}, told)
    put(found, "steps", _steps(told))
    found |= asked_typed(found, told)
    for key in ("form", "variants", "window", "limits", "apply_within"):
        put(found, key, found.get(key))
    put(found, "counter_minutes", number(told, "counter_minutes"))
    found["p"] = _provenance(found.get("p") or {}, told, found)
    return found


def _multiples(told: QueryDict, name: str) -> str | None:
    return text(told, name).replace(",", ".") or None


def _fee(base: Mapping[str, Any], told: QueryDict) -> dict[str, Any]:
    fee = {key: value for key, value in base.items() if key not in ("multiples", "table", "text")}
    way = text(told, "fee.way")
    if way == "table":
        lines = [
            without_blanks(
                {"if": text(told, f"fee.table.{row}.if"), "multiples": _multiples(told, f"fee.table.{row}.multiples")}
            )
            for row in rows(told, "fee.table", "if")
        ]
        put(fee, "table", lines)
    elif way == "text":
        put(fee, "text", names(told, "fee.text", base.get("text")))
    else:
        put(fee, "multiples", _multiples(told, "fee.multiples"))
    portal = _multiples(told, "fee.by_channel.portal")
    channels = {key: value for key, value in (base.get("by_channel") or {}).items() if key != "portal"}
    put(fee, "by_channel", {**channels, **({"portal": portal} if portal else {})})
    put(fee, "free_if", text(told, "fee.free_if"))
    return fee


def _time(base: Mapping[str, Any], told: QueryDict) -> dict[str, Any]:
    time = dict(base)
    for key in ("n", "minimum"):
        put(time, key, number(told, f"time.{key}"))
    for key in ("unit", "starts_with"):
        put(time, key, text(told, f"time.{key}"))
    for key, usual in (("kind", "maximum"), ("counts", "next_day"), ("resume", "continue")):
        chosen = text(told, f"time.{key}")
        put(time, key, None if chosen == usual else chosen)
    put(time, "extendable_to", span(told, "time.extendable_to"))
    return time


def _steps(told: QueryDict) -> dict[str, Any]:
    return without_blanks({group: list(_steps_of(told, group)) for group in ("parallel", "then")})


def _steps_of(told: QueryDict, group: str) -> Iterable[dict[str, Any]]:
    for row in rows(told, f"steps.{group}", "department"):
        path = f"steps.{group}.{row}"
        step = {"department": text(told, f"{path}.department"), "do": names(told, f"{path}.do")}
        yield {**step, **span(told, path)}


def _provenance(base: Mapping[str, Any], told: QueryDict, content: Mapping[str, Any]) -> dict[str, Any]:
    found = {key: value for key, value in base.items() if key not in PARTS}
    for part in PARTS:
        if part in ("steps", "tacit", "form") and not content.get(part):
            continue
        before = base.get(part) or {}
        keys = [key.strip() for key in text(told, f"p.{part}.sources").replace(";", ",").split(",")]
        told_part = {
            **{key: value for key, value in before.items() if key in ("uncertain", "remark")},
            "sources": [key for key in keys if key],
            "illustration": bool(told.get(f"p.{part}.illustration")),
        }
        put(found, part, {key: value for key, value in told_part.items() if value not in ([], False)})
    return found
