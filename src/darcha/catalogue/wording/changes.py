"""What changed between two versions of a service, one sentence a change, with both values as a person reads them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext, gettext_noop, ngettext, override

from darcha.catalogue import queries
from darcha.catalogue.errors import UnknownDepartment
from darcha.catalogue.rules import Span, Window
from darcha.catalogue.rules.differences import (
    Body,
    Change,
    ChangeKind,
    ChannelName,
    ConditionText,
    FeeTable,
    Policy,
    SilenceMeaning,
    Value,
    Words,
)
from darcha.catalogue.wording.conditions import condition_words
from darcha.kernel.names import Names


def change_words(changes: Iterable[Change], *, language: str) -> tuple[str, ...]:
    """Return a sentence for each change, in one of the house's languages."""
    with override(language):
        return tuple(_sentence(change, language) for change in changes)


def kind_words(kind: ChangeKind, *, language: str) -> str:
    """Return what a kind of change is called: "A new paper is asked for"."""
    with override(language):
        return gettext(_KINDS[kind])


def policy_words(policy: Policy, *, language: str) -> str:
    """Return what a policy does to an open application, in a few words."""
    with override(language):
        return gettext(_POLICIES[policy])


def outcome_words(policy: Policy, *, language: str) -> str:
    """Return what happens to the open applications, in a sentence."""
    with override(language):
        return gettext(_OUTCOMES[policy])


def _sentence(change: Change, language: str) -> str:
    told = {
        "subject": _value(change.subject, language),
        "before": _value(change.before, language),
        "after": _value(change.after, language),
    }
    sentence = _SENTENCES[change.kind]
    whole = gettext(sentence) % told
    return whole if change.subject is None or "%(subject)s" in sentence else f"{whole} ({told['subject']})"


def _value(value: Value | None, language: str) -> str:  # noqa: PLR0911 -- one answer a kind of value
    if value is None:
        return gettext("nothing told")
    if isinstance(value, Names):
        return f"“{value.in_language(language)}”"
    if isinstance(value, Span):
        return _span(value.n, value.unit)
    if isinstance(value, Window):
        return f"{_day_of_year(value.from_day)} – {_day_of_year(value.to_day)}"
    if isinstance(value, Decimal):
        return _price(value)
    if isinstance(value, int):
        return _span(value, "min")
    if isinstance(value, ConditionText):
        return condition_words(value.text, facts=queries.facts(), language=language)
    if isinstance(value, FeeTable):
        facts = queries.facts()
        rows = [(condition_words(text, facts=facts, language=language), _price(price)) for text, price in value.rows]
        return "; ".join(f"{told}: {price}" for told, price in rows)
    return _coded(value, language)


def _coded(value: Body | ChannelName | Words | SilenceMeaning | str, language: str) -> str:
    if isinstance(value, Body):
        try:
            return queries.department(code=value.code).names.in_language(language)
        except UnknownDepartment:
            return value.code
    if isinstance(value, ChannelName):
        channel = queries.facts().get("channel")
        names = {str(choice.value): choice.names for choice in channel.choices} if channel else {}
        return names[value.code].in_language(language) if value.code in names else value.code
    if isinstance(value, SilenceMeaning):
        return gettext(_SILENCES[value.code])
    if isinstance(value, Words):
        return gettext(_WORDS[value.code])
    return value


def _price(multiples: Decimal) -> str:
    if multiples == 0:
        return gettext("free of charge")
    return gettext("%(multiples)s of the base amount") % {"multiples": f"{multiples.normalize():f}"}


def _span(n: int, unit: str) -> str:
    return {
        "wd": ngettext("%(n)d working day", "%(n)d working days", n),
        "cd": ngettext("%(n)d day", "%(n)d days", n),
        "wk": ngettext("%(n)d week", "%(n)d weeks", n),
        "mo": ngettext("%(n)d month", "%(n)d months", n),
        "min": ngettext("%(n)d minute", "%(n)d minutes", n),
    }[unit] % {"n": n}


def _day_of_year(told: str) -> str:
    return f"{date.fromisoformat(f'2000-{told}'):%d.%m}"


_SENTENCES = {
    ChangeKind.PAPER_ADDED: gettext_noop("A new paper is asked for: %(subject)s. When: %(after)s."),
    ChangeKind.PAPER_DROPPED: gettext_noop("A paper is no longer asked for: %(subject)s. Before: %(before)s."),
    ChangeKind.PAPER_OFTENER: gettext_noop(
        "A paper is asked for more often: %(subject)s. Before: %(before)s. Now: %(after)s."
    ),
    ChangeKind.PAPER_RARER: gettext_noop(
        "A paper is asked for less often: %(subject)s. Before: %(before)s. Now: %(after)s."
    ),
    ChangeKind.PAPER_CONDITION: gettext_noop(
        "A paper is asked for in other cases: %(subject)s. Before: %(before)s. Now: %(after)s."
    ),
    ChangeKind.PAPER_PROOFS_MORE: gettext_noop("Another paper is enough as well. Before: %(before)s. Now: %(after)s."),
    ChangeKind.PAPER_PROOFS: gettext_noop("Other papers are enough. Before: %(before)s. Now: %(after)s."),
    ChangeKind.FEE_UP: gettext_noop("The fee is higher. Before: %(before)s. Now: %(after)s."),
    ChangeKind.FEE_DOWN: gettext_noop("The fee is lower. Before: %(before)s. Now: %(after)s."),
    ChangeKind.FEE_OTHER: gettext_noop("The fee is told in another way. Before: %(before)s. Now: %(after)s."),
    ChangeKind.TIME_LONGER: gettext_noop("The time is longer. Before: %(before)s. Now: %(after)s."),
    ChangeKind.TIME_SHORTER: gettext_noop("The time is shorter. Before: %(before)s. Now: %(after)s."),
    ChangeKind.TIME_OTHER: gettext_noop("The time is counted otherwise. Before: %(before)s. Now: %(after)s."),
    ChangeKind.CLOCK: gettext_noop("Another rule of the clock, %(subject)s. Before: %(before)s. Now: %(after)s."),
    ChangeKind.SILENCE: gettext_noop("When nobody answers in time. Before: %(before)s. Now: %(after)s."),
    ChangeKind.STEP_ADDED: gettext_noop("A new step, %(before)s: %(subject)s, %(after)s."),
    ChangeKind.STEP_DROPPED: gettext_noop("A step is dropped, %(after)s: %(subject)s, %(before)s."),
    ChangeKind.STEP_GIVEN: gettext_noop(
        "A step is given to another department: %(subject)s. Before: %(before)s. Now: %(after)s."
    ),
    ChangeKind.STEP_TIME: gettext_noop(
        "The time of a step is another: %(subject)s. Before: %(before)s. Now: %(after)s."
    ),
    ChangeKind.DEPARTMENT: gettext_noop("Who gives it, %(subject)s. Before: %(before)s. Now: %(after)s."),
    ChangeKind.WHEN_TO_APPLY: gettext_noop("When one may apply, %(subject)s. Before: %(before)s. Now: %(after)s."),
    ChangeKind.VARIANT: gettext_noop("A variant, %(subject)s, holds when. Before: %(before)s. Now: %(after)s."),
    ChangeKind.FORM: gettext_noop("The form asks otherwise: %(subject)s. Before: %(before)s. Now: %(after)s."),
    ChangeKind.FOUR_EYES: gettext_noop("How many decide. Before: %(before)s. Now: %(after)s."),
    ChangeKind.NAME: gettext_noop("Another name. Before: %(before)s. Now: %(after)s."),
    ChangeKind.TEXT: gettext_noop("Another text, %(subject)s. Before: %(before)s. Now: %(after)s."),
    ChangeKind.GROUND: gettext_noop("Where it comes from, %(subject)s. Before: %(before)s. Now: %(after)s."),
    ChangeKind.COUNTER_MINUTES: gettext_noop("The time at the window is another. Before: %(before)s. Now: %(after)s."),
    ChangeKind.LIFE_EVENTS: gettext_noop("Other life events. Before: %(before)s. Now: %(after)s."),
    ChangeKind.OTHER: gettext_noop("Something else is different: %(subject)s."),
}

_KINDS = {
    ChangeKind.PAPER_ADDED: gettext_noop("a new paper"),
    ChangeKind.PAPER_DROPPED: gettext_noop("a paper dropped"),
    ChangeKind.PAPER_OFTENER: gettext_noop("a paper asked for more often"),
    ChangeKind.PAPER_RARER: gettext_noop("a paper asked for less often"),
    ChangeKind.PAPER_CONDITION: gettext_noop("a paper asked for in other cases"),
    ChangeKind.PAPER_PROOFS_MORE: gettext_noop("another paper is enough as well"),
    ChangeKind.PAPER_PROOFS: gettext_noop("other papers are enough"),
    ChangeKind.FEE_UP: gettext_noop("a higher fee"),
    ChangeKind.FEE_DOWN: gettext_noop("a lower fee"),
    ChangeKind.FEE_OTHER: gettext_noop("a fee told in another way"),
    ChangeKind.TIME_LONGER: gettext_noop("a longer time"),
    ChangeKind.TIME_SHORTER: gettext_noop("a shorter time"),
    ChangeKind.TIME_OTHER: gettext_noop("a time counted otherwise"),
    ChangeKind.CLOCK: gettext_noop("another rule of the clock"),
    ChangeKind.SILENCE: gettext_noop("another meaning of silence"),
    ChangeKind.STEP_ADDED: gettext_noop("a new step"),
    ChangeKind.STEP_DROPPED: gettext_noop("a step dropped"),
    ChangeKind.STEP_GIVEN: gettext_noop("a step given to another department"),
    ChangeKind.STEP_TIME: gettext_noop("another time of a step"),
    ChangeKind.DEPARTMENT: gettext_noop("another department"),
    ChangeKind.WHEN_TO_APPLY: gettext_noop("other days to apply"),
    ChangeKind.VARIANT: gettext_noop("another variant"),
    ChangeKind.FORM: gettext_noop("another form"),
    ChangeKind.FOUR_EYES: gettext_noop("other eyes at the decision"),
    ChangeKind.NAME: gettext_noop("another name"),
    ChangeKind.TEXT: gettext_noop("other texts"),
    ChangeKind.GROUND: gettext_noop("another ground or source"),
    ChangeKind.COUNTER_MINUTES: gettext_noop("other minutes at the window"),
    ChangeKind.LIFE_EVENTS: gettext_noop("other life events"),
    ChangeKind.OTHER: gettext_noop("something else"),
}

_POLICIES = {
    Policy.KEEP: gettext_noop("stays under the old rules"),
    Policy.OFFER: gettext_noop("the applicant may choose"),
    Policy.MOVE: gettext_noop("goes over to the new rules"),
}

_OUTCOMES = {
    Policy.KEEP: gettext_noop("Open applications go on by the rules they were filed under."),
    Policy.OFFER: gettext_noop("Open applications go on as they are; whoever filed one may choose the new rules."),
    Policy.MOVE: gettext_noop("Open applications go over to the new rules on the day these are in force."),
}

_SILENCES = {
    "approve": gettext_noop("it counts as granted"),
    "refuse": gettext_noop("it counts as refused"),
    None: gettext_noop("it means nothing"),
}

_WORDS = {
    "one_decides": gettext_noop("one officer decides"),
    "two_decide": gettext_noop("one officer proposes, another confirms"),
    "always": gettext_noop("always"),
    "free_if": gettext_noop("free when"),
    "fee_per": gettext_noop("what the price is for"),
    "time_kind": gettext_noop("kind of time"),
    "maximum": gettext_noop("at the latest"),
    "waiting_period": gettext_noop("not before"),
    "extendable_to": gettext_noop("longest time after an extension"),
    "counts": gettext_noop("first day that counts"),
    "next_day": gettext_noop("the next day"),
    "at_once": gettext_noop("the day itself"),
    "resume": gettext_noop("the time after a correction"),
    "continue": gettext_noop("it goes on"),
    "reset": gettext_noop("it begins anew"),
    "starts_with": gettext_noop("what starts the time"),
    "steps": gettext_noop("the departments’ answers"),
    "payment": gettext_noop("the payment"),
    "notice": gettext_noop("a notice of the department"),
    "review": gettext_noop("time to look at it afterwards"),
    "pay_within": gettext_noop("time to pay"),
    "notify_visit": gettext_noop("time to ask the applicant to come"),
    "applicant_must_appear": gettext_noop("time to come in person"),
    "forward": gettext_noop("time to send it on"),
    "offer": gettext_noop("time to make an offer"),
    "warn_before": gettext_noop("warning before silence speaks"),
    "correction": gettext_noop("time to correct"),
    "what_follows": gettext_noop("time for what follows"),
    "min_n": gettext_noop("shortest time"),
    "starts": gettext_noop("what starts the time"),
    "parallel": gettext_noop("at once with others"),
    "then": gettext_noop("after the others"),
    "department_id": gettext_noop("the department"),
    "provider_id": gettext_noop("the provider"),
    "form_required": gettext_noop("it must be answered"),
    "form_optional": gettext_noop("it may be answered"),
    "form_sometimes": gettext_noop("it is asked in some cases"),
    "form_otherwise": gettext_noop("it is worded or limited otherwise"),
    "form_order": gettext_noop("the order of the form"),
    "window": gettext_noop("days of the year"),
    "apply_within": gettext_noop("time to apply"),
    "one_application_per": gettext_noop("once within"),
    "referral_valid": gettext_noop("how long a referral is valid"),
    "output": gettext_noop("what one receives"),
    "benefit": gettext_noop("the benefit"),
    "note": gettext_noop("the note to citizens"),
    "remark": gettext_noop("the remark for examiners"),
    "law": gettext_noop("the legal ground"),
    "provenance": gettext_noop("the sources of single facts"),
}
