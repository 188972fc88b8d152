"""What is refused about notices."""

from __future__ import annotations

from typing import ClassVar

from darcha.kernel.refusal import Refusal


class UnreachableAddress(Refusal):
    """Nobody can be reached by what was typed."""

    code = "notices.unreachable_address"
    status: ClassVar[int] = 422


class NothingToTell(Refusal):
    """There is no such ticket, appointment or application, or nothing is to come for it: it was called, or is over."""

    code = "notices.nothing_to_tell"


class RequestKeyUsed(Refusal):
    """The key of the request belongs to another one."""

    code = "notices.request_key_used"
