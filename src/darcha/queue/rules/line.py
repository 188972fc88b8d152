"""Who is called next, and why: accumulating priority.

Every visitor gains score by waiting, minutes times the weight of their class; the highest score this counter can
serve is called. The ratio of two weights is the only knob: all equal is first come, first served; the larger the
ratio, the nearer to strict priority, and yet nobody starves, because every score grows without end.

Source: Kleinrock 1964; Stanford, Taylor, Ziedins, Queueing Systems 77 (2014) 297-330.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

ACCUMULATING_PRIORITY = "accumulating_priority"

LOOP_HEAD_START = timedelta(minutes=5)
"""Who hears poorly counts as if they had waited so much longer, at a counter with a hearing loop only.

Any counter may call them; this makes it likelier that the one with the loop does.
"""

_BEST = 3
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One ticket in the line. `weight` in hundredths; `waiting_since` is where it stands."""

    ticket_id: int
    service_id: str
    class_code: str
    weight: int
    waiting_since: datetime
    needs: tuple[str, ...] = ()
    number: str = ""


@dataclass(frozen=True, slots=True)
class Serving:
    """What a counter can do now: the services of who sits there, and how it can be reached and heard."""

    services: frozenset[str]
    accessible: bool = False
    hearing_loop: bool = False


@dataclass(frozen=True, slots=True)
class Score:
    """One of the best three of a choice, as it stood then."""

    ticket_id: int
    number: str
    class_code: str
    hundredths: int
    waited_seconds: int


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why this one: the rule by name, the best three scores, and how many waited longer and were passed."""

    policy: str
    scores: tuple[Score, ...]
    overtaken: int


@dataclass(frozen=True, slots=True)
class Choice:
    """Who is next, and why."""

    ticket_id: int
    reasons: Reasons

    @property
    def overtaken(self) -> int:
        """Return how many this counter could serve waited longer and were passed."""
        return self.reasons.overtaken


@dataclass(frozen=True, slots=True)
class Ranked:
    """A ticket this counter can serve with its score in hundredths of a weighted minute."""

    waiting: Waiting
    hundredths: int


def can_serve(counter: Serving, waiting: Waiting, at: datetime) -> bool:
    """Return whether this counter may call this ticket now.

    The service is one of the counter's; a wheelchair needs a counter without steps; the department has begun to sit
    (`waiting_since` is not before that).
    """
    return (
        waiting.service_id in counter.services
        and waiting.waiting_since <= at
        and ("wheel" not in waiting.needs or counter.accessible)
    )


def _weighed(counter: Serving, waiting: Waiting, at: datetime) -> int:
    waited = at - waiting.waiting_since
    if counter.hearing_loop and "ear" in waiting.needs:
        waited += LOOP_HEAD_START
    return (waited // _MICROSECOND) * waiting.weight


def score_hundredths(counter: Serving, waiting: Waiting, at: datetime) -> int:
    """Return the score in hundredths of a weighted minute, rounded down.

    Check: 6 minutes waited with weight 200 gives 1200.
    """
    return _weighed(counter, waiting, at) // 60_000_000


def ranking(line: Iterable[Waiting], counter: Serving, at: datetime) -> tuple[Ranked, ...]:
    """Return whom this counter can serve, the next one first.

    Equal scores: the heavier class, then who came first, then the ticket issued first. The order of `line` is of no
    consequence.
    """
    able = [waiting for waiting in line if can_serve(counter, waiting, at)]
    able.sort(
        key=lambda waiting: (
            -_weighed(counter, waiting, at),
            -waiting.weight,
            waiting.waiting_since,
            waiting.ticket_id,
        )
    )
    return tuple(Ranked(waiting, score_hundredths(counter, waiting, at)) for waiting in able)


def overtaken_by(chosen: Waiting, line: Iterable[Waiting], counter: Serving, at: datetime) -> int:
    """Return how many this counter can serve waited longer than the chosen one."""
    return sum(1 for other in line if other.waiting_since < chosen.waiting_since and can_serve(counter, other, at))


def reasons(best: Sequence[Ranked], *, overtaken: int, at: datetime) -> Reasons:
    """Return the reasons of a choice from its ranking."""
    return Reasons(
        policy=ACCUMULATING_PRIORITY,
        scores=tuple(
            Score(
                ticket_id=ranked.waiting.ticket_id,
                number=ranked.waiting.number,
                class_code=ranked.waiting.class_code,
                hundredths=ranked.hundredths,
                waited_seconds=int((at - ranked.waiting.waiting_since).total_seconds()),
            )
            for ranked in best[:_BEST]
        ),
        overtaken=overtaken,
    )


def next_visitor(line: Sequence[Waiting], counter: Serving, at: datetime) -> Choice | None:
    """Return whom this counter calls next, with the reasons; None when it can serve nobody who waits."""
    best = ranking(line, counter, at)
    if not best:
        return None
    chosen = best[0].waiting
    return Choice(chosen.ticket_id, reasons(best, overtaken=overtaken_by(chosen, line, counter, at), at=at))
