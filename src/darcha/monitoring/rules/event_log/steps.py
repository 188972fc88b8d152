"""What of the journal goes into an event log, under which words and which invented names."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from darcha.journal.kinds import Kind
from darcha.journal.rules import Entry
from darcha.monitoring.rules.facts import standing

ACTIVITIES: dict[str, tuple[str, str]] = {
    Kind.TICKET_ISSUED: ("take a ticket", "complete"),
    Kind.TICKET_ENTERED: ("take a ticket", "complete"),
    Kind.TICKET_CALLED: ("call", "complete"),
    Kind.TICKET_RECALLED: ("call again", "complete"),
    Kind.TICKET_STARTED: ("serve", "start"),
    Kind.TICKET_SERVED: ("serve", "complete"),
    Kind.TICKET_SENT_ON: ("send on", "complete"),
    Kind.TICKET_SET_ASIDE: ("set aside", "complete"),
    Kind.TICKET_BACK: ("come back", "complete"),
    Kind.TICKET_NO_SHOW: ("not come", "complete"),
    Kind.TICKET_LEFT: ("leave", "complete"),
    Kind.CASE_OPENED: ("accept the application", "complete"),
    Kind.CASE_RETURNED: ("hand back the application", "complete"),
    Kind.CASE_ITEM_DONE: ("answer for a department", "complete"),
    Kind.CASE_ITEM_SENT_BACK: ("send the answer back", "complete"),
    Kind.CASE_ITEM_HANDED: ("hand on the task", "complete"),
    Kind.CASE_ITEM_SENT_BACK: ("send an answer back", "complete"),
    Kind.CASE_SUSPENDED: ("correct", "start"),
    Kind.CASE_RESUMED: ("correct", "complete"),
    Kind.CASE_EXTENDED: ("extend the time", "complete"),
    Kind.CASE_DUE_MOVED: ("move the due date", "complete"),
    Kind.CASE_MOVED: ("move to a newer edition", "complete"),
    Kind.CASE_PROPOSED: ("propose a decision", "complete"),
    Kind.CASE_PROPOSAL_RETURNED: ("hand back the proposal", "complete"),
    Kind.CASE_DECIDED: ("decide", "complete"),
    Kind.DOCUMENT_ISSUED: ("give out the document", "complete"),
    Kind.DOCUMENT_REISSUED: ("give out a duplicate", "complete"),
    Kind.DOCUMENT_CORRECTED: ("correct the document", "complete"),
    Kind.DOCUMENT_ANNULLED: ("annul the document", "complete"),
}
"""What each kind is called in an event log: an activity, and which transition of XES's standard life cycle it is."""

VISIT_KINDS = frozenset(kind for kind in ACTIVITIES if kind.startswith("ticket."))
CASE_KINDS = frozenset(ACTIVITIES) - VISIT_KINDS
_BEGIN = {Kind.TICKET_ISSUED, Kind.TICKET_ENTERED, Kind.CASE_OPENED}
_END = {
    *(Kind.TICKET_SERVED, Kind.TICKET_NO_SHOW, Kind.TICKET_LEFT),
    *(Kind.CASE_RETURNED, Kind.CASE_DECIDED, Kind.DOCUMENT_ISSUED),
}

TOLD: dict[str, str] = {
    "service": "string",
    "class": "string",
    "channel": "string",
    "policy": "string",
    "outcome": "string",
    "because": "string",
    "to_service": "string",
    "due_on": "string",
    "unit": "string",
    "ahead": "integer",
    "overtaken": "integer",
    "wait_seconds": "integer",
    "service_seconds": "integer",
    "aside_seconds": "integer",
    "seconds": "integer",
    "defects": "integer",
    "n": "integer",
    "within_promise": "boolean",
    "on_time": "boolean",
    "first_time": "boolean",
    "ready": "boolean",
}
"""What of an entry's data a log tells, and its type. A closed list: sex, age, disability, needs and language are not in it."""

Value = str | int | bool


@dataclass(frozen=True, slots=True)
class Process:
    """One of the two processes of a log: its kinds, and the key of the data that says to whom an entry belongs."""

    name: str
    by: str
    kinds: frozenset[str]


PROCESSES = (Process("visit", "ticket", VISIT_KINDS), Process("case", "case", CASE_KINDS))


class Pseudonyms:
    """Invented names for one export: the same thing has the same name in it, and another one in the next.

    A name is the HMAC-SHA256 of what it stands for under a secret nobody keeps, so that numbers cannot be tried out.
    """

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def of(self, kind: str, number: object) -> str:
        """Return the name of "visit", "case", "officer", ... with this number: "visit-3f0c19a2b7d45e60"."""
        mark = hmac.new(self._secret, f"{kind}:{number}".encode(), hashlib.sha256).hexdigest()
        return f"{kind}-{mark[:16]}"


@dataclass(frozen=True, slots=True)
class Step:
    """One event of a log. `about` names the objects it touches: (type, name, how)."""

    activity: str
    transition: str
    at: datetime
    resource: str
    role: str
    department: str
    attributes: tuple[tuple[str, Value], ...]
    about: tuple[tuple[str, str, str], ...]

    @property
    def label(self) -> str:
        """Return activity and transition in one, where a format knows no life cycle."""
        return self.activity if self.transition == "complete" else f"{self.activity}: {self.transition}"


@dataclass(frozen=True, slots=True)
class Trace:
    """All events of one visit or one case in the period; `complete`: it began and ended in it."""

    process: str
    name: str
    complete: bool
    steps: tuple[Step, ...]

    @property
    def service_id(self) -> str:
        """Return the first service it was about, or an empty text."""
        told = (str(value) for step in self.steps for key, value in step.attributes if key == "service")
        return next(told, "")


def _attributes(entry: Entry) -> tuple[tuple[str, Value], ...]:
    found: list[tuple[str, Value]] = []
    for name, form in TOLD.items():
        value = entry.data.get(name)
        if name == "defects" and isinstance(value, list):
            value = len(value)
        if form == "boolean":
            right = isinstance(value, bool)
        elif form == "integer":
            right = isinstance(value, int) and not isinstance(value, bool)
        else:
            right = isinstance(value, str) and value != ""
        if right and isinstance(value, str | int):
            found.append((name, value))
    return tuple(found)


def _about(entry: Entry, names: Pseudonyms) -> tuple[tuple[str, str, str], ...]:
    data = entry.data
    about: list[tuple[str, str, str]] = []
    for key, kind, how in (
        ("ticket", "visit", "in the visit"),
        ("case", "case", "about the case"),
        ("item", "work item", "answers"),
        ("document", "document", "gives out"),
        ("counter", "counter", "at the window"),
    ):
        if isinstance(data.get(key), int):
            about.append((kind, names.of(kind.replace(" ", "-"), data[key]), how))
    opened = data.get("opened")
    if isinstance(opened, list):
        about.extend(("work item", names.of("work-item", item), "lets begin") for item in opened)
    department = data.get("department")
    if department:
        about.append(("department", f"department-{department}", "by the department"))
    return tuple(about)


def _step(entry: Entry, names: Pseudonyms) -> Step:
    activity, transition = ACTIVITIES[entry.kind]
    role, _, number = entry.actor.partition(":")
    return Step(
        activity=activity,
        transition=transition,
        at=entry.moment,
        resource=names.of("officer", number) if role == "employee" else role,
        role=role,
        department=str(entry.data.get("department") or ""),
        attributes=_attributes(entry),
        about=_about(entry, names),
    )


def steps(entries: Iterable[Entry], *, names: Pseudonyms) -> Iterator[Step]:
    """Yield the steps of one day's entries in their order; what was taken back is left out, as the figures do."""
    for entry in standing(entries):
        if entry.kind in ACTIVITIES:
            yield _step(entry, names)


def traces(entries: Iterable[Entry], *, process: Process, names: Pseudonyms) -> Iterator[Trace]:
    """Yield the traces of one process; `entries` come sorted by what they belong to, then in their order."""
    for number, group in groupby(entries, key=lambda entry: entry.data[process.by]):
        stood = [entry for entry in standing(group) if entry.kind in process.kinds]
        if not stood:
            continue
        began = stood[0].kind in _BEGIN or stood[0].kind == Kind.CASE_RETURNED
        complete = began and any(entry.kind in _END for entry in stood)
        yield Trace(
            process.name, names.of(process.name, number), complete, tuple(_step(entry, names) for entry in stood)
        )
