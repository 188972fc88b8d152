"""Handing out visits and cases as an event log."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from darcha.journal import actions as journal
from darcha.journal import queries as entries
from darcha.journal.kinds import Kind
from darcha.kernel.actor import Actor, Permission
from darcha.monitoring import queries
from darcha.plumbing.snapshot import one_moment


@dataclass(frozen=True, slots=True)
class Exported:
    """An event log that was handed out, and the SHA-256 (hex) of its file."""

    visits: int
    cases: int
    events: int
    sha256: str


def export_events(
    *,
    centre_id: str,
    since: date,
    until: date,
    form: str,
    file: Path,
    secret: bytes,
    at: datetime,
    by: Actor,
    key: str | None = None,
) -> Exported:
    """Write the visits and cases of a period into `file` as "xes", "ocel" or "csv", and tell the journal.

    `secret` is forgotten afterwards: the names in the file stand for nobody else's numbers. The file is there only when
    the journal tells of it; whoever finds one learns by its hash which export it was.

    :raises PeriodIsEmpty: the period ends before it begins.
    """
    by.must(Permission.READ_JOURNAL, centre_id=centre_id)
    before = entries.entry_with_key(centre_id=centre_id, key=key)
    if before:
        return _as_exported(before.data)
    part = file.with_name(f"{file.name}.part")
    try:
        with one_moment():
            log = queries.event_log(centre_id=centre_id, since=since, until=until, form=form, secret=secret)
            mark = hashlib.sha256()
            with part.open("wb") as sheet:
                for piece in log.pieces:
                    written = piece.encode()
                    mark.update(written)
                    sheet.write(written)
        data = {
            "format": form,
            "since": since.isoformat(),
            "until": until.isoformat(),
            "visits": log.written.visits,
            "cases": log.written.cases,
            "events": log.written.events,
            "sha256": mark.hexdigest(),
        }
        with transaction.atomic():
            journal.append(
                centre_id=centre_id,
                kind=Kind.EVENTS_EXPORTED,
                subject=f"export:{mark.hexdigest()[:16]}",
                at=at,
                by=by,
                data=data,
                key=key,
            )
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    return _as_exported(data)


def _as_exported(data: object) -> Exported:
    if not isinstance(data, dict) or "sha256" not in data:
        raise TypeError("this key belongs to another action")
    return Exported(visits=data["visits"], cases=data["cases"], events=data["events"], sha256=data["sha256"])
