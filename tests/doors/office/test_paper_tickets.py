"""The host and the paper: who came away without a slip, and a copy for who lost theirs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from darcha.queue import actions as queue
from tests.doors.desk.officers import signed_in
from tests.doors.display.given import TUESDAY, it_is
from tests.given import OLD_AGE_PENSION, SERGELI, an_open_counter, minutes, the_kiosk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_tuesday(settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.DATA_DIR = tmp_path
    settings.PRINTER = "file"
    with it_is(TUESDAY):
        yield


def a_ticket_without_paper() -> None:
    ticket = queue.issue_ticket(
        centre_id=SERGELI,
        service_id=OLD_AGE_PENSION,
        language="ru",
        slip=True,
        at=TUESDAY - minutes(20),
        by=the_kiosk(),
    )
    queue.slip_failed(
        ticket_id=ticket.ticket_id,
        centre_id=ticket.centre_id,
        because="no_paper",
        at=TUESDAY - minutes(20),
        by=the_kiosk(),
    )


def shown(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_the_hall_says_that_there_is_no_paper_until_a_slip_comes_again(tmp_path: Path) -> None:
    an_open_counter(at=TUESDAY - minutes(60))
    a_ticket_without_paper()
    malika = signed_in("malika")
    page = shown(malika, "/office/SRG/now/")
    assert "The printer at the kiosk has no paper since 10:42." in page
    assert "1 ticket without paper: K\N{NO-BREAK SPACE}001." in page
    assert "K 001" in shown(malika, "/office/SRG/paper/")
    answer = malika.post("/office/SRG/paper/print/", {"request_key": "paper-is-back", "number": "k1"}, follow=True)
    assert "The ticket K 001 is printed." in answer.content.decode()
    assert "without paper:" not in shown(malika, "/office/SRG/now/")
    (slip,) = (tmp_path / "printed").iterdir()
    assert "Следите за очередью".encode("cp866") in slip.read_bytes(), "in the visitor's language"
    assert "КОПИЯ".encode("cp866") not in slip.read_bytes(), "nothing had come before"


def test_who_lost_the_ticket_gets_a_copy_once_however_often_the_form_comes(tmp_path: Path) -> None:
    a_ticket_without_paper()
    malika = signed_in("malika")
    for key in ("paper-is-back", "a-copy-please", "a-copy-please"):
        malika.post("/office/SRG/paper/print/", {"request_key": key, "number": "K 001"})
    first, copy = sorted((tmp_path / "printed").iterdir())
    assert "КОПИЯ".encode("cp866") not in first.read_bytes()
    assert "КОПИЯ".encode("cp866") in copy.read_bytes()


@pytest.mark.parametrize("number", ["K 002", "", "paper"])
def test_a_number_nobody_has_is_told(number: str) -> None:
    a_ticket_without_paper()
    answer = signed_in("malika").post("/office/SRG/paper/print/", {"number": number})
    assert answer.status_code == 404
    assert "No ticket of today has the number" in answer.content.decode()
