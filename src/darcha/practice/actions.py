"""Whole days played through the very same actions: the pilot's first eight months, and the living demo."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random
from zoneinfo import ZoneInfo

from django.db import connection

from darcha.cases import queries as cases
from darcha.catalogue import queries as catalogue
from darcha.centres import queries as centres
from darcha.journal import queries as journal
from darcha.kernel.actor import system
from darcha.monitoring import actions as monitoring
from darcha.practice.back_office import Clerk, clerks, work_through
from darcha.practice.hall import HallDay, officers_of_day
from darcha.practice.parameters import BackOffice, Parameters
from darcha.practice.rules import DayPlan, Windows, plan_days, plan_visitors
from darcha.queue import actions as queue

_BACK_OFFICE_AT = time(17, 0)
_DAY_CLOSES = time(21, 0)
_COMES_AGAIN_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayPlayed:
    """Progress: one day is done. `visitors_so_far` of `visitors_in_all`; `resumed` when an earlier run had done it."""

    day: date
    visitors_so_far: int
    visitors_in_all: int
    refusals: int
    resumed: bool


def play_pilot(*, parameters: Parameters, seed: int) -> Iterator[DayPlayed]:
    """Play the pilot day by day and yield after each; a day done by an earlier run is not done again.

    Stop at any moment and call again with the same parameters and seed: every action carries an idempotency key.
    """
    with connection.cursor() as cursor:
        # A replay lost to a power cut is simply played again; the journal stays whole either way.
        cursor.execute("SET synchronous_commit = off")
    zone = ZoneInfo(centres.centre(code=parameters.centre).zone)
    days = [parameters.since + timedelta(days=n) for n in range((parameters.until - parameters.since).days + 1)]
    opening = [day for day in days if centres.hours(centre_id=parameters.centre, day=day) is not None]
    plans = {plan.day: plan for plan in plan_days(parameters, opening)}
    staff = clerks(centre_id=parameters.centre)
    so_far = 0
    for day in days:
        plan = plans.get(day, DayPlan(day, 0, 0))
        so_far += plan.visitors
        refusals, resumed = _play_day(plan, parameters, name=f"pilot:{seed}", staff=staff, zone=zone)
        yield DayPlayed(day, so_far, parameters.visitors, refusals, resumed)


def windows_of_day(*, centre_id: str, day: date) -> Windows:
    """Return when each department sits at the centre that day."""
    return {
        department.code: centres.presence(centre_id=centre_id, department_id=department.code, day=day)
        for department in catalogue.departments()
    }


def usual_minutes(*, centre_id: str, day: date) -> dict[str, dict[str, int]]:
    """Return department -> service -> usual minutes at the counter, of what the centre offers."""
    offered = centres.offers(centre_id=centre_id)
    found: dict[str, dict[str, int]] = {}
    for service in catalogue.service_summaries():
        if service.code in offered:
            version = catalogue.service_version(code=service.code, on=day)
            found.setdefault(service.department_id, {})[service.code] = version.counter_minutes
    return found


def _play_day(
    plan: DayPlan, parameters: Parameters, *, name: str, staff: list[Clerk], zone: ZoneInfo
) -> tuple[int, bool]:
    centre_id, day = parameters.centre, plan.day
    key = f"{name}:{day.isoformat()}:closed"
    if journal.entry_with_key(centre_id=centre_id, key=key):
        return 0, True
    last = datetime.combine(day, time(0), tzinfo=zone)
    with catalogue.one_edition():
        hall = hall_day(plan=plan, parameters=parameters, name=name, staff=staff, zone=zone)
        while hall.next_at() is not None:
            last = hall.step()
    closing = max(datetime.combine(day, _DAY_CLOSES, tzinfo=zone), last)
    hall.close_counters(closing)
    queue.settle_day(centre_id=centre_id, day=day, at=closing, by=system("practice"), key=f"{name}:{day}:settled")
    monitoring.close_day(centre_id=centre_id, day=day, at=closing, by=system("practice"), key=key)
    return len(hall.refused), False


def hall_day(
    *,
    plan: DayPlan,
    parameters: Parameters,
    name: str,
    staff: list[Clerk],
    zone: ZoneInfo,
    keep_free: frozenset[str] = frozenset(),
    since: datetime | None = None,
) -> HallDay:
    """Return a day ready to be played: officers who will sit down, visitors who will come, departments that work.

    `name` tells this replay from others; `keep_free` are logins left to real people, and their counters with them.
    A day that was left at `since` goes on from there: nothing planned for an earlier moment happens.
    """
    centre_id, day = parameters.centre, plan.day
    hours = centres.hours(centre_id=centre_id, day=day)
    random = Random(f"{name}:{day.isoformat()}")
    windows = windows_of_day(centre_id=centre_id, day=day) if hours else {}
    services = usual_minutes(centre_id=centre_id, day=day)
    sitting = frozenset(
        service
        for department, of_department in services.items()
        if windows.get(department)
        for service in of_department
    )
    hall = HallDay(
        centre_id=centre_id,
        day=day,
        parameters=parameters,
        seed=name,
        random=random,
        officers=officers_of_day(
            centre_id=centre_id, services_today=sitting, times=parameters.each_service_at, keep_free=keep_free
        )
        if hours
        else [],
        returned=cases.returned_cases(centre_id=centre_id, opened_before=day - _COMES_AGAIN_AFTER),
    )

    since = since or datetime.combine(day, time(0), tzinfo=zone)
    if hours:
        hall.open_counters(max(since, datetime.combine(day, hours.opens, tzinfo=zone)))
        planned = plan_visitors(plan, parameters, windows=windows, services=services, zone=zone, random=random)
        hall.add_visitors([person for person in planned if person.arrives_at >= since])
    back_office_at = datetime.combine(day, _BACK_OFFICE_AT, tzinfo=zone)
    for clerk in staff if back_office_at >= since else []:
        hall.add(
            back_office_at,
            partial(_work_through, centre_id=centre_id, clerk=clerk, seed=name, habits=parameters.back_office, day=day),
        )
    return hall


def _work_through(at: datetime, *, centre_id: str, clerk: Clerk, seed: str, habits: BackOffice, day: date) -> None:
    work_through(centre_id=centre_id, clerk=clerk, at=at, day=day, seed=seed, habits=habits)
