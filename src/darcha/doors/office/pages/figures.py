"""Monitoring: a period against another, indicator by indicator, group by group, department by department."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from darcha.doors.office.pages import charts
from darcha.kernel.names import Names
from darcha.monitoring import queries as monitoring
from darcha.monitoring.publishing.spelling import figure
from darcha.monitoring.rules.figures import Figures, months, period_before
from darcha.monitoring.rules.indicators import INDICATORS, Direction, Form, Indicator, Reading, as_told, read
from darcha.monitoring.rules.report import FEWEST_DECISIONS, Group, Overview
from darcha.monitoring.rules.suppression import SMALL, Shown, is_small

MONTHS_SHOWN = 12
_ON_TIME = "cases.on_time"
_FACES = (5, 4, 3, 2, 1)


@dataclass(frozen=True, slots=True)
class Amount:
    """A value with its unit: "share" (per cent), "minutes" or "count"; `mark` stands for a value not shown."""

    value: float | None
    kind: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One indicator: now, before, the target, the way between them and the last twelve months."""

    indicator: Indicator
    now: Amount
    before: Amount | None
    target: Amount | None
    trail: charts.Trail | None
    spark: charts.Spark | None
    state: str
    numerator: int | None
    denominator: int | None


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group of visitors; dots stand on rails of 84, the line is everybody."""

    group: Group
    share: Amount
    wait: Amount
    wait_dot: float | None
    in_time: Amount
    in_time_dot: float | None
    satisfied: Amount
    satisfied_dot: float | None


@dataclass(frozen=True, slots=True)
class FaceRow:
    """How many chose a face."""

    face: int
    shown: Shown
    per_cent: float | None
    width: float
    mark: str


@dataclass(frozen=True, slots=True)
class Multiple:
    """A department's share decided on time, month by month."""

    names: Names
    per_cent: str
    missed: bool
    spark: charts.Spark | None


@dataclass(frozen=True, slots=True)
class Choice:
    """A period that one click chooses."""

    word: str
    month: date | None
    since: date
    until: date
    is_current: bool


@dataclass(frozen=True, slots=True)
class MonitoringPage:
    """All of the page."""

    since: date
    until: date
    against: str
    before_since: date | None
    before_until: date | None
    choices: tuple[Choice, ...]
    overview: Overview
    decisions: Shown
    last_closed: date | None
    open_days: tuple[date, ...]
    indicators: tuple[IndicatorRow, ...]
    groups: tuple[tuple[str, tuple[GroupRow, ...]], ...]
    all_wait_dot: float
    all_in_time_dot: float
    all_satisfied_dot: float
    faces: tuple[FaceRow, ...]
    multiples: tuple[Multiple, ...]
    not_drawn: tuple[Names, ...]
    on_time_target: int
    scale_from: int


def monitoring_page(*, centre_id: str, since: date, until: date, against: str, today: date) -> MonitoringPage:
    """Return the figures of a period beside those of another.

    `against` is "before" (the period of the same kind just before), "year" (the same a year earlier) or "" (none).
    """
    overview = monitoring.overview(centre_id=centre_id, since=since, until=until)
    compared = _compared(since, until, against)
    before = monitoring.figures(centre_id=centre_id, since=compared[0], until=compared[1]) if compared else None
    opening = monitoring.since_opening(centre_id=centre_id)
    first = _months_back(until, MONTHS_SHOWN - 1)
    year = monitoring.figures(
        centre_id=centre_id, since=max(first, opening) if opening <= until else first, until=until
    )
    everything = overview.figures.all
    scale_from = _scale_from(year)
    drawn, not_drawn = _multiples(overview, year, scale_from)
    target = next(indicator.target for indicator in INDICATORS if indicator.code == _ON_TIME) or 0
    waits = [group.wait_mean for group in overview.groups if group.wait_mean is not None]
    top = max([*waits, 1.0]) * 1.25
    return MonitoringPage(
        since=since,
        until=until,
        against=against,
        before_since=compared[0] if compared else None,
        before_until=compared[1] if compared else None,
        choices=_choices(centre_id=centre_id, since=since, until=until, today=today),
        overview=overview,
        decisions=_shown(everything.cases_decided),
        last_closed=monitoring.last_closed_day(centre_id=centre_id),
        open_days=overview.figures.open_days,
        indicators=tuple(indicator_row(reading, before, year) for reading in overview.readings),
        groups=tuple(
            (split, tuple(_group_row(group, top) for group in overview.groups if group.split == split))
            for split in ("sex", "age_band", "disability")
        ),
        all_wait_dot=charts.dot(_mean(everything.wait_seconds, everything.visitors_served * 60), low=0, high=top),
        all_in_time_dot=charts.dot(
            100 * _mean(everything.within_promise, everything.visitors_served), low=50, high=100
        ),
        all_satisfied_dot=charts.dot(100 * _mean(everything.answers_satisfied, everything.answers), low=50, high=100),
        faces=_faces(overview),
        multiples=drawn,
        not_drawn=not_drawn,
        on_time_target=target,
        scale_from=scale_from,
    )


def _mean(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _shown(count: int) -> Shown:
    return Shown(None, SMALL) if is_small(count) else Shown(count)


def _compared(since: date, until: date, against: str) -> tuple[date, date] | None:
    if against == "before":
        return period_before(since, until)
    if against == "year":
        return _year_before(since), _year_before(until)
    return None


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28)


def _months_back(day: date, count: int) -> date:
    first = day.replace(day=1)
    for _ in range(count):
        first = (first - timedelta(days=1)).replace(day=1)
    return first


def month_of(day: date) -> tuple[date, date]:
    """Return the first and the last day of the month of `day`."""
    return months(day.replace(day=1), day.replace(day=1) + timedelta(days=45))[0]


def usual_period(*, centre_id: str, today: date) -> tuple[date, date]:
    """Return the month of the newest closed day, or this month."""
    return month_of(monitoring.last_closed_day(centre_id=centre_id) or today)


def _choices(*, centre_id: str, since: date, until: date, today: date) -> tuple[Choice, ...]:
    newest = monitoring.last_closed_day(centre_id=centre_id) or today
    this = month_of(newest)
    last = month_of(this[0] - timedelta(days=1))
    opening = min(monitoring.since_opening(centre_id=centre_id), newest)
    found = [
        ("month", this[0], *this),
        ("month", last[0], *last),
        ("opening", None, opening, newest),
    ]
    return tuple(Choice(word, month, a, b, (a, b) == (since, until)) for word, month, a, b in found)


def _amount(reading: Reading) -> Amount:
    indicator = reading.indicator
    kind = {Form.COUNT: "count", Form.SHARE: "share"}.get(indicator.form, "minutes")
    base = reading.numerator if reading.denominator is None else reading.denominator
    if indicator.source == "journal" and indicator.unit != "services" and is_small(base):
        return Amount(None, kind, SMALL)
    return Amount(reading.value, kind)


def indicator_row(reading: Reading, before: Figures | None, year: Figures) -> IndicatorRow:
    """Return an indicator as the page shows it: now, `before` where a period is compared, and month by month of `year`."""
    indicator = reading.indicator
    now = _amount(reading)
    then = _amount(read(indicator, before.all, before.counts)) if before and indicator.source == "journal" else None
    target = None if indicator.target is None else Amount(float(indicator.target), now.kind)
    scale = (
        100.0
        if now.kind == "share"
        else 1.5
        * max((amount.value for amount in (now, then, target) if amount and amount.value is not None), default=1.0)
    )
    values: list[float | None] = []
    if indicator.source == "journal" and indicator.unit != "services":
        for first, last in months(year.since, year.until):
            part = _amount(read(indicator, year.days(first, last)))
            values.append(part.value)
    known = [value for value in values if value is not None]
    marks = known + ([target.value] if target and target.value is not None else [])
    return IndicatorRow(
        indicator=indicator,
        now=now,
        before=then,
        target=target,
        trail=None
        if target is None or target.value is None or now.value is None
        else charts.trail(
            value=now.value,
            base=then.value if then else None,
            target=target.value,
            scale=scale or 1.0,
            missed=reading.state == "missed",
        ),
        spark=charts.spark(
            values,
            target=target.value if target else None,
            low=min(marks, default=0),
            high=max(marks, default=1),
            width=120,
            height=28,
        ),
        state="untold" if now.value is None else _reading_state(reading, then),
        numerator=None if now.mark or is_small(reading.numerator) else reading.numerator,
        denominator=None if now.mark else reading.denominator,
    )


def _reading_state(reading: Reading, then: Amount | None) -> str:
    """Return "reached", "better" or "worse" (than before, target missed), "missed" or "untold"."""
    if reading.state != "missed" or then is None or then.value is None or reading.value is None:
        return reading.state
    gain = reading.value - then.value
    if reading.indicator.direction is Direction.DOWN:
        gain = -gain
    return "better" if gain > 0 else "worse" if gain < 0 else "missed"


def _group_row(group: Group, top: float) -> GroupRow:
    def share(part: float | None) -> Amount:
        return Amount(None if part is None else 100 * part, "share")

    def at(part: float | None) -> float | None:
        return None if part is None else charts.dot(100 * part, low=50, high=100)

    return GroupRow(
        group,
        share(group.share),
        Amount(group.wait_mean, "minutes"),
        None if group.wait_mean is None else charts.dot(group.wait_mean, low=0, high=top),
        share(group.within_promise_share),
        at(group.within_promise_share),
        share(group.satisfied_share),
        at(group.satisfied_share),
    )


def _faces(overview: Overview) -> tuple[FaceRow, ...]:
    answers = overview.figures.all.answers
    rows = []
    for face in _FACES:
        shown = overview.faces[face - 1]
        per_cent = None if shown.value is None or not answers else 100 * shown.value / answers
        kind = "wait" if face > 3 else "mid" if face == 3 else "late"  # noqa: PLR2004 -- the middle face
        rows.append(FaceRow(face, shown, per_cent, round(2 * (per_cent or 0), 1), kind))
    return tuple(rows)


def _scale_from(year: Figures) -> int:
    """Return where the common scale of the departments begins: a multiple of ten at most 70."""
    shares = [
        100 * measures.cases_on_time / measures.cases_decided
        for measures in year.tables["department_month"].values()
        if measures.cases_decided >= FEWEST_DECISIONS
    ]
    return int(min([70, *shares]) // 10 * 10)


def _multiples(overview: Overview, year: Figures, scale_from: int) -> tuple[tuple[Multiple, ...], tuple[Names, ...]]:
    indicator = next(indicator for indicator in INDICATORS if indicator.code == _ON_TIME)
    drawn, left_out = [], []
    for row in overview.departments:
        decided = overview.figures.of("department", row.place.code).cases_decided
        if row.on_time_share is None or decided < FEWEST_DECISIONS:
            left_out.append(row.place.names)
            continue
        values: list[float | None] = []
        for first, _ in months(year.since, year.until):
            part = year.of("department_month", f"{row.place.code} {first:%Y-%m}")
            values.append(
                100 * part.cases_on_time / part.cases_decided
                if not is_small(part.cases_decided) and part.cases_decided
                else None
            )
        per_cent = 100 * row.on_time_share
        drawn.append(
            Multiple(
                row.place.names,
                figure(per_cent, Form.SHARE),
                as_told(per_cent, Form.SHARE) < (indicator.target or 0),
                charts.spark(
                    values,
                    target=float(indicator.target or 0),
                    low=scale_from,
                    high=100,
                    width=220,
                    height=56,
                ),
            )
        )
    return tuple(drawn), tuple(left_out)
