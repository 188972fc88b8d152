"""What became of a notice: it was taken by whoever carries messages, or given up."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from darcha.journal import actions as journal
from darcha.journal.kinds import Kind
from darcha.kernel.actor import Actor, Permission
from darcha.notices import models, rules


def notice_sent(*, notice_id: int, tries: int, at: datetime, by: Actor) -> None:
    """Record that a notice was taken at the try numbered `tries`; silent when its end was recorded before."""
    _answer(Kind.NOTICE_SENT, rules.SENT, None, notice_id, tries, at, by)


def notice_failed(*, notice_id: int, because: str, tries: int, at: datetime, by: Actor) -> None:
    """Record that a notice is given up; `because` is one of `rules.FAILS_BECAUSE`. Silent when its end was recorded before."""
    if because not in rules.FAILS_BECAUSE:
        raise ValueError(f"a notice does not fail because of {because!r}")
    _answer(Kind.NOTICE_FAILED, rules.FAILED, because, notice_id, tries, at, by)


def _answer(kind: Kind, state: str, because: str | None, notice_id: int, tries: int, at: datetime, by: Actor) -> None:
    with transaction.atomic():
        row = models.Notice.objects.select_for_update().get(pk=notice_id)
        by.must(Permission.SEND_NOTICES, centre_id=row.centre_id)
        if row.state != rules.DUE:
            return
        row.state, row.because, row.tries, row.answered_at = state, because, tries, at
        row.save(update_fields=["state", "because", "tries", "answered_at"])
        data: dict[str, object] = {
            "about": row.about,
            "template": row.template,
            "channel": row.channel,
            "tries": tries,
            "seconds": max(0, int((at - row.happened_at).total_seconds())),
        }
        journal.append(
            centre_id=row.centre_id,
            kind=kind,
            subject=f"notice:{notice_id}",
            at=at,
            by=by,
            data=data | ({"because": because} if because else {}),
        )
