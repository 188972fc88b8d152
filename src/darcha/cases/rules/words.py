"""What a case speaks of: its states, and what its actions and queries hand out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class CaseState(StrEnum):
    """Where a case stands.

    RETURNED: not complete, the applicant has the list of defects. ACCEPTED: in the departments. READY: all have answered,
    the owning department decides. GRANTED: the document can be issued. REFUSED and ISSUED: the end.
    """

    RETURNED = "returned"
    ACCEPTED = "accepted"
    READY = "ready"
    GRANTED = "granted"
    REFUSED = "refused"
    ISSUED = "issued"


class ItemState(StrEnum):
    """Where a work item stands: WAITING for the join, OPEN for its department, DONE; DROPPED when the case went over to
    rules that no longer ask for it; LAPSED when silence decided before it was answered.
    """

    WAITING = "waiting"
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"
    LAPSED = "lapsed"


ITEM_OUTCOMES = ("agreed", "conditions", "objected")


IN_FAVOUR = ("agreed", "conditions")
"""The answers that stand for a grant; one with conditions binds whoever gets the document."""


NEEDS_WORDS = ("conditions", "objected")
"""The answers that are nothing without words."""


BY_SILENCE = "silence"
"""Who decides when nobody did: the house, as "system:silence"."""


DECISION_OUTCOMES = ("granted", "refused")


NAME_LIMIT = 200
"""The longest name taken, in characters."""


@dataclass(frozen=True, slots=True)
class NewApplicant:
    """Who applies, as told at the counter. `sex` "F" or "M"; `personal_number`: the PINFL, 14 digits."""

    name: str
    sex: str
    birth_year: int
    phone: str | None = None
    personal_number: str | None = None


@dataclass(frozen=True, slots=True)
class OpenedCase:
    """What came of bringing an application.

    `accepted` False: returned, `defects` lists every paper that is missing, `fields` what of the form is missing or wrong. `warnings`: "personal_number" when its check
    digit is wrong.
    """

    case_id: int
    number: str
    tracking_code: str
    accepted: bool
    defects: tuple[str, ...]
    due_on: date | None
    warnings: tuple[str, ...] = ()
    not_before: date | None = None
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemDone:
    """What came of completing a work item: which items opened because of it, and whether the case is ready."""

    case_id: int
    work_item_id: int
    opened: tuple[int, ...]
    ready: bool


@dataclass(frozen=True, slots=True)
class ItemHanded:
    """Whose an item is now: `to` "employee:7", or empty for the whole department."""

    case_id: int
    work_item_id: int
    to: str


@dataclass(frozen=True, slots=True)
class ClockChanged:
    """What came of an event of the clock: the day the case is due now."""

    case_id: int
    due_on: date


@dataclass(frozen=True, slots=True)
class Moved:
    """What came of moving a case to a newer version: the version, and the day it is due now (None: not taken yet)."""

    case_id: int
    version_id: int
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Decided:
    case_id: int
    outcome: str
    on_time: bool


@dataclass(frozen=True, slots=True)
class Proposed:
    """What came of proposing a decision, or of giving it back: the outcome that was proposed."""

    case_id: int
    outcome: str


@dataclass(frozen=True, slots=True)
class Issued:
    document_id: int
    number: str
    verification_code: str
