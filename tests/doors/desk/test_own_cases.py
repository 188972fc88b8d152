"""A department sees its own cases only: every address of the desk with a case in it is closed to all others."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from darcha.cases import actions as cases
from darcha.doors.desk.urls import urlpatterns
from darcha.kernel.actor import system
from tests import scanned
from tests.doors.desk.officers import TUESDAY, WIDOW, all_answer, an_application, signed_in, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]

AT_A_COUNTER = {"attach_scan", "brought", "pay", "resubmit", "tell"}
"""Whoever sits at a window takes papers and money for any department's case from the applicant before them."""
OF_A_CASE = sorted(
    pattern.name
    for pattern in urlpatterns
    if "case_id" in pattern.pattern.converters and pattern.name not in AT_A_COUNTER
)
FIELDS = {
    "request_key": "not-ours-001",
    "outcome": "granted",
    "note": "x",
    "words": "x",
    "back": "x",
    "sent": "x",
    "because": "incorrect",
    "correction": "x",
    "reason": "The neighbour asked for it.",
    "document": "d-death",
}


@pytest.mark.parametrize("name", OF_A_CASE)
def test_no_address_of_a_case_opens_to_a_department_that_has_no_part_in_it(name: str) -> None:
    opened = an_application("QUR-03")
    (item,) = [
        one.id for one in cases.read_case(case_id=opened.case_id, purpose="test", at=TUESDAY, by=system("test")).items
    ]
    all_answer(opened.case_id, but=1)
    words = next(pattern.pattern.converters for pattern in urlpatterns if pattern.name == name)
    given = {"case_id": opened.case_id, "work_item_id": item, "payment_id": 1, "scan_id": 1}
    path = reverse(f"desk:{name}", kwargs={word: given.get(word, 1) for word in words})
    scan = SimpleUploadedFile("scan.jpg", scanned.jpeg(), "image/jpeg")
    stranger = signed_in("kamola")
    before = len(told("case.read"))
    for answer in (stranger.get(path), stranger.post(path, {**FIELDS, "item": str(item), "scan": scan})):
        assert answer.status_code in (403, 404, 405), (name, answer.status_code)
        assert WIDOW.name not in answer.content.decode()
        assert opened.number not in answer.content.decode()
    assert len(told("case.read")) == before


def test_the_lists_of_another_department_do_not_show_it() -> None:
    number = an_application("QUR-03").number
    stranger = signed_in("kamola")
    for tab in ("items", "decide", "confirm", "issue"):
        assert number not in stranger.get(f"/desk/work/?tab={tab}").content.decode()
    assert stranger.get("/desk/work/?department=QUR").status_code == 403


def test_of_each_address_there_is_a_test() -> None:
    assert {"case", "complete", "decide", "confirm", "give_back", "hand", "send_back"} <= set(OF_A_CASE)
