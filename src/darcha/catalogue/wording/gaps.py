"""What a draft lacks, in a sentence each."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_noop, override

from darcha.catalogue import queries
from darcha.catalogue.errors import UnknownDepartment
from darcha.catalogue.rules.completeness import Gap


def gap_words(gap: Gap, *, language: str) -> str:
    """Return what is missing at a place of a draft, and what to do about it."""
    with override(language):
        detail = gap.detail
        if gap.code in {"paper_held", "holder_untold"}:
            detail = _body(gap.detail, language)
        elif gap.code == "field_shared":
            detail = queries.service_summary(code=gap.detail).names.in_language(language)
        elif gap.code == "translation":
            detail = gettext(_LANGUAGES[gap.detail])
        elif gap.code == "provenance":
            detail = gettext(_PARTS[gap.detail])
        return gettext(_SENTENCES[gap.code]) % {"detail": detail}


def _body(code: str, language: str) -> str:
    try:
        return queries.department(code=code).names.in_language(language)
    except UnknownDepartment:
        return code


_LANGUAGES = {
    "uz": gettext_noop("in Uzbek"),
    "ru": gettext_noop("in Russian"),
    "en": gettext_noop("in English"),
}

_PARTS = {
    "docs": gettext_noop("the papers"),
    "fee": gettext_noop("the fee"),
    "time": gettext_noop("the time by law"),
    "counter_minutes": gettext_noop("the minutes at the window"),
    "steps": gettext_noop("the steps"),
    "tacit": gettext_noop("the meaning of silence"),
    "form": gettext_noop("the form"),
    "variant": gettext_noop("the variant"),
}

_SENTENCES = {
    "translation": gettext_noop("The text is missing %(detail)s."),
    "department": gettext_noop("Choose a department."),
    "life_event": gettext_noop("Choose at least one life event."),
    "paper": gettext_noop("Choose a paper of the list."),
    "paper_twice": gettext_noop("This paper is asked for twice under one condition."),
    "paper_abolished": gettext_noop(
        "The state has abolished this paper: nobody will be asked for it. Better leave it out."
    ),
    "paper_held": gettext_noop("This is held already: %(detail)s. Does the applicant really have to bring it?"),
    "holder_untold": gettext_noop(
        "%(detail)s gives this paper out, and nobody is named who holds the fact. Name the holder in the catalogue first."
    ),
    "condition": gettext_noop("The condition is not understood: %(detail)s."),
    "code": gettext_noop("Give it a code: a letter first, then letters, digits, dots or dashes, at most 40."),
    "field_twice": gettext_noop("The form asks for this field already."),
    "field_is_fact": gettext_noop("A question of the catalogue has this code. Give the field another one."),
    "field_shared": gettext_noop(
        "%(detail)s asks for this field too, and otherwise. Leave it as it is there, or give yours a code of its own."
    ),
    "field_kind": gettext_noop("Choose what is filled in."),
    "required_once": gettext_noop("Needed always, or only when: one of the two."),
    "choice_line": gettext_noop("Line %(detail)s needs a value and its words in three languages, with | between them."),
    "choice_twice": gettext_noop("Two lines have the same value."),
    "choices": gettext_noop("A list of answers belongs to “one of a list”, and to nothing else."),
    "whole_number": gettext_noop("Write a number."),
    "limit_of_what": gettext_noop("Only a text or a number has a least and a most."),
    "limit_order": gettext_noop("The most is below the least."),
    "digits": gettext_noop("A number of digits, from 1 to 40, is for one line of text, without least and most."),
    "decimals": gettext_noop("Decimals, at most 4, are for a number only."),
    "days_of_a_date": gettext_noop("Past or coming is for a day only."),
    "variant_twice": gettext_noop("Another variant has this code."),
    "variant_if": gettext_noop("Say when the variant holds."),
    "variant_alike": gettext_noop("The variant changes nothing: give it papers, a fee or a time of its own."),
    "amount": gettext_noop("Write an amount, from 0 to 1000 times the base amount."),
    "day_of_year": gettext_noop("Write a day of the year as month and day, for example 06-20."),
    "span": gettext_noop("Write a whole number and choose its unit."),
    "date_fact": gettext_noop("Choose the day it counts from."),
    "fee": gettext_noop("Tell the fee in exactly one way: an amount, a table, or words."),
    "fee_row": gettext_noop("A row of the fee needs a condition and an amount."),
    "time": gettext_noop("The time by law is missing: a number and its unit."),
    "step_time": gettext_noop("A step’s own time needs a number and a unit, or neither."),
    "counter_minutes": gettext_noop("Say how many minutes it takes at the window, from 1 to 240."),
    "ground": gettext_noop("The legal ground is missing: name the act by the key of its source."),
    "provenance": gettext_noop("Say where it comes from, %(detail)s: a source, or that it is an illustration."),
    "source": gettext_noop("No source has this key: %(detail)s."),
    "shape": gettext_noop("This is not understood: %(detail)s."),
}
