"""What is refused about fees and payments."""

from __future__ import annotations

from typing import ClassVar

from darcha.kernel.refusal import Refusal


class FeeNotSet(Refusal):
    """Nobody has said how much it is, so nobody can pay it: the department sets it first."""

    code = "cases.fee_not_set"


class FeeIsReckoned(Refusal):
    """The table of fees tells the amount: nobody sets another."""

    code = "cases.fee_is_reckoned"


class FeeNotUnderstood(Refusal):
    """Neither a whole sum nor a whole number of units: details name the `field`."""

    code = "cases.fee_not_understood"
    status: ClassVar[int] = 422


class FeeWordsMissing(Refusal):
    """The applicant would not read why it costs that."""

    code = "cases.fee_words_missing"
    status: ClassVar[int] = 422


class NothingOwed(Refusal):
    code = "cases.nothing_owed"


class AlreadyPaid(Refusal):
    """It was paid before: details tell the `receipt`."""

    code = "cases.already_paid"


class PaymentNotWhole(Refusal):
    """A fee is paid whole and at once, not more and not less: details tell what is `owed`."""

    code = "cases.payment_not_whole"
    status: ClassVar[int] = 422


class WayToPayUnknown(Refusal):
    code = "cases.way_to_pay_unknown"
    status: ClassVar[int] = 422


class ReferenceNotRight(Refusal):
    """The number of a slip or a transfer is missing, or is none: details name the `problem`."""

    code = "cases.reference_not_right"
    status: ClassVar[int] = 422


class ReferenceUsed(Refusal):
    """The same transfer has paid another fee."""

    code = "cases.reference_used"


class UnknownPayment(Refusal):
    code = "cases.unknown_payment"
    status: ClassVar[int] = 404


class PaymentGone(Refusal):
    """It was taken back, reversed or given back before, or is about to be."""

    code = "cases.payment_gone"


class TooLateToUndo(Refusal):
    """A minute is over, or somebody else recorded it: a mistake is reversed by an entry of its own."""

    code = "cases.too_late_to_undo"


class ReversalGroundMissing(Refusal):
    code = "cases.reversal_ground_missing"
    status: ClassVar[int] = 422


class NoRefund(Refusal):
    """The catalogue gives nothing back: it was not refused, or the service has no such rule."""

    code = "cases.no_refund"


class RefundNeedsAnother(Refusal):
    """Money is given back by four eyes: whoever asked for it does not confirm it."""

    code = "cases.refund_needs_another"
    status: ClassVar[int] = 403


class RefundNotAsked(Refusal):
    code = "cases.refund_not_asked"


class FeeOwed(Refusal):
    """The document is given out once the fee is paid."""

    code = "cases.fee_owed"
