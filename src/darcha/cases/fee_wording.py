"""The reasoning behind a fee, in words for the applicant."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext, override

from darcha.catalogue import queries as catalogue
from darcha.catalogue.rules import Fee, ServiceVersion
from darcha.catalogue.wording import condition_words
from darcha.kernel.names import LANGUAGES

_NO_BREAK = "\u00a0"


def reckoned_words(version: ServiceVersion, fee: Fee, *, base_uzs: int | None, on: date) -> dict[str, list[str]]:
    """Return how a fee was reckoned, a sentence a step, in every language of the house."""
    told = {}
    for language in LANGUAGES:
        with override(language):
            told[language] = list(_sentences(version, fee, base_uzs=base_uzs, on=on, language=language))
    return told


def amount_words(amount_uzs: int) -> str:
    """Return "61 800 soʻm" in the language spoken now, never broken across lines."""
    return f"{amount_uzs:,}".replace(",", _NO_BREAK) + _NO_BREAK + gettext("soʻm")


def way_words(way: str) -> str:
    """Return how something was paid, in the language spoken now."""
    return {"cash": gettext("in cash"), "card": gettext("by card"), "bank": gettext("by bank transfer")}[way]


def _sentences(version: ServiceVersion, fee: Fee, *, base_uzs: int | None, on: date, language: str) -> list[str]:
    found = [
        words
        for reason in fee.reasons
        if (words := _sentence(version, reason, base_uzs=base_uzs, on=on, language=language))
    ]
    found += [
        gettext("It was not told whether this holds: %(rule)s.") % {"rule": rule.names.in_language(language)}
        for rule in fee.possible
    ]
    if fee.per is not None and fee.amount_uzs:
        found.append(
            gettext("That is the price of one (%(unit)s); the department says of how many.")
            % {"unit": fee.per.in_language(language)}
        )
    return found


def _sentence(version: ServiceVersion, reason: str, *, base_uzs: int | None, on: date, language: str) -> str:
    code, _, about = reason.partition(":")
    if code == "multiples":
        return _multiples(Decimal(about), base_uzs=base_uzs, on=on)
    if code == "row":
        row = version.fee.table[int(about) - 1]
        facts = {fact.code: fact for fact in (*version.questions, *version.fee_questions)}
        return gettext("Row %(number)s of the table of fees: %(condition)s.") % {
            "number": about,
            "condition": condition_words(row.condition, facts=facts, language=language),
        }
    if code == "rule":
        return next((f"{rule.names.in_language(language)}." for rule in version.fee_rules if rule.code == about), "")
    if code == "undecided":
        fact = catalogue.facts().get(about)
        return gettext("The amount hangs on what was not told: %(question)s") % {
            "question": fact.question.in_language(language) if fact else about
        }
    if code == "text":
        return f"{version.fee.text.in_language(language)}." if version.fee.text else ""
    return {
        "channel": gettext("The price of this way to apply."),
        "free_if": gettext("Nothing is asked: what you told makes it free."),
        "no_row": gettext("No row of the table of fees fits what was told."),
        "no_base_amount": gettext("The base amount of that day is not known to us, so the sum is not."),
        "rounded": gettext("Rounded to whole soʻm."),
    }.get(code, "")


def _multiples(multiples: Decimal, *, base_uzs: int | None, on: date) -> str:
    if multiples == 0:
        return gettext("No fee is asked for this service.")
    number = number_format(multiples.normalize(), use_l10n=True)
    if base_uzs is None:
        return gettext("%(number)s of the base amount.") % {"number": number}
    return gettext("%(number)s of the base amount, which is %(amount)s on %(day)s.") % {
        "number": number,
        "amount": amount_words(base_uzs),
        "day": f"{on:%d.%m.%Y}",
    }
