"""A paper block at the office: printed beforehand, entered row by row afterwards."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import Client

from darcha.journal import queries as journal
from darcha.journal.kinds import Kind
from tests.doors.desk.officers import signed_in
from tests.doors.display.given import TUESDAY, it_is
from tests.given import OLD_AGE_PENSION, SERGELI

pytestmark = pytest.mark.django_db

BLOCK = "/office/SRG/paper/block/"


@pytest.fixture(autouse=True)
def _on_tuesday() -> Iterator[None]:
    with it_is(TUESDAY):
        yield


def sent(who: Client, *rows: tuple[str, str, str], key: str = "a-block-of-slips") -> HttpResponse:
    numbers, times, services = zip(*rows, strict=True)
    needs = ["" for _ in rows]
    return who.post(
        BLOCK, {"request_key": key, "number": numbers, "time": times, "service": services, "need": needs}, follow=True
    )


def entered() -> list[tuple[object, object]]:
    entries = journal.entries_after(centre_id=SERGELI, seq=0, kinds=[Kind.TICKET_ENTERED])
    return [(entry.data["number"], entry.data["waited_seconds"]) for entry in entries]


def test_slips_are_entered_a_row_each_and_once() -> None:
    rows = [("k901", "9:20", OLD_AGE_PENSION), ("", "", ""), ("K 902", "0920", OLD_AGE_PENSION)]
    for _ in range(2):
        page = sent(signed_in("malika"), *rows).content.decode()
        assert "Entered: K 901, K 902." in page
    assert [number for number, _ in entered()] == ["K 901", "K 902"]
    assert [int(str(waited)) // 60 for _, waited in entered()] == [102, 102], "at 11:02"


def test_what_is_wrong_is_said_in_its_row_and_the_others_are_entered() -> None:
    answer = sent(
        signed_in("malika"),
        ("K 905", "10:30", OLD_AGE_PENSION),
        ("K 904", "10:40", OLD_AGE_PENSION),
        ("K 906", "later", OLD_AGE_PENSION),
        ("K 907", "10:45", ""),
        ("K 908", "12:00", OLD_AGE_PENSION),
        ("K 12", "10:45", OLD_AGE_PENSION),
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert [number for number, _ in entered()] == ["K 905"]
    assert "K 905 was written at 10:30." in page
    assert "Write the time as it stands on the slip" in page
    assert "Choose the service." in page
    assert "The time written must lie between 09:00" in page
    assert "K 12 is no number of a block" in page
    assert 'value="K 904"' in page
    assert page.count('aria-invalid="true"') == 10
    assert 'value="K 905"' not in page


@pytest.mark.parametrize(("sheet", "status"), [("K-901", 200), ("K-951", 200), ("K-902", 404), ("Z-901", 404)])
def test_a_sheet_of_each_line_is_printed_beforehand(sheet: str, status: int) -> None:
    answer = signed_in("malika", language="ru").get(f"{BLOCK}{sheet}.pdf")
    assert answer.status_code == status
    assert status != 200 or answer.content.startswith(b"%PDF-")
