"""An item is somebody's, goes to a colleague, and comes back from the owner with words; what was answered is kept."""

from __future__ import annotations

import pytest
from filing import WEDNESDAY, filed, officer, ready, seen

from darcha.access import queries as access
from darcha.cases import actions, errors, models, queries
from darcha.cases.rules import CaseState
from darcha.journal import queries as journal
from darcha.kernel.actor import NotAllowed, Permission, system

pytestmark = pytest.mark.django_db

HERE = {"at": WEDNESDAY}
HOUSE = system("test")
WHY = "Madina has another house."


def number_of(login: str) -> int:
    return next(card.id for card in access.employees(centre_id="SRG") if card.login == login)


def mine(login: str) -> list[str]:
    label = f"employee:{number_of(login)}"
    rows = queries.work_list(centre_id="SRG", department_id="PJ", at=WEDNESDAY, taken_by=label)
    return [row.number for row in rows]


def test_an_item_is_taken_handed_over_and_put_back() -> None:
    opened = filed()
    (item,) = seen(opened).items
    dilnoza = officer(Permission.WORK_ON_CASE, "PJ", number=number_of("dilnoza"))

    actions.hand_item(work_item_id=item.id, to=number_of("dilnoza"), by=dilnoza, **HERE)
    assert (mine("dilnoza"), mine("umida")) == ([opened.number], [])
    actions.hand_item(work_item_id=item.id, to=number_of("umida"), by=dilnoza, **HERE)
    assert (mine("dilnoza"), mine("umida")) == ([], [opened.number])
    actions.hand_item(work_item_id=item.id, to=None, by=dilnoza, **HERE)
    assert (mine("umida"), seen(opened).items[0].taken_by) == ([], "")

    with pytest.raises(errors.NotOfTheDepartment):
        actions.hand_item(work_item_id=item.id, to=number_of("lobar"), by=dilnoza, **HERE)
    with pytest.raises(NotAllowed):
        actions.hand_item(
            work_item_id=item.id, to=number_of("umida"), by=officer(Permission.WORK_ON_CASE, "SOLIQ"), **HERE
        )
    actions.complete_work_item(work_item_id=item.id, outcome="agreed", note="", by=dilnoza, **HERE)
    with pytest.raises(errors.WorkItemNotOpen):
        actions.hand_item(work_item_id=item.id, to=number_of("umida"), by=dilnoza, **HERE)


def test_an_answer_sent_back_is_kept_and_the_case_waits_again() -> None:
    opened = filed()
    (item,) = seen(opened).items
    actions.complete_work_item(work_item_id=item.id, outcome="objected", note="No wage.", by=HOUSE, **HERE)
    assert seen(opened).state == CaseState.READY

    owner = officer(Permission.DECIDE_CASE, "PJ")
    with pytest.raises(errors.WordsMissing):
        actions.send_item_back(work_item_id=item.id, words=" ", by=owner, **HERE)
    first = actions.send_item_back(work_item_id=item.id, words=WHY, by=owner, key="back-0001", **HERE)
    assert actions.send_item_back(work_item_id=item.id, words=WHY, by=owner, key="back-0001", **HERE) == first

    case = seen(opened)
    assert case.state == CaseState.ACCEPTED
    assert [(one.outcome, one.note, one.words) for one in case.items[0].rounds] == [("objected", "No wage.", WHY)]
    assert (case.items[0].state, case.items[0].outcome, case.items[0].note) == ("open", "", "")
    with pytest.raises(errors.WorkItemNotDone):
        actions.send_item_back(work_item_id=item.id, words=WHY, by=owner, **HERE)
    told = journal.entries_after(centre_id="SRG", seq=0, limit=10_000)
    assert [entry.kind for entry in told].count("case.item_sent_back") == 1
    assert "Madina" not in repr(told)

    ready(opened)
    assert seen(opened).state == CaseState.READY


def test_what_waits_for_the_parallel_ones_still_opens_once_when_an_answer_comes_back() -> None:
    opened = filed("IJT-01", facts={})
    parallel = [item for item in seen(opened).items if item.group == "parallel"]
    actions.complete_work_item(work_item_id=parallel[0].id, outcome="agreed", note="", by=HOUSE, **HERE)
    actions.send_item_back(work_item_id=parallel[0].id, words=WHY, by=HOUSE, **HERE)
    opens = [
        actions.complete_work_item(work_item_id=item.id, outcome="agreed", note="", by=HOUSE, **HERE).opened
        for item in parallel
    ]
    assert [len(one) for one in opens] == [0] * (len(parallel) - 1) + [1]


def test_under_a_proposal_and_after_a_decision_nothing_is_sent_back() -> None:
    opened = ready(filed("QUR-03", facts={}))
    (item,) = seen(opened).items
    builder = officer(Permission.DECIDE_CASE, "QUR", number=1)
    actions.propose_decision(case_id=opened.case_id, outcome="granted", ground="", by=builder, **HERE)
    with pytest.raises(errors.AlreadyProposed):
        actions.send_item_back(work_item_id=item.id, words=WHY, by=builder, **HERE)
    actions.confirm_decision(case_id=opened.case_id, by=officer(Permission.DECIDE_CASE, "QUR", number=2), **HERE)
    with pytest.raises(errors.AlreadyDecided):
        actions.send_item_back(work_item_id=item.id, words=WHY, by=builder, **HERE)


def test_who_answered_a_round_that_came_back_does_not_confirm() -> None:
    opened = filed("QUR-03", facts={})
    (item,) = seen(opened).items
    actions.complete_work_item(
        work_item_id=item.id,
        outcome="agreed",
        note="",
        by=officer(Permission.WORK_ON_CASE, "QUR", number=2),
        **HERE,
    )
    actions.send_item_back(work_item_id=item.id, words=WHY, by=officer(Permission.DECIDE_CASE, "QUR", number=1), **HERE)
    ready(opened)
    actions.propose_decision(
        case_id=opened.case_id,
        outcome="granted",
        ground="",
        by=officer(Permission.DECIDE_CASE, "QUR", number=1),
        **HERE,
    )
    with pytest.raises(errors.SameEyes):
        actions.confirm_decision(case_id=opened.case_id, by=officer(Permission.DECIDE_CASE, "QUR", number=2), **HERE)
    assert models.Round.objects.count() == 1
