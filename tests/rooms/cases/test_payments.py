"""Money for a case: taken whole and once, taken back, reversed, given back; what the clock and the document make of it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from filing import TASHKENT, filed, granted, officer, ready, seen
from test_case_races import at_once

from darcha.cases import actions, errors, models, queries
from darcha.cases.rules import ClockState, OpenedCase, Paid
from darcha.journal import queries as journal
from darcha.journal.kinds import Kind
from darcha.kernel.actor import Actor, Grant, NotAllowed, Permission, system
from tests import given

TUESDAY = datetime(2026, 11, 24, 10, 30, tzinfo=TASHKENT)
PASSPORT, STATISTICS, DRIVING_LICENCE, NURSERY, ELECTRICITY = "MFB-04", "STAT-01", "MFB-06", "XTB-02", "QUR-04"
SUM = 412_000


def cashier(number: int = 7) -> Actor:
    money = (Permission.TAKE_PAYMENT, Permission.REFUND_PAYMENT)
    return Actor("employee", str(number), tuple(Grant(permission, "SRG") for permission in money))


def a_passport(**given: object) -> OpenedCase:
    return filed(PASSPORT, facts={}, at=TUESDAY, **given)  # type: ignore[arg-type]


def paid(opened: OpenedCase, *, way: str = "cash", reference: str = "", at: datetime = TUESDAY, **given: object):
    given = {"amount_uzs": SUM, "by": cashier()} | given
    return actions.record_payment(case_id=opened.case_id, way=way, reference=reference, at=at, **given)


@pytest.mark.django_db
def test_a_fee_is_paid_with_a_receipt_whose_numbers_have_no_gap() -> None:
    receipts = [paid(a_passport(), way=way, reference=ref).receipt for way, ref in
                [("cash", ""), ("card", "004512"), ("bank", "UZ-77/1")]]  # fmt: skip
    assert receipts == ["SRG-26-K-000001", "SRG-26-K-000002", "SRG-26-K-000003"]
    entry = journal.entries_after(centre_id="SRG", seq=0, kinds=[Kind.PAYMENT_RECORDED])[0]
    assert (entry.data["way"], entry.data["amount_uzs"]) == ("cash", SUM)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"amount_uzs": SUM - 1}, errors.PaymentNotWhole),
        ({"amount_uzs": SUM + 1000}, errors.PaymentNotWhole),
        ({"way": "card"}, errors.ReferenceNotRight),
        ({"way": "bank", "reference": "a b"}, errors.ReferenceNotRight),
        ({"reference": "004512"}, errors.ReferenceNotRight),
        ({"way": "wire"}, errors.WayToPayUnknown),
        ({"by": officer(Permission.DECIDE_CASE)}, NotAllowed),
    ],
)
def test_a_payment_that_is_not_whole_or_cannot_be_proved_is_refused(given, refusal) -> None:
    with pytest.raises(refusal):
        paid(a_passport(), **given)
    assert not models.Payment.objects.exists()
    assert not models.Register.objects.filter(kind="receipt").exists(), "no number is lost"


@pytest.mark.django_db
def test_a_fee_is_paid_once_and_a_request_sent_twice_takes_effect_once() -> None:
    opened = a_passport()
    first, second = (paid(opened, key="pay-1") for _ in range(2))
    assert first == second
    with pytest.raises(errors.AlreadyPaid):
        paid(opened)
    paid(a_passport(), way="bank", reference="T-1")
    with pytest.raises(errors.ReferenceUsed):
        paid(a_passport(), way="bank", reference="t-1")


@pytest.mark.django_db
def test_what_is_free_not_known_or_not_offered_yet_takes_no_money() -> None:
    for service, refusal in (
        ("PJ-03", errors.NothingOwed), (DRIVING_LICENCE, errors.FeeNotSet), (STATISTICS, errors.FeeNotSet)
    ):  # fmt: skip
        with pytest.raises(refusal):
            paid(filed(service, at=TUESDAY))


@pytest.mark.django_db
def test_no_document_is_given_out_while_a_fee_is_owed() -> None:
    opened = granted(a_passport(), at=TUESDAY)
    with pytest.raises(errors.FeeOwed):
        actions.issue_document(case_id=opened.case_id, at=TUESDAY, by=system("test"))
    paid(opened)
    actions.issue_document(case_id=opened.case_id, at=TUESDAY, by=system("test"))
    assert seen(opened).state == "issued"


@pytest.mark.django_db
def test_a_mistake_is_taken_back_within_a_minute_and_its_number_stays_used() -> None:
    opened = a_passport()
    wrong = paid(opened)
    soon = TUESDAY + timedelta(seconds=50)
    with pytest.raises(errors.TooLateToUndo):
        actions.undo_payment(payment_id=wrong.payment_id, at=soon, by=cashier(8))
    actions.undo_payment(payment_id=wrong.payment_id, at=soon, by=cashier())
    with pytest.raises(errors.PaymentGone):
        actions.undo_payment(payment_id=wrong.payment_id, at=soon, by=cashier())
    right = paid(opened, way="card", reference="77", at=soon)
    assert right.receipt == "SRG-26-K-000002"
    with pytest.raises(errors.TooLateToUndo):
        actions.undo_payment(payment_id=right.payment_id, at=soon + timedelta(seconds=61), by=cashier())


@pytest.mark.django_db
def test_later_it_is_reversed_by_an_entry_with_its_ground() -> None:
    opened, later = a_passport(), TUESDAY + timedelta(hours=2)
    payment_id = paid(opened).payment_id
    with pytest.raises(errors.ReversalGroundMissing):
        actions.reverse_payment(payment_id=payment_id, ground=" ", at=later, by=cashier())
    with pytest.raises(NotAllowed):
        actions.reverse_payment(payment_id=payment_id, ground="karta edi", at=later, by=cashier(8))
    actions.reverse_payment(payment_id=payment_id, ground="karta edi", at=later, by=cashier())
    fee = seen(opened).fee
    assert fee is not None
    assert fee.is_owed
    moves = queries.money_moves(centre_id="SRG", since=TUESDAY.date(), until=TUESDAY.date())
    assert [(move.kind, move.amount_uzs) for move in moves] == [("taken", SUM), ("reversed", -SUM)]


@pytest.mark.django_db
def test_the_fee_of_a_refused_application_is_given_back_by_four_eyes_where_the_catalogue_says_so() -> None:
    opened = filed(ELECTRICITY, facts={}, at=TUESDAY)
    fee = seen(opened).fee
    assert fee is not None
    payment_id = paid(opened, amount_uzs=fee.amount_uzs).payment_id
    ready(opened, at=TUESDAY)
    ask = {"payment_id": payment_id, "ground": "rad etildi", "at": TUESDAY}
    with pytest.raises(errors.NoRefund):
        actions.ask_refund(**ask, by=cashier())
    actions.decide(
        case_id=opened.case_id,
        outcome="refused",
        ground="quvvat yoʻq",
        because=given.BECAUSE,
        at=TUESDAY,
        by=system("test"),
    )
    asked = actions.ask_refund(**ask, by=cashier())
    assert not asked.done
    assert [one.payment.id for one in queries.refunds_asked(centre_id="SRG")] == [payment_id]
    end = {"payment_id": payment_id, "at": TUESDAY}
    assert actions.end_refund(**end, words="", by=cashier(), key="ended-00001").ended == "withdrawn"
    assert actions.end_refund(**end, words="", by=cashier(), key="ended-00001").ended == "withdrawn"
    assert queries.refunds_asked(centre_id="SRG") == []
    with pytest.raises(errors.RefundNotAsked):
        actions.confirm_refund(payment_id=payment_id, at=TUESDAY, by=cashier(8))
    actions.ask_refund(**ask, by=cashier())
    with pytest.raises(errors.ReversalGroundMissing):
        actions.end_refund(**end, words=" ", by=cashier(8))
    assert actions.end_refund(**end, words="hujjat yoʻq", by=cashier(8)).ended == "declined"
    with pytest.raises(errors.RefundNotAsked):
        actions.end_refund(**end, words="yana", by=cashier(8))
    before = queries.receipt_of(payment_id=payment_id)
    assert before.stands
    assert before.refund_by is not None
    assert [(one.ended, one.words, one.ended_by) for one in before.ended_refunds] == [
        ("withdrawn", "", "employee:7"),
        ("declined", "hujjat yoʻq", "employee:8"),
    ]
    actions.ask_refund(**ask, by=cashier())
    with pytest.raises(errors.RefundNeedsAnother):
        actions.confirm_refund(payment_id=payment_id, at=TUESDAY, by=cashier())
    assert actions.confirm_refund(payment_id=payment_id, at=TUESDAY, by=cashier(8)).done
    told = queries.receipt_of(payment_id=payment_id)
    assert told.reversal is not None
    assert (told.stands, str(told.reversal.refund_by)) == (False, "2026-11-27")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE cases_reversal SET done_by = asked_by")


@pytest.mark.django_db
def test_no_fee_is_given_back_where_the_catalogue_has_no_such_rule() -> None:
    opened = ready(a_passport(), at=TUESDAY)
    payment_id = paid(opened).payment_id
    actions.decide(
        case_id=opened.case_id, outcome="refused", ground="asos", because=given.BECAUSE, at=TUESDAY, by=system("test")
    )
    with pytest.raises(errors.NoRefund):
        actions.ask_refund(payment_id=payment_id, ground="rad etildi", at=TUESDAY, by=cashier())


@pytest.mark.django_db
def test_the_department_offers_and_the_time_starts_with_the_payment() -> None:
    opened = filed(STATISTICS, facts={"person": "natural"}, at=TUESDAY)
    assert seen(opened).clock.state == ClockState.NOT_STARTED
    by = officer(Permission.DECIDE_CASE, "STAT")
    with pytest.raises(errors.FeeNotUnderstood):
        actions.set_fee(case_id=opened.case_id, units=0, words="nol", at=TUESDAY, by=by)
    with pytest.raises(errors.FeeWordsMissing):
        actions.set_fee(case_id=opened.case_id, units=100, words="", at=TUESDAY, by=by)
    offered = actions.set_fee(case_id=opened.case_id, units=100, words="100 ta koʻrsatkich", at=TUESDAY, by=by)
    assert offered.amount_uzs == 32_960
    later = TUESDAY + timedelta(days=6)
    due = paid(opened, amount_uzs=32_960, at=later).due_on
    assert str(due) == "2026-12-07", "five days from 30 November end on a Saturday"
    with pytest.raises(errors.AlreadyPaid):
        actions.set_fee(case_id=opened.case_id, units=1, words="bitta", at=later, by=by)
    ready(opened, at=later)
    actions.decide(case_id=opened.case_id, outcome="granted", ground="", at=later, by=by)
    actions.issue_document(case_id=opened.case_id, at=later, by=by)


@pytest.mark.django_db
def test_nobody_sets_another_fee_than_the_table_tells() -> None:
    opened = a_passport()
    with pytest.raises(errors.FeeIsReckoned):
        actions.set_fee(
            case_id=opened.case_id, amount_uzs=1, words="arzon", at=TUESDAY, by=officer(Permission.DECIDE_CASE, "MFB")
        )


@pytest.mark.django_db
def test_the_time_starts_with_the_notice_of_the_department() -> None:
    opened = filed(NURSERY, at=TUESDAY)
    assert seen(opened).clock.state == ClockState.NOT_STARTED
    later, by = TUESDAY + timedelta(days=3), officer(Permission.DECIDE_CASE, "XTB")
    with pytest.raises(errors.NoticeWordsMissing):
        actions.serve_notice(case_id=opened.case_id, words="", at=later, by=by)
    before = seen(opened).due_on
    changed = actions.serve_notice(case_id=opened.case_id, words="oʻrin boʻshadi", at=later, by=by)
    assert changed.due_on > before
    with pytest.raises(errors.NoticeGiven):
        actions.serve_notice(case_id=opened.case_id, words="yana", at=later, by=by)
    with pytest.raises(errors.NoticeNotAwaited):
        actions.serve_notice(
            case_id=a_passport().case_id, words="x", at=later, by=officer(Permission.DECIDE_CASE, "MFB")
        )


@pytest.mark.django_db
def test_the_last_day_to_pay_is_told_when_it_is_over() -> None:
    opened = a_passport()
    late = queries.payable(case_id=opened.case_id, at=TUESDAY + timedelta(days=10)).fee
    assert late is not None
    assert late.is_late
    paid(opened)
    on_time = queries.payable(case_id=opened.case_id, at=TUESDAY + timedelta(days=10)).fee
    assert on_time is not None
    assert not on_time.is_late


@pytest.mark.django_db
def test_the_receipt_is_a_tagged_page_in_the_language_of_the_case() -> None:
    page = queries.receipt_pdf(payment_id=paid(a_passport(language="ru")).payment_id)
    assert page.startswith(b"%PDF")
    assert b"/MarkInfo" in page or b"/StructTreeRoot" in page


def test_of_two_payments_at_once_one_is_taken(own_database: str) -> None:
    for turn in range(1, 5):
        opened = a_passport()
        answers = at_once(*(lambda number=number: paid(opened, by=cashier(number)) for number in (7, 8)))  # noqa: B023 -- done before the next turn
        taken = [one for one in answers if isinstance(one, Paid)]
        assert [one.receipt for one in taken] == [f"SRG-26-K-{turn:06d}"]
        assert [type(one) for one in answers if one not in taken] == [errors.AlreadyPaid]
    assert journal.verify(centre_id="SRG") is None
