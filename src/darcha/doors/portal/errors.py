"""Refusals of this door."""

from __future__ import annotations

from typing import ClassVar

from darcha.kernel.refusal import Refusal


class NoCentreHere(Refusal):
    """The house has no centre loaded yet."""

    code = "portal.no_centre_here"
    status: ClassVar[int] = 503


class UnknownTicketCode(Refusal):
    code = "portal.unknown_ticket_code"
    status: ClassVar[int] = 404


class UnknownAppointmentCode(Refusal):
    code = "portal.unknown_appointment_code"
    status: ClassVar[int] = 404


class UnknownTrackingCode(Refusal):
    code = "portal.unknown_tracking_code"
    status: ClassVar[int] = 404


class UnknownVerificationCode(Refusal):
    code = "portal.unknown_verification_code"
    status: ClassVar[int] = 404


class UnknownAppealCode(Refusal):
    code = "portal.unknown_appeal_code"
    status: ClassVar[int] = 404
