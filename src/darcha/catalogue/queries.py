"""What can be asked of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from darcha.catalogue import drafts, errors, memory, models, rules
from darcha.catalogue.exporting import PublishedContent, with_published
from darcha.catalogue.memory import one_edition
from darcha.catalogue.rules import Department, DocumentType, Fact, LifeEvent, ServiceSummary, ServiceVersion, Source
from darcha.catalogue.rules.completeness import Gap
from darcha.catalogue.rules.differences import Onwards, Policy, differences
from darcha.catalogue.rules.differences import onwards as onwards_by
from darcha.catalogue.rules.publishing import DraftView, PublishedView, VersionTold
from darcha.kernel.names import LANGUAGES
from darcha.kernel.working_time import CALENDARS, WorkingCalendar, with_proclaimed

__all__ = [
    "base_amount",
    "calendars",
    "catalogue_file",
    "department",
    "departments",
    "document_types",
    "draft_lacks",
    "draft_version",
    "drafts_begun",
    "edition",
    "facts",
    "history",
    "life_event",
    "life_events",
    "newest_content",
    "one_edition",
    "onwards",
    "search",
    "service_summaries",
    "service_summary",
    "service_version",
    "service_version_by_id",
    "sources",
    "working_calendar",
]


def departments(*, partners: bool = False) -> list[Department]:
    """Return the departments in the catalogue's order; with `partners` the partner bodies after them."""
    return [one for one in memory.catalogue().departments.values() if partners or not one.is_partner]


def department(*, code: str) -> Department:
    """Return a department or partner.

    :raises UnknownDepartment: there is none of this code.
    """
    found = memory.catalogue().departments.get(code)
    if found is None:
        raise errors.UnknownDepartment(department=code)
    return found


def working_calendar(*, department_id: str) -> WorkingCalendar:
    """Return the days a department works: its week, the holidays, and the days proclaimed as far as they are loaded.

    :raises UnknownDepartment: there is none of this code.
    """
    return calendars()[department(code=department_id).calendar]


def calendars() -> dict[str, WorkingCalendar]:
    """Return the working weeks of the country by code, each with the days proclaimed as far as they are loaded."""
    known = memory.catalogue()
    return {code: with_proclaimed(week, known.proclaimed) for code, week in CALENDARS.items()}


def life_events() -> list[LifeEvent]:
    """Return the life events in the catalogue's order."""
    return list(memory.catalogue().life_events.values())


def life_event(*, code: str) -> LifeEvent:
    """Return a life event.

    :raises UnknownLifeEvent: there is none of this code.
    """
    found = memory.catalogue().life_events.get(code)
    if found is None:
        raise errors.UnknownLifeEvent(life_event=code)
    return found


def service_summaries(*, department_id: str | None = None, life_event: str | None = None) -> list[ServiceSummary]:
    """Return the services given now, in the catalogue's order."""
    known = memory.catalogue()
    return [
        one
        for one in known.summaries.values()
        if one.code not in known.withdrawn_on
        and department_id in (None, one.department_id)
        and (life_event is None or life_event in one.life_events)
    ]


def service_summary(*, code: str) -> ServiceSummary:
    """Return a service by its newest name, withdrawn or not: what figures and old tickets call it.

    :raises UnknownService: there is none of this code.
    """
    found = memory.catalogue().summaries.get(code)
    if found is None:
        raise errors.UnknownService(service=code)
    return found


def service_version(*, code: str, on: date) -> ServiceVersion:
    """Return the version of a service in force on a day.

    :raises UnknownService: there is no such service, or not on that day.
    """
    known = memory.catalogue()
    withdrawn_on = known.withdrawn_on.get(code)
    if withdrawn_on is None or on < withdrawn_on:
        for valid_from, version_id in reversed(known.versions_of.get(code, ())):
            if valid_from <= on:
                version = known.version(version_id)
                if version is not None:
                    return version
    raise errors.UnknownService(service=code)


def service_version_by_id(*, id: int, variant: str | None = None) -> ServiceVersion:  # noqa: A002 -- it is the version's id
    """Return the very version a case keeps; with a `variant` ("": none) as it is in that.

    :raises UnknownService: there is no such version.
    """
    version = memory.catalogue().version(id)
    if version is None:
        raise errors.UnknownService(version=id)
    return version if variant is None else rules.in_variant(version, variant)


def onwards(*, version_id: int, code: str, on: date) -> Onwards:
    """Return where an application open under a version may go by the versions in force on a day."""
    known = memory.catalogue()
    versions = known.versions_of.get(code, [])
    place = next((place for place, (_, number) in enumerate(versions) if number == version_id), len(versions))
    later = [number for valid_from, number in versions[place + 1 :] if valid_from <= on]
    return onwards_by((number, Policy(known.open_cases.get(number, Policy.KEEP))) for number in later)


def search(*, text: str, language: str, limit: int = 20) -> list[ServiceSummary]:
    """Return the services found by `text` in any script and order of words, best first.

    Names in the reader's `language` come before equally good ones in another.
    """
    preferred = LANGUAGES.index(language) if language in LANGUAGES else 0
    return rules.search(memory.catalogue().search_entries(), text=text, limit=limit, preferred=preferred)


def base_amount(*, on: date) -> int | None:
    """Return the base amount in soʻm in force on a day; None before the first known one (1 September 2019)."""
    in_force = [uzs for from_day, uzs in memory.catalogue().base_amounts if from_day <= on]
    return in_force[-1] if in_force else None


def facts() -> dict[str, Fact]:
    """Return every fact a condition may speak of, by code, in the catalogue's order."""
    return dict(memory.catalogue().around.facts)


def document_types() -> dict[str, DocumentType]:
    """Return every kind of paper by code, in the catalogue's order."""
    return dict(memory.catalogue().around.documents)


def drafts_begun() -> dict[str, DraftView]:
    """Return the drafts being written, by the code of their service."""
    newest = memory.catalogue().versions_of
    return {
        row.service_id: DraftView(
            service_id=row.service_id,
            content=row.content,
            begun_at=row.begun_at,
            changed_at=row.changed_at,
            changed_by=row.changed_by,
            is_outdated=newest[row.service_id][-1][1] != row.based_on_id,
        )
        for row in models.Draft.objects.order_by("service__position")
    }


def newest_content(*, code: str) -> Mapping[str, Any]:
    """Return what the newest version of a service says, as the file writes it: what a draft begins with.

    :raises UnknownService: there is none of this code.
    """
    row = models.ServiceVersion.objects.filter(service_id=code).order_by("valid_from", "id").last()
    if row is None:
        raise errors.UnknownService(service=code)
    content: Mapping[str, Any] = row.content
    return content


def draft_lacks(*, content: Mapping[str, Any], on: date) -> tuple[Gap, ...]:
    """Return what a draft lacks to be in force on a day."""
    return drafts.lacks(content, on=on)


def draft_version(*, content: Mapping[str, Any], on: date) -> ServiceVersion | None:
    """Return the version a draft would become; None as long as its shape is not whole."""
    return drafts.preview(content, on=on)


def history(*, code: str) -> tuple[VersionTold, ...]:
    """Return every version of a service, the newest first, each with what it changed.

    :raises UnknownService: there is none of this code.
    """
    rows = list(models.ServiceVersion.objects.filter(service_id=code).order_by("valid_from", "id").defer("content"))
    if not rows:
        raise errors.UnknownService(service=code)
    published = {row.version_id: row for row in models.Publication.objects.filter(version__service_id=code)}
    told: list[VersionTold] = []
    for row in rows:
        version = service_version_by_id(id=row.pk)
        office = published.get(row.pk)
        told.append(
            VersionTold(
                version=version,
                loaded_at=row.loaded_at,
                published=PublishedView(
                    office.published_at,
                    office.published_by,
                    office.written_by,
                    office.because,
                    Policy(office.open_cases),
                )
                if office
                else None,
                changes=differences(told[-1].version, version) if told else (),
            )
        )
    return tuple(reversed(told))


def catalogue_file() -> str | None:
    """Return the catalogue as a file: the one loaded last, with the services as the office published them since.

    Loaded again it changes nothing; None where no file was ever loaded.
    """
    edition = models.Edition.objects.exclude(text="").order_by("id").last()
    if edition is None:
        return None
    newest: dict[str, models.ServiceVersion] = {}
    for version in models.ServiceVersion.objects.order_by("valid_from", "id"):
        newest[version.service_id] = version
    published = set(models.Publication.objects.values_list("version_id", flat=True))
    return with_published(
        edition.text,
        {
            code: PublishedContent(version.content, version.content_hash)
            for code, version in newest.items()
            if version.pk in published
        },
    )


def sources() -> dict[str, Source]:
    """Return every legal source by key."""
    return dict(memory.catalogue().around.sources)


def edition() -> int:
    """Return the number of the catalogue's edition: it grows with every loading that changed something; 0 when empty."""
    return memory.catalogue().edition
