"""A payment as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from darcha.cases.rules import UNDO_PAYMENT_WITHIN, EndedRefundView, ReceiptView
from darcha.doors.porch.people import employee_name
from darcha.kernel.actor import Actor, Permission


@dataclass(frozen=True, slots=True)
class PaymentPage:
    """A payment, who dealt with it, and what this employee may do with it now.

    `may_confirm` lets it be declined too. `ended`: refunds asked for and not given, each with who asked and who ended it.
    """

    told: ReceiptView
    taken_by: str
    asked_by: str
    done_by: str
    may_undo: bool
    may_reverse: bool
    may_ask: bool
    may_confirm: bool
    may_withdraw: bool
    ended: tuple[tuple[EndedRefundView, str, str], ...]


def payment_page(told: ReceiptView, *, by: Actor, at: datetime) -> PaymentPage:
    """Return a payment for its page."""
    own = told.payment.taken_by == by.label
    open_refund = told.stands and told.reversal is not None
    untouched = told.stands and told.reversal is None
    soon = told.paid_at <= at <= told.paid_at + UNDO_PAYMENT_WITHIN
    return PaymentPage(
        told=told,
        taken_by=employee_name(told.payment.taken_by),
        asked_by=employee_name(told.reversal.asked_by) if told.reversal else "",
        done_by=employee_name(told.reversal.done_by) if told.reversal and told.reversal.done_by else "",
        may_undo=untouched and own and soon,
        may_reverse=untouched and (own or by.may(Permission.RECONCILE, centre_id=told.centre_id)),
        may_ask=untouched and told.refund_by is not None,
        may_confirm=open_refund and told.reversal is not None and told.reversal.asked_by != by.label,
        may_withdraw=open_refund and told.reversal is not None and told.reversal.asked_by == by.label,
        ended=tuple((one, employee_name(one.asked_by), employee_name(one.ended_by)) for one in told.ended_refunds),
    )
