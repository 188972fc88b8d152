"""What is refused to who applies from home."""

from __future__ import annotations

from typing import ClassVar

from darcha.kernel.refusal import Refusal


class UnknownDraft(Refusal):
    """Nobody was given this code, or the draft was deleted."""

    code = "cases.unknown_draft"
    status: ClassVar[int] = 404


class DraftIsSent(Refusal):
    """It became an application; nothing is written in it any more."""

    code = "cases.draft_is_sent"


class DraftIncomplete(Refusal):
    """Something is missing, told by the draft itself; nothing was sent."""

    code = "cases.draft_incomplete"
    status: ClassVar[int] = 422


class NotTakenFromHome(Refusal):
    """The service has no form, or the centre takes it at its windows only."""

    code = "cases.not_taken_from_home"


class TooManyDrafts(Refusal):
    """Too many applications were begun from one device or address. `again_at` (ISO moment, UTC): when to try again."""

    code = "cases.too_many_drafts"
    status: ClassVar[int] = 429


class TooManyScans(Refusal):
    """A paper has as many files as are taken of one."""

    code = "cases.too_many_scans"
    status: ClassVar[int] = 422
