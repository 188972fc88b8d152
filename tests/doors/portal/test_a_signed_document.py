"""A document is checked at home by two files of the portal alone: the PDF, and the certificate of the authority."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from django.conf import settings as house
from django.test import Client

from darcha.cases import actions
from darcha.kernel.actor import system
from darcha.plumbing import pades, signing
from tests.rooms.cases.filing import filed, granted

AT = datetime(2026, 11, 24, 6, 7, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def code() -> str:
    opened = granted(filed(at=AT), at=AT)
    return actions.issue_document(case_id=opened.case_id, at=AT, by=system("test")).verification_code


def test_whoever_has_the_pdf_and_the_certificate_proves_it_without_us(
    client: Client, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(house, "SIGNING_FILE", tmp_path / "signing.pem")
    signing.make_demo_signer(tmp_path / "signing.pem", at=AT)
    paper = client.get(f"/verify/{code}/document.pdf")
    assert paper.headers["Content-Type"] == "application/pdf"
    certificate = client.get("/authority.pem")
    assert certificate.headers["Content-Type"] == "application/pem-certificate-chain"
    assert 'filename="authority.pem"' in certificate.headers["Content-Disposition"]
    assert b"PRIVATE" not in certificate.content
    trusted = x509.load_pem_x509_certificates(certificate.content)
    assert pades.prove(paper.content, trusted=trusted, at=AT).authority == "Darcha demo authority"
    page = client.get(f"/verify/{code}/", headers={"accept-language": "en"}).content.decode()
    assert 'href="/authority.pem"' in page
    assert "The PDF is signed" in page
    assert trusted[0].fingerprint(hashes.SHA256()).hex().upper() in page.replace(" ", "")


def test_a_house_without_a_key_says_nothing_of_signatures(client: Client, code: str) -> None:
    assert client.get("/authority.pem").status_code == 404
    page = client.get(f"/verify/{code}/", headers={"accept-language": "en"}).content.decode()
    assert "authority.pem" not in page
    assert "signed" not in page
