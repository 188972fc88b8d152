"""Why somebody was called though others had waited longer."""

from __future__ import annotations

from darcha.queue.rules.policy import PROMISE, RATIO

BY_HAND, GUARD, CLASS, LOOP, LANGUAGE, SHORT_MATTER, TURN, TAKEN, UNEXPLAINED = (
    "by_hand",
    "guard",
    "class",
    "loop",
    "language",
    "short_matter",
    "turn",
    "taken",
    "unexplained",
)

CAUSES = (BY_HAND, GUARD, CLASS, LOOP, LANGUAGE, SHORT_MATTER, TURN, TAKEN, UNEXPLAINED)
"""Closed list: an officer called out of turn; the guard; a heavier class; the head start at a hearing loop; the
officer speaks the language of the called one, not that of the other; a shorter matter; the class's turn in a ratio; the other was being called elsewhere at that moment; nothing we know."""

_SAME_MOMENT_SECONDS = 2


def overtake_cause(
    *,
    policy: str,
    guarded: bool,
    weight: int,
    passed_weight: int,
    same_service: bool,
    at_the_loop: bool,
    better_understood: bool,
    passed_called_after_seconds: float | None,
) -> str:
    """Return why a ticket of `weight` was called before an older one of `passed_weight`.

    `passed_called_after_seconds`: how long after this call the older one was called itself; None: not yet, or it left.
    Check: by `promise`, the same class and another service can only be a shorter matter.
    """
    called_at_once = passed_called_after_seconds is not None and passed_called_after_seconds <= _SAME_MOMENT_SECONDS
    holds = {
        BY_HAND: policy == BY_HAND,
        GUARD: guarded,
        CLASS: weight > passed_weight,
        LOOP: at_the_loop,
        LANGUAGE: better_understood,
        SHORT_MATTER: policy == PROMISE and not same_service,
        TURN: policy == RATIO and weight < passed_weight,
        TAKEN: called_at_once,
    }
    return next((cause for cause in CAUSES if holds.get(cause)), UNEXPLAINED)
