"""What a process remembers of the catalogue, and when it must look again.

The catalogue is read at every step of every visit and changes a few times a year. A process therefore keeps it as
dataclasses, by database and edition, and asks the database only whether the edition is still the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date

from django.db import connection

from darcha.catalogue import models, reading
from darcha.catalogue.reading import Surroundings
from darcha.catalogue.rules import (
    Department,
    LifeEvent,
    SearchEntry,
    ServiceSummary,
    ServiceVersion,
    search_entry,
)
from darcha.kernel.working_time import Proclaimed

_KEPT = 8
"""Databases remembered at once; one is enough for a running system, tests have one per test."""


@dataclass(slots=True)
class Remembered:
    """One edition of one database's catalogue."""

    edition: int
    departments: dict[str, Department]
    life_events: dict[str, LifeEvent]
    around: Surroundings
    base_amounts: list[tuple[date, int]]
    proclaimed: frozenset[Proclaimed]
    summaries: dict[str, ServiceSummary]
    withdrawn_on: dict[str, date]
    versions_of: dict[str, list[tuple[date, int]]]
    open_cases: dict[int, str]
    versions: dict[int, ServiceVersion] = field(default_factory=dict)
    entries: list[SearchEntry] = field(default_factory=list)

    def version(self, version_id: int) -> ServiceVersion | None:
        """Return a version, read from the database the first time."""
        found = self.versions.get(version_id)
        if found is None:
            row = models.ServiceVersion.objects.filter(pk=version_id).first()
            if row is None:
                return None
            found = self.versions[version_id] = reading.service_version(row, around=self.around)
        return found

    def newest_versions(self) -> list[ServiceVersion]:
        """Return the newest version of every service, given or withdrawn."""
        return [found for pairs in self.versions_of.values() if pairs and (found := self.version(pairs[-1][1]))]

    def search_entries(self) -> list[SearchEntry]:
        """Return how each service given now is found."""
        if not self.entries:
            self.entries = [self._entry(one) for one in self.summaries.values() if one.code not in self.withdrawn_on]
        return self.entries

    def _entry(self, service: ServiceSummary) -> SearchEntry:
        version = self.version(self.versions_of[service.code][-1][1])
        assert version is not None
        told = [self.departments[service.department_id].names, version.output]
        told += [self.life_events[code].names for code in service.life_events]
        return search_entry(service, other=[text for one in told for text in (one.uz, one.uz_cyrl, one.ru, one.en)])


_remembered: dict[str, Remembered] = {}
_seen: ContextVar[dict[str, Remembered] | None] = ContextVar("the edition looked at", default=None)


def forget() -> None:
    """Read everything again when next asked."""
    _remembered.clear()
    (_seen.get() or {}).clear()


@contextmanager
def one_edition() -> Iterator[None]:
    """Look at one edition while the block runs, a request or an action: it is asked for at the first reading only.

    Whoever replays thousands of visits may put it around them all; nobody puts it around a server.
    """
    if _seen.get() is not None:
        yield
        return
    token = _seen.set({})
    try:
        yield
    finally:
        _seen.reset(token)


def catalogue() -> Remembered:
    """Return the catalogue of the database this thread is connected to, as it is now."""
    place = connection.settings_dict
    key = f"{place['HOST']}:{place['PORT']}/{place['NAME']}"
    seen = _seen.get()
    if seen is not None and key in seen:
        return seen[key]
    edition = _edition()
    found = _remembered.get(key)
    if found is None or found.edition != edition:
        found = _read(edition)
        while len(_remembered) >= _KEPT:
            _remembered.pop(next(iter(_remembered)), None)
        _remembered[key] = found
    if seen is not None:
        seen[key] = found
    return found


def _edition() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM catalogue_edition")
        return int(cursor.fetchone()[0])


def _read(edition: int) -> Remembered:
    sources = {row.key: reading.source(row) for row in models.LegalSource.objects.all()}
    versions_of: dict[str, list[tuple[date, int]]] = {}
    rows = models.ServiceVersion.objects.order_by("valid_from", "id").values_list("service_id", "valid_from", "id")
    for code, valid_from, version_id in rows:
        versions_of.setdefault(code, []).append((valid_from, version_id))
    services = list(models.Service.objects.order_by("position", "code"))
    departments = [reading.department(row) for row in models.Department.objects.order_by("position", "code")]
    life_events = [reading.life_event(row) for row in models.LifeEvent.objects.order_by("position", "code")]
    documents = models.DocumentType.objects.order_by("position", "code")
    return Remembered(
        edition=edition,
        departments={one.code: one for one in departments},
        life_events={one.code: one for one in life_events},
        around=Surroundings(
            documents={row.code: reading.document(row, sources) for row in documents},
            facts={row.code: reading.fact(row) for row in models.Fact.objects.order_by("position", "code")},
            fee_rules=tuple(reading.fee_rule(row) for row in models.FeeRule.objects.order_by("position", "code")),
            sources=sources,
        ),
        base_amounts=[(row.from_day, row.uzs) for row in models.BaseAmount.objects.order_by("from_day")],
        proclaimed=frozenset(Proclaimed(row.off, row.worked) for row in models.ProclaimedDay.objects.all()),
        summaries={
            row.code: ServiceSummary(row.code, row.names, row.department_id, tuple(row.life_events)) for row in services
        },
        withdrawn_on={row.code: row.withdrawn_on for row in services if row.withdrawn_on is not None},
        versions_of=versions_of,
        open_cases=dict(models.Publication.objects.values_list("version_id", "open_cases")),
    )
