"""What every page knows."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from darcha.access.rules import EmployeeCard
from darcha.catalogue import queries as catalogue
from darcha.centres import queries as centres
from darcha.centres.rules import Centre
from darcha.doors.porch import languages, staff
from darcha.kernel.names import Names
from darcha.plumbing import clock


def page(request: HttpRequest) -> dict[str, object]:
    """Return what the page frames need.

    - `html_lang`, `language`: of this answer; `language_links`: the same page in the others.
    - `house`: the centre whose house this is (None before one is loaded); `house_department`: where the employee works.
    - `employee`, `screens`: who is signed in, and the screens of that role (staff pages); `neighbours`: the pages beside
      this one.
    - `now`: the moment, for the clocks in the heads.

    All but the languages is asked for only when a template uses it.
    """
    code = languages.current()
    return {
        "language": code,
        "html_lang": languages.HTML_LANG[code],
        "language_links": languages.links(request),
        "house": SimpleLazyObject(_house),
        "employee": SimpleLazyObject(lambda: _employee(request)),
        "employee_department": SimpleLazyObject(lambda: _department(request)),
        "screens": SimpleLazyObject(lambda: staff.screens(request)),
        "neighbours": SimpleLazyObject(lambda: staff.neighbours(request)),
        "now": clock.now(),
        "debug_htmx": settings.DEBUG,
    }


def _house() -> Centre | None:
    known = centres.centres()
    return known[0] if known else None


def _employee(request: HttpRequest) -> EmployeeCard | None:
    return staff.card(request) if request.user.is_authenticated else None


def _department(request: HttpRequest) -> Names | None:
    employee = _employee(request)
    if employee is None or employee.department_id is None:
        return None
    return catalogue.department(code=employee.department_id).names
