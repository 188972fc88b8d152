"""What is refused about messages to the hall."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from darcha.kernel.refusal import Refusal


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
