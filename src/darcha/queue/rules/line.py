"""Who is called next, and why.

Every policy ranks whom a counter can serve by a score that grows with waiting, so within a class and a service who came
first goes first. Only a few minutes may turn that round: the head start at a hearing loop, and that of who is understood.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import inf

from darcha.queue.rules.policy import (
    ACCUMULATING_PRIORITY,
    DEFAULT_POLICY,
    FIRST_COME,
    PROMISE,
    RATIO,
    STATIC_PRIORITY,
    Policy,
)

LOOP_HEAD_START = timedelta(minutes=5)
"""Who hears poorly counts as if they had waited so much longer, at a counter with a hearing loop only.

Any counter may call them; this makes it likelier that the one with the loop does.
"""

LANGUAGE_HEAD_START = timedelta(minutes=5)
"""Whose language the officer does not speak counts as if they had waited so much less, at that counter only.

Any counter may call them; this makes it likelier that one does where they are understood.
"""

_BEST = 3
_MICROSECOND = timedelta(microseconds=1)
_HUNDREDTHS_IN_MICROSECONDS = 600_000


@dataclass(frozen=True, slots=True)
class Waiting:
    """One ticket in the line. `weight` in hundredths; `waiting_since` is where it stands.

    `ready_at`: from when it can be called; None: since it stands there. `promised_minutes` is what its class was promised, `service_seconds` how long its service is expected to take.
    """

    ticket_id: int
    service_id: str
    class_code: str
    weight: int
    waiting_since: datetime
    needs: tuple[str, ...] = ()
    number: str = ""
    promised_minutes: int = 20
    service_seconds: int = 600
    ready_at: datetime | None = None
    language: str = "uz"


@dataclass(frozen=True, slots=True)
class Serving:
    """What a counter can do now: the services of who sits there, and how it can be reached and heard.

    `recent` are the classes it called last, newest first: what `ratio` counts. `first_come_wait` is how long whoever
    stands first would have waited had everybody been called as they came (see `first_come_wait`): what the guard
    measures by; None leaves the guard out. `languages` are those the officer speaks; none told: all.
    """

    services: frozenset[str]
    accessible: bool = False
    hearing_loop: bool = False
    recent: tuple[str, ...] = ()
    first_come_wait: timedelta | None = None
    languages: tuple[str, ...] = ()


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
    """Why this one: the rule by name, the best three scores, and how many waited longer and were passed.

    `guarded`: not by the score, but because the wait had grown beyond what first come would have given. `by_hand`: not
    by a rule, an officer called out of turn, and why (`BY_HAND_BECAUSE`); the scores are then those the rule gave. `helped`: for none of the officer's own services, and why (`HELPED`).
    """

    policy: str
    scores: tuple[Score, ...]
    overtaken: int
    guarded: bool = False
    by_hand: str | None = None
    helped: str | None = None


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
    """A ticket this counter can serve with its score in hundredths; `guarded` goes first whatever the score."""

    waiting: Waiting
    hundredths: int
    guarded: bool = False


def can_serve(counter: Serving, waiting: Waiting, at: datetime) -> bool:
    """Return whether this counter may call this ticket now.

    The service is one of the counter's; a wheelchair needs a counter without steps; the department has begun to sit, and
    who was set aside has had their time (`ready_at`).
    """
    return (
        waiting.service_id in counter.services
        and (waiting.ready_at or waiting.waiting_since) <= at
        and ("wheel" not in waiting.needs or counter.accessible)
    )


def is_understood(language: str, languages: Sequence[str]) -> bool:
    """Return whether an officer who speaks `languages` speaks this one; none told: every one.

    The script is of no consequence: uz-cyrl is spoken as uz.
    """
    return not languages or language.partition("-")[0] in languages


def first_come_wait(*, waiting: int, arrivals: Sequence[datetime], at: datetime) -> timedelta | None:
    """Return how long the first of the line would have waited, had everybody been called as they came.

    With first come, first called, the `waiting` people who wait now would be the last that came; `arrivals` are the
    moments, ascending, of all who came and did not leave, called or not. None: nobody waits.

    Check: of five who came 20, 15, 10, 5 and 1 minutes ago three wait: first come would have let the first wait 10.
    """
    if not 0 < waiting <= len(arrivals):
        return None
    return at - arrivals[-waiting]


def _waited(counter: Serving, waiting: Waiting, at: datetime) -> int:
    """Return the microseconds that count as waited."""
    waited = at - waiting.waiting_since
    if counter.hearing_loop and "ear" in waiting.needs:
        waited += LOOP_HEAD_START
    if not is_understood(waiting.language, counter.languages):
        waited = max(timedelta(0), waited - LANGUAGE_HEAD_START)
    return waited // _MICROSECOND


def _promise_score(waited: int, waiting: Waiting) -> int:
    """Return 10^6 times minutes waited / (promised minutes^2 x expected service minutes), with six places more."""
    return waited * 10**6 // (waiting.promised_minutes**2 * max(1, waiting.service_seconds))


def score_hundredths(counter: Serving, waiting: Waiting, at: datetime, policy: Policy = DEFAULT_POLICY) -> int:
    """Return the score in hundredths, rounded down.

    `promise`: 10,000 x minutes waited / (promised minutes^2 x expected service minutes). `accumulating_priority`:
    minutes waited x weight. The others rank by minutes waited, and classes are apart.

    Check: 6 minutes waited with the promise of 10, the weight 200 and a service of 10 minutes: 60.00 by `promise`, 12.00
    by `accumulating_priority`, else 6.00.
    """
    waited = _waited(counter, waiting, at)
    if policy.name == PROMISE:
        return _promise_score(waited, waiting) // 10**6
    if policy.name == ACCUMULATING_PRIORITY:
        return waited * waiting.weight // (100 * _HUNDREDTHS_IN_MICROSECONDS)
    return waited // _HUNDREDTHS_IN_MICROSECONDS


def shares(weights: Iterable[int]) -> tuple[int, ...]:
    """Return how many calls of a round each class gets under `ratio`: its weight in whole hundreds, at least one.

    Check: weights 200 and 100 are 2 : 1.
    """
    return tuple(max(1, round(weight / 100)) for weight in weights)


def _exhausted(able: Sequence[Waiting], recent: Sequence[str]) -> frozenset[str]:
    """Return the classes that had their share among the calls this counter made last.

    A round is as long as the shares of the classes that wait together; looking back one call less than a round, a class
    is exhausted when it was called as often as its share. A class nobody waits in leaves its turns to the others and
    gathers no claim.
    """
    weights: dict[str, int] = {}
    for waiting in able:
        weights[waiting.class_code] = max(waiting.weight, weights.get(waiting.class_code, 0))
    share = dict(zip(weights, shares(weights.values()), strict=True))
    latest = list(recent[: sum(share.values()) - 1])
    return frozenset(code for code, turns in share.items() if latest.count(code) >= turns)


def _order(
    able: Sequence[Waiting], counter: Serving, at: datetime, policy: Policy
) -> Callable[[Waiting], tuple[float, ...]]:
    """Return what the policy sorts by, the smallest first."""
    if policy.name == FIRST_COME:
        return lambda waiting: (-_waited(counter, waiting, at),)
    if policy.name == STATIC_PRIORITY:
        return lambda waiting: (-waiting.weight, -_waited(counter, waiting, at))
    if policy.name == RATIO:
        exhausted = _exhausted(able, counter.recent)
        return lambda waiting: (
            waiting.class_code in exhausted,
            -waiting.weight,
            -_waited(counter, waiting, at),
        )
    if policy.name == ACCUMULATING_PRIORITY:
        return lambda waiting: (-_waited(counter, waiting, at) * waiting.weight,)
    return lambda waiting: (-_promise_score(_waited(counter, waiting, at), waiting),)


def is_guarded(counter: Serving, waiting: Waiting, at: datetime, policy: Policy) -> bool:
    """Return whether somebody goes first, whatever the score.

    The promise to them is broken, and they waited more than `guard` hundredths of what first come would have given.
    """
    if not policy.guard or counter.first_come_wait is None:
        return False
    waited = at - waiting.waiting_since
    return waited > timedelta(minutes=waiting.promised_minutes) and (
        100 * waited > policy.guard * counter.first_come_wait
    )


def ranking(
    line: Iterable[Waiting], counter: Serving, at: datetime, policy: Policy = DEFAULT_POLICY
) -> tuple[Ranked, ...]:
    """Return whom this counter can serve, the next one first.

    Guarded ones first, the longest waiting before the others. Equal scores: the heavier class, then who came first, then
    the ticket issued first. The order of `line` is of no consequence.
    """
    able = [waiting for waiting in line if can_serve(counter, waiting, at)]
    guarded = {waiting.ticket_id for waiting in able if is_guarded(counter, waiting, at, policy)}
    order = _order(able, counter, at, policy)

    def place(waiting: Waiting) -> tuple[object, ...]:
        first = -inf if waiting.ticket_id in guarded else inf
        score = () if waiting.ticket_id in guarded else (*order(waiting), -waiting.weight)
        return (first, *score, waiting.waiting_since, waiting.ticket_id)

    able.sort(key=place)
    return tuple(
        Ranked(waiting, score_hundredths(counter, waiting, at, policy), waiting.ticket_id in guarded)
        for waiting in able
    )


def overtaken_by(chosen: Waiting, line: Iterable[Waiting], counter: Serving, at: datetime) -> int:
    """Return how many this counter can serve waited longer than the chosen one."""
    return sum(1 for other in line if other.waiting_since < chosen.waiting_since and can_serve(counter, other, at))


def reasons(best: Sequence[Ranked], *, overtaken: int, at: datetime, policy: Policy = DEFAULT_POLICY) -> Reasons:
    """Return the reasons of a choice from its ranking."""
    return Reasons(
        policy=policy.name,
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
        guarded=best[0].guarded,
    )


def next_visitor(
    line: Sequence[Waiting], counter: Serving, at: datetime, policy: Policy = DEFAULT_POLICY
) -> Choice | None:
    """Return whom this counter calls next, with the reasons; None when it can serve nobody who waits."""
    best = ranking(line, counter, at, policy)
    if not best:
        return None
    chosen = best[0].waiting
    overtaken = overtaken_by(chosen, line, counter, at)
    return Choice(chosen.ticket_id, reasons(best, overtaken=overtaken, at=at, policy=policy))
