"""What the queue refuses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from darcha.kernel.refusal import Refusal


class CentreIsClosed(Refusal):
    """No ticket: the centre is not open. Details: centre."""

    code = "queue.centre_is_closed"


class ServiceNotOfferedHere(Refusal):
    """No ticket: this centre does not give the service. Details: centre, service."""

    code = "queue.service_not_offered_here"
    status: ClassVar[int] = 404


class DepartmentDoesNotSit(Refusal):
    """No ticket: the department does not sit here any more today.

    Details: department, next_day, next_opens, next_closes (a date and two times; None when nothing is planned).
    """

    code = "queue.department_does_not_sit"


class TimeIsTaken(Refusal):
    """Nobody can book this time: it is past, another has it, or it was never given. Details: service, day."""

    code = "queue.time_is_taken"


class UnknownAppointment(Refusal):
    """There is no appointment, or nobody waits for one, with this code."""

    code = "queue.unknown_appointment"
    status: ClassVar[int] = 404


class AppointmentIsOver(Refusal):
    """It was cancelled, checked in or missed. Details: stage."""

    code = "queue.appointment_is_over"


class UnknownAppointmentNumber(Refusal):
    """No appointment of today has this number."""

    code = "queue.unknown_appointment_number"
    status: ClassVar[int] = 404


class TooEarly(Refusal):
    """An appointment is checked in a little before its time only. Details: time, again_at (times of day)."""

    code = "queue.too_early"


class AppointmentIsAnotherDay(Refusal):
    """An appointment is checked in on its day only. Details: day, time."""

    code = "queue.appointment_is_another_day"


class TooManyMatters(Refusal):
    """One ticket is for so many services at most. Details: limit."""

    code = "queue.too_many_matters"
    status: ClassVar[int] = 422


class UnknownNeed(Refusal):
    """A need nobody knows. Details: need."""

    code = "queue.unknown_need"
    status: ClassVar[int] = 422


class UnknownLanguage(Refusal):
    """A language the house does not speak. Details: language."""

    code = "queue.unknown_language"
    status: ClassVar[int] = 422


class ClosedToPhones(Refusal):
    """The centre lets nobody join a line from a phone. Details: centre."""

    code = "queue.closed_to_phones"


class LineTooLongForPhones(Refusal):
    """More people are ahead than may be for somebody at home. Details: letter, ahead."""

    code = "queue.line_too_long_for_phones"


class EnoughFromPhones(Refusal):
    """As many from phones wait in this line as the centre allows. Details: letter."""

    code = "queue.enough_from_phones"


class TooManyFromHere(Refusal):
    """Too many tickets were taken from one device or address; `again_at` (ISO moment, UTC) says when to try again."""

    code = "queue.too_many_from_here"
    status: ClassVar[int] = 429


class TooManyBookings(Refusal):
    """Too many times were booked, moved or waited for from one device or address.

    `again_at` (ISO moment, UTC) says when to try again.
    """

    code = "queue.too_many_bookings"
    status: ClassVar[int] = 429


class TooManyWrongNumbers(Refusal):
    """Too many numbers nobody has were typed at one kiosk; `again_at` (ISO moment, UTC) says when to try again."""

    code = "queue.too_many_wrong_numbers"
    status: ClassVar[int] = 429


class NotAPerson(Refusal):
    """What was typed is neither a telephone nor a personal number."""

    code = "queue.not_a_person"
    status: ClassVar[int] = 422


class AlreadyInLine(Refusal):
    """The same person has a live ticket for this service. Details: service."""

    code = "queue.already_in_line"


class RepresentativeLimit(Refusal):
    """One person has taken as many tickets for others today as one may. Details: limit."""

    code = "queue.representative_limit"


class NothingIsMissing(Refusal):
    """Nobody is sent home with an empty list. Details: service."""

    code = "queue.nothing_is_missing"
    status: ClassVar[int] = 422


class PaperNotAsked(Refusal):
    """The service does not ask for this paper. Details: service, document."""

    code = "queue.paper_not_asked"
    status: ClassVar[int] = 422


class UnknownTicket(Refusal):
    """No ticket has this number or code."""

    code = "queue.unknown_ticket"
    status: ClassVar[int] = 404


class UnknownNumber(Refusal):
    """No ticket of today has this number. Details: number."""

    code = "queue.unknown_number"
    status: ClassVar[int] = 404


class NotOfABlock(Refusal):
    """No line of this centre has a block with this number. Details: number, first, last."""

    code = "queue.not_of_a_block"
    status: ClassVar[int] = 422


class NotWithinTheDay(Refusal):
    """The time on a slip lies before the centre opened today or is still to come. Details: number, opens, now."""

    code = "queue.not_within_the_day"
    status: ClassVar[int] = 422


class OutOfOrderInBlock(Refusal):
    """In a block a lower number is not later than a higher one. Details: number, other, written (the other's time)."""

    code = "queue.out_of_order_in_block"
    status: ClassVar[int] = 422


class NumberIsTaken(Refusal):
    """Somebody with this number was entered today already. Details: number."""

    code = "queue.number_is_taken"


class HallIsOpen(Refusal):
    """A day is settled when it is over at the centre. Details: centre, day."""

    code = "queue.hall_is_open"


class TicketIsNotWaiting(Refusal):
    """Only a waiting ticket can leave the line. Details: ticket, state."""

    code = "queue.ticket_is_not_waiting"


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


class SlipIsComing(Refusal):
    """The paper of this ticket is on its way to the printer. Details: ticket."""

    code = "queue.slip_is_coming"


class SlipIsNotAsked(Refusal):
    """Nobody waits for the printer's answer about this ticket. Details: ticket."""

    code = "queue.slip_is_not_asked"


class TooManyCopies(Refusal):
    """So many copies of a ticket are printed at most. Details: limit."""

    code = "queue.too_many_copies"


class UnknownSentence(Refusal):
    """There is no such ready sentence. Details: sentence."""

    code = "queue.unknown_sentence"
    status: ClassVar[int] = 422


class UnknownMessageSpan(Refusal):
    """No message is shown for so many minutes. Details: minutes."""

    code = "queue.unknown_message_span"
    status: ClassVar[int] = 422


class MessageCannotBeRead(Refusal):
    """A message to the hall says nothing in a language, or more than can be read from the farthest seat.

    `missing`: languages; `too_long`: language to the number of signs that fit; `metres`: to the farthest seat.
    """

    code = "queue.message_cannot_be_read"
    status: ClassVar[int] = 422

    def __init__(self, *, missing: tuple[str, ...], too_long: Mapping[str, int], metres: int) -> None:
        super().__init__(missing=missing, too_long=too_long, metres=metres)
        self.missing = missing
        self.too_long = too_long
        self.metres = metres


class MessageIsShown(Refusal):
    """The hall is told the same already."""

    code = "queue.message_is_shown"


class EnoughMessages(Refusal):
    """So many messages are shown at once at most. Details: limit."""

    code = "queue.enough_messages"


class UnknownMessage(Refusal):
    """The centre has shown no such message. Details: message."""

    code = "queue.unknown_message"
    status: ClassVar[int] = 404


class MessageIsOver(Refusal):
    """The message is not shown any more: withdrawn, or its time is over. Details: message."""

    code = "queue.message_is_over"


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


class RequestKeyUsedElsewhere(Refusal):
    """The idempotency key belongs to another kind of request. Details: key."""

    code = "queue.request_key_used_elsewhere"


class UnknownOutcome(Refusal):
    """A visit cannot end with this word. Details: outcome."""

    code = "queue.unknown_outcome"
    status: ClassVar[int] = 422
