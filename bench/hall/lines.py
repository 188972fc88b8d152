"""Who should have been called: the policy `promise` by its definition, computed from the records alone.

Written anew from docs/algorithms/next-visitor.md and not imported, so that a mistake of the rule is not judged by itself.
What a call saw lies between two moments. Whoever surely stood in the line all the while is told from whoever may have; and a
count, which is made at one moment, is one of those the journal gives between the two, entry by entry.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bench.hall.records import CALL, Records, Row
from bench.hall.visits import Change, Stand, Visits

LOOP_HEAD_START = timedelta(minutes=5)
LANGUAGE_HEAD_START = timedelta(minutes=5)
GUARD_HUNDREDTHS = 150
COUNTED_UP_TO = 1000
SEEN_OF_A_LINE = 3
"""How far into each line of a class and a service a counter looks at least."""

BY_HAND = "by_hand"
TAKES = frozenset({"call", BY_HAND, "undo", "back"})
"""What locks somebody who stands in a line."""

_MICROSECOND = timedelta(microseconds=1)
_STAYS_BEHIND_SECONDS = 5.0
"""How long a request whose answer was lost may still be at work: it holds a ticket it will not call."""


@dataclass(frozen=True, slots=True)
class Counter:
    """What a counter can do."""

    services: frozenset[str]
    accessible: bool
    loop: bool
    languages: frozenset[str] = frozenset()
    """Those its officer speaks; none told: all."""

    def can_serve(self, stand: Stand, at: datetime) -> bool:
        """Return whether this counter may call this ticket."""
        return stand.service in self.services and stand.ready <= at and (self.accessible or not stand.step_free)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is wrong with the calls. `held`: calls explained only by a lost request that held the better ticket.

    `counted_exactly`: calls whose number of overtaken could be but one.
    """

    unexplained: list[str]
    held: int
    counted_exactly: int


@dataclass(frozen=True, slots=True)
class Seen:
    """What a call may have seen: from the entries surely committed when it was asked for to its own.

    `around` are those who may have stood in the line for this counter, `sure` those who stood there all the while.
    """

    place: int
    first: int
    at: datetime
    around: list[Stand]
    sure: list[Stand]


def score(stand: Stand, counter: Counter, at: datetime) -> int:
    """Return 10^8 times minutes waited / (promised minutes^2 x expected service minutes), with four places more."""
    waited = at - stand.since + (LOOP_HEAD_START if counter.loop and stand.hears_poorly else timedelta())
    if counter.languages and stand.language not in counter.languages:
        waited = max(waited - LANGUAGE_HEAD_START, timedelta())
    return waited // _MICROSECOND * 10**6 // (stand.promised**2 * max(1, stand.seconds))


class Lines:
    """Judges every call of the records by what its counter can have seen."""

    def __init__(self, records: Records, visits: Visits) -> None:
        self._records = records
        self._visits = visits
        self._counters = counters_of(records)
        self._counted: list[tuple[datetime, int, Stand]] = []
        """Where each ticket that did not leave stands or stood last, in order: what first come is reckoned by."""
        self._around: list[Stand] = []
        self._behind = sorted(self._left_behind())
        self._holds: dict[tuple[float, float, int | None], int] = {}
        self._last_at: dict[int, int] = defaultdict(int)
        self._exact = 0

    def judge(self) -> Judgement:
        """Return which calls are not explained."""
        unexplained: list[str] = []
        held = 0
        for place, row in enumerate(self._records.rows):
            if row.kind == CALL:
                wrong, by_a_hold = self._call(place, row, self._visits.chosen.get(place))
                unexplained += [f"entry {row.seq}: {what}" for what in wrong]
                held += by_a_hold
            if change := self._visits.changes.get(place):
                self._pass(change)
            if "counter" in row.data:
                self._last_at[row.data["counter"]] = place + 1
        return Judgement(unexplained, held, self._exact)

    def _pass(self, change: Change) -> None:
        """Go past an entry."""
        if change.begun:
            self._around.append(change.begun)
        if before := change.counted_before:
            del self._counted[bisect_left(self._counted, _came(before))]
        if change.counts:
            insort(self._counted, (*_came(change.counts), change.counts), key=lambda one: one[:2])

    def _call(self, place: int, row: Row, chosen: Stand | None) -> tuple[list[str], bool]:
        counter = self._counters.get(row.data["counter"])
        if chosen is None or counter is None:
            return ["a call of a ticket or a counter nobody knows"], False
        # The window had to be free: whatever was before at this counter was seen.
        first = max(self._records.surely_seen(self._records.sent(row)), self._last_at[row.data["counter"]])
        self._around = [one for one in self._around if one.went >= first - COUNTED_UP_TO]
        around = [one for one in self._around if one.went >= first and counter.can_serve(one, row.moment)]
        sure = [one for one in around if one.came < first and one.went > place]
        seen = Seen(place, first, row.moment, around, sure)
        wrong = [*self._stated_wrongly(row, chosen, counter, seen), *self._counted_wrongly(row, chosen, counter, seen)]
        request = self._records.requests.get(row.key or "")
        by_hand = request is not None and request.what == BY_HAND
        if row.data["policy"] != (BY_HAND if by_hand else self._records.hall["policy"]):
            wrong.append(f"{chosen.text} was called by {row.data['policy']}, which is not what was asked for")
        if by_hand:
            return wrong, False
        better, by_guard = self._better(row, chosen, counter, seen)
        wrong += by_guard
        end = self._records.committed_by[place]
        left = [one for one in better if not _excused(one, end, seen)]
        free = [one for one in left if not self._held(one, row, end)]
        wrong += [f"{chosen.text} was called, {one.text} stood before it" for one in free[:1]]
        return wrong, bool(left) and not free

    def _better(self, row: Row, chosen: Stand, counter: Counter, seen: Seen) -> tuple[list[Stand], list[str]]:
        """Return who surely ranked before the chosen one, and what is wrong with the guard."""
        at, guarded = seen.at, bool(row.data["guarded"])
        late = [one for one in (chosen, *(one for one in seen.around if one is not chosen))
                if at - one.since > timedelta(minutes=one.promised)]  # fmt: skip
        shortest, longest = self._first_come(counter, seen) if late else (None, None)
        surely = {one for one in late if longest is not None and 100 * (at - one.since) > GUARD_HUNDREDTHS * longest}
        perhaps = {one for one in late if shortest is not None and 100 * (at - one.since) > GUARD_HUNDREDTHS * shortest}
        wrong = []
        if guarded and chosen not in perhaps:
            wrong.append(f"{chosen.text} was called by the guard and was not late enough for it")
        if not guarded and chosen in surely:
            wrong.append(f"{chosen.text} was to be called by the guard and was not")
        if guarded:
            before = [one for one in seen.sure if one in surely and _came(one) < _came(chosen)]
        else:
            rank = _rank(chosen, counter, at)
            before = [one for one in seen.sure if one in surely or _rank(one, counter, at) < rank]
        return before, wrong

    def _changes_back(self, seen: Seen) -> Iterator[Change]:
        """Yield the changes a call may not have seen yet, the last first."""
        for place in range(seen.place - 1, seen.first - 1, -1):
            if change := self._visits.changes.get(place):
                yield change

    def _first_come(self, counter: Counter, seen: Seen) -> tuple[timedelta | None, timedelta | None]:
        """Return what first come would have given the first of the line: at least, and at most.

        It would have called so many that the last that came are left, as many as wait.
        """
        waiting = sum(one.came < seen.place for one in seen.around if one.went >= seen.place)
        touched = {one for change in self._changes_back(seen) for one in (change.counts, change.counted_before) if one}
        last = frozenset(one for one in touched if self._is_counted(one))
        states = [(waiting, last)]
        for change in self._changes_back(seen):
            waiting += _one(change.ended, counter, seen.at) - _one(change.begun, counter, seen.at)
            last = (last - {change.counts}) | ({change.counted_before} if change.counted_before else set())
            states.append((waiting, last))
        most = min(max(many for many, _ in states), COUNTED_UP_TO)
        steady: list[datetime] = []
        for since, _, one in reversed(self._counted):
            if len(steady) >= most:
                break
            if one not in touched and counter.can_serve(one, seen.at):
                steady.append(since)
        moments = [
            found
            for many, moved in states
            if (found := _nth_last(steady, [one.since for one in moved if counter.can_serve(one, seen.at)], many))
        ]
        return (seen.at - max(moments), seen.at - min(moments)) if moments else (None, None)

    def _is_counted(self, stand: Stand) -> bool:
        place = bisect_left(self._counted, _came(stand))
        return place < len(self._counted) and self._counted[place][2] is stand

    def _counted_wrongly(self, row: Row, chosen: Stand, counter: Counter, seen: Seen) -> Iterator[str]:
        """Yield that the number of overtaken told is none that can have been counted."""

        def passed(stand: Stand | None) -> int:
            return _one(stand, counter, seen.at) if stand and stand.since < chosen.since else 0

        many = sum(passed(one) for one in seen.around if one.came < seen.place <= one.went)
        possible = {many}
        for change in self._changes_back(seen):
            many += passed(change.ended) - passed(change.begun)
            possible.add(many)
        self._exact += len(possible) == 1
        if row.data["overtaken"] not in {min(many, COUNTED_UP_TO) for many in possible}:
            yield f"{row.data['overtaken']} overtaken told, {min(possible)} to {max(possible)} can have been seen"

    def _stated_wrongly(self, row: Row, chosen: Stand, counter: Counter, seen: Seen) -> Iterator[str]:
        """Yield what the call tells of itself and is not so."""
        data = row.data
        if data["wait_seconds"] != int((row.moment - chosen.since).total_seconds()):
            yield f"{chosen.text} waited otherwise than told"
        if not counter.can_serve(chosen, row.moment):
            yield f"{chosen.text} cannot be served there"
        if data["policy"] != BY_HAND and (not data["scores"] or data["scores"][0][0] != chosen.number):
            yield f"the first score is not that of {chosen.text}"
        for number, hundredths in data["scores"]:
            stands = [
                one for one in self._visits.stands.get(number, ()) if one.came < seen.place and one.went >= seen.first
            ]
            if all(score(one, counter, row.moment) // 10**6 != hundredths for one in stands):
                yield f"the score told of ticket {number} is not the policy's"

    def _held(self, passed: Stand, row: Row, end: float) -> bool:
        """Return whether a request of another counter that came to nothing can have held this ticket just then.

        Each of them can hold one ticket only: whichever it is first needed for.
        """
        began = self._records.sent(row)
        for behind in self._behind:
            if behind[0] >= end:
                return False
            if behind[1] > began and behind[2] != row.data["counter"] and (
                self._holds.setdefault(behind, passed.number) == passed.number
            ):  # fmt: skip
                return True
        return False

    def _left_behind(self) -> Iterator[tuple[float, float, int | None]]:
        """Yield (from, to, counter) of attempts to take somebody that were sent beside another one, or took nobody."""
        for request in self._records.requests.values():
            if request.what not in TAKES:
                continue
            extra = len(request.attempts) > 1 or request.key not in self._records.by_key
            for sent, answered in request.attempts if extra else ():
                yield sent, min(answered, sent + _STAYS_BEHIND_SECONDS), request.counter


def counters_of(records: Records) -> dict[int, Counter]:
    """Return what each counter can do, as the hall is furnished."""
    return {
        int(code): Counter(
            frozenset(told["services"]), told["accessible"], told["loop"], frozenset(told.get("languages", ()))
        )
        for code, told in records.hall["counters"].items()
    }


def _excused(passed: Stand, end: float, seen: Seen) -> bool:
    """Return whether another counter was taking this one, or enough of those before it to hide it from sight."""
    if passed.claimed_from < end:
        return True
    taken = sum(
        1
        for one in seen.around
        if (one.service, one.class_code) == (passed.service, passed.class_code)
        and _came(one) < _came(passed)
        and (seen.first <= one.went < seen.place or one.claimed_from < end)
    )
    return taken >= SEEN_OF_A_LINE


def _one(stand: Stand | None, counter: Counter, at: datetime) -> int:
    return int(stand is not None and counter.can_serve(stand, at))


def _nth_last(steady: list[datetime], moved: Iterable[datetime], which: int) -> datetime | None:
    """Return the so manieth last of two sets of moments together; `steady` is in order, the last first."""
    which = min(which, COUNTED_UP_TO)
    later = sorted(moved, reverse=True)
    for of_moved in range(min(len(later), which) + 1):
        of_steady = which - of_moved
        if of_steady <= len(steady):
            taken = [*later[:of_moved][-1:], *steady[:of_steady][-1:]]
            left = [*later[of_moved : of_moved + 1], *steady[of_steady : of_steady + 1]]
            if taken and (not left or min(taken) >= max(left)):
                return min(taken)
    return None


def _came(stand: Stand) -> tuple[datetime, int]:
    return stand.since, stand.number


def _rank(stand: Stand, counter: Counter, at: datetime) -> tuple[Any, ...]:
    return (-score(stand, counter, at), -stand.weight, *_came(stand))
