"""Scanned papers of a case: attached, kept once, read with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import DatabaseError
from filing import WEDNESDAY, WIDOW, filed, officer, seen

from darcha.cases import actions, errors, models, queries
from darcha.cases.rules import AttachedScan, OpenedCase
from darcha.journal import queries as journal
from darcha.kernel.actor import Actor, NotAllowed, Permission, system
from tests import scanned

pytestmark = pytest.mark.django_db

PASSPORT = "d-id"
AT_THE_COUNTER = officer(Permission.OPEN_CASE)


def attached(
    opened: OpenedCase,
    content: bytes,
    *,
    store: Path,
    document_id: str = PASSPORT,
    by: Actor = AT_THE_COUNTER,
    key: str | None = None,
) -> AttachedScan:
    return actions.attach_scan(
        case_id=opened.case_id, document_id=document_id, content=content, store=store, at=WEDNESDAY, by=by, key=key
    )


def files_in(store: Path) -> list[Path]:
    return [path for path in store.rglob("*") if path.is_file()]


def entries(kind: str):
    return [entry for entry in journal.entries_after(centre_id="SRG", seq=0) if entry.kind == kind]


def test_a_scanned_paper_stands_in_the_case(tmp_path: Path) -> None:
    opened = filed()
    done = attached(opened, scanned.jpeg(), store=tmp_path)

    (scan,) = seen(opened).scans
    assert (scan.id, scan.document_id, scan.media_type) == (done.scan_id, PASSPORT, "image/jpeg")
    assert (scan.pixels, scan.pages, scan.attached_by) == (240 * 320, None, "employee:7")
    assert scan.attached_at == WEDNESDAY
    passport = next(paper for paper in queries.papers_with_scans(case_id=opened.case_id) if paper.scans)
    assert (passport.document_id, passport.scans) == (PASSPORT, (scan,))


def test_the_journal_tells_what_was_attached_without_the_person(tmp_path: Path) -> None:
    opened = filed()
    done = attached(opened, scanned.pdf(2), store=tmp_path)

    (entry,) = entries("case.scan_attached")
    assert (entry.subject, entry.actor) == (f"scan:{done.scan_id}", "employee:7")
    assert entry.data == {
        "case": opened.case_id,
        "document": PASSPORT,
        "sha256": done.sha256,
        "media_type": "application/pdf",
        "size_bytes": done.size_bytes,
    }


def test_the_same_file_twice_is_kept_and_told_once(tmp_path: Path) -> None:
    opened, other = filed(), filed(applicant=WIDOW)
    first = attached(opened, scanned.jpeg(), store=tmp_path)
    again = attached(opened, scanned.jpeg(), store=tmp_path)
    elsewhere = attached(other, scanned.jpeg(), store=tmp_path)

    assert again == first
    assert elsewhere.sha256 == first.sha256
    assert len(files_in(tmp_path)) == 1
    assert models.Scan.objects.count() == 2
    assert len(entries("case.scan_attached")) == 2


def test_a_form_sent_twice_attaches_once(tmp_path: Path) -> None:
    opened = filed()
    first = attached(opened, scanned.jpeg(), store=tmp_path, key="form-of-the-counter")
    again = attached(opened, scanned.png(), store=tmp_path, key="form-of-the-counter")

    assert again == first
    assert len(seen(opened).scans) == 1
    assert len(files_in(tmp_path)) == 1


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (scanned.LETTER, errors.ScanNotRecognised),
        (scanned.DRAWING, errors.ScanNotRecognised),
        (scanned.jpeg()[:900], errors.ScanNotRecognised),
        (b"", errors.ScanNotRecognised),
        (scanned.png_bomb(), errors.ScanTooLarge),
        (b"%PDF-" + b"0" * 10_000_000, errors.ScanTooLarge),
        (scanned.pdf_with_javascript(), errors.ScanHarmful),
    ],
    ids=["text", "svg", "half", "nothing", "bomb", "bytes", "script"],
)
def test_what_is_refused_leaves_nothing(content: bytes, refusal: type[Exception], tmp_path: Path) -> None:
    opened = filed()
    with pytest.raises(refusal):
        attached(opened, content, store=tmp_path)
    assert seen(opened).scans == ()
    assert entries("case.scan_attached") == []
    assert files_in(tmp_path) == []


def test_a_photograph_keeps_no_place(tmp_path: Path) -> None:
    opened = filed()
    done = attached(opened, scanned.photograph(), store=tmp_path)
    kept = actions.read_scan(scan_id=done.scan_id, purpose="work", store=tmp_path, at=WEDNESDAY, by=system("test"))
    assert b"Exif" in scanned.photograph()
    assert b"Exif" not in kept.content


def test_a_paper_the_service_does_not_ask_for_is_not_attached(tmp_path: Path) -> None:
    opened = filed()
    for strange in ("no-such-paper", "d-photo-of-the-cat"):
        with pytest.raises(errors.PaperNotAsked):
            attached(opened, scanned.jpeg(), store=tmp_path, document_id=strange)


def test_only_the_counter_and_the_departments_of_the_case_attach(tmp_path: Path) -> None:
    opened = filed("QUR-01", facts={})
    document_id = seen(opened).papers[0].document_id
    for welcome in (officer(Permission.WORK_ON_CASE, "KAD"), officer(Permission.OPEN_CASE)):
        attached(opened, scanned.jpeg(), store=tmp_path, document_id=document_id, by=welcome)
    for stranger in (officer(Permission.WORK_ON_CASE, "PJ"), officer(Permission.READ_CASE, "KAD")):
        with pytest.raises(NotAllowed):
            attached(opened, scanned.png(), store=tmp_path, document_id=document_id, by=stranger)


def test_who_may_do_nothing_with_cases_is_not_told_which_there_are(tmp_path: Path) -> None:
    host = officer(Permission.SEE_HALL)
    with pytest.raises(NotAllowed):
        actions.attach_scan(case_id=999, document_id="x", content=b"", store=tmp_path, at=WEDNESDAY, by=host)
    with pytest.raises(NotAllowed):
        actions.read_scan(scan_id=999, purpose="work", store=tmp_path, at=WEDNESDAY, by=host)
    with pytest.raises(errors.UnknownCase):
        actions.attach_scan(case_id=999, document_id="x", content=b"", store=tmp_path, at=WEDNESDAY, by=AT_THE_COUNTER)


def test_whoever_opens_a_scan_is_told_by_the_journal(tmp_path: Path) -> None:
    opened = filed()
    done = attached(opened, scanned.jpeg(), store=tmp_path)
    reader = officer(Permission.READ_CASE, "PJ")
    file = actions.read_scan(scan_id=done.scan_id, purpose="work", store=tmp_path, at=WEDNESDAY, by=reader)

    assert (file.media_type, file.file_name) == ("image/jpeg", f"{opened.number}-{PASSPORT}-{done.scan_id}.jpg")
    (entry,) = entries("case.read")
    assert entry.data == {"case": opened.case_id, "purpose": "work", "scan": done.scan_id, "basis": "item"}


def test_another_department_does_not_open_a_scan(tmp_path: Path) -> None:
    done = attached(filed("PJ-03"), scanned.jpeg(), store=tmp_path)
    with pytest.raises(NotAllowed):
        actions.read_scan(
            scan_id=done.scan_id,
            purpose="work",
            store=tmp_path,
            at=WEDNESDAY,
            by=officer(Permission.READ_CASE, "MUD"),
        )
    assert entries("case.read") == []


def test_a_scan_is_not_opened_without_a_purpose(tmp_path: Path) -> None:
    done = attached(filed(), scanned.jpeg(), store=tmp_path)
    with pytest.raises(errors.PurposeMissing):
        actions.read_scan(scan_id=done.scan_id, purpose="", store=tmp_path, at=WEDNESDAY, by=system("test"))
    with pytest.raises(errors.UnknownScan):
        actions.read_scan(scan_id=done.scan_id + 1, purpose="work", store=tmp_path, at=WEDNESDAY, by=system("test"))


def test_a_damaged_file_is_told_and_healed_by_the_same_scan(tmp_path: Path) -> None:
    opened = filed()
    done = attached(opened, scanned.jpeg(), store=tmp_path)
    (file,) = files_in(tmp_path)
    file.write_bytes(b"the disk lied")
    with pytest.raises(errors.ScanDamaged):
        actions.read_scan(scan_id=done.scan_id, purpose="work", store=tmp_path, at=WEDNESDAY, by=system("test"))
    attached(opened, scanned.jpeg(), store=tmp_path)
    actions.read_scan(scan_id=done.scan_id, purpose="work", store=tmp_path, at=WEDNESDAY, by=system("test"))


def test_when_the_journal_cannot_be_told_neither_row_nor_file_is_left(tmp_path: Path) -> None:
    opened, other = filed(), filed()
    kept = attached(other, scanned.png(), store=tmp_path)

    for content in (scanned.jpeg(), scanned.png()):
        with pytest.raises(DatabaseError):
            attached(opened, content, store=tmp_path, key="more than the journal takes" * 10)
    assert seen(opened).scans == ()
    assert [path.name for path in files_in(tmp_path)] == [kept.sha256]
