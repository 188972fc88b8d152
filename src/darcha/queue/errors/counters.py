"""What is refused at a counter."""

from __future__ import annotations

from typing import ClassVar

from darcha.kernel.refusal import Refusal


class CounterIsOpen(Refusal):
    """Somebody sits at this counter. Details: counter."""

    code = "queue.counter_is_open"


class EmployeeSitsElsewhere(Refusal):
    """The employee has another counter open. Details: counter."""

    code = "queue.employee_sits_elsewhere"


class NothingToServe(Refusal):
    """The employee may give no service, so a counter cannot be opened. Details: employee."""

    code = "queue.nothing_to_serve"


class CounterIsClosed(Refusal):
    """Nobody sits at this counter. Details: counter."""

    code = "queue.counter_is_closed"


class NobodySitsThere(CounterIsClosed):
    """Nobody sits at the counter the head of the centre meant. Details: counter."""

    code = "queue.nobody_sits_there"


class NotYourCounter(Refusal):
    """Somebody else sits at this counter. Details: counter."""

    code = "queue.not_your_counter"
    status: ClassVar[int] = 403


class CounterIsBusy(Refusal):
    """A visitor is still at this counter. Details: counter, number."""

    code = "queue.counter_is_busy"


class VisitIsNotOver(CounterIsBusy):
    """A visitor is still at the counter the head of the centre would close. Details: counter, number."""

    code = "queue.visit_is_not_over"


class CounterIsPaused(Refusal):
    """The officer of this counter has a break. Details: counter."""

    code = "queue.counter_is_paused"


class CounterIsNotPaused(Refusal):
    """There is no break to end at this counter. Details: counter."""

    code = "queue.counter_is_not_paused"


class UnknownReason(Refusal):
    """A break has none of the known reasons. Details: reason."""

    code = "queue.unknown_reason"
    status: ClassVar[int] = 422


class BreakEndsBefore(Refusal):
    """A break would end before it begins. Details: until."""

    code = "queue.break_ends_before"
    status: ClassVar[int] = 422


class NobodyWaits(Refusal):
    """No waiting visitor can be served at this counter. Details: counter."""

    code = "queue.nobody_waits"
    status: ClassVar[int] = 404


class NoReasonOutOfTurn(Refusal):
    """Somebody is called out of turn for a known reason. Details: because."""

    code = "queue.no_reason_out_of_turn"
    status: ClassVar[int] = 422


class NotInThisLine(Refusal):
    """Nobody with that number waits whom this counter can serve now. Details: number."""

    code = "queue.not_in_this_line"
    status: ClassVar[int] = 404


class NobodyWasCalled(Refusal):
    """There is no called visitor at this counter. Details: counter."""

    code = "queue.nobody_was_called"


class RecalledOftenEnough(Refusal):
    """The call was repeated as often as the class allows; now the visitor did not come. Details: counter, limit."""

    code = "queue.recalled_often_enough"


class NobodyIsServed(Refusal):
    """Nobody is being served at this counter. Details: counter."""

    code = "queue.nobody_is_served"


class NoReasonToGoOn(Refusal):
    """A visit goes on elsewhere for a known reason. Details: because."""

    code = "queue.no_reason_to_go_on"
    status: ClassVar[int] = 422


class ServiceIsTheSame(Refusal):
    """A visit is sent on to another service, not to its own. Details: service."""

    code = "queue.service_is_the_same"


class UnknownSpan(Refusal):
    """Nobody is set aside for so many minutes. Details: minutes."""

    code = "queue.unknown_span"
    status: ClassVar[int] = 422


class TicketIsNotAside(Refusal):
    """Only who is set aside comes back. Details: ticket."""

    code = "queue.ticket_is_not_aside"


class NothingToUndo(Refusal):
    """No step at this counter can be taken back. Details: counter."""

    code = "queue.nothing_to_undo"


class TooLateToUndo(Refusal):
    """The last step at this counter is too long ago to be taken back. Details: counter, seconds."""

    code = "queue.too_late_to_undo"


class UnknownVisitor(Refusal):
    """Sex or age band is none of those counted. Details: sex, age_band."""

    code = "queue.unknown_visitor"
    status: ClassVar[int] = 422


class UnknownOutcome(Refusal):
    """A visit cannot end with this word. Details: outcome."""

    code = "queue.unknown_outcome"
    status: ClassVar[int] = 422
