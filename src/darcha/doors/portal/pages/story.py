"""The story of an application on one line, as rows of a table and as the places of bars in a drawing; who looked at it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from django.utils.translation import gettext, ngettext

from darcha.access import queries as access
from darcha.cases.rules import Look, Place, Stage, TrackedCase, who_has_it
from darcha.cases.wording import basis_words, purpose_words
from darcha.catalogue import queries as catalogue
from darcha.catalogue.rules import Department
from darcha.centres import queries as centres
from darcha.doors.porch import languages
from darcha.doors.porch.templatetags.porch import term
from darcha.kernel.working_time import working_days_between

_AT_THE_HALL = (Place.HALL, Place.COUNTER)


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of the drawing, in its units; `number` is that of its row. `kind`: "wait", "work" or "yours"."""

    number: int
    x: int
    y: int
    width: int
    kind: str
    goes_on: bool

    @property
    def middle(self) -> int:
        """Return where its number stands."""
        return self.x + self.width // 2


@dataclass(frozen=True, slots=True)
class StageShown:
    """A stage in words. `same_day`: its times of day tell more than its days."""

    number: int
    stage: Stage
    where: str
    lasted: str
    same_day: bool
    late: bool


@dataclass(frozen=True, slots=True)
class Story:
    """The rows, those that go on now, and the drawing; `break_at`: where its minutes end and its days begin, None: no visit."""

    rows: tuple[StageShown, ...]
    now: tuple[StageShown, ...]
    bars: tuple[Bar, ...]
    height: int
    break_at: int | None
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class LookShown:
    """Somebody looked, `times` on one day, last `at`; who by department and role, never by name."""

    at: datetime
    times: int
    who: str
    what: str
    why: str


def story(case: TrackedCase, *, at: datetime, everybody: Mapping[str, Department]) -> Story:
    """Return the story of an application as it stands at `at`; `everybody` are the departments and partners by code."""
    zone = centres.zone(centre_id=case.centre_id)
    rows = tuple(
        _shown(number, stage, at=at, zone=zone, everybody=everybody) for number, stage in enumerate(case.story, start=1)
    )
    waiting = who_has_it(case.story)
    bars, break_at = _bars(case.story, at=at)
    return Story(
        rows=rows,
        now=tuple(row for row in rows if row.stage in waiting),
        bars=bars,
        height=max((bar.y for bar in bars), default=0) + _BAR,
        break_at=break_at,
        since=min((stage.since for stage in case.story), default=at),
        until=max((stage.until or at for stage in case.story), default=at),
    )


def _shown(number: int, stage: Stage, *, at: datetime, zone: tzinfo, everybody: Mapping[str, Department]) -> StageShown:
    end = stage.until or at
    first, last = stage.since.astimezone(zone).date(), end.astimezone(zone).date()
    seconds = int((end - stage.since).total_seconds())
    if stage.place in _AT_THE_HALL or first == last:
        lasted = _short(seconds)
    elif stage.with_applicant:
        lasted = term((last - first).days, "cd")
    else:
        # The law counts the days of a department by its own week.
        week = catalogue.working_calendar(department_id=stage.department_id)
        worked = working_days_between(first, last, week)
        lasted = term(worked, "wd") if worked else gettext("less than a working day")
    late = stage.due_on is not None and last > stage.due_on
    return StageShown(number, stage, _where(stage, everybody), lasted, first == last, late)


def _short(seconds: int) -> str:
    minutes = max(round(seconds / 60), 0)
    if minutes < _MINUTES_TOLD:
        return term(minutes, "min")
    hours = round(minutes / 60)
    return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}


_MINUTES_TOLD = 120


def _where(stage: Stage, everybody: Mapping[str, Department]) -> str:
    if stage.place == Place.DEPARTMENT:
        return everybody[stage.department_id].names.in_language(languages.current())
    return {
        Place.HALL: gettext("You waited in the hall"),
        Place.COUNTER: gettext("You were at the window"),
        Place.PAPERS: gettext("With you: papers were missing"),
        Place.CORRECTION: gettext("With you: something was to be corrected"),
        Place.DECISION: gettext("The decision"),
        Place.DOCUMENT: gettext("The document"),
    }[stage.place]


_WIDTH, _BAR, _LANE, _LEAST, _GAP, _BREAK = 340, 18, 23, 16, 2, 14


def _bars(stages: Sequence[Stage], *, at: datetime) -> tuple[tuple[Bar, ...], int | None]:
    """Return the bars of stages: the visit in minutes on the left, what followed in days on the right of the break.

    Each part has a scale of its own; a bar is never narrower than its number. Bars that meet lie in lanes below each other.
    """
    numbered = list(enumerate(stages, start=1))
    visit = [(number, stage) for number, stage in numbered if stage.place in _AT_THE_HALL]
    after = [(number, stage) for number, stage in numbered if stage.place not in _AT_THE_HALL]
    if not visit:
        return _part(after, left=0, right=_WIDTH, at=at), None
    # Four stops and more are a long visit, which gets more of the line.
    split = min(_WIDTH // 4 + _LEAST * len(visit), _WIDTH // 2)
    left = _part(visit, left=0, right=split if after else _WIDTH, at=at)
    return (*left, *_part(after, left=split + _BREAK, right=_WIDTH, at=at)), split + _BREAK // 2 if after else None


def _part(stages: Sequence[tuple[int, Stage]], *, left: int, right: int, at: datetime) -> tuple[Bar, ...]:
    if not stages:
        return ()
    begun = min(stage.since for _, stage in stages)
    span = max(max(stage.until or at for _, stage in stages) - begun, timedelta(minutes=1))
    room = right - left
    bars: list[Bar] = []
    ends: list[int] = []  # of each lane
    for number, stage in stages:
        width = max(round(room * ((stage.until or at) - stage.since) / span), _LEAST)
        x = min(left + round(room * (stage.since - begun) / span), right - width)
        lane = next((lane for lane, end in enumerate(ends) if end <= x), None)
        if lane is None:
            lane = len(ends)
            ends.append(0)
        ends[lane] = x + width
        kind = "yours" if stage.with_applicant else "wait" if stage.place == Place.HALL else "work"
        bars.append(Bar(number, max(x, left), lane * _LANE, min(width, room) - _GAP, kind, stage.until is None))
    return tuple(bars)


def looks(case: TrackedCase, *, everybody: Mapping[str, Department]) -> tuple[LookShown, ...]:
    """Return who looked at an application, newest first, those of one day for one purpose together."""
    zone = centres.zone(centre_id=case.centre_id)
    employees = {number for look in case.looks if (number := _employee(look.who)) is not None}
    roles = access.roles_held(employee_ids=employees) if employees else {}
    concerned = (case.department_id, *(item.department_id for item in case.items))
    together: dict[tuple[object, ...], list[Look]] = {}
    for look in case.looks:
        day = look.at.astimezone(zone).date()
        together.setdefault((day, look.who, look.purpose, look.basis, look.scan), []).append(look)
    language = languages.current()
    shown = [
        LookShown(
            at=same[-1].at,
            times=len(same),
            who=_who(same[0], roles=roles.get(_employee(same[0].who) or 0, ()), of=concerned, everybody=everybody),
            what=purpose_words(same[0].purpose, scan=same[0].scan, language=language),
            why=basis_words(same[0].basis, language=language),
        )
        for same in together.values()
    ]
    return tuple(sorted(shown, key=lambda look: look.at, reverse=True))


def _employee(label: str) -> int | None:
    kind, _, number = label.partition(":")
    return int(number) if kind == "employee" and number.isdigit() else None


def _who(
    look: Look,
    *,
    roles: Iterable[tuple[str, str | None]],
    of: Sequence[str],
    everybody: Mapping[str, Department],
) -> str:
    """Return who looked: an officer at the window, of one of the departments the application concerns, or another role."""
    if _employee(look.who) is None:
        return gettext("the house itself")
    if look.basis == "visit":
        return gettext("an officer at the window")
    held = {department for role, department in roles if role == "department_officer"}
    department = next((code for code in of if code in held), None)
    if department:
        named = everybody[department].names.in_language(languages.current())
        return gettext("%(department)s, an officer") % {"department": named}
    words = {
        "head_of_centre": gettext("the head of the centre"),
        "head_of_agency": gettext("the head of an agency"),
        "auditor": gettext("an auditor"),
    }
    return next((words[role] for role, _ in roles if role in words), gettext("an officer of the centre"))
