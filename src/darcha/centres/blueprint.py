"""The part of a centre's file that describes the house: its shape, and what is wrong with it."""

from __future__ import annotations

import re
from collections import Counter as Count
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, field_validator

from darcha.centres import reading
from darcha.centres.reading import Panel
from darcha.centres.rules import NEEDS, AppointmentTerms, Window
from darcha.kernel import working_time
from darcha.kernel.blueprint import BlueprintError
from darcha.kernel.names import Names
from darcha.kernel.scripts import to_cyrillic
from darcha.plumbing.yaml_lines import Lined, Path

DEFAULTS = AppointmentTerms()
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")


def window(text: str) -> Window:
    """Return "09:00-13:00" as a window.

    :raises ValueError: it is none, or ends before it begins.
    """
    found = _SPAN.fullmatch(text)
    if not found:
        raise ValueError("two times of day such as 09:00-13:00")
    begins, ends = time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))
    if begins >= ends:
        raise ValueError("an end after the beginning")
    return begins, ends


def _span(text: str) -> str:
    window(text)
    return text


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError("a time zone such as Asia/Tashkent") from error
    return name


class Section(BaseModel):
    """A mapping of the file; a field nobody knows is a mistake, a value of another kind too."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


Text = Annotated[str, Field(min_length=1, max_length=200)]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Code = Annotated[str, Field(min_length=1, max_length=16, pattern=r"^[A-Za-z0-9-]+$")]


class NamesSection(Section):
    """A name; Uzbek in Cyrillic is transliterated where it is not given."""

    uz: Text
    ru: Text
    en: Text
    uz_cyrl: Text | None = None

    def names(self) -> Names:
        """Return the name in the four languages."""
        return Names(self.uz, self.uz_cyrl or to_cyrillic(self.uz), self.ru, self.en)


class CentreSection(Section):
    """What the centre is."""

    code: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    zone: Annotated[str, AfterValidator(_zone)]
    calendar: Literal["uz-5d", "uz-6d"]
    opens_on: date
    policy: Literal["first_come", "static_priority", "ratio", "accumulating_priority", "promise"] = "promise"
    representative_daily_limit: Annotated[int, Field(ge=0, le=50)] = 3
    names: NamesSection
    district: NamesSection
    address: NamesSection


class JoiningSection(Section):
    """Within which limits the line can be joined from a phone."""

    open: bool = True
    most_ahead: Annotated[int, Field(ge=0, le=500)] = 25
    most_waiting: Annotated[int, Field(ge=1, le=500)] = 15
    come_minutes_before: Annotated[int, Field(ge=0, le=120)] = 10


class AppointmentsSection(Section):
    """What the head sets for appointments; the defaults are those of `AppointmentTerms`."""

    walk_in_share: Annotated[int, Field(ge=10, le=100)] = DEFAULTS.walk_in_share
    days_ahead: Annotated[int, Field(ge=1, le=60)] = DEFAULTS.days_ahead
    early_minutes: Annotated[int, Field(ge=0, le=120)] = DEFAULTS.early_minutes
    late_minutes: Annotated[int, Field(ge=0, le=120)] = DEFAULTS.late_minutes
    release_minutes: list[Annotated[int, Field(ge=0, le=1440)]] = Field(
        default=[DEFAULTS.release_from_minutes, DEFAULTS.release_to_minutes], min_length=2, max_length=2
    )
    offer_minutes: Annotated[int, Field(ge=0, le=240)] = DEFAULTS.offer_minutes
    most_from_a_device: Annotated[int, Field(ge=1, le=1000)] = DEFAULTS.most_from_a_device
    most_from_an_address: Annotated[int, Field(ge=1, le=10_000)] = DEFAULTS.most_from_an_address
    most_wrong_numbers: Annotated[int, Field(ge=1, le=1000)] = DEFAULTS.most_wrong_numbers

    @field_validator("release_minutes")
    @classmethod
    def _in_order(cls, span: list[int]) -> list[int]:
        if span[0] > span[-1]:
            raise ValueError("the shorter delay first")
        return span

    def terms(self) -> AppointmentTerms:
        """Return them as the rules want them."""
        shortest, longest = self.release_minutes
        told = self.model_dump(exclude={"release_minutes"})
        return AppointmentTerms(**told, release_from_minutes=shortest, release_to_minutes=longest)


class DaysSection(Section):
    """Some weekdays and the hours on each of them."""

    days: list[Weekday] = Field(min_length=1)
    hours: list[Annotated[str, AfterValidator(_span)]] = Field(min_length=1)


class LineSection(Section):
    """One line of the hall."""

    letter: Annotated[str, Field(pattern="^[AEKMOTX]$")]
    names: NamesSection
    short: NamesSection | None = None


class SuspendedSection(Section):
    """Until when a service is not given, the day itself not included, and why."""

    until: date
    because: NamesSection


class OfferSection(Section):
    """What the centre says of its own about one service it offers."""

    service: Code
    note: NamesSection | None = None
    channels: list[Code] = []
    from_home: bool = True
    suspended: SuspendedSection | None = None


class DepartmentSection(Section):
    """One department in the centre."""

    code: Code
    line: str
    illustration: bool = False
    presence: list[DaysSection] = Field(min_length=1)
    services: list[Code] = Field(min_length=1)
    offers: list[OfferSection] = []
    appointments_at_once: Annotated[int, Field(ge=0, le=99)] = 1


class CounterSection(Section):
    """One counter."""

    number: Annotated[int, Field(ge=1, le=99)]
    accessible: bool = False
    hearing_loop: bool = False
    quick: bool = False


class VisitorClassSection(Section):
    """One class of visitors."""

    code: Annotated[str, Field(pattern="^[a-z_]{1,20}$")]
    promise_minutes: Annotated[int, Field(ge=1, le=480)]
    weight: Annotated[int, Field(ge=1, le=10_000)]
    needs: list[Literal["seat", "wheel", "child", "sight", "ear", "sign"]] = []
    recall_limit: Annotated[int, Field(ge=0, le=20)] = 3
    names: NamesSection


class DisplaySection(Section):
    """The panels of the hall's display, and the farthest seat that looks at one."""

    panel_inches: Literal[43, 55, 65] = 55
    seat_metres: Literal[5, 6, 8] = 8


class HelpSection(Section):
    """When the officers of a department also serve the visitors of others, as far as they may."""

    department: Code
    also: list[Code] = Field(min_length=1)
    when: Literal["idle", "late"]


class CentreFile(Section):
    """The house's part of a centre's file."""

    model_config = ConfigDict(extra="ignore", strict=True, frozen=True)

    schema_version: Literal[1]
    centre: CentreSection
    joining: JoiningSection = JoiningSection()
    appointments: AppointmentsSection = AppointmentsSection()
    opening: list[DaysSection] = Field(min_length=1)
    lines: list[LineSection] = Field(min_length=1)
    departments: list[DepartmentSection] = Field(min_length=1)
    counters: list[CounterSection] = Field(min_length=1)
    visitor_classes: list[VisitorClassSection] = Field(min_length=1)
    display: DisplaySection = DisplaySection()
    help: list[HelpSection] = []


def windows_by_weekday(sections: list[DaysSection]) -> dict[int, list[Window]]:
    """Return the windows of each weekday (0 is Monday), in the order of the day."""
    found: dict[int, list[Window]] = {}
    for section in sections:
        for day in section.days:
            found.setdefault(WEEKDAYS.index(day), []).extend(window(text) for text in section.hours)
    return {weekday: sorted(spans) for weekday, spans in sorted(found.items())}


@dataclass(frozen=True, slots=True)
class Known:
    """What the catalogue knows: calendars of departments, the partners, and the department of each service."""

    calendars: Mapping[str, str]
    partners: frozenset[str]
    department_of: Mapping[str, str]


def mappings(lined: Lined, *path: str | int) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield the mappings in the list at `path`, each with its own path; whatever else stands there is passed over."""
    found = lined.at(path)
    for position, item in enumerate(found if isinstance(found, list) else []):
        if isinstance(item, dict):
            yield (*path, position), item


def texts(lined: Lined, *path: str | int) -> Iterator[tuple[Path, str]]:
    """Yield the texts in the list at `path`, each with its own path."""
    found = lined.at(path)
    for position, item in enumerate(found if isinstance(found, list) else []):
        if isinstance(item, str):
            yield (*path, position), item


def repeated(lined: Lined, section: str, field: str) -> Iterator[BlueprintError]:
    """Yield a mistake for every entry of a section whose `field` stood in an entry before."""
    seen: Count[str] = Count()
    for path, item in mappings(lined, section):
        value = item.get(field)
        if value is None:
            continue
        seen[str(value)] += 1
        if seen[str(value)] > 1:
            yield lined.error((*path, field), got=f"{value} a second time", expected="every one once")


def mistakes(*, lined: Lined, known: Known) -> list[BlueprintError]:
    """Return what is wrong with the house's part beyond its shape; the shape itself may be wrong too."""
    return [
        *repeated(lined, "lines", "letter"),
        *repeated(lined, "departments", "code"),
        *repeated(lined, "counters", "number"),
        *repeated(lined, "visitor_classes", "code"),
        *_opening_mistakes(lined),
        *_department_mistakes(lined, known),
        *_counter_mistakes(lined),
        *_class_mistakes(lined),
        *_display_mistakes(lined),
        *_help_mistakes(lined),
    ]


def _windows(lined: Lined, *path: str | int) -> Iterator[tuple[Path, int, Window]]:
    """Yield (path of the hours, weekday, window) of what can be read at `path`."""
    for place, _ in mappings(lined, *path):
        days = [day for _, day in texts(lined, *place, "days") if day in WEEKDAYS]
        for hours_path, text in texts(lined, *place, "hours"):
            try:
                span = window(text)
            except ValueError:
                continue
            for day in days:
                yield hours_path, WEEKDAYS.index(day), span


def _overlaps(lined: Lined, *path: str | int) -> Iterator[BlueprintError]:
    before: dict[int, list[Window]] = {}
    for place, weekday, (begins, ends) in _windows(lined, *path):
        for other_begins, other_ends in before.setdefault(weekday, []):
            if begins < other_ends and other_begins < ends:
                other = f"{other_begins:%H:%M}-{other_ends:%H:%M}"
                yield lined.error(
                    place,
                    got=f"{begins:%H:%M}-{ends:%H:%M} on {WEEKDAYS[weekday]}",
                    expected=f"no overlap with {other} of the same day",
                )
        before[weekday].append((begins, ends))


def _opening_mistakes(lined: Lined) -> Iterator[BlueprintError]:
    yield from _overlaps(lined, "opening")
    code = lined.at(("centre", "calendar"))
    if isinstance(code, str) and code in ("uz-5d", "uz-6d"):
        week = working_time.calendar(code).week
        for place, weekday, _ in _windows(lined, "opening"):
            if weekday not in week:
                yield lined.error(place, got=f"hours on {WEEKDAYS[weekday]}", expected=f"a day of the week {code}")


def _department_mistakes(lined: Lined, known: Known) -> Iterator[BlueprintError]:
    letters = {item.get("letter") for _, item in mappings(lined, "lines")}
    opening: dict[int, list[Window]] = {}
    for _, weekday, span in _windows(lined, "opening"):
        opening.setdefault(weekday, []).append(span)
    used: set[object] = set()
    for path, item in mappings(lined, "departments"):
        code = item.get("code")
        used.add(item.get("line"))
        if isinstance(code, str) and code not in known.calendars:
            yield lined.error((*path, "code"), expected=_one_of("a department of the catalogue", known.calendars))
        if isinstance(item.get("line"), str) and item["line"] not in letters:
            yield lined.error((*path, "line"), expected=_one_of("a line of this file", letters))
        yield from _overlaps(lined, *path, "presence")
        yield from _presence_mistakes(lined, path, opening, known.calendars.get(str(code)))
        yield from _service_mistakes(lined, path, str(code), known)
        yield from _offer_mistakes(lined, path)
    for path, item in mappings(lined, "lines"):
        if item.get("letter") not in used:
            yield lined.error((*path, "letter"), expected="a line at least one department uses")


def _presence_mistakes(
    lined: Lined, path: Path, opening: Mapping[int, list[Window]], calendar: str | None
) -> Iterator[BlueprintError]:
    for place, weekday, (begins, ends) in _windows(lined, *path, "presence"):
        got = f"{begins:%H:%M}-{ends:%H:%M} on {WEEKDAYS[weekday]}"
        spans = sorted(opening.get(weekday, []))
        if not any(opens <= begins and ends <= closes for opens, closes in spans):
            told = " and ".join(f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in spans)
            yield lined.error(place, got=got, expected=f"within the opening hours ({told or 'closed'})")
        elif calendar and weekday not in working_time.calendar(calendar).week:
            yield lined.error(place, got=got, expected=f"a day of the department's week ({calendar})")


def _service_mistakes(lined: Lined, path: Path, department: str, known: Known) -> Iterator[BlueprintError]:
    seen: set[str] = set()
    for place, service in texts(lined, *path, "services"):
        if service not in known.department_of:
            yield lined.error(place, expected="a service of the catalogue")
        elif known.department_of[service] != department:
            yield lined.error(
                place, got=f"{service} of {known.department_of[service]}", expected=f"one of {department}"
            )
        if service in seen:
            yield lined.error(place, got=f"{service} a second time", expected="every one once")
        seen.add(service)


def _offer_mistakes(lined: Lined, path: Path) -> Iterator[BlueprintError]:
    offered = {service for _, service in texts(lined, *path, "services")}
    for place, item in mappings(lined, *path, "offers"):
        if item.get("service") not in offered:
            yield lined.error((*place, "service"), expected="a service of this department in this file, under services")


def _counter_mistakes(lined: Lined) -> Iterator[BlueprintError]:
    found = [item for _, item in mappings(lined, "counters")]
    if found and not any(item.get("accessible") is True for item in found):
        yield lined.error(("counters",), got="no accessible counter", expected="at least one")


def _class_mistakes(lined: Lined) -> Iterator[BlueprintError]:
    given: set[str] = set()
    for position, (path, _) in enumerate(mappings(lined, "visitor_classes")):
        for place, need in texts(lined, *path, "needs"):
            if position == 0:
                yield lined.error(place, expected="no need: the first class is everybody's")
            elif need in NEEDS and need in given:
                yield lined.error(place, got=f"{need} a second time", expected="a need to give one class")
            given.add(need)


def _display_mistakes(lined: Lined) -> Iterator[BlueprintError]:
    found = lined.at(("display",))
    try:
        display = DisplaySection.model_validate(found if isinstance(found, dict) else {})
    except ValidationError:
        return  # its shape is wrong, and told already
    if not reading.rows(Panel(display.panel_inches, display.seat_metres)):
        told = f"{display.panel_inches} inches at {display.seat_metres} metres"
        yield lined.error(("display",), got=told, expected="a panel that can be read from the farthest seat")


def _help_mistakes(lined: Lined) -> Iterator[BlueprintError]:
    here = {item["code"] for _, item in mappings(lined, "departments") if isinstance(item.get("code"), str)}
    for path, item in mappings(lined, "help"):
        own = item.get("department")
        if isinstance(own, str) and own not in here:
            yield lined.error((*path, "department"), expected=_one_of("a department of this file", here))
        for place, code in texts(lined, *path, "also"):
            if code not in here:
                yield lined.error(place, expected=_one_of("a department of this file", here))
            elif code == own:
                yield lined.error(place, expected="another department than its own")


def _one_of(what: str, codes: object) -> str:
    told = ", ".join(sorted(str(code) for code in codes)) if isinstance(codes, set | dict | frozenset) else ""
    return f"{what} ({told})" if told else what
