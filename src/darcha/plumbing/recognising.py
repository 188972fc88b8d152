"""What a stranger's bytes are, and a clean copy of them: an image drawn anew, or a PDF with its pages only.

A name or a declared type is never asked; the bytes decide. They are opened in a process of their own which has little
memory, little time, no files to write and none of the house's secrets, so that a file made to hurt hurts nobody else.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from dataclasses import asdict, dataclass

JPEG = "image/jpeg"
PNG = "image/png"
PDF = "application/pdf"

_WALL_SECONDS = 90


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is taken: of the file as it came, of an image's area, of a PDF's pages."""

    size_bytes: int
    pixels: int
    pages: int


@dataclass(frozen=True, slots=True)
class Recognised:
    """What the bytes are. `content`: the clean copy; `pages` of a PDF or `pixels` of an image, the other is None."""

    media_type: str
    content: bytes
    pages: int | None
    pixels: int | None


class NotRecognised(Exception):
    """Neither JPEG nor PNG nor PDF, or a broken one."""


class TooLarge(Exception):
    """More bytes, pixels or pages than the limits allow."""


class Harmful(Exception):
    """It does, hides or locks something: a script, an attached file, a password."""


_NOES: dict[str, type[Exception]] = {kind.__name__: kind for kind in (NotRecognised, TooLarge, Harmful)}


def recognise(content: bytes, *, limits: Limits) -> Recognised:
    """Return what a stranger's bytes are, with a clean copy, looked at in a process of its own.

    :raises NotRecognised: neither JPEG nor PNG nor PDF, or only a part of one.
    :raises TooLarge: over one of the limits, or an image that takes more memory than there is.
    :raises Harmful: a PDF that acts, carries files, is locked or swells; or a file that takes all the time it can get.
    """
    if len(content) > limits.size_bytes:
        raise TooLarge("bytes")
    if kind_of(content) is None:
        raise NotRecognised("unknown beginning")
    command = [sys.executable, "-I", "-m", "darcha.plumbing.looking", json.dumps(asdict(limits))]
    try:
        looked = subprocess.run(command, input=content, capture_output=True, env={}, timeout=_WALL_SECONDS, check=False)  # noqa: S603 -- our own module
    except subprocess.TimeoutExpired as late:
        raise Harmful("time") from late
    # Of what a reader says that stumbled, only the kind of error is told: the rest may quote the paper.
    stumbled = looked.stderr.decode(errors="replace").strip().rpartition("\n")[2].partition(":")[0][:80]
    if looked.returncode < 0 or stumbled == "MemoryError":
        raise Harmful("time or memory")
    if looked.returncode > 0:
        logging.getLogger(__name__).warning("a file could not be read: %s", stumbled)
        raise NotRecognised("unreadable")
    head, _, clean = looked.stdout.partition(b"\n")
    told = json.loads(head)
    if "no" in told:
        raise _NOES[told["no"]](told["because"])
    return Recognised(told["media_type"], clean, told["pages"], told["pixels"])


def kind_of(content: bytes) -> str | None:
    """Return the media type the first bytes announce; None for anything else than JPEG, PNG and PDF."""
    beginnings = ((b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG), (b"%PDF-", PDF))
    return next((kind for beginning, kind in beginnings if content.startswith(beginning)), None)
