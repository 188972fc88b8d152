"""What can be asked about employees."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from darcha.access import errors, models
from darcha.access.rules import (
    AbsenceView,
    CourseAttendance,
    EmployeeCard,
    Role,
    RoleGrant,
    TrainedStaff,
    all_permissions,
)
from darcha.kernel.actor import Actor
from darcha.kernel.names import Names


def actor_of(*, employee_id: int) -> Actor:
    """Return the employee as an actor with the permissions of the roles held now.

    :raises UnknownEmployee: there is none, or the employee left.
    """
    held = models.Employee.objects.filter(pk=employee_id, is_active=True).order_by("grants__pk")
    rows = list(held.values_list("grants__role", "grants__centre_id", "grants__department_id"))
    if not rows:
        raise errors.UnknownEmployee(employee_id=employee_id)
    return actor_with(employee_id=employee_id, held=rows)


def actor_with(*, employee_id: int, held: Iterable[Sequence[str | None]]) -> Actor:
    """Return the employee as an actor with the permissions of these roles, each (role, centre, department)."""
    grants = (RoleGrant(Role(role), centre, department) for role, centre, department in held if role)
    return Actor("employee", str(employee_id), all_permissions(grants))


def employee(*, employee_id: int) -> EmployeeCard:
    """Return an employee's card, also of one who left: old cases name them.

    :raises UnknownEmployee: there is none.
    """
    cards = _cards(models.Employee.objects.filter(pk=employee_id))
    if not cards:
        raise errors.UnknownEmployee(employee_id=employee_id)
    return cards[0]


def employee_by_login(*, login: str) -> EmployeeCard:
    """Return the card of who signs in as `login`.

    :raises UnknownEmployee: there is none, or the employee left.
    """
    cards = _cards(models.Employee.objects.filter(login=login, is_active=True))
    if not cards:
        raise errors.UnknownEmployee
    return cards[0]


def employees(*, centre_id: str) -> list[EmployeeCard]:
    """Return everybody who works for the centre or holds a role there, in the order of its file; who left is left out."""
    of_centre = models.Employee.objects.filter(is_active=True, centre=centre_id)
    with_role = models.Employee.objects.filter(is_active=True, grants__centre=centre_id)
    return _cards((of_centre.distinct() | with_role.distinct()).order_by("pk"))


def roles_held(*, employee_ids: Collection[int]) -> dict[int, tuple[tuple[str, str | None], ...]]:
    """Return the roles each of these employees holds now as (role, department); who holds none is left out. No names."""
    found: dict[int, list[tuple[str, str | None]]] = defaultdict(list)
    rows = models.Grant.objects.filter(employee__in=employee_ids).order_by("pk")
    for who, role, department in rows.values_list("employee_id", "role", "department_id"):
        found[who].append((role, department))
    return {who: tuple(held) for who, held in found.items()}


def service_authors() -> int:
    """Return how many people write services, in all centres together."""
    rows = models.Grant.objects.filter(role=Role.SERVICE_AUTHOR, employee__is_active=True)
    return rows.values("employee").distinct().count()


def may_serve(*, employee_id: int) -> frozenset[str]:
    """Return the codes of the services the employee may give at a counter; none after leaving."""
    return frozenset(
        models.Skill.objects.filter(employee=employee_id, employee__is_active=True).values_list("service_id", flat=True)
    )


def trained(*, centre_id: str, until: date) -> TrainedStaff:
    """Return how many of the centre's staff attended courses that began before `until`; heads, each counted once."""
    rows = list(
        models.Attendance.objects.filter(training__centre=centre_id, training__day__lt=until, employee__of_staff=True)
        .order_by("training__day", "training__course")
        .values_list("training__course", "training__day", "training_id", "employee_id", "employee__sex")
    )
    titles = dict(models.Training.objects.filter(centre=centre_id).values_list("pk", "names"))
    by_course = []
    for key in dict.fromkeys((course, day, training) for course, day, training, _, _ in rows):
        course, day, training = key
        total, women, men = _heads((who, sex) for of, on, _, who, sex in rows if (of, on) == (course, day))
        by_course.append(CourseAttendance(course, total, women, men, _names(titles[training]), day))
    total, women, men = _heads((who, sex) for _, _, _, who, sex in rows)
    return TrainedStaff(total, women, men, tuple(by_course))


def _heads(people: Iterable[tuple[int, str]]) -> tuple[int, int, int]:
    sexes = dict(people)
    women = sum(sex == "F" for sex in sexes.values())
    return len(sexes), women, len(sexes) - women


def _names(texts: dict[str, str]) -> Names:
    return Names(texts["uz"], texts["uz-cyrl"], texts["ru"], texts["en"])


def _cards(rows: Iterable[models.Employee]) -> list[EmployeeCard]:
    """Return the cards of the given employees in four queries, however many they are."""
    people = list(rows)
    ids = [person.pk for person in people]
    roles: dict[int, list[tuple[str, str | None, str | None]]] = defaultdict(list)
    for who, role, centre, department in (
        models.Grant.objects.filter(employee__in=ids)
        .order_by("pk")
        .values_list("employee_id", "role", "centre_id", "department_id")
    ):
        roles[who].append((role, centre, department))
    languages: dict[int, list[str]] = defaultdict(list)
    for who, code in (
        models.Language.objects.filter(employee__in=ids).order_by("position").values_list("employee_id", "code")
    ):
        languages[who].append(code)
    services: dict[int, set[str]] = defaultdict(set)
    for who, service in models.Skill.objects.filter(employee__in=ids).values_list("employee_id", "service_id"):
        services[who].add(service)
    return [
        EmployeeCard(
            id=person.pk,
            login=person.login,
            name=person.name,
            sex=person.sex,
            department_id=person.department_id,
            languages=tuple(languages[person.pk]),
            service_ids=frozenset(services[person.pk]),
            roles=tuple(roles[person.pk]),
            of_staff=person.of_staff,
            usual_counter=person.usual_counter,
        )
        for person in people
    ]


def absences(*, centre_id: str, since: date) -> list[AbsenceView]:
    """Return who is or will be away from a day on, those who leave first in front; ended ones are left out."""
    rows = models.Absence.objects.filter(employee__centre=centre_id, until__gte=since, ended_at=None)
    return [
        AbsenceView(row.pk, row.employee_id, row.since, row.until, row.reason, row.substitute_id)
        for row in rows.order_by("since", "pk")
    ]


def away(*, centre_id: str, day: date) -> dict[int, AbsenceView]:
    """Return who is away on a day, by their number."""
    return {one.employee_id: one for one in absences(centre_id=centre_id, since=day) if one.covers(day)}


def acts_for(*, centre_id: str, label: str, day: date) -> frozenset[str]:
    """Return whose work is this employee's on a day: their own, and that of whom they stand in for; as labels."""
    mine = {
        f"employee:{one.employee_id}"
        for one in away(centre_id=centre_id, day=day).values()
        if label == f"employee:{one.substitute_id}"
    }
    return frozenset({label, *mine})
