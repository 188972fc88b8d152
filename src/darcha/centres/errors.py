"""Refusals of the room centres."""

from __future__ import annotations

from typing import ClassVar

from darcha.kernel.refusal import Refusal


class UnknownCentre(Refusal):
    code = "centres.unknown_centre"
    status: ClassVar[int] = 404


class UnknownCounter(Refusal):
    code = "centres.unknown_counter"
    status: ClassVar[int] = 404


class DepartmentNotHere(Refusal):
    code = "centres.department_not_here"
    status: ClassVar[int] = 404


class ServiceRests(Refusal):
    """The centre does not give the service until a day."""

    code = "centres.service_rests"


class OfferNotUnderstood(Refusal):
    """A text lacks a language, a day is past, or a suspension does not say why."""

    code = "centres.offer_not_understood"
    status: ClassVar[int] = 422


class ServiceNotHere(Refusal):
    """The centre does not offer the service."""

    code = "centres.service_not_here"
    status: ClassVar[int] = 404


class RequestKeyUsed(Refusal):
    """The key belongs to another request."""

    code = "centres.request_key_used"
