"""The small words of a visit: number, needs, class, age band, promise."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from darcha.kernel.names import LANGUAGES as _LANGUAGES

LANGUAGES = _LANGUAGES

NEEDS = ("seat", "wheel", "child", "sight", "ear", "sign")
"""What a visitor can say at the kiosk: cannot stand long, wheelchair, small child, sees, hears poorly, signs."""

SEXES = ("F", "M")

AGE_BANDS = ("0-17", "18-29", "30-44", "45-59", "60+")
"""Age bands a visit is counted by; nobody is asked for a birthday at the counter."""

_BAND_ENDS = (17, 29, 44, 59)

ORDINARY = "ordinary"

NOT_RECORDED = "not_recorded"
"""How a visit ended that the officer began and nobody finished, when the day was settled."""

OUTCOMES = ("served", "papers_missing", "wrong_service")
"""How a visit at the counter can end; a no-show never came to the counter."""


@dataclass(frozen=True, slots=True)
class VisitClass:
    """A class of visitors: `weight` in hundredths (100: a minute counts as a minute), the needs that give it."""

    code: str
    weight: int
    promised_minutes: int
    needs: tuple[str, ...] = ()


PAUSE_REASONS = ("rest", "meal", "papers", "meeting", "technical")
"""Why a counter may pause: a rest, a meal, work on papers behind the window, called away, something does not work."""


NEXT_MATTER, COMES_BACK, BELONGS_THERE = SENT_ON_BECAUSE = ("next_matter", "comes_back", "belongs_there")
"""Why a visit goes on elsewhere: done here, the next matter follows; something is needed first, then back to this one;
it was never for this service."""

BY_HAND_BECAUSE = ("unwell", "child", "overlooked", "short_question", "appointed")
"""Why an officer calls somebody out of turn: unwell, a crying or sick child, a mistake of the house, one question only,
asked to come back at this hour."""

ASIDE_MINUTES = (5, 10, 15, 30, 60)
"""For how long a visitor can be set aside: to copy a paper, to pay, to fetch one from home."""

CALLED, STARTED, NO_SHOW, SERVED, SENT_ON, SET_ASIDE = STEPS = (
    "called",
    "started",
    "no_show",
    "served",
    "sent_on",
    "set_aside",
)
"""The steps at a counter that can be taken back."""

UNDONE = "undone"
"""What came of a call that was taken back."""

UNDO_WITHIN = timedelta(seconds=60)
"""How long a step at a counter can be taken back."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One call of a visit: since when it was waited for, and the time at the counter; `came` False: nobody sat down.

    `ended_at` None: it goes on.
    """

    waited_since: datetime
    called_at: datetime
    ended_at: datetime | None
    came: bool


def last_step(
    called_at: datetime, started_at: datetime | None, ended_at: datetime | None, outcome: str | None
) -> tuple[str, datetime]:
    """Return the last step of a call, and when it was taken."""
    if ended_at is not None:
        if outcome in (NO_SHOW, SET_ASIDE):
            return str(outcome), ended_at
        return (SENT_ON if outcome in SENT_ON_BECAUSE else SERVED), ended_at
    return (CALLED, called_at) if started_at is None else (STARTED, started_at)


def place_kept(*, waited: timedelta, ready_at: datetime) -> datetime:
    """Return where somebody stands who waited already and can be called again from `ready_at`.

    Minutes waited are kept and minutes away do not count: nobody begins at the end of a line twice, and nobody gains by
    being away. Check: 20 minutes waited and ready at 11:30 is a place of 11:10.
    """
    return ready_at - waited


def order_of_matters(chosen: Sequence[str], first: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    """Return the services of one visit in the order they are given, each once.

    `first` tells for a service which others come before it, because they lead to a paper it asks for. What asks for
    nothing goes first; otherwise the order chosen stands, also where two ask for each other.
    Check: of A, B, C where A asks for what B gives the order is B, A, C.
    """
    left = list(dict.fromkeys(chosen))
    ordered: list[str] = []
    while left:
        waiting_for = {service: set(first.get(service, ())) & set(left) - {service} for service in left}
        following = next((service for service in left if not waiting_for[service]), left[0])
        ordered.append(following)
        left.remove(following)
    return tuple(ordered)


MOST_MATTERS = 5
"""Services one ticket can be for."""


def services_after(*, now: str, then: str, because: str, following: Sequence[str]) -> tuple[str, ...]:
    """Return what follows once a visit has gone on from the service `now` to `then`.

    Check: from A to X, B being planned: "comes_back" leaves A, B; "next_matter" leaves B, and nothing when X is B.
    """
    if because == COMES_BACK:
        return (now, *following)
    left = list(following)
    if then in left:
        left.remove(then)
    return tuple(left)


def age_band(birth_year: int, on: date) -> str:
    """Return the age band of somebody born in `birth_year`, by the age they reach in the year of `on`.

    Check: born 1950, on a day of 2010 gives "60+"; born 1993 gives "0-17".
    """
    age = on.year - birth_year
    for band, end in zip(AGE_BANDS, _BAND_ENDS, strict=False):
        if age <= end:
            return band
    return AGE_BANDS[-1]


def number_text(letter: str, number: int) -> str:
    """Return a ticket's number as it is printed, shown and spoken: "K 051"."""
    return f"{letter} {number:03d}"


def number_read(text: str) -> tuple[str, int] | None:
    """Return letter and number of a ticket as an officer types it, or None.

    Check: "K 051", "k51" and "k-051" are all ("K", 51).
    """
    signs = "".join(text.split()).replace("-", "").upper()
    letter, digits = signs[:1], signs[1:]
    if not (letter.isascii() and letter.isalpha() and digits.isascii() and digits.isdigit()):
        return None
    return (letter, int(digits)) if len(digits) <= _DIGITS else None


_DIGITS = 6


def unknown_need(needs: Iterable[str]) -> str | None:
    """Return the first need nobody knows, or None."""
    return next((need for need in needs if need not in NEEDS), None)


def class_of(needs: Sequence[str], classes: Sequence[VisitClass]) -> VisitClass:
    """Return the class the needs give: of several the one whose minutes weigh most; else the ordinary one.

    `classes` come ordinary first, as the centre lists them.

    :raises ValueError: the centre has no class at all.
    """
    if not classes:
        raise ValueError("a centre without classes of visitors")
    given = [known for known in classes if set(known.needs) & set(needs)]
    ordinary = next((known for known in classes if known.code == ORDINARY), classes[0])
    return max(given, key=lambda known: (known.weight, known.code), default=ordinary)


def is_within_promise(wait: timedelta, promised_minutes: int) -> bool:
    """Return whether somebody was called within what their class was promised."""
    return wait <= timedelta(minutes=promised_minutes)
