"""Two heads enter the same absence at the same moment."""

from __future__ import annotations

from datetime import UTC, date, datetime
from threading import Thread

from django.db import connection

from darcha.access import actions, errors, queries
from tests import given

AT = datetime(2026, 11, 24, 6, 7, tzinfo=UTC)
DAY = date(2026, 11, 24)


def test_it_is_entered_once(own_database: str) -> None:
    malika, dilnoza = given.employee("malika"), given.employee("dilnoza").employee_id or 0
    answers: list[str] = []

    def enter() -> None:
        try:
            actions.enter_absence(
                centre_id="SRG", employee_id=dilnoza, since=DAY, until=DAY, reason="illness", substitute_id=None,
                at=AT, by=malika,
            )  # fmt: skip
            answers.append("entered")
        except errors.AbsenceNotPossible as refused:
            answers.append(str(refused.details["because"]))
        finally:
            connection.close()

    both = [Thread(target=enter) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(answers) == ["entered", "overlaps"]
    assert len(queries.absences(centre_id="SRG", since=DAY)) == 1
