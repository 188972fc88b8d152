"""Who may confirm what a colleague proposed, where a decision asks for two officers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

REMEDIES = ("put_right", "elsewhere", "appeal")
"""What can be done about a refusal: put it right and apply again, ask another body, only complain; eternal, as kept."""

CLAUSE_SIGNS = (4, 200)
"""The shortest and the longest clause of law, in characters."""


@dataclass(frozen=True, slots=True)
class Because:
    """What a refusal rests on and what can be done about it: the act and its article, one of `REMEDIES`."""

    clause: str
    remedy: str


def refusal_lacks(because: Because | None) -> str | None:
    """Return what a refusal is nothing without: "clause" or "remedy", None when both are there."""
    shortest, longest = CLAUSE_SIGNS
    if because is None or not shortest <= len(because.clause) <= longest:
        return "clause"
    return None if because.remedy in REMEDIES else "remedy"


def may_confirm(*, who: str, proposed_by: str, answered_by: Collection[str]) -> bool:
    """Return whether `who` looks at a proposal with eyes of their own: did not make it, and answered no step for the
    deciding department.

    `answered_by`: who entered the answers of the deciding department itself.
    """
    return who != proposed_by and who not in answered_by
