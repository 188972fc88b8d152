"""The form of an application: judged with the papers, kept as its version asks it, told and erased with the case."""

from __future__ import annotations

import pytest
from django.db import connection

from darcha.cases import actions, models, queries
from darcha.cases.rules import OpenedCase
from darcha.journal import queries as journal
from darcha.kernel.actor import system
from tests.rooms.cases.filing import PENSION, WEDNESDAY, WIDOW, all_papers, filed, seen

pytestmark = pytest.mark.django_db

HUSBAND = "Yoʻldoshev Akmal Karim oʻgʻli"
ANSWERS = {
    "deceased_name": HUSBAND,
    "died_on": "30.12.2009",
    "relation": "spouse",
    "payment_way": "post",
    "post_office": "100060",
}


def applied(answers: dict[str, str] | None, *, missing: frozenset[str] = frozenset()) -> OpenedCase:
    return actions.open_case(
        centre_id="SRG",
        service_id="PJ-03",
        ticket_id=None,
        applicant=WIDOW,
        facts=PENSION,
        papers_seen=all_papers("PJ-03", PENSION, WIDOW, WEDNESDAY) - missing,
        answers=answers,
        language="uz",
        at=WEDNESDAY,
        by=system("test"),
        another_because="other_person",
    )


def test_papers_and_answers_that_are_missing_go_back_in_one_list() -> None:
    wrong = {**ANSWERS, "died_on": "31.12.2030", "post_office": ""}
    opened = applied(wrong, missing=frozenset({"d-death"}))
    assert (opened.accepted, opened.defects, opened.fields) == (False, ("d-death",), ("died_on", "post_office"))
    (entry,) = [one for one in journal.entries_after(centre_id="SRG", seq=0, limit=100) if one.kind == "case.returned"]
    assert entry.data["fields"] == ["died_on", "post_office"]
    assert HUSBAND not in str(entry.data)
    tracked = queries.case_by_tracking_code(code=opened.tracking_code, at=WEDNESDAY)
    assert tracked
    assert [names.en for names in tracked.missing_fields] == ["Day of death", "Post office"]


def test_what_was_answered_once_need_not_be_told_again() -> None:
    opened = applied({**ANSWERS, "died_on": ""})
    again = actions.resubmit(
        case_id=opened.case_id,
        papers_seen=frozenset(),
        facts={},
        answers={"died_on": "2009-12-30"},
        at=WEDNESDAY,
        by=system("test"),
    )
    assert again.accepted
    form = seen(opened).form
    assert form
    assert form.answers == {**ANSWERS, "died_on": "2009-12-30"}


def test_a_form_on_paper_is_not_judged_and_an_empty_one_is() -> None:
    assert filed().accepted
    assert applied({}).fields == ("deceased_name", "died_on", "relation", "payment_way")


def test_answers_lie_sealed_and_nothing_hidden_or_unasked_is_kept() -> None:
    opened = applied({**ANSWERS, "bank_account": "1" * 20, "somebody": "else"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT answers FROM cases_case WHERE id = %s", [opened.case_id])
        assert HUSBAND.encode() not in bytes(cursor.fetchone()[0])
    assert set(models.Case.objects.get(id=opened.case_id).answers) == set(ANSWERS)
