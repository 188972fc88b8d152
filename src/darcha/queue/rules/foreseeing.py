"""Whose promise will break, before it does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from darcha.queue.rules.wait import AS_RECKONED, Correction, expected_wait
from darcha.queue.rules.ways import Beliefs, OpenCounter, Standing


@dataclass(frozen=True, slots=True)
class Promised:
    """Somebody who waits and what they were promised. `weight` as in `Standing`; moments in seconds of the epoch."""

    service_id: str
    weight: float
    step_free: bool
    since: float
    ready: float
    promised_minutes: int

    @property
    def until(self) -> float:
        """Return when the promise breaks, in seconds of the epoch."""
        return self.since + 60 * self.promised_minutes


def will_be_late(
    waiting: Sequence[Promised],
    *,
    line: Sequence[Standing],
    counters: Sequence[OpenCounter],
    beliefs: Beliefs,
    at: datetime,
    correction: Correction = AS_RECKONED,
) -> tuple[Promised, ...]:
    """Return who is in time yet and more likely than not will be called after their promise, the first broken first.

    Whoever no open counter can serve will be late. Who is late already is not foreseen any more. Check: one busy counter,
    services of 10 minutes, three in a line promised 15 minutes since now: the second and the third.
    """
    now = at.timestamp()
    found = []
    for one in waiting:
        if one.until <= now:
            continue
        expected = expected_wait(
            service_id=one.service_id,
            weight=one.weight,
            step_free=one.step_free,
            since=one.since,
            line=line,
            counters=counters,
            beliefs=beliefs,
            at=at,
            ready=one.ready,
            promised_minutes=one.promised_minutes,
        )
        if expected is None or now + 60 * correction.of(expected).half_minutes > one.until:
            found.append(one)
    return tuple(sorted(found, key=lambda one: one.until))
