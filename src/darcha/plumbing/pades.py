"""Signatures in PDF by PAdES-B-B (ETSI EN 319 142-1): made, and proved without a network."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko_certvalidator.registry import SimpleCertificateStore

_FIELD = "Signature"
_HIDDEN = fields.InvisSigSettings(set_hidden_flag=True)
"""PDF/UA-1 (7.18.1) asks no tag of a hidden field: a signed page is read out as before."""


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
