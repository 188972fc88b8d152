"""Pages signed by the house: PAdES-B-B (ETSI EN 319 142-1), so that anybody proves them with the certificate of our authority.

The key and its certificates lie in one PEM file outside the database: the private key, its certificate, and those above
it up to the authority. A house without the file gives its pages out unsigned.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.x509.oid import NameOID
from django.conf import settings

from darcha.plumbing.sealing import OTHERS_MAY, KeysUnusable

_DEMO_LASTS = timedelta(days=3650)


@dataclass(frozen=True, slots=True)
class Signer:
    """The key a house signs with, its certificate, and those above it, the authority's own last."""

    key: PrivateKeyTypes = field(repr=False)
    certificate: x509.Certificate
    above: tuple[x509.Certificate, ...]


def house_signer() -> Signer | None:
    """Return who signs for this house, from `settings.SIGNING_FILE` as it is now; None: there is no such file.

    :raises KeysUnusable: open to everybody on the machine, or damaged.
    """
    path = Path(settings.SIGNING_FILE)
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return _read(path, found.st_ino, found.st_mtime_ns, found.st_mode)


@lru_cache(maxsize=1)
def _read(path: Path, _number: int, _changed: int, mode: int) -> Signer:
    if mode & OTHERS_MAY:
        raise KeysUnusable(f"Everybody on this machine may use {path}. Close it first: chmod o= {path}")
    try:
        written = path.read_bytes()
        key = serialization.load_pem_private_key(written, password=None)
        certificate, *above = x509.load_pem_x509_certificates(written)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as wrong:
        raise KeysUnusable(f"{path} is no key with its certificates in PEM: {type(wrong).__name__}.") from None
    if key.public_key() != certificate.public_key():
        raise KeysUnusable(f"The first certificate of {path} does not belong to its key.")
    return Signer(key, certificate, tuple(above))


def sign(pdf: bytes, *, signer: Signer, at: datetime) -> bytes:
    """Return the PDF signed and closed to every change, its tags and its pages as they were.

    `at` is the moment the signature claims; before the certificate began it is the certificate's first moment.
    """
    from darcha.plumbing import pades  # noqa: PLC0415 -- heavy to load, and most processes of a house never sign

    # Signing runs a loop of its own, and the thread that asks may be running one.
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(
            pades.signed, pdf, key=signer.key, certificate=signer.certificate, above=signer.above, at=at
        ).result()


@dataclass(frozen=True, slots=True)
class Authority:
    """Who vouches for the house's key: the certificate everybody may have (`pem`), whose it is, its SHA-256, its last moment.

    `fingerprint`: 64 hex digits, capital, in fours, as other programs and paper show them.
    """

    pem: bytes
    name: str
    fingerprint: str
    until: datetime


def house_authority() -> Authority | None:
    """Return the authority above the house's key, the certificate itself where there is none; None: the house signs nothing.

    :raises KeysUnusable: the file of the key is open to everybody, or damaged.
    """
    signer = house_signer()
    if signer is None:
        return None
    root = (signer.certificate, *signer.above)[-1]
    names = root.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    digits = root.fingerprint(hashes.SHA256()).hex().upper()
    return Authority(
        pem=root.public_bytes(serialization.Encoding.PEM),
        name=str(names[0].value) if names else root.subject.rfc4514_string(),
        fingerprint=" ".join(digits[at : at + 4] for at in range(0, len(digits), 4)),
        until=root.not_valid_after_utc,
    )


def authority_file(path: Path) -> Path:
    """Return where the certificate everybody may have lies: beside the file of the signing key."""
    return path.with_name("authority.pem")


def make_demo_signer(path: Path, *, at: datetime) -> Signer:
    """Make an authority of nobody's and a key it vouches for, from `at` on for ten years; forget the authority's own key.

    Writes the key with its certificates to `path`, for its owner's eyes alone, and the authority's certificate, for
    everybody, to `authority_file(path)`.

    :raises FileExistsError: there is one; nothing is lost by asking.
    """
    root_key, key = _new_key(), _new_key()
    root_name, name = _name("Darcha demo authority"), _name("Darcha demo")
    span = (at.replace(microsecond=0), at.replace(microsecond=0) + _DEMO_LASTS)
    root = (
        _certificate(root_name, root_key, issuer=root_name, span=span)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .sign(root_key, hashes.SHA256())
    )
    certificate = (
        _certificate(name, key, issuer=root_name, span=span)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), critical=False)
        .sign(root_key, hashes.SHA256())
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(number, "wb") as file:
        file.write(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        file.writelines(each.public_bytes(serialization.Encoding.PEM) for each in (certificate, root))
    authority_file(path).write_bytes(root.public_bytes(serialization.Encoding.PEM))
    return Signer(key, certificate, (root,))


def _new_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def _name(common: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Darcha"), x509.NameAttribute(NameOID.COMMON_NAME, common)]
    )


def _certificate(
    name: x509.Name, key: ec.EllipticCurvePrivateKey, *, issuer: x509.Name, span: tuple[datetime, datetime]
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(span[0])
        .not_valid_after(span[1])
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=not signs_certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )
