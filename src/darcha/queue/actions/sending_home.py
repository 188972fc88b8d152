"""A visitor is sent home with a list instead of into a line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from darcha.catalogue import queries as catalogue
from darcha.centres import queries as centres
from darcha.journal import actions as journal
from darcha.journal.kinds import Kind
from darcha.journal.rules import Entry
from darcha.kernel.actor import Actor, Permission
from darcha.queue import errors
from darcha.queue.actions.once import once, texts_in


@dataclass(frozen=True, slots=True)
class SentHome:
    """With which list somebody went home: codes of the papers, in the order of the service."""

    service_id: str
    missing: tuple[str, ...]


def send_home(
    *, centre_id: str, service_id: str, missing: tuple[str, ...], at: datetime, by: Actor, key: str | None = None
) -> SentHome:
    """Count somebody who goes home with a list of the papers that are missing. Nobody is named, no number is given.

    :raises ServiceNotOfferedHere: the centre does not give this service.
    :raises NothingIsMissing: the list is empty.
    :raises PaperNotAsked: the service does not ask for one of the papers.
    """
    by.must(Permission.RECEIVE_VISITORS, centre_id=centre_id)
    if not centres.offered(centre_id=centre_id, service_id=service_id):
        raise errors.ServiceNotOfferedHere(centre=centre_id, service=service_id)
    version = catalogue.service_version(code=service_id, on=centres.local_day(centre_id=centre_id, at=at))
    asked = tuple(dict.fromkeys(demand.document.code for demand in version.demands))
    if not missing:
        raise errors.NothingIsMissing(service=service_id)
    if (strange := next((code for code in missing if code not in asked), None)) is not None:
        raise errors.PaperNotAsked(service=service_id, document=strange)
    home = SentHome(service_id, tuple(code for code in asked if code in missing))

    def act() -> SentHome:
        journal.append(
            centre_id=centre_id,
            kind=Kind.VISITOR_SENT_HOME,
            subject=f"service:{service_id}",
            at=at,
            by=by,
            data={"service": service_id, "department": version.department_id, "missing": list(home.missing)},
            key=key,
        )
        return home

    def again(entry: Entry) -> SentHome:
        return SentHome(str(entry.data["service"]), texts_in(entry, "missing"))

    return once(centre_id=centre_id, key=key, kind=Kind.VISITOR_SENT_HOME, act=act, again=again)
