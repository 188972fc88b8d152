"""What happens with employees: they are taken on, trained, and sign in and out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from darcha.access import errors, models, queries, rules
from darcha.access.blueprint import EmployeeSection, service_codes
from darcha.access.rules import Role
from darcha.catalogue.actions import COUNTRY
from darcha.journal import actions as journal
from darcha.journal import queries as entries
from darcha.journal.kinds import Kind
from darcha.kernel.actor import Actor, Permission
from darcha.kernel.names import Names
from darcha.plumbing.rows import Tally, put

_KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Course:
    """A course as it was held: its code, name, first day (local) and length in days."""

    code: str
    names: Names
    day: date
    days: int


def load_staff(
    *,
    centre_id: str,
    staff: Sequence[EmployeeSection],
    offered: dict[str, list[str]],
    at: datetime,  # noqa: ARG001 -- every action takes its moment
    by: Actor,
    demo: bool = False,
) -> Tally:
    """Make the employees of a centre those of its file; return how many were new, changed and alike.

    `offered` are the services of each department in the centre, in order. Who is no longer in the file has left:
    cannot sign in, holds no role, stays a row because old cases name them. A password is set only for a demonstration,
    and only where there is none. The entry in the journal is written by whoever loads the file.

    :raises LoginIsTaken: somebody of another centre signs in by that name.
    """
    by.must(Permission.LOAD_BLUEPRINT, centre_id=centre_id)
    with transaction.atomic():
        tally = Tally()
        # scrypt takes its time on purpose; people of a demonstration share a password, and so its hash.
        hashed = cache(make_password)
        for section in staff:
            password = section.demo_password if demo else None
            tally.count(_put_employee(centre_id, section, offered, first_password=password, hashed=hashed))
        gone = models.Employee.objects.filter(centre=centre_id, is_active=True).exclude(
            login__in=[section.login for section in staff]
        )
        for employee in gone:
            models.Grant.objects.filter(employee=employee).delete()
            employee.is_active = False
            employee.set_unusable_password()
            employee.save(update_fields=["is_active", "password"])
            tally.changed += 1
    return tally


def logins_of_other_centres(*, centre_id: str, logins: Sequence[str]) -> frozenset[str]:
    """Return those of `logins` that belong to people of other centres."""
    rows = models.Employee.objects.filter(login__in=logins).exclude(centre=centre_id)
    return frozenset(rows.values_list("login", flat=True))


def _put_employee(
    centre_id: str,
    section: EmployeeSection,
    offered: dict[str, list[str]],
    *,
    first_password: str | None,
    hashed: Callable[[str], str],
) -> str:
    if logins_of_other_centres(centre_id=centre_id, logins=[section.login]):
        raise errors.LoginIsTaken(login=section.login)
    employee, outcome = put(
        models.Employee,
        key={"login": section.login},
        values={
            "centre_id": centre_id,
            "name": section.name,
            "sex": section.sex,
            "department_id": section.department,
            "of_staff": section.staff,
            "usual_counter": section.counter,
            "is_active": True,
        },
    )
    changed = any(
        [
            _set_grants(employee, centre_id, section),
            _set_skills(employee, set(service_codes(section.services, offered=offered))),
            _set_languages(employee, list(section.languages)),
            _set_first_password(employee, first_password, hashed),
        ]
    )
    return "changed" if changed and outcome == "unchanged" else outcome


def _set_grants(employee: models.Employee, centre_id: str, section: EmployeeSection) -> bool:
    wanted: set[tuple[str, str | None]] = set()
    for role in map(Role, section.roles):
        if role == Role.DEPARTMENT_OFFICER:
            wanted.update((role, department) for department in (*section.officer_for, *section.liaison_for))
        elif role == Role.HEAD_OF_AGENCY:
            wanted.add((role, section.department))
        else:
            wanted.add((role, None))
    rows = models.Grant.objects.filter(employee=employee)
    present = set(rows.values_list("role", "centre_id", "department_id"))
    if present == {(role, centre_id, department) for role, department in wanted}:
        return False
    rows.delete()
    order = [*section.officer_for, *section.liaison_for]
    models.Grant.objects.bulk_create(
        models.Grant(employee=employee, role=role, centre_id=centre_id, department_id=department)
        for role, department in sorted(wanted, key=lambda one: (one[0], order.index(one[1]) if one[1] in order else 0))
    )
    return True


def _set_skills(employee: models.Employee, wanted: set[str]) -> bool:
    rows = models.Skill.objects.filter(employee=employee)
    if wanted == set(rows.values_list("service_id", flat=True)):
        return False
    rows.delete()
    models.Skill.objects.bulk_create(models.Skill(employee=employee, service_id=code) for code in sorted(wanted))
    return True


def _set_languages(employee: models.Employee, wanted: list[str]) -> bool:
    rows = models.Language.objects.filter(employee=employee).order_by("position")
    if wanted == list(rows.values_list("code", flat=True)):
        return False
    rows.delete()
    models.Language.objects.bulk_create(
        models.Language(employee=employee, code=code, position=position) for position, code in enumerate(wanted)
    )
    return True


def _set_first_password(employee: models.Employee, password: str | None, hashed: Callable[[str], str]) -> bool:
    """Set the password of somebody who has none; without one given, make sure nobody can guess an empty one."""
    has_one = bool(employee.password) and employee.has_usable_password()
    if password is not None and not has_one:
        employee.password = hashed(password)
    elif not employee.password:
        employee.set_unusable_password()
    else:
        return False
    employee.save(update_fields=["password"])
    return password is not None


def record_training(*, centre_id: str, course: Course, attended: Sequence[str], at: datetime, by: Actor) -> int | None:
    """Record that people (by login) attended a course; return the number of the entry, None when all was known before.

    The entry counts those recorded now.

    :raises UnknownEmployee: a login is nobody's.
    """
    by.must(Permission.LOAD_BLUEPRINT, centre_id=centre_id)
    names = {"uz": course.names.uz, "uz-cyrl": course.names.uz_cyrl, "ru": course.names.ru, "en": course.names.en}
    with transaction.atomic():
        training, _ = put(
            models.Training,
            key={"centre_id": centre_id, "course": course.code, "day": course.day},
            values={"days": course.days, "names": names},
        )
        people = models.Employee.objects.filter(login__in=attended)
        if len(people) != len(set(attended)):
            raise errors.UnknownEmployee
        known = set(models.Attendance.objects.filter(training=training).values_list("employee_id", flat=True))
        new = [person for person in people if person.pk not in known]
        if not new:
            return None
        models.Attendance.objects.bulk_create(models.Attendance(training=training, employee=person) for person in new)
        return journal.append(
            centre_id=centre_id,
            kind=Kind.STAFF_TRAINED,
            subject=f"training:{training.pk}",
            at=at,
            by=by,
            data={
                "course": course.code,
                "day": course.day.isoformat(),
                "women": sum(person.sex == "F" for person in new),
                "men": sum(person.sex == "M" for person in new),
            },
        )


def set_password(*, employee_id: int, password: str, at: datetime, by: Actor, key: str | None = None) -> None:
    """Give an employee a password, the first or another one; whoever was signed in with the old one no longer is.

    :raises UnknownEmployee: there is none, or the employee left.
    :raises PasswordTooWeak: it has fewer than twelve signs, or is among those tried first.
    """
    employee = models.Employee.objects.filter(pk=employee_id, is_active=True).first()
    if employee is None:
        raise errors.UnknownEmployee(employee_id=employee_id)
    by.must(Permission.MANAGE_STAFF, centre_id=employee.centre_id)
    try:
        validate_password(password)
    except ValidationError as weak:
        raise errors.PasswordTooWeak from weak
    if entries.entry_with_key(centre_id=employee.centre_id, key=key):
        return
    with transaction.atomic():
        employee.set_password(password)
        employee.save(update_fields=["password"])
        models.WrongPassword.objects.filter(login_hash=_login_hash(employee.login)).delete()
        journal.append(
            centre_id=employee.centre_id,
            kind=Kind.EMPLOYEE_PASSWORD_SET,
            subject=f"employee:{employee_id}",
            at=at,
            by=by,
            data={"employee": employee_id},
            key=key,
        )


def tell_keys_rotated(*, newest: str, retired: Sequence[str], rows: int, at: datetime, by: Actor) -> None:
    """Tell that the keys `retired` (ids) open nothing any more, and `newest` has taken over: `rows` by this run.

    To be told before they leave the file: a run that was cut off in between tells nothing a second time.
    """
    by.must(Permission.ROTATE_KEYS)
    key = f"keys.rotated:{newest}"
    if entries.entry_with_key(centre_id=COUNTRY, key=key):
        return
    with transaction.atomic():
        journal.append(
            centre_id=COUNTRY,
            kind=Kind.KEYS_ROTATED,
            subject=f"key:{newest}",
            at=at,
            by=by,
            data={"key": newest, "retired": list(retired), "rows": rows},
            key=key,
        )


def _login_hash(login: str) -> str:
    return hashlib.sha256(login.strip().casefold().encode()).hexdigest()


def sign_in(*, login: str, password: str, at: datetime, key: str | None = None) -> int:
    """Check login and password, journal the sign-in, and return the employee's id; the door then keeps the session.

    After five wrong passwords for a login within 15 minutes further tries are refused for 15 minutes, the right one
    too. Unknown logins are treated alike and take as long, so that nobody learns who works here.

    :raises WrongPassword: login or password is wrong.
    :raises TooManyTries: too many were.
    """
    login_hash = _login_hash(login)
    with transaction.atomic():
        # Tries for one login go one after the other: a hundred at once would all be counted as the first.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"sign_in:{login_hash}"])
        failures = models.WrongPassword.objects.filter(login_hash=login_hash)
        moments = failures.filter(at__gte=at - rules.FAILURE_SPAN - rules.REFUSAL_SPAN).values_list("at", flat=True)
        until = rules.refused_until(list(moments), at=at)
        if until is not None:
            raise errors.TooManyTries(again_at=until.astimezone(UTC).isoformat())
        employee = models.Employee.objects.filter(login=login.strip().casefold(), is_active=True).first()
        if employee is None:
            make_password(password)
        right = employee is not None and check_password(password, employee.password)
        if right:
            failures.delete()
        else:
            models.WrongPassword.objects.create(login_hash=login_hash, at=at)
            # What can refuse nobody any more is nobody's business.
            models.WrongPassword.objects.filter(at__lt=at - _KEPT_FOR).delete()
    if employee is None or not right:
        raise errors.WrongPassword
    record_sign_in(employee_id=employee.pk, at=at, by=queries.actor_of(employee_id=employee.pk), key=key)
    return employee.pk


def record_sign_in(*, employee_id: int, at: datetime, by: Actor, key: str | None = None) -> None:
    """Journal that an employee signed in. Only for oneself, or by the house itself."""
    _record(Kind.EMPLOYEE_SIGNED_IN, employee_id, at, by, key)


def record_sign_out(*, employee_id: int, at: datetime, by: Actor, key: str | None = None) -> None:
    """Journal that an employee signed out. Only for oneself, or by the house itself."""
    _record(Kind.EMPLOYEE_SIGNED_OUT, employee_id, at, by, key)


def sign_out(*, at: datetime, by: Actor, key: str | None = None) -> None:
    """Journal that the employee who acts signed out.

    :raises UnknownEmployee: no employee acts.
    """
    if by.employee_id is None:
        raise errors.UnknownEmployee
    record_sign_out(employee_id=by.employee_id, at=at, by=by, key=key)


def _record(kind: Kind, employee_id: int, at: datetime, by: Actor, key: str | None) -> None:
    employee = models.Employee.objects.filter(pk=employee_id, is_active=True).first()
    if employee is None:
        raise errors.UnknownEmployee(employee_id=employee_id)
    if by.employee_id != employee_id:
        by.must(Permission.MANAGE_STAFF, centre_id=employee.centre_id)
    if entries.entry_with_key(centre_id=employee.centre_id, key=key):
        return
    with transaction.atomic():
        journal.append(
            centre_id=employee.centre_id,
            kind=kind,
            subject=f"employee:{employee_id}",
            at=at,
            by=by,
            data={"employee": employee_id},
            key=key,
        )
