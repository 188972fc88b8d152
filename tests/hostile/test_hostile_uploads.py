"""Files made to hurt, sent as an officer sends a scan: refused with a plain sentence, or kept as a copy that only shows."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject
from pytest_django import Settings

from bench import hostile_uploads
from darcha.cases import queries
from darcha.doors.porch import sentences
from darcha.plumbing import clock
from tests.doors.desk.officers import TUESDAY, an_application, let_it_be, signed_in
from tests.hostile.corpus import CANARY, CORPUS, HARMFUL, KEPT, NOT_RECOGNISED, TOO_LARGE, Hostile

ACTIVE = {
    *("/A", "/AA", "/AF", "/Dest", "/EF", "/EmbeddedFiles", "/JavaScript", "/JS", "/Metadata", "/Names", "/OpenAction"),
    *("/PA", "/PieceInfo", "/RichMediaContent", "/URI", "/XFA"),
}
"""What would do something when a document is opened or touched, or carries what nobody sees."""

MARKS = (CANARY, b"<script", b"<svg", b"PK\x03\x04", b"Exif", b"http")


@pytest.fixture(autouse=True)
def on_a_tuesday(settings: Settings, tmp_path: Path) -> Iterator[None]:
    before = clock.clock()
    settings.DATA_DIR = tmp_path
    let_it_be(TUESDAY)
    yield
    clock.set_clock(before)


def sent(client: Client, case_id: int, hostile: Hostile) -> HttpResponse:
    scan = SimpleUploadedFile(hostile.name, hostile.make(), hostile.declared)
    return client.post(f"/desk/cases/{case_id}/scans/", {"document": "d-death", "scan": scan})


def parts(root: object) -> Iterator[DictionaryObject]:
    waiting, known = [root], set()
    while waiting:
        part = waiting.pop()
        if isinstance(part, IndirectObject):
            if part.idnum in known:
                continue
            known.add(part.idnum)
            part = part.get_object()
        if isinstance(part, DictionaryObject):
            yield part
            waiting += [dict.__getitem__(part, key) for key in part]
        elif isinstance(part, ArrayObject):
            waiting += list.__iter__(part)


def only_shows(content: bytes) -> None:
    """Assert that a kept copy is one image or the pages of a PDF, and nothing else."""
    assert not [mark for mark in MARKS if mark in content]
    if content.startswith(b"%PDF-"):
        assert content.rstrip().endswith(b"%%EOF")
        for part in parts(PdfReader(io.BytesIO(content)).trailer):
            assert not ACTIVE & set(part)
            assert not isinstance(part, StreamObject) or CANARY not in part.get_data()
        return
    image = Image.open(io.BytesIO(content))
    image.load()
    assert not {"comment", "exif", "icc_profile", "xmp", "Comment", "XML:com.adobe.xmp"} & set(image.info)
    end = b"IEND\xaeB`\x82" if image.format == "PNG" else b"\xff\xd9"
    assert content.endswith(end), "nothing hangs behind the image"


@pytest.mark.django_db
@pytest.mark.parametrize("hostile", CORPUS, ids=lambda one: one.name)
def test_nothing_is_kept_that_should_not_be(hostile: Hostile, tmp_path: Path) -> None:
    logging.getLogger("darcha.plumbing.recognising").setLevel(logging.ERROR)
    opened = an_application()
    answer = sent(signed_in("dilnoza"), opened.case_id, hostile)
    files = [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
    scans = [scan for paper in queries.papers_with_scans(case_id=opened.case_id) for scan in paper.scans]
    if hostile.becomes == KEPT:
        assert answer.status_code == 302, answer.content.decode()
        assert (len(scans), len(files)) == (1, 1)
        only_shows(files[0].read_bytes())
        return
    assert answer.context["code"] == hostile.becomes
    assert answer.status_code == {NOT_RECOGNISED: 415, TOO_LARGE: 413, HARMFUL: 422}[hostile.becomes]
    limits = {"megabytes": 10, "pages": 60, "megapixels": 40}
    assert answer.context["no"] == sentences.sentence(hostile.becomes, limits)
    assert (scans, files) == ([], [])


def test_the_corpus_holds_every_way_and_every_answer() -> None:
    assert len(CORPUS) >= 30
    assert {one.becomes for one in CORPUS} == {KEPT, NOT_RECOGNISED, TOO_LARGE, HARMFUL}
    assert len({one.name for one in CORPUS}) == len(CORPUS)


def test_what_is_after_the_memory_never_gets_three_hundred_megabytes() -> None:
    found = hostile_uploads.measure(heavy=True)
    assert found["otherwise_than_told"] == []
    assert found["looking_mb"] + found["house_mb"] <= 300, found  # type: ignore[operator]
