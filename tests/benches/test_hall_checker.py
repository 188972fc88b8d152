"""The checker of the hall sees each bug planted in a record, and nothing in a right one.

The record is a run of `bench.hall_correctness` with 30 visitors, 3 officers, kills and repeated requests.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from bench.hall import planted
from bench.hall.forged import IN_THE_RECORD, Rows, broken
from bench.hall.planted import IN_THE_HOUSE
from bench.hall.records import Records, read_lines
from bench.hall.statements import script
from bench.hall_checker import caught_by, check

RECORDED = Path(__file__).parent / "recorded"

CAUGHT_BY = {
    "called_after_served": "called_twice",
    "number_repeated": "duplicate_numbers",
    "number_left_out": "gaps",
    "acknowledged_forgotten": "lost",
    "never_called": "lost",
    "call_left_out": "lost",
    "younger_first": "unexplained_overtakes",
    "passed_not_told": "unexplained_overtakes",
    "score_made_up": "unexplained_overtakes",
    "sent_elsewhere": "impossible_steps",
    "sent_on_left_out": "lost",
    "aside_left_out": "lost",
    "back_left_out": "unexplained_overtakes",
    "undone_left_out": "lost",
    "undone_too_late": "impossible_steps",
    "appointment_moved": "impossible_steps",
    "by_hand_untold": "unexplained_overtakes",
    "another_answer": "taken_twice",
    "took_effect_twice": "taken_twice",
    "row_changed": "journal_verified",
    "rows_swapped": "journal_verified",
    "row_taken_out": "gaps",
    "tail_cut": "journal_verified",
}


@pytest.fixture(scope="module")
def log() -> Rows:
    return read_lines([RECORDED / "clients.jsonl"])


@pytest.fixture(scope="module")
def journal() -> Rows:
    return read_lines([RECORDED / "journal.jsonl"])


def test_nothing_is_found_in_a_hall_that_is_right(log: Rows, journal: Rows) -> None:
    figures = check(log, journal)
    assert caught_by(figures) == []
    assert figures["issued"] == 30
    assert figures["called"] > 30, "somebody was sent on and called again"
    assert figures["overtaking_calls"] > 0, "a record in which nobody is passed shows nothing"
    assert any(line.get("lost") for line in log), "nor does one in which no answer was lost"


def test_calls_that_knew_nothing_of_languages_do_not_explain_themselves(log: Rows, journal: Rows) -> None:
    mute = [
        line | {"counters": {code: told | {"languages": ["kaa"]} for code, told in line["counters"].items()}}
        if line.get("what") == "hall"
        else line
        for line in log
    ]
    assert caught_by(check(mute, journal)) == ["unexplained_overtakes"]


def test_what_a_window_showed_tells_by_when_a_repeated_call_was_made(log: Rows, journal: Rows) -> None:
    lost = [line | {"answered": None} for line in log if line.get("what") == "call" or line.get("then_call")]
    blind = [line for line in log if line.get("what") != "look"]
    committed = [Records([*known, *lost], journal).committed_by for known in (log, blind)]
    sooner = [one < other for one, other in zip(*committed, strict=True)]
    assert any(sooner)


def test_where_one_count_alone_was_possible_another_by_one_is_caught(log: Rows, journal: Rows) -> None:
    exact = check(log, journal)["counted_exactly"]
    wrong = deepcopy(journal)
    for row in _calls(wrong):
        row["data"]["overtaken"] += 1
    assert check(log, wrong)["unexplained_overtakes"] >= exact


def _calls(journal: Rows) -> Rows:
    return [row for row in journal if row.get("kind") == "ticket.called"]


def test_each_planted_bug_has_its_figure() -> None:
    assert CAUGHT_BY.keys() == IN_THE_RECORD.keys()


@pytest.mark.parametrize("name", IN_THE_RECORD)
def test_a_planted_bug_is_caught(name: str, log: Rows, journal: Rows) -> None:
    figures = check(*broken(name, log, journal))
    assert CAUGHT_BY[name] in caught_by(figures)


@pytest.mark.parametrize("name", [name for name, bug in IN_THE_RECORD.items() if bug.chained_anew])
def test_what_is_chained_anew_is_caught_by_the_fact_and_not_by_its_hash(name: str, log: Rows, journal: Rows) -> None:
    assert check(*broken(name, log, journal))["journal_verified"]


def test_a_call_may_pass_whom_another_counter_was_taking(log: Rows, journal: Rows) -> None:
    # The log without its moments: everything may have happened at once, so only the journal's own order speaks.
    blurred = [line | {"sent": 0.0, "answered": line["answered"] and 1.0} if "sent" in line else line for line in log]
    assert check(blurred, journal)["unexplained_overtakes"] == 0


@pytest.mark.parametrize("name", IN_THE_HOUSE)
def test_what_a_bug_of_the_house_changes_is_still_there(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = []

    def tried(module: str, name: str, change: Callable[[Any], Any]) -> None:
        there = getattr(import_module(module), name)
        changed.append(change(there) != there)

    monkeypatch.setattr(planted, "_changed", tried)
    planted.plant(name)
    assert changed
    assert all(changed)


def test_pgbench_is_given_every_value_the_statements_of_a_journey_ask_for() -> None:
    text = script(first_counter=1)
    assert text.count("COMMIT;") == 4
    assert "%(" not in text
