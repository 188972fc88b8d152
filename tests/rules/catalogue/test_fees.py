from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from darcha.catalogue.rules import FeeRow, FeeRule, ServiceFee, Span, fee
from darcha.kernel.names import Names

NAMES = Names(uz="nom", uz_cyrl="ном", ru="имя", en="name")
TODAY = date(2026, 11, 23)
BASE = 412_000
TABLE = ServiceFee(
    table=(
        FeeRow("person == 'natural' and area <= 100", Decimal("1.25")),
        FeeRow("person == 'natural'", Decimal(3)),
        FeeRow("person == 'legal'", Decimal(5)),
    )
)
NOT_SOCIAL = {"applicant.in_social_register": False, "applicant.disability_group": 0, "applicant.needs_care": False}


def of(multiples: str) -> ServiceFee:
    return ServiceFee(multiples=Decimal(multiples))


def test_a_fee_is_multiples_of_the_base_amount(service) -> None:
    cost = fee(service(fee=of("0.15")), facts={}, on=TODAY, base_amount=BASE)
    assert (cost.amount_uzs, cost.multiples, cost.unknown) == (61_800, Decimal("0.15"), False)
    assert cost.reasons == ("multiples:0.15",)


def test_before_the_first_base_amount_only_the_multiples_are_told(service) -> None:
    cost = fee(service(fee=of("0.15")), facts={}, on=date(2010, 4, 7), base_amount=None)
    assert (cost.amount_uzs, cost.multiples, cost.unknown) == (None, Decimal("0.15"), True)
    assert "no_base_amount" in cost.reasons


def test_what_is_free_is_free_in_2010_too(service) -> None:
    cost = fee(service(fee=of("0")), facts={}, on=date(2010, 4, 7), base_amount=None)
    assert (cost.amount_uzs, cost.unknown) == (0, False)


def test_the_first_row_that_holds_counts(service) -> None:
    version = service(fee=TABLE)
    assert fee(version, facts={"person": "natural", "area": 100}, on=TODAY, base_amount=BASE).amount_uzs == 515_000
    assert fee(version, facts={"person": "natural", "area": 101}, on=TODAY, base_amount=BASE).amount_uzs == 1_236_000
    assert fee(version, facts={"person": "legal"}, on=TODAY, base_amount=BASE).amount_uzs == 2_060_000


def test_no_later_row_is_taken_while_an_earlier_one_is_undecided(service) -> None:
    cost = fee(service(fee=TABLE), facts={"person": "natural"}, on=TODAY, base_amount=BASE)
    assert (cost.amount_uzs, cost.unknown, cost.reasons) == (None, True, ("undecided:area",))


def test_the_portal_takes_nine_tenths(service, rules) -> None:
    version = service(fee=of("0.02"), fee_rules=rules)
    assert fee(version, facts=NOT_SOCIAL, on=TODAY, base_amount=BASE).amount_uzs == 8_240
    cost = fee(version, facts=NOT_SOCIAL, on=TODAY, base_amount=BASE, channel="portal")
    assert cost.amount_uzs == 7_416
    assert cost.reasons == ("multiples:0.02", "rule:portal")


def test_social_protection_halves(service, rules) -> None:
    version = service(fee=of("0.15"), fee_rules=rules)
    facts = {**NOT_SOCIAL, "applicant.disability_group": 2}
    assert fee(version, facts=facts, on=TODAY, base_amount=BASE).amount_uzs == 30_900
    assert fee(version, facts=facts, on=TODAY, base_amount=BASE, channel="portal").amount_uzs == 27_810


def test_a_discount_nobody_asked_about_is_told_as_possible(service, rules) -> None:
    cost = fee(service(fee=of("0.15"), fee_rules=rules), facts={}, on=TODAY, base_amount=BASE)
    assert cost.amount_uzs == 61_800
    assert [rule.code for rule in cost.possible] == ["social50"]
    assert fee(service(fee=of("0"), fee_rules=rules), facts={}, on=TODAY, base_amount=BASE).possible == ()


def test_coming_to_the_applicant_costs_more_unless_they_need_care(service, rules) -> None:
    version = service(fee=of("0.1"), fee_rules=rules)
    facts = {**NOT_SOCIAL, "place": "tashkent_city"}
    onsite = fee(version, facts=facts, on=TODAY, base_amount=BASE, channel="onsite")
    assert (onsite.multiples, onsite.amount_uzs) == (Decimal("0.6"), 247_200)
    free = fee(version, facts={**facts, "applicant.needs_care": True}, on=TODAY, base_amount=BASE, channel="onsite")
    assert free.amount_uzs == 41_200
    assert "rule:onsite_free" in free.reasons
    nowhere = fee(version, facts=NOT_SOCIAL, on=TODAY, base_amount=BASE, channel="onsite")
    assert nowhere.unknown


def test_a_price_of_its_own_for_a_channel_is_not_reduced_again(service, rules) -> None:
    own = ServiceFee(
        multiples=Decimal("0.1"), by_channel=(("portal", Decimal("0.09")), ("elektr_platform", Decimal(0)))
    )
    version = service(fee=own, fee_rules=rules)
    assert fee(version, facts=NOT_SOCIAL, on=TODAY, base_amount=BASE, channel="portal").amount_uzs == 37_080
    assert fee(version, facts=NOT_SOCIAL, on=TODAY, base_amount=BASE, channel="elektr_platform").amount_uzs == 0


def test_a_fee_told_in_words_is_free_when_its_condition_holds(service) -> None:
    words = ServiceFee(text=NAMES, free_if="primary_file_exists and not changed")
    cost = fee(service(fee=words), facts={}, on=TODAY, base_amount=BASE)
    assert (cost.amount_uzs, cost.text, cost.unknown, cost.reasons) == (None, NAMES, True, ("text",))
    facts = {"primary_file_exists": True, "changed": False}
    assert fee(service(fee=words), facts=facts, on=TODAY, base_amount=BASE).amount_uzs == 0


def test_half_a_soum_is_rounded_up_and_said_so(service) -> None:
    cost = fee(service(fee=of("0.0008")), facts={}, on=TODAY, base_amount=270_625)
    assert cost.amount_uzs == 217
    assert cost.reasons[-1] == "rounded"


def test_a_refusal_gives_the_fee_back(service) -> None:
    rule = FeeRule("refund", NAMES, "decision == 'refused'", refund_within=Span(3, "wd"), services=("PJ-03",))
    version = service(fee=of("0.1"), fee_rules=(rule,))
    assert fee(version, facts={"decision": "refused"}, on=TODAY, base_amount=BASE).refund == Span(3, "wd")
    assert fee(version, facts={"decision": "granted"}, on=TODAY, base_amount=BASE).refund is None
    other = service(code="PJ-01", fee=of("0.1"), fee_rules=(rule,))
    assert fee(other, facts={"decision": "refused"}, on=TODAY, base_amount=BASE).refund is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    multiples=st.decimals(min_value=0, max_value=80, places=4),
    base=st.none() | st.integers(min_value=1, max_value=1_000_000),
    channel=st.sampled_from(["counter", "portal", "onsite"]),
    facts=st.fixed_dictionaries(
        {},
        optional={
            "applicant.in_social_register": st.booleans(),
            "applicant.disability_group": st.integers(0, 3),
            "applicant.needs_care": st.booleans(),
            "place": st.sampled_from(["district", "tashkent_city"]),
        },
    ),
)
def test_a_fee_is_never_negative_and_unknown_exactly_without_an_amount(
    service, rules, multiples, base, channel, facts
) -> None:
    cost = fee(
        service(fee=ServiceFee(multiples=multiples), fee_rules=rules),
        facts=facts, on=TODAY, base_amount=base, channel=channel,
    )  # fmt: skip
    assert cost.unknown is (cost.amount_uzs is None)
    assert cost.amount_uzs is None or cost.amount_uzs >= 0
    at_counter = fee(
        service(fee=ServiceFee(multiples=multiples), fee_rules=rules), facts=facts, on=TODAY, base_amount=base
    )
    if channel == "portal" and cost.amount_uzs is not None and at_counter.amount_uzs is not None:
        assert cost.amount_uzs <= at_counter.amount_uzs


@pytest.mark.parametrize("place", ["district", "tashkent_city"])
def test_a_surcharge_is_never_below_the_counter(service, rules, place: str) -> None:
    version = service(fee=of("0.1"), fee_rules=rules)
    facts = {**NOT_SOCIAL, "place": place}
    onsite = fee(version, facts=facts, on=TODAY, base_amount=BASE, channel="onsite").amount_uzs
    counter = fee(version, facts=facts, on=TODAY, base_amount=BASE).amount_uzs
    assert onsite is not None
    assert counter is not None
    assert onsite > counter
