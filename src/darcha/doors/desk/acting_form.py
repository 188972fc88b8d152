"""Who acts for the applicant, as an officer writes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext, gettext_lazy

from darcha.cases.rules import NewApplicant, NewRepresentative, RepresentativeView, representative_problem

ACTING_FIELDS = ("acts_as", "acts_name", "acts_personal_number", "acts_paper", "acts_until")

CAPACITIES = (
    ("attorney", gettext_lazy("By power of attorney")),
    ("parent", gettext_lazy("As a parent, for a child")),
    ("guardian", gettext_lazy("As a guardian")),
)
"""In which capacity somebody acts, in words."""

_PROBLEMS = {
    "capacity": ("acts_as", gettext_lazy("Choose how this person acts for the applicant.")),
    "name": ("acts_name", gettext_lazy("Write the name of who acts, as in the passport.")),
    "personal_number": ("acts_personal_number", gettext_lazy("A personal number has 14 digits.")),
    "paper": ("acts_paper", gettext_lazy("Write the number of the power of attorney or of the guardian’s paper.")),
    "over": ("acts_until", gettext_lazy("This paper is over. A newer one is needed, or the applicant comes.")),
    "grown_up": ("acts_as", gettext_lazy("The applicant is of age: a parent acts by power of attorney.")),
    "same_person": ("acts_personal_number", gettext_lazy("This is the applicant’s own personal number.")),
}


@dataclass(frozen=True, slots=True)
class ActingTyped:
    """Who acts, as it stands in the form, and what is wrong about it by field."""

    values: Mapping[str, str]
    errors: Mapping[str, str] = field(default_factory=dict)


def typed_acting(data: Mapping[str, object]) -> dict[str, str]:
    """Return what was typed about who acts."""
    return {name: str(data.get(name, "")) for name in ACTING_FIELDS}


def known_acting(one: RepresentativeView | None) -> ActingTyped:
    """Return who acts now, to be changed."""
    if one is None:
        return ActingTyped(dict.fromkeys(ACTING_FIELDS, ""))
    told = (one.capacity, one.name, one.personal_number or "", one.paper, one.until.isoformat() if one.until else "")
    return ActingTyped(dict(zip(ACTING_FIELDS, told, strict=True)))


def acting(values: Mapping[str, str]) -> NewRepresentative | None:
    """Return who acts as typed; None: nobody. A last day that is none counts as not told."""
    if not values.get("acts_as"):
        return None
    return NewRepresentative(
        capacity=values["acts_as"],
        name=values["acts_name"].strip(),
        personal_number=values["acts_personal_number"].strip() or None,
        paper=values["acts_paper"].strip(),
        until=_day(values["acts_until"]),
    )


def acting_errors(values: Mapping[str, str], *, on: date, applicant: NewApplicant | None = None) -> dict[str, str]:
    """Return what is wrong about who acts, by field; nothing where nobody does.

    `applicant`: whom they act for; None: it stands in the same form.
    """
    one = acting(values)
    if one is None:
        return {}
    if values["acts_until"].strip() and one.until is None:
        return {"acts_until": gettext("Write the last day of the paper as a date.")}
    year = values.get("birth_year", "").strip()
    whom = applicant or NewApplicant(
        values.get("name", ""),
        values.get("sex", ""),
        int(year) if year.isascii() and year.isdigit() else on.year,
        personal_number=values.get("personal_number") or None,
    )
    code = representative_problem(one, applicant=whom, today=on)
    if code is None:
        return {}
    name, words = _PROBLEMS[code]
    return {name: str(words)}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
