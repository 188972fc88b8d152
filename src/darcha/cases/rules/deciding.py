"""Who may confirm what a colleague proposed, where a decision asks for two officers."""

from __future__ import annotations

from collections.abc import Collection


def may_confirm(*, who: str, proposed_by: str, answered_by: Collection[str]) -> bool:
    """Return whether `who` looks at a proposal with eyes of their own: did not make it, and answered no step for the
    deciding department.

    `answered_by`: who entered the answers of the deciding department itself.
    """
    return who != proposed_by and who not in answered_by
