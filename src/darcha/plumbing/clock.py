"""The only clock of the house, read at the doors alone.

The demo runs its day faster than the day outside; then the clock is moved and stretched, and everything behind the
doors follows, because no room reads a clock of its own.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock that showed `shown_at` when the true time was `true_at`, and runs `speed` times as fast since."""

    true_at: datetime
    shown_at: datetime
    speed: float = 1.0

    def now(self) -> datetime:
        """Return the moment this clock shows, aware, in UTC."""
        true_now = datetime.fromtimestamp(time.time(), tz=UTC)
        return self.shown_at + (true_now - self.true_at) * self.speed

    def true_seconds(self, span: timedelta) -> float:
        """Return how many true seconds pass while this clock advances by `span`."""
        return span.total_seconds() / self.speed


_EPOCH = datetime.fromtimestamp(0, tz=UTC)
_clock = Clock(true_at=_EPOCH, shown_at=_EPOCH)


def set_clock(clock: Clock) -> None:
    """Let the doors of this process read `clock` from now on."""
    global _clock  # noqa: PLW0603 -- one process has one clock; this is its only setter
    _clock = clock


def clock() -> Clock:
    """Return the clock the doors of this process read."""
    return _clock


def now() -> datetime:
    """Return the present moment as the doors see it, aware, in UTC."""
    return _clock.now()
