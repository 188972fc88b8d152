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
