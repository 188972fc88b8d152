"""What a draft's form says of the fields of an application, of variants, and of when one may apply."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from darcha.doors.office.services.inputs import LANGUAGES, demands, names, number, rows, span, text, without_blanks

_CHOICES_SIGNS = 20_000
_OF_A_FIELD = ("field", *(f"definition.label.{language}" for language in LANGUAGES))
_OF_A_VARIANT = ("code", "if", *(f"name.{language}" for language in LANGUAGES))
"""A row with none of these is empty, whatever its lists stand on."""


def asked_typed(base: Mapping[str, Any], told: QueryDict) -> dict[str, Any]:
    """Return `form`, `variants`, `window`, `limits` and `apply_within` as they were typed; nothing where the page had none
    of their inputs. What the page does not show of a row stays as it was in `base`.
    """
    if "asked" not in told:
        return {}
    limit, within = span(told, "limits.one_application_per"), span(told, "apply_within")
    start = text(told, "apply_within.from")
    outside = without_blanks({day: text(told, f"window.outside_area.{day}") for day in ("from", "to")})
    window = without_blanks({day: text(told, f"window.{day}") for day in ("from", "to")})
    return {
        "form": [_field(told, f"form.{row}", _row(base, "form", row)) for row in rows(told, "form", *_OF_A_FIELD)],
        "variants": [
            _variant(told, f"variants.{row}", _row(base, "variants", row))
            for row in rows(told, "variants", *_OF_A_VARIANT)
        ],
        "window": without_blanks({**window, "outside_area": outside}),
        "limits": {"one_application_per": limit} if limit else {},
        "apply_within": without_blanks({**within, "from": start}) if within or start else {},
    }


def _row(base: Mapping[str, Any], path: str, row: int) -> Mapping[str, Any]:
    found = base.get(path)
    return found[row] if isinstance(found, list) and row < len(found) and isinstance(found[row], Mapping) else {}


def _as_before(typed: Any, before: Any) -> Any:
    """Return what stood there where it reads the same: a number is kept as it was written."""
    return before if before is not None and str(before) == str(typed) else typed


def _field(told: QueryDict, path: str, before: Mapping[str, Any]) -> dict[str, Any]:
    code, known, place = text(told, f"{path}.field"), before.get("definition") or {}, f"{path}.definition"
    definition = {
        "code": code,
        "kind": text(told, f"{place}.kind"),
        "label": names(told, f"{place}.label", known.get("label")),
        "help": names(told, f"{place}.help", known.get("help")),
        "choices": _choices(told.get(f"{place}.choices", "")[:_CHOICES_SIGNS], known.get("choices") or []),
        "days": text(told, f"{place}.days"),
        **{
            key: _as_before(number(told, f"{place}.{key}"), known.get(key))
            for key in ("least", "most", "digits", "decimals")
        },
    }
    return without_blanks(
        {
            "field": code,
            "required": bool(told.get(f"{path}.required")) or None,
            "required_if": text(told, f"{path}.required_if"),
            "shown_if": text(told, f"{path}.shown_if"),
            "definition": without_blanks(definition),
        }
    )


def _choices(typed: str, before: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the answers, a line each: "value | uz | ru | en"."""
    known = {str(one.get("value")): one for one in before}
    return [_choice([part.strip() for part in line.split("|")], known) for line in typed.splitlines() if line.strip()]


def _choice(parts: list[str], known: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    value, *words = parts
    name = without_blanks(dict(zip(("uz", "ru", "en"), words, strict=False)))
    stood = known.get(value, {})
    before = stood.get("name") or {}
    if before.get("uz_cyrl") and before.get("uz") == name.get("uz"):
        name["uz_cyrl"] = before["uz_cyrl"]
    return {"value": stood.get("value", value), "name": name}


def _variant(told: QueryDict, path: str, before: Mapping[str, Any]) -> dict[str, Any]:
    docs = demands(told, f"{path}.docs", before=before.get("docs") or ())
    variant = without_blanks(
        {
            "code": text(told, f"{path}.code"),
            "name": names(told, f"{path}.name", before.get("name")),
            "if": text(told, f"{path}.if"),
            "fee": _fee(told, path, before.get("fee") or {}),
            "time": _time(told, path, before.get("time") or {}),
            "p": _origin(told, path, before.get("p") or {}),
        }
    )
    # Papers of its own may be none at all.
    return {**variant, "docs": docs} if docs or told.get(f"{path}.own_docs") else variant


def _fee(told: QueryDict, path: str, before: Mapping[str, Any]) -> dict[str, Any]:
    multiples = text(told, f"{path}.fee.multiples").replace(",", ".")
    kept = {key: value for key, value in before.items() if key not in ("multiples", "table", "text")}
    if multiples:
        return {**kept, "multiples": _as_before(multiples, before.get("multiples"))}
    is_other = before.get("table") or before.get("text")
    return dict(before) if is_other and told.get(f"{path}.fee.keep") else {}


def _time(told: QueryDict, path: str, before: Mapping[str, Any]) -> dict[str, Any]:
    typed = span(told, f"{path}.time")
    return {**before, **typed} if typed else {}


def _origin(told: QueryDict, path: str, before: Mapping[str, Any]) -> dict[str, Any]:
    keys = [key.strip() for key in text(told, f"{path}.p.sources").replace(";", ",").split(",")]
    return without_blanks(
        {
            **{key: value for key, value in before.items() if key in ("uncertain", "remark")},
            "sources": [key for key in keys if key],
            "illustration": bool(told.get(f"{path}.p.illustration")) or None,
        }
    )
