"""A service rewritten and published, by the two who write services."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from darcha.catalogue import actions, models
from darcha.centres import queries as centres
from darcha.national import actions as national
from tests import given

Content = dict[str, Any]

KADASTR = {
    "department": "KAD",
    "do": {"uz": "Koʻchmas mulkni tekshiradi", "ru": "Проверяет недвижимость", "en": "Checks the property"},
    "n": 2,
    "unit": "wd",
}


def content_of(service_id: str) -> Content:
    """Return the newest version of a service, as its draft would begin."""
    row = models.ServiceVersion.objects.filter(service_id=service_id).order_by("valid_from", "id").last()
    assert row is not None
    return copy.deepcopy(row.content)


def written(service_id: str, change: Callable[[Content], None], *, at: datetime, login: str = "nodira") -> Content:
    """Let somebody write a draft; return it."""
    content = content_of(service_id)
    change(content)
    actions.save_draft(service_id=service_id, content=content, opened_at=None, at=at, by=given.employee(login))
    return content


def published(
    service_id: str,
    change: Callable[[Content], None],
    *,
    at: datetime,
    valid_from: date | None = None,
    policies: Mapping[str, str] | None = None,
) -> int:
    """Let Nodira write and Bekzod publish; return how many open applications went over at once."""
    written(service_id, change, at=at)
    return national.publish_service(
        service_id=service_id,
        valid_from=valid_from or centres.local_day(centre_id="SRG", at=at),
        policies=policies or {},
        because="Qonun oʻzgardi",
        at=at,
        by=given.employee("bekzod"),
    )


def with_steps(content: Content, *steps: Content, group: str = "parallel") -> None:
    """Let these steps be those of a group."""
    content.setdefault("steps", {})[group] = list(steps)
    content["p"]["steps"] = {"illustration": True}
