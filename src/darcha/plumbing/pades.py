"""Signatures in PDF by PAdES-B-B (ETSI EN 319 142-1): made, and proved without a network."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator.context import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

# What is wrong with a signature is told once, by NotProved, and not also by a log.
logging.getLogger("pyhanko").setLevel(logging.CRITICAL + 1)

_FIELD = "Signature"
_HIDDEN = fields.InvisSigSettings(set_hidden_flag=True)
"""PDF/UA-1 (7.18.1) asks no tag of a hidden field: a signed page is read out as before."""


_FOR_SIGNATURES = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)

_NOT_UNDERSTOOD = (PdfError, ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError)
"""What the libraries raise at a file that is no PDF, or at a signature that is none."""


class NotProved(Exception):
    """A PDF does not prove itself.

    `reason` is "not_read", "not_signed", "changed", "added_to", "over" (its certificate's time), or "not_trusted".
    """

    def __init__(self, reason: str, *, signer: str = "") -> None:
        """Take the reason, and whom the certificate names where it is about the certificate."""
        super().__init__(reason)
        self.reason = reason
        self.signer = signer


@dataclass(frozen=True, slots=True)
class Proof:
    """Who signed a PDF that is whole, who vouches for them, and the moment the signature tells."""

    signer: str
    authority: str
    moment: datetime


class _Pen(signers.PdfSigner):
    """A signer that is told what moment it is: the library's own reads the clock."""

    at: datetime

    def init_signing_session(self, *args: Any, **named: Any) -> PdfSigningSession:
        session = super().init_signing_session(*args, **named)
        session.system_time = self.at
        return session


def signed(
    pdf: bytes, *, key: PrivateKeyTypes, certificate: x509.Certificate, above: Sequence[x509.Certificate], at: datetime
) -> bytes:
    """Return the PDF with one hidden signature that allows no change after it, and everything before it as it was.

    `above` are the certificates that vouch for `certificate`. The moment told is `at`, in whole seconds, or the
    certificate's first when that is later.
    """
    secret = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    known = SimpleCertificateStore()  # type: ignore[no-untyped-call] # the library leaves its constructor so
    known.register_multiple([_loaded(each) for each in above])
    pen = _Pen(
        signers.PdfSignatureMetadata(
            field_name=_FIELD,
            subfilter=fields.SigSeedSubFilter.PADES,
            md_algorithm="sha256",
            certify=True,
            docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        ),
        signer=signers.SimpleSigner(_loaded(certificate), PrivateKeyInfo.load(secret), known),
        new_field_spec=fields.SigFieldSpec(_FIELD, readable_field_name=_FIELD, invis_sig_settings=_HIDDEN),
    )
    pen.at = max(at, certificate.not_valid_before_utc).replace(microsecond=0)
    made: BytesIO = pen.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)))
    return made.getvalue()


def _loaded(certificate: x509.Certificate) -> Certificate:
    return Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def prove(pdf: bytes, *, trusted: Sequence[x509.Certificate], at: datetime) -> Proof:
    """Return what a signed PDF proves: not a byte is changed or added, and who signed is vouched for by somebody trusted.

    Certificates have to hold at `at`. Nothing is asked of a network, so nobody knows here of a certificate called back.

    :raises NotProved: it does not, and why.
    """
    try:
        found = PdfFileReader(BytesIO(pdf)).embedded_regular_signatures
    except _NOT_UNDERSTOOD:
        raise NotProved("not_read") from None
    if not found:
        raise NotProved("not_signed")
    context = ValidationContext(trust_roots=[_loaded(each) for each in trusted], moment=at, allow_fetching=False)
    try:
        # The first of several: what came after it is an addition, whoever signed that.
        # The library runs a loop for it, and the thread that asks may be running one.
        with ThreadPoolExecutor(1) as apart:
            status = apart.submit(
                validate_pdf_signature, found[0], context, key_usage_settings=_FOR_SIGNATURES
            ).result()
        return _proof(status, at=at)
    except _NOT_UNDERSTOOD:
        raise NotProved("changed") from None


def _proof(status: PdfSignatureStatus, *, at: datetime) -> Proof:
    if not (status.intact and status.valid):
        raise NotProved("changed")
    if status.coverage != SignatureCoverageLevel.ENTIRE_FILE or not status.docmdp_ok:
        raise NotProved("added_to")
    signer = status.signing_cert
    if not signer.not_valid_before <= at <= signer.not_valid_after:
        raise NotProved("over", signer=_told_name(signer))
    path = status.validation_path
    if not status.trusted or path is None or status.signer_reported_dt is None:
        raise NotProved("not_trusted", signer=_told_name(signer))
    return Proof(_told_name(signer), _told_name(path.first), status.signer_reported_dt)


def _told_name(certificate: Certificate) -> str:
    """Return whom a certificate names, without signs that would move a terminal's cursor."""
    named = certificate.subject.native.get("common_name") or certificate.subject.human_friendly
    return "".join(sign for sign in str(named) if sign.isprintable())
