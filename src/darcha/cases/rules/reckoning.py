"""What the clock answers: the dates of a case, where it stands, and why, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class ClockState(StrEnum):
    """Where a clock stands.

    NOT_TAKEN: no complete application yet. OUT_OF_WINDOW: nor may one apply now. NOT_STARTED: taken, but the law starts
    the time with something that has not happened; the day shown is counted from the acceptance. WAITING: not before a
    day. SILENCE_NEAR: soon no answer is an answer. SUSPENDED: the applicant corrects; LAPSED: the time for that is
    over. MET and MISSED: decided in time, or late.
    """

    NOT_TAKEN = "not_taken"
    OUT_OF_WINDOW = "out_of_window"
    NOT_STARTED = "not_started"
    WAITING = "waiting"
    RUNNING = "running"
    SILENCE_NEAR = "silence_near"
    DUE_TODAY = "due_today"
    OVERDUE = "overdue"
    SUSPENDED = "suspended"
    LAPSED = "lapsed"
    SILENTLY_APPROVED = "silently_approved"
    SILENTLY_REFUSED = "silently_refused"
    MET = "met"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class ClockLine:
    """One step of the reasoning behind a date, to be said in words by `wording.clock_words`.

    `code` names the sentence; `day` is the day it led to, `since` the first of a time, `at` the moment where minutes
    count; `n` and `unit` the span, or `n` days; `words` what an
    officer wrote for the applicant.
    """

    code: str
    day: date
    n: int | None = None
    unit: str | None = None
    since: date | None = None
    at: datetime | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class SideTerm:
    """A time beside the main one: "pay", "appear", "forward", "offer", "notify", "then" or "referral".

    `state`: "open", "met" or "missed". `until_at`: the moment, where minutes count.
    """

    code: str
    until: date
    until_at: datetime | None
    state: str


@dataclass(frozen=True, slots=True)
class Reckoning:
    """When a case is due, from which day it may be granted, where its clock stands, and why.

    `due_on` None: not taken yet; while the clock stands it is the last day if it went on today. `due_at`: the moment, in
    a term of minutes. `apply_from`, `apply_until`: when one may apply, None without a limit. `correction_by`: the last
    day to correct, while the clock stands. `warn_on`: from then on silence is near, `silent_on`: it speaks on that day.
    `stood`: the days of the term on which the clock stood; `begun_anew_on`: the day it began anew, None if never. The last of `lines` tells the day it is due.
    """

    state: ClockState
    due_on: date | None
    due_at: datetime | None
    not_before: date | None
    apply_from: date | None
    apply_until: date | None
    correction_by: date | None
    warn_on: date | None
    silent_on: date | None
    terms: tuple[SideTerm, ...]
    stood: frozenset[date]
    begun_anew_on: date | None
    lines: tuple[ClockLine, ...]
