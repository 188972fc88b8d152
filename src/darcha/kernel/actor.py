"""Who acts, and what they may do.

An `Actor` is furnished at the door and carried into every action; the action begins with `by.must(...)`. Which role
holds which permission is a rule of the room `access`; here stand only the words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

from darcha.kernel.refusal import Refusal


class Permission(StrEnum):
    """What somebody may do. Closed list: whatever is not named here nobody may do."""

    TAKE_TICKET = "take_ticket"
    RECEIVE_VISITORS = "receive_visitors"
    BOOK_APPOINTMENT = "book_appointment"
    SEE_HALL = "see_hall"
    RUN_HALL = "run_hall"
    SERVE_AT_COUNTER = "serve_at_counter"
    OPEN_CASE = "open_case"
    FOLLOW_CASE = "follow_case"
    READ_CASE = "read_case"
    WORK_ON_CASE = "work_on_case"
    DECIDE_CASE = "decide_case"
    TAKE_PAYMENT = "take_payment"
    REFUND_PAYMENT = "refund_payment"
    RECONCILE = "reconcile"
    WATCH_TERMS = "watch_terms"
    WATCH_LOOKS = "watch_looks"
    SEE_LATE = "see_late"
    ERASE_CASE = "erase_case"
    ROTATE_KEYS = "rotate_keys"
    APPLY_FROM_HOME = "apply_from_home"
    ANSWER_SURVEY = "answer_survey"
    SEND_APPEAL = "send_appeal"
    ANSWER_APPEALS = "answer_appeals"
    ANSWER_ESCALATED = "answer_escalated"
    SEND_NOTICES = "send_notices"
    SEE_FIGURES = "see_figures"
    CLOSE_DAY = "close_day"
    LOAD_BLUEPRINT = "load_blueprint"
    READ_JOURNAL = "read_journal"
    MANAGE_STAFF = "manage_staff"
    WRITE_SERVICES = "write_services"


@dataclass(frozen=True, slots=True)
class Grant:
    """One permission, for one centre (None: every centre) and one department (None: every department)."""

    permission: Permission
    centre_id: str | None = None
    department_id: str | None = None

    def covers(self, permission: Permission, *, centre_id: str | None, department_id: str | None) -> bool:
        """Return whether this grant allows `permission` there.

        A grant limited to a centre or a department never covers a question that names none.
        """
        return (
            self.permission == permission
            and (self.centre_id is None or self.centre_id == centre_id)
            and (self.department_id is None or self.department_id == department_id)
        )


class NotAllowed(Refusal):
    code = "access.not_allowed"
    status: ClassVar[int] = 403


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: an employee, a device or a person before the house, or the house itself.

    `kind` is "employee", "kiosk", "visitor" or "system"; `reference` is the employee's number, the device or the job
    ("pilot"), never a name of a person.
    """

    kind: str
    reference: str
    grants: tuple[Grant, ...] = field(default=(), repr=False)

    @property
    def label(self) -> str:
        """Return how the journal names this actor: "employee:7", "visitor", "system:pilot"."""
        return f"{self.kind}:{self.reference}" if self.reference else self.kind

    @property
    def employee_id(self) -> int | None:
        """Return the employee's number, or None when no employee acts."""
        return int(self.reference) if self.kind == "employee" else None

    def may(self, permission: Permission, *, centre_id: str | None = None, department_id: str | None = None) -> bool:
        """Return whether this actor may do `permission` there."""
        return any(grant.covers(permission, centre_id=centre_id, department_id=department_id) for grant in self.grants)

    def must(self, permission: Permission, *, centre_id: str | None = None, department_id: str | None = None) -> None:
        """Pass silently when allowed.

        :raises NotAllowed: no grant covers it.
        """
        if not self.may(permission, centre_id=centre_id, department_id=department_id):
            raise NotAllowed(permission=str(permission), centre_id=centre_id, department_id=department_id)


def _grants(*permissions: Permission, centre_id: str | None = None) -> tuple[Grant, ...]:
    return tuple(Grant(permission, centre_id) for permission in permissions)


def kiosk(*, centre_id: str) -> Actor:
    """Return the kiosk of a centre: it gives out tickets there and nothing else."""
    return Actor("kiosk", centre_id, _grants(Permission.TAKE_TICKET, centre_id=centre_id))


_AT_HOME = (
    Permission.ANSWER_SURVEY,
    Permission.BOOK_APPOINTMENT,
    Permission.FOLLOW_CASE,
    Permission.APPLY_FROM_HOME,
    Permission.SEND_APPEAL,
)


def visitor(*, centre_id: str | None = None) -> Actor:
    """Return a person before the house, known by nothing but the code they hold.

    With `centre_id` somebody with a phone, who takes a ticket of that centre or gives it back.
    """
    joins = _grants(Permission.TAKE_TICKET, centre_id=centre_id) if centre_id else ()
    return Actor("visitor", "", (*_grants(*_AT_HOME), *joins))


def system(job: str) -> Actor:
    """Return the house itself at work in `job` ("pilot", "load"): it may do everything."""
    return Actor("system", job, _grants(*Permission))
