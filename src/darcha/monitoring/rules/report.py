"""What a report holds: numbers only, every one computed from rows; words are put to them elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from darcha.kernel.names import Names
from darcha.monitoring.rules import suppression
from darcha.monitoring.rules.facts import Measures, percentile
from darcha.monitoring.rules.figures import Figures
from darcha.monitoring.rules.indicators import BY_CODE, INDICATORS, Direction, Form, Reading, read
from darcha.monitoring.rules.suppression import Shown, is_small

SEXES = ("F", "M")
AGE_BANDS = ("0-17", "18-29", "30-44", "45-59", "60+")
FEWEST_DECISIONS = 30
"""A department with fewer decisions (or visits) in the period is not compared with others."""


@dataclass(frozen=True, slots=True)
class Place:
    """A department or a service with its name."""

    code: str
    names: Names


@dataclass(frozen=True, slots=True)
class Group:
    """A part of the visitors: how many, and how it went for them; None where too few stand under a figure."""

    split: str
    key: str
    served: Shown
    share: float | None
    wait_mean: float | None
    wait_p90: int | None
    within_promise_share: float | None
    answers: Shown
    satisfied_share: float | None


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    """What one department did."""

    place: Place
    offered: int
    used: int
    served: Shown
    wait_mean: float | None
    within_promise_share: float | None
    decided: Shown
    on_time_share: float | None
    services: tuple[tuple[Place, Shown], ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The figures of a period as they may be shown: small groups hidden, readings against targets."""

    figures: Figures
    groups: tuple[Group, ...]
    departments: tuple[DepartmentRow, ...]
    readings: tuple[Reading, ...]
    faces: tuple[Shown, ...]
    served: Shown


@dataclass(frozen=True, slots=True)
class Shortfall:
    """An indicator below its target, and the departments that are furthest below it."""

    reading: Reading
    furthest: tuple[tuple[Place, float], ...]


@dataclass(frozen=True, slots=True)
class Staff:
    """Staff who attended at least one course; `courses` are (name, day, heads, women, men)."""

    trained: int
    women: int
    men: int
    courses: tuple[tuple[Names, date, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """What the report was counted from, and how often the recount disagreed; nought is as it must be."""

    closed_days: int
    open_days: tuple[date, ...]
    facts: int
    entries: int
    differences: int


@dataclass(frozen=True, slots=True)
class Report:
    """The report of a centre for the days `since` to `until`, both included. Shares are 0..1, waits in minutes."""

    centre: Place
    district: Names
    since: date
    until: date
    opening_days: int
    figures: Figures
    groups: tuple[Group, ...]
    departments: tuple[DepartmentRow, ...]
    readings: tuple[Reading, ...]
    shortfalls: tuple[Shortfall, ...]
    weeks: tuple[tuple[date, int, float | None], ...]
    """Monday of each week, visitors served, share called within the promise."""
    faces: tuple[Shown, ...]
    answers_with_words: int
    staff: Staff
    part_time: tuple[tuple[Place, int], ...]
    """Departments that sit on fewer than five days of a week, with the days they do."""
    missing_papers: tuple[tuple[Names, int], ...]
    """The papers most often missing when an application was handed back."""
    counted: Counted

    @property
    def all(self) -> Measures:
        """Return the sums over everything."""
        return self.figures.all


def share(part: int, whole: int) -> float | None:
    """Return part ÷ whole, or None when fewer than five stand under it."""
    return None if whole < suppression.THRESHOLD else part / whole


def groups(figures: Figures) -> tuple[Group, ...]:
    """Return the visitors by sex, age and disability; where the number is hidden everything about the group is."""
    found: list[Group] = []
    for split, keys in (("sex", SEXES), ("age_band", AGE_BANDS), ("disability", ("yes", "no"))):
        served = suppression.row({key: figures.of(split, key).visitors_served for key in keys})
        answers = suppression.row({key: figures.of(split, key).answers for key in keys})
        whole = served.total.value
        for key in keys:
            part = figures.of(split, key)
            open_ = served.cells[key].value is not None and part.visitors_served > 0
            told = answers.cells[key].value is not None and part.answers > 0
            found.append(
                Group(
                    split,
                    key,
                    served.cells[key],
                    part.visitors_served / whole if open_ and whole else None,
                    part.wait_seconds / part.visitors_served / 60 if open_ else None,
                    percentile(part.wait_minutes, per_cent=90) if open_ else None,
                    part.within_promise / part.visitors_served if open_ else None,
                    answers.cells[key],
                    part.answers_satisfied / part.answers if told else None,
                )
            )
    return tuple(found)


def department_rows(
    figures: Figures, departments: Sequence[Place], services: Mapping[str, Sequence[Place]]
) -> tuple[DepartmentRow, ...]:
    """Return what each department did; `services` holds the offered services of each department."""
    served = suppression.tree(
        {
            place.code: {
                service.code: figures.of("service", service.code).visitors_served for service in services[place.code]
            }
            for place in departments
        }
    )
    decided = suppression.row({place.code: figures.of("department", place.code).cases_decided for place in departments})
    rows = []
    for place in departments:
        part = figures.of("department", place.code)
        own = served.groups[place.code]
        open_ = own.total.value is not None and part.visitors_served > 0
        told = decided.cells[place.code].value is not None and part.cases_decided > 0
        rows.append(
            DepartmentRow(
                place,
                len(services[place.code]),
                sum(bool(figures.of("service", service.code).visitors_served) for service in services[place.code]),
                own.total,
                part.wait_seconds / part.visitors_served / 60 if open_ else None,
                part.within_promise / part.visitors_served if open_ else None,
                decided.cells[place.code],
                part.cases_on_time / part.cases_decided if told else None,
                tuple((service, own.cells[service.code]) for service in services[place.code]),
            )
        )
    return tuple(rows)


def faces(measures: Measures) -> tuple[Shown, ...]:
    """Return how many answered 1, 2, 3, 4, 5 to the first question, small numbers hidden."""
    counts = (*measures.satisfied, 0, 0, 0, 0, 0)[:5]
    told = suppression.tree({"no": {1: counts[0], 2: counts[1], 3: counts[2]}, "yes": {4: counts[3], 5: counts[4]}})
    return tuple(told.groups["no" if face < 4 else "yes"].cells[face] for face in range(1, 6))  # noqa: PLR2004 -- 4 and 5 are satisfied


def overview(figures: Figures, departments: Sequence[Place], services: Mapping[str, Sequence[Place]]) -> Overview:
    """Return the figures as they may be shown."""
    served = suppression.row({key: figures.of("sex", key).visitors_served for key in SEXES})
    return Overview(
        figures,
        groups(figures),
        department_rows(figures, departments, services),
        readings(figures),
        faces(figures.all),
        served.total,
    )


def readings(figures: Figures) -> tuple[Reading, ...]:
    """Return every indicator read over everything."""
    return tuple(read(indicator, figures.all, figures.counts) for indicator in INDICATORS)


def shortfalls(figures: Figures, departments: Sequence[Place]) -> tuple[Shortfall, ...]:
    """Return the indicators below target, each with the three departments furthest below it."""
    found = []
    for reading in readings(figures):
        if reading.state != "missed":
            continue
        indicator = reading.indicator
        parts: list[tuple[Place, float]] = []
        if "department" in indicator.splits and indicator.form is not Form.COUNT:
            for place in departments:
                part = read(indicator, figures.of("department", place.code))
                if part.value is not None and part.state == "missed" and (part.denominator or 0) >= FEWEST_DECISIONS:
                    parts.append((place, part.value))
            parts.sort(key=lambda found: found[1], reverse=indicator.direction is Direction.DOWN)
        found.append(Shortfall(reading, tuple(parts[:3])))
    return tuple(found)


def as_json(report: Report) -> dict[str, object]:
    """Return the report as one JSON object.

    Shares are 0..1 with four places, waits in minutes with two. A figure that is not published is null, and its name
    stands in "suppressed".
    """
    suppressed: list[str] = []

    def told(name: str, number: Shown) -> int | None:
        if number.value is None:
            suppressed.append(name)
        return number.value

    def part(value: float | None, places: int = 4) -> float | None:
        return None if value is None else round(value, places)

    everything, figures = report.all, report.figures
    by = {(group.split, group.key): group for group in report.groups}
    women, men = by["sex", "F"], by["sex", "M"]
    total = suppression.row({key: figures.of("sex", key).visitors_served for key in SEXES}).total
    p90 = read(BY_CODE["wait.p90"], everything).value
    document: dict[str, object] = {
        "centre": report.centre.code,
        "period": {
            "since": report.since.isoformat(),
            "until": report.until.isoformat(),
            "opening_days": report.opening_days,
            "closed_days": report.counted.closed_days,
            "days_counted_from_the_journal": [day.isoformat() for day in report.counted.open_days],
        },
        "visitors": {
            "served": told("visitors.served", total),
            "women": told("visitors.women", women.served),
            "men": told("visitors.men", men.served),
            "women_share": part(women.share),
            "tickets": everything.tickets_issued,
            "no_shows": told("visitors.no_shows", suppression.shown(everything.no_shows)),
            "by_age_band": {key: told(f"visitors.by_age_band.{key}", by["age_band", key].served) for key in AGE_BANDS},
            "by_disability": {
                key: told(f"visitors.by_disability.{key}", by["disability", key].served) for key in ("yes", "no")
            },
        },
        "services": {
            "offered": figures.counts["services_offered"],
            "used": figures.counts["services_used"],
            "by_department": {
                row.place.code: {
                    "offered": row.offered,
                    "used": row.used,
                    "served": told(f"services.by_department.{row.place.code}.served", row.served),
                }
                for row in report.departments
            },
        },
        "departments": figures.counts["departments"],
        "waits": {
            "mean_minutes": part(read(BY_CODE["wait.mean"], everything).value, 2),
            "p90_minutes": None if p90 is None else round(p90),
            "within_promise_share": part(share(everything.within_promise, everything.visitors_served)),
            "by_sex": {
                name: {"mean_minutes": part(group.wait_mean, 2), "p90_minutes": group.wait_p90}
                for name, group in (("women", women), ("men", men))
            },
        },
        "cases": {
            "opened": told("cases.opened", suppression.shown(everything.cases_opened)),
            "returned": told("cases.returned", suppression.shown(everything.cases_returned)),
            "decided": told("cases.decided", suppression.shown(everything.cases_decided)),
            "on_time_share": part(share(everything.cases_on_time, everything.cases_decided)),
            "first_time_right_share": part(share(everything.cases_first_time, everything.cases_judged)),
            "documents_issued": told("cases.documents_issued", suppression.shown(everything.documents_issued)),
        },
        "satisfaction": {
            "answers": told("satisfaction.answers", suppression.shown(everything.answers)),
            "satisfied_share": part(share(everything.answers_satisfied, everything.answers)),
            "clear_share": part(share(everything.answers_clear, everything.answers)),
            "by_sex": {"women": part(women.satisfied_share), "men": part(men.satisfied_share)},
        },
        "staff": {"trained": report.staff.trained, "women": report.staff.women, "men": report.staff.men},
        "indicators": {
            reading.indicator.code: {
                "value": _published(reading),
                "target": reading.indicator.target,
                "state": reading.state,
            }
            for reading in report.readings
        },
        "checked": {
            "facts": report.counted.facts,
            "entries": report.counted.entries,
            "differences": report.counted.differences,
        },
    }
    document["suppressed"] = suppressed
    return document


def _published(reading: Reading) -> float | None:
    """Return the value of an indicator unless too few stand under it."""
    base = reading.numerator if reading.denominator is None else reading.denominator
    of_people = reading.indicator.source == "journal" and reading.indicator.unit != "services"
    if reading.value is None or (of_people and is_small(base)):
        return None
    return round(reading.value, 2)
