"""Colleagues by the label the rows keep."""

from __future__ import annotations

from darcha.access import queries as access
from darcha.access.errors import UnknownEmployee


def employee_name(label: str) -> str:
    """Return who an actor's label means, by name; the label itself for who is no employee."""
    kind, _, number = label.partition(":")
    if kind != "employee" or not number.isdigit():
        return label
    try:
        return access.employee(employee_id=int(number)).name
    except UnknownEmployee:
        return label
