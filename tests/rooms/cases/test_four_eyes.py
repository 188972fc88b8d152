"""A permit to build is proposed by one officer and confirmed by another: neither rule nor database lets one do both."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from filing import WEDNESDAY, filed, officer, ready, seen

from darcha.cases import actions, errors, models, queries
from darcha.cases.rules import CaseState
from darcha.journal import queries as journal
from darcha.kernel.actor import Actor, NotAllowed, Permission
from tests import given

pytestmark = pytest.mark.django_db

HERE = {"at": WEDNESDAY}
REFUSED = "Qizil chiziq kesib oʻtadi."


def builder(number: int) -> Actor:
    return officer(Permission.DECIDE_CASE, "QUR", number=number)


def a_house() -> int:
    return ready(filed("QUR-01", facts={})).case_id


def proposed(outcome: str = "granted", ground: str = "") -> int:
    case_id = a_house()
    actions.propose_decision(
        case_id=case_id, outcome=outcome, ground=ground, because=given.BECAUSE, by=builder(1), **HERE
    )
    return case_id


def state(case_id: int) -> str:
    return models.Case.objects.get(id=case_id).state


def numbers(query) -> list[str]:
    return [row.number for row in query(centre_id="SRG", department_id="QUR", at=WEDNESDAY)]


def kinds() -> list[str]:
    return [entry.kind for entry in journal.entries_after(centre_id="SRG", seq=0, limit=10_000)]


def test_one_officer_does_not_decide_alone() -> None:
    case_id = a_house()
    with pytest.raises(errors.FourEyesNeeded):
        actions.decide(case_id=case_id, outcome="granted", ground="", by=builder(1), **HERE)
    pension = ready(filed("PJ-03")).case_id
    with pytest.raises(errors.FourEyesNotAsked):
        actions.propose_decision(
            case_id=pension, outcome="granted", ground="", by=officer(Permission.DECIDE_CASE, "PJ"), **HERE
        )


def test_what_one_proposes_another_confirms() -> None:
    case_id = proposed("refused", REFUSED)
    assert state(case_id) == CaseState.READY
    (row,) = queries.to_confirm(centre_id="SRG", department_id="QUR", at=WEDNESDAY)
    assert (row.case_id, row.proposed, row.proposed_by) == (case_id, "refused", "employee:1")
    assert numbers(queries.ready_to_decide) == []

    decided = actions.confirm_decision(case_id=case_id, by=builder(2), **HERE)

    assert (decided.outcome, state(case_id)) == ("refused", CaseState.REFUSED)
    decision = models.Decision.objects.get(case_id=case_id)
    assert (decision.ground, decision.proposed_by, decision.decided_by) == (REFUSED, "employee:1", "employee:2")
    assert (decision.clause, decision.remedy) == (given.BECAUSE.clause, given.BECAUSE.remedy)
    assert numbers(queries.to_confirm) == []
    assert kinds()[-2:] == ["case.proposed", "case.decided"]


def test_neither_who_proposed_nor_who_answered_for_the_department_confirms() -> None:
    opened = filed("QUR-03", facts={})
    (item,) = seen(opened).items
    worker = officer(Permission.WORK_ON_CASE, "QUR", number=2)
    actions.complete_work_item(work_item_id=item.id, outcome="agreed", note="", by=worker, **HERE)
    actions.propose_decision(case_id=opened.case_id, outcome="granted", ground="", by=builder(1), **HERE)

    for number in (1, 2):
        with pytest.raises(errors.SameEyes):
            actions.confirm_decision(case_id=opened.case_id, by=builder(number), **HERE)
    with pytest.raises(NotAllowed):
        actions.confirm_decision(case_id=opened.case_id, by=officer(Permission.DECIDE_CASE, "PJ", number=3), **HERE)
    assert actions.confirm_decision(case_id=opened.case_id, by=builder(3), **HERE).outcome == "granted"


def test_a_proposal_goes_back_with_words_and_may_be_made_again() -> None:
    case_id = proposed()
    with pytest.raises(errors.AlreadyProposed):
        actions.propose_decision(case_id=case_id, outcome="granted", ground="", by=builder(2), **HERE)
    with pytest.raises(errors.WordsMissing):
        actions.give_back_proposal(case_id=case_id, words=" ", by=builder(2), **HERE)
    actions.give_back_proposal(case_id=case_id, words="The plan lacks a seal.", by=builder(2), **HERE)
    assert len(numbers(queries.ready_to_decide)) == 1

    actions.propose_decision(case_id=case_id, outcome="granted", ground="", by=builder(2), **HERE)
    actions.give_back_proposal(case_id=case_id, words="", by=builder(2), **HERE)
    with pytest.raises(errors.NothingProposed):
        actions.confirm_decision(case_id=case_id, by=builder(1), **HERE)

    told = [(one.proposed_by, one.ended, one.words) for one in seen_by_id(case_id).proposals]
    assert told == [("employee:1", "given_back", "The plan lacks a seal."), ("employee:2", "given_back", "")]
    assert "seal" not in repr(journal.entries_after(centre_id="SRG", seq=0, limit=10_000))


def seen_by_id(case_id: int) -> actions.CaseView:
    return actions.read_case(case_id=case_id, purpose="test", by=officer(Permission.READ_CASE, "QUR"), **HERE)


def test_confirming_sent_twice_decides_once() -> None:
    case_id = proposed()
    first = actions.confirm_decision(case_id=case_id, by=builder(2), key="confirm-0001", **HERE)
    assert actions.confirm_decision(case_id=case_id, by=builder(2), key="confirm-0001", **HERE) == first
    with pytest.raises(errors.AlreadyDecided):
        actions.confirm_decision(case_id=case_id, by=builder(3), **HERE)
    assert kinds().count("case.decided") == 1


@pytest.mark.parametrize(
    ("decided_by", "proposed_by"), [("employee:1", ""), ("employee:1", "employee:1"), ("employee:2", "employee:1")]
)
def test_the_database_wants_the_eyes_too(decided_by: str, proposed_by: str) -> None:
    opened = filed("QUR-03", facts={})
    (item,) = seen(opened).items
    worker = officer(Permission.WORK_ON_CASE, "QUR", number=2)
    actions.complete_work_item(work_item_id=item.id, outcome="agreed", note="", by=worker, **HERE)
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Decision.objects.bulk_create(
            [
                models.Decision(
                    case_id=opened.case_id,
                    outcome="granted",
                    decided_at=WEDNESDAY,
                    decided_by=decided_by,
                    proposed_by=proposed_by,
                    on_time=True,
                )
            ]
        )


def test_the_database_lets_nobody_confirm_their_own_proposal() -> None:
    case_id = proposed()
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Proposal.objects.filter(case_id=case_id).update(
            ended="confirmed", ended_at=WEDNESDAY, ended_by="employee:1"
        )
