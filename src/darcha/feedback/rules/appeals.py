"""What may be said as a complaint or a suggestion, until when it is answered, and how long it is kept. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from darcha.cases.rules import code_from, typed_code
from darcha.cases.rules.terms import add_months
from darcha.kernel.working_time import WorkingCalendar, add_working_days


class AppealKind(StrEnum):
    """What somebody wants who writes."""

    COMPLAINT = "complaint"
    SUGGESTION = "suggestion"
    THANKS = "thanks"
    INDICATOR = "indicator"
    """Another figure to be counted, or another target for one."""


class AppealState(StrEnum):
    """How far it is. Who is overdue has been told to whoever is over the head of the centre, and can still be answered."""

    RECEIVED = "received"
    ESCALATED = "escalated"
    ANSWERED = "answered"


TERM_WORKING_DAYS: Mapping[AppealKind, int | None] = {
    AppealKind.COMPLAINT: 10,
    AppealKind.SUGGESTION: 20,
    AppealKind.INDICATOR: 20,
    AppealKind.THANKS: None,
}
"""Within how many working days after the day it came an answer is due; None: thanks need none.

Source: the house. The law (ZRU-445 of 11 September 2017, on appeals) allows 15 days for a complaint and a month for a
suggestion; ten and twenty working days of a five-day week are as much or less in a month without holidays.
"""

THEMES = ("wait", "staff", "information", "papers", "fee", "decision", "building", "technology", "other")
"""By what the head sorts what people write."""

WORDS_LIMIT = 2000
"""Characters somebody may write, and an answer may have."""

REPLY_LIMIT = 120
"""Characters of a name, a telephone number or an e-mail address to be answered at."""

SENDING_SPAN = timedelta(hours=24)
SENT_BY_A_DEVICE = 5
SENT_BY_AN_ADDRESS = 50
"""How many are taken within `SENDING_SPAN` from one browser, and from one network address."""

KEPT_MONTHS = 36
"""How long words, answer and the way to be answered are kept after the answer, or after they came where none is due.

Illustration: Law on Personal Data (ZRU-547), no longer than their purpose needs them.
"""


@dataclass(frozen=True, slots=True)
class Letter:
    """What somebody writes. A service brings its department; `reply_to` empty: nobody can find out who wrote it."""

    kind: AppealKind
    words: str
    language: str
    reply_to: str = ""
    service_id: str | None = None
    department_id: str | None = None
    visit_day: date | None = None


@dataclass(frozen=True, slots=True)
class AppealView:
    """What a list shows: no words. `kind`, `state` and `themes` are codes of the lists above; `days_left` counts calendar days."""

    id: str
    number: str
    kind: str
    state: str
    service_id: str | None
    department_id: str | None
    visit_day: date | None
    received_at: datetime
    due_on: date | None
    answered_at: datetime | None
    themes: tuple[str, ...]
    language: str
    wants_reply: bool
    is_overdue: bool
    answered_late: bool


@dataclass(frozen=True, slots=True)
class AppealRead:
    """An appeal with its words, for who answers it, and for who wrote it. Erased words are empty texts."""

    appeal: AppealView
    words: str
    reply_to: str
    answer: str


@dataclass(frozen=True, slots=True)
class Counted:
    """Complaints of a period: `due`: whose answer is due in it; of these `in_time` got one by that day."""

    received: int
    due: int
    in_time: int


def due_on(kind: AppealKind, *, received_on: date, calendar: WorkingCalendar) -> date | None:
    """Return the last day to answer, or None when no answer is due.

    Check: a complaint of Tuesday, 13 April 2010 is answered by Tuesday, 27 April: ten working days after its day.
    """
    days = TERM_WORKING_DAYS[kind]
    return None if days is None else add_working_days(received_on, days, calendar=calendar)


def is_overdue(*, state: AppealState, due_on: date | None, today: date) -> bool:
    """Return whether an answer should have been there: its last day is over."""
    return state is not AppealState.ANSWERED and due_on is not None and due_on < today


def kept_until(since: date) -> date:
    """Return the last day on which what somebody wrote is kept. Check: since 1 March 2027, until 1 March 2030."""
    return add_months(since, KEPT_MONTHS)


def appeal_number(*, centre_id: str, year: int, number: int) -> str:
    """Return "SRG-26-M-00001": M for murojaat."""
    return f"{centre_id}-{year % 100:02d}-M-{number:05d}"


__all__ = [
    "KEPT_MONTHS",
    "REPLY_LIMIT",
    "SENDING_SPAN",
    "SENT_BY_AN_ADDRESS",
    "SENT_BY_A_DEVICE",
    "TERM_WORKING_DAYS",
    "THEMES",
    "WORDS_LIMIT",
    "AppealKind",
    "AppealRead",
    "AppealState",
    "AppealView",
    "Counted",
    "Letter",
    "appeal_number",
    "code_from",
    "due_on",
    "is_overdue",
    "kept_until",
    "typed_code",
]
