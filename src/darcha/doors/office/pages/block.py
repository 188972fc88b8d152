"""A paper block: the sheet to print beforehand, and its slips as they are entered afterwards."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path

from django.utils.translation import gettext, override

from darcha.catalogue import queries as catalogue
from darcha.centres import queries as centres
from darcha.doors.porch import languages
from darcha.kernel.names import Names
from darcha.plumbing import typesetting
from darcha.queue.rules import BLOCK_FIRST, BLOCK_LAST, number_text

ROWS = 10
"""Slips entered at once."""

SHEETS = ((BLOCK_FIRST, 950), (951, BLOCK_LAST))
"""First and last number of each sheet of a line."""

_TEMPLATE = Path(__file__).parents[1] / "typeset" / "block.typ"
_LANGUAGES = ("uz", "ru")
_TIME = re.compile(r"(\d{1,2})[:. ]?(\d{2})")


@dataclass(frozen=True, slots=True)
class Row:
    """One slip as typed; `problem` says what is wrong with it."""

    number: str = ""
    time: str = ""
    service: str = ""
    need: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A department with the services it gives here."""

    names: Names
    services: tuple[tuple[str, Names], ...]


def services_here(*, centre_id: str) -> tuple[Group, ...]:
    """Return what can be asked for in this centre, by department."""
    offered = [
        one for one in catalogue.service_summaries() if centres.offered(centre_id=centre_id, service_id=one.code)
    ]
    names = {department.code: department.names for department in catalogue.departments()}
    return tuple(
        Group(names[code], tuple((one.code, one.names) for one in offered if one.department_id == code))
        for code in dict.fromkeys(one.department_id for one in offered)
    )


def rows_of(columns: Sequence[Sequence[str]]) -> list[Row]:
    """Return the rows of a form, each given as the columns number, time, service and need; empty ones are left out."""
    rows = [Row(*(cell.strip()[:40] for cell in cells)) for cells in zip(*columns, strict=False)]
    return [row for row in rows if row.number or row.time]


def time_written(text: str) -> time | None:
    """Return a time as somebody types it, or None. Check: "10:42", "10.42", "1042" are 10:42; "9:05" is 9:05."""
    found = _TIME.fullmatch(text)
    try:
        return time(int(found[1]), int(found[2])) if found else None
    except ValueError:
        return None


def sheet(*, centre_id: str, letter: str, first: int, at: datetime) -> bytes | None:
    """Return a sheet of a line's block as PDF, or None: there is no such line or sheet."""
    last = dict(SHEETS).get(first)
    line = next((one for one in centres.lines(centre_id=centre_id) if one.letter == letter), None)
    if last is None or line is None:
        return None
    names = centres.centre(code=centre_id).names
    spoken = []
    for language in _LANGUAGES:
        with override(language):
            spoken.append((gettext("Time"), gettext("Service"), gettext("Keep this slip: the number counts.")))
    times, services, keeps = zip(*spoken, strict=True)
    data: dict[str, object] = {
        "language": {"uz-cyrl": "uz"}.get(languages.current(), languages.current()),
        "title": gettext("Paper block %(first)s to %(last)s")
        % {"first": number_text(letter, first), "last": number_text(letter, last)},
        "how": gettext("Hand out from the lowest number on, and write the time on each slip."),
        "centre": [names.in_language(language) for language in _LANGUAGES],
        "numbers": [number_text(letter, number) for number in range(first, last + 1)],
        "time": times,
        "service": services,
        "keep": keeps,
    }
    return typesetting.pdf(template=_TEMPLATE, data=data, files={}, at=at.replace(microsecond=0))
