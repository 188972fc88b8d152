"""Which role may do what, and when somebody must wait before trying a password again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from darcha.access import rules
from darcha.access.rules import Role, RoleGrant
from darcha.kernel.actor import Actor, Grant, Permission

CENTRES = st.sampled_from(["SRG", "YKS", "CHL"])
DEPARTMENTS = st.none() | st.sampled_from(["PJ", "MFB", "KAD"])
HELD = st.builds(RoleGrant, st.sampled_from(list(Role)), CENTRES, DEPARTMENTS)


def actor(*held: RoleGrant) -> Actor:
    return Actor("employee", "7", rules.all_permissions(held))


def may(who: Actor, permission: Permission, centre_id: str | None, department_id: str | None = None) -> bool:
    return who.may(permission, centre_id=centre_id, department_id=department_id)


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (Role.HOST, {Permission.TAKE_TICKET, Permission.RECEIVE_VISITORS, Permission.SEE_HALL}),
        (
            Role.COUNTER_OFFICER,
            {
                Permission.SERVE_AT_COUNTER,
                Permission.OPEN_CASE,
                Permission.FOLLOW_CASE,
                Permission.TAKE_PAYMENT,
                Permission.REFUND_PAYMENT,
            },
        ),
        (Role.DEPARTMENT_OFFICER, {Permission.WORK_ON_CASE, Permission.DECIDE_CASE, Permission.READ_CASE}),
        (
            Role.HEAD_OF_CENTRE,
            {
                Permission.TAKE_TICKET,
                Permission.SEE_HALL,
                Permission.RUN_HALL,
                Permission.SEE_FIGURES,
                Permission.SEE_LATE,
                Permission.CLOSE_DAY,
                Permission.REFUND_PAYMENT,
                Permission.RECONCILE,
                Permission.MANAGE_STAFF,
                Permission.ANSWER_APPEALS,
                Permission.ANSWER_ESCALATED,
            },
        ),
        (
            Role.HEAD_OF_AGENCY,
            {Permission.SEE_FIGURES, Permission.SEE_HALL, Permission.SEE_LATE, Permission.ANSWER_ESCALATED},
        ),
        (Role.AUDITOR, {Permission.READ_JOURNAL, Permission.SEE_FIGURES}),
    ],
)
def test_a_role_allows_exactly_its_permissions(role: Role, allowed: set[Permission]) -> None:
    who = actor(RoleGrant(role, "SRG", "PJ"))
    assert {permission for permission in Permission if may(who, permission, "SRG", "PJ")} == allowed


def test_every_role_allows_something_and_none_loads_blueprints() -> None:
    for role in Role:
        held = rules.permissions(RoleGrant(role, "SRG", "PJ"))
        assert held
        assert Permission.LOAD_BLUEPRINT not in {grant.permission for grant in held}


def test_an_officer_decides_for_the_own_department_only() -> None:
    dilnoza = actor(RoleGrant(Role.DEPARTMENT_OFFICER, "SRG", "PJ"))
    assert may(dilnoza, Permission.DECIDE_CASE, "SRG", "PJ")
    assert not may(dilnoza, Permission.DECIDE_CASE, "SRG", "KAD")
    assert not may(dilnoza, Permission.DECIDE_CASE, "SRG")


def test_a_department_officer_without_a_department_may_nothing() -> None:
    assert rules.permissions(RoleGrant(Role.DEPARTMENT_OFFICER, "SRG", None)) == ()


def test_a_head_of_agency_sees_the_hall_but_decides_nothing() -> None:
    ravshan = actor(RoleGrant(Role.HEAD_OF_AGENCY, "SRG", "PJ"))
    assert may(ravshan, Permission.SEE_HALL, "SRG")
    assert not may(ravshan, Permission.DECIDE_CASE, "SRG", "PJ")
    assert not may(ravshan, Permission.READ_CASE, "SRG", "PJ")


@given(st.lists(HELD, max_size=6), st.sampled_from(list(Permission)), CENTRES, DEPARTMENTS)
def test_nobody_may_anything_outside_their_centres(
    held: list[RoleGrant], permission: Permission, centre_id: str, department_id: str | None
) -> None:
    if may(actor(*held), permission, centre_id, department_id):
        assert centre_id in {role.centre_id for role in held}


@given(st.lists(HELD, max_size=6), st.sampled_from(list(Permission)), DEPARTMENTS)
def test_who_is_granted_for_a_centre_may_nothing_where_no_centre_is_named(
    held: list[RoleGrant], permission: Permission, department_id: str | None
) -> None:
    assert not may(actor(*held), permission, None, department_id)


@given(st.lists(HELD, max_size=6), CENTRES, DEPARTMENTS)
def test_nobody_works_on_the_cases_of_a_department_not_theirs(
    held: list[RoleGrant], centre_id: str, department_id: str | None
) -> None:
    if may(actor(*held), Permission.WORK_ON_CASE, centre_id, department_id):
        assert RoleGrant(Role.DEPARTMENT_OFFICER, centre_id, department_id) in held


@given(st.lists(HELD, max_size=6), HELD)
def test_one_more_role_takes_nothing_away(held: list[RoleGrant], more: RoleGrant) -> None:
    before: set[Grant] = set(rules.all_permissions(held))
    assert before <= set(rules.all_permissions([*held, more]))


NINE = datetime(2026, 11, 24, 4, tzinfo=UTC)


def minutes(*after: float) -> list[datetime]:
    return [NINE + timedelta(minutes=minute) for minute in after]


def test_after_five_wrong_passwords_one_waits_a_quarter_of_an_hour() -> None:
    wrong = minutes(0, 1, 2, 3, 4)
    assert rules.refused_until(wrong, at=NINE + timedelta(minutes=5)) == NINE + timedelta(minutes=19)
    assert rules.refused_until(wrong, at=NINE + timedelta(minutes=18, seconds=59)) is not None
    assert rules.refused_until(wrong, at=NINE + timedelta(minutes=19)) is None


def test_four_wrong_passwords_are_forgiven() -> None:
    assert rules.refused_until(minutes(0, 0, 0, 0), at=NINE) is None


def test_five_wrong_passwords_over_a_whole_morning_are_forgiven() -> None:
    assert rules.refused_until(minutes(0, 10, 20, 30, 40), at=NINE + timedelta(minutes=40)) is None


@given(st.lists(st.floats(0, 120, allow_nan=False), max_size=20), st.floats(0, 150, allow_nan=False))
def test_a_refusal_ends_within_a_quarter_of_an_hour(wrong: list[float], now: float) -> None:
    moment = NINE + timedelta(minutes=now)
    until = rules.refused_until(minutes(*wrong), at=moment)
    if until is not None:
        assert moment < until <= moment + rules.REFUSAL_SPAN


@given(st.lists(st.floats(0, 120, allow_nan=False), max_size=20), st.floats(0, 150, allow_nan=False))
def test_five_wrong_passwords_in_the_last_quarter_always_refuse(wrong: list[float], now: float) -> None:
    moment = NINE + timedelta(minutes=now)
    recent = [one for one in minutes(*wrong) if moment - rules.FAILURE_SPAN < one <= moment]
    if len(recent) >= rules.MAX_FAILURES:
        assert rules.refused_until(recent, at=moment) is not None
