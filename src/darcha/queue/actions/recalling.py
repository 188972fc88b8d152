"""A visitor who was called is called again, or does not come."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from darcha.centres import queries as centres
from darcha.journal import actions as journal
from darcha.journal.kinds import Kind
from darcha.kernel.actor import Actor
from darcha.queue import errors, models
from darcha.queue.actions.counters import at_counter, centre_of
from darcha.queue.actions.once import once

_RECALL = """
UPDATE queue_call SET recalls = recalls + 1, recalled_at = %(at)s WHERE id = %(call)s AND recalls < %(limit)s RETURNING id
"""

_USUAL_RECALL_LIMIT = 3
"""For a class the centre's file no longer knows."""


def _recall_limit(*, centre_id: str, class_code: str | None) -> int:
    limits = {known.code: known.recall_limit for known in centres.visitor_classes(centre_id=centre_id)}
    return limits.get(class_code or "", _USUAL_RECALL_LIMIT)


def recall(*, counter_id: int, at: datetime, by: Actor, key: str | None = None) -> None:
    """Call the called visitor once more, as often as the centre's file allows for the class.

    :raises NobodyWasCalled: nobody is called to this counter, or the visitor has come already.
    :raises RecalledOftenEnough: the call was repeated as often as that.
    """
    counter = centre_of(counter_id=counter_id, by=by)

    def act() -> None:
        here = at_counter(counter_id=counter_id, by=by)
        if here.state != models.State.CALLED:
            raise errors.NobodyWasCalled(counter=counter_id)
        limit = _recall_limit(centre_id=here.centre_id, class_code=here.class_code)
        with connection.cursor() as cursor:
            cursor.execute(_RECALL, {"at": at, "call": here.call_id, "limit": limit})
            if cursor.fetchone() is None:
                raise errors.RecalledOftenEnough(counter=counter_id, limit=limit)
        journal.append(
            centre_id=here.centre_id,
            kind=Kind.TICKET_RECALLED,
            subject=f"ticket:{here.ticket_id}",
            at=at,
            by=by,
            data={"ticket": here.ticket_id, "call": here.call_id, "counter": counter_id},
            key=key,
        )

    once(centre_id=counter.centre_id, key=key, kind=Kind.TICKET_RECALLED, act=act, again=lambda _entry: None)


_NO_SHOW = """
WITH ended AS (
    UPDATE queue_call SET ended_at = %(at)s, outcome = 'no_show' WHERE id = %(call)s AND ended_at IS NULL
    RETURNING wait_seconds
), ticket AS (
    UPDATE queue_ticket SET state = 'no_show', finished_at = %(at)s WHERE id = %(ticket)s AND state = 'called'
    RETURNING service_id, department_id, class_code
)
SELECT service_id, department_id, class_code, wait_seconds FROM ticket, ended
"""


def no_show(*, counter_id: int, at: datetime, by: Actor, key: str | None = None) -> None:
    """Note that the called visitor did not come; the counter is free again.

    :raises NobodyWasCalled: nobody is called to this counter, or the visitor has come already.
    """
    counter = centre_of(counter_id=counter_id, by=by)

    def act() -> None:
        here = at_counter(counter_id=counter_id, by=by)
        row = None
        if here.state == models.State.CALLED:
            with connection.cursor() as cursor:
                cursor.execute(_NO_SHOW, {"at": at, "call": here.call_id, "ticket": here.ticket_id})
                row = cursor.fetchone()
        if row is None:
            raise errors.NobodyWasCalled(counter=counter_id)
        service_id, department_id, class_code, wait_seconds = row
        journal.append(
            centre_id=here.centre_id,
            kind=Kind.TICKET_NO_SHOW,
            subject=f"ticket:{here.ticket_id}",
            at=at,
            by=by,
            data={
                "ticket": here.ticket_id,
                "number": here.number_text,
                "service": service_id,
                "department": department_id,
                "class": class_code,
                "counter": counter_id,
                "wait_seconds": wait_seconds,
            },
            key=key,
        )

    once(centre_id=counter.centre_id, key=key, kind=Kind.TICKET_NO_SHOW, act=act, again=lambda _entry: None)
