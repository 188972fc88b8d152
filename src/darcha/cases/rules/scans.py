"""What a scan may be, and what it is called when it is handed out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from darcha.kernel.names import Names

SCAN_BYTES = 10_000_000
"""The largest file taken."""

SCAN_PIXELS = 40_000_000
"""The largest image taken: A4 at 600 dots an inch has 35 million."""

SCAN_PAGES = 60
"""The longest PDF taken."""

SCAN_ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf"}
"""The media types that are kept, with what ends their names."""


def scan_file_name(*, number: str, document_id: str, scan_id: int, media_type: str) -> str:
    """Return under which name a scan is handed out: nobody's, and not the one it came with."""
    return f"{number}-{document_id}-{scan_id}.{SCAN_ENDINGS[media_type]}"


@dataclass(frozen=True, slots=True)
class AttachedScan:
    """What came of attaching a scan. `sha256` and `size_bytes` are those of the clean copy that is kept."""

    scan_id: int
    case_id: int
    document_id: str
    sha256: str
    media_type: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class ScanView:
    """A scan as a list shows it: `pages` of a PDF or `pixels` of an image, the other is None."""

    id: int
    document_id: str
    names: Names
    media_type: str
    size_bytes: int
    pages: int | None
    pixels: int | None
    attached_at: datetime
    attached_by: str


@dataclass(frozen=True, slots=True)
class PaperScans:
    """A paper of a case with the scans of it, oldest first."""

    document_id: str
    names: Names
    scans: tuple[ScanView, ...]


@dataclass(frozen=True, slots=True)
class ScanFile:
    """A scan handed out, with the name to save it under."""

    content: bytes
    media_type: str
    file_name: str
