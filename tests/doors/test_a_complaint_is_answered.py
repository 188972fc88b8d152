"""Somebody complains from home, the head answers in the office, and the answer is read by the code alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from darcha.doors.console.main import main
from darcha.feedback import queries
from darcha.journal.kinds import Kind
from darcha.queue import models as queue_models
from tests import given
from tests.doors.desk.officers import signed_in, told
from tests.doors.display.given import TUESDAY, it_is

pytestmark = pytest.mark.django_db

LETTER = {"kind": "complaint", "words": "Yarim soat kutdim.\nNega?", "service": "PJ-01", "visit_day": "2026-11-23"}


@pytest.fixture(autouse=True)
def _on_tuesday() -> Iterator[None]:
    with it_is(TUESDAY):
        yield


def anybody() -> Client:
    """Return the browser of somebody at home who reads English."""
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def write(who: Client, key: str = "a-letter-1", **changes: str) -> str:
    answer = who.post("/appeals/", {"request_key": key, **LETTER, **changes})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def test_it_is_written_answered_and_read_by_the_code_alone() -> None:
    address = write(anybody())
    mine = anybody().get(address)
    page = mine.content.decode()
    assert mine["Cache-Control"] == "no-store" and "noindex" in mine["X-Robots-Tag"]
    assert "SRG-26-M-00001" in page and "Yarim soat kutdim." in page and "Received" in page
    malika = signed_in("malika")
    listed = malika.get("/office/SRG/appeals/?state=open").content.decode()
    assert "SRG-26-M-00001" in listed and "Yarim soat" not in listed
    (opened,) = re.findall(r'href="(/office/SRG/appeals/[0-9a-f-]{36}/)"', listed)
    assert "Yarim soat kutdim." in malika.get(opened).content.decode()
    assert [entry.data["purpose"] for entry in told("appeal.read")] == ["answer"]
    malika.post(f"{opened}themes/", {"request_key": "the-themes-1", "theme": ["wait", "staff"]})
    malika.post(f"{opened}answer/", {"request_key": "the-answer-1", "words": "Uzr. Endi ikki darcha ochiq."})
    page = anybody().get(address).content.decode()
    assert "Uzr. Endi ikki darcha ochiq." in page and "Answered" in page
    again = malika.post(f"{opened}answer/", {"request_key": "the-answer-2", "words": "Yana"})
    assert again.status_code == 409 and "SRG-26-M-00001 has an answer already." in again.content.decode()
    assert "How people were treated" in malika.get("/office/SRG/appeals/?theme=staff").content.decode()
    assert "Nothing of this kind." in malika.get("/office/SRG/appeals/?theme=fee").content.decode()


def test_a_form_sent_twice_leads_to_the_same_page_and_what_is_missing_is_said_by_its_field() -> None:
    home = anybody()
    assert write(home) == write(home)
    assert len(queries.appeals(centre_id="SRG", at=TUESDAY)) == 1
    answer = anybody().post("/appeals/", {"words": " ", "reply_to": "Dilbar", "service": "XX-99"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose what it is." in page and "Write what you want to say." in page and 'value="Dilbar"' in page
    assert anybody().post("/appeals/", {**LETTER, "service": "XX-99"}).status_code == 404


def test_the_code_is_asked_for_by_a_form_and_an_unknown_one_leads_nowhere() -> None:
    address = write(anybody())
    code = address.split("/")[2]
    typed = f"{code[:4].lower()} {code[4:]}"
    assert anybody().post("/appeals/find/", {"code": typed})["Location"] == address
    assert "Nothing was written to us" in anybody().post("/appeals/find/", {"code": "7" * 28}).content.decode()
    assert anybody().get(f"/appeals/{'7' * 28}/").status_code == 404


@pytest.mark.django_db(databases=["default", "owner"])
def test_what_is_overdue_goes_upwards_when_the_day_is_closed_and_only_then_is_the_agency_s() -> None:
    address = write(anybody())
    ravshan = signed_in("ravshan")
    assert "SRG-26-M-00001" not in ravshan.get("/office/SRG/appeals/").content.decode()
    with it_is(TUESDAY + timedelta(days=30)):
        assert main(["close-day", "--centre", "SRG"]) == 0
        assert [entry.data["kind"] for entry in told(Kind.APPEAL_ESCALATED)] == ["complaint"]
        assert "You should have had an answer by now." in anybody().get(address).content.decode()
        assert "SRG-26-M-00001" in signed_in("ravshan").get("/office/SRG/appeals/").content.decode()


def test_whoever_answered_the_survey_is_led_to_the_form_with_the_service_chosen() -> None:
    given.a_served_visitor(at=TUESDAY)
    code = queue_models.Ticket.objects.get().survey_code
    anybody().post(f"/survey/{code}/", {"satisfied": "1", "clear": "1", "request_key": "the-survey-1"})
    page = anybody().get(f"/survey/{code}/").content.decode()
    assert 'href="/appeals/?service=PJ-01"' in page
    form = anybody().get("/appeals/?service=PJ-01").content.decode()
    assert '<option value="PJ-01" selected>' in form
