"""Applying and correcting from home, by the pages: without a script, step by step, nothing lost, nothing shown to others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from darcha.cases import actions as cases
from darcha.journal import queries as journal
from darcha.kernel.actor import system
from darcha.plumbing import clock
from tests.rooms.cases.filing import filed
from tests.scanned import jpeg, pdf_with_javascript

TUESDAY = datetime(2026, 11, 24, 6, 7, tzinfo=UTC)
WHO = {"name": "Xolmatova Sayyora Anvar qizi", "sex": "F", "birth_year": "1984", "phone": "", "personal_number": ""}
TOLD = {
    "fact:has_minor_children": "yes",
    "fact:child.age": "9",
    "field:deceased_name": "Xolmatov Anvar",
    "field:died_on": "30.12.2025",
    "field:relation": "spouse",
    "field:payment_way": "post",
    "field:post_office": "100060",
    "asked": ["deceased_name", "died_on", "relation", "payment_way", "post_office"],
}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _tuesday(tmp_path: Path, settings: Settings) -> Iterator[None]:
    settings.DATA_DIR = tmp_path
    before = clock.clock()
    clock.set_clock(clock.Clock(true_at=datetime.fromtimestamp(0, tz=UTC), shown_at=TUESDAY, speed=0))
    yield
    clock.set_clock(before)


def begun(client: Client) -> str:
    """Begin, and return the address of the draft."""
    answer = client.post("/services/PJ-03/apply/", {"request_key": "begin-000001"})
    assert answer.status_code == 302
    return answer.headers["Location"].removesuffix("who/")


def scan(content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile("passport.jpg", content or jpeg(), content_type="image/jpeg")


def page(client: Client, path: str) -> str:
    answer = client.get(path, headers={"accept-language": "en"})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.content.decode()


def test_from_the_first_page_to_the_tracking_code_without_a_script(client: Client) -> None:
    draft = begun(client)
    assert client.post(f"{draft}who/", WHO).headers["Location"] == f"{draft}questions/"
    assert client.post(f"{draft}questions/", TOLD).headers["Location"] == f"{draft}papers/"
    papers = page(client, f"{draft}papers/")
    assert "do not send it" in papers
    for code in re.findall(r'name="document" value="([\w-]+)"', papers):
        assert client.post(f"{draft}papers/add/", {"document": code, "scan": scan()}).status_code == 302
    check = page(client, f"{draft}check/")
    assert "Xolmatov Anvar" in check and "missing" not in check
    assert client.post(f"{draft}send/", {"request_key": "send-0000001"}).headers["Location"] == f"{draft}sent/"
    sent = page(client, f"{draft}sent/")
    assert "SRG-26-000001" in sent
    assert re.search(r"(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}", sent)
    assert client.get(f"{draft}who/").headers["Location"] == f"{draft}sent/"


def test_everything_missing_is_told_in_one_list_and_nothing_is_sent(client: Client) -> None:
    draft = begun(client)
    answer = client.post(f"{draft}send/", {"request_key": "send-0000001"}, headers={"accept-language": "en"})
    told = answer.content.decode()
    assert answer.status_code == 422
    for words in ("Nothing was sent", "Write the name", "children under 18", "Full name of the deceased", "Paper:"):
        assert words in told
    assert not journal.entries_after(centre_id="SRG", seq=0, kinds=["case.opened"], limit=9)


def test_what_cannot_be_read_is_told_at_once_and_kept_to_be_put_right(client: Client) -> None:
    draft = begun(client)
    answer = client.post(
        f"{draft}questions/", {**TOLD, "field:died_on": "31.02.2025"}, headers={"accept-language": "en"}
    )
    told = answer.content.decode()
    assert answer.status_code == 422
    assert "Write a day, for example" in told and 'value="31.02.2025"' in told
    answer = client.post(f"{draft}who/", {**WHO, "birth_year": "84"}, headers={"accept-language": "en"})
    assert answer.status_code == 422 and "four digits" in answer.content.decode()


def test_an_answer_that_asks_for_more_shows_it_before_going_on(client: Client) -> None:
    draft = begun(client)
    asked = [code for code in TOLD["asked"] if code != "post_office"]
    answer = client.post(f"{draft}questions/", {**TOLD, "asked": asked}, headers={"accept-language": "en"})
    assert answer.status_code == 200 and "a little more" in answer.content.decode()


def test_a_bad_file_is_refused_beside_its_paper(client: Client) -> None:
    draft = begun(client)
    answer = client.post(
        f"{draft}papers/add/",
        {"document": "d-death", "scan": scan(pdf_with_javascript())},
        headers={"accept-language": "en"},
    )
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


def test_a_draft_is_gone_on_with_by_its_typed_code_and_deleted_by_its_owner(client: Client) -> None:
    draft = begun(client)
    client.post(f"{draft}who/", {**WHO, "later": "1"})
    code = draft.strip("/").rpartition("/")[2]
    typed = "-".join(code[place : place + 4] for place in range(0, 28, 4)).lower()
    assert typed.upper() in page(client, f"{draft}later/")
    stranger = Client()
    assert stranger.post("/apply/", {"code": typed}).headers["Location"] == f"{draft}check/"
    assert stranger.post("/apply/", {"code": "0" * 28}).status_code == 422
    assert client.post(f"{draft}delete/", {"request_key": "delete-00001"}).status_code == 200
    assert client.get(f"{draft}check/").status_code == 404


@pytest.mark.parametrize("language", ["uz", "uz-Cyrl", "ru"])
def test_a_correction_is_sent_from_home_in_every_language(client: Client, language: str) -> None:
    opened = filed(at=TUESDAY)
    cases.suspend_case(case_id=opened.case_id, because="incorrect", words="ism xato", at=TUESDAY, by=system("test"))
    path = f"/track/{opened.tracking_code}/correct/"
    told = client.get(path, headers={"accept-language": language}).content.decode()
    assert "ism xato" in told and "Which paper?" not in told
    assert client.post(path, {"words": ""}).status_code == 422
    assert client.post(path, {"add": "1", "document": "d-death", "scan": scan()}).status_code == 200
    answer = client.post(path, {"words": "", "request_key": "correct-0001"})
    assert answer.headers["Location"] == f"/track/{opened.tracking_code}/"
    assert len(journal.entries_after(centre_id="SRG", seq=0, kinds=["case.resumed"], limit=9)) == 1
