"""The part of a centre's file that describes its people: its shape, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from darcha.access.rules import Role
from darcha.centres.blueprint import Code, Known, NamesSection, Section, Text, mappings, repeated, texts
from darcha.kernel.blueprint import BlueprintError
from darcha.plumbing.yaml_lines import Lined, Path

Login = Annotated[str, Field(pattern=r"^[a-z][a-z0-9._-]{1,39}$")]


class EmployeeSection(Section):
    """One employee."""

    login: Login
    name: Text
    sex: Literal["F", "M"]
    staff: bool = True
    department: Code | None = None
    languages: list[Literal["uz", "ru", "en", "kaa"]] = Field(min_length=1)
    roles: list[
        Literal[
            "host",
            "counter_officer",
            "department_officer",
            "head_of_centre",
            "head_of_agency",
            "auditor",
            "service_author",
        ]
    ] = Field(min_length=1)
    officer_for: list[Code] = []
    liaison_for: list[Code] = []
    services: list[Code] = []
    counter: Annotated[int, Field(ge=1, le=99)] | None = None
    demo_password: Annotated[str, Field(min_length=12, max_length=128)] | None = None


class TrainingSection(Section):
    """One course."""

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{1,39}$")]
    day: date
    days: Annotated[int, Field(ge=1, le=365)]
    names: NamesSection
    attended: Literal["staff"] | list[Login]

    def attendees(self, employees: list[EmployeeSection]) -> list[str]:
        """Return the logins of who was there."""
        if self.attended == "staff":
            return [employee.login for employee in employees if employee.staff]
        return list(self.attended)


class StaffFile(Section):
    """The people's part of a centre's file."""

    model_config = ConfigDict(extra="ignore", strict=True, frozen=True)

    employees: list[EmployeeSection] = Field(min_length=1)
    trainings: list[TrainingSection] = []


def service_codes(wanted: list[str], *, offered: dict[str, list[str]]) -> list[str]:
    """Return the services meant by codes of services and of departments; `offered` by department, in order."""
    found: dict[str, None] = {}
    for code in wanted:
        found.update(dict.fromkeys(offered.get(code, [code])))
    return list(found)


def mistakes(*, lined: Lined, known: Known) -> list[BlueprintError]:
    """Return what is wrong with the people's part beyond its shape; the shape itself may be wrong too."""
    offered = _offered(lined)
    return [
        *repeated(lined, "employees", "login"),
        *repeated(lined, "trainings", "code"),
        *_people_mistakes(lined, known, offered),
        *_training_mistakes(lined),
        *_what_nobody_does(lined, offered),
    ]


def _offered(lined: Lined) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path, item in mappings(lined, "departments"):
        if isinstance(item.get("code"), str):
            found.setdefault(item["code"], []).extend(service for _, service in texts(lined, *path, "services"))
    return found


def _people_mistakes(lined: Lined, known: Known, offered: dict[str, list[str]]) -> Iterator[BlueprintError]:
    numbers = {item.get("number") for _, item in mappings(lined, "counters")}
    services = {service for of_department in offered.values() for service in of_department}
    for path, item in mappings(lined, "employees"):
        department = item.get("department")
        if isinstance(department, str) and department not in offered:
            yield lined.error((*path, "department"), expected="a department of this centre")
        for place, code in texts(lined, *path, "officer_for"):
            if code not in offered:
                yield lined.error(place, expected="a department of this centre")
        for place, code in texts(lined, *path, "liaison_for"):
            if code not in known.partners:
                yield lined.error(place, expected="a partner of the catalogue")
        for place, code in texts(lined, *path, "services"):
            if code not in offered and code not in services:
                yield lined.error(place, expected=_service_expected(code, known))
        if isinstance(item.get("counter"), int) and item["counter"] not in numbers:
            yield lined.error((*path, "counter"), expected="a counter of this file")
        yield from _role_mistakes(lined, path, item)


def _service_expected(code: str, known: Known) -> str:
    if code in known.department_of:
        return f"a service of a department in this centre ({known.department_of[code]} does not offer it here)"
    return "a service or a department of this centre"


def _role_mistakes(lined: Lined, path: Path, item: dict[str, Any]) -> Iterator[BlueprintError]:
    roles = [role for _, role in texts(lined, *path, "roles")]
    needs = (
        (Role.COUNTER_OFFICER, "services", "at least one service for a counter officer"),
        (Role.DEPARTMENT_OFFICER, "officer_for", "at least one department for a department officer"),
        (Role.HEAD_OF_AGENCY, "department", "the department of a head of agency"),
    )
    for role, field, expected in needs:
        if role in roles and not item.get(field):
            yield lined.error((*path, field), got="nothing", expected=expected)
    if Role.DEPARTMENT_OFFICER not in roles:
        for field in ("officer_for", "liaison_for"):
            if item.get(field):
                yield lined.error((*path, field), expected="nothing without the role department_officer")


def _training_mistakes(lined: Lined) -> Iterator[BlueprintError]:
    logins = {item.get("login") for _, item in mappings(lined, "employees")}
    for path, _ in mappings(lined, "trainings"):
        for place, login in texts(lined, *path, "attended"):
            if login not in logins:
                yield lined.error(place, expected="the login of an employee of this file")


def _what_nobody_does(lined: Lined, offered: dict[str, list[str]]) -> Iterator[BlueprintError]:
    given: set[str] = set()
    officers: set[str] = set()
    for path, _ in mappings(lined, "employees"):
        roles = {role for _, role in texts(lined, *path, "roles")}
        if Role.COUNTER_OFFICER in roles:
            given.update(service_codes([code for _, code in texts(lined, *path, "services")], offered=offered))
        if Role.DEPARTMENT_OFFICER in roles:
            officers.update(code for _, code in texts(lined, *path, "officer_for"))
    for path, item in mappings(lined, "departments"):
        for place, service in texts(lined, *path, "services"):
            if service not in given:
                yield lined.error(place, expected="a service that at least one counter officer may give")
        code = item.get("code")
        if isinstance(code, str) and code not in officers:
            yield lined.error((*path, "code"), expected="a department with a department officer (officer_for)")
