"""What the clock is told: the events of a case, and which of them may follow which."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from darcha.cases.rules.terms import ONE_DAY
from darcha.catalogue.rules import ApplyWithin, ServiceVersion, Span, TimeLimit, Window


class EventKind(StrEnum):
    """What can happen to a clock.

    AROSE: the day from which one may apply (a birth, a right). APPLIED: papers were brought. ACCEPTED: they were
    complete. SUSPENDED and RESUMED: the applicant was asked to correct, and did. EXTENDED: with its ground. MOVED: it goes over to newer rules. STEPS_DONE,
    PAID, NOTICED: what starts a clock elsewhere than at the acceptance. DECIDED ends it. The rest ends terms beside it.
    """

    AROSE = "arose"
    APPLIED = "applied"
    ACCEPTED = "accepted"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    EXTENDED = "extended"
    MOVED = "moved"
    STEPS_DONE = "steps_done"
    PAID = "paid"
    NOTICED = "noticed"
    APPEARED = "appeared"
    FORWARDED = "forwarded"
    OFFERED = "offered"
    DECIDED = "decided"
    NOTIFIED = "notified"
    FOLLOWED = "followed"
    USED = "used"


INCOMPLETE = "incomplete"
INCORRECT = "incorrect"
SUSPENSION_GROUNDS = (INCORRECT, INCOMPLETE)
"""Something is wrong: the time stands and goes on. Something is missing: the application begins anew when it is whole."""
OUTSIDE_AREA = "outside_area"
"""The ground of an APPLIED event of somebody from elsewhere."""

STARTS = {"steps": EventKind.STEPS_DONE, "payment": EventKind.PAID, "notice": EventKind.NOTICED}


@dataclass(frozen=True, slots=True)
class ClockRule:
    """What the catalogue says of time about one service.

    `silence`: what it means when the time passes without a decision; only the catalogue switches it on.
    """

    time: TimeLimit
    department_id: str = ""
    window: Window | None = None
    apply_within: ApplyWithin | None = None
    silence: str | None = None
    referral_valid: Span | None = None

    @property
    def starts_with(self) -> EventKind | None:
        """Return the event that starts the clock; None: the acceptance."""
        return STARTS[self.time.starts_with] if self.time.starts_with else None


@dataclass(frozen=True, slots=True)
class ClockEvent:
    """Something that happened on a day of the centre's calendar; `at`: its moment there, where minutes count.

    `ground`: of a suspension "incorrect" or "incomplete", of an extension why; `to`: the time in all after an
    extension, None for the longest the catalogue allows.
    """

    kind: EventKind
    on: date
    at: datetime | None = None
    ground: str = ""
    to: Span | None = None


class MisplacedEvent(ValueError):
    """An event that may not follow those before it. `code` says why, in a word; the room makes it a refusal."""

    def __init__(self, code: str, event: ClockEvent) -> None:
        super().__init__(f"{event.kind} on {event.on}: {code}")
        self.code = code
        self.event = event


@dataclass(frozen=True, slots=True)
class Stop:
    """A time in which the clock stood. `resumed` None: it still stands. `resets`: what had run is lost."""

    suspended: ClockEvent
    resumed: ClockEvent | None
    resets: bool

    def days(self, *, today: date) -> tuple[date, ...]:
        """Return the days on which the clock stood at any moment; one that is open ends as if today."""
        last = max(self.resumed.on if self.resumed else today, self.suspended.on)
        return tuple(self.suspended.on + ONE_DAY * ahead for ahead in range((last - self.suspended.on).days + 1))


@dataclass(slots=True)
class Story:
    """The events of one case, told in order. `first`: the first of each kind."""

    first: dict[EventKind, ClockEvent] = field(default_factory=dict)
    stops: list[Stop] = field(default_factory=list)
    extensions: list[ClockEvent] = field(default_factory=list)
    moves: list[ClockEvent] = field(default_factory=list)

    @property
    def open_stop(self) -> Stop | None:
        """Return the suspension that has not ended."""
        return self.stops[-1] if self.stops and self.stops[-1].resumed is None else None

    def day(self, kind: EventKind) -> date | None:
        """Return the day of an event; None: it has not happened."""
        event = self.first.get(kind)
        return event.on if event else None


def rule_of(version: ServiceVersion) -> ClockRule:
    """Return the rule of a service's clock.

    Versions that tell the start in words alone start with the steps where steps follow the parallel ones.
    """
    time = version.time
    if time.starts is not None and time.starts_with is None and version.then_steps:
        time = replace(time, starts_with="steps")
    return ClockRule(
        time=time,
        department_id=version.department_id,
        window=version.window,
        apply_within=version.apply_within,
        silence=version.tacit,
        referral_valid=version.referral_valid,
    )


def story_of(rule: ClockRule, events: Iterable[ClockEvent]) -> Story:
    """Return the events in the order of their days (and moments), each found to be in its place.

    :raises MisplacedEvent: one may not follow those before it.
    """
    story = Story()
    for event in in_order(events):
        code = _misplaced(rule, story, event)
        if code:
            raise MisplacedEvent(code, event)
        _tell(rule, story, event)
    return story


def in_order(events: Iterable[ClockEvent]) -> Sequence[ClockEvent]:
    """Return events by day; of one day by moment where all have one, else as they were told."""
    told = list(events)
    if all(event.at for event in told):
        return sorted(told, key=lambda event: (event.on, event.at))
    return sorted(told, key=lambda event: event.on)


def _tell(rule: ClockRule, story: Story, event: ClockEvent) -> None:
    if event.kind == EventKind.SUSPENDED:
        resets = rule.time.resume == "reset" or event.ground == INCOMPLETE
        story.stops.append(Stop(event, None, resets))
    elif event.kind == EventKind.RESUMED:
        last = story.stops.pop()
        story.stops.append(Stop(last.suspended, event, last.resets))
    elif event.kind == EventKind.EXTENDED:
        story.extensions.append(event)
    elif event.kind == EventKind.MOVED:
        story.moves.append(event)
    story.first.setdefault(event.kind, event)


_BEFORE_ACCEPTANCE = {EventKind.AROSE, EventKind.APPLIED, EventKind.ACCEPTED}
_OF_A_RUNNING_CLOCK = {EventKind.SUSPENDED, EventKind.RESUMED, EventKind.EXTENDED, EventKind.MOVED, EventKind.DECIDED}


def _misplaced(rule: ClockRule, story: Story, event: ClockEvent) -> str | None:
    """Return why an event may not follow; None when it may."""
    reasons = {
        "not_accepted": event.kind not in _BEFORE_ACCEPTANCE and EventKind.ACCEPTED not in story.first,
        "already_accepted": event.kind == EventKind.ACCEPTED and EventKind.ACCEPTED in story.first,
        "already_decided": event.kind in _OF_A_RUNNING_CLOCK and EventKind.DECIDED in story.first,
        "ground_unknown": event.kind == EventKind.SUSPENDED and event.ground not in SUSPENSION_GROUNDS,
        "already_suspended": event.kind == EventKind.SUSPENDED and story.open_stop is not None,
        "not_suspended": event.kind == EventKind.RESUMED and story.open_stop is None,
    }
    found = next((code for code, holds in reasons.items() if holds), None)
    if found is None and event.kind == EventKind.EXTENDED:
        return _extension_misplaced(rule, story, event)
    return found


def _extension_misplaced(rule: ClockRule, story: Story, event: ClockEvent) -> str | None:
    limit = rule.time.extendable_to
    if limit is None:
        return "not_extendable"
    if not event.ground.strip():
        return "ground_missing"
    to = event.to or limit
    if to.unit != limit.unit or to.n > limit.n:
        return "beyond_extension"
    earlier = max((one.to.n if one.to else limit.n for one in story.extensions), default=0)
    if to.n <= earlier or (to.unit == rule.time.unit and to.n <= rule.time.n):
        return "not_longer"
    return None
