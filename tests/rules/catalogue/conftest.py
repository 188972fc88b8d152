"""Services, papers and facts made up for the rules."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from darcha.catalogue.rules import (
    Abolition,
    Choice,
    Demand,
    DocumentType,
    Fact,
    FeeRule,
    ServiceFee,
    ServiceVersion,
    TimeLimit,
)
from darcha.kernel.names import Names

NAMES = Names(uz="nom", uz_cyrl="ном", ru="имя", en="name")


@pytest.fixture
def paper() -> Callable[..., DocumentType]:
    def make(
        code: str, *, abolished: date | None = None, scope: tuple[str, ...] | None = None, told: str = ""
    ) -> DocumentType:
        abolition = Abolition(abolished, told or str(abolished), scope, None) if abolished or told else None
        return DocumentType(code, NAMES, issued_by="MAH", held_by="MFB", abolished=abolition)

    return make


@pytest.fixture
def service() -> Callable[..., ServiceVersion]:
    def make(*, fee: ServiceFee | None = None, demands: tuple[Demand, ...] = (), **other: Any) -> ServiceVersion:
        fields: dict[str, Any] = {
            "id": 1, "code": "PJ-03", "names": NAMES, "department_id": "PJ", "provider_id": None, "life_events": (),
            "demands": demands, "fee": fee or ServiceFee(multiples=Decimal(0)), "fee_rules": (),
            "time": TimeLimit(10, "wd"), "parallel_steps": (), "then_steps": (), "output": NAMES, "tacit": None,
            "window": None, "apply_within": None, "limits": None, "referral_valid": None, "benefit": None,
            "note": None, "counter_minutes": 10, "law": (), "questions": (), "fee_questions": (), "provenance": {},
            "content_hash": "0" * 64, "valid_from": date(2010, 1, 1),
        }  # fmt: skip
        return ServiceVersion(**{**fields, **other})

    return make


@pytest.fixture
def yes_no() -> Callable[[str], Fact]:
    return lambda code: Fact(code, "yes_no", NAMES)


@pytest.fixture
def group() -> Fact:
    return Fact("group", "choice", NAMES, (Choice(0, NAMES), Choice(1, NAMES), Choice(2, NAMES)))


@pytest.fixture
def rules() -> tuple[FeeRule, ...]:
    """Return the rules of the Uzbek catalogue in its order."""
    return (
        FeeRule("portal", NAMES, "channel == 'portal'", times_hundredths=90),
        FeeRule("social50", NAMES, "applicant.in_social_register or applicant.disability_group in [1,2]", 50),
        FeeRule("onsite", NAMES, "channel == 'onsite'", plus_hundredths=(("district", 30), ("tashkent_city", 50))),
        FeeRule("onsite_free", NAMES, "applicant.needs_care", waives="onsite"),
    )
