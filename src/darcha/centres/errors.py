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
