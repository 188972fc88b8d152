"""When a centre is open and who sits in it then; pure, over the timetable of one centre.

All times of day are local times of the centre, all days local days. Windows and opening hours are half-open: at the
closing minute it is closed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from types import MappingProxyType
from zoneinfo import ZoneInfo

from darcha.kernel import working_time
from darcha.kernel.names import Names

NEEDS = ("seat", "wheel", "child", "sight", "ear", "sign")
"""What a visitor may ask for at the kiosk: a seat, a step-free counter, help with a child, sight, hearing, a signer."""

SEARCH_DAYS = 60
"""How far ahead the next presence is looked for; a department that does not sit in two months does not sit."""

Window = tuple[time, time]
"""From (inclusive) to (exclusive), local time of day."""


@dataclass(frozen=True, slots=True)
class Centre:
    """One One-Stop-Shop. `zone` is an IANA name, `opens_on` its first day, `calendar` a code of the working calendars."""

    code: str
    names: Names
    address: Names
    district_names: Names
    zone: str
    opens_on: date
    calendar: str = "uz-6d"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the hall: the letter on its tickets and the departments it leads to."""

    letter: str
    names: Names
    department_ids: tuple[str, ...]
    short_names: Names | None = None


@dataclass(frozen=True, slots=True)
class Counter:
    """A window of the hall. `quick`: short matters go there first."""

    id: int
    number: int
    accessible: bool
    hearing_loop: bool
    quick: bool
    centre_id: str = ""


@dataclass(frozen=True, slots=True)
class VisitorClass:
    """A class of visitors: the wait promised (minutes) and how fast its minutes weigh (hundredths, 100 = ordinary).

    `needs` are the needs that give this class; the ordinary class has none.
    """

    code: str
    names: Names
    promised_minutes: int
    weight: int
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hours:
    """When a centre is open on a day; in `breaks` it is not."""

    opens: time
    closes: time
    breaks: tuple[Window, ...] = ()


@dataclass(frozen=True, slots=True)
class Seat:
    """A department in a centre: its own working week and its windows by ISO weekday (1 = Monday)."""

    department_id: str
    calendar: str
    windows: Mapping[int, tuple[Window, ...]] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Timetable:
    """All that decides when a centre is open and who sits there. `week` by ISO weekday (1 = Monday)."""

    centre: Centre
    week: Mapping[int, Hours]
    seats: Mapping[str, Seat]
