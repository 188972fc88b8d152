"""The reasoning behind a date, in words for the applicant."""

from __future__ import annotations

from django.utils.translation import gettext, ngettext, override

from darcha.cases.rules import Clock, ClockLine


def clock_words(clock: Clock, *, language: str) -> tuple[str, ...]:
    """Return the reasoning behind a case's dates, one sentence a step, in one of the house's languages."""
    with override(language):
        return tuple(_sentence(line) for line in clock.lines)


def _span(n: int, unit: str) -> str:
    return {
        "wd": ngettext("%(n)d working day", "%(n)d working days", n),
        "cd": ngettext("%(n)d day", "%(n)d days", n),
        "mo": ngettext("%(n)d month", "%(n)d months", n),
        "min": ngettext("%(n)d minute", "%(n)d minutes", n),
    }[unit] % {"n": n}


def _sentence(line: ClockLine) -> str:
    sentences = {
        "accepted": gettext("%(day)s: the application was complete and taken; the time counts from the next day."),
        "term": gettext("%(day)s: the last day of %(span)s that the law gives."),
        "rolled": gettext("%(day)s: the term ends on a day off, so the next day that is worked counts."),
        "not_before": gettext("%(day)s: not before this day; the law asks to wait %(span)s."),
        "review": gettext("%(day)s: the last day of %(span)s to look at it after that."),
        "restarted": gettext("%(day)s: the last department answered; the law starts the time then."),
        "starts": gettext("%(day)s: the time is counted from the day the application was taken."),
    }
    span = _span(line.n, line.unit) if line.n is not None and line.unit else ""
    return sentences[line.code] % {"day": f"{line.day:%d.%m.%Y}", "span": span}
