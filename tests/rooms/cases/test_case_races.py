"""Officers who press at the same moment, on a real server with real commits."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection
from filing import FATHER, WEDNESDAY, filed, ready, seen

from darcha.cases import actions, errors, models
from darcha.journal import queries as journal
from darcha.kernel.actor import system
from darcha.kernel.refusal import Refusal
from tests import given


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """Let all start at the same moment, each on a connection of its own; a refusal is an answer too."""
    gate = Barrier(len(deeds))

    def do(deed: Callable[[], object]) -> object:
        try:
            gate.wait()
            return deed()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(do, deeds))


def agree(item_id: int, key: str | None = None) -> Callable[[], object]:
    return lambda: actions.complete_work_item(
        work_item_id=item_id, outcome="agreed", note="", at=WEDNESDAY, by=system("test"), key=key
    )


def test_departments_answering_at_the_same_moment_fire_the_join_once(own_database: str) -> None:
    for _ in range(12):
        opened = filed("IJT-01", applicant=FATHER, facts={})
        items = seen(opened).items

        done = at_once(*(agree(item.id) for item in items[:4]))

        assert sorted(len(one.opened) for one in done) == [0, 0, 0, 1]
        assert seen(opened).items[4].state == "open"
    assert journal.verify(centre_id="SRG") is None


def test_two_officers_deciding_at_once_make_one_decision(own_database: str) -> None:
    for _ in range(8):
        opened = ready(filed())
        answers = at_once(
            *(
                lambda outcome=outcome, case_id=opened.case_id: actions.decide(
                    case_id=case_id,
                    outcome=outcome,
                    ground="as it is",
                    because=given.BECAUSE,
                    at=WEDNESDAY,
                    by=system("test"),
                )
                for outcome in ("granted", "refused")
            )
        )
        refusals = [answer for answer in answers if isinstance(answer, errors.AlreadyDecided)]
        assert len(refusals) == 1
        assert models.Decision.objects.filter(case_id=opened.case_id).count() == 1


def test_one_form_sent_four_times_at_once_opens_one_case_and_answers_alike(own_database: str) -> None:
    for n in range(5):
        answers = at_once(*[lambda n=n: filed(key=f"form-{n}")] * 4)
        assert len(set(answers)) == 1
    assert models.Case.objects.count() == 5
    assert sorted(models.Case.objects.values_list("number", flat=True)) == [f"SRG-10-{n:06d}" for n in range(1, 6)]


def test_one_answer_sent_three_times_at_once_is_entered_once(own_database: str) -> None:
    (item,) = seen(filed()).items
    answers = at_once(*[agree(item.id, key="answer")] * 3)
    assert len(set(answers)) == 1


def test_applications_and_documents_are_numbered_without_gap_or_double_by_many_at_once(own_database: str) -> None:
    def through() -> str:
        opened = ready(filed())
        actions.decide(case_id=opened.case_id, outcome="granted", ground="", at=WEDNESDAY, by=system("test"))
        return actions.issue_document(case_id=opened.case_id, at=WEDNESDAY, by=system("test")).number

    numbers = at_once(*[through] * 8)

    assert sorted(numbers) == [f"SRG-10-R-{n:06d}" for n in range(1, 9)]
    assert sorted(models.Case.objects.values_list("number", flat=True)) == [f"SRG-10-{n:06d}" for n in range(1, 9)]
    assert journal.verify(centre_id="SRG") is None
