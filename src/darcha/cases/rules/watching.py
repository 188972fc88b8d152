"""When somebody is reminded of a day, when those above hear of it; pure."""

from __future__ import annotations

from datetime import date

from darcha.cases.rules.terms import ahead_of
from darcha.catalogue.rules import Span
from darcha.kernel.working_time import WorkingCalendar

REMIND_BEFORE = Span(1, "wd")
"""How long before its last day the department is reminded of an item, beside the day itself."""

SOON, DUE, OVERDUE, SILENCE = "soon", "due", "overdue", "silence"
REMINDERS = (SOON, DUE, OVERDUE, SILENCE)
"""What officials are told of a day: it is near, it is today, it is over, silence is going to speak."""


def reminder_of(due_on: date, *, opened_on: date, today: date, calendar: WorkingCalendar) -> str | None:
    """Return what is to be said of an item today: "soon", "due", "overdue", or None.

    "soon" from the working day before the last one on; of an item opened that very day nothing is said until it is due.
    Check: due on Monday, it is soon from Friday on (five-day week).
    """
    if today > due_on:
        return OVERDUE
    if today == due_on:
        return DUE
    near = ahead_of(due_on, REMIND_BEFORE, calendar=calendar)
    return SOON if near <= today and opened_on < today else None
