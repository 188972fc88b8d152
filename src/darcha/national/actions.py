"""Handing a blueprint to the house: a country's catalogue or a centre, all of it or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from django.db import connection, transaction

from darcha.access import actions as access
from darcha.access import queries as access_queries
from darcha.cases import actions as cases
from darcha.catalogue import actions as catalogue
from darcha.centres import actions as centres
from darcha.centres import queries as centre_queries
from darcha.journal import actions as journal
from darcha.journal.kinds import Kind
from darcha.kernel.actor import Actor, Permission, system
from darcha.national import blueprint
from darcha.national.rules import Loaded
from darcha.plumbing.rows import Tally
from darcha.plumbing.yaml_lines import Lined, read
from darcha.queue import queries as queue

NATION = "UZ"
"""Under this code the journal keeps what concerns every centre."""


def load_blueprint(*, path: Path, at: datetime, by: Actor, demo: bool = False) -> Loaded:
    """Load a catalogue's or a centre's file; the file itself says which it is.

    Everything is checked first, and loaded in one transaction or not at all. What the house already has stays
    untouched: loading a file a second time writes nothing, not even an entry. With `demo` employees without a password
    get the one of the file.

    :raises BlueprintHasErrors: something is wrong with the file; `errors` tells everything, with lines.
    :raises NotAllowed: who acts may not load.
    """
    text = blueprint.text_of(path)
    lined = read(text=text, file=str(path))
    kind = blueprint.kind_of(lined)
    with transaction.atomic():
        # Two loads at once would each see the other's rows only when it is too late.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('darcha.load_blueprint', 0))")
        content_hash = hashlib.sha256(text.encode()).hexdigest()
        if kind == "catalogue":
            by.must(Permission.LOAD_BLUEPRINT, centre_id=NATION)
            centres.look_again()  # the days proclaimed off are the centres' too
            counts = catalogue.load(text=text, file=str(path), at=at, by=by)
            loaded = _journalled(
                Loaded(kind, counts.new, counts.changed, counts.unchanged, tuple(counts.messages)),
                NATION,
                content_hash,
                at=at,
                by=by,
            )
        else:
            return _load_centre(lined, content_hash, at=at, by=by, demo=demo)
    # Also when nothing was new: whoever was interrupted here loads the file again, and the rest moves.
    return replace(loaded, messages=(*loaded.messages, *_moved(at=at)))


def publish_service(
    *,
    service_id: str,
    valid_from: date,
    policies: Mapping[str, str],
    because: str,
    at: datetime,
    by: Actor,
    key: str | None = None,
) -> int:
    """Publish the draft of a service, let the open applications follow that go along today, and return how many did.

    Killed between the two, they follow at the next `follow_versions`.

    :raises NotAllowed, NoDraft, AnotherMustPublish, DraftOutdated, DraftIncomplete, NothingChanged, ValidityPast,
        PolicyUnknown, ReasonForChangeMissing: it cannot be published so.
    """
    catalogue.publish(
        service_id=service_id,
        valid_from=valid_from,
        policies=policies,
        because=because,
        authors=access_queries.service_authors(),
        at=at,
        by=by,
        key=key,
    )
    return follow_versions(at=at, by=system("versions"))


def follow_versions(*, at: datetime, by: Actor) -> int:
    """Let what is published and in force by now take effect: the services' names, and the open applications that go over.

    Return how many applications went. To be done once a day; a second time nothing happens.
    """
    catalogue.bring_into_force(at=at, by=by)
    return sum(cases.follow_versions(centre_id=centre.code, at=at, by=by) for centre in centre_queries.centres())


def _moved(*, at: datetime) -> Iterator[str]:
    """Move the last days of open cases to where the calendars put them now, and yield what is to be told."""
    for centre in centre_queries.centres():
        yield from _stranded(centre.code, at=at)
        moved = cases.move_due_dates(centre_id=centre.code, at=at, by=system("calendar"))
        if moved:
            yield f"{centre.code}: {moved} open applications have another last day."


def _stranded(centre_id: str, *, at: datetime) -> Iterator[str]:
    """Yield the days on which people are expected though their department does not sit: somebody has to tell them."""
    for day, people in queue.stranded(centre_id=centre_id, at=at).items():
        yield f"{centre_id}: {people} appointments on {day} are at times when the department does not sit."


def _load_centre(lined: Lined, content_hash: str, *, at: datetime, by: Actor, demo: bool) -> Loaded:
    file = blueprint.centre_blueprint(lined)
    centre_id = file.house.centre.code
    by.must(Permission.LOAD_BLUEPRINT, centre_id=centre_id)
    tally = Tally()
    tally.add(centres.load(blueprint=file.house, at=at, by=by))
    tally.add(
        access.load_staff(
            centre_id=centre_id, staff=file.people.employees, offered=file.offered, at=at, by=by, demo=demo
        )
    )
    for course, attended in file.trainings():
        entry = access.record_training(centre_id=centre_id, course=course, attended=attended, at=at, by=by)
        tally.count("unchanged" if entry is None else "new")
    told = tuple(_stranded(centre_id, at=at))
    return _journalled(
        Loaded("centre", tally.new, tally.changed, tally.unchanged, told), centre_id, content_hash, at=at, by=by
    )


def _journalled(loaded: Loaded, centre_id: str, content_hash: str, *, at: datetime, by: Actor) -> Loaded:
    if loaded.new or loaded.changed:
        journal.append(
            centre_id=centre_id,
            kind=Kind.BLUEPRINT_LOADED,
            subject=f"blueprint:{loaded.kind}",
            at=at,
            by=by,
            data={
                "kind": loaded.kind,
                "content_hash": content_hash,
                "new": loaded.new,
                "changed": loaded.changed,
                "unchanged": loaded.unchanged,
            },
        )
    return loaded
