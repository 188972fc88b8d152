"""An expected "no"."""

from __future__ import annotations

from typing import ClassVar


class Refusal(Exception):
    """An expected "no", named for what happened.

    `code` is eternal: other systems, tests and translations hang on it. `status` is the HTTP status a door
    answers with. `details` fill the sentence the door finds for the code; ids and dates only, no names.
    """

    code: ClassVar[str]
    status: ClassVar[int] = 409

    def __init__(self, **details: object) -> None:
        super().__init__(self.code, details)
        self.details: dict[str, object] = details

    def __str__(self) -> str:
        return self.code + "".join(f" {name}={value!r}" for name, value in self.details.items())
