"""What is asked about money: what a case owes, a receipt, what came and went in whose till."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q

from darcha.access import queries as access
from darcha.access.errors import UnknownEmployee
from darcha.cases import errors, models
from darcha.cases.dossier import clock_of, fee_view, told_payment
from darcha.cases.printing import receipt
from darcha.cases.refunding import refund_day
from darcha.cases.rules import EndedRefundView, MoneyMove, Payable, ReceiptView, ReversalView
from darcha.catalogue import queries as catalogue
from darcha.centres.queries import local_day

_OF_A_PAYMENT = ("receipt", "way", "reference", "amount_uzs", "paid_at", "paid_on", "taken_by", "case__number")


def payable(*, case_id: int, at: datetime) -> Payable:
    """Return a case as whoever takes its fee sees it: no name but the initials.

    :raises UnknownCase: there is none.
    """
    case = models.Case.objects.filter(id=case_id).first()
    if case is None:
        raise errors.UnknownCase(case_id=case_id)
    version = catalogue.service_version_by_id(id=case.service_version_id, variant=case.variant)
    clock = clock_of(case, version=version, today=local_day(centre_id=case.centre_id, at=at))
    return Payable(
        case_id=case.id,
        centre_id=case.centre_id,
        number=case.number,
        tracking_code=case.tracking_code,
        state=case.state,
        initials=case.initials,
        service=version,
        department_id=case.department_id,
        language=case.language,
        fee=fee_view(case, clock=clock),
    )


def receipt_of(*, payment_id: int) -> ReceiptView:
    """Return a payment with what it was for.

    :raises UnknownPayment: there is none.
    """
    row = models.Payment.objects.filter(id=payment_id).select_related("case").first()
    if row is None:
        raise errors.UnknownPayment(payment_id=payment_id)
    gone = models.Reversal.objects.filter(payment_id=row.id).first()
    return ReceiptView(
        payment=told_payment(row),
        centre_id=row.centre_id,
        case_id=row.case.id,
        case_number=row.case.number,
        tracking_code=row.case.tracking_code,
        case_state=row.case.state,
        service=catalogue.service_version_by_id(id=row.case.service_version_id, variant=row.case.variant),
        department_id=row.case.department_id,
        language=row.case.language,
        initials=row.case.initials,
        paid_at=row.paid_at,
        stands=row.stands,
        reversal=_reversal_view(gone) if gone else None,
        refund_by=refund_day(row.case) if row.stands and gone is None else None,
        ended_refunds=tuple(
            EndedRefundView(
                one.ground, one.asked_at, one.asked_by, one.ended, one.words or "", one.ended_at, one.ended_by
            )
            for one in models.EndedRefund.objects.filter(payment_id=row.id).order_by("ended_at", "id")
        ),
    )


def receipt_pdf(*, payment_id: int) -> bytes:
    """Return the receipt of a payment as tagged PDF, in the language of its case.

    :raises UnknownPayment: there is none.
    """
    told = receipt_of(payment_id=payment_id)
    return receipt(told, taken_by=_name(told.payment.taken_by))


def money_moves(*, centre_id: str, since: date, until: date) -> list[MoneyMove]:
    """Return the money that came and went in a centre on some days (both included), in order.

    What was taken back or reversed went out of the till of whoever took it, a refund out of that of whoever asked for it.
    """
    days = (since, until)
    rows = models.Payment.objects.filter(centre_id=centre_id, paid_on__range=days).select_related("case")
    # Of the case its number alone: what is sealed is long, and nobody opens it here.
    rows = rows.only(*_OF_A_PAYMENT)
    moves = [_move(row, "taken", row.paid_at, row.paid_on, row.taken_by) for row in rows]
    gone = models.Reversal.objects.filter(payment__centre_id=centre_id, done_on__range=days)
    for back in gone.select_related("payment__case").only(
        "kind", "asked_by", "done_at", "done_on", *(f"payment__{column}" for column in _OF_A_PAYMENT)
    ):
        assert back.done_at
        assert back.done_on
        officer = back.asked_by if back.kind == "refunded" else back.payment.taken_by
        moves.append(_move(back.payment, back.kind, back.done_at, back.done_on, officer))
    return sorted(moves, key=lambda one: (one.at, one.payment_id, one.amount_uzs < 0))


def refunds_asked(*, centre_id: str) -> list[ReceiptView]:
    """Return the payments of a centre somebody asked to give back and nobody has confirmed, the oldest first."""
    rows = models.Reversal.objects.filter(Q(kind="refunded", done_at__isnull=True), payment__centre_id=centre_id)
    return [receipt_of(payment_id=row.payment_id) for row in rows.order_by("asked_at")]


def _move(row: models.Payment, kind: str, at: datetime, on: date, officer: str) -> MoneyMove:
    amount = row.amount_uzs if kind == "taken" else -row.amount_uzs
    return MoneyMove(row.id, row.receipt, row.case.number, kind, row.way, row.reference, amount, at, on, officer)


def _reversal_view(row: models.Reversal) -> ReversalView:
    return ReversalView(row.kind, row.ground or "", row.asked_at, row.asked_by, row.refund_by, row.done_on, row.done_by)


def _name(label: str) -> str:
    kind, _, number = label.partition(":")
    if kind != "employee" or not number.isdigit():
        return ""
    try:
        return access.employee(employee_id=int(number)).name
    except UnknownEmployee:
        return ""
