"""What clients and the journal say of a hall, read and laid side by side.

Both are ordered by time without any clock of the house: an entry's number is the order of its commit, and an answer proves
that everything up to its entry was committed before it was read. So for each request there is a part of the journal that
was surely seen, a part that may have been, and a part that surely was not.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from math import inf
from pathlib import Path
from typing import Any

REFUSED = 400
CALL = "ticket.called"
STEPS = {
    "issue": "ticket.issued",
    "check_in": "ticket.issued",
    "start": "ticket.started",
    "finish": "ticket.served",
    "no_show": "ticket.no_show",
    "recall": "ticket.recalled",
    "send_on": "ticket.sent_on",
    "set_aside": "ticket.set_aside",
    "back": "ticket.back",
    "undo": "ticket.undone",
    "by_hand": CALL,
    "open": "counter.opened",
    "close": "counter.closed",
}
"""Which kind of entry an acknowledged request must have left; a call may have found nobody."""


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of the journal."""

    seq: int
    moment: datetime
    kind: str
    data: dict[str, Any]
    key: str | None


@dataclass(slots=True)
class Request:
    """All attempts to have one effect: one key. `sent` and `answered` are those of the first.

    `asked` is what the form told, by the names the journal has for it; `appointed` the time of who checks in.
    """

    key: str
    what: str
    counter: int | None
    sent: float
    asked: dict[str, Any] = field(default_factory=dict)
    appointed: datetime | None = None
    answered: float = inf
    attempts: list[tuple[float, float]] = field(default_factory=list)
    acknowledged: bool = False
    refused: bool = False
    broken: int = 0
    given: set[str] = field(default_factory=set)

    @property
    def done_by(self) -> float:
        """Return by when whatever it did was surely committed.

        A call that finds nobody is answered like one that calls, and any of its repetitions may be the one that did: only
        what the window showed afterwards tells (`Records.shown_by`).
        """
        return max(end for _, end in self.attempts) if self.what == "call" else self.answered


def read_lines(paths: Iterable[Path]) -> list[dict[str, Any]]:
    """Return the JSON lines of some files, in order."""
    return [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]


def requests_of(log: Iterable[dict[str, Any]]) -> dict[str, Request]:
    """Return the clients' requests by key; the call behind "finish and call" is a request of its own."""
    found: dict[str, Request] = {}
    for line in log:
        if line.get("what") not in {*STEPS, "call"}:
            continue
        names = [(line["key"], line["what"], line.get("asked", {}))]
        if line.get("then_call"):
            names.append((f"{line['key'][:58]}-next", "call", {}))
        for key, what, asked in names:
            known = found.setdefault(key, Request(key, what, line.get("counter"), line["sent"], asked))
            if line.get("appointed"):
                known.appointed = datetime.fromisoformat(line["appointed"])
            _add_attempt(known, line)
    return found


def _add_attempt(known: Request, line: dict[str, Any]) -> None:
    known.sent = min(known.sent, line["sent"])
    known.attempts.append((line["sent"], inf if line["answered"] is None else line["answered"]))
    if line["answered"] is None:
        return
    known.broken += line["status"] >= 500
    known.refused |= REFUSED <= line["status"] < 500
    if line["status"] < REFUSED:
        known.acknowledged = True
        known.answered = min(known.answered, line["answered"])
        if line.get("gives"):
            known.given.add(line["gives"])


class Records:
    """The clients' log and the journal of one centre."""

    def __init__(self, log: list[dict[str, Any]], journal: list[dict[str, Any]]) -> None:
        self.hall = next(line for line in log if line.get("what") == "hall")
        self.log = log
        self.raw = [line for line in journal if "head" not in line]
        self.head = next((line["head"] for line in journal if "head" in line), None)
        self.rows = [
            Row(row["seq"], datetime.fromisoformat(row["moment"]), row["kind"], row["data"], row["key"])
            for row in self.raw
        ]
        self.requests = requests_of(log)
        self.by_key = {row.key: row for row in self.rows if row.key}

    @cached_property
    def looks(self) -> dict[int, list[dict[str, Any]]]:
        """Return what each window showed its officer, in order."""
        found: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for line in self.log:
            if line.get("what") == "look" and line["status"] < REFUSED:
                found[line["counter"]].append(line)
        return found

    @cached_property
    def shown_by(self) -> dict[int, float]:
        """Return by when a window was seen to show somebody, by the place of the first call of them to that window."""
        seen: dict[tuple[int, str], float] = {}
        for counter, looks in self.looks.items():
            for look in looks:
                if look["number"]:
                    who = (counter, look["number"].replace("\u00a0", " "))
                    seen[who] = min(seen.get(who, inf), look["answered"])
        found: dict[int, float] = {}
        for place, row in enumerate(self.rows):
            if row.kind == CALL:
                found[place] = seen.pop((row.data["counter"], row.data["number"]), inf)
        return found

    @cached_property
    def committed_by(self) -> list[float]:
        """Return for each row the time by which it was surely committed: an answer to it, or to a later one, was read."""
        times = [inf] * len(self.rows)
        latest = inf
        for place in range(len(self.rows) - 1, -1, -1):
            request = self.requests.get(self.rows[place].key or "")
            latest = min(latest, request.done_by if request else inf, self.shown_by.get(place, inf))
            times[place] = latest
        return times

    def surely_seen(self, at: float) -> int:
        """Return how many rows were surely committed before `at`."""
        return bisect_right(self.committed_by, at)

    def sent(self, row: Row) -> float:
        """Return before when nothing of this row can have been done."""
        request = self.requests.get(row.key or "")
        return request.sent if request else -inf
