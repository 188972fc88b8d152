"""Somebody is away, and who stands in meanwhile."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import IntegrityError, connection, transaction

from darcha.access import errors, models, queries, rules
from darcha.access.rules import AbsenceView, EmployeeCard
from darcha.centres.queries import local_day
from darcha.journal import actions as journal
from darcha.journal import queries as entries
from darcha.journal.kinds import Kind
from darcha.kernel.actor import Actor, Permission


def enter_absence(
    *,
    centre_id: str,
    employee_id: int,
    since: date,
    until: date,
    reason: str,
    substitute_id: int | None,
    at: datetime,
    by: Actor,
    key: str | None = None,
) -> None:
    """Write that somebody of the centre is away, both days included, and who of the same department stands in.

    :raises UnknownEmployee: nobody of the centre has this number.
    :raises AbsenceNotPossible: `because` says why: see `rules.absence_problem`.
    """
    by.must(Permission.MANAGE_STAFF, centre_id=centre_id)
    if entries.entry_with_key(centre_id=centre_id, key=key):
        return
    staff = {card.id: card for card in queries.employees(centre_id=centre_id)}
    if employee_id not in staff:
        raise errors.UnknownEmployee(employee_id=employee_id)
    today = local_day(centre_id=centre_id, at=at)
    wanted = AbsenceView(0, employee_id, since, until, reason, substitute_id)
    try:
        with transaction.atomic():
            # Two who enter at once come one after the other.
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"absences of {centre_id}"])
            because = rules.absence_problem(
                wanted,
                others=queries.absences(centre_id=centre_id, since=min(since, today)),
                colleagues=colleagues_of(staff[employee_id], among=staff.values()),
                today=today,
            )
            if because:
                raise errors.AbsenceNotPossible(because=because)
            row = models.Absence.objects.create(
                employee_id=employee_id,
                since=since,
                until=until,
                reason=reason,
                substitute_id=substitute_id,
                entered_at=at,
                entered_by=by.label,
            )
            journal.append(
                centre_id=centre_id,
                kind=Kind.ABSENCE_ENTERED,
                subject=f"employee:{employee_id}",
                at=at,
                by=by,
                data={
                    "absence": row.pk,
                    "since": since.isoformat(),
                    "until": until.isoformat(),
                    "substitute": substitute_id,
                },
                key=key,
            )
    except IntegrityError:
        if entries.entry_with_key(centre_id=centre_id, key=key) is None:
            raise


def end_absence(*, centre_id: str, absence_id: int, at: datetime, by: Actor, key: str | None = None) -> None:
    """Write that somebody is back, or does not leave: from now on their work is theirs again.

    :raises UnknownAbsence: there is none here, or it was ended before.
    """
    by.must(Permission.MANAGE_STAFF, centre_id=centre_id)
    if entries.entry_with_key(centre_id=centre_id, key=key):
        return
    try:
        with transaction.atomic():
            rows = models.Absence.objects.select_for_update().filter(employee__centre=centre_id, ended_at=None)
            row = rows.filter(pk=absence_id).first()
            if row is None:
                raise errors.UnknownAbsence(absence_id=absence_id)
            row.ended_at = at
            row.save(update_fields=["ended_at"])
            journal.append(
                centre_id=centre_id,
                kind=Kind.ABSENCE_ENDED,
                subject=f"employee:{row.employee_id}",
                at=at,
                by=by,
                data={"absence": row.pk},
                key=key,
            )
    except IntegrityError:
        if entries.entry_with_key(centre_id=centre_id, key=key) is None:
            raise


def colleagues_of(card: EmployeeCard, *, among: Iterable[EmployeeCard]) -> frozenset[int]:
    """Return who may stand in for somebody: who holds a role of the same department, or, without one, is of none either."""
    departments = set(card.department_ids("department_officer")) | (
        {card.department_id} if card.department_id else set()
    )
    return frozenset(
        one.id
        for one in among
        if one.id != card.id
        and (
            departments & (set(one.department_ids("department_officer")) | {one.department_id})
            if departments
            else one.department_id is None
        )
    )
