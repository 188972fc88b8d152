"""What a form says: why an answer cannot be taken, and an answer as it is read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext, gettext_lazy, ngettext

from darcha.catalogue.rules import FieldState, Problem
from darcha.doors.porch import languages
from darcha.doors.porch.dates import day

_PROBLEMS = {
    "missing": gettext_lazy("This has to be answered."),
    "unreadable": gettext_lazy("It holds a sign that cannot be written. Type it again."),
    "too_short": gettext_lazy("This is too short: %(limit)s characters at least."),
    "too_long": gettext_lazy("This is too long: %(limit)s characters at most."),
    "not_a_number": gettext_lazy("Write a number, in digits."),
    "too_small": gettext_lazy("The smallest number taken is %(limit)s."),
    "too_large": gettext_lazy("The largest number taken is %(limit)s."),
    "not_a_day": gettext_lazy("Write a day, for example 24.11.1985."),
    "not_past": gettext_lazy("This day has not come yet. Write today or an earlier day."),
    "not_future": gettext_lazy("This day is over. Write today or a later day."),
    "not_a_choice": gettext_lazy("Choose one of the answers."),
}


def problem_words(problem: Problem) -> str:
    """Return why an answer cannot be taken, and what to do, in the reader's language."""
    limit = problem.limit
    if problem.code == "digits":
        count = int(limit or 0)
        return ngettext("Exactly %(n)d digit is needed.", "Exactly %(n)d digits are needed.", count) % {"n": count}
    if problem.code == "too_many_decimals":
        if not limit:
            return gettext("Write a whole number.")
        places = int(limit)
        return ngettext("At most %(n)d digit after the comma.", "At most %(n)d digits after the comma.", places) % {
            "n": places
        }
    told = f"{limit.normalize():f}" if isinstance(limit, Decimal) else str(limit)
    return str(_PROBLEMS[problem.code]) % {"limit": told}


def answer_words(state: FieldState) -> str:
    """Return an answer as it is read; empty for none."""
    value = state.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    for choice in state.field.choices:
        if choice.value == value:
            return choice.names.in_language(languages.current())
    if state.field.kind == "date":
        return day(date.fromisoformat(str(value)), language=languages.current())
    return str(value)
