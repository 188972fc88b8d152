"""Who holds a ticket, known by a seal; when somebody at home should be there; how many tickets one place may take."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

JOIN_SPAN = timedelta(hours=1)
JOINS_OF_A_DEVICE = 5
"""Tickets one telephone or browser takes within `JOIN_SPAN` at most: those of a family."""

JOINS_OF_AN_ADDRESS = 30
"""Tickets taken from one network address within `JOIN_SPAN` at most; mobile networks hide many behind one address."""

_COUNTRY = "998"
_LOCAL_DIGITS, _COUNTRY_DIGITS, _PERSONAL_NUMBER_DIGITS = 9, 12, 14
_ABROAD_DIGITS = range(8, 16)
_ROUNDED_MINUTES = 5


@dataclass(frozen=True, slots=True)
class Holder:
    """Who takes a ticket: the seal of the telephone or personal number, and whether it is taken for somebody else."""

    seal: str
    represents: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """From where something is asked: the seal of a device or an address, and how often it may be from there."""

    seal: str
    most: int


def person_read(text: str) -> str | None:
    """Return a telephone or personal number in its one spelling, or None.

    Check: "+998 90 123-45-67", "998901234567" and "(90) 123 45 67" are all "tel:998901234567"; 14 digits without a plus
    are a personal number (PINFL); "+" with another country's 8 to 15 digits is a telephone.
    """
    signs = text.strip()
    digits = "".join(sign for sign in signs if sign not in " -()+.\N{NO-BREAK SPACE}")
    if not (digits.isascii() and digits.isdigit()):
        return None
    if signs.startswith("+"):
        right = len(digits) == _COUNTRY_DIGITS if digits.startswith(_COUNTRY) else len(digits) in _ABROAD_DIGITS
        return f"tel:{digits}" if right else None
    if len(digits) == _LOCAL_DIGITS:
        return f"tel:{_COUNTRY}{digits}"
    if len(digits) == _COUNTRY_DIGITS and digits.startswith(_COUNTRY):
        return f"tel:{digits}"
    return f"pin:{digits}" if len(digits) == _PERSONAL_NUMBER_DIGITS else None


def seal(text: str, *, centre_id: str, day: date, secret: str) -> str:
    """Return what stands for a person, a device or an address on one day in one centre: 64 hexadecimal signs.

    HMAC-SHA-256 (RFC 2104) with the house's secret: alike for the same text, leading back to nobody without the secret,
    and another one tomorrow, so that no two days can be laid side by side.
    """
    return hmac.new(secret.encode(), f"{centre_id}/{day.isoformat()}/{text}".encode(), hashlib.sha256).hexdigest()


def again_at(earlier: Sequence[datetime], *, most: int, at: datetime, span: timedelta = JOIN_SPAN) -> datetime | None:
    """Return when a place that took something at `earlier` may take the next one; None: now.

    At most `most` within `span`, which ends at the moment asked for.

    Check: at most 2 within the hour, taken at 9:00 and 9:10, gives 10:00 at 9:20 and None at 10:00.
    """
    recent = sorted(moment for moment in earlier if at - span < moment <= at)
    return None if len(recent) < most else recent[-most] + span


def come_by(*, at: datetime, low_minutes: int, before_minutes: int) -> datetime:
    """Return when somebody at home should be there: `before_minutes` before the earliest call, told to five minutes.

    Never before `at`. Check: at 11:07 a wait of 45 minutes less 10 is 11:42, told as 11:40.
    """
    moment = at + timedelta(minutes=low_minutes - before_minutes)
    rounded = moment.replace(minute=moment.minute // _ROUNDED_MINUTES * _ROUNDED_MINUTES, second=0, microsecond=0)
    return max(at, rounded)
