"""What is refused about scanned papers."""

from __future__ import annotations

from typing import ClassVar

from darcha.kernel.refusal import Refusal


class PaperNotAsked(Refusal):
    """A scan of a paper that the service does not ask for: details name the `document_id`."""

    code = "cases.paper_not_asked"
    status: ClassVar[int] = 422


class ScanNotRecognised(Refusal):
    """Neither JPEG nor PNG nor PDF, whatever its name says."""

    code = "cases.scan_not_recognised"
    status: ClassVar[int] = 415


class ScanTooLarge(Refusal):
    """Over a limit; details tell all three: `megabytes`, `pages`, `megapixels`."""

    code = "cases.scan_too_large"
    status: ClassVar[int] = 413


class ScanHarmful(Refusal):
    """It does more than show pages, or swells when it is opened: details tell what was `found`."""

    code = "cases.scan_harmful"
    status: ClassVar[int] = 422


class UnknownScan(Refusal):
    code = "cases.unknown_scan"
    status: ClassVar[int] = 404


class ScanDamaged(Refusal):
    """The row stands, its file does not: scanning the same paper again heals it."""

    code = "cases.scan_damaged"
    status: ClassVar[int] = 503
