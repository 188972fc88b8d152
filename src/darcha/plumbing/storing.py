"""Files kept by what they hold: the name of a file is the SHA-256 of its bytes.

The same bytes are kept once, a file never changes, and whoever reads it learns at once when the disk has lied. Files lie
in two levels of folders, `ab/cd/abcd...`, readable by the house alone; nothing serves this folder to the web.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_COMING = "coming"
_DIGEST = re.compile(r"[0-9a-f]{64}")


class FileDamaged(Exception):
    """The file is not there, or no longer what was kept."""


def digest_of(content: bytes) -> str:
    """Return the name under which this content is kept: its SHA-256, 64 hex digits."""
    return hashlib.sha256(content).hexdigest()


def path_of(digest: str, *, store: Path) -> Path:
    """Return where the content of that digest lies.

    :raises ValueError: it is no digest, so nobody leaves the store by it.
    """
    if not _DIGEST.fullmatch(digest):
        raise ValueError("not a SHA-256 in hex digits")
    return store / digest[:2] / digest[2:4] / digest


def keep(content: bytes, *, store: Path) -> str:
    """Keep a file and return its digest; when this returns it outlives a power cut.

    It is written aside and then named, so that a half-written file never bears a name. What is kept already stays as it
    is, unless the disk has damaged it: then it is written anew.
    """
    digest = digest_of(content)
    path = path_of(digest, store=store)
    if _is_whole(path, digest):
        return digest
    aside = store / _COMING
    for folder in (store, aside, path.parent.parent, path.parent):
        _make(folder)
    with _open(aside, fcntl.LOCK_SH):
        # mkstemp opens with 0600.
        number, name = tempfile.mkstemp(dir=aside)
        try:
            with os.fdopen(number, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    _settle(path.parent)
    return digest


def read(digest: str, *, store: Path) -> bytes:
    """Return what was kept under that digest, and nothing else.

    :raises FileDamaged: the file is gone or its bytes have changed.
    """
    try:
        content = path_of(digest, store=store).read_bytes()
    except FileNotFoundError as missing:
        raise FileDamaged(f"{digest} is not there") from missing
    if digest_of(content) != digest:
        raise FileDamaged(f"{digest} has changed on the disk")
    return content


def let_go(digest: str, *, store: Path) -> None:
    """Remove a file; that nobody needs it any more the caller has to know."""
    path = path_of(digest, store=store)
    path.unlink(missing_ok=True)
    if path.parent.exists():
        _settle(path.parent)


def let_go_unfinished(*, store: Path) -> int:
    """Remove what was being written by whoever was killed, and return how many files; who writes now is waited for."""
    aside = store / _COMING
    if not aside.exists():
        return 0
    with _open(aside, fcntl.LOCK_EX):
        left = list(aside.iterdir())
        for path in left:
            path.unlink()
    return len(left)


def digests(*, store: Path) -> Iterator[str]:
    """Yield the digest of every file that is kept."""
    for path in store.glob("??/??/*"):
        if _DIGEST.fullmatch(path.name):
            yield path.name


def _is_whole(path: Path, digest: str) -> bool:
    try:
        return digest_of(path.read_bytes()) == digest
    except FileNotFoundError:
        return False


def _make(folder: Path) -> None:
    if not folder.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _settle(folder.parent)


def _settle(folder: Path) -> None:
    """Have the disk keep the names in a folder, too."""
    with _open(folder) as number:
        os.fsync(number)


@contextmanager
def _open(folder: Path, lock: int | None = None) -> Iterator[int]:
    """Yield the number of an opened folder, locked if so asked; a lock goes with its process, however that ends."""
    number = os.open(folder, os.O_RDONLY)
    try:
        if lock is not None:
            fcntl.flock(number, lock)
        yield number
    finally:
        os.close(number)
