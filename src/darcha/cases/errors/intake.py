"""What is refused to who applies, at a window or again."""

from __future__ import annotations

from typing import ClassVar

from darcha.kernel.refusal import Refusal


class UnknownCase(Refusal):
    code = "cases.unknown_case"
    status: ClassVar[int] = 404


class UnknownTicket(Refusal):
    code = "cases.unknown_ticket"
    status: ClassVar[int] = 404


class UnknownTrackingCode(Refusal):
    code = "cases.unknown_tracking_code"
    status: ClassVar[int] = 404


class ServiceNotOfferedHere(Refusal):
    code = "cases.service_not_offered_here"


class NameTooLong(Refusal):
    code = "cases.name_too_long"
    status: ClassVar[int] = 422


class NameMissing(Refusal):
    code = "cases.name_missing"
    status: ClassVar[int] = 422


class ApplicantNotUnderstood(Refusal):
    """A field of the applicant holds what it cannot: details name the `field`."""

    code = "cases.applicant_not_understood"
    status: ClassVar[int] = 422


class CaseNotReturned(Refusal):
    code = "cases.case_not_returned"


class CannotRepresent(Refusal):
    """Somebody cannot act for this applicant; `because`: one of the problems of `rules.representative_problem`."""

    code = "cases.cannot_represent"
    status: ClassVar[int] = 422


class TextTooLong(Refusal):
    code = "cases.text_too_long"
    status: ClassVar[int] = 422


class RequestKeyUsed(Refusal):
    code = "cases.request_key_used"


class AppliedAlready(Refusal):
    """The same person has this service open: details tell its `number`, `state` and `case_id`."""

    code = "cases.applied_already"
