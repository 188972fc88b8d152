"""Looks of a day are weighed, kept as questions, and settled: on real cases, read by the real action."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from darcha.access import queries as access
from darcha.cases import actions as cases
from darcha.cases.rules import NewApplicant
from darcha.journal import queries as journal
from darcha.journal.kinds import Kind
from darcha.kernel.actor import NotAllowed, system
from darcha.monitoring import actions, errors, models, queries
from tests import given

pytestmark = pytest.mark.django_db

AT = datetime(2010, 4, 14, 10, 30, tzinfo=ZoneInfo("Asia/Tashkent"))
DAY = date(2010, 4, 14)
THE_NEXT_MORNING = AT + timedelta(days=1)
HOUSE = system("looks")


def a_case(name: str = "Yoʻldosheva Madina Akmal qizi", *, at: datetime = AT - timedelta(days=5)) -> int:
    """Let somebody apply for a pension days ago; nothing happens in it since."""
    return cases.open_case(
        centre_id="SRG", service_id="PJ-03", ticket_id=None, applicant=NewApplicant(name, "F", 1974),
        facts={"has_minor_children": True, "child.age": 9}, papers_seen=frozenset(), language="uz", at=at,
        by=system("test"), another_because="other_person",
    ).case_id  # fmt: skip


def dilnoza_looks(case_id: int, *, at: datetime = AT) -> None:
    by = given.employee("dilnoza")
    cases.give_reason(case_id=case_id, reason="Somebody asks by telephone.", at=at, by=by)
    cases.read_case(case_id=case_id, purpose="work", at=at, by=by)


def watched() -> actions.Watched:
    return actions.watch_looks(centre_id="SRG", day=DAY, at=THE_NEXT_MORNING, by=HOUSE)


def asked() -> list[queries.LookToAskAbout]:
    return queries.looks_to_ask_about(centre_id="SRG")[0]


def test_a_quiet_file_read_by_who_did_nothing_in_it_is_asked_about() -> None:
    case_id = a_case()
    dilnoza_looks(case_id)
    assert watched() == actions.Watched(DAY, 1, 1)
    (one,) = asked()
    assert one.reader == given.employee("dilnoza").label
    assert (one.signs, one.basis, one.service_id) == (("no_deed", "nothing_happened"), "reason", "PJ-03")
    (told,) = journal.entries_after(centre_id="SRG", seq=0, kinds=[Kind.LOOKS_WATCHED])
    assert told.data == {"day": "2010-04-14", "looks": 1, "asked": 1}


def test_a_relatives_file_weighs_more_and_no_name_is_kept() -> None:
    assert access.employee_by_login(login="dilnoza").name == "Dilnoza Yusupova"
    dilnoza_looks(a_case("Юсупов Анвар"), at=AT)
    dilnoza_looks(a_case(), at=AT)
    watched()
    first, second = asked()
    assert "family" in first.signs
    assert "family" not in second.signs
    kept = str(models.AskedLook.objects.values()) + str(list(journal.entries_after(centre_id="SRG", seq=0)))
    assert "Юсупов" not in kept


def test_a_look_in_the_evening_is_off_shift() -> None:
    dilnoza_looks(a_case(), at=AT.replace(hour=22))
    watched()
    assert "off_shift" in asked()[0].signs


def test_a_deed_the_day_after_answers_the_question() -> None:
    case_id = a_case()
    dilnoza_looks(case_id)
    watched()
    assert len(asked()) == 1
    at = AT + timedelta(hours=20)
    cases.resubmit(
        case_id=case_id, papers_seen=frozenset(), at=at, by=given.employee("dilnoza"),
        facts={"has_minor_children": True, "child.age": 9},
    )  # fmt: skip
    assert actions.watch_looks(centre_id="SRG", day=DAY, at=AT + timedelta(days=2), by=HOUSE).asked == 0
    assert asked() == []


def test_days_are_weighed_when_they_are_over_once_each_morning_and_twice_in_all() -> None:
    dilnoza_looks(a_case())
    with pytest.raises(errors.DayIsNotOver):
        actions.watch_looks(centre_id="SRG", day=DAY, at=AT, by=HOUSE)
    assert queries.days_to_watch(centre_id="SRG", at=AT) == []
    assert queries.days_to_watch(centre_id="SRG", at=THE_NEXT_MORNING) == [DAY]
    watched()
    assert queries.days_to_watch(centre_id="SRG", at=THE_NEXT_MORNING) == []
    assert queries.days_to_watch(centre_id="SRG", at=AT + timedelta(days=2)) == [DAY]
    assert queries.days_to_watch(centre_id="SRG", at=AT + timedelta(days=3)) == []
    with pytest.raises(NotAllowed):
        actions.watch_looks(centre_id="SRG", day=DAY, at=THE_NEXT_MORNING, by=given.employee("malika"))


def test_the_head_settles_a_question_once_and_it_stays_settled() -> None:
    dilnoza_looks(a_case())
    watched()
    (one,) = asked()
    head = given.employee("malika")
    for _ in range(2):
        actions.settle_look(look_id=one.id, outcome="explained", at=THE_NEXT_MORNING, by=head, key="settle-0001")
    assert asked() == []
    (settled,) = queries.looks_to_ask_about(centre_id="SRG")[1]
    assert (settled.settled_as, settled.settled_by) == ("explained", head.label)
    with pytest.raises(errors.LookIsSettled):
        actions.settle_look(look_id=one.id, outcome="passed_on", at=THE_NEXT_MORNING, by=head)
    watched()
    assert asked() == []
    (told,) = journal.entries_after(centre_id="SRG", seq=0, kinds=[Kind.LOOK_SETTLED])
    assert told.data["outcome"] == "explained"


def test_a_question_is_settled_by_the_head_with_a_word_of_the_list_and_never_by_who_looked() -> None:
    dilnoza_looks(a_case())
    watched()
    (one,) = asked()
    with pytest.raises(errors.OutcomeUnknown):
        actions.settle_look(look_id=one.id, outcome="forgotten", at=THE_NEXT_MORNING, by=given.employee("malika"))
    with pytest.raises(NotAllowed):
        actions.settle_look(look_id=one.id, outcome="explained", at=THE_NEXT_MORNING, by=given.employee("dilnoza"))
    models.AskedLook.objects.update(reader=given.employee("malika").label)
    with pytest.raises(errors.OwnLook):
        actions.settle_look(look_id=one.id, outcome="explained", at=THE_NEXT_MORNING, by=given.employee("malika"))
    with pytest.raises(errors.UnknownLook):
        actions.settle_look(look_id=one.id + 1, outcome="explained", at=THE_NEXT_MORNING, by=given.employee("malika"))
