"""By which rule a house calls: five policies by name, and the guard that keeps any of them fair.

`promise` is the generalised c-mu rule (van Mieghem 1995; Mandelbaum and Stolyar 2004) for a cost that grows with the
square of the share of the promise that was used up: score = (minutes waited / promise^2) / expected service minutes.
"""

from __future__ import annotations

from dataclasses import dataclass

FIRST_COME = "first_come"
STATIC_PRIORITY = "static_priority"
RATIO = "ratio"
ACCUMULATING_PRIORITY = "accumulating_priority"
PROMISE = "promise"

POLICY_NAMES = (FIRST_COME, STATIC_PRIORITY, RATIO, ACCUMULATING_PRIORITY, PROMISE)

GUARD_HUNDREDTHS = 150
"""Beyond how many times the wait first come would give somebody goes first, in hundredths; measured in bench.policies."""


@dataclass(frozen=True, slots=True)
class Policy:
    """A rule of calling. `guard` in hundredths of the wait that first come, first called would give; 0: no guard."""

    name: str = PROMISE
    guard: int = GUARD_HUNDREDTHS

    def __post_init__(self) -> None:
        if self.name not in POLICY_NAMES:
            raise ValueError(f"no policy {self.name!r}")


DEFAULT_POLICY = Policy()

_NEARLY_STRICT = 8


def rate(policy: Policy, *, weight: int, promised_minutes: int, service_seconds: float) -> float:
    """Return how fast somebody's score grows, in a unit of its own: what a forecast ranks a line by.

    The guard is left out. A ratio is taken for its weights, strict priority for weights to the power of eight.
    """
    if policy.name == PROMISE:
        return 1e6 / (promised_minutes**2 * max(1.0, service_seconds))
    if policy.name in (ACCUMULATING_PRIORITY, RATIO):
        return float(weight)
    return float(weight) ** _NEARLY_STRICT if policy.name == STATIC_PRIORITY else 1.0


def policy(name: str) -> Policy:
    """Return the policy of that name as a house runs it: only `promise` has the guard.

    The others are what their name says: a guard would make strict priority something else.

    :raises ValueError: there is none.
    """
    return Policy(name, GUARD_HUNDREDTHS if name == PROMISE else 0)
