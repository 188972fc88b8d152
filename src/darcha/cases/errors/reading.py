"""What is refused to who reads personal data, or keeps them."""

from __future__ import annotations

from typing import ClassVar

from darcha.kernel.refusal import Refusal


class PurposeMissing(Refusal):
    code = "cases.purpose_missing"
    status: ClassVar[int] = 422


class ReasonMissing(Refusal):
    """Neither an open visit nor an assigned item opens the file to this officer; a typed reason does."""

    code = "cases.reason_missing"
    status: ClassVar[int] = 403


class ReasonTooShort(Refusal):
    code = "cases.reason_too_short"
    status: ClassVar[int] = 422


class CaseErased(Refusal):
    """Its personal data are gone; the journal and the figures keep that it was."""

    code = "cases.case_erased"
    status: ClassVar[int] = 410


class NotOver(Refusal):
    """Personal data are not erased before their time: details name the `kind`."""

    code = "cases.not_over"
