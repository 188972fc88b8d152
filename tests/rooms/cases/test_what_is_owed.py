"""What an application costs: reckoned on the day it is accepted, frozen with its reasoning, in words for each reader."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest
from filing import TASHKENT, WIDOW, filed, seen

from darcha.cases import models
from darcha.cases.rules import ChargeState, price_of
from darcha.journal import queries as journal
from darcha.journal.kinds import Kind

pytestmark = pytest.mark.django_db

NOVEMBER = datetime(2026, 11, 24, 10, 30, tzinfo=TASHKENT)
"""The base amount is 412,000 soʻm."""
PASSPORT, DRIVING_LICENCE, STATISTICS, PENSION = "MFB-04", "MFB-06", "STAT-01", "PJ-03"


def test_a_passport_costs_the_base_amount_of_the_day() -> None:
    fee = seen(filed(PASSPORT, facts={}, at=NOVEMBER)).fee
    assert fee is not None
    assert (fee.state, fee.amount_uzs, fee.is_owed) == (ChargeState.OWED, 412_000, True)
    assert fee.pay_by is not None, "three working days to pay"
    assert {"uz", "uz-cyrl", "ru", "en"} == set(fee.words)
    assert fee.words["en"][0] == "1 of the base amount, which is 412\u00a0000\u00a0soʻm on 24.11.2026."


def test_whoever_is_in_the_social_register_pays_half_and_reads_why() -> None:
    fee = seen(filed(PASSPORT, facts={"applicant.in_social_register": True}, at=NOVEMBER)).fee
    assert fee is not None
    assert fee.amount_uzs == 206_000
    assert any("50%" in words for words in fee.words["ru"])


@pytest.mark.parametrize(
    ("service", "state", "amount"),
    [
        (PENSION, ChargeState.FREE, 0),
        (DRIVING_LICENCE, ChargeState.IN_WORDS, None),
        (STATISTICS, ChargeState.AFTER_APPROVAL, None),
    ],
)
def test_what_is_free_known_in_words_or_paid_after_approval_is_not_owed(service, state, amount) -> None:
    fee = seen(filed(service, facts={"person": "natural"} if service == STATISTICS else None, at=NOVEMBER)).fee
    assert fee is not None
    assert (fee.state, fee.amount_uzs, fee.is_owed) == (state, amount, False)
    assert fee.words["uz"]


def test_where_no_base_amount_is_known_the_fee_is_known_in_multiples_alone() -> None:
    fee = seen(filed(PASSPORT, facts={})).fee
    assert fee is not None
    assert (fee.state, fee.amount_uzs) == (ChargeState.IN_WORDS, None)


def test_the_journal_tells_the_sum_and_a_returned_application_costs_nothing_yet() -> None:
    filed(PASSPORT, facts={}, at=NOVEMBER)
    entry = journal.entries_after(centre_id="SRG", seq=0, kinds=[Kind.CASE_OPENED])[-1]
    assert (entry.data["fee"], entry.data["fee_uzs"]) == ("owed", 412_000)
    returned = filed(PASSPORT, facts={}, missing=frozenset({"d-id"}), applicant=WIDOW, at=NOVEMBER)
    assert not models.Charge.objects.filter(case_id=returned.case_id).exists()


def test_a_price_for_a_unit_is_rounded_once() -> None:
    assert price_of(100, multiples=Decimal("0.0008"), base_uzs=412_000) == 32_960
    assert price_of(1, multiples=Decimal("0.0008"), base_uzs=412_000) == 330
