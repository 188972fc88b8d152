"""Scanned papers at the desk: attached by a form, taken out as a file and never as a page."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from django.test import Client

from darcha.access import models as access
from darcha.access.rules import Role
from darcha.cases import actions
from darcha.cases import queries as cases
from darcha.cases.rules import NewApplicant, OpenedCase, ScanView
from darcha.journal import queries as journal
from darcha.kernel.actor import system
from tests import scanned

pytestmark = pytest.mark.django_db

MORNING = datetime(2010, 4, 14, 5, 30, tzinfo=UTC)
MADINA = NewApplicant("Yoʻldosheva Madina", "F", 1974)
PASSPORT = "d-id"


@pytest.fixture(autouse=True)
def store(tmp_path: Path, settings) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path / "files"


@pytest.fixture
def opened() -> OpenedCase:
    """Madina's application for a survivor's pension; her papers were missing."""
    return actions.open_case(
        centre_id="SRG",
        service_id="PJ-03",
        ticket_id=None,
        applicant=MADINA,
        facts={"has_minor_children": True, "child.age": 9},
        papers_seen=frozenset(),
        language="uz",
        at=MORNING,
        by=system("test"),
    )


def somebody(role: Role, department_id: str | None = None, *, language: str = "en") -> Client:
    """Return the browser of a new employee who holds this one role."""
    employee = get_user_model()._default_manager.create(
        login=f"only-{role}-{department_id}".lower().replace("_", "-"),
        password="!",
        name="Somebody",
        sex="F",
        centre_id="SRG",
        department_id=department_id,
        of_staff=True,
    )
    access.Grant.objects.create(employee=employee, role=role, centre_id="SRG", department_id=department_id)
    client = Client()
    client.force_login(employee)
    client.cookies["darcha_language"] = language
    return client


def says_why(client: Client, opened: OpenedCase) -> None:
    """Open the file of a returned application: no visit and no task does."""
    client.post(f"/desk/cases/{opened.case_id}/reason/", {"reason": "The applicant wrote that a scan is wrong."})


def sent(client: Client, opened: OpenedCase, content: bytes, name: str = "passport.jpg", **more: str):
    """Send the form as a browser does, with whatever name the file has."""
    fields = {"document": PASSPORT, "scan": SimpleUploadedFile(name, content, "image/jpeg"), **more}
    return client.post(f"/desk/cases/{opened.case_id}/scans/", fields)


def scans_of(opened: OpenedCase) -> list[ScanView]:
    return [scan for paper in cases.papers_with_scans(case_id=opened.case_id) for scan in paper.scans]


def files_in(store: Path) -> list[Path]:
    return [path for path in store.rglob("*") if path.is_file()]


def test_a_jpeg_that_calls_itself_a_pdf_is_a_jpeg(opened: OpenedCase) -> None:
    client = somebody(Role.DEPARTMENT_OFFICER, "PJ")
    answer = sent(client, opened, scanned.jpeg(), name="passport.pdf")

    assert (answer.status_code, answer["Location"]) == (302, f"/desk/cases/{opened.case_id}/")
    (scan,) = scans_of(opened)
    assert (scan.document_id, scan.media_type) == (PASSPORT, "image/jpeg")


def test_an_officer_at_a_window_returns_to_the_window(opened: OpenedCase) -> None:
    answer = sent(somebody(Role.COUNTER_OFFICER), opened, scanned.png(), back="counter")
    assert (answer.status_code, answer["Location"]) == (302, "/desk/counter/")


@pytest.mark.parametrize(
    ("content", "name", "status", "code"),
    [
        (scanned.LETTER, "passport.jpg", 415, "cases.scan_not_recognised"),
        (scanned.PAGE_OF_A_SITE, "passport.jpg", 415, "cases.scan_not_recognised"),
        (scanned.DRAWING, "passport.png", 415, "cases.scan_not_recognised"),
        (scanned.pdf_behind_a_page_of_a_site(), "passport.pdf", 415, "cases.scan_not_recognised"),
        (scanned.jpeg()[:700], "passport.jpg", 415, "cases.scan_not_recognised"),
        (scanned.png_bomb(), "passport.png", 413, "cases.scan_too_large"),
        (scanned.jpeg() + b"\0" * 10_000_000, "passport.jpg", 413, "cases.scan_too_large"),
        (scanned.pdf_with_javascript(), "passport.pdf", 422, "cases.scan_harmful"),
        (scanned.pdf_before_a_page_of_a_site(), "passport.pdf", 422, "cases.scan_harmful"),
    ],
    ids=["text", "html", "svg", "html and pdf", "half", "bomb", "10 MB", "javascript", "pdf and html"],
)
def test_what_is_no_scan_is_refused_in_words_and_leaves_nothing(
    content: bytes, name: str, status: int, code: str, opened: OpenedCase, store: Path
) -> None:
    answer = sent(somebody(Role.DEPARTMENT_OFFICER, "PJ"), opened, content, name=name)

    page = answer.content.decode()
    assert answer.status_code == status
    assert f'data-code="{code}"' in page
    assert 'enctype="multipart/form-data"' in page, "the form stands there again"
    assert scans_of(opened) == []
    assert files_in(store) == []


@pytest.mark.parametrize(("language", "word"), [("uz", "PDF emas"), ("uz-cyrl", "эмас"), ("ru", "не PDF")])
def test_the_no_is_told_in_the_readers_language(language: str, word: str, opened: OpenedCase) -> None:
    answer = sent(somebody(Role.DEPARTMENT_OFFICER, "PJ", language=language), opened, scanned.LETTER)
    assert word in answer.content.decode()


def test_a_form_without_a_file_is_refused_too(opened: OpenedCase) -> None:
    client = somebody(Role.DEPARTMENT_OFFICER, "PJ")
    answer = client.post(f"/desk/cases/{opened.case_id}/scans/", {"document": PASSPORT})
    assert answer.status_code == 415


def test_the_same_form_sent_twice_attaches_once(opened: OpenedCase, store: Path) -> None:
    client = somebody(Role.DEPARTMENT_OFFICER, "PJ")
    for _ in range(2):
        assert sent(client, opened, scanned.jpeg(), request_key="one-form-of-a-page").status_code == 302
    assert len(scans_of(opened)) == 1
    assert len(files_in(store)) == 1


def test_another_departments_officer_neither_attaches_nor_reads(opened: OpenedCase, store: Path) -> None:
    sent(somebody(Role.DEPARTMENT_OFFICER, "PJ"), opened, scanned.jpeg())
    (scan,) = scans_of(opened)
    stranger = somebody(Role.DEPARTMENT_OFFICER, "KAD")

    assert sent(stranger, opened, scanned.png()).status_code == 403
    assert stranger.get(f"/desk/scans/{scan.id}/").status_code == 403
    assert len(files_in(store)) == 1


@pytest.mark.parametrize("role", [Role.HOST, Role.HEAD_OF_CENTRE, Role.AUDITOR])
def test_who_has_nothing_to_do_with_cases_finds_the_door_closed(role: Role, opened: OpenedCase) -> None:
    client = somebody(role)
    assert sent(client, opened, scanned.png()).status_code == 403
    assert client.get("/desk/scans/1/").status_code == 403


def test_a_scan_leaves_the_house_as_a_file_that_no_browser_opens(opened: OpenedCase) -> None:
    client = somebody(Role.DEPARTMENT_OFFICER, "PJ")
    sent(client, opened, scanned.photograph(), name="../../<script>.jpg")
    says_why(client, opened)
    (scan,) = scans_of(opened)
    answer = client.get(f"/desk/scans/{scan.id}/")

    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"] == f'attachment; filename="{opened.number}-{PASSPORT}-{scan.id}.jpg"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "no-store"
    assert answer.content.startswith(b"\xff\xd8\xff")
    assert b"Exif" not in answer.content
    entry = journal.entries_after(centre_id="SRG", seq=journal.head(centre_id="SRG").seq - 1)[-1]
    assert (entry.kind, entry.data["scan"]) == ("case.read", scan.id)


def test_a_lost_file_is_told_and_not_a_broken_page(opened: OpenedCase, store: Path) -> None:
    client = somebody(Role.DEPARTMENT_OFFICER, "PJ")
    sent(client, opened, scanned.jpeg())
    files_in(store)[0].unlink()
    says_why(client, opened)
    answer = client.get(f"/desk/scans/{scans_of(opened)[0].id}/")
    assert answer.status_code == 503
    assert b"cases.scan_damaged" in answer.content


def test_nobody_asks_for_a_scan_that_is_not_there() -> None:
    assert somebody(Role.DEPARTMENT_OFFICER, "PJ").get("/desk/scans/99/").status_code == 404


def test_a_counter_officer_hands_scans_in_and_takes_none_out(opened: OpenedCase) -> None:
    client = somebody(Role.COUNTER_OFFICER)
    sent(client, opened, scanned.jpeg())
    (scan,) = scans_of(opened)
    assert client.get(f"/desk/scans/{scan.id}/").status_code == 403


def test_the_list_shows_each_paper_with_its_scans_and_a_form_that_needs_no_script(opened: OpenedCase) -> None:
    client = somebody(Role.DEPARTMENT_OFFICER, "PJ")
    sent(client, opened, scanned.pdf(3))
    (scan,) = scans_of(opened)
    shown = Template("{% load scans %}{% scans case_id %}").render(Context({"case_id": opened.case_id}))

    assert f'href="/desk/scans/{scan.id}/"' in shown
    assert 'accept="image/jpeg,image/png,application/pdf"' in shown
    assert shown.count("<option") == len(cases.papers_with_scans(case_id=opened.case_id))
    assert "<script" not in shown
