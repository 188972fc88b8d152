"""Writing the next version of a service, and giving it up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from darcha.catalogue import errors, models
from darcha.catalogue.actions.common import COUNTRY, earlier, one_at_a_time
from darcha.journal import actions as journal
from darcha.journal.kinds import Kind
from darcha.kernel.actor import Actor, Permission


def save_draft(
    *,
    service_id: str,
    content: Mapping[str, Any],
    opened_at: datetime | None,
    at: datetime,
    by: Actor,
    key: str | None = None,
) -> None:
    """Keep what is written of a service's next version, complete or not; the first time begins the draft.

    `content`: the service's part of the catalogue file. `opened_at`: the moment of the draft that was read before it was
    written on, None where there was none: what a colleague has written since is never overwritten unread.

    :raises UnknownService: there is none of this code.
    :raises DraftChanged: somebody else wrote on it in between.
    """
    by.must(Permission.WRITE_SERVICES, centre_id=COUNTRY)
    if earlier(key=key, by=by, kind=Kind.SERVICE_DRAFTED):
        return
    with transaction.atomic():
        one_at_a_time()
        newest = models.ServiceVersion.objects.filter(service_id=service_id).order_by("valid_from", "id").last()
        if newest is None:
            raise errors.UnknownService(service=service_id)
        row = models.Draft.objects.filter(service_id=service_id).first()
        if (row.changed_at if row else None) != opened_at:
            raise errors.DraftChanged(service=service_id)
        begun = row is None
        if row is None:
            row = models.Draft(service_id=service_id, based_on_id=newest.pk, begun_at=at, begun_by=by.label)
        row.content, row.changed_at, row.changed_by = {**content, "code": service_id}, at, by.label
        row.save()
        journal.append(
            centre_id=COUNTRY,
            kind=Kind.SERVICE_DRAFTED,
            subject=f"service:{service_id}",
            at=at,
            by=by,
            data={"service": service_id, "draft": row.pk, "begun": begun},
            key=key,
        )


def drop_draft(*, service_id: str, at: datetime, by: Actor, key: str | None = None) -> None:
    """Give up the draft of a service.

    :raises NoDraft: there is none.
    """
    by.must(Permission.WRITE_SERVICES, centre_id=COUNTRY)
    if earlier(key=key, by=by, kind=Kind.SERVICE_DRAFT_DROPPED):
        return
    with transaction.atomic():
        one_at_a_time()
        row = models.Draft.objects.filter(service_id=service_id).first()
        if row is None:
            raise errors.NoDraft(service=service_id)
        number = row.pk
        row.delete()
        journal.append(
            centre_id=COUNTRY,
            kind=Kind.SERVICE_DRAFT_DROPPED,
            subject=f"service:{service_id}",
            at=at,
            by=by,
            data={"service": service_id, "draft": number},
            key=key,
        )
