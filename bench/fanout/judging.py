"""Whether every screen heard every call once and in order, and how soon; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

Heard = Sequence[tuple[int, float]]
"""Calls in the order they came to a screen: journal entry, moment in seconds."""


@dataclass(frozen=True, slots=True)
class Gap:
    """When the server was killed, and when the last screen had its stream again."""

    killed: float
    back: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """Counts over all screens, and milliseconds from before the commit to the bytes.

    `missed`, `repeated`, `invented` and `reordered` count calls of a screen. The milliseconds leave out what was on its
    way while the server was away.
    """

    missed: int
    repeated: int
    invented: int
    reordered: int
    p50_ms: float
    p99_ms: float
    max_ms: float
    measured: int

    @property
    def is_right(self) -> bool:
        """Return whether every screen heard every call once and in order."""
        return not (self.missed or self.repeated or self.invented or self.reordered)


def over_in(gap: Gap, committed: Mapping[int, float], over: Mapping[int, float]) -> set[int]:
    """Return the calls made and ended while the server was away: told late, they would send people to no window."""
    return {seq for seq, moment in over.items() if gap.killed <= committed[seq] and moment <= gap.back}


def judge(
    committed: Mapping[int, float], heard: Iterable[Heard], gap: Gap | None = None, *, excused: Collection[int] = ()
) -> Verdict:
    """Judge what screens heard by what was committed: journal entry to moment, in seconds; `excused` may be missed."""
    missed = repeated = invented = reordered = 0
    spans: list[float] = []
    for of_screen in heard:
        times = Counter(seq for seq, _ in of_screen)
        missed += sum(seq not in times and seq not in excused for seq in committed)
        repeated += sum(count - 1 for count in times.values())
        invented += sum(seq not in committed for seq in times)
        reordered += sum(later < earlier for (earlier, _), (later, _) in pairwise(of_screen))
        for seq, moment in of_screen:
            began = committed.get(seq)
            if began is not None and (gap is None or moment < gap.killed or began > gap.back):
                spans.append(1000 * (moment - began))
    spans.sort()
    return Verdict(
        missed, repeated, invented, reordered, _at(spans, 0.5), _at(spans, 0.99), _at(spans, 1.0), len(spans)
    )


def _at(ordered: Sequence[float], share: float) -> float:
    """Return what this share of the values does not exceed; no values: 0."""
    return round(ordered[max(0, round(share * len(ordered)) - 1)], 1) if ordered else 0.0
