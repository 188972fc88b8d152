"""What an application costs: the fee as it was reckoned at the acceptance, and whether it is owed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from darcha.catalogue.rules import Fee, ServiceVersion


class ChargeState(StrEnum):
    """Where a fee stands.

    FREE: nothing is asked. IN_WORDS: the amount is not known, until the department sets it. AFTER_APPROVAL: nothing may
    be paid before the department has offered and said how much. OWED: the amount is known, and owed until it is paid.
    """

    FREE = "free"
    IN_WORDS = "in_words"
    AFTER_APPROVAL = "after_approval"
    OWED = "owed"


@dataclass(frozen=True, slots=True)
class PaymentView:
    """A payment that stands. `way` "cash", "card" or "bank"; `taken_by` a label, never a name."""

    id: int
    receipt: str
    way: str
    reference: str
    amount_uzs: int
    paid_on: date
    taken_by: str


@dataclass(frozen=True, slots=True)
class FeeView:
    """A fee as it was frozen at the acceptance.

    `words`: the reasoning by language, a sentence a step; it may tell of the person. `unit_uzs`: the price of one, where
    it is for a unit; `units`: of how many. `set_words`: why the department set the amount. `pay_by`: the last day to
    pay; `is_late`: it is over and nothing was paid.
    """

    state: ChargeState
    amount_uzs: int | None
    words: Mapping[str, Sequence[str]]
    reckoned_on: date
    unit_uzs: int | None = None
    units: int | None = None
    set_on: date | None = None
    set_words: str = ""
    pay_by: date | None = None
    is_late: bool = False
    payment: PaymentView | None = None

    @property
    def is_owed(self) -> bool:
        """Return whether somebody has to pay it now."""
        return self.state == ChargeState.OWED and self.payment is None


def charge_state(version: ServiceVersion, fee: Fee) -> ChargeState:
    """Return where the fee of an application stands on the day it is accepted.

    A price for a unit is no amount before somebody says of how many: where the catalogue lets the department make an
    offer first, the applicant pays after that; else the department sets the amount.
    """
    if fee.amount_uzs == 0:
        return ChargeState.FREE
    if fee.amount_uzs is None:
        return ChargeState.IN_WORDS
    if version.time.offer is not None:
        return ChargeState.AFTER_APPROVAL
    return ChargeState.IN_WORDS if fee.per is not None else ChargeState.OWED


def price_of(units: int, *, multiples: Decimal, base_uzs: int) -> int:
    """Return what some units cost in whole soʻm, halves rounded up; rounded once, for all of them together.

    Check: 100 units at 0.0008 of 412,000 are 32,960, though one alone is 330.
    """
    return int((multiples * base_uzs * units).quantize(Decimal(1), rounding=ROUND_HALF_UP))
