"""What is refused about the clock of a case."""

from __future__ import annotations

from typing import ClassVar

from darcha.kernel.refusal import Refusal


class CaseNotAccepted(Refusal):
    """Nothing runs yet: the application was returned."""

    code = "cases.case_not_accepted"


class AlreadySuspended(Refusal):
    """The applicant corrects already: one list at a time."""

    code = "cases.already_suspended"


class NotSuspended(Refusal):
    code = "cases.not_suspended"


class ClockStands(Refusal):
    """The applicant corrects: it can be refused, not granted."""

    code = "cases.clock_stands"


class SuspensionGroundUnknown(Refusal):
    code = "cases.suspension_ground_unknown"
    status: ClassVar[int] = 422


class CorrectionMissing(Refusal):
    """The applicant is not told what to correct."""

    code = "cases.correction_missing"
    status: ClassVar[int] = 422


class NotExtendable(Refusal):
    """The catalogue names no longer time for the service."""

    code = "cases.not_extendable"


class ExtensionTooLong(Refusal):
    code = "cases.extension_too_long"
    status: ClassVar[int] = 422


class ExtensionNotLonger(Refusal):
    code = "cases.extension_not_longer"
    status: ClassVar[int] = 422


class ExtensionGroundMissing(Refusal):
    code = "cases.extension_ground_missing"
    status: ClassVar[int] = 422


class ClockHasRunOut(Refusal):
    """The last day is over: a clock is neither stopped nor lengthened any more."""

    code = "cases.clock_has_run_out"


class EventOutOfOrder(Refusal):
    """Something later has happened to the case already."""

    code = "cases.event_out_of_order"


class NoticeNotAwaited(Refusal):
    """The law does not start this time with a notice."""

    code = "cases.notice_not_awaited"


class NoticeGiven(Refusal):
    code = "cases.notice_given"


class NoticeWordsMissing(Refusal):
    code = "cases.notice_words_missing"
    status: ClassVar[int] = 422
