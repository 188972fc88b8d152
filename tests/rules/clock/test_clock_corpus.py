"""The published corpus: every case of every file beside this one comes out as it says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from darcha.cases.clock_file import ClockCase, read_clock_file
from darcha.cases.rules import ClockState, EventKind
from darcha.kernel.blueprint import BlueprintHasErrors

HERE = Path(__file__).parent
CATALOGUE = HERE.parents[2] / "blueprints" / "uzbekistan" / "catalogue.yaml"
CASES = {
    f"{path.stem}:{case.code}": case
    for path in sorted(HERE.glob("*.yaml"))
    for case in read_clock_file(text=path.read_text(encoding="utf-8"), file=path.name)
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_case_of_the_corpus_comes_out_as_it_says(case: ClockCase) -> None:
    assert not case.differences()


def test_the_corpus_is_large_and_shows_everything_the_clock_knows() -> None:
    assert len(CASES) >= 150
    assert {event.kind for case in CASES.values() for event in case.events} == set(EventKind)
    assert {case.rule.time.unit for case in CASES.values()} == {"min", "wd", "cd", "wk", "mo"}
    assert {case.expected.state for case in CASES.values()} >= set(ClockState)


def test_every_day_that_was_looked_up_for_the_catalogue_is_a_case() -> None:
    looked_up = {
        f"calendar-vectors:v-{vector['date']}-{week.removeprefix('uz-')}-wd": (vector["date"], said == "working")
        for vector in YAML(typ="safe").load(CATALOGUE)["calendar_test_vectors"]
        for week, said in vector["expect"].items()
    }
    assert len(looked_up) == 11
    for name, (day, worked) in looked_up.items():
        assert (CASES[name].expected.due == day) is worked, name


def test_a_wrong_expectation_is_told_with_both_values() -> None:
    text = (HERE / "months.yaml").read_text(encoding="utf-8").replace("due: 2023-07-15", "due: 2023-07-16")
    wrong = [case for case in read_clock_file(text=text, file="wrong.yaml") if case.differences()]
    assert [case.differences() for case in wrong] == [["due: expected 2023-07-16, got 2023-07-15"]]


def test_a_file_that_is_not_understood_is_told_by_line() -> None:
    text = "about: x\ncases:\n  - {code: a, why: b, rule: {time: {n: 1, unit: days}}, week: uz-5d, events: [], expect: {}}\n"
    with pytest.raises(BlueprintHasErrors) as told:
        read_clock_file(text=text, file="wrong.yaml")
    assert {error.line for error in told.value.errors} == {3}
    assert any("unit" in error.field for error in told.value.errors)


def test_what_lies_between_is_told_in_the_order_it_happened() -> None:
    case = CASES["suspension:two-corrections"]
    days = [line.day for line in case.reckoning().lines if line.code in {"accepted", "stood"}]
    assert days == sorted(days)
    assert days[0] == date(2023, 5, 15)
