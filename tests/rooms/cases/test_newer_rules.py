"""Rules change while applications are open: who stays, who goes over, who may choose."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from filing import WEDNESDAY, filed, ready, seen

from darcha.cases import actions, errors, models, queries
from darcha.journal import models as journal
from darcha.journal.kinds import Kind
from darcha.kernel.actor import NotAllowed, kiosk, system
from darcha.national import actions as national
from tests import given
from tests.publishing import KADASTR, Content, content_of, published, with_steps

pytestmark = pytest.mark.django_db

FRIDAY = WEDNESDAY + timedelta(days=2)
NEXT_WEEK = WEDNESDAY + timedelta(days=7)


def shorter(content: Content) -> None:
    content["time"]["n"] = 5


def longer(content: Content) -> None:
    content["time"]["n"] = 15


def counted_otherwise(content: Content) -> None:
    content["time"] = {"n": 9, "unit": "cd"}


def moves() -> list[dict[str, Any]]:
    rows = journal.Entry.objects.filter(kind=Kind.CASE_MOVED).order_by("seq")
    return [row.data for row in rows]


def test_a_shorter_time_reaches_an_open_case_and_the_reasoning_says_so() -> None:
    opened = filed()
    assert opened.due_on == date(2010, 4, 28)
    assert published("PJ-03", shorter, at=FRIDAY) == 1
    case = seen(opened)
    assert case.due_on == date(2010, 4, 21)
    assert case.service.time.n == 5
    assert case.clock is not None
    assert [line.code for line in case.clock.lines].count("moved") == 1
    assert {item.due_on for item in case.items} == {date(2010, 4, 21)}
    (told,) = moves()
    assert (told["because"], told["due_before"], told["due_on"]) == ("published", "2010-04-28", "2010-04-21")


def test_following_twice_moves_nothing_twice() -> None:
    filed()
    published("PJ-03", shorter, at=FRIDAY)
    assert national.follow_versions(at=FRIDAY, by=system("versions")) == 0
    assert len(moves()) == 1


def test_what_burdens_leaves_an_open_case_alone_and_binds_the_next() -> None:
    opened = filed()
    assert published("PJ-03", longer, at=FRIDAY) == 0
    assert seen(opened).due_on == date(2010, 4, 28)
    assert seen(opened).rules_offered is None
    assert filed(at=FRIDAY).due_on == date(2010, 5, 7)


def test_nobody_is_late_by_a_rule_that_came_afterwards() -> None:
    opened = filed()
    later = WEDNESDAY + timedelta(days=12)
    assert published("PJ-03", shorter, at=later) == 0
    assert seen(opened).due_on == date(2010, 4, 28)


def test_a_version_of_a_later_day_takes_open_cases_along_on_its_day() -> None:
    opened = filed()
    assert published("PJ-03", shorter, at=FRIDAY, valid_from=date(2010, 4, 19)) == 0
    assert seen(opened).service.time.n == 10
    assert national.follow_versions(at=WEDNESDAY + timedelta(days=5), by=system("versions")) == 1
    assert seen(opened).service.time.n == 5


def test_an_offer_is_shown_and_taken_at_the_counter_only() -> None:
    opened = filed()
    published("PJ-03", counted_otherwise, at=FRIDAY)
    offered = actions.read_case(case_id=opened.case_id, purpose="test", at=FRIDAY, by=system("test")).rules_offered
    assert offered is not None
    assert offered.since == date(2010, 4, 16)
    tracked = queries.case_by_tracking_code(code=opened.tracking_code, at=FRIDAY)
    assert tracked is not None
    assert tracked.rules_offered == offered
    with pytest.raises(NotAllowed):
        actions.choose_rules(
            case_id=opened.case_id, version_id=offered.version_id, at=FRIDAY, by=kiosk(centre_id="SRG")
        )
    told = {"case_id": opened.case_id, "version_id": offered.version_id, "at": FRIDAY, "key": "chosen-once"}
    by = given.employee("dilnoza")
    moved = actions.choose_rules(**told, by=by)
    assert moved.due_on == date(2010, 4, 23)
    assert actions.choose_rules(**told, by=by) == moved
    assert seen(opened).rules_offered is None
    assert [one["because"] for one in moves()] == ["chosen"]
    with pytest.raises(errors.NoRulesOffered):
        actions.choose_rules(case_id=opened.case_id, version_id=offered.version_id, at=FRIDAY, by=by)


def test_an_offer_does_not_jump_over_a_version_that_burdens() -> None:
    opened = filed()
    published("PJ-03", longer, at=FRIDAY)
    published("PJ-03", counted_otherwise, at=NEXT_WEEK)
    assert actions.read_case(case_id=opened.case_id, purpose="t", at=NEXT_WEEK, by=system("t")).rules_offered is None


def test_a_returned_case_need_not_bring_a_paper_that_was_dropped() -> None:
    opened = filed(missing=frozenset({"d-death"}))
    assert opened.defects == ("d-death",)

    def without_it(content: Content) -> None:
        content["docs"] = [one for one in content["docs"] if one["document"] != "d-death"]

    assert published("PJ-03", without_it, at=FRIDAY) == 1
    again = actions.resubmit(
        case_id=opened.case_id, papers_seen=frozenset(), facts={}, at=NEXT_WEEK, by=given.employee("dilnoza")
    )
    assert again.accepted
    assert [line.code for line in seen(opened).clock.lines if line.code == "moved"] == []  # type: ignore[union-attr]


def test_a_step_given_to_nobody_is_dropped_and_an_answer_given_stays_on_file() -> None:
    published("PJ-03", lambda one: with_steps(one, KADASTR, {**KADASTR, "department": "MFB"}), at=WEDNESDAY)
    opened = filed()
    cadastre, police = seen(opened).items
    actions.complete_work_item(work_item_id=cadastre.id, outcome="agreed", note="", at=WEDNESDAY, by=system("t"))

    def without_steps(content: Content) -> None:
        del content["steps"], content["p"]["steps"]

    assert published("PJ-03", without_steps, at=FRIDAY, policies={"step_dropped": "move"}) == 1
    own, *former = seen(opened).items
    assert (own.department_id, own.group, own.state) == ("PJ", "own", "open")
    assert [(item.id, item.state, item.do.en if item.do else "") for item in former] == [
        (cadastre.id, "done", "Checks the property"),
        (police.id, "dropped", "Checks the property"),
    ]
    with pytest.raises(errors.WorkItemNotOpen):
        actions.complete_work_item(work_item_id=police.id, outcome="agreed", note="", at=FRIDAY, by=system("t"))
    tracked = queries.case_by_tracking_code(code=opened.tracking_code, at=FRIDAY)
    assert tracked is not None
    assert police.id not in {item.id for item in tracked.items}
    ready(opened, at=FRIDAY)
    assert seen(opened).state == "ready"
    assert (moves()[0]["added"], moves()[0]["dropped"]) == (1, 1)


def test_a_case_that_was_ready_waits_again_for_a_new_step() -> None:
    opened = ready(filed())
    assert published("PJ-03", lambda one: with_steps(one, KADASTR), at=FRIDAY, policies={"step_added": "move"}) == 1
    case = seen(opened)
    assert case.state == "accepted"
    assert [(item.department_id, item.state) for item in case.items] == [("KAD", "open"), ("PJ", "done")]
    ready(opened, at=FRIDAY)
    assert seen(opened).state == "ready"


def test_an_extension_the_new_rules_do_not_know_keeps_the_case_where_it_is() -> None:
    def extendable(content: Content) -> None:
        content["time"]["extendable_to"] = {"n": 20, "unit": "wd"}

    published("PJ-03", extendable, at=WEDNESDAY)
    opened = filed()
    actions.extend_case(case_id=opened.case_id, n=20, unit="wd", ground="soʻrov", at=WEDNESDAY, by=system("t"))

    def not_extendable(content: Content) -> None:
        del content["time"]["extendable_to"]

    assert published("PJ-03", not_extendable, at=FRIDAY, policies={"clock": "move"}) == 0
    assert models.RuleChange.objects.count() == 0
    assert content_of("PJ-03")["time"] == {"n": 10, "unit": "wd"}


def test_what_is_decided_is_decided() -> None:
    opened = ready(filed())
    actions.decide(case_id=opened.case_id, outcome="granted", ground="", at=WEDNESDAY, by=system("t"))
    assert published("PJ-03", shorter, at=FRIDAY) == 0
