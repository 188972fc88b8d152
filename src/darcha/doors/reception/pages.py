"""What the host's pages show, gathered from the rooms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from darcha.cases.rules import defects
from darcha.catalogue import queries as catalogue
from darcha.catalogue.rules import ChecklistItem, DocumentType, ServiceSummary, ServiceVersion, checklist
from darcha.centres import queries as centres
from darcha.doors.reception.forms import Visit
from darcha.kernel.names import Names
from darcha.queue import queries as queue
from darcha.queue.queries import HallLine, ToFetch
from darcha.queue.rules import Wait

MOST_FOUND = 12

NEEDS: tuple[tuple[str, str, str | Promise], ...] = (
    ("seat", "seat", gettext_lazy("cannot stand for long")),
    ("wheel", "disability", gettext_lazy("uses a wheelchair")),
    ("child", "child", gettext_lazy("with a small child, or expecting one")),
    ("sight", "sight", gettext_lazy("sees poorly")),
    ("ear", "ear", gettext_lazy("hears poorly")),
    ("sign", "sign", gettext_lazy("uses sign language")),
)
"""Code, picture and words of each need."""


@dataclass(frozen=True, slots=True)
class Fetch:
    """Somebody who was called and is to be led to the window, and why."""

    visitor: ToFetch
    needs: tuple[tuple[str, str, str | Promise], ...]


@dataclass(frozen=True, slots=True)
class Now:
    """Whom to fetch, the longest called first, who waits without a slip, and the lines."""

    fetch: tuple[Fetch, ...]
    without_paper: tuple[str, ...]
    lines: tuple[HallLine, ...]


def now(*, centre_id: str, at: datetime) -> Now:
    """Return the hall as the host needs it."""
    hall = queue.hall(centre_id=centre_id, at=at)
    return Now(
        tuple(
            Fetch(one, tuple(need for need in NEEDS if need[0] in one.needs))
            for one in queue.to_fetch(centre_id=centre_id, at=at)
        ),
        tuple(slip.number for slip in queue.slips_not_printed(centre_id=centre_id, at=at)),
        hall.lines,
    )


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: services offered here, each with its department, and the day it is given again if it rests."""

    text: str
    services: tuple[tuple[ServiceSummary, Names, date | None], ...]


def found(*, centre_id: str, text: str, language: str, at: datetime) -> Found:
    """Return the services found by a word in any script."""
    text = text.strip()[:100]
    if not text:
        return Found("", ())
    offered = centres.offers(centre_id=centre_id)
    named = {department.code: department.names for department in catalogue.departments()}
    services = [one for one in catalogue.search(text=text, language=language, limit=40) if one.code in offered]
    resting = centres.resting(centre_id=centre_id, day=centres.local_day(centre_id=centre_id, at=at))
    shown = services[:MOST_FOUND]
    return Found(text, tuple((one, named[one.department_id], resting.get(one.code)) for one in shown))


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One paper asked for, and whether the host has seen it."""

    item: ChecklistItem
    seen: bool


@dataclass(frozen=True, slots=True)
class ServicePage:
    """The papers of a service for what is known so far, and the wait. `rests_until`: it is not given before that day."""

    version: ServiceVersion
    visit: Visit
    papers: tuple[PaperLine, ...]
    abolished: tuple[ChecklistItem, ...]
    missing: tuple[DocumentType, ...]
    wait: Wait | None
    rests_until: date | None


def version_of(*, centre_id: str, code: str, at: datetime) -> ServiceVersion:
    """Return the service as it is today.

    :raises UnknownService: there is none of this code.
    """
    return catalogue.service_version(code=code, on=centres.local_day(centre_id=centre_id, at=at))


def service(*, centre_id: str, version: ServiceVersion, visit: Visit, at: datetime) -> ServicePage:
    """Return the page of a service for what the host has noted."""
    day = centres.local_day(centre_id=centre_id, at=at)
    items = _asked(version, visit, day)
    missing = set(defects(items, visit.papers_seen))
    asked = [item for item in items if item.state in ("needed", "unknown")]
    return ServicePage(
        version,
        visit,
        tuple(PaperLine(item, item.is_shown(visit.papers_seen)) for item in asked),
        tuple(item for item in items if item.state == "abolished"),
        tuple(item.document for item in asked if item.document.code in missing),
        queue.wait_for(centre_id=centre_id, service_id=version.code, at=at),
        centres.resting(centre_id=centre_id, day=day).get(version.code),
    )


def missing(*, centre_id: str, version: ServiceVersion, visit: Visit, at: datetime) -> tuple[str, ...]:
    """Return the codes of the papers that were not shown."""
    return defects(_asked(version, visit, centres.local_day(centre_id=centre_id, at=at)), visit.papers_seen)


def _asked(version: ServiceVersion, visit: Visit, day: date) -> tuple[ChecklistItem, ...]:
    return checklist(version, facts={**visit.facts, "channel": "counter"}, on=day)
