"""Reading a blueprint: which kind it is, and everything that is wrong with a centre's file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from darcha.access import blueprint as people
from darcha.access.actions import Course, logins_of_other_centres
from darcha.access.blueprint import EmployeeSection, StaffFile
from darcha.catalogue import queries as catalogue
from darcha.centres import blueprint as house
from darcha.centres.blueprint import CentreFile, Known, mappings
from darcha.kernel.blueprint import BlueprintError, BlueprintHasErrors
from darcha.plumbing.yaml_lines import Lined, validated

SECTIONS = frozenset(CentreFile.model_fields) | frozenset(StaffFile.model_fields)
"""Every key that may stand at the top of a centre's file."""


@dataclass(frozen=True, slots=True)
class CentreBlueprint:
    """A centre's file without a mistake."""

    house: CentreFile
    people: StaffFile

    @property
    def offered(self) -> dict[str, list[str]]:
        """Return the services of each department in the centre, in the order of the file."""
        return {section.code: list(section.services) for section in self.house.departments}

    def trainings(self) -> list[tuple[Course, list[str]]]:
        """Return the courses with the logins of who was there."""
        employees: list[EmployeeSection] = list(self.people.employees)
        return [
            (Course(section.code, section.names.names(), section.day, section.days), section.attendees(employees))
            for section in self.people.trainings
        ]


def text_of(path: Path) -> str:
    """Return the text of a file.

    :raises BlueprintHasErrors: it cannot be read, or is not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        problem = BlueprintError(str(path), 1, "", (error.strerror or "nothing").lower(), "a file that can be read")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        problem = BlueprintError(str(path), line, "", f"byte {error.object[error.start]:#04x}", "text in UTF-8")
    raise BlueprintHasErrors(errors=(problem,))


def kind_of(lined: Lined) -> str:
    """Return "catalogue" or "centre", by the key only that kind has at its top.

    :raises BlueprintHasErrors: it is neither.
    """
    keys = lined.value if isinstance(lined.value, dict) else {}
    if "centre" in keys:
        return "centre"
    if "services" in keys:
        return "catalogue"
    raise BlueprintHasErrors(
        errors=(
            lined.error(
                (),
                got="neither of them" if keys else "no mapping of sections",
                expected="the section 'services' of a catalogue or the section 'centre' of a centre",
            ),
        )
    )


def centre_blueprint(lined: Lined) -> CentreBlueprint:
    """Return a centre's file, checked against the catalogue that is loaded.

    :raises BlueprintHasErrors: something is wrong; every mistake with its line.
    """
    known = _known()
    shape_house, house_errors = validated(lined, model=CentreFile)
    shape_people, people_errors = validated(lined, model=StaffFile)
    errors = [
        *house_errors,
        *people_errors,
        *_unknown_sections(lined),
        *house.mistakes(lined=lined, known=known),
        *people.mistakes(lined=lined, known=known),
        *_taken_logins(lined),
    ]
    if not known.calendars:
        errors.append(lined.error((), got="no catalogue in the database", expected="the catalogue to be loaded first"))
    lined.refuse(errors)
    if shape_house is None or shape_people is None:
        raise AssertionError("a file that does not fit has errors")
    return CentreBlueprint(shape_house, shape_people)


def _known() -> Known:
    departments = catalogue.departments()
    everybody = catalogue.departments(partners=True)
    return Known(
        calendars={department.code: department.calendar for department in departments},
        partners=frozenset(department.code for department in everybody if department.is_partner),
        department_of={service.code: service.department_id for service in catalogue.service_summaries()},
    )


def _unknown_sections(lined: Lined) -> list[BlueprintError]:
    keys = lined.value if isinstance(lined.value, dict) else {}
    return [
        lined.error((key,), got=f"'{key}'", expected=f"one of {', '.join(sorted(SECTIONS))}")
        for key in keys
        if key not in SECTIONS
    ]


def _taken_logins(lined: Lined) -> list[BlueprintError]:
    centre_id = lined.at(("centre", "code"))
    if not isinstance(centre_id, str):
        return []
    logins = {item["login"]: path for path, item in mappings(lined, "employees") if isinstance(item.get("login"), str)}
    taken = logins_of_other_centres(centre_id=centre_id, logins=list(logins))
    return [
        lined.error((*logins[login], "login"), expected="a login nobody in another centre has")
        for login in sorted(taken)
    ]
