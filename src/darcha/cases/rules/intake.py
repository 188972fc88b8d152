"""Taking an application: who applies, what is known, which papers are missing."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from darcha.cases.rules.views import HeldDocument
from darcha.cases.rules.words import NAME_LIMIT, NewApplicant
from darcha.catalogue.rules import ChecklistItem

_WEIGHTS = (7, 3, 1)
PERSONAL_NUMBER_DIGITS = 14
_PERSONAL_NUMBER_LIMIT = 20
_OLDEST_YEARS = 130
_PHONE = re.compile(r"[0-9+() -]{5,20}")
ANOTHER_BECAUSE = ("other_person", "other_thing", "begins_anew")
"""Why somebody with an open application for a service files another one: it is about another person, a child; about another
thing, a plot; or the one before is not gone on with."""

DERIVED = frozenset({"applicant.age", "applicant.sex", "practice", "channel"})
"""Facts that follow from the applicant, the day and the way of filing; an answer to them from outside is not taken."""


def demanded(checklist: Iterable[ChecklistItem]) -> tuple[str, ...]:
    """Return the codes of the papers an application must bring, each once, in the order of the checklist.

    A paper somebody in the house already holds is demanded all the same: that is the practice which the analysis of
    superfluous papers finds. A paper whose condition hangs on an unanswered fact is demanded until it is answered.
    """
    return tuple(dict.fromkeys(item.document.code for item in checklist if item.state in ("needed", "unknown")))


def defects(checklist: Iterable[ChecklistItem], papers_seen: Collection[str]) -> tuple[str, ...]:
    """Return every demanded paper that was not shown: one list, all at once, in the order of the checklist.

    Where one of several papers is enough, one that was shown is; else the demand is one line, told by its first paper's code.
    """
    items = [item for item in checklist if item.state in ("needed", "unknown")]
    shown = {item.document.code for item in items if item.is_shown(papers_seen)}
    return tuple(code for code in demanded(items) if code not in shown)


def proven(
    checklist: Iterable[ChecklistItem], papers_seen: Collection[str], held: Mapping[str, HeldDocument]
) -> dict[str, HeldDocument]:
    """Return what the house's own documents prove of what is demanded and was not shown, by the code of the demand.

    `held` by the code of the paper it is. A paper that was shown is not looked for.
    """
    found: dict[str, HeldDocument] = {}
    for item in checklist:
        document = next((held[one.code] for one in item.proofs if one.code in held), None)
        if document is not None and item.state in ("needed", "unknown") and not item.is_shown(papers_seen):
            found[item.document.code] = document
    return found


ACTS_BY_POWER = "applicant.is_representative"
"""The fact that somebody acts by a power of attorney: at a window it follows from who acts, from home it is asked."""


def known_facts(
    facts: Mapping[str, object], *, applicant: NewApplicant, year: int, channel: str, capacity: str = ""
) -> dict[str, object]:
    """Return the answers with what follows from the applicant, and at a window from who acts for them.

    Age is the age reached in the year of filing, because only the year of birth is asked: somebody born in 1992 counts
    as 18 through all of 2010.
    """
    answered = {code: value for code, value in facts.items() if code not in DERIVED}
    if channel == "counter":
        answered[ACTS_BY_POWER] = capacity == "attorney"
    return {
        **answered,
        "applicant.age": year - applicant.birth_year,
        "applicant.sex": applicant.sex,
        "channel": channel,
    }


def has_disability(facts: Mapping[str, object]) -> bool:
    """Return whether the applicant told a disability group (1, 2 or 3)."""
    return str(facts.get("applicant.disability_group") or "0") in ("1", "2", "3")


def problem(applicant: NewApplicant, *, year: int) -> str | None:
    """Return what about an applicant cannot be taken: "name_missing", "name_too_long", or the field; None when fine.

    Born at most 130 years ago and not after `year`; a telephone number of 5 to 20 digits and signs.
    """
    name, phone = applicant.name.strip(), (applicant.phone or "").strip()
    problems = {
        "name_missing": not name,
        "name_too_long": len(name) > NAME_LIMIT,
        "name": not name.isprintable(),
        "sex": applicant.sex not in ("F", "M"),
        "birth_year": not year - _OLDEST_YEARS <= applicant.birth_year <= year,
        "phone": bool(phone) and _PHONE.fullmatch(phone) is None,
        "personal_number": len((applicant.personal_number or "").strip()) > _PERSONAL_NUMBER_LIMIT,
    }
    return next((code for code, wrong in problems.items() if wrong), None)


def personal_number_is_right(number: str) -> bool:
    """Return whether a personal number (PINFL) has 14 digits and the right last one.

    The last digit is the sum of the first 13 weighted 7, 3, 1, 7, ... modulo 10, as on the machine-readable zone of a
    passport (ICAO 9303). No official text confirms the rule, so a wrong number is told to the officer and taken all the
    same. Check: 3171085400001 gets the digit 2.
    """
    number = number.strip()
    if len(number) != PERSONAL_NUMBER_DIGITS or not (number.isascii() and number.isdigit()):
        return False
    return check_digit(number[:-1]) == int(number[-1])


def check_digit(digits: str) -> int:
    """Return the last digit of the personal number that begins with these 13."""
    return sum(int(digit) * _WEIGHTS[place % 3] for place, digit in enumerate(digits)) % 10


def warnings(applicant: NewApplicant) -> tuple[str, ...]:
    """Return what the officer should look at again: ("personal_number",) when its check fails."""
    number = (applicant.personal_number or "").strip()
    return ("personal_number",) if number and not personal_number_is_right(number) else ()
