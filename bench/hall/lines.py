"""Who should have been called: the policy `promise` by its definition, computed from the records alone.

Written anew from docs/algorithms/next-visitor.md and not imported, so that a mistake of the rule is not judged by itself.
What a call saw lies between two moments, so everything here is told as what surely was and what may have been.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import inf
from typing import Any

from bench.hall.records import CALL, Records, Row

LOOP_HEAD_START = timedelta(minutes=5)
LANGUAGE_HEAD_START = timedelta(minutes=5)
GUARD_HUNDREDTHS = 150
COUNTED_UP_TO = 1000
SEEN_OF_A_LINE = 3
"""How far into each line of a class and a service a counter looks at least."""

_MICROSECOND = timedelta(microseconds=1)
_STAYS_BEHIND_SECONDS = 5.0
"""How long a request whose answer was lost may still be at work: it holds a ticket it will not call."""


@dataclass(slots=True)
class Ticket:
    """A ticket as the journal tells it. Places are those of rows; `inf`: it never left the line."""

    number: int
    text: str
    service: str
    class_code: str
    weight: int
    promised: int
    seconds: int
    step_free: bool
    hears_poorly: bool
    language: str
    since: datetime
    came: int
    went: float = inf
    claimed_from: float = inf
    """From when whoever called it may have held it."""


@dataclass(frozen=True, slots=True)
class Counter:
    """What a counter can do."""

    services: frozenset[str]
    accessible: bool
    loop: bool
    languages: frozenset[str] = frozenset()
    """Those its officer speaks; none told: all."""

    def can_serve(self, ticket: Ticket, at: datetime) -> bool:
        """Return whether this counter may call this ticket."""
        return ticket.service in self.services and ticket.since <= at and (self.accessible or not ticket.step_free)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is wrong with the calls. `held`: calls explained only by a lost request that held the better ticket."""

    unexplained: list[str]
    held: int


def score(ticket: Ticket, counter: Counter, at: datetime) -> int:
    """Return 10^8 times minutes waited / (promised minutes^2 x expected service minutes), with four places more."""
    waited = at - ticket.since + (LOOP_HEAD_START if counter.loop and ticket.hears_poorly else timedelta())
    if counter.languages and ticket.language not in counter.languages:
        waited = max(waited - LANGUAGE_HEAD_START, timedelta())
    return waited // _MICROSECOND * 10**6 // (ticket.promised**2 * max(1, ticket.seconds))


def tickets_of(records: Records) -> dict[int, Ticket]:
    """Return the tickets by their number in the journal, with when they came and left the line."""
    found: dict[int, Ticket] = {}
    for place, row in enumerate(records.rows):
        data = row.data
        if row.kind == "ticket.issued" and data["ticket"] not in found:
            visitors = records.hall["classes"][data["class"]]
            found[data["ticket"]] = Ticket(
                data["ticket"], data["number"], data["service"], data["class"], visitors["weight"],
                visitors["promised"], records.hall["seconds"][data["service"]], "wheel" in data["needs"],
                "ear" in data["needs"], data["language"].split("-")[0], row.moment, place,
            )  # fmt: skip
        elif row.kind in {CALL, "ticket.left"} and (ticket := found.get(data["ticket"])) and ticket.went == inf:
            ticket.went, ticket.claimed_from = place, records.sent(row)
    return found


class Lines:
    """Judges every call of the records by what its counter can have seen."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._tickets = tickets_of(records)
        self._counters = {
            int(code): Counter(
                frozenset(told["services"]), told["accessible"], told["loop"], frozenset(told.get("languages", ()))
            )
            for code, told in records.hall["counters"].items()
        }
        self._came: list[tuple[datetime, int]] = sorted((one.since, one.number) for one in self._tickets.values())
        self._around: list[Ticket] = []
        self._behind = sorted(self._left_behind())
        self._holds: dict[tuple[float, float, int | None], int] = {}

    def judge(self) -> Judgement:
        """Return which calls are not explained."""
        unexplained: list[str] = []
        held = 0
        for place, row in enumerate(self._records.rows):
            ticket = self._tickets.get(row.data.get("ticket", 0))
            if row.kind == "ticket.issued" and ticket is not None:
                insort(self._around, ticket, key=lambda one: (one.since, one.number))
            elif row.kind == CALL:
                wrong, by_a_hold = self._call(place, row, ticket)
                unexplained += [f"entry {row.seq}: {what}" for what in wrong]
                held += by_a_hold
        return Judgement(unexplained, held)

    def _call(self, place: int, row: Row, chosen: Ticket | None) -> tuple[list[str], bool]:
        counter = self._counters.get(row.data["counter"])
        if chosen is None or counter is None:
            return ["a call of a ticket or a counter nobody knows"], False
        seen = self._records.surely_seen(self._records.sent(row))
        self._around = [one for one in self._around if one.went >= seen - COUNTED_UP_TO]
        around = [one for one in self._around if one.went >= seen and counter.can_serve(one, row.moment)]
        sure = [one for one in around if one.came < seen and one.went > place]
        wrong = [*_stated_wrongly(row, chosen, self._tickets, counter), *_counted_wrongly(row, chosen, sure, around)]
        if row.data["policy"] != self._records.hall["policy"]:
            wrong.append(f"{chosen.text} was called by {row.data['policy']}, which is not the hall's rule")
        better, by_guard = self._better(place, seen, row, chosen, counter, sure, around)
        wrong += by_guard
        end = self._records.committed_by[place]
        left = [one for one in better if not self._excused(one, end, seen, place, around)]
        free = [one for one in left if not self._held(one, row, end)]
        wrong += [f"{chosen.text} was called, {one.text} stood before it" for one in free[:1]]
        return wrong, bool(left) and not free

    def _better(
        self, place: int, seen: int, row: Row, chosen: Ticket, counter: Counter, sure: list[Ticket],
        around: list[Ticket],
    ) -> tuple[list[Ticket], list[str]]:  # fmt: skip
        """Return who surely ranked before the chosen one, and what is wrong with the guard."""
        at, guarded = row.moment, bool(row.data["guarded"])
        late = [one for one in {one.number: one for one in (chosen, *around)}.values()
                if at - one.since > timedelta(minutes=one.promised)]  # fmt: skip
        shortest, longest = self._first_come(counter, at, seen, place, sure, around) if late else (None, None)
        surely = {one.number for one in late if longest and 100 * (at - one.since) > GUARD_HUNDREDTHS * longest}
        perhaps = {one.number for one in late
                   if shortest is not None and 100 * (at - one.since) > GUARD_HUNDREDTHS * shortest}  # fmt: skip
        wrong = []
        if guarded and chosen.number not in perhaps:
            wrong.append(f"{chosen.text} was called by the guard and was not late enough for it")
        if not guarded and chosen.number in surely:
            wrong.append(f"{chosen.text} was to be called by the guard and was not")
        if guarded:
            before = [one for one in sure if one.number in surely and _came(one) < _came(chosen)]
        else:
            rank = _rank(chosen, counter, at)
            before = [one for one in sure if one.number in surely or _rank(one, counter, at) < rank]
        return before, wrong

    def _first_come(
        self, counter: Counter, at: datetime, seen: int, place: int, sure: list[Ticket], around: list[Ticket]
    ) -> tuple[timedelta | None, timedelta | None]:
        """Return what first come would have given the first of the line: at least, and at most."""
        fewest, most = max(len(sure), 1), max(len([one for one in around if one.came < place]), 1)
        shortest = self._nth_last(counter, at, place, min(fewest, COUNTED_UP_TO))
        longest = self._nth_last(counter, at, seen, min(most, COUNTED_UP_TO))
        return (at - shortest if shortest else None), (at - longest if longest else None)

    def _nth_last(self, counter: Counter, at: datetime, before: int, which: int) -> datetime | None:
        """Return when the so manieth last came of whom this counter can serve, of those with an entry before a place."""
        found = 0
        for place in range(bisect_right(self._came, (at, 2**62)) - 1, -1, -1):
            ticket = self._tickets[self._came[place][1]]
            if ticket.came < before and counter.can_serve(ticket, at):
                found += 1
                if found == which:
                    return ticket.since
        return None

    def _excused(self, passed: Ticket, end: float, seen: int, place: int, around: list[Ticket]) -> bool:
        """Return whether another counter was taking this one, or enough of those before it to hide it from sight."""
        if passed.claimed_from < end:
            return True
        taken = sum(
            1
            for one in around
            if (one.service, one.class_code) == (passed.service, passed.class_code)
            and _came(one) < _came(passed)
            and (seen <= one.went < place or one.claimed_from < end)
        )
        return taken >= SEEN_OF_A_LINE

    def _held(self, passed: Ticket, row: Row, end: float) -> bool:
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
        """Yield (from, to, counter) of attempts to call that were sent beside another one, or called nobody."""
        for request in self._records.requests.values():
            if request.what != "call":
                continue
            extra = len(request.attempts) > 1 or request.key not in self._records.by_key
            for sent, answered in request.attempts if extra else ():
                yield sent, min(answered, sent + _STAYS_BEHIND_SECONDS), request.counter


def _came(ticket: Ticket) -> tuple[datetime, int]:
    return ticket.since, ticket.number


def _rank(ticket: Ticket, counter: Counter, at: datetime) -> tuple[Any, ...]:
    return (-score(ticket, counter, at), -ticket.weight, *_came(ticket))


def _stated_wrongly(row: Row, chosen: Ticket, tickets: dict[int, Ticket], counter: Counter) -> Iterator[str]:
    """Yield what the call tells of itself and is not so."""
    data = row.data
    if data["wait_seconds"] != int((row.moment - chosen.since).total_seconds()):
        yield f"{chosen.text} waited otherwise than told"
    if not counter.can_serve(chosen, row.moment):
        yield f"{chosen.text} cannot be served there"
    if not data["scores"] or data["scores"][0][0] != chosen.number:
        yield f"the first score is not that of {chosen.text}"
    for number, hundredths in data["scores"]:
        ticket = tickets.get(number)
        if ticket is None or score(ticket, counter, row.moment) // 10**6 != hundredths:
            yield f"the score told of ticket {number} is not the policy's"


def _counted_wrongly(row: Row, chosen: Ticket, sure: list[Ticket], around: list[Ticket]) -> Iterator[str]:
    """Yield that the number of overtaken told is not what can have been counted."""
    fewest = sum(one.since < chosen.since for one in sure)
    most = sum(one.since < chosen.since for one in around)
    told = row.data["overtaken"]
    if not min(fewest, COUNTED_UP_TO) <= told <= most:
        yield f"{told} overtaken told, {fewest} to {most} can have been seen"
