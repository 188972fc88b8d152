"""Pages signed by the house, read by other programs than the one that signed them."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from cryptography import x509
from django.conf import settings
from pypdf import PdfReader

from darcha.plumbing import signing, typesetting
from darcha.plumbing.sealing import KeysUnusable

AT = datetime(2026, 11, 24, 6, 30, 15, 250_000, tzinfo=UTC)


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    template = tmp_path_factory.mktemp("page") / "page.typ"
    template.write_text(
        '#set document(title: "Proof")\n#set text(lang: "en")\n= Proof\n#link("https://darcha.example")[it]'
    )
    return typesetting.pdf(template=template, data={}, files={}, at=AT.replace(microsecond=0))


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "SIGNING_FILE", tmp_path / "house" / "signing.pem")
    return tmp_path / "house" / "signing.pem"


def test_a_house_without_a_key_signs_nothing(file: Path) -> None:
    assert signing.house_signer() is None


def test_a_demo_key_is_its_owners_and_its_authority_is_everybodys(file: Path) -> None:
    made = signing.make_demo_signer(file, at=AT)
    assert file.stat().st_mode & 0o777 == 0o600
    found = signing.house_signer()
    assert found
    assert (found.certificate, found.above) == (made.certificate, made.above)
    public = signing.authority_file(file).read_bytes()
    assert b"PRIVATE" not in public
    assert x509.load_pem_x509_certificates(public) == list(made.above)
    found.certificate.verify_directly_issued_by(made.above[0])
    with pytest.raises(FileExistsError):
        signing.make_demo_signer(file, at=AT)


@pytest.mark.parametrize("kept", ["", "-----BEGIN CERTIFICATE-----\n", "key alone", "another's certificate"])
def test_a_damaged_file_is_told(file: Path, kept: str, tmp_path: Path) -> None:
    signing.make_demo_signer(file, at=AT)
    whole = file.read_text()
    end = whole.index("-----BEGIN CERTIFICATE")
    signing.make_demo_signer(tmp_path / "other.pem", at=AT)
    other = (tmp_path / "other.pem").read_text()
    kept = {
        "key alone": whole[:end],
        "another's certificate": whole[:end] + other[other.index("-----BEGIN CERT") :],
    }.get(kept, kept)
    file.write_text(kept)
    with pytest.raises(KeysUnusable, match=r"signing\.pem"):
        signing.house_signer()


def test_a_file_everybody_may_read_is_not_used(file: Path) -> None:
    signing.make_demo_signer(file, at=AT)
    file.chmod(0o644)
    with pytest.raises(KeysUnusable, match="chmod o="):
        signing.house_signer()


def test_a_signed_page_keeps_its_bytes_its_tags_and_its_words(paper: bytes, tmp_path: Path) -> None:
    signed = signing.sign(paper, signer=signing.make_demo_signer(tmp_path / "signing.pem", at=AT), at=AT)
    assert signed.startswith(paper)
    before, after = PdfReader(BytesIO(paper)), PdfReader(BytesIO(signed))
    root = after.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert after.pages[0].extract_text() == before.pages[0].extract_text()
    [field] = root["/AcroForm"]["/Fields"]
    hidden = 2
    assert field.get_object()["/F"] & hidden
    assert root["/Perms"]["/DocMDP"]["/SubFilter"] == "/ETSI.CAdES.detached"


def test_the_moment_told_is_that_of_issue_but_none_before_the_certificate(paper: bytes, tmp_path: Path) -> None:
    signer = signing.make_demo_signer(tmp_path / "signing.pem", at=AT)
    for at, told in ((AT + timedelta(hours=3), "D:20261124093015"), (AT - timedelta(days=900), "D:20261124063015")):
        root = PdfReader(BytesIO(signing.sign(paper, signer=signer, at=at))).trailer["/Root"]
        assert str(root["/Perms"]["/DocMDP"]["/M"]).startswith(told)


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="pdfsig is not here (Debian: poppler-utils)")
def test_pdfsig_accepts_the_signature(paper: bytes, tmp_path: Path) -> None:
    signer = signing.make_demo_signer(tmp_path / "signing.pem", at=AT)
    (tmp_path / "page.pdf").write_bytes(signing.sign(paper, signer=signer, at=AT))
    said = subprocess.run(
        ["pdfsig", tmp_path / "page.pdf"],
        env={**os.environ, "LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert "Darcha demo" in said
