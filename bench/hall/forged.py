"""Bugs planted in a copy of what a run left behind, so that the checker can be seen to find them.

Records are chained anew where the chain itself is not what the bug breaks, so that it is the fact that is found out and
not the hash.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from darcha.journal import rules as journal_rules

Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class InTheRecord:
    """A bug of what was written: what is done to (clients' log, journal's rows)."""

    what: str
    breaks: Callable[[Rows, Rows], None]
    chained_anew: bool = True


def _of(rows: Rows, kind: str) -> list[int]:
    return [place for place, row in enumerate(rows) if row["kind"] == kind]


def _called_after_served(_log: Rows, rows: Rows) -> None:
    place = _of(rows, "ticket.served")[0]
    ticket = rows[place]["data"]["ticket"]
    call = next(row for row in rows if row["kind"] == "ticket.called" and row["data"]["ticket"] == ticket)
    rows.insert(place + 1, deepcopy(call) | {"key": "00000000-another"})


def _number_repeated(_log: Rows, rows: Rows) -> None:
    issued = [rows[place] for place in _of(rows, "ticket.issued")]
    for one, other in itertools.combinations(issued, 2):
        if one["data"]["line"] == other["data"]["line"]:
            other["data"]["number"] = one["data"]["number"]
            return


def _number_left_out(_log: Rows, rows: Rows) -> None:
    issued = [rows[place]["data"] for place in _of(rows, "ticket.issued")]
    last = [data for data in issued if data["line"] == issued[0]["line"]][-1]
    letter, number = last["number"].split(" ")
    for row in rows:
        if row["data"].get("ticket") == last["ticket"] and "number" in row["data"]:
            row["data"]["number"] = f"{letter} {int(number) + 1:03d}"


def _acknowledged_forgotten(_log: Rows, rows: Rows) -> None:
    ticket = rows[_of(rows, "ticket.issued")[2]]["data"]["ticket"]
    rows[:] = [row for row in rows if row["data"].get("ticket") != ticket]


def _never_called(_log: Rows, rows: Rows) -> None:
    ticket = rows[_of(rows, "ticket.issued")[2]]["data"]["ticket"]
    rows[:] = [row for row in rows if row["data"].get("ticket") != ticket or row["kind"] == "ticket.issued"]


def _call_left_out(_log: Rows, rows: Rows) -> None:
    del rows[_of(rows, "ticket.called")[3]]


def _younger_first(_log: Rows, rows: Rows) -> None:
    """Let two visitors of one class and service change places from their call on."""
    issued = {rows[place]["data"]["ticket"]: place for place in _of(rows, "ticket.issued")}
    called = [rows[place]["data"] for place in _of(rows, "ticket.called")]
    for one, other in itertools.combinations(called, 2):
        alike = all(one[name] == other[name] for name in ("class", "service"))
        waited_both = issued[other["ticket"]] < next(
            place for place in _of(rows, "ticket.called") if rows[place]["data"] is one
        )
        if alike and waited_both and one["counter"] != other["counter"]:
            _change_places(rows, one["ticket"], other["ticket"])
            return
    raise ValueError("no two of a kind waited at the same time")


def _change_places(rows: Rows, one: int, other: int) -> None:
    place = {one: other, other: one}
    text = {row["data"]["ticket"]: row["data"]["number"] for row in rows if row["kind"] == "ticket.issued"}
    since = {row["data"]["ticket"]: row["moment"] for row in rows if row["kind"] == "ticket.issued"}
    for row in rows:
        data = row["data"]
        if row["kind"] != "ticket.issued" and data.get("ticket") in place:
            data["ticket"] = place[data["ticket"]]
            row["subject"] = f"ticket:{data['ticket']}"
            if "number" in data:
                data["number"] = text[data["ticket"]]
            if row["kind"] == "ticket.called":
                waited = moment(row) - moment({"moment": since[data["ticket"]]})
                data["wait_seconds"] = int(waited.total_seconds())
                data["scores"] = [[place.get(ticket, ticket), score] for ticket, score in data["scores"]]


def moment(row: dict[str, Any]) -> datetime:
    """Return when an entry was made."""
    return datetime.fromisoformat(row["moment"])


def _passed_not_told(_log: Rows, rows: Rows) -> None:
    for place in _of(rows, "ticket.called")[::3]:
        rows[place]["data"]["overtaken"] += 1


def _score_made_up(_log: Rows, rows: Rows) -> None:
    rows[_of(rows, "ticket.called")[-1]]["data"]["scores"][0][1] += 1


def _sent_elsewhere(_log: Rows, rows: Rows) -> None:
    sent = [rows[place]["data"] for place in _of(rows, "ticket.sent_on")]
    other = next(data["service"] for data in sent if data["service"] != sent[0]["to_service"])
    sent[0]["to_service"] = other


def _sent_on_left_out(_log: Rows, rows: Rows) -> None:
    del rows[_of(rows, "ticket.sent_on")[0]]


def _aside_left_out(_log: Rows, rows: Rows) -> None:
    del rows[_of(rows, "ticket.set_aside")[0]]


def _back_left_out(_log: Rows, rows: Rows) -> None:
    del rows[_of(rows, "ticket.back")[0]]


def _undone_left_out(_log: Rows, rows: Rows) -> None:
    del rows[_of(rows, "ticket.undone")[0]]


def _undone_too_late(_log: Rows, rows: Rows) -> None:
    row = rows[_of(rows, "ticket.undone")[0]]
    row["moment"] = (moment(row) + timedelta(seconds=61)).isoformat(timespec="microseconds")


def _appointment_moved(_log: Rows, rows: Rows) -> None:
    row = next(row for row in rows if "early_seconds" in row["data"])
    row["data"]["early_seconds"] += 60


def _by_hand_untold(_log: Rows, rows: Rows) -> None:
    data = next(row["data"] for row in rows if "by_hand" in row["data"])
    del data["by_hand"]
    data["policy"] = "promise"


def _another_answer(log: Rows, _rows: Rows) -> None:
    first = next(line for line in log if line.get("what") == "issue" and line.get("gives"))
    log.append(first | {"gives": "another-ticket"})


def _took_effect_twice(_log: Rows, rows: Rows) -> None:
    place = _of(rows, "ticket.served")[0]
    rows.insert(place + 1, deepcopy(rows[place]) | {"key": None})


def _row_changed(_log: Rows, rows: Rows) -> None:
    rows[_of(rows, "ticket.served")[0]]["data"]["age_band"] = "nobody's"


def _rows_swapped(_log: Rows, rows: Rows) -> None:
    place = _of(rows, "ticket.started")[0]
    rows[place], rows[place + 1] = rows[place + 1], rows[place]


def _row_taken_out(_log: Rows, rows: Rows) -> None:
    del rows[_of(rows, "ticket.started")[1]]


def _tail_cut(_log: Rows, rows: Rows) -> None:
    del rows[-1]


IN_THE_RECORD = {
    "called_after_served": InTheRecord("a visitor is called again after being served", _called_after_served),
    "number_repeated": InTheRecord("two visitors of a line have one number", _number_repeated),
    "number_left_out": InTheRecord("a number of a line was given to nobody", _number_left_out),
    "acknowledged_forgotten": InTheRecord("a ticket is acknowledged and nowhere", _acknowledged_forgotten),
    "never_called": InTheRecord("a ticket waits and nobody sees it", _never_called),
    "call_left_out": InTheRecord("a call is missing", _call_left_out),
    "younger_first": InTheRecord("who came later is called first", _younger_first),
    "passed_not_told": InTheRecord("a call tells a wrong number of overtaken", _passed_not_told),
    "score_made_up": InTheRecord("a call tells a score that is none", _score_made_up),
    "sent_elsewhere": InTheRecord("a visitor is sent to another service than was asked for", _sent_elsewhere),
    "sent_on_left_out": InTheRecord("a visitor goes on elsewhere, and nothing tells it", _sent_on_left_out),
    "aside_left_out": InTheRecord("a visitor is set aside, and nothing tells it", _aside_left_out),
    "back_left_out": InTheRecord("a visitor is called while away", _back_left_out),
    "undone_left_out": InTheRecord("a step is taken back, and nothing tells it", _undone_left_out),
    "undone_too_late": InTheRecord("a step is taken back after its minute", _undone_too_late),
    "appointment_moved": InTheRecord("an appointment stands from another time than was booked", _appointment_moved),
    "by_hand_untold": InTheRecord("an officer calls out of turn, and the rule is told", _by_hand_untold),
    "another_answer": InTheRecord("a request sent twice is answered by two tickets", _another_answer),
    "took_effect_twice": InTheRecord("a visit ends twice, nobody asked for it", _took_effect_twice),
    "row_changed": InTheRecord("an entry was changed", _row_changed, chained_anew=False),
    "rows_swapped": InTheRecord("two entries changed places", _rows_swapped, chained_anew=False),
    "row_taken_out": InTheRecord("an entry was taken out", _row_taken_out, chained_anew=False),
    "tail_cut": InTheRecord("the last entry was cut off", _tail_cut, chained_anew=False),
}


def broken(name: str, log: Rows, journal: Rows) -> tuple[Rows, Rows]:
    """Return a copy of a record with the bug of that name in it."""
    bug = IN_THE_RECORD[name]
    log, journal = deepcopy(log), deepcopy(journal)
    rows, head = journal[:-1], journal[-1]
    bug.breaks(log, rows)
    if bug.chained_anew:
        head = {"head": _chain(rows, centre_id=head["head"]["centre"])}
    return log, [*rows, head]


def _chain(rows: Rows, *, centre_id: str) -> dict[str, Any]:
    """Number and chain the rows anew; return the head."""
    previous, seq = journal_rules.GENESIS, 0
    for seq, row in enumerate(rows, start=1):
        text = journal_rules.body(
            moment=moment(row), kind=row["kind"], subject=row["subject"], actor=row["actor"], data=row["data"],
            key=row["key"],
        )  # fmt: skip
        row |= {"seq": seq, "previous_hash": previous}
        previous = row["hash"] = journal_rules.hash_of(
            previous_hash=previous, centre_id=centre_id, epoch=row["epoch"], seq=seq, body=text
        )
    return {"centre": centre_id, "epoch": 1, "seq": seq, "hash": previous}
