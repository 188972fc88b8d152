"""What can be asked of the catalogue."""

from __future__ import annotations

from datetime import date

from darcha.catalogue.rules import Department, Fact, LifeEvent, ServiceSummary, ServiceVersion


def departments(*, partners: bool = False) -> list[Department]:
    """Return the departments in the catalogue's order; with `partners` the partner bodies after them."""
    raise NotImplementedError


def department(*, code: str) -> Department:
    """Return a department or partner.

    :raises UnknownDepartment: there is none of this code.
    """
    raise NotImplementedError


def life_events() -> list[LifeEvent]:
    """Return the life events in the catalogue's order."""
    raise NotImplementedError


def service_summaries(*, department_id: str | None = None, life_event: str | None = None) -> list[ServiceSummary]:
    """Return the services as they are described now, in the catalogue's order."""
    raise NotImplementedError


def service_version(*, code: str, on: date) -> ServiceVersion:
    """Return the version of a service in force on a day.

    :raises UnknownService: there is no such service, or not yet on that day.
    """
    raise NotImplementedError


def service_version_by_id(*, id: int) -> ServiceVersion:  # noqa: A002 -- it is the version's id
    """Return the very version a case keeps.

    :raises UnknownService: there is no such version.
    """
    raise NotImplementedError


def search(*, text: str, language: str, limit: int = 20) -> list[ServiceSummary]:
    """Return the services found by `text` in any script and order of words, best first."""
    raise NotImplementedError


def base_amount(*, on: date) -> int | None:
    """Return the base amount in soʻm in force on a day; None before the first known one."""
    raise NotImplementedError


def facts() -> dict[str, Fact]:
    """Return every fact a condition may speak of, by code, in the catalogue's order."""
    raise NotImplementedError
