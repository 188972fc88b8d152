"""How true told waits were, and by how much they are corrected for it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from darcha.queue.rules.wait import Correction

LEAST_CORRECTION, MOST_CORRECTION = 0.5, 2.0
"""Nothing is corrected by more: what is beyond is no chance, and somebody has to look."""

PRIOR_TOLD = 50
"""How many waits that came as reckoned are believed in before one was told."""

_LEAST_MINUTES = 1.0


@dataclass(frozen=True, slots=True)
class ToldAndCame:
    """A wait as it was reckoned, before it was corrected, and how long it was; not `called`: who left after so long."""

    half_minutes: float
    nine_in_ten_minutes: float
    waited_minutes: float
    called: bool = True


def conformal_quantile(ratios: Iterable[tuple[float, bool]], part: float) -> float:
    """Return below what the next ratio stays with the probability `part`: split conformal (Vovk 2005; Lei et al. 2018).

    Each ratio is with whether it was reached (True), or left open there: then all that is known is that it is longer, and
    it counts as Kaplan and Meier (1958) have it. One more that is never reached stands for the next. Infinite when
    `part` is beyond what was seen.

    Check: of 1, 2, ... 9 it is 5 for a half and 9 for nine in ten; with 8 instead left open at 8, infinite for the latter.
    """
    ordered = sorted(ratios, key=lambda one: (one[0], not one[1]))
    beyond = 1.0
    for left, (ratio, reached) in zip(range(len(ordered) + 1, 1, -1), ordered, strict=True):
        if reached:
            beyond *= 1 - 1 / left
            if beyond <= 1 - part + 1e-12:
                return ratio
    return math.inf


def learnt_correction(told: Iterable[ToldAndCame]) -> Correction:
    """Return by what both ends have to be multiplied so that half, and nine in ten, are called before them.

    What was reckoned is compared, not what was said, so a correction never feeds on itself: the same waits give the same one.
    It is drawn towards 1 while few waits were told and bounded. An end under a minute tells nothing: nobody waited then.

    Check: nothing told gives 1 and 1; ends of 10 and 20 minutes and 950 visitors who waited 12 to 24: 1.74 and 1.14.
    """
    seen = list(told)
    return Correction(
        _factor([(one.waited_minutes, one.called, one.half_minutes) for one in seen], 0.5),
        _factor([(one.waited_minutes, one.called, one.nine_in_ten_minutes) for one in seen], 0.9),
    )


def _factor(waits: Iterable[tuple[float, bool, float]], part: float) -> float:
    ratios = [(waited / end, called) for waited, called, end in waits if end >= _LEAST_MINUTES]
    found = min(max(conformal_quantile(ratios, part), LEAST_CORRECTION), MOST_CORRECTION) if ratios else 1.0
    return float(found ** (len(ratios) / (len(ratios) + PRIOR_TOLD)))
