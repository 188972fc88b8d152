"""A fee is taken at the window, taken back, reversed, printed; a department sets it; the till is counted and the day signed."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from darcha.cases import actions as cases
from darcha.kernel.actor import system
from tests import given
from tests.doors.desk.officers import TUESDAY, all_answer, an_application, let_it_be, signed_in, told
from tests.given import minutes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]

PASSPORT = "MFB-04"


@pytest.fixture
def dilnoza() -> Client:
    return signed_in("dilnoza")


def pays(client: Client, case_id: int, key: str = "pay-0000001", **fields: str) -> str:
    answer = client.post(f"/desk/cases/{case_id}/pay/", {"request_key": key, "way": "cash"} | fields)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


def test_cash_is_taken_and_what_comes_back_is_told(dilnoza: Client) -> None:
    opened = an_application(PASSPORT)
    page = dilnoza.get(f"/desk/cases/{opened.case_id}/pay/").content.decode()
    assert "412\u00a0000" in page
    assert "Yoʻldosheva" not in page, "who takes money needs no name"
    home = Client().get(f"/track/{opened.tracking_code}/?lang=en").content.decode()
    assert "Please pay 412" in home
    assert "You need not do anything now" not in home
    path = pays(dilnoza, opened.case_id, given="450 000")
    page = dilnoza.get(path).content.decode()
    assert "Give back: 38\u00a0000" in page
    assert "SRG-26-K-000001" in page
    receipt = dilnoza.get(f"{path}receipt.pdf")
    assert receipt.content.startswith(b"%PDF")
    home = Client().get(f"/track/{opened.tracking_code}/?lang=en").content.decode()
    assert "SRG-26-K-000001" in home
    assert "Please pay" not in home
    assert "SRG-26-K-000001" in dilnoza.get(f"/desk/receipts/{opened.tracking_code}/").content.decode()


def test_what_is_not_right_is_told_beside_what_was_typed(dilnoza: Client) -> None:
    path = f"/desk/cases/{an_application(PASSPORT).case_id}/pay/"
    for fields, words in (
        ({}, "Choose: in cash"),
        ({"way": "cash", "given": "5"}, "That is less than the fee"),
        ({"way": "cash", "given": "ten"}, "a whole sum"),
        ({"way": "card", "reference": "?"}, "number of the terminal"),
    ):
        answer = dilnoza.post(path, {"request_key": "pay-0000002", **fields})
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert not told("payment.recorded")


def test_a_payment_is_taken_back_at_once_or_reversed_later(dilnoza: Client) -> None:
    opened = an_application(PASSPORT)
    path = pays(dilnoza, opened.case_id)
    assert "Take it back" in dilnoza.get(path).content.decode()
    assert dilnoza.post(f"{path}undo/", {"request_key": "undo-000001"}).status_code == 302
    second = pays(dilnoza, opened.case_id, "pay-0000003", way="card", reference="44")
    let_it_be(TUESDAY + minutes(5))
    page = dilnoza.get(second).content.decode()
    assert "Take it back" not in page
    answer = dilnoza.post(f"{second}undo/", {"request_key": "undo-000002"})
    assert answer.status_code == 409
    assert dilnoza.post(f"{second}reverse/", {"request_key": "back-000001", "ground": "naqd edi"}).status_code == 302
    assert "naqd edi" in dilnoza.get(second).content.decode()


def test_a_department_says_how_much_and_gives_notice(dilnoza: Client) -> None:
    opened = an_application(PASSPORT)
    assert dilnoza.post(f"/desk/cases/{opened.case_id}/fee/", {"amount": "5", "fee_words": "x"}).status_code == 403
    offered = an_application("STAT-01")
    cases.set_fee(case_id=offered.case_id, units=100, words="100 koʻrsatkich", at=TUESDAY, by=system("test"))
    page = Client().get(f"/track/{offered.tracking_code}/?lang=en").content.decode()
    assert "32\u00a0960" in page
    assert "not paid yet" in page


def test_a_till_is_counted_and_the_head_signs_the_day(dilnoza: Client) -> None:
    opened, other = an_application(PASSPORT), an_application(PASSPORT)
    pays(dilnoza, opened.case_id)
    pays(dilnoza, other.case_id, "pay-0000004", way="bank", reference="B-7")
    malika = signed_in("malika")
    takings = "/office/SRG/takings/"
    page = malika.get(takings).content.decode()
    assert "not counted yet" in page
    assert "824\u00a0000" in page
    assert malika.post(f"{takings}sign/", {"request_key": "sign-000001"}).status_code == 409
    let_it_be(TUESDAY + minutes(24 * 60))
    assert "1 day has a till nobody has counted" in malika.get("/office/SRG/").content.decode()
    let_it_be(TUESDAY)
    assert "SRG-26-K-000001" in dilnoza.get("/desk/till/").content.decode()
    wrong = {"request_key": "till-000001", "note_200000": "2", "small": "10 000", "card": ""}
    answer = dilnoza.post("/desk/till/close/", wrong)
    assert answer.status_code == 422
    assert 'value="10 000"' in answer.content.decode(), "what was counted stands in the form again"
    assert dilnoza.post("/desk/till/close/", wrong | {"words": "2 000 yetmadi"}).status_code == 302
    closing = told("till.closed")[-1].subject.partition(":")[2]
    fixed = {"request_key": "till-000002", "small": "412000", "words": "topildi"}
    assert dilnoza.post(f"/desk/till/{closing}/correct/", fixed).status_code == 302
    let_it_be(TUESDAY + minutes(24 * 60))
    assert "has a till nobody has counted" not in malika.get("/office/SRG/").content.decode()
    let_it_be(TUESDAY)
    statement = SimpleUploadedFile("bank.csv", b"B-7;412000\nX;1\n", "text/csv")
    assert (
        malika.post(f"{takings}statement/", {"request_key": "bank-000001", "statement": statement}).status_code == 302
    )
    assert malika.post(f"{takings}sign/", {"request_key": "sign-000002"}).status_code == 302
    page = malika.get(takings).content.decode()
    for words in ("Signed", "arrived", "on the statement, not with us", "topildi", "(corrected)"):
        assert words in page
    table = malika.get(f"{takings}takings.csv").content.decode()
    assert table.count("\n") == 3
    assert "Yoʻldosheva" not in table


def test_a_fee_is_given_back_by_four_eyes(dilnoza: Client) -> None:
    opened = an_application("QUR-04")
    path = pays(dilnoza, opened.case_id)
    all_answer(opened.case_id)
    cases.decide(
        case_id=opened.case_id, outcome="refused", ground="quvvat", because=given.BECAUSE, at=TUESDAY, by=system("test")
    )
    assert "Ask to give it back" in dilnoza.get(path).content.decode()
    assert dilnoza.post(f"{path}refund/", {"request_key": "back-000002", "ground": "rad"}).status_code == 302
    assert "a colleague confirms it" in dilnoza.get(path).content.decode()
    malika = signed_in("malika")
    assert "Refunds somebody has to confirm" in malika.get("/office/SRG/takings/").content.decode()
    end = f"{path}end-refund/"
    refused = malika.post(end, {"request_key": "back-000004", "ground": " "})
    assert refused.status_code == 422
    assert malika.post(end, {"request_key": "back-000005", "ground": "ariza yoʻq"}).status_code == 302
    page = malika.get(path).content.decode()
    assert "Refund declined" in page
    assert "ariza yoʻq" in page
    assert "Refunds somebody has to confirm" not in malika.get("/office/SRG/takings/").content.decode()
    dilnoza.post(f"{path}refund/", {"request_key": "back-000006", "ground": "rad"})
    assert "Take the asking back" in dilnoza.get(path).content.decode()
    assert "You have taken it back" in dilnoza.post(end, {"request_key": "back-000007"}, follow=True).content.decode()
    dilnoza.post(f"{path}refund/", {"request_key": "back-000008", "ground": "rad"})
    assert malika.post(f"{path}confirm/", {"request_key": "back-000003"}).status_code == 302
    assert "given back" in dilnoza.get(path).content.decode()
