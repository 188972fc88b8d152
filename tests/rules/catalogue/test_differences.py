"""What changed between two versions of a service, and what that does to an open application."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from darcha.catalogue.rules import (
    Asked,
    Demand,
    FeeRow,
    FormField,
    Provenance,
    ServiceFee,
    ServiceVersion,
    Source,
    Span,
    Step,
    TimeLimit,
    Window,
)
from darcha.catalogue.rules.differences import (
    COMPARED,
    USUAL_POLICY,
    Body,
    Change,
    ChangeKind,
    ConditionText,
    Policy,
    Words,
    differences,
    outcome,
)
from darcha.kernel.names import Names

OTHER = Names(uz="boshqa", uz_cyrl="бошқа", ru="другое", en="another")

Make = Callable[..., ServiceVersion]


def kinds(before: ServiceVersion, after: ServiceVersion) -> list[ChangeKind]:
    return [change.kind for change in differences(before, after)]


def test_a_version_does_not_differ_from_itself(service: Make) -> None:
    assert differences(service(), service(id=2, content_hash="1" * 64)) == ()


def test_a_new_paper_is_told_with_the_case_it_is_asked_for_in(service: Make, paper: Callable) -> None:
    demand = Demand(paper("d-bank"), "applicant.age >= 18")
    assert differences(service(), service(demands=(demand,))) == (
        Change(ChangeKind.PAPER_ADDED, demand.document.names, None, ConditionText("applicant.age >= 18")),
    )


def test_a_dropped_paper_is_told_as_it_was_asked_for(service: Make, paper: Callable) -> None:
    demand = Demand(paper("d-bank"))
    assert differences(service(demands=(demand,)), service()) == (
        Change(ChangeKind.PAPER_DROPPED, demand.document.names, Words("always"), None),
    )


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (None, "has_minor_children", ChangeKind.PAPER_RARER),
        ("has_minor_children", None, ChangeKind.PAPER_OFTENER),
        ("has_minor_children", "parents.married", ChangeKind.PAPER_CONDITION),
    ],
)
def test_a_condition_changed_says_whether_more_people_bring_the_paper(
    before: str | None, after: str | None, kind: ChangeKind, service: Make, paper: Callable
) -> None:
    document = paper("d-birth")
    old, new = service(demands=(Demand(document, before),)), service(demands=(Demand(document, after),))
    assert kinds(old, new) == [kind]


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (ServiceFee(Decimal("0.15")), ServiceFee(Decimal("0.2")), ChangeKind.FEE_UP),
        (ServiceFee(Decimal("0.15")), ServiceFee(Decimal(0)), ChangeKind.FEE_DOWN),
        (ServiceFee(Decimal("0.15")), ServiceFee(text=OTHER), ChangeKind.FEE_OTHER),
        (
            ServiceFee(table=(FeeRow("area <= 100", Decimal(1)), FeeRow("area > 100", Decimal(2)))),
            ServiceFee(table=(FeeRow("area <= 100", Decimal(1)), FeeRow("area > 100", Decimal(3)))),
            ChangeKind.FEE_UP,
        ),
        (
            ServiceFee(table=(FeeRow("area <= 100", Decimal(1)), FeeRow("area > 100", Decimal(2)))),
            ServiceFee(table=(FeeRow("area <= 100", Decimal(2)), FeeRow("area > 100", Decimal(1)))),
            ChangeKind.FEE_OTHER,
        ),
        (
            ServiceFee(Decimal(1), by_channel=(("portal", Decimal("0.9")),)),
            ServiceFee(Decimal(1), by_channel=(("portal", Decimal("0.8")),)),
            ChangeKind.FEE_DOWN,
        ),
        (ServiceFee(Decimal(1)), ServiceFee(Decimal(1), free_if="applicant.orphan"), ChangeKind.FEE_OTHER),
    ],
)
def test_a_fee_is_higher_only_where_nobody_pays_less(
    before: ServiceFee, after: ServiceFee, kind: ChangeKind, service: Make
) -> None:
    assert kinds(service(fee=before), service(fee=after)) == [kind]


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (TimeLimit(10, "wd"), TimeLimit(5, "wd"), ChangeKind.TIME_SHORTER),
        (TimeLimit(2, "wk"), TimeLimit(15, "cd"), ChangeKind.TIME_LONGER),
        (TimeLimit(10, "wd"), TimeLimit(14, "cd"), ChangeKind.TIME_OTHER),
        (TimeLimit(2, "wk"), TimeLimit(14, "cd"), ChangeKind.TEXT),
        (TimeLimit(10, "wd"), TimeLimit(10, "wd", extendable_to=Span(15, "wd")), ChangeKind.CLOCK),
        (TimeLimit(10, "wd"), TimeLimit(10, "wd", kind="waiting_period"), ChangeKind.TIME_OTHER),
    ],
)
def test_a_time_is_shorter_only_where_both_are_counted_alike(
    before: TimeLimit, after: TimeLimit, kind: ChangeKind, service: Make
) -> None:
    assert kinds(service(time=before), service(time=after)) == [kind]


def test_a_step_given_to_another_department_is_one_change_and_not_two(service: Make) -> None:
    old, new = Step("KAD", OTHER, 3, "wd"), Step("MFB", OTHER, 3, "wd")
    found = differences(service(parallel_steps=(old,)), service(parallel_steps=(new,)))
    assert found == (Change(ChangeKind.STEP_GIVEN, OTHER, Body("KAD"), Body("MFB")),)


def test_steps_added_and_dropped_say_where_they_stood(service: Make) -> None:
    step = Step("KAD", OTHER)
    assert kinds(service(), service(then_steps=(step,))) == [ChangeKind.STEP_ADDED]
    assert differences(service(parallel_steps=(step,)), service()) == (
        Change(ChangeKind.STEP_DROPPED, Body("KAD"), OTHER, Words("parallel")),
    )


def test_a_form_tells_which_field_is_new_gone_asked_otherwise_or_elsewhere(service: Make) -> None:
    name, day = FormField("name", "text", OTHER), FormField("day", "date", OTHER)
    before = service(form=(Asked(name, required=True), Asked(day)))
    found = differences(before, service(form=(Asked(day, shown_if="has_children"),)))
    assert found == (
        Change(ChangeKind.FORM, OTHER, Words("form_optional"), Words("form_sometimes")),
        Change(ChangeKind.FORM, OTHER, Words("form_required"), None),
    )
    (told,) = differences(before, service(form=(Asked(replace(name, digits=9), required=True), Asked(day))))
    assert told.after == Words("form_otherwise")
    assert kinds(before, service(form=(Asked(day), Asked(name, required=True)))) == [ChangeKind.FORM]


_CHANGED: dict[str, object] = {
    "names": OTHER, "department_id": "KAD", "provider_id": "MFB", "life_events": ("birth",),
    "fee": ServiceFee(Decimal(1)), "time": TimeLimit(3, "wd"), "parallel_steps": (Step("KAD", OTHER),),
    "then_steps": (Step("KAD", OTHER),), "output": OTHER, "tacit": "approve", "window": Window("06-20", "07-31"),
    "referral_valid": Span(1, "mo"), "benefit": OTHER, "note": OTHER, "remark": OTHER, "counter_minutes": 25,
    "form": (Asked(FormField("child_name", "text", OTHER)),),
    "law": (Source("S1", "lex.uz"),), "provenance": {"fee": Provenance(("S1",))},
}  # fmt: skip


@pytest.mark.parametrize("field", sorted(_CHANGED))
def test_every_part_of_a_version_that_changes_is_told_once(field: str, service: Make) -> None:
    assert len(differences(service(), service(**{field: _CHANGED[field]}))) == 1


def test_no_field_of_a_version_is_forgotten_here() -> None:
    # A new field is told as "something else" until it has a kind of its own: give it one, and add it to COMPARED.
    assert {field.name for field in fields(ServiceVersion)} == COMPARED


@given(st.lists(st.sampled_from(ChangeKind)), st.dictionaries(st.sampled_from(ChangeKind), st.sampled_from(Policy)))
def test_the_most_careful_policy_decides_for_all_changes(
    found: list[ChangeKind], chosen: dict[ChangeKind, Policy]
) -> None:
    told = outcome(found, chosen)
    each = [chosen.get(kind, USUAL_POLICY[kind]) for kind in found]
    assert (told == Policy.KEEP) == (not each or Policy.KEEP in each)
    assert (told == Policy.MOVE) == (bool(each) and set(each) == {Policy.MOVE})


@pytest.mark.parametrize(
    "kind", [ChangeKind.PAPER_ADDED, ChangeKind.PAPER_OFTENER, ChangeKind.FEE_UP, ChangeKind.TIME_LONGER]
)
def test_what_burdens_an_applicant_never_reaches_an_open_case_by_itself(kind: ChangeKind) -> None:
    assert outcome([kind, ChangeKind.TIME_SHORTER, ChangeKind.PAPER_DROPPED], {}) == Policy.KEEP


def test_a_shorter_time_reaches_an_open_case() -> None:
    assert outcome([ChangeKind.TIME_SHORTER, ChangeKind.TEXT], {}) == Policy.MOVE


def test_a_change_nobody_named_keeps(service: Make) -> None:
    assert USUAL_POLICY[ChangeKind.OTHER] == Policy.KEEP
    assert replace(service(), id=2) != service()
