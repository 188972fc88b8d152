"""The kinds of changes between two versions of a service, what each carries, and what it does to open applications."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from darcha.catalogue.rules.words import Span, Window
from darcha.kernel.names import Names


class ChangeKind(StrEnum):
    """What changed. Eternal: a publication keeps its policies by these words."""

    PAPER_ADDED = "paper_added"
    PAPER_DROPPED = "paper_dropped"
    PAPER_OFTENER = "paper_oftener"
    PAPER_RARER = "paper_rarer"
    PAPER_CONDITION = "paper_condition"
    PAPER_PROOFS_MORE = "paper_proofs_more"
    PAPER_PROOFS = "paper_proofs"
    FEE_UP = "fee_up"
    FEE_DOWN = "fee_down"
    FEE_OTHER = "fee_other"
    TIME_LONGER = "time_longer"
    TIME_SHORTER = "time_shorter"
    TIME_OTHER = "time_other"
    CLOCK = "clock"
    SILENCE = "silence"
    STEP_ADDED = "step_added"
    STEP_DROPPED = "step_dropped"
    STEP_GIVEN = "step_given"
    STEP_TIME = "step_time"
    DEPARTMENT = "department"
    WHEN_TO_APPLY = "when_to_apply"
    FORM = "form"
    VARIANT = "variant"
    FOUR_EYES = "four_eyes"
    NAME = "name"
    TEXT = "text"
    GROUND = "ground"
    COUNTER_MINUTES = "counter_minutes"
    LIFE_EVENTS = "life_events"
    OTHER = "other"


class Policy(StrEnum):
    """What happens to an application that is open when the rules change, from the most careful on.

    KEEP: it goes on by the rules it was filed under. OFFER: its applicant may choose the new ones. MOVE: it goes over.
    """

    KEEP = "keep"
    OFFER = "offer"
    MOVE = "move"


USUAL_POLICY: Mapping[ChangeKind, Policy] = {
    **dict.fromkeys(ChangeKind, Policy.KEEP),
    # In the applicant's favour: it would be unjust to withhold it from who came a day too early.
    ChangeKind.PAPER_DROPPED: Policy.MOVE,
    ChangeKind.PAPER_RARER: Policy.MOVE,
    ChangeKind.PAPER_PROOFS_MORE: Policy.MOVE,
    ChangeKind.FEE_DOWN: Policy.MOVE,
    ChangeKind.TIME_SHORTER: Policy.MOVE,
    # For one it is better, for another worse: whoever it is about may choose.
    ChangeKind.PAPER_CONDITION: Policy.OFFER,
    ChangeKind.PAPER_PROOFS: Policy.OFFER,
    ChangeKind.FEE_OTHER: Policy.OFFER,
    ChangeKind.TIME_OTHER: Policy.OFFER,
    # Nobody's rights hang on it.
    ChangeKind.NAME: Policy.MOVE,
    ChangeKind.TEXT: Policy.MOVE,
    ChangeKind.GROUND: Policy.MOVE,
    ChangeKind.COUNTER_MINUTES: Policy.MOVE,
    ChangeKind.LIFE_EVENTS: Policy.MOVE,
}
"""What happens unless the author says otherwise. A new paper, a higher fee, a longer time never reach an open case."""


def outcome(kinds: Iterable[ChangeKind], policies: Mapping[ChangeKind, Policy]) -> Policy:
    """Return what happens to an open application by all changes together.

    It goes over as a whole or not at all, so the most careful of the policies counts: one new paper keeps it, though
    the time became shorter. A kind without a policy has its usual one; no change at all keeps.
    """
    order = list(Policy)
    found = [policies.get(kind, USUAL_POLICY[kind]) for kind in kinds]
    return min(found, key=order.index, default=Policy.KEEP)


@dataclass(frozen=True, slots=True)
class Onwards:
    """Where an open application may go from its version: None, nowhere. `move_to`: it goes over by itself; `offer_to`:
    its applicant may choose.
    """

    move_to: int | None = None
    offer_to: int | None = None


def onwards(later: Iterable[tuple[int, Policy]]) -> Onwards:
    """Return where an application goes, by the versions that came into force after its own, in order, with what each of
    them does to open applications.

    It never jumps over a version that keeps: what that one burdened is in all that follow.
    Check: move, offer, move takes it to the first and offers the third; keep, move leaves it where it is.
    """
    move_to = offer_to = None
    moving = True
    for version_id, policy in later:
        if policy == Policy.KEEP:
            break
        moving = moving and policy == Policy.MOVE
        if moving:
            move_to = version_id
        else:
            offer_to = version_id
    return Onwards(move_to, offer_to)


@dataclass(frozen=True, slots=True)
class ConditionText:
    """A condition as the file writes it."""

    text: str


@dataclass(frozen=True, slots=True)
class Body:
    """A department or partner, by its code."""

    code: str


@dataclass(frozen=True, slots=True)
class ChannelName:
    """A way of filing, by its code: "portal"."""

    code: str


@dataclass(frozen=True, slots=True)
class Words:
    """A word of the house: "paper_always", "not_told", "next_day", "name"; said by the wording."""

    code: str


@dataclass(frozen=True, slots=True)
class FeeTable:
    """The rows of a fee, each a condition and multiples of the base amount."""

    rows: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True, slots=True)
class SilenceMeaning:
    """What no answer in time means: "approve", "refuse", or None for nothing."""

    code: str | None


Value = (
    Names | Span | Window | Decimal | int | ConditionText | Body | ChannelName | Words | FeeTable | SilenceMeaning | str
)
"""What stood before and after. A `Decimal` is multiples of the base amount, an `int` minutes at the counter."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `subject`: what it is about (a paper's name, a step's words, a department); `before` and `after`
    None: there was nothing, or there is none any more.
    """

    kind: ChangeKind
    subject: Value | None = None
    before: Value | None = None
    after: Value | None = None
