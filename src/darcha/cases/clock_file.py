"""Files of clock cases: a rule as the catalogue tells it, a calendar, events, and what is to come of them.

docs/algorithms/due-dates.md tells the form to authors; tests/rules/clock is the corpus.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, model_validator

from darcha.cases.rules import ClockEvent, ClockRule, ClockState, EventKind, MisplacedEvent, Reckoning, reckon
from darcha.catalogue.blueprint import ApplyWithinShape, Code, Shape, SpanShape, Text, TimeShape, WindowShape
from darcha.catalogue.reading import apply_within, time_limit, window
from darcha.catalogue.rules import Span
from darcha.kernel.working_time import Proclaimed, WorkingCalendar, calendar, with_proclaimed
from darcha.plumbing.yaml_lines import read, validated

ZONE = ZoneInfo("Asia/Tashkent")
_DEPARTMENT = "own"


def _time_of_day(value: str) -> str:
    try:
        datetime.strptime(value, "%H:%M")  # noqa: DTZ007 the zone comes with the day
    except ValueError:
        raise ValueError("a time of day as 'HH:MM'") from None
    return value


TimeOfDay = Annotated[str, AfterValidator(_time_of_day)]


class EventShape(Shape):
    kind: EventKind = Field(strict=False)
    on: date
    at: TimeOfDay | None = None
    because: Text | None = None
    to: SpanShape | None = None

    @model_validator(mode="before")
    @classmethod
    def names_its_kind(cls, value: Any) -> Any:
        """Read `accepted: 2010-04-07` as its kind and its day."""
        if not isinstance(value, dict):
            return value
        kinds = [key for key in value if key in set(EventKind)]
        if len(kinds) != 1:
            raise ValueError(f"exactly one of {', '.join(EventKind)}, with its day")
        rest = {key: told for key, told in value.items() if key != kinds[0]}
        return {"kind": kinds[0], "on": value[kinds[0]], **rest}


class RuleShape(Shape):
    time: TimeShape
    window: WindowShape | None = None
    apply_within: ApplyWithinShape | None = None
    tacit: Literal["approve", "refuse"] | None = None
    referral_valid: SpanShape | None = None


class ProclaimedShape(Shape):
    off: date
    worked: date | None = None


class ExpectShape(Shape):
    due: date | None = None
    due_at: TimeOfDay | None = None
    not_before: date | None = None
    state: ClockState | None = Field(default=None, strict=False)
    apply_from: date | None = None
    apply_until: date | None = None
    correction_by: date | None = None
    warn_on: date | None = None
    silent_on: date | None = None
    stood: Annotated[int, Field(ge=0)] | None = None
    terms: dict[str, date] | None = None
    lines: list[Text] | None = None
    refused: Code | None = None

    @model_validator(mode="after")
    def expects_something(self) -> Self:
        """Refuse a case that cannot fail."""
        if not self.model_fields_set:
            raise ValueError("something that is expected")
        return self


class CaseShape(Shape):
    code: Code
    why: Text
    rule: RuleShape
    week: Literal["uz-5d", "uz-6d"]
    proclaimed: list[ProclaimedShape] = []
    events: list[EventShape]
    today: date | None = None
    expect: ExpectShape

    @model_validator(mode="after")
    def has_a_day(self) -> Self:
        """Refuse a case of which nobody knows when it is looked at."""
        if self.today is None and not self.events:
            raise ValueError("today, or an event")
        return self


class FileShape(Shape):
    about: Text
    cases: list[CaseShape]


@dataclass(frozen=True, slots=True)
class ClockCase:
    """One case of a file. `expected` by name of the answer, as the file tells it."""

    code: str
    why: str
    rule: ClockRule
    calendar: WorkingCalendar
    events: tuple[ClockEvent, ...]
    today: date
    expected: ExpectShape

    def reckoning(self) -> Reckoning:
        """Return what the clock answers.

        :raises MisplacedEvent: an event of the file may not follow those before it.
        """
        return reckon(self.rule, calendars={_DEPARTMENT: self.calendar}, events=self.events, today=self.today)

    def differences(self) -> list[str]:
        """Return what is otherwise than the file expects, a line each; empty when all is as it says."""
        try:
            got = self.reckoning()
        except MisplacedEvent as misplaced:
            answers: dict[str, object] = {"refused": misplaced.code}
        else:
            answers = dict(_answers(got))
        wanted = {name: getattr(self.expected, name) for name in self.expected.model_fields_set}
        return [
            f"{name}: expected {_told(value)}, got {_told(answers.get(name))}"
            for name, value in sorted(wanted.items())
            if answers.get(name) != value
        ]


def _answers(got: Reckoning) -> Iterator[tuple[str, object]]:
    yield "due", got.due_on
    yield "due_at", f"{got.due_at:%H:%M}" if got.due_at else None
    for name in ("state", "not_before", "apply_from", "apply_until", "correction_by", "warn_on", "silent_on"):
        yield name, getattr(got, name)
    yield "stood", len(got.stood)
    yield "terms", {term.code: term.until for term in got.terms}
    yield "lines", [line.code for line in got.lines]
    yield "refused", None


def _told(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {told}" for key, told in value.items()) or "nothing"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "nothing" if value is None else str(value)


def read_clock_file(*, text: str, file: str) -> tuple[ClockCase, ...]:
    """Return the cases of a file.

    :raises BlueprintHasErrors: it is not well-formed; every mistake is told with its line.
    """
    lined = read(text=text, file=file)
    shape, errors = validated(lined, model=FileShape)
    lined.refuse(errors)
    assert shape is not None
    codes = [one.code for one in shape.cases]
    lined.refuse(
        [
            lined.error(("cases", place, "code"), expected="a code no other case of the file has")
            for place, code in enumerate(codes)
            if code in codes[:place]
        ]
    )
    return tuple(_case(one) for one in shape.cases)


def _case(shape: CaseShape) -> ClockCase:
    events = tuple(_event(one) for one in shape.events)
    rule = shape.rule
    return ClockCase(
        code=shape.code,
        why=shape.why,
        rule=ClockRule(
            time=time_limit(rule.time),
            department_id=_DEPARTMENT,
            window=window(rule.window),
            apply_within=apply_within(rule.apply_within),
            silence=rule.tacit,
            referral_valid=_span(rule.referral_valid),
        ),
        calendar=with_proclaimed(calendar(shape.week), [Proclaimed(one.off, one.worked) for one in shape.proclaimed]),
        events=events,
        today=shape.today or max(event.on for event in events),
        expected=shape.expect,
    )


def _event(shape: EventShape) -> ClockEvent:
    at = None
    if shape.at:
        hour, minute = (int(part) for part in shape.at.split(":"))
        at = datetime(shape.on.year, shape.on.month, shape.on.day, hour, minute, tzinfo=ZONE)
    return ClockEvent(shape.kind, shape.on, at=at, ground=shape.because or "", to=_span(shape.to))


def _span(shape: SpanShape | None) -> Span | None:
    return Span(shape.n, shape.unit) if shape else None
