"""What monitoring refuses."""

from __future__ import annotations

from typing import ClassVar

from darcha.kernel.refusal import Refusal


class DayIsNotOver(Refusal):
    code = "monitoring.day_is_not_over"


class PeriodIsEmpty(Refusal):
    code = "monitoring.period_is_empty"
    status: ClassVar[int] = 422
