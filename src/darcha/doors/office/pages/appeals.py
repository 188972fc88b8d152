"""What people wrote to the centre: the list with its last days, and one with its words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from darcha.catalogue import queries as catalogue
from darcha.doors.porch import languages
from darcha.doors.porch.appeals import KINDS, STATES, THEMES
from darcha.feedback import queries as feedback
from darcha.feedback.rules import WORDS_LIMIT, AppealRead, AppealView
from darcha.kernel.names import Names

Choices = tuple[tuple[str, str | Promise], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One appeal of the list, in words."""

    appeal: AppealView
    kind: str | Promise
    state: str | Promise
    service: Names | None
    department: Names | None
    themes: tuple[str | Promise, ...]


@dataclass(frozen=True, slots=True)
class AppealsPage:
    """The list, what it is filtered by, and what it can be filtered by. `overdue`: so many of the list are."""

    rows: tuple[Row, ...]
    waiting: int
    overdue: int
    kind: str
    state: str
    theme: str
    kinds: Choices
    states: Choices
    themes: Choices
    only_escalated: bool


@dataclass(frozen=True, slots=True)
class AppealPage:
    """One appeal with its words; `themes`: every theme, and whether it is one of its own; `language`: its word."""

    row: Row
    read: AppealRead
    themes: tuple[tuple[str, str | Promise, bool], ...]
    language: str
    limit: int = WORDS_LIMIT


def appeals_page(
    *, centre_id: str, kind: str, state: str, theme: str, only_escalated: bool, at: datetime
) -> AppealsPage:
    """Return the list of a centre."""
    found = feedback.appeals(
        centre_id=centre_id, at=at, kind=kind, state=state, theme=theme, only_escalated=only_escalated
    )
    return AppealsPage(
        rows=_rows(found),
        waiting=sum(one.state != "answered" for one in found),
        overdue=sum(one.is_overdue for one in found),
        kind=kind,
        state=state,
        theme=theme,
        kinds=tuple(KINDS.items()),
        states=tuple(STATES.items()),
        themes=tuple(THEMES.items()),
        only_escalated=only_escalated,
    )


def appeal_page(read: AppealRead, *, centre_id: str) -> AppealPage | None:
    """Return one with its words; None when it is of another centre."""
    if not read.appeal.number.startswith(f"{centre_id}-"):
        return None
    (row,) = _rows([read.appeal])
    themes = tuple((code, word, code in read.appeal.themes) for code, word in THEMES.items())
    return AppealPage(row, read, themes, languages.LOCAL_NAMES.get(read.appeal.language, ""))


def _rows(found: Iterable[AppealView]) -> tuple[Row, ...]:
    services = {one.code: one.names for one in catalogue.service_summaries()}
    departments = {one.code: one.names for one in catalogue.departments()}
    return tuple(
        Row(
            appeal=one,
            kind=KINDS[one.kind],
            state=STATES[one.state],
            service=services.get(one.service_id or ""),
            department=departments.get(one.department_id or ""),
            themes=tuple(THEMES[theme] for theme in one.themes),
        )
        for one in found
    )
