"""Money for a case: taken whole, taken back within a minute, reversed by an entry of its own, given back by four eyes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from django.db import IntegrityError, transaction

from darcha.cases import errors, models, rules
from darcha.cases.actions.common import earlier, id_in, locked_case, next_id, next_number, settle, text_within_limit
from darcha.cases.refunding import refund_day
from darcha.cases.rules import CaseState, ChargeState, Paid, PaidBack, RefundEnded
from darcha.cases.timekeeping import set_dates
from darcha.catalogue import queries as catalogue
from darcha.centres.queries import local_day
from darcha.journal import actions as journal
from darcha.journal.kinds import Kind
from darcha.journal.rules import Entry
from darcha.kernel.actor import Actor, Permission
from darcha.kernel.refusal import Refusal

_OPEN = (CaseState.ACCEPTED, CaseState.READY)


def record_payment(
    *, case_id: int, way: str, amount_uzs: int, at: datetime, by: Actor, reference: str = "", key: str | None = None
) -> Paid:
    """Record that the fee of a case was paid, whole: "cash", "card" with the slip's number, "bank" with the transfer's.

    It gets the next number of the register of receipts. Where the law starts the time with the payment, it starts now.

    :raises NothingOwed: it is free, or the application was refused.
    :raises FeeNotSet: nobody has said how much it is.
    :raises AlreadyPaid: somebody was faster.
    :raises PaymentNotWhole: more or less than is owed.
    :raises WayToPayUnknown, ReferenceNotRight, ReferenceUsed: how it was paid cannot be proved.
    :raises CaseNotAccepted, CaseErased: nothing is owed yet, or not any more.
    """
    place = models.Case.objects.filter(id=case_id).only("centre_id").first()
    if place is None:
        raise errors.UnknownCase(case_id=case_id)
    by.must(Permission.TAKE_PAYMENT, centre_id=place.centre_id)
    reference = reference.strip().upper()
    if way not in rules.WAYS_TO_PAY:
        raise errors.WayToPayUnknown(way=way)
    if problem := rules.reference_problem(way, reference):
        raise errors.ReferenceNotRight(problem=problem)
    kinds = (Kind.PAYMENT_RECORDED,)
    done = earlier(centre_id=place.centre_id, key=key, by=by, kinds=kinds)
    if done:
        return _paid_answer(done)
    today = local_day(centre_id=place.centre_id, at=at)
    try:
        with transaction.atomic():
            # Whoever takes money for the same case waits here, and then finds it paid.
            case = locked_case(case_id=case_id)
            _must_owe(case, amount_uzs=amount_uzs)
            number = next_number(centre_id=case.centre_id, kind="receipt", year=today.year)
            payment = models.Payment(
                case_id=case.id,
                centre_id=case.centre_id,
                receipt=rules.receipt_number(centre_id=case.centre_id, year=today.year, number=number),
                way=way,
                reference=reference,
                amount_uzs=amount_uzs,
                paid_at=at,
                paid_on=today,
                taken_by=by.label,
            )
            payment.save(force_insert=True)
            due_on = _kept_dates(case, today=today)
            settle()
            journal.append(
                centre_id=case.centre_id,
                kind=Kind.PAYMENT_RECORDED,
                subject=f"payment:{payment.id}",
                at=at,
                by=by,
                data=_about(case, payment) | {"due_on": due_on.isoformat() if due_on else None},
                key=key,
            )
    except (IntegrityError, Refusal) as failure:
        done = earlier(centre_id=place.centre_id, key=key, by=by, kinds=kinds)
        if done:
            return _paid_answer(done)
        if isinstance(failure, IntegrityError) and "a_bank_transfer_pays_one_fee" in str(failure):
            raise errors.ReferenceUsed(way=way) from None
        raise
    return Paid(payment.id, payment.receipt, amount_uzs, due_on)


def undo_payment(*, payment_id: int, at: datetime, by: Actor, key: str | None = None) -> PaidBack:
    """Take a payment just recorded back, within a minute and by whoever recorded it; its receipt number stays used.

    :raises TooLateToUndo: a minute is over, or somebody else recorded it.
    :raises PaymentGone: it does not stand.
    """

    def reversal(payment: models.Payment, _case: models.Case, today: date) -> models.Reversal:
        if payment.taken_by != by.label or not payment.paid_at <= at <= payment.paid_at + rules.UNDO_PAYMENT_WITHIN:
            raise errors.TooLateToUndo(payment_id=payment.id)
        return models.Reversal(
            payment_id=payment.id,
            kind="undone",
            asked_at=at,
            asked_by=by.label,
            done_at=at,
            done_on=today,
            done_by=by.label,
        )

    return _goes_back(payment_id, reversal, Kind.PAYMENT_UNDONE, "undone", Permission.TAKE_PAYMENT, at, by, key)


def reverse_payment(*, payment_id: int, ground: str, at: datetime, by: Actor, key: str | None = None) -> PaidBack:
    """Reverse a payment that was recorded by mistake, by an entry of its own; the fee is owed again.

    By whoever recorded it, or by the head of the centre.

    :raises ReversalGroundMissing: no ground.
    :raises PaymentGone: it does not stand.
    """
    ground = text_within_limit(ground, field="ground")

    def reversal(payment: models.Payment, _case: models.Case, today: date) -> models.Reversal:
        if payment.taken_by != by.label:
            by.must(Permission.RECONCILE, centre_id=payment.centre_id)
        if not ground:
            raise errors.ReversalGroundMissing(payment_id=payment.id)
        return models.Reversal(
            payment_id=payment.id,
            kind="reversed",
            ground=ground,
            asked_at=at,
            asked_by=by.label,
            done_at=at,
            done_on=today,
            done_by=by.label,
        )

    return _goes_back(payment_id, reversal, Kind.PAYMENT_REVERSED, "reversed", Permission.REFUND_PAYMENT, at, by, key)


def ask_refund(*, payment_id: int, ground: str, at: datetime, by: Actor, key: str | None = None) -> PaidBack:
    """Ask to give the fee of a refused application back, where the catalogue says so; somebody else confirms it.

    :raises NoRefund: it was not refused, or the catalogue gives nothing back.
    :raises ReversalGroundMissing: no ground.
    :raises PaymentGone: it does not stand, or it was asked for.
    """
    ground = text_within_limit(ground, field="ground")

    def reversal(payment: models.Payment, case: models.Case, _today: date) -> models.Reversal:
        until = refund_day(case)
        if until is None:
            raise errors.NoRefund(payment_id=payment.id)
        if not ground:
            raise errors.ReversalGroundMissing(payment_id=payment.id)
        return models.Reversal(
            payment_id=payment.id,
            kind="refunded",
            ground=ground,
            asked_at=at,
            asked_by=by.label,
            refund_by=until,
        )

    return _goes_back(
        payment_id, reversal, Kind.PAYMENT_REFUND_ASKED, "refunded", Permission.REFUND_PAYMENT, at, by, key
    )


def confirm_refund(*, payment_id: int, at: datetime, by: Actor, key: str | None = None) -> PaidBack:
    """Confirm that a fee is given back; the money leaves the till of whoever asked.

    :raises RefundNotAsked: nobody asked, or it was confirmed.
    :raises RefundNeedsAnother: whoever asked does not confirm.
    """

    def reversal(payment: models.Payment, _case: models.Case, today: date) -> models.Reversal:
        asked = models.Reversal.objects.filter(payment_id=payment.id, kind="refunded", done_at__isnull=True).first()
        if asked is None:
            raise errors.RefundNotAsked(payment_id=payment.id)
        if asked.asked_by == by.label:
            raise errors.RefundNeedsAnother(payment_id=payment.id)
        asked.done_at, asked.done_on, asked.done_by = at, today, by.label
        return asked

    return _goes_back(payment_id, reversal, Kind.PAYMENT_REFUNDED, "refunded", Permission.REFUND_PAYMENT, at, by, key)


def end_refund(*, payment_id: int, words: str, at: datetime, by: Actor, key: str | None = None) -> RefundEnded:
    """End a refund somebody asked for and nobody has confirmed: whoever asked withdraws it, anybody else declines it.

    The payment stands, and a refund can be asked for again. Declining needs `words`; withdrawing does not.

    :raises RefundNotAsked: nobody asked, or it was confirmed or ended.
    :raises ReversalGroundMissing: declined without a word why.
    """
    words = text_within_limit(words, field="ground")
    place = models.Payment.objects.filter(id=payment_id).only("centre_id", "case_id").first()
    if place is None:
        raise errors.UnknownPayment(payment_id=payment_id)
    by.must(Permission.REFUND_PAYMENT, centre_id=place.centre_id)
    kinds = (Kind.PAYMENT_REFUND_ENDED,)
    done = earlier(centre_id=place.centre_id, key=key, by=by, kinds=kinds)
    if done:
        return RefundEnded(payment_id, str(done.data["ended"]))
    try:
        with transaction.atomic():
            case = locked_case(case_id=place.case_id)
            payment = models.Payment.objects.get(id=payment_id)
            asked = models.Reversal.objects.filter(payment_id=payment.id, kind="refunded", done_at__isnull=True).first()
            if asked is None or asked.refund_by is None:
                raise errors.RefundNotAsked(payment_id=payment.id)
            ended = "withdrawn" if asked.asked_by == by.label else "declined"
            if ended == "declined" and not words:
                raise errors.ReversalGroundMissing(payment_id=payment.id)
            row = models.EndedRefund(
                id=next_id(models.EndedRefund),
                payment_id=payment.id,
                ground=asked.ground or "",
                asked_at=asked.asked_at,
                asked_by=asked.asked_by,
                refund_by=asked.refund_by,
                ended=ended,
                words=words or None,
                ended_at=at,
                ended_by=by.label,
            )
            asked.delete()
            row.save(force_insert=True)
            settle()
            journal.append(
                centre_id=case.centre_id,
                kind=Kind.PAYMENT_REFUND_ENDED,
                subject=f"payment:{payment.id}",
                at=at,
                by=by,
                data=_about(case, payment) | {"ended": ended},
                key=key,
            )
    except (IntegrityError, Refusal):
        done = earlier(centre_id=place.centre_id, key=key, by=by, kinds=kinds)
        if done:
            return RefundEnded(payment_id, str(done.data["ended"]))
        raise
    return RefundEnded(payment_id, ended)


def _goes_back(
    payment_id: int,
    reversal_of: Callable[[models.Payment, models.Case, date], models.Reversal],
    kind: Kind,
    what: str,
    permission: Permission,
    at: datetime,
    by: Actor,
    key: str | None,
) -> PaidBack:
    """Write why a payment does not stand, let the clock follow, tell the journal."""
    place = models.Payment.objects.filter(id=payment_id).only("centre_id", "case_id").first()
    if place is None:
        raise errors.UnknownPayment(payment_id=payment_id)
    by.must(permission, centre_id=place.centre_id)
    done = earlier(centre_id=place.centre_id, key=key, by=by, kinds=(kind,))
    if done:
        return PaidBack(id_in(done.subject), what, done.data["done"] is True)
    today = local_day(centre_id=place.centre_id, at=at)
    try:
        with transaction.atomic():
            case = locked_case(case_id=place.case_id)
            payment = models.Payment.objects.get(id=payment_id)
            confirms = kind == Kind.PAYMENT_REFUNDED
            if not payment.stands or (not confirms and models.Reversal.objects.filter(payment_id=payment.id).exists()):
                raise errors.PaymentGone(payment_id=payment_id)
            reversal = reversal_of(payment, case, today)
            reversal.save(force_update=confirms, force_insert=not confirms)
            if reversal.done_at is not None:
                payment.stands = False
                payment.save(update_fields=["stands"])
            due_on = _kept_dates(case, today=today)
            settle()
            journal.append(
                centre_id=case.centre_id,
                kind=kind,
                subject=f"payment:{payment.id}",
                at=at,
                by=by,
                data=_about(case, payment)
                | {"done": reversal.done_at is not None, "due_on": due_on.isoformat() if due_on else None},
                key=key,
            )
    except (IntegrityError, Refusal):
        done = earlier(centre_id=place.centre_id, key=key, by=by, kinds=(kind,))
        if done:
            return PaidBack(id_in(done.subject), what, done.data["done"] is True)
        raise
    return PaidBack(payment_id, what, reversal.done_at is not None)


def _must_owe(case: models.Case, *, amount_uzs: int) -> None:
    """Pass when a case owes exactly that much now."""
    if case.state == CaseState.RETURNED:
        raise errors.CaseNotAccepted(case_id=case.id)
    if case.erased_at is not None:
        raise errors.CaseErased(case_id=case.id)
    charge = models.Charge.objects.filter(case_id=case.id).first()
    paid = models.Payment.objects.filter(case_id=case.id, stands=True).first()
    if paid:
        raise errors.AlreadyPaid(case_id=case.id, receipt=paid.receipt)
    if case.state == CaseState.REFUSED or (charge and charge.state == ChargeState.FREE):
        raise errors.NothingOwed(case_id=case.id)
    if charge is None or charge.amount_uzs is None:
        raise errors.FeeNotSet(case_id=case.id)
    if amount_uzs != charge.amount_uzs:
        raise errors.PaymentNotWhole(case_id=case.id, owed=charge.amount_uzs)


def _kept_dates(case: models.Case, *, today: date) -> date | None:
    """Let the clock of an open case follow its money where the catalogue hangs a time on it; return the day it is due."""
    if case.state not in _OPEN:
        return None
    time = catalogue.service_version_by_id(id=case.service_version_id, variant=case.variant).time
    if time.starts_with == "payment":
        set_dates(case, today=today)
    return case.due_on


def _about(case: models.Case, payment: models.Payment) -> dict[str, object]:
    return {
        "case": case.id,
        "service": case.service_id,
        "department": case.department_id,
        "payment": payment.id,
        "receipt": payment.receipt,
        "way": payment.way,
        "amount_uzs": payment.amount_uzs,
    }


def _paid_answer(entry: Entry) -> Paid:
    payment = models.Payment.objects.get(id=id_in(entry.subject))
    due_on = entry.data.get("due_on")
    return Paid(
        payment.id,
        payment.receipt,
        payment.amount_uzs,
        date.fromisoformat(due_on) if isinstance(due_on, str) else None,
    )
