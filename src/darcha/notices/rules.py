"""Who can be told by which channel, what is worth telling and until when, and whether it fits into one message. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

import phonenumbers

SMS, TELEGRAM, EMAIL = "sms", "telegram", "email"
CHANNELS = (SMS, TELEGRAM, EMAIL)
"""Ways to tell somebody, in the order they are offered."""

CALLED, NEAR, TOMORROW = "called", "near", "tomorrow"
CORRECT, LAPSES, DECIDED, READY, DUE_MOVED = "correct", "lapses", "decided", "ready", "due_moved"
ANNULLED = "annulled"
OF_CASES = (CORRECT, LAPSES, DECIDED, READY, DUE_MOVED, ANNULLED)
TEMPLATES = (CALLED, NEAR, TOMORROW, *OF_CASES)
"""What is told: you are called to a window; your turn is near; your appointment is tomorrow. Of an application: something is
to be corrected; the time to correct it ends soon; it is decided; a document is ready; its last day is another one; the document was annulled.
"""

USEFUL_FOR = {
    CALLED: timedelta(minutes=3),
    NEAR: timedelta(minutes=10),
    TOMORROW: timedelta(hours=6),
    LAPSES: timedelta(days=1),
} | dict.fromkeys((CORRECT, DECIDED, READY, DUE_MOVED, ANNULLED), timedelta(days=3))
"""After so long it is of no use any more, and is given up."""

NEAR_PEOPLE = 3
"""So many ahead in the line, or fewer, is near."""

REMIND_BEFORE = timedelta(days=1)

PAUSES = tuple(timedelta(seconds=seconds) for seconds in (5, 15, 45, 90))
"""How long to wait before the second try, the third, and so on: all of them within the three minutes of a call."""

CALM_PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 10, 60, 300))
"""The same for what is told of an application, which a gateway that is away for an hour need not swallow."""

LAPSE_REMIND_BEFORE, LAPSE_REMIND_AT = timedelta(days=2), time(9)
"""When the end of a correction is told: so many days before its last day, in the morning."""

KEPT_AFTER_DOCUMENT, KEPT_AFTER_REFUSAL, KEPT_AFTER_GRANT = timedelta(days=14), timedelta(days=30), timedelta(days=180)
"""How long an address left for an application is kept: after its document was given out, in case it is corrected; after a
refusal, as long as one complains; after it was granted, for a document nobody has been given yet."""

DUE, SENT, FAILED = "due", "sent", "failed"
STATES = (DUE, SENT, FAILED)

TOO_LATE, STOPPED, NO_ROUTE, NOT_TAKEN = "too_late", "stopped", "no_route", "not_taken"
FAILS_BECAUSE = (TOO_LATE, STOPPED, NO_ROUTE, NOT_TAKEN)
"""Why a notice was given up: it would not help any more; the address was taken back or erased; the house has no route for
its channel now; whoever carries messages did not take it, however often it was tried."""

ASKED, OVER, ARRIVED = "asked", "over", "arrived"
STOPPED_BECAUSE = (ASKED, OVER, ARRIVED)
"""Why an address was erased: its owner said so; what it was left for is over; it goes on with the ticket."""

_COUNTRY = "UZ"
_CHAT = re.compile(r"\d{5,15}")
_MAIL = re.compile(r"[^@\s/?#:]{1,64}@(?:[\w-]{1,63}\.)+\w{2,63}")

_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_OF_TWO = frozenset("^{}\\[~]|€\f")
_GSM_MOST, _UCS2_MOST = 160, 70


def address_read(text: str, *, channel: str) -> str | None:
    """Return an address in its one spelling, or None when nobody can be reached by it.

    SMS: a telephone number, of Uzbekistan where it tells no country; any that may exist by its country's plan. Telegram:
    the number of a chat. E-mail: a plain address. Check: "90 123-45-67" is "+998901234567" for an SMS.
    """
    signs = text.strip()
    if channel == SMS:
        return _telephone(signs)
    if channel == TELEGRAM:
        return signs if _CHAT.fullmatch(signs) else None
    return signs.lower() if _MAIL.fullmatch(signs) and signs.isascii() else None


def _telephone(signs: str) -> str | None:
    try:
        # A number as it stands in a telephone book, its country's digits without the plus among them.
        number = phonenumbers.parse(signs, _COUNTRY)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def ending(address: str) -> str:
    """Return what of an address is shown to its owner: enough to know it by. Check: "+998901234567" gives "67"."""
    return f"…@{address.partition('@')[2]}" if "@" in address else address[-2:]


def one_sms(text: str) -> bool:
    """Return whether a text is one SMS and not two: 160 signs of the GSM alphabet, 70 where another sign is among them.

    The lengths and the alphabet are those of 3GPP TS 23.038 (6.2.1); signs of its extension count as two.
    """
    if all(sign in _GSM or sign in _GSM_OF_TWO for sign in text):
        return sum(2 if sign in _GSM_OF_TWO else 1 for sign in text) <= _GSM_MOST
    return len(text.encode("utf-16-be")) // 2 <= _UCS2_MOST


def is_near(*, people_ahead: int, ready: bool, come_by: datetime | None, at: datetime) -> bool:
    """Return whether somebody who waits should be near by now.

    `ready`: they can be called now, neither set aside nor before the department's hours; `come_by`: when who is at home should
    be there.
    """
    return (ready and people_ahead <= NEAR_PEOPLE) or (come_by is not None and come_by <= at)


def too_late(*, template: str, happened_at: datetime, at: datetime) -> bool:
    """Return whether telling it at `at` would only mislead."""
    return at - happened_at > USEFUL_FOR[template]


def remind_at(*, starts_at: datetime, at: datetime) -> datetime | None:
    """Return when an appointment is told the day before, or None: it is sooner than that."""
    moment = starts_at - REMIND_BEFORE
    return moment if moment > at else None


def lapse_told_at(*, until: date | None, zone: tzinfo, at: datetime) -> datetime | None:
    """Return when the end of a correction is told, or None: it has no last day, or is sooner than that.

    Check: a last day of 3 December is told on the 1st at nine.
    """
    if until is None:
        return None
    moment = datetime.combine(until - LAPSE_REMIND_BEFORE, LAPSE_REMIND_AT, tzinfo=zone)
    return moment if moment > at else None


@dataclass(frozen=True, slots=True)
class Matter:
    """What somebody wants to be told about, as the journal names it: "ticket:12", "appointment:7", "case:4"."""

    kind: str
    id: int

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


def matter_read(subject: str) -> Matter | None:
    """Return the matter a subject of the journal names, or None when it is none somebody is told about."""
    kind, _, number = subject.partition(":")
    return Matter(kind, int(number)) if kind in MATTERS and number.isdecimal() else None


TICKET, APPOINTMENT, CASE = "ticket", "appointment", "case"
MATTERS = (TICKET, APPOINTMENT, CASE)
