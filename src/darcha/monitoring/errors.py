"""What monitoring refuses."""

from __future__ import annotations

from typing import ClassVar

from darcha.kernel.refusal import Refusal


class DayIsNotOver(Refusal):
    code = "monitoring.day_is_not_over"


class PeriodIsEmpty(Refusal):
    code = "monitoring.period_is_empty"
    status: ClassVar[int] = 422


class UnknownLook(Refusal):
    code = "monitoring.unknown_look"
    status: ClassVar[int] = 404


class OutcomeUnknown(Refusal):
    code = "monitoring.outcome_unknown"
    status: ClassVar[int] = 422


class OwnLook(Refusal):
    code = "monitoring.own_look"
    status: ClassVar[int] = 403


class LookIsSettled(Refusal):
    code = "monitoring.look_is_settled"
