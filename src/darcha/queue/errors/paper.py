"""What is refused about slips and paper blocks."""

from __future__ import annotations

from typing import ClassVar

from darcha.kernel.refusal import Refusal


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


class SlipIsComing(Refusal):
    """The paper of this ticket is on its way to the printer. Details: ticket."""

    code = "queue.slip_is_coming"


class SlipIsNotAsked(Refusal):
    """Nobody waits for the printer's answer about this ticket. Details: ticket."""

    code = "queue.slip_is_not_asked"


class TooManyCopies(Refusal):
    """So many copies of a ticket are printed at most. Details: limit."""

    code = "queue.too_many_copies"
