"""When a case and its work items are due, and why. The law of each line is told in docs/algorithms/due-dates.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from darcha.cases.rules.events import (
    OUTSIDE_AREA,
    ClockEvent,
    ClockRule,
    EventKind,
    MisplacedEvent,
    Stop,
    Story,
    in_order,
    story_of,
)
from darcha.cases.rules.reckoning import ClockLine, ClockState, Reckoning, SideTerm
from darcha.cases.rules.terms import NO_DAYS, ONE_DAY, ahead_of, days_of, last_day, rolled
from darcha.catalogue.rules import Span, Step
from darcha.kernel.working_time import WorkingCalendar, is_working_day, working_days_between

WARN_BEFORE = Span(2, "wd")
"""How long before silence speaks the officials are warned, where the catalogue names nothing."""


@dataclass(slots=True)
class _Telling:
    """What one reckoning works with, and the lines it has told so far."""

    rule: ClockRule
    calendar: WorkingCalendar
    story: Story
    today: date
    lines: list[ClockLine] = field(default_factory=list)
    stood: frozenset[date] = NO_DAYS
    begun_anew_on: date | None = None

    def say(self, code: str, day: date, span: Span | None = None, **more: object) -> None:
        n, unit = (span.n, span.unit) if span else (None, None)
        self.lines.append(ClockLine(code, day, **{"n": n, "unit": unit, **more}))  # type: ignore[arg-type]

    def end(self, span: Span, start: date, *, at_once: bool = False) -> date:
        return last_day(span, start=start, calendar=self.calendar, stood=self.stood, at_once=at_once)

    def stands(self, due_on: date) -> bool:
        """Return whether the applicant still corrects, in a case that was not late when it was sent back."""
        stop = self.story.open_stop
        return stop is not None and stop.suspended.on <= due_on and EventKind.DECIDED not in self.story.first

    def roll(self, day: date) -> date:
        """Return the day moved from a day off, and say so."""
        moved = rolled(day, calendar=self.calendar, stood=self.stood)
        if moved != day:
            self.say("rolled" if not is_working_day(day, calendar=self.calendar) else "rolled_over_stop", moved)
        return moved


def reckon(
    rule: ClockRule, *, calendars: Mapping[str, WorkingCalendar], events: Iterable[ClockEvent], today: date
) -> Reckoning:
    """Return the dates, the state and the reasoning of a case out of its rule, the calendars and its events.

    `calendars` by department; that of the rule's department counts. Holidays proclaimed later are another calendar with
    the same events. `today`, by the centre's calendar, decides the state alone, and where the clock still stands the
    day it would be due if it went on today. Events after `today` count as they are told.

    :raises MisplacedEvent: an event may not follow those before it: a second suspension, an extension nobody allows.
    :raises KeyError: the department has no calendar.
    """
    telling = _Telling(rule, calendars[rule.department_id], story_of(rule, events), today)
    apply_from, apply_until = _when_to_apply(telling)
    accepted = telling.story.first.get(EventKind.ACCEPTED)
    if accepted is None:
        return _not_taken(telling, apply_from, apply_until)
    start = _start(telling, accepted)
    due_on, not_before = _main_term(telling, start)
    due_at = _moment(telling, start, due_on)
    correction_by = _correction_by(telling)
    warn_on, silent_on = _silence(telling, due_on)
    terms = tuple(_side_terms(telling))
    telling.say("due_if_resumed" if telling.stands(due_on) else "due", due_on, at=due_at)
    return Reckoning(
        state=_state(telling, due_on, not_before, correction_by, warn_on),
        due_on=due_on,
        due_at=due_at,
        not_before=not_before,
        apply_from=apply_from,
        apply_until=apply_until,
        correction_by=correction_by,
        warn_on=warn_on,
        silent_on=silent_on,
        terms=terms,
        stood=telling.stood,
        begun_anew_on=telling.begun_anew_on,
        lines=tuple(telling.lines),
    )


def _when_to_apply(telling: _Telling) -> tuple[date | None, date | None]:
    """Return the first and the last day to apply, and tell them where they matter."""
    rule, story = telling.rule, telling.story
    applied = story.first.get(EventKind.APPLIED) or story.first.get(EventKind.ACCEPTED)
    asked_on = applied.on if applied else telling.today
    begins: date | None = None
    ends: date | None = None
    if rule.window:
        outside = applied is not None and applied.ground == OUTSIDE_AREA
        begins, ends = days_of(rule.window, on=asked_on, outside_area=outside)
        telling.say("window" if asked_on >= begins else "out_of_window", ends, since=begins)
    arose = story.day(EventKind.AROSE)
    if rule.apply_within and arose:
        raw = last_day(rule.apply_within.span, start=arose, calendar=telling.calendar)
        until = rolled(raw, calendar=telling.calendar)
        telling.say("apply_until" if asked_on <= until else "applied_late", until, rule.apply_within.span, since=arose)
        ends = min(ends, until) if ends else until
    return begins, ends


def _not_taken(telling: _Telling, apply_from: date | None, apply_until: date | None) -> Reckoning:
    day = telling.story.day(EventKind.APPLIED) or telling.today
    outside = (apply_from and day < apply_from) or (apply_until and day > apply_until)
    state = ClockState.OUT_OF_WINDOW if outside else ClockState.NOT_TAKEN
    telling.say("not_taken", day)
    lines = tuple(telling.lines)
    return Reckoning(state, None, None, None, apply_from, apply_until, None, None, None, (), NO_DAYS, None, lines)


def _start(telling: _Telling, accepted: ClockEvent) -> ClockEvent:
    """Return the event the time is counted from; gather the days after it on which the clock stood."""
    rule, story = telling.rule, telling.story
    at_once = rule.time.counts == "at_once"
    telling.say("accepted_at_once" if at_once else "accepted", accepted.on)
    for move in story.moves:
        telling.say("moved", move.on)
    start = accepted
    if rule.starts_with:
        begun = story.first.get(rule.starts_with)
        if begun is None:
            telling.say(f"awaits_{rule.time.starts_with}", accepted.on)
        elif begun.on >= accepted.on:
            start = begun
            telling.say(f"started_{rule.time.starts_with}", begun.on)
    stood: set[date] = set()
    for stop in story.stops:
        days = _days(telling, stop)
        if stop.resets and days[-1] >= start.on:
            start = stop.resumed or ClockEvent(EventKind.RESUMED, days[-1])
            telling.begun_anew_on = start.on
            stood.clear()
        if stop.resumed is None:
            telling.say("suspended", stop.suspended.on)
        elif stop.resets:
            telling.say("reset", days[-1], since=days[0])
        else:
            telling.say("stood", days[-1], n=len(days), since=days[0])
        stood.update(days)
    telling.stood = frozenset(day for day in stood if day >= start.on)
    return start


def _days(telling: _Telling, stop: Stop) -> tuple[date, ...]:
    """Return the days a stop takes; a decision ends one that is open."""
    decided = telling.story.day(EventKind.DECIDED)
    return stop.days(today=min(telling.today, decided) if decided else telling.today)


def _main_term(telling: _Telling, start: ClockEvent) -> tuple[date, date | None]:
    """Return the day a case is due and the day before which it may not be granted."""
    time = telling.rule.time
    at_once = time.counts == "at_once"
    span = Span(time.n, time.unit)
    end = telling.end(span, start.on, at_once=at_once)
    if span.unit == "min" and start.at and not telling.stood:
        end = (start.at + timedelta(minutes=span.n)).date()
    for event in telling.story.extensions:
        longer = event.to or time.extendable_to
        assert longer is not None
        later = telling.end(longer, start.on, at_once=at_once)
        telling.say("extended", event.on, longer, words=event.ground)
        if later >= end:
            end, span = later, longer
    first = start.on if at_once else start.on + ONE_DAY
    _tell_days_off(telling, span, first=first, end=end)
    if time.kind == "maximum":
        telling.say("term", end, span)
        return telling.roll(end), None
    telling.say("not_before", end, span)
    opens = telling.roll(end)
    if time.review is None:
        return opens, end
    review = telling.end(time.review, opens)
    telling.say("review", review, time.review)
    return telling.roll(review), end


def _tell_days_off(telling: _Telling, span: Span, *, first: date, end: date) -> None:
    """Say how many days off lie in a term of working days, and which days a decree has changed in any term."""
    calendar = telling.calendar
    days = [first + ONE_DAY * ahead for ahead in range((end - first).days + 1)]
    if calendar.proclaimed:
        plain = WorkingCalendar(calendar.week)
        for day in days:
            worked = is_working_day(day, calendar=calendar)
            if worked != is_working_day(day, calendar=plain):
                telling.say("decree_worked" if worked else "decree_off", day)
    off = sum(not is_working_day(day, calendar=calendar) and day not in telling.stood for day in days)
    if span.unit == "wd" and off:
        telling.say("days_off", end, n=off, since=first)


def _moment(telling: _Telling, start: ClockEvent, due_on: date) -> datetime | None:
    """Return the moment a term of minutes ends; None where the day counts as a whole."""
    time = telling.rule.time
    if time.unit != "min" or start.at is None or telling.stood:
        return None
    moment = start.at + timedelta(minutes=time.n)
    return moment if moment.date() == due_on else None


def _correction_by(telling: _Telling) -> date | None:
    """Return the last day to correct while the clock stands; None where the catalogue names no time for it."""
    stop, correction = telling.story.open_stop, telling.rule.time.correction
    if stop is None or correction is None or EventKind.DECIDED in telling.story.first:
        return None
    by = rolled(
        last_day(correction.span, start=stop.suspended.on, calendar=telling.calendar), calendar=telling.calendar
    )
    telling.say("correction_by", by, correction.span)
    return by


def _silence(telling: _Telling, due_on: date) -> tuple[date | None, date | None]:
    """Return the day from which silence is near and the day it speaks; the clock must run for it to speak."""
    rule, story = telling.rule, telling.story
    started = rule.starts_with is None or rule.starts_with in story.first
    if rule.silence is None or EventKind.DECIDED in story.first or telling.stands(due_on) or not started:
        return None, None
    accepted = story.day(EventKind.ACCEPTED)
    assert accepted is not None
    warn_on = max(accepted, warn_day(rule, due_on=due_on, calendar=telling.calendar))
    telling.say("silence_near", warn_on)
    telling.say(f"silence_{rule.silence}", due_on + ONE_DAY)
    return warn_on, due_on + ONE_DAY


def warn_day(rule: ClockRule, *, due_on: date, calendar: WorkingCalendar) -> date:
    """Return the day from which the officials are warned that silence will speak after `due_on`."""
    return ahead_of(due_on, rule.time.warn_before or WARN_BEFORE, calendar=calendar)


def _side_terms(telling: _Telling) -> Iterable[SideTerm]:
    """Yield the terms beside the main one whose beginning has happened, and tell each."""
    time = telling.rule.time
    beside = (
        ("offer", time.offer, EventKind.ACCEPTED, EventKind.OFFERED),
        ("pay", time.pay_within, EventKind.OFFERED if time.offer else EventKind.ACCEPTED, EventKind.PAID),
        ("appear", time.applicant_must_appear, EventKind.ACCEPTED, EventKind.APPEARED),
        ("forward", time.forward, EventKind.ACCEPTED, EventKind.FORWARDED),
        ("notify", time.notify_visit, EventKind.DECIDED, EventKind.NOTIFIED),
        ("then", time.then.span if time.then else None, EventKind.DECIDED, EventKind.FOLLOWED),
        ("referral", telling.rule.referral_valid, EventKind.DECIDED, EventKind.USED),
    )
    for code, span, begins, ends in beside:
        begun, ended = telling.story.first.get(begins), telling.story.first.get(ends)
        if span is None or begun is None:
            continue
        until_at = begun.at + timedelta(minutes=span.n) if span.unit == "min" and begun.at else None
        raw = until_at.date() if until_at else last_day(span, start=begun.on, calendar=telling.calendar)
        until = rolled(raw, calendar=telling.calendar)
        if until != raw:
            until_at = None
        telling.say(f"{code}_by", until, span, at=until_at)
        in_time = ended.on <= until if ended else telling.today <= until
        if ended and ended.at and until_at:
            in_time = ended.at <= until_at
        yield SideTerm(code, until, until_at, "missed" if not in_time else "met" if ended else "open")


def _state(
    telling: _Telling, due_on: date, not_before: date | None, correction_by: date | None, warn_on: date | None
) -> ClockState:
    """Return where the clock stands today."""
    rule, story, today = telling.rule, telling.story, telling.today
    decided = story.day(EventKind.DECIDED)
    if decided:
        return ClockState.MET if decided <= due_on else ClockState.MISSED
    if telling.stands(due_on):
        return ClockState.LAPSED if correction_by and today > correction_by else ClockState.SUSPENDED
    spoken = {"approve": ClockState.SILENTLY_APPROVED, "refuse": ClockState.SILENTLY_REFUSED}
    stands = (
        (rule.starts_with is not None and rule.starts_with not in story.first, ClockState.NOT_STARTED),
        (today > due_on, spoken.get(rule.silence or "", ClockState.OVERDUE)),
        (not_before is not None and today < not_before, ClockState.WAITING),
        (today == due_on, ClockState.DUE_TODAY),
        (warn_on is not None and today >= warn_on, ClockState.SILENCE_NEAR),
    )
    return next((state for holds, state in stands if holds), ClockState.RUNNING)


def check_next(
    rule: ClockRule, *, calendars: Mapping[str, WorkingCalendar], events: Iterable[ClockEvent], following: ClockEvent
) -> None:
    """Pass when an event may follow those told so far, on its day.

    :raises MisplacedEvent: it may not; "out_of_order" for a day before theirs, "too_late" for a suspension or an extension after the last day.
    """
    told = [*in_order(events)]
    if told and following.on < told[-1].on:
        raise MisplacedEvent("out_of_order", following)
    story_of(rule, [*told, following])
    if following.kind in {EventKind.SUSPENDED, EventKind.EXTENDED}:
        due_on = reckon(rule, calendars=calendars, events=told, today=following.on).due_on
        if due_on is not None and following.on > due_on:
            raise MisplacedEvent("too_late", following)


def item_due(
    step: Step | None,
    *,
    opened_on: date,
    case_due_on: date,
    calendar: WorkingCalendar,
    stood: AbstractSet[date] = NO_DAYS,
) -> date:
    """Return when a work item opened on a day is due: by its own time, never after the case, on a day it works.

    `calendar` is that of the department addressed, `stood` the days on which the case's clock stood. A step without a
    time of its own is due with the case. Where the case's day is a day off of the department, the item is due on its
    last worked day before; where there is none since the opening, with the case.
    """
    due = case_due_on
    if step is not None and step.n is not None and step.unit is not None:
        end = last_day(Span(step.n, step.unit), start=opened_on, calendar=calendar, stood=stood)
        due = min(rolled(end, calendar=calendar, stood=stood), case_due_on)
    back = due
    while back >= opened_on:
        if is_working_day(back, calendar=calendar):
            return back
        back -= ONE_DAY
    return due


def days_left(due_on: date, *, today: date, calendar: WorkingCalendar) -> int:
    """Return the working days from `today` to `due_on`: 0 on the day itself or when no worked day is left, negative when late."""
    return working_days_between(today, due_on, calendar)
