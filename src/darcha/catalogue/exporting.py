"""The catalogue as a file again: the file that was loaded last, with the services as the office published them.

Everything else of the file stays as its author wrote it, comments and order too.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ruamel.yaml import YAML

from darcha.catalogue.blueprint import FieldShape, ServiceShape

BUILDS_ON_SIGNS = 12
"""So many signs of a version's hash name it in a file."""


@dataclass(frozen=True, slots=True)
class PublishedContent:
    """The newest version of a service, published in the office, as the tables keep it."""

    content: Any
    content_hash: str


def with_published(text: str, published: Mapping[str, PublishedContent]) -> str:
    """Return a catalogue file with these services (by code) in place of its own, each naming what it builds on."""
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = 10_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    file = yaml.load(text)
    services = file["services"]
    for place, service in enumerate(services):
        found = published.get(str(service["code"]))
        if found is not None:
            services[place] = _written(found)
    _put_fields(file, published)
    out = io.StringIO()
    yaml.dump(file, out)
    return out.getvalue()


def _put_fields(file: Any, published: Mapping[str, PublishedContent]) -> None:
    """Write the fields of the published forms into the file's section of fields, and take away those nobody asks for."""
    asked = {str(one["field"]) for service in file["services"] for one in service.get("form") or ()}
    wanted: dict[str, Any] = {}
    for code, found in published.items():
        if code in {str(service["code"]) for service in file["services"]}:
            for one in ServiceShape.model_validate(found.content, strict=False).form:
                if one.definition is not None:
                    wanted[one.field] = one.definition
    fields = file.get("fields")
    if fields is None:
        if not wanted:
            return
        fields = file["fields"] = []
    for place in range(len(fields) - 1, -1, -1):
        code = str(fields[place]["code"])
        if code not in asked:
            del fields[place]
            continue
        mine = wanted.pop(code, None)
        if mine is not None and FieldShape.model_validate(_plain(fields[place]), strict=False) != mine:
            fields[place] = _field(mine)
    fields.extend(_field(shape) for shape in wanted.values())


def _field(shape: FieldShape) -> Any:
    return _plain(shape.model_dump(mode="python", by_alias=True, exclude_none=True, exclude_defaults=True))


def _written(published: PublishedContent) -> dict[str, Any]:
    shape = ServiceShape.model_validate(published.content, strict=False)
    told = shape.model_dump(mode="python", by_alias=True, exclude_none=True, exclude_defaults=True)
    for asked in told.get("form", ()):
        # The file holds its fields in a section of their own.
        asked.pop("definition", None)
    made: dict[str, Any] = _plain(told)
    return {"code": made.pop("code"), "builds_on": published.content_hash[:BUILDS_ON_SIGNS], **made}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
