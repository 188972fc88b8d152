"""The reasoning behind a date, in words for the applicant."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext, gettext_noop, ngettext, override

from darcha.cases.rules import TOLD_AT_THE_WINDOW, ClockLine, ClockState, Reckoning


def clock_words(clock: Reckoning, *, language: str) -> tuple[str, ...]:
    """Return the reasoning behind a case's dates, one sentence a step, in one of the house's languages.

    The last sentence tells the day it is due.
    """
    with override(language):
        return tuple(_sentence(line) for line in clock.lines)


def state_words(state: ClockState, *, language: str) -> str:
    """Return where a clock stands, in one of the house's languages."""
    with override(language):
        return gettext(_STATES[state])


def basis_words(basis: str, *, language: str) -> str:
    """Return what opened a file to somebody who looked at it, in one of the house's languages; "" for an unknown basis."""
    with override(language):
        return gettext(_BASES[basis]) if basis in _BASES else ""


def purpose_words(purpose: str, *, scan: bool, language: str) -> str:
    """Return what for, in one of the house's languages; "" for a purpose without words of its own."""
    with override(language):
        if scan:
            return gettext("looked at a scanned paper")
        return gettext(_PURPOSES[purpose]) if purpose in _PURPOSES else ""


_BASES = {
    "visit": gettext_noop("the visit at the window"),
    "item": gettext_noop("a task of the department"),
    "deed": gettext_noop("had worked on it that day"),
    "reason": gettext_noop("a reason the head of the centre read"),
    "house": gettext_noop("work of the house itself"),
}

_PURPOSES = {
    "work": gettext_noop("worked on the application"),
    "visit": gettext_noop("looked at what was brought to the window"),
    "evidence": gettext_noop("looked whether a document is held already"),
    TOLD_AT_THE_WINDOW: gettext_noop("told everything that is held about the applicant"),
}


def silence_words(silence: str, *, due_on: date, language: str) -> str:
    """Return the ground of a decision that silence took, in one of the house's languages."""
    with override(language):
        return gettext(_SILENCES[silence]) % {"day": _day(due_on)}


def silence_rule_words(*, language: str) -> str:
    """Return what a refusal by silence rests on, in one of the house's languages."""
    with override(language):
        return gettext("the rule of this service on silence")


def capacity_words(capacity: str, *, language: str) -> str:
    """Return in which capacity somebody acts for the applicant, in one of the house's languages; "" for nobody."""
    with override(language):
        return gettext(_CAPACITIES[capacity]) if capacity in _CAPACITIES else ""


_CAPACITIES = {
    "attorney": gettext_noop("by power of attorney"),
    "parent": gettext_noop("as a parent"),
    "guardian": gettext_noop("as a guardian"),
}


def remedy_words(remedy: str, *, language: str) -> str:
    """Return what can be done about a refusal, in one of the house's languages; "" where none is told."""
    with override(language):
        return gettext(_REMEDIES[remedy]) if remedy in _REMEDIES else ""


_REMEDIES = {
    "put_right": gettext_noop("Put right what the ground names, and apply again: at any window or from home."),
    "elsewhere": gettext_noop("Another body decides this: ask where the ground says."),
    "appeal": gettext_noop("Applying again would not change it. Who disagrees complains."),
}

_SILENCES = {
    "approve": gettext_noop(
        "Nobody decided by %(day)s: by the rule of this service the application counts as granted."
    ),
    "refuse": gettext_noop("Nobody decided by %(day)s: by the rule of this service the application counts as refused."),
}


def _span(n: int, unit: str) -> str:
    return {
        "wd": ngettext("%(n)d working day", "%(n)d working days", n),
        "cd": ngettext("%(n)d day", "%(n)d days", n),
        "wk": ngettext("%(n)d week", "%(n)d weeks", n),
        "mo": ngettext("%(n)d month", "%(n)d months", n),
        "min": ngettext("%(n)d minute", "%(n)d minutes", n),
    }[unit] % {"n": n}


def _sentence(line: ClockLine) -> str:
    day = f"{line.at:%d.%m.%Y %H:%M}" if line.at else _day(line.day)
    span = _span(line.n, line.unit or "cd") if line.n is not None else ""
    since = _day(line.since) if line.since else ""
    return gettext(_SENTENCES[line.code]) % {"day": day, "span": span, "since": since, "words": line.words}


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"


_SENTENCES = {
    "window": gettext_noop("%(day)s: the last day to apply; applications are taken from %(since)s on."),
    "out_of_window": gettext_noop("Applications are taken from %(since)s to %(day)s only; this was another day."),
    "apply_until": gettext_noop("%(day)s: the last day to apply, %(span)s from %(since)s."),
    "applied_late": gettext_noop("%(day)s was the last day to apply, %(span)s from %(since)s; it was brought later."),
    "not_taken": gettext_noop("%(day)s: there is no complete application yet, so no time runs."),
    "accepted": gettext_noop("%(day)s: the application was complete and taken; the time counts from the next day."),
    "accepted_at_once": gettext_noop(
        "%(day)s: the application was complete and taken; the time counts from this day on."
    ),
    "moved": gettext_noop("%(day)s: the application went over to newer rules; its time is counted by them."),
    "awaits_steps": gettext_noop(
        "The law starts the time when the last department has answered; until then it is counted from %(day)s."
    ),
    "awaits_payment": gettext_noop("The law starts the time with the payment; until then it is counted from %(day)s."),
    "awaits_notice": gettext_noop(
        "The law starts the time with a notice of the department; until then it is counted from %(day)s."
    ),
    "started_steps": gettext_noop("%(day)s: the last department answered; the law starts the time then."),
    "started_payment": gettext_noop("%(day)s: it was paid; the law starts the time then."),
    "started_notice": gettext_noop("%(day)s: the department gave notice; the law starts the time then."),
    "stood": gettext_noop("%(since)s to %(day)s: the applicant corrected it; these days (%(span)s) are not counted."),
    "reset": gettext_noop("%(day)s: what was missing since %(since)s was brought; the time begins anew then."),
    "suspended": gettext_noop("%(day)s: the applicant was asked to correct it; the time has stood since."),
    "correction_by": gettext_noop("%(day)s: the last day to correct it, %(span)s after it was asked."),
    "extended": gettext_noop("%(day)s: the time was extended to %(span)s in all, because: %(words)s"),
    "decree_off": gettext_noop("%(day)s: a day off by decree; it moves the time."),
    "decree_worked": gettext_noop("%(day)s: worked by decree; it counts."),
    "days_off": gettext_noop("From %(since)s to %(day)s, days off are not counted: %(span)s."),
    "term": gettext_noop("%(day)s: the last day of %(span)s that the law gives."),
    "rolled": gettext_noop("%(day)s: the term ends on a day off, so the next day that is worked counts."),
    "rolled_over_stop": gettext_noop("%(day)s: the time stood on its last day, so the next day that is worked counts."),
    "not_before": gettext_noop("%(day)s: not before this day; the law asks to wait %(span)s."),
    "review": gettext_noop("%(day)s: the last day of %(span)s to look at it after that."),
    "silence_near": gettext_noop("%(day)s: from now on the officials are warned that no answer will count as one."),
    "silence_approve": gettext_noop("%(day)s: without a decision before this day, it counts as granted."),
    "silence_refuse": gettext_noop("%(day)s: without a decision before this day, it counts as refused."),
    "offer_by": gettext_noop("%(day)s: by then the department makes its offer, within %(span)s."),
    "pay_by": gettext_noop("%(day)s: the last day to pay, within %(span)s."),
    "appear_by": gettext_noop("%(day)s: by then the applicant comes in person, within %(span)s."),
    "forward_by": gettext_noop("%(day)s: by then it is sent on to whom it concerns, within %(span)s."),
    "notify_by": gettext_noop("%(day)s: by then the applicant is told to come, within %(span)s."),
    "then_by": gettext_noop("%(day)s: by then the department does what follows, within %(span)s."),
    "referral_by": gettext_noop("%(day)s: so long the referral is valid, %(span)s."),
    "due": gettext_noop("%(day)s: the last day to decide."),
    "due_if_resumed": gettext_noop("%(day)s: the last day to decide, if it were corrected today."),
}

_STATES = {
    ClockState.NOT_TAKEN: gettext_noop("not taken yet"),
    ClockState.OUT_OF_WINDOW: gettext_noop("not the time to apply"),
    ClockState.NOT_STARTED: gettext_noop("the time has not started"),
    ClockState.WAITING: gettext_noop("not before its day"),
    ClockState.RUNNING: gettext_noop("the time runs"),
    ClockState.SILENCE_NEAR: gettext_noop("soon no answer counts as one"),
    ClockState.DUE_TODAY: gettext_noop("due today"),
    ClockState.OVERDUE: gettext_noop("overdue"),
    ClockState.SUSPENDED: gettext_noop("the time stands: the applicant corrects"),
    ClockState.LAPSED: gettext_noop("the time to correct is over"),
    ClockState.SILENTLY_APPROVED: gettext_noop("counts as granted: nobody decided in time"),
    ClockState.SILENTLY_REFUSED: gettext_noop("counts as refused: nobody decided in time"),
    ClockState.MET: gettext_noop("decided in time, by the clock"),
    ClockState.MISSED: gettext_noop("decided late, by the clock"),
}
