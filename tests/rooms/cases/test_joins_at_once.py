"""Eight departments answer at the same moment, on a real server with real commits; `bench.case_joins` does it a thousand times."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bench import case_joins
from darcha.kernel.actor import system
from darcha.national.actions import load_blueprint


def test_what_waits_for_eight_is_opened_once_when_all_answer_at_the_same_moment(
    own_database: str, tmp_path: Path
) -> None:
    file = tmp_path / "catalogue.yaml"
    file.write_text(case_joins.catalogue_with_eight(), encoding="utf-8")
    load_blueprint(path=file, at=case_joins.AT - timedelta(days=6), by=system("load"))

    found = case_joins.play(rounds=20)

    assert (found.joins_fired, found.fired_twice, found.not_fired, found.left_waiting) == (20, 0, 0, 0)
    assert found.journal_verified
