"""Text the database keeps and cannot read: sealed with AES-256-GCM under keys that lie in a file outside of it.

Sealed text is the id of its key (4 bytes), a random nonce (12), then what AES-GCM gives with its tag (16). It opens only
where it was sealed: the name of its place is authenticated with it, so nobody moves a name to another row.

What is sealed cannot be searched. A blind index finds the same text again, and tells who lacks the key nothing but that
two are alike. Both come from one secret by HKDF (RFC 5869), so that one rotation renews them together.

A random nonce allows 2**32 texts under one key (NIST SP 800-38D, 8.3): a key for every building and its century.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import os
import tempfile
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

SECRET_BYTES = 32
ID_BYTES = 4
INDEX_BYTES = ID_BYTES + 16
"""What a blind index takes: the id of its key, then 128 bits of an HMAC-SHA-256."""

_NONCE_BYTES = 12
_TAG_BYTES = 16
SEAL_BYTES = ID_BYTES + _NONCE_BYTES + _TAG_BYTES
"""What a seal adds to a text, in bytes; the text itself takes what it takes in UTF-8."""

OTHERS_MAY = 0o007


class KeysUnusable(Exception):
    """The file of keys is missing, open to everybody, or damaged; the message tells which and what to do."""


class SealBroken(Exception):
    """Sealed text does not open: it was changed, comes from another place, or its key is not in the file."""


@dataclass(frozen=True, slots=True)
class Key:
    """One secret of 32 random bytes, and what is derived from it: its id, what seals, what makes an index."""

    secret: bytes = field(repr=False)
    id: bytes = field(init=False)
    cipher: AESGCM = field(init=False, repr=False, compare=False)
    index_secret: bytes = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Derive what is derived.

        :raises ValueError: not 32 bytes.
        """
        if len(self.secret) != SECRET_BYTES:
            raise ValueError(f"a key has {SECRET_BYTES} bytes")
        object.__setattr__(self, "id", self._derived("id", ID_BYTES))
        object.__setattr__(self, "cipher", AESGCM(self._derived("seal", 32)))
        object.__setattr__(self, "index_secret", self._derived("index", 32))

    def _derived(self, purpose: str, length: int) -> bytes:
        return HKDF(SHA256(), length=length, salt=None, info=f"darcha {purpose}".encode()).derive(self.secret)

    def index(self, text: str, *, place: str) -> bytes:
        """Return the blind index of a text under this key alone.

        :raises ValueError: nothing in the text counts.
        """
        counts = alike(text)
        if not counts:
            raise ValueError("no letter and no digit to compare by")
        told = f"{place}\0{counts}".encode()
        return self.id + hmac.digest(self.index_secret, told, "sha256")[: INDEX_BYTES - ID_BYTES]


def new_key() -> Key:
    """Return a key nobody has had before."""
    return Key(os.urandom(SECRET_BYTES))


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The keys of a house, oldest first: each opens what it sealed, the newest alone seals."""

    keys: tuple[Key, ...]

    @property
    def newest(self) -> Key:
        """Return the key that seals."""
        return self.keys[-1]

    def seal(self, text: str, *, place: str) -> bytes:
        """Return the text sealed for that place, never the same twice.

        `place` names where it will be kept, to the row: "cases_applicant.name:7".
        """
        nonce = os.urandom(_NONCE_BYTES)
        key = self.newest
        return key.id + nonce + key.cipher.encrypt(nonce, text.encode(), place.encode())

    def unseal(self, sealed: bytes, *, place: str) -> str:
        """Return the text that was sealed for that place.

        :raises SealBroken: changed by as little as a bit, sealed for another place, or its key is not here.
        """
        if len(sealed) < SEAL_BYTES:
            raise SealBroken(f"{place} is too short to be sealed text")
        key = next((key for key in self.keys if key.id == key_id(sealed)), None)
        if key is None:
            raise SealBroken(f"{place} is sealed with the key {key_id(sealed).hex()}, which is not in the file of keys")
        nonce, rest = sealed[ID_BYTES : ID_BYTES + _NONCE_BYTES], sealed[ID_BYTES + _NONCE_BYTES :]
        try:
            return key.cipher.decrypt(nonce, rest, place.encode()).decode()
        except InvalidTag:
            raise SealBroken(f"{place} was changed, or was sealed for another place") from None

    def index(self, text: str, *, place: str) -> bytes:
        """Return the blind index to keep for a text: 20 bytes, the same whenever the text is alike.

        `place` names the column it is kept in, so that columns cannot be compared with each other.

        :raises ValueError: no letter and no digit in it.
        """
        return self.newest.index(text, place=place)

    def indexes(self, text: str, *, place: str) -> list[bytes]:
        """Return the blind indexes under which a text may be kept, one a key, for as long as keys are being renewed.

        :raises ValueError: no letter and no digit in it.
        """
        return [key.index(text, place=place) for key in self.keys]


def key_id(sealed: bytes) -> bytes:
    """Return the id of the key a text was sealed with, or an index was made with."""
    return bytes(sealed[:ID_BYTES])


def alike(text: str) -> str:
    """Return what of a text counts when two are compared: letters and digits, case and width apart.

    "3 171 0854-00001 2" and "31710854000012" are one number. Check: alike(" aB-1 ") is "ab1", alike("--") is "".
    """
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())


def key_ring() -> KeyRing:
    """Return the keys of this house, from `settings.KEYS_FILE`, as the file is now: one that runs learns of a new key.

    :raises KeysUnusable: missing, open to everybody on the machine, or damaged.
    """
    path = Path(settings.KEYS_FILE)
    try:
        found = path.stat()
    except FileNotFoundError:
        raise KeysUnusable(
            f"There are no keys in {path}. Name the file by DARCHA_KEYS or bring it back from where its copy is kept;"
            " in a new house make one with `darcha keys new`."
        ) from None
    mark = (str(path), found.st_ino, found.st_mtime_ns, found.st_size, found.st_mode)
    known = _read.get(mark)
    if known is None:
        known = read_keys(path)
        _read.clear()
        _read[mark] = known
    return known


_read: dict[tuple[object, ...], KeyRing] = {}


def read_keys(path: Path) -> KeyRing:
    """Return the keys of a file: a line each with the id in hex digits and the secret in base 64, the newest last.

    :raises KeysUnusable: open to everybody on the machine, damaged, or empty.
    """
    try:
        if path.stat().st_mode & OTHERS_MAY:
            raise KeysUnusable(f"Everybody on this machine may use {path}. Close it first: chmod o= {path}")
        lines = path.read_text(encoding="ascii").splitlines()
    except (OSError, UnicodeDecodeError) as wrong:
        raise KeysUnusable(f"{path} cannot be read: {type(wrong).__name__}.") from None
    keys = []
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            told_id, told_secret = line.split()
            key = Key(base64.b64decode(told_secret, validate=True))
        except (ValueError, binascii.Error):
            raise KeysUnusable(f"Line {number} of {path} is no key.") from None
        if key.id.hex() != told_id:
            raise KeysUnusable(f"Line {number} of {path} is damaged: its id does not belong to its secret.")
        keys.append(key)
    if not keys:
        raise KeysUnusable(f"{path} holds no key.")
    return KeyRing(tuple(keys))


def make_keys(path: Path) -> KeyRing:
    """Make the file of keys of a new house, with one key, for its owner's eyes alone.

    :raises FileExistsError: there is one; nothing is lost by asking.
    """
    ring = KeyRing((new_key(),))
    aside = _written_aside(path, ring.keys)
    try:
        os.link(aside, path)  # unlike a renaming it never takes the place of another file
    finally:
        aside.unlink()
    _settle(path.parent)
    return ring


def write_keys(path: Path, keys: Iterable[Key]) -> None:
    """Have the file hold these keys, the newest last; whoever reads sees the old file whole or the new one.

    Whoever could read it before can do so now.
    """
    before = path.stat()
    aside = _written_aside(path, keys)
    try:
        os.chown(aside, before.st_uid, before.st_gid)
        aside.chmod(before.st_mode & 0o777)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
    _settle(path.parent)


def _written_aside(path: Path, keys: Iterable[Key]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    # mkstemp opens with 0600.
    number, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(number, "w", encoding="ascii") as file:
        file.write("# What opens the personal data of this house. Keep a copy elsewhere, never beside its back-ups.\n")
        file.writelines(f"{key.id.hex()} {base64.b64encode(key.secret).decode()}\n" for key in keys)
        file.flush()
        os.fsync(file.fileno())
    return Path(name)


def _settle(folder: Path) -> None:
    """Have the disk keep the names in a folder, too."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
