"""Tills are counted, differences named, transfers matched, the day signed; what was written is corrected, never changed."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from darcha.cases import actions as cases
from darcha.journal import queries as journal
from darcha.kernel.actor import NotAllowed
from darcha.till import actions, errors, models, queries
from darcha.till.rules import Count, Sums
from tests import given
from tests.doors.desk.officers import TUESDAY, an_application

pytestmark = pytest.mark.django_db

PASSPORT, SUM = "MFB-04", 412_000
NOON = TUESDAY + timedelta(hours=1)
HERE = {"centre_id": given.SERGELI}


def a_payment(*, login: str = "dilnoza", way: str = "cash", reference: str = "", at: datetime = TUESDAY) -> int:
    opened = an_application(PASSPORT, at=at)
    return cases.record_payment(
        case_id=opened.case_id, way=way, reference=reference, amount_uzs=SUM, at=at, by=given.employee(login)
    ).payment_id


def closed(cash: int, card: int = 0, *, words: str = "", login: str = "dilnoza", at: datetime = NOON, key=None):
    count = Count({}, cash, card)
    return actions.close_till(**HERE, count=count, words=words, at=at, by=given.employee(login), key=key)


def test_a_till_is_counted_once_and_the_next_count_begins_after_it() -> None:
    a_payment()
    a_payment(way="card", reference="17")
    a_payment(way="bank", reference="B-1")
    first, again = (closed(SUM, SUM, key="close-000001") for _ in range(2))
    assert first == again
    with pytest.raises(errors.NothingToClose):
        closed(0)
    a_payment(at=NOON)
    assert queries.till(**HERE, officer=given.employee("dilnoza").label, at=NOON).sums == Sums(SUM)


def test_every_difference_is_named_with_words() -> None:
    a_payment()
    with pytest.raises(errors.DifferenceNotNamed) as no:
        closed(SUM - 2_000)
    assert no.value.details == {"cash": -2_000, "card": 0}
    closed(SUM - 2_000, words="qaytim ortiq berilgan")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE till_closing SET words = NULL")


def test_what_is_taken_back_leaves_the_till_it_came_into() -> None:
    payment_id = a_payment()
    closed(SUM)
    cases.reverse_payment(payment_id=payment_id, ground="karta edi", at=NOON, by=given.employee("dilnoza"))
    till = queries.till(**HERE, officer=given.employee("dilnoza").label, at=NOON)
    assert till.sums == Sums(-SUM)


def test_a_count_is_corrected_by_another_entry() -> None:
    a_payment()
    wrong = closed(SUM - 1_000, words="topilmadi")
    dilnoza, malika = given.employee("dilnoza"), given.employee("malika")
    fix = {"closing_id": wrong.closing_id, "count": Count({}, SUM, 0), "at": NOON}
    with pytest.raises(errors.CorrectionNotNamed):
        actions.correct_till(**fix, words="", by=dilnoza)
    with pytest.raises(NotAllowed):
        actions.correct_till(**fix, words="topildi", by=given.employee("umida"))
    actions.correct_till(**fix, words="stol tagidan topildi", by=malika)
    with pytest.raises(errors.ClosingCorrected):
        actions.correct_till(**fix, words="yana", by=dilnoza)
    told = queries.day_of_money(**HERE, day=TUESDAY.date()).closings
    assert [(one.corrected, one.difference.cash) for one in told] == [(True, -1_000), (False, 0)]
    assert models.Closing.objects.count() == 2


def test_the_head_signs_when_every_till_is_counted_and_signs_again_only_with_words() -> None:
    a_payment()
    a_payment(login="umida", way="card", reference="5")
    malika, day = given.employee("malika"), TUESDAY.date()
    sign = {**HERE, "day": day, "at": NOON, "by": malika}
    with pytest.raises(NotAllowed):
        actions.sign_day(**{**sign, "by": given.employee("dilnoza")}, words="")
    closed(SUM)
    with pytest.raises(errors.TillsOpen):
        actions.sign_day(**sign, words="")
    assert queries.days_with_open_tills(**HERE, at=NOON + timedelta(days=1)) == [day]
    closed(0, SUM, login="umida")
    actions.sign_day(**sign, words="")
    with pytest.raises(errors.AlreadySigned):
        actions.sign_day(**sign, words="")
    a_payment(way="bank", reference="B-2", at=NOON)
    actions.sign_day(**sign, words="oʻtkazma kech kiritildi")
    with pytest.raises(errors.DayNotOver):
        actions.sign_day(**{**sign, "day": day + timedelta(days=1)}, words="")
    found = queries.day_of_money(**HERE, day=day)
    assert [one.sums.all for one in found.signatures] == [2 * SUM, 3 * SUM]
    assert (found.taken, found.payments) == (Sums(SUM, SUM, SUM), 3)
    assert not queries.days_with_open_tills(**HERE, at=NOON + timedelta(days=1))
    assert journal.verify(**HERE) is None


def test_transfers_are_matched_with_the_statement_of_the_bank() -> None:
    for reference in ("B-1", "B-2"):
        a_payment(way="bank", reference=reference)
    statement = f"Number;Sum\nb-1;{SUM}\nX-9;77\n".encode()
    read = {**HERE, "at": NOON, "by": given.employee("malika")}
    assert actions.match_statement(**read, content=statement) == actions.StatementRead(1, 1)
    with pytest.raises(errors.StatementReadBefore):
        actions.match_statement(**read, content=statement)
    with pytest.raises(errors.StatementNotUnderstood):
        actions.match_statement(**read, content=b"\xff\xfe")
    found = queries.day_of_money(**HERE, day=TUESDAY.date())
    assert [(one.move.reference, one.is_matched) for one in found.transfers] == [("B-1", True), ("B-2", False)]
    assert [row.reference for row in found.unknown] == ["X-9"]
