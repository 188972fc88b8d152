"""What is refused about issued documents."""

from __future__ import annotations

from typing import ClassVar

from darcha.kernel.refusal import Refusal


class UnknownDocument(Refusal):
    code = "cases.unknown_document"
    status: ClassVar[int] = 404


class CaseNotGranted(Refusal):
    code = "cases.case_not_granted"


class AlreadyIssued(Refusal):
    code = "cases.already_issued"


class IdentityNotShown(Refusal):
    """The application came from home: who fetches the document shows who they are, and the papers."""

    code = "cases.identity_not_shown"


class NoValidDocument(Refusal):
    """No document of this case is valid: none was given out, or it was annulled."""

    code = "cases.no_valid_document"


class NothingToCorrect(Refusal):
    """What is told stands on the document already."""

    code = "cases.nothing_to_correct"
    status: ClassVar[int] = 422


class DocumentIsOver(Refusal):
    """It proves nothing any more, and is not handed out."""

    code = "cases.document_is_over"
    status: ClassVar[int] = 410
