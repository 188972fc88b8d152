"""What an answer may be and how long one may be given. Pure."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

FACES = (1, 2, 3, 4, 5)
"""1 very dissatisfied, 2 dissatisfied, 3 so-so, 4 satisfied, 5 very satisfied. From 4 on somebody counts as satisfied."""

CHANNELS = ("kiosk", "phone")

TEXT_LIMIT = 1000
"""Characters of free text an answer may have."""

OPEN_FOR = timedelta(days=14)
"""How long after the visit an answer is taken."""


@dataclass(frozen=True, slots=True)
class SurveyForm:
    """What the survey of one code asks about. `state` is "open", "answered" or "over"."""

    centre_id: str
    service_id: str
    department_id: str
    visited_at: datetime
    state: str


def token_hash(code: str) -> str:
    """Return the SHA-256 (hex) under which a survey code is remembered.

    Check: "abc" gives ba7816bf 8f01cfea 414140de 5dae2223 b00361a3 96177a9c b410ff61 f20015ad.
    """
    return hashlib.sha256(code.encode()).hexdigest()


def is_over(*, visited_at: datetime, at: datetime) -> bool:
    """Return whether the survey of a visit is closed at `at`: fourteen days after the visit ended."""
    return at >= visited_at + OPEN_FOR


def state(*, visited_at: datetime, answered: bool, at: datetime) -> str:
    """Return the state of a survey; an answer given stays "answered" also when the time is over."""
    if answered:
        return "answered"
    return "over" if is_over(visited_at=visited_at, at=at) else "open"


def tidy(text: str) -> str:
    """Return free text without control characters and without spaces at its ends; line breaks stay."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in lines if sign == "\n" or sign.isprintable()).strip()
