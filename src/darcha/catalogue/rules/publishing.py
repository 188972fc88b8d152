"""What the office sees of a service's drafts and versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from darcha.catalogue.rules.differences import Change, Policy
from darcha.catalogue.rules.words import ServiceVersion


@dataclass(frozen=True, slots=True)
class DraftView:
    """The draft of a service. `content` as in the file; `is_outdated`: the service got another version meanwhile."""

    service_id: str
    content: Mapping[str, Any]
    begun_at: datetime
    changed_at: datetime
    changed_by: str
    is_outdated: bool


@dataclass(frozen=True, slots=True)
class PublishedView:
    """How a version came to be in the office."""

    published_at: datetime
    published_by: str
    written_by: str
    because: str
    open_cases: Policy


@dataclass(frozen=True, slots=True)
class VersionTold:
    """One version in the history of a service. `published` None: it came with a file; `changes` against the one before."""

    version: ServiceVersion
    loaded_at: datetime
    published: PublishedView | None
    changes: tuple[Change, ...]
