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

from darcha.catalogue.blueprint import ServiceShape

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
    out = io.StringIO()
    yaml.dump(file, out)
    return out.getvalue()


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
