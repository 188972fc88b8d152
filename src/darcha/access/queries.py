"""What can be asked about employees."""

from __future__ import annotations

from datetime import date

from darcha.access.rules import EmployeeCard, TrainedStaff
from darcha.kernel.actor import Actor


def actor_of(*, employee_id: int) -> Actor:
    """Return the employee as an actor with the permissions of the roles held now.

    :raises UnknownEmployee: there is none, or the employee left.
    """
    raise NotImplementedError


def employee(*, employee_id: int) -> EmployeeCard:
    """Return an employee's card.

    :raises UnknownEmployee: there is none.
    """
    raise NotImplementedError


def employee_by_login(*, login: str) -> EmployeeCard:
    """Return the card of who signs in as `login`.

    :raises UnknownEmployee: there is none.
    """
    raise NotImplementedError


def employees(*, centre_id: str) -> list[EmployeeCard]:
    """Return everybody who holds a role for the centre, by id; left ones are left out."""
    raise NotImplementedError


def may_serve(*, employee_id: int) -> frozenset[str]:
    """Return the codes of the services the employee may give at a counter."""
    raise NotImplementedError


def trained(*, centre_id: str, until: date) -> TrainedStaff:
    """Return how many of the centre's staff attended courses held before `until`."""
    raise NotImplementedError
