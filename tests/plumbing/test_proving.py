"""Whether a signed page proves itself, where nobody is asked: the page, the published certificate, and nothing else."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from pypdf import PdfReader, PdfWriter

from darcha.doors.console.main import main
from darcha.plumbing import pades, signing, typesetting
from darcha.plumbing.pades import NotProved

AT = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)
LATER = AT + timedelta(days=100)


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("proving")


@pytest.fixture(scope="module")
def signer(here: Path) -> signing.Signer:
    return signing.make_demo_signer(here / "signing.pem", at=AT)


@pytest.fixture(scope="module")
def stranger(here: Path) -> signing.Signer:
    return signing.make_demo_signer(here / "elsewhere" / "signing.pem", at=AT)


@pytest.fixture(scope="module")
def unsigned(here: Path) -> bytes:
    (here / "page.typ").write_text('#set document(title: "Proof")\n#set text(lang: "en")\n= Proof')
    return typesetting.pdf(template=here / "page.typ", data={}, files={}, at=AT)


@pytest.fixture(scope="module")
def signed(unsigned: bytes, signer: signing.Signer) -> bytes:
    return signing.sign(unsigned, signer=signer, at=AT)


def reason(pdf: bytes, signer: signing.Signer, at: datetime = LATER) -> str:
    with pytest.raises(NotProved) as wrong:
        pades.prove(pdf, trusted=signer.above, at=at)
    return wrong.value.reason


def test_a_signed_page_proves_itself_to_who_trusts_its_authority(signed: bytes, signer: signing.Signer) -> None:
    proof = pades.prove(signed, trusted=signer.above, at=LATER)
    assert (proof.signer, proof.authority, proof.moment) == ("Darcha demo", "Darcha demo authority", AT)


def test_a_changed_byte_is_told_wherever_it_is(signed: bytes, unsigned: bytes, signer: signing.Signer) -> None:
    bounds = re.search(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)", signed)
    assert bounds
    _, first, second, length = map(int, bounds.groups())
    covered = [*range(0, first, 397), *range(len(unsigned), first, 97), first - 1, *range(second, second + length, 61)]
    for place in covered:
        changed = bytearray(signed)
        changed[place] ^= 1
        assert reason(bytes(changed), signer) in {"changed", "not_read", "not_signed", "added_to"}, place


def test_a_changed_word_of_the_page_is_a_changed_page(signed: bytes, unsigned: bytes, signer: signing.Signer) -> None:
    place = unsigned.index(b"/Lang") - 20
    changed = signed[:place] + bytes([signed[place] ^ 1]) + signed[place + 1 :]
    assert reason(changed, signer) in {"changed", "not_read"}
    title = signed.index(b"<rdf:li") + 60
    assert reason(signed[:title] + bytes([signed[title] ^ 1]) + signed[title + 1 :], signer) == "changed"


def test_a_page_added_afterwards_is_told(signed: bytes, signer: signing.Signer) -> None:
    writer = PdfWriter(BytesIO(signed), incremental=True)
    writer.add_blank_page(100, 100)
    made = BytesIO()
    writer.write(made)
    assert made.getvalue().startswith(signed)
    assert reason(made.getvalue(), signer) == "added_to"


def test_a_page_of_another_authority_is_told(unsigned: bytes, signer: signing.Signer, stranger: signing.Signer) -> None:
    foreign = signing.sign(unsigned, signer=stranger, at=AT)
    assert reason(foreign, signer) == "not_trusted"
    assert pades.prove(foreign, trusted=stranger.above, at=LATER)
    assert pades.prove(foreign, trusted=[*signer.above, *stranger.above], at=LATER)


def test_a_certificate_of_another_authority_is_not_ours_by_its_name(
    unsigned: bytes, signer: signing.Signer, stranger: signing.Signer
) -> None:
    mixed = signing.Signer(stranger.key, stranger.certificate, signer.above)
    assert reason(signing.sign(unsigned, signer=mixed, at=AT), signer) == "not_trusted"


@pytest.mark.parametrize("at", [AT - timedelta(days=1), AT + timedelta(days=3651)])
def test_a_certificate_has_its_time(at: datetime, signed: bytes, signer: signing.Signer) -> None:
    assert reason(signed, signer, at=at) == "over"


def test_what_is_not_signed_or_no_pdf_is_told(unsigned: bytes, signer: signing.Signer) -> None:
    assert reason(unsigned, signer) == "not_signed"
    for other in (b"", b"%PDF-1.7", b"MZ" * 500, unsigned[:400]):
        assert reason(other, signer) == "not_read"


def test_a_signed_page_is_opened_by_another_library(signed: bytes) -> None:
    assert PdfReader(BytesIO(signed)).pages[0].extract_text().strip() == "Proof"


def test_the_command_says_it_in_a_sentence_and_by_its_status(
    here: Path,
    signed: bytes,
    stranger: signing.Signer,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(settings, "SIGNING_FILE", here / "signing.pem")
    monkeypatch.setattr("darcha.doors.console.verify_document.now", lambda: LATER)
    (here / "page.pdf").write_bytes(signed)
    (here / "other.pdf").write_bytes(signed + b" ")
    ours, theirs = str(here / "authority.pem"), str(here / "elsewhere" / "authority.pem")
    for argv in ([], ["--trust", ours]):
        assert main(["verify-document", str(here / "page.pdf"), *argv]) == 0
        assert "page.pdf is whole and unchanged: signed by Darcha demo, 24.11.2026 06:30 UTC" in capsys.readouterr().out
    for file, trust, told in (
        ("page.pdf", theirs, "nobody in"),
        ("page.pdf", str(here / "page.typ"), "holds no certificate"),
        ("page.typ", ours, "cannot be read as PDF"),
        ("other.pdf", ours, "was added to"),
        ("nowhere.pdf", ours, "cannot be opened"),
    ):
        assert main(["verify-document", str(here / file), "--trust", trust]) == 1
        answer = capsys.readouterr()
        assert told in answer.err
        assert answer.err.count("\n") == 1
        assert not answer.out


def test_the_command_needs_no_database(unsigned: bytes, tmp_path: Path) -> None:
    made_at = datetime.now(UTC) - timedelta(minutes=1)
    signer = signing.make_demo_signer(tmp_path / "signing.pem", at=made_at)
    (tmp_path / "page.pdf").write_bytes(signing.sign(unsigned, signer=signer, at=made_at))
    nowhere = {
        name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "DATABASE_OWNER_URL"}
    } | {"DARCHA_DATA": str(tmp_path / "data")}
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "from config.start import main; main()",
            "verify-document",
            "page.pdf",
            "--trust",
            "authority.pem",
        ],
        cwd=tmp_path,
        env={**nowhere, "PYTHONPATH": str(settings.BLUEPRINTS_DIR.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout.startswith("page.pdf is whole and unchanged")
    assert not (tmp_path / "data" / "postgres").exists()
