"""Who may act for whom: by a power of attorney, as a parent, as a guardian; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from darcha.cases.rules.words import NAME_LIMIT, NewApplicant

CAPACITIES = ("attorney", "parent", "guardian")
"""In which capacity somebody acts for an applicant; eternal, as kept."""

GROWN_UP_AT = 18
"""From this age on nobody is a child whose parent acts for them."""

PAPER_SIGNS = (1, 60)
"""The shortest and the longest number of a power of attorney or of a guardian's paper, in characters."""

_WITH_A_PAPER = ("attorney", "guardian")


@dataclass(frozen=True, slots=True)
class NewRepresentative:
    """Who acts for an applicant, as told at the window.

    `paper`: number of the power of attorney or of the guardian's paper; a parent has none, the child's birth certificate says
    it. `until`: the last day the paper holds; None: it names none.
    """

    capacity: str
    name: str
    personal_number: str | None = None
    paper: str = ""
    until: date | None = None


def representative_problem(one: NewRepresentative, *, applicant: NewApplicant, today: date) -> str | None:
    """Return why somebody cannot act for an applicant: "capacity", "name", "personal_number", "paper", "over", "grown_up" or
    "same_person"; None: they can.

    Age is the age reached in the year, as everywhere at the window: only the year of birth is asked.
    """
    shortest, longest = PAPER_SIGNS
    name, own = one.name.strip(), (one.personal_number or "").strip()
    problems = {
        "capacity": one.capacity not in CAPACITIES,
        "name": not name or len(name) > NAME_LIMIT or not name.isprintable(),
        "personal_number": len(own) > NAME_LIMIT,
        "paper": one.capacity in _WITH_A_PAPER and not shortest <= len(one.paper.strip()) <= longest,
        "over": one.until is not None and one.until < today,
        "grown_up": one.capacity == "parent" and today.year - applicant.birth_year >= GROWN_UP_AT,
        "same_person": bool(own) and own == (applicant.personal_number or "").strip(),
    }
    return next((code for code, wrong in problems.items() if wrong), None)


def still_acts(until: date | None, *, today: date) -> bool:
    """Return whether an authority that holds until a day, that day included, holds today."""
    return until is None or today <= until
