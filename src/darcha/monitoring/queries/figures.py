"""The figures of a period from the day facts, and of today from the journal itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import connection

from darcha.access import queries as access
from darcha.catalogue import queries as catalogue
from darcha.centres import queries as centres
from darcha.feedback import queries as feedback
from darcha.journal import queries as journal
from darcha.journal.kinds import Kind
from darcha.monitoring import errors, models
from darcha.monitoring.rules import facts as rules
from darcha.monitoring.rules.facts import Measures
from darcha.monitoring.rules.figures import SPLITS, Figures, Point, gather, waiting_curve
from darcha.monitoring.rules.indicators import INDICATORS, Indicator

_CURVE_STEP = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """A day whose facts are folded."""

    day: date
    closed_at: datetime
    entries: int
    facts: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Today:
    """What has happened so far today, straight from the journal; not for publication, nothing is hidden in it."""

    day: date
    measures: Measures
    by_department: dict[str, Measures]
    waiting: tuple[Point, ...]


def indicators() -> tuple[Indicator, ...]:
    """Return all indicators with their formulas."""
    return INDICATORS


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """Return the moment a local day begins."""
    return datetime.combine(day, time(0), tzinfo=zone)


def must_be_period(*, since: date, until: date) -> None:
    """Pass silently when the period holds at least a day.

    :raises PeriodIsEmpty: it ends before it begins.
    """
    if until < since:
        raise errors.PeriodIsEmpty(since=since.isoformat(), until=until.isoformat())


def since_opening(*, centre_id: str) -> date:
    """Return the first day of the centre."""
    return centres.centre(code=centre_id).opens_on


def closed_days(*, centre_id: str, since: date | None = None, until: date | None = None) -> list[ClosedDay]:
    """Return the closed days, the newest first."""
    rows = models.ClosedDay.objects.filter(centre_id=centre_id).order_by("-day")
    if since:
        rows = rows.filter(day__gte=since)
    if until:
        rows = rows.filter(day__lte=until)
    return [ClosedDay(row.day, row.closed_at, row.entries, row.facts, row.fingerprint) for row in rows]


def open_days(*, centre_id: str, at: datetime) -> list[date]:
    """Return the days of the four weeks before today on which something happened and that nobody closed."""
    zone = centres.zone(centre_id=centre_id)
    day = at.astimezone(zone).date()
    first = day - timedelta(days=28)
    closed = {row.day for row in closed_days(centre_id=centre_id, since=first, until=day)}

    def is_lively(past: date) -> bool:
        entries = journal.entries_between(
            centre_id=centre_id,
            since=midnight(past, zone),
            until=midnight(past + timedelta(days=1), zone),
            kinds=rules.COUNTED,
        )
        return next(entries, None) is not None

    past_days = (first + timedelta(days=n) for n in range(28))
    return [past for past in past_days if past not in closed and is_lively(past)]


def last_closed_day(*, centre_id: str) -> date | None:
    """Return the newest closed day."""
    row = models.ClosedDay.objects.filter(centre_id=centre_id).order_by("-day").first()
    return row.day if row else None


def figures(*, centre_id: str, since: date, until: date) -> Figures:
    """Return all figures of the days `since` to `until`, both included.

    They come from the facts of the closed days; days nobody closed are counted from the journal at once, and named.

    :raises PeriodIsEmpty: the period ends before it begins.
    """
    must_be_period(since=since, until=until)
    closed = {row.day for row in closed_days(centre_id=centre_id, since=since, until=until)}
    folded = {
        day: facts
        for first, last in _gaps(closed, since, until)
        for day, facts in _fold(centre_id=centre_id, since=first, until=last).items()
    }
    tables = gather((day, cell, measures) for day, fold in folded.items() for cell, measures in fold.facts.items())
    for split, key, measures in _sums(centre_id=centre_id, since=since, until=until):
        tables[split].setdefault(key, []).append(measures)
    added = {
        split: {key: rules.together(parts) for key, parts in sorted(table.items())} for split, table in tables.items()
    }
    complaints = feedback.complaints_counted(centre_id=centre_id, since=since, until=until)
    used = sum(bool(measures.visitors_served) for measures in added["service"].values())
    return Figures(
        centre_id=centre_id,
        since=since,
        until=until,
        tables=added,
        closed_days=len(closed),
        open_days=tuple(sorted(folded)),
        counts={
            "services_offered": len(centres.offers(centre_id=centre_id)),
            "services_used": used,
            "complaints_due": complaints.due,
            "complaints_in_time": complaints.in_time,
            "departments": len(departments(centre_id=centre_id)),
            "staff_trained": access.trained(centre_id=centre_id, until=until + timedelta(days=1)).total,
        },
    )


def departments(*, centre_id: str) -> list[str]:
    """Return the codes of the departments that sit in the centre, in the order of the catalogue."""
    here = {code for line in centres.lines(centre_id=centre_id) for code in line.department_ids}
    return [department.code for department in catalogue.departments() if department.code in here]


def today(*, centre_id: str, at: datetime) -> Today:
    """Return what happened from the local midnight to `at`."""
    zone = centres.zone(centre_id=centre_id)
    day = at.astimezone(zone).date()
    kinds = {*rules.COUNTED, Kind.TICKET_CALLED, Kind.TICKET_LEFT, Kind.TICKET_SENT_ON, Kind.TICKET_SET_ASIDE}
    entries = list(
        journal.entries_between(
            centre_id=centre_id, since=midnight(day, zone), until=at + timedelta(microseconds=1), kinds=kinds
        )
    )
    facts = rules.fold(entries, zone=zone).get(day, rules.Folded(0, {})).facts
    by_department: dict[str, list[Measures]] = {}
    for cell, measures in facts.items():
        by_department.setdefault(cell.department_id, []).append(measures)
    return Today(
        day=day,
        measures=rules.together(facts.values()),
        by_department={code: rules.together(parts) for code, parts in by_department.items()},
        waiting=waiting_curve(entries, until=at, step=_CURVE_STEP),
    )


def _gaps(closed: set[date], since: date, until: date) -> Iterator[tuple[date, date]]:
    """Yield the unbroken runs of days of the period that are not closed."""
    first: date | None = None
    day = since
    while day <= until:
        if day in closed:
            if first:
                yield first, day - timedelta(days=1)
            first = None
        elif first is None:
            first = day
        day += timedelta(days=1)
    if first:
        yield first, until


def _fold(*, centre_id: str, since: date, until: date) -> dict[date, rules.Folded]:
    zone = centres.zone(centre_id=centre_id)
    return rules.fold(
        journal.entries_between(
            centre_id=centre_id,
            since=midnight(since, zone),
            until=midnight(until + timedelta(days=1), zone),
            kinds=rules.COUNTED,
        ),
        zone=zone,
    )


# Put together from the names of our own columns alone; what a reader gives comes in as a parameter.
_KEYS = {
    "all": "''",
    "sex": "sex",
    "age_band": "age_band",
    "disability": "disability",
    "channel": "channel",
    "department": "department_id",
    "service": "service_id",
    "day": "to_char(day, 'YYYY-MM-DD')",
    "department_month": "department_id || ' ' || to_char(day, 'YYYY-MM')",
}
_COLUMNS = ", ".join(f"{_KEYS[split]} AS k_{split}" for split in SPLITS)
_SETS = ", ".join(f"(k_{split})" for split in SPLITS)
_WHICH = " ".join(f"WHEN GROUPING(k_{split}) = 0 THEN '{split}'" for split in SPLITS)
_KEY = "COALESCE(" + ", ".join(f"k_{split}" for split in SPLITS) + ")"
_FACTS = f"""(SELECT {_COLUMNS}, * FROM monitoring_day_fact
    WHERE centre_id = %(centre)s AND day BETWEEN %(since)s AND %(until)s) AS fact"""  # noqa: S608
_NUMBERS_SQL = f"""SELECT CASE {_WHICH} END, {_KEY}, {", ".join(f"sum({name})::bigint" for name in rules.NUMBERS)},
    {", ".join(f"COALESCE(sum(satisfied[{face}]), 0)::int" for face in range(1, 6))},
    {", ".join(f"COALESCE(sum(clear[{face}]), 0)::int" for face in range(1, 6))}
    FROM {_FACTS} GROUP BY GROUPING SETS ({_SETS})"""  # noqa: S608
_HISTOGRAM_SQL = f"""SELECT CASE {_WHICH} END, {_KEY}, minute, sum(visits)::int
    FROM {_FACTS} CROSS JOIN LATERAL unnest(wait_minutes) WITH ORDINALITY AS bin(visits, minute)
    WHERE visits > 0 GROUP BY GROUPING SETS ({", ".join(f"(k_{split}, minute)" for split in SPLITS)})"""  # noqa: S608


def _sums(*, centre_id: str, since: date, until: date) -> Iterator[tuple[str, str, Measures]]:
    """Yield (split, key, sums) of the day facts: one scan for the numbers, one for the histograms."""
    given: dict[str, str | date] = {"centre": centre_id, "since": since, "until": until}
    histograms: dict[tuple[str, str], list[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_HISTOGRAM_SQL, given)
        for split, key, minute, visits in cursor.fetchall():
            bins = histograms.setdefault((split, key), [])
            bins.extend([0] * (minute - len(bins)))
            bins[minute - 1] = visits
        cursor.execute(_NUMBERS_SQL, given)
        rows = cursor.fetchall()
    count = len(rules.NUMBERS)
    for split, key, *numbers in rows:
        if split is None or key is None:
            continue
        yield (
            split,
            key,
            Measures(
                **dict(zip(rules.NUMBERS, numbers[:count], strict=True)),
                wait_minutes=tuple(histograms.get((split, key), ())),
                satisfied=rules.trimmed(numbers[count : count + 5]),
                clear=rules.trimmed(numbers[count + 5 :]),
            ),
        )
