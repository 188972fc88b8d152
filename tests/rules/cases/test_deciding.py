"""Who may confirm a proposed decision."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as any_

from darcha.cases.rules import may_confirm

OFFICERS = any_.sampled_from([f"employee:{number}" for number in range(4)])


@given(OFFICERS, OFFICERS, any_.sets(OFFICERS))
def test_who_confirms_has_neither_proposed_nor_answered(who: str, proposed_by: str, answered_by: set[str]) -> None:
    had_a_part = {proposed_by, *answered_by}
    assert may_confirm(who=who, proposed_by=proposed_by, answered_by=answered_by) == (who not in had_a_part)
