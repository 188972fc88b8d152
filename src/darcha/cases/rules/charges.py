"""What an application costs: the fee as it was reckoned at the acceptance, and whether it is owed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from darcha.catalogue.rules import Fee, ServiceVersion

CASH, CARD, BANK = "cash", "card", "bank"
WAYS_TO_PAY = (CASH, CARD, BANK)
UNDO_PAYMENT_WITHIN = timedelta(seconds=60)
"""So long a payment just recorded is taken back without a word, by whoever recorded it."""
_REFERENCE_LIMIT = 40


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
class ReversalView:
    """Why a payment does not stand. `kind` "undone", "reversed", "refunded"; `done_on` None: a refund to be confirmed."""

    kind: str
    ground: str
    asked_at: datetime
    asked_by: str
    refund_by: date | None
    done_on: date | None
    done_by: str


@dataclass(frozen=True, slots=True)
class EndedRefundView:
    """A refund asked for and not given. `ended` "withdrawn" or "declined"; `words`: why, "" when withdrawn without."""

    ground: str
    asked_at: datetime
    asked_by: str
    ended: str
    words: str
    ended_at: datetime
    ended_by: str


@dataclass(frozen=True, slots=True)
class RefundEnded:
    """What became of a refund that was asked for: "withdrawn" or "declined"."""

    payment_id: int
    ended: str


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """A payment with what it was for, as its receipt tells it. No name.

    `ended_refunds`: those asked for and not given, oldest first.
    """

    payment: PaymentView
    centre_id: str
    case_id: int
    case_number: str
    tracking_code: str
    case_state: str
    service: ServiceVersion
    department_id: str
    language: str
    initials: str
    paid_at: datetime
    stands: bool
    reversal: ReversalView | None
    refund_by: date | None
    ended_refunds: tuple[EndedRefundView, ...] = ()


@dataclass(frozen=True, slots=True)
class Payable:
    """A case as whoever takes its fee sees it: no name but the initials."""

    case_id: int
    centre_id: str
    number: str
    tracking_code: str
    state: str
    initials: str
    service: ServiceVersion
    department_id: str
    language: str
    fee: FeeView | None


@dataclass(frozen=True, slots=True)
class MoneyMove:
    """Money that came (`amount_uzs` positive) or went back (negative). `officer`: in whose till.

    `kind` "taken", "undone", "reversed" or "refunded".
    """

    payment_id: int
    receipt: str
    case_number: str
    kind: str
    way: str
    reference: str
    amount_uzs: int
    at: datetime
    on: date
    officer: str


@dataclass(frozen=True, slots=True)
class Paid:
    """What came of recording a payment: its receipt; `due_on` the day the case is due now, None when it is over."""

    payment_id: int
    receipt: str
    amount_uzs: int
    due_on: date | None


@dataclass(frozen=True, slots=True)
class PaidBack:
    """What came of a payment that does not stand; `done` False: somebody else has to confirm."""

    payment_id: int
    kind: str
    done: bool


@dataclass(frozen=True, slots=True)
class FeeSet:
    case_id: int
    amount_uzs: int


@dataclass(frozen=True, slots=True)
class FeeView:
    """A fee as it was frozen at the acceptance.

    `words`: the reasoning by language, a sentence a step; it may tell of the person. `unit_uzs`: the price of one, where
    it is for a unit; `units`: of how many. `set_words`: why the department set the amount. `pay_by`: the last day to
    pay; `is_late`: it is over and nothing was paid. `is_over`: the application was refused, and nobody owes anything.
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
    is_over: bool = False

    @property
    def is_owed(self) -> bool:
        """Return whether somebody has to pay it now."""
        return self.state == ChargeState.OWED and self.payment is None and not self.is_over


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


def reference_problem(way: str, reference: str) -> str | None:
    """Return what is wrong with the number a payment is found by: "missing", "not_asked", "not_understood"; None: nothing.

    Cash has none; a slip's or a transfer's number has up to 40 letters, digits, hyphens and slashes.
    """
    if way == CASH:
        return "not_asked" if reference else None
    if not reference:
        return "missing"
    signs = reference.replace("-", "").replace("/", "")
    right = len(reference) <= _REFERENCE_LIMIT and signs.isascii() and signs.isalnum()
    return None if right else "not_understood"
