"""A draft between its form and the file's shape: what it lacks, and the version it would become."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel, ValidationError

from darcha.catalogue import memory, models, reading
from darcha.catalogue.blueprint import AskedShape, ServiceShape
from darcha.catalogue.rules import ServiceVersion
from darcha.catalogue.rules.completeness import Gap, Known, gaps


def kept(shape: BaseModel) -> Any:
    """Return a part of the file as JSON values, without what was left out."""
    return shape.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)


def content_hash(content: object) -> str:
    """Return the SHA-256 (hex) of JSON values in canonical form."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def known() -> Known:
    """Return what a draft may refer to."""
    catalogue = memory.catalogue()
    bodies = catalogue.departments.values()
    return Known(
        departments=frozenset(one.code for one in bodies if not one.is_partner),
        partners=frozenset(one.code for one in bodies if one.is_partner),
        life_events=frozenset(catalogue.life_events),
        documents=catalogue.around.documents,
        facts=catalogue.around.facts,
        sources=frozenset(catalogue.around.sources),
    )


def lacks(content: Mapping[str, Any], *, on: date) -> tuple[Gap, ...]:
    """Return what a draft lacks to be in force on a day; what the shape alone refuses is told last."""
    found = gaps(content, known=known(), on=on)
    found = (*found, *_shared(content))
    places = {gap.field for gap in found}
    return (*found, *(gap for gap in _misshapen(content) if not _is_told(gap.field, places)))


def _shared(content: Mapping[str, Any]) -> Iterator[Gap]:
    """Yield the fields another service asks for too, and otherwise: a file holds each field once, for all who ask for it."""
    elsewhere = {
        asked.field.code: (asked.field, version.code)
        for version in memory.catalogue().newest_versions()
        if version.code != content.get("code")
        for asked in version.form
    }
    form = content.get("form")
    for place, asked in enumerate(form if isinstance(form, list) else ()):
        if not isinstance(asked, Mapping) or asked.get("field") not in elsewhere:
            continue
        field, service = elsewhere[asked["field"]]
        try:
            mine = reading.asked(AskedShape.model_validate(asked, strict=False)).field
        except (ValidationError, AssertionError):
            continue
        if mine != field:
            yield Gap(f"form.{place}.field", "field_shared", service)


def _misshapen(content: Mapping[str, Any]) -> Iterator[Gap]:
    try:
        ServiceShape.model_validate(content, strict=False)
    except ValidationError as wrong:
        for one in wrong.errors():
            yield Gap(".".join(map(str, one["loc"])) or "name.uz", "shape", str(one["msg"]))


def _is_told(field: str, places: set[str]) -> bool:
    """Return whether something at this place, within it or around it is told already."""
    return any(place == field or place.startswith(f"{field}.") or field.startswith(f"{place}.") for place in places)


def final(content: Mapping[str, Any]) -> Any:
    """Return a complete draft as a file would hold it.

    :raises ValidationError: it is not complete.
    """
    return kept(ServiceShape.model_validate(content, strict=False))


def preview(content: Mapping[str, Any], *, on: date) -> ServiceVersion | None:
    """Return the version a draft would become on a day; None as long as its shape is not whole."""
    try:
        made = final(content)
        row = models.ServiceVersion(pk=0, content=made, content_hash=content_hash(made), valid_from=on)
        return reading.service_version(row, around=memory.catalogue().around)
    except (ValidationError, KeyError, ValueError):
        return None
