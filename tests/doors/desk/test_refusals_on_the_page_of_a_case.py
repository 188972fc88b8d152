"""What is refused to a department is told on the page of the case, over the words as typed, never on a bare page."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.doors.desk.officers import all_answer, an_application, signed_in, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]


@pytest.fixture
def dilnoza() -> Client:
    return signed_in("dilnoza")


@pytest.mark.parametrize(
    ("act", "fields", "status", "words"),
    [
        ("resume", {}, 409, "was not asked to correct anything"),
        ("issue", {}, 409, "only for a granted application"),
        ("fee", {"amount": "5000", "fee_words": "Tekshiruv uchun"}, 409, "The table of fees tells this sum"),
        ("notice", {"notice": "Ertaga keling"}, 409, ""),
        ("suspend", {"because": "incorrect", "correction": "Yil xato"}, 409, ""),
    ],
)
def test_it_is_told_on_the_page(dilnoza: Client, act: str, fields: dict[str, str], status: int, words: str) -> None:
    opened = an_application()
    if act == "suspend":
        first = dilnoza.post(f"/desk/cases/{opened.case_id}/suspend/", {**fields, "request_key": "refused-0000"})
        assert first.status_code == 302
    answer = dilnoza.post(f"/desk/cases/{opened.case_id}/{act}/", {**fields, "request_key": "refused-0001"})
    page = answer.content.decode()
    assert answer.status_code == status
    assert "This is not possible now." in page
    assert words in page
    assert opened.number in page
    for typed in (text for name, text in fields.items() if name not in ("because", "amount")):
        assert typed in page


def test_a_fee_that_is_no_number_leaves_its_words_in_the_form() -> None:
    opened = an_application("STAT-01")
    fields = {"request_key": "refused-0002", "units": "koʻp", "fee_words": "100 koʻrsatkich uchun"}
    answer = signed_in("lobar").post(f"/desk/cases/{opened.case_id}/fee/", fields)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="koʻp"' in page
    assert ">100 koʻrsatkich uchun</textarea>" in page
    assert not told("case.fee_set")


def test_a_task_handed_to_nobody_who_may_have_it_is_told_on_the_page(dilnoza: Client) -> None:
    opened = an_application()
    (item,) = all_answer(opened.case_id, but=1)
    answer = dilnoza.post(
        f"/desk/cases/{opened.case_id}/items/{item}/hand/", {"to": "999999", "request_key": "refused-0003"}
    )
    assert answer.status_code == 422
    assert "This is not possible now." in answer.content.decode()
