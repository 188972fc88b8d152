"""The judge of the screens finds what a screen may not do."""

from __future__ import annotations

import pytest

from bench.fanout.judging import Gap, Heard, judge, over_in

COMMITTED = {10: 1.0, 12: 2.0, 15: 3.0}
RIGHT: Heard = [(10, 1.1), (12, 2.2), (15, 3.3)]


def test_every_call_once_and_in_order_is_right() -> None:
    verdict = judge(COMMITTED, [RIGHT, RIGHT])
    assert verdict.is_right
    assert (verdict.p50_ms, verdict.max_ms, verdict.measured) == (200.0, 300.0, 6)


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        (RIGHT[:2], "missed"),
        ([*RIGHT, (15, 3.4)], "repeated"),
        ([*RIGHT, (16, 3.4)], "invented"),
        ([(12, 2.1), (10, 2.1), (15, 3.1)], "reordered"),
    ],
)
def test_each_fault_of_one_screen_among_many_is_found(wrong: Heard, found: str) -> None:
    verdict = judge(COMMITTED, [RIGHT, wrong, RIGHT])
    assert not verdict.is_right
    assert {name for name in ("missed", "repeated", "invented", "reordered") if getattr(verdict, name)} == {found}


def test_what_was_on_its_way_while_the_server_was_away_is_not_measured() -> None:
    late: Heard = [(10, 1.1), (12, 2.9), (15, 3.1)]
    verdict = judge(COMMITTED, [late], Gap(killed=2.05, back=2.9))
    assert (verdict.is_right, verdict.measured, verdict.max_ms) == (True, 2, 100.0)


def test_a_call_made_and_ended_while_the_server_was_away_is_owed_to_nobody() -> None:
    gap = Gap(killed=1.5, back=2.9)
    assert over_in(gap, COMMITTED, {10: 2.0, 12: 2.8, 15: 9.0}) == {12}
    assert judge(COMMITTED, [[(10, 1.1), (15, 3.1)]], gap, excused={12}).is_right
