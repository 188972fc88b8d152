"""What the end of the day refuses."""

from __future__ import annotations

from typing import ClassVar

from darcha.kernel.refusal import Refusal


class NothingToClose(Refusal):
    """No money came or went since the till was closed."""

    code = "till.nothing_to_close"


class DifferenceNotNamed(Refusal):
    """What was counted is not what was recorded, and no word says why: details tell `cash` and `card` in soʻm."""

    code = "till.difference_not_named"
    status: ClassVar[int] = 422


class CountNotUnderstood(Refusal):
    """Not a whole number, or out of all measure."""

    code = "till.count_not_understood"
    status: ClassVar[int] = 422


class UnknownClosing(Refusal):
    code = "till.unknown_closing"
    status: ClassVar[int] = 404


class ClosingCorrected(Refusal):
    """It was corrected: the correction is corrected, not what it replaced."""

    code = "till.closing_corrected"


class CorrectionNotNamed(Refusal):
    """A correcting entry says why."""

    code = "till.correction_not_named"
    status: ClassVar[int] = 422


class TillsOpen(Refusal):
    """Somebody who took money on that day has not counted it: details tell how many, `n`."""

    code = "till.tills_open"


class DayNotOver(Refusal):
    """A day that is still to come cannot be signed."""

    code = "till.day_not_over"


class AlreadySigned(Refusal):
    """Signed before: only a correcting entry with words follows."""

    code = "till.already_signed"


class StatementNotUnderstood(Refusal):
    """A line of a bank's statement is not a reference and a sum: details name the `line`."""

    code = "till.statement_not_understood"
    status: ClassVar[int] = 422


class StatementReadBefore(Refusal):
    code = "till.statement_read_before"


class WordsTooLong(Refusal):
    code = "till.words_too_long"
    status: ClassVar[int] = 422
