"""Money at the window: a fee is taken, taken back, given back; a department says how much, or gives notice."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from darcha.cases import actions as cases
from darcha.cases import queries as case_queries
from darcha.cases.rules import CASH
from darcha.doors.desk.money_forms import FeeForm, GroundForm, NoticeForm, PaymentForm
from darcha.doors.desk.pages import money as pages
from darcha.doors.desk.views.case import done
from darcha.doors.desk.views.counter import holds
from darcha.doors.desk.views.work import departments_of
from darcha.doors.porch import sentences, staff
from darcha.doors.porch.templatetags.porch import uzs
from darcha.kernel.actor import NotAllowed, Permission
from darcha.kernel.refusal import Refusal
from darcha.plumbing import clock


def _must_hold(request: HttpRequest, *permissions: Permission) -> None:
    if not holds(request, *permissions):
        raise NotAllowed(permission=str(permissions[0]))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pay(request: HttpRequest, case_id: int) -> HttpResponse:
    """Take the fee of a case: show what is owed, or record that it was paid."""
    _must_hold(request, Permission.TAKE_PAYMENT)
    by, at = staff.actor(request), clock.now()
    case = case_queries.payable(case_id=case_id, at=at)
    by.must(Permission.TAKE_PAYMENT, centre_id=case.centre_id)
    form = PaymentForm(request.POST or None)
    no, status = "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            told, owed = form.cleaned_data, (case.fee.amount_uzs if case.fee else None) or 0
            given = told["given"] if told["way"] == CASH else None
            if given is not None and given < owed:
                form.add_error("given", gettext("That is less than the fee. It is paid whole."))
            else:
                try:
                    paid = cases.record_payment(
                        case_id=case_id,
                        way=told["way"],
                        reference=told["reference"] if told["way"] != CASH else "",
                        amount_uzs=owed,
                        at=at,
                        by=by,
                        key=staff.request_key(request),
                    )
                except Refusal as refusal:
                    no, status = sentences.sentence(refusal.code, refusal.details), refusal.status
                else:
                    if given is not None and given > owed:
                        messages.success(request, gettext("Give back: %(sum)s") % {"sum": uzs(given - owed)})
                    return redirect("desk:payment", paid.payment_id)
    return render(request, "desk/pay.html", {"case": case, "fee": case.fee, "form": form, "no": no}, status=status)


@never_cache
@require_safe
def payment(request: HttpRequest, payment_id: int) -> HttpResponse:
    """Show a payment, and what can be done with it."""
    return _shown(request, payment_id)


def _shown(
    request: HttpRequest, payment_id: int, *, no: str = "", how: str = "", typed: str = "", status: int = 200
) -> HttpResponse:
    """Show a payment; `no` tells what was refused, `typed` the words sent with it, in the form of `how`."""
    _must_hold(request, Permission.TAKE_PAYMENT, Permission.REFUND_PAYMENT)
    page = pages.payment_page(case_queries.receipt_of(payment_id=payment_id), by=staff.actor(request), at=clock.now())
    staff.actor(request).must(Permission.REFUND_PAYMENT, centre_id=page.told.centre_id)
    return render(request, "desk/payment.html", {"page": page, "no": no, "how": how, "typed": typed}, status=status)


@never_cache
@require_safe
def payment_receipt(request: HttpRequest, payment_id: int) -> HttpResponse:
    """Give the receipt of a payment as PDF, in the applicant's language."""
    _must_hold(request, Permission.TAKE_PAYMENT, Permission.REFUND_PAYMENT)
    told = case_queries.receipt_of(payment_id=payment_id)
    staff.actor(request).must(Permission.REFUND_PAYMENT, centre_id=told.centre_id)
    answer = HttpResponse(case_queries.receipt_pdf(payment_id=payment_id), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{told.payment.receipt}.pdf"'
    return answer


@require_POST
def undo_payment(request: HttpRequest, payment_id: int) -> HttpResponse:
    """Take a payment just recorded back."""
    _must_hold(request, Permission.TAKE_PAYMENT)
    told = case_queries.receipt_of(payment_id=payment_id)
    try:
        cases.undo_payment(
            payment_id=payment_id, at=clock.now(), by=staff.actor(request), key=staff.request_key(request)
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        told_no = sentences.sentence(refusal.code, refusal.details)
        return _shown(request, payment_id, no=told_no, status=refusal.status)
    messages.success(request, gettext("Receipt %(receipt)s is taken back.") % {"receipt": told.payment.receipt})
    return redirect("desk:pay", told.case_id)


@require_POST
def end_payment(request: HttpRequest, payment_id: int, how: str) -> HttpResponse:
    """Reverse a payment; ask to give it back, confirm that, decline it or take the asking back."""
    _must_hold(request, Permission.REFUND_PAYMENT)
    form = GroundForm(request.POST)
    form.is_valid()
    at, by, key = clock.now(), staff.actor(request), staff.request_key(request)
    ground = form.cleaned_data.get("ground", "")
    try:
        if how == "confirm":
            cases.confirm_refund(payment_id=payment_id, at=at, by=by, key=key)
        elif how == "end-refund":
            ended = cases.end_refund(payment_id=payment_id, words=ground, at=at, by=by, key=key)
            told = gettext("You have taken it back: the payment stands.")
            if ended.ended == "declined":
                told = gettext("The refund is declined: the payment stands.")
            messages.success(request, told)
        elif how == "refund":
            cases.ask_refund(payment_id=payment_id, ground=ground, at=at, by=by, key=key)
        else:
            cases.reverse_payment(payment_id=payment_id, ground=ground, at=at, by=by, key=key)
    except NotAllowed:
        raise
    except Refusal as refusal:
        told_no = sentences.sentence(refusal.code, refusal.details)
        return _shown(
            request, payment_id, no=told_no, how=how, typed=form.data.get("ground", ""), status=refusal.status
        )
    return redirect("desk:payment", payment_id)


@require_POST
def set_fee(request: HttpRequest, case_id: int) -> HttpResponse:
    """Say how much an application costs."""
    departments_of(request)
    form = FeeForm(request.POST)
    told = form.cleaned_data if form.is_valid() else {}
    return done(
        request,
        case_id,
        lambda: cases.set_fee(
            case_id=case_id,
            amount_uzs=told.get("amount"),
            units=told.get("units"),
            words=told.get("fee_words", ""),
            at=clock.now(),
            by=staff.actor(request),
            key=staff.request_key(request),
        ),
        gettext("The fee is set; the applicant reads it on the page of the application."),
        money=form,
    )


@require_POST
def serve_notice(request: HttpRequest, case_id: int) -> HttpResponse:
    """Give the notice with which the law starts the time."""
    departments_of(request)
    form = NoticeForm(request.POST)
    form.is_valid()
    return done(
        request,
        case_id,
        lambda: cases.serve_notice(
            case_id=case_id,
            words=form.cleaned_data.get("notice", ""),
            at=clock.now(),
            by=staff.actor(request),
            key=staff.request_key(request),
        ),
        gettext("The notice is given; the time runs from now."),
        money=form,
    )
