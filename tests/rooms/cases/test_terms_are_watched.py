"""Departments are reminded, those above hear of what is late, and silence speaks: once each, never while the clock stands."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from filing import WEDNESDAY, filed, granted, officer, ready, seen

from darcha.cases import actions, models, queries
from darcha.cases.actions import Watched
from darcha.cases.rules import CaseState
from darcha.journal import queries as journal
from darcha.kernel.actor import NotAllowed, Permission, system
from tests import given

pytestmark = pytest.mark.django_db

HOUSE = system("terms")
NOTHING = Watched(0, 0, 0, 0)
PENSION_DUE = datetime(2010, 4, 28, 9, 0, tzinfo=WEDNESDAY.tzinfo)
"""Ten working days from 14 April 2010, a Wednesday."""


def watch(at: datetime) -> Watched:
    return actions.watch_terms(centre_id="SRG", at=at, by=HOUSE)


def told(*kinds: str) -> list[dict]:
    return [entry.data for entry in journal.entries_after(centre_id="SRG", seq=0, kinds=list(kinds), limit=10_000)]


def day(number: int, month: int = 4) -> datetime:
    return PENSION_DUE.replace(month=month, day=number)


def test_a_department_is_reminded_the_day_before_and_on_the_day_once_each() -> None:
    (item,) = seen(filed()).items
    assert watch(day(26)) == NOTHING
    assert watch(day(27)) == Watched(1, 0, 0, 0)
    assert watch(day(27).replace(hour=17)) == NOTHING
    assert watch(day(28)) == Watched(1, 0, 0, 0)
    assert [(one["item"], one["department"], one["about"]) for one in told("case.reminded")] == [
        (item.id, "PJ", "soon"),
        (item.id, "PJ", "due"),
    ]


def test_what_is_over_is_told_to_both_lines_once_item_and_case() -> None:
    opened = filed()
    assert watch(day(29)) == Watched(0, 2, 0, 0)
    assert watch(day(30)) == NOTHING
    assert {entry["item"] is None for entry in told("case.escalated")} == {True, False}
    assert all(entry["to"] == ["head_of_centre", "head_of_agency"] for entry in told("case.escalated"))

    late = queries.late(centre_id="SRG", department_id=None, at=day(30))
    assert [(row.number, row.has_it, row.days_late) for row in (*late.items, *late.cases)] == [
        (opened.number, "PJ", 2)
    ] * 2
    assert all(row.escalated_at == day(29) for row in (*late.items, *late.cases))
    assert queries.late(centre_id="SRG", department_id="SOLIQ", at=day(30)) == queries.Late((), (), ())


def test_while_the_applicant_corrects_nobody_is_reminded() -> None:
    opened = filed()
    actions.suspend_case(case_id=opened.case_id, because="incorrect", words="?", at=WEDNESDAY, by=system("test"))
    assert watch(day(28)) == NOTHING
    assert watch(day(20, 5)) == NOTHING
    assert queries.late(centre_id="SRG", department_id=None, at=day(20, 5)) == queries.Late((), (), ())


def test_of_a_day_that_moved_it_is_told_anew() -> None:
    opened = filed()
    watch(day(28))
    models.WorkItem.objects.filter(case_id=opened.case_id).update(due_on=day(30).date())
    assert watch(day(30)).reminded == 1


def test_silence_grants_a_permit_the_day_after_its_last_and_says_so_everywhere() -> None:
    opened = filed("QUR-01", facts={}, language="en")
    assert watch(day(26)).warned == 1
    assert watch(day(28)).decided == 0
    assert watch(day(29)).decided == 1
    assert watch(day(29)) == NOTHING

    case = seen(opened)
    assert (case.state, case.decision and case.decision.by_silence) == (CaseState.GRANTED, True)
    assert case.decision is not None
    assert case.decision.ground.startswith("Nobody decided by 28.04.2010")
    assert {item.state for item in case.items} == {"lapsed"}
    assert queries.work_list(centre_id="SRG", department_id="KAD", at=day(29)) == []
    (entry,) = told("case.decided")
    assert (entry["outcome"], entry["silence"], entry["on_time"]) == ("granted", "approve", False)
    tracked = queries.case_by_tracking_code(code=opened.tracking_code)
    assert tracked is not None
    assert tracked.by_silence
    issued = actions.issue_document(case_id=opened.case_id, at=day(29), by=system("test"))
    content = models.IssuedDocument.objects.get(id=issued.document_id).content
    assert content["silence"].startswith("Nobody decided by 28.04.2010")
    assert content["agreed"] == []
    page = Client().get(reverse("portal:document", args=[issued.verification_code]), {"lang": "en"}).content.decode()
    assert "By silence: nobody decided in time" in page
    assert "Nobody decided by 28.04.2010" in page
    assert "Valid on condition" not in page


def test_officials_are_warned_before_silence_speaks_however_late_somebody_looks() -> None:
    filed("QUR-01", facts={})
    found = watch(day(12, 5))
    assert (found.warned, found.decided) == (1, 1)
    kinds = [entry.kind for entry in journal.entries_after(centre_id="SRG", seq=0, limit=10_000)]
    assert kinds.index("case.silence_near") < kinds.index("case.decided")


def test_silence_never_speaks_while_the_applicant_corrects() -> None:
    opened = filed("QUR-01", facts={})
    watch(day(26))
    actions.suspend_case(case_id=opened.case_id, because="incorrect", words="?", at=day(27), by=system("test"))
    assert watch(day(20, 5)).decided == 0
    actions.resume_case(case_id=opened.case_id, at=day(20, 5), by=system("test"))
    assert watch(day(21, 5)) == Watched(reminded=5, escalated=0, warned=1, decided=0)
    assert seen(opened).state == CaseState.ACCEPTED


def test_silence_speaks_over_a_proposal_nobody_confirmed() -> None:
    opened = ready(filed("QUR-01", facts={}))
    actions.propose_decision(
        case_id=opened.case_id,
        outcome="refused",
        ground="No.",
        because=given.BECAUSE,
        at=WEDNESDAY,
        by=officer(Permission.DECIDE_CASE, "QUR"),
    )
    assert watch(day(29)).decided == 1
    assert [one.ended for one in seen(opened).proposals] == ["lapsed"]
    assert seen(opened).state == CaseState.GRANTED


def test_without_a_rule_of_silence_late_is_late() -> None:
    opened = filed()
    assert watch(day(20, 5)).decided == 0
    assert seen(opened).state == CaseState.ACCEPTED


def test_only_the_house_watches() -> None:
    with pytest.raises(NotAllowed):
        actions.watch_terms(centre_id="SRG", at=WEDNESDAY, by=officer(Permission.DECIDE_CASE))


def test_the_database_decides_only_what_is_ready_unless_by_silence() -> None:
    opened = filed()
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Decision.objects.create(
            case_id=opened.case_id, outcome="granted", decided_at=WEDNESDAY, decided_by="employee:1", on_time=True
        )


def test_what_is_decided_is_watched_no_more() -> None:
    granted(filed())
    assert watch(day(28)) == watch(day(20, 5)) == NOTHING
