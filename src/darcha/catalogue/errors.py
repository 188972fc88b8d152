"""What the catalogue refuses."""

from __future__ import annotations

from typing import ClassVar

from darcha.kernel.refusal import Refusal


class UnknownService(Refusal):
    code = "catalogue.unknown_service"
    status: ClassVar[int] = 404


class UnknownDepartment(Refusal):
    code = "catalogue.unknown_department"
    status: ClassVar[int] = 404


class UnknownLifeEvent(Refusal):
    code = "catalogue.unknown_life_event"
    status: ClassVar[int] = 404
