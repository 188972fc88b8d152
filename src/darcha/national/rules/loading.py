"""What a loaded blueprint answers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading a file did. `kind` is "catalogue" or "centre"; the counts are rows of the file's own subjects."""

    kind: str
    new: int
    changed: int
    unchanged: int
    messages: tuple[str, ...] = ()
