"""A host at the entrance: gives tickets, sends home with a list, sees whom to fetch."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from darcha.plumbing import clock
from darcha.queue import actions as queue
from tests import given
from tests.doors.desk.officers import TUESDAY, asked_papers, let_it_be, signed_in, told

SERVICE = f"/reception/SRG/services/{given.SURVIVORS_PENSION}/"
FACTS = {"fact:has_minor_children": "yes", "fact:child.age": "9"}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _tuesday() -> Iterator[None]:
    before = clock.clock()
    let_it_be(TUESDAY)
    yield
    clock.set_clock(before)


@pytest.fixture
def sevara() -> Client:
    """Sevara greets at the entrance."""
    return signed_in("sevara")


def page_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return " ".join(answer.content.decode().replace("\N{NO-BREAK SPACE}", " ").replace("\N{SOFT HYPHEN}", "").split())


def test_the_reception_is_where_a_host_works(sevara: Client) -> None:
    assert sevara.get("/my-work/", follow=True).redirect_chain[-1][0] == "/reception/SRG/"


def test_a_word_finds_the_service_to_give_a_ticket_for(sevara: Client) -> None:
    assert f'href="{SERVICE}"' in page_of(sevara, "/reception/SRG/?q=pensiya")
    assert "We found nothing" in page_of(sevara, "/reception/SRG/?q=qwertyuiop")


def test_whoever_cannot_use_the_kiosk_gets_a_ticket_in_their_own_language(sevara: Client) -> None:
    answer = sevara.post(
        f"{SERVICE}ticket/", {"need": ["seat", "child"], "language": "ru", "request_key": "sevara-1-key"}
    )
    assert answer.status_code == 303
    again = sevara.post(
        f"{SERVICE}ticket/", {"need": ["seat", "child"], "language": "ru", "request_key": "sevara-1-key"}
    )
    assert again.headers["Location"] == answer.headers["Location"]
    page = page_of(sevara, answer.headers["Location"])
    assert "K 001" in page
    assert '<html lang="ru"' in page
    assert "Следующий посетитель" in page
    (entry,) = told("ticket.issued")
    assert {name: entry.data[name] for name in ("channel", "needs", "language", "class")} == {
        "channel": "reception",
        "needs": ["seat", "child"],
        "language": "ru",
        "class": "priority",
    }
    assert entry.actor.startswith("employee:")


def test_the_list_of_papers_follows_the_answers_and_the_ticks(sevara: Client) -> None:
    assert "Everything is here." not in page_of(sevara, SERVICE)
    part = sevara.post(SERVICE, {**FACTS, "paper": sorted(asked_papers())}, headers={"hx-request": "true"})
    page = part.content.decode()
    assert "<html" not in page
    assert "Everything is here." in page
    assert "Send home" not in page
    assert not told("visitor.sent_home")


def test_who_lacks_papers_goes_home_with_one_list_and_is_counted_without_a_name(sevara: Client) -> None:
    first, *rest = sorted(asked_papers())
    noted = {**FACTS, "paper": rest, "language": "uz-cyrl", "person": "+998901234567", "request_key": "sevara-2-key"}
    for _ in range(2):
        answer = sevara.post(f"{SERVICE}home/", noted)
        assert answer.status_code == 303
        assert "998901234567" not in answer.headers["Location"]
    page = page_of(sevara, answer.headers["Location"])
    assert page.partition("<ol")[2].partition("</ol>")[0].count("<li>") == 1
    assert '<html lang="uz-Cyrl"' in page
    (entry,) = told("visitor.sent_home")
    assert entry.data == {"service": given.SURVIVORS_PENSION, "department": "PJ", "missing": [first]}
    assert not told("ticket.issued")


def test_nobody_is_sent_home_with_an_empty_list(sevara: Client) -> None:
    answer = sevara.post(f"{SERVICE}home/", {**FACTS, "paper": sorted(asked_papers())})
    assert answer.status_code == 422
    assert "nobody has to go home" in answer.content.decode()


def test_a_representative_tells_a_number_and_has_a_limit_of_the_day(sevara: Client) -> None:
    noted = {"represents": "on", "language": "en"}
    answer = sevara.post(f"{SERVICE}ticket/", noted)
    assert answer.status_code == 422
    assert "tells a telephone or a personal number" in answer.content.decode()
    noted["person"] = "90 123 45 67"
    for _ in range(3):
        answer = sevara.post(f"{SERVICE}ticket/", noted)
        assert answer.status_code == 303
    assert "show the power of attorney" in page_of(sevara, answer.headers["Location"])
    refused = sevara.post(f"{SERVICE}ticket/", noted)
    assert refused.status_code == 409
    page = refused.content.decode()
    assert "3 tickets a day for others at most" in page
    assert 'value="90 123 45 67"' in page
    assert [entry.data["represents"] for entry in told("ticket.issued")] == [1, 2, 3]


def test_a_host_sees_whom_to_lead_to_which_window(sevara: Client) -> None:
    counter_id = given.an_open_counter(at=TUESDAY)
    given.a_visitor_who_waits(needs=("sight",), at=TUESDAY)
    assert "Nobody has to be led" in page_of(sevara, "/reception/SRG/now/")
    given.a_called_visitor(counter_id, at=TUESDAY)
    now = page_of(sevara, "/reception/SRG/now/")
    assert "K 001" in now
    assert "sees poorly" in now
    assert "Window 7" in now.replace("</span>", "")
    queue.start(counter_id=counter_id, at=TUESDAY, by=given.employee("dilnoza"))
    assert "Nobody has to be led" in page_of(sevara, "/reception/SRG/now/")


def test_a_host_sees_whose_paper_did_not_come(sevara: Client) -> None:
    ticket = given.a_visitor_who_waits(at=TUESDAY)
    queue.ask_for_slip(ticket_id=ticket.ticket_id, at=TUESDAY, by=given.the_kiosk())
    assert "Their paper did not come" not in page_of(sevara, "/reception/SRG/now/")
    queue.slip_failed(
        ticket_id=ticket.ticket_id, centre_id=given.SERGELI, because="no_paper", at=TUESDAY, by=given.the_kiosk()
    )
    now = page_of(sevara, "/reception/SRG/now/")
    assert "Their paper did not come" in now
    assert "K 001" in now


def test_an_ordinary_visitor_finds_the_window_alone(sevara: Client) -> None:
    counter_id = given.an_open_counter(at=TUESDAY)
    given.a_visitor_who_waits(needs=("child",), at=TUESDAY)
    given.a_called_visitor(counter_id, at=TUESDAY)
    assert "Nobody has to be led" in page_of(sevara, "/reception/SRG/now/")


def test_a_ticket_of_nowhere_is_not_found(sevara: Client) -> None:
    assert sevara.get("/reception/SRG/tickets/999999/").status_code == 404
    assert sevara.get("/reception/SRG/services/NO-99/").status_code == 404
