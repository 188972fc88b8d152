"""Which looks at files deserve a question; pure.

Every look is a row of the journal, and every look was allowed. Of some the head of the centre asks why: what can be told
from the rows is weighed here, openly, and never judged: a sign is no proof. The weights are whole numbers, so that anybody
can add them up again.

What snoops do, after the record (docs/algorithms/looks.md): relatives and colleagues, files in which nothing
happens, many files one after another, evenings.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

A_DAY = timedelta(days=1)
"""What happens within a day before or after a look explains it."""

RUN_OF = 5
RUN_WITHIN = timedelta(minutes=10)
"""So many files within so long, and nothing done in any of them, are a run."""

ASKED_FROM = 3
"""The weight from which on a look is put on the list."""

OUTCOMES = ("explained", "passed_on")
"""What comes of a question: the head was told why, or handed it to whoever disciplines; eternal, as kept."""

VISIT = "visit"
"""The basis of a look at the window, while the person it is about stands there."""


class Sign(StrEnum):
    """What is odd about a look: eternal, as kept with it."""

    OWN = "own"
    COLLEAGUE = "colleague"
    FAMILY = "family"
    OFF_SHIFT = "off_shift"
    RUN = "run"
    NO_DEED = "no_deed"
    NOTHING_HAPPENED = "nothing_happened"


WEIGHTS: Mapping[Sign, int] = {
    Sign.OWN: 4,
    Sign.COLLEAGUE: 2,
    Sign.FAMILY: 2,
    Sign.OFF_SHIFT: 2,
    Sign.RUN: 2,
    Sign.NO_DEED: 1,
    Sign.NOTHING_HAPPENED: 2,
}
ITEM = "item"
"""The basis of a look at a file that waits for the reader's department: that nothing happens in it yet is nothing odd."""

AT_THE_WINDOW = -3
"""What a visit takes away: somebody came and asked for it. One's own file it does not excuse."""


@dataclass(frozen=True, slots=True)
class Look:
    """A row of the journal: who looked at which case, when, and what opened it to them."""

    epoch: int
    seq: int
    moment: datetime
    reader: str
    case_id: int
    basis: str


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that was done in a case, by whom and when; a look is none."""

    moment: datetime
    doer: str
    case_id: int


@dataclass(frozen=True, slots=True)
class AskedLook:
    """A look with what is odd about it and what that weighs."""

    look: Look
    signs: tuple[Sign, ...]
    weight: int


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known beside the looks: deeds from a day before the first to a day after the last; how reader and case are
    tied, as signs; and the looks, each (epoch, seq), taken while the house was shut.
    """

    deeds: Sequence[Deed]
    ties: Mapping[tuple[str, int], frozenset[Sign]]
    off_shift: frozenset[tuple[int, int]]


def asked_about(looks: Iterable[Look], *, known: Circumstances) -> list[AskedLook]:
    """Return the looks to ask about, the heaviest first, then in the order of the journal.

    A look twice within minutes is asked about once, as the first of them: pages are loaded anew.
    """
    ordered = sorted(looks, key=lambda look: (look.epoch, look.seq))
    by_case: dict[int, list[Deed]] = defaultdict(list)
    for deed in known.deeds:
        by_case[deed.case_id].append(deed)
    near = {(look.epoch, look.seq): [d for d in by_case[look.case_id] if _near(d, look)] for look in ordered}
    idle = [look for look in ordered if not _did_anything(look, near)]
    runs = _runs(idle)
    found, last = [], dict[tuple[str, int], datetime]()
    for look in ordered:
        signs = _signs(look, near=near, runs=runs, known=known)
        weight = sum(WEIGHTS[sign] for sign in signs)
        if look.basis == VISIT and Sign.OWN not in signs:
            weight += AT_THE_WINDOW
        if weight < ASKED_FROM:
            continue
        before = last.get((look.reader, look.case_id))
        last[look.reader, look.case_id] = look.moment
        if before is None or look.moment - before > RUN_WITHIN:
            found.append(AskedLook(look, signs, weight))
    return sorted(found, key=lambda asked: -asked.weight)


_Near = Mapping[tuple[int, int], Sequence[Deed]]


def _near(deed: Deed, look: Look) -> bool:
    return abs(deed.moment - look.moment) <= A_DAY


def _did_anything(look: Look, near: _Near) -> bool:
    return any(deed.doer == look.reader for deed in near[look.epoch, look.seq])


def _signs(look: Look, *, near: _Near, runs: frozenset[tuple[int, int]], known: Circumstances) -> tuple[Sign, ...]:
    place = (look.epoch, look.seq)
    signs = set(known.ties.get((look.reader, look.case_id), frozenset()))
    if place in known.off_shift:
        signs.add(Sign.OFF_SHIFT)
    if place in runs:
        signs.add(Sign.RUN)
    if not _did_anything(look, near):
        signs.add(Sign.NO_DEED)
    if not near[place] and look.basis != ITEM:
        signs.add(Sign.NOTHING_HAPPENED)
    return tuple(sign for sign in Sign if sign in signs)


def _runs(idle: Sequence[Look]) -> frozenset[tuple[int, int]]:
    """Return the looks that belong to a run: `RUN_OF` different files of one reader within `RUN_WITHIN`."""
    by_reader: dict[str, list[Look]] = defaultdict(list)
    for look in idle:
        by_reader[look.reader].append(look)
    found: set[tuple[int, int]] = set()
    for looks in by_reader.values():
        looks.sort(key=lambda look: look.moment)
        first = 0
        for last, look in enumerate(looks):
            while look.moment - looks[first].moment > RUN_WITHIN:
                first += 1
            span = looks[first : last + 1]
            if len({one.case_id for one in span}) >= RUN_OF:
                found |= {(one.epoch, one.seq) for one in span}
    return frozenset(found)
