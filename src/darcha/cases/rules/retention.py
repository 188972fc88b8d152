"""How long personal data are kept, by kind, and on which ground; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from darcha.cases.rules.terms import add_months


@dataclass(frozen=True, slots=True)
class Keeping:
    """One kind of personal data and its term: `years`, or `days`, after the day of `since` ("opened", "decided", "issued", "changed").

    `illustration` marks a term nobody has looked up, as in the catalogue.
    """

    kind: str
    years: int
    since: str
    holds: str
    ground: str
    illustration: bool = True
    days: int = 0


_NO_LONGER_THAN_NEEDED = "Law on Personal Data (ZRU-547 of 2 July 2019): no longer than their purpose needs them"

DRAFT = Keeping(
    "draft",
    0,
    "changed",
    "an application begun at home and not sent: applicant, facts, answers, scans",
    f"{_NO_LONGER_THAN_NEEDED}; who has not gone on for a month begins anew",
    days=30,
)
"""What is no case yet. Who begins it may delete it at any time."""

KEEPING = (
    Keeping(
        "returned",
        1,
        "opened",
        "an application handed back and not brought again: applicant, facts, scans",
        f"{_NO_LONGER_THAN_NEEDED}; nobody comes back with the papers after a year",
    ),
    Keeping(
        "scans",
        1,
        "decided",
        "scanned papers of a decided application",
        f"{_NO_LONGER_THAN_NEEDED}; a decision is contested within the year",
    ),
    Keeping(
        "application",
        5,
        "decided",
        "a decided application: applicant, facts, words of the departments and of the decision",
        f"{_NO_LONGER_THAN_NEEDED}; files of applications are archived for five years",
    ),
    Keeping(
        "document",
        75,
        "issued",
        "what stands on an issued document; afterwards it can no longer be verified",
        "registers of documents about persons are kept for a lifetime",
    ),
)
"""Every kind of personal data of a case. What is still being decided has no term: its purpose is not over."""


def keeping(kind: str) -> Keeping:
    """Return the term of a kind.

    :raises KeyError: no such kind.
    """
    return {known.kind: known for known in KEEPING}[kind]


def kept_until(kept: Keeping, *, since: date) -> date:
    """Return the last day on which it is kept. Check: five years after 29 February 2024 is 28 February 2029."""
    return add_months(since, 12 * kept.years) + timedelta(days=kept.days)


def begun_before(kept: Keeping, *, today: date) -> date:
    """Return the day so that what began before it is over today: the other way round of `kept_until`.

    Check: for one year, on 1 March 2025 it is 1 March 2024, since 29 February 2024 was kept until 28 February 2025.
    """
    return add_months(today - timedelta(days=kept.days), -12 * kept.years)
