"""What is refused to whoever wants a turn, or has one."""

from __future__ import annotations

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


class HallIsOpen(Refusal):
    """A day is settled when it is over at the centre. Details: centre, day."""

    code = "queue.hall_is_open"


class TicketIsNotWaiting(Refusal):
    """Only a waiting ticket can leave the line. Details: ticket, state."""

    code = "queue.ticket_is_not_waiting"


class RequestKeyUsedElsewhere(Refusal):
    """The idempotency key belongs to another kind of request. Details: key."""

    code = "queue.request_key_used_elsewhere"
