"""Judge a hall by what its clients wrote down and by its journal, and by nothing else.

    python -m bench.hall_checker CLIENTS.jsonl [...] --journal JOURNAL.jsonl

The last line is one JSON object; before it, what was found, the first of each kind.

| figure | counts |
|---|---|
| called_twice | calls of somebody who was at a counter or done; numbers that two windows showed |
| lost | acknowledged tickets and steps the journal does not hold; windows that showed what it does not tell; tickets nobody called though a counter that could was told that nobody waits |
| duplicate_numbers | numbers given twice in a line, by the journal or by what visitors read |
| gaps | numbers missing in the journal's count, and in each line |
| unexplained_overtakes | calls that passed somebody who ranked before, or whose count, scores or guard do not fit |
| taken_twice | requests that took effect or were answered twice over, and entries nobody asked for |
| impossible_steps | entries that cannot follow what was before, or are not what was asked for: a start without a call, a counter with two visitors |
| journal_verified | the chain is whole and ends at its head, by the journal's own rule |
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from math import inf
from pathlib import Path
from typing import Any

from bench.hall.lines import Lines, counters_of
from bench.hall.records import CALL, STEPS, Records, read_lines
from bench.hall.visits import STEPS_OF_A_VISIT, AtCounter, Visits
from darcha.journal import rules as journal

SHOWN = 3
FIGURES = ("called_twice", "lost", "duplicate_numbers", "gaps", "unexplained_overtakes", "taken_twice",
           "impossible_steps")  # fmt: skip


def lost(records: Records, visits: Visits) -> Iterator[str]:
    """Yield what was acknowledged or shown and is not in the journal."""
    for request in records.requests.values():
        kind = STEPS.get(request.what)
        row = records.by_key.get(request.key)
        if request.acknowledged and kind and (row is None or row.kind != kind):
            yield f"{request.what} {request.key} was acknowledged and has no entry"
    for counter, looks in records.looks.items():
        for look in looks:
            if not _was_so(records, visits.at_counter[counter], look):
                yield f"counter {counter} showed {look['number']} {look['state']}, the journal does not"
    yield from _calls_without_entry(records)
    yield from _forgotten(records, visits)


def _was_so(records: Records, stays: list[AtCounter], look: dict[str, Any]) -> bool:
    """Return whether a window can have shown this: it was so at some moment between question and answer."""
    first = records.surely_seen(look["sent"])
    shown = (look["state"], (look["number"] or "").replace("\u00a0", " "), look["onward"])
    for number, stay in enumerate(stays):
        until = stays[number + 1].place if number + 1 < len(stays) else inf
        begun = stay.place < 0 or records.sent(records.rows[stay.place]) <= look["answered"]
        if until >= first and begun and (stay.state, stay.number, stay.onward) == shown:
            return True
    return False


def _calls_without_entry(records: Records) -> Iterator[str]:
    """Yield the calls after which the window showed somebody, and which the journal does not hold."""
    calls = defaultdict(list)
    for request in records.requests.values():
        if request.what == "call" and request.acknowledged:
            calls[request.counter].append(request)
    for counter, looks in records.looks.items():
        moments = sorted((look["sent"], look["state"]) for look in looks)
        for request in calls[counter]:
            shown = next((state for sent, state in moments if sent >= request.answered), "free")
            row = records.by_key.get(request.key)
            if shown == "called" and (row is None or row.kind != CALL):
                yield f"call {request.key} at counter {counter} showed somebody and has no entry"


def _forgotten(records: Records, visits: Visits) -> Iterator[str]:
    """Yield the tickets never called although, later, a counter that could serve them found nobody."""
    found_nobody: dict[int, int] = defaultdict(int)
    for request in records.requests.values():
        if request.what == "call" and request.acknowledged and request.key not in records.by_key:
            counter = request.counter or 0
            found_nobody[counter] = max(found_nobody[counter], records.surely_seen(request.sent))
    for place, row in enumerate(records.rows):
        if row.kind == "counter.closed":
            found_nobody[row.data["counter"]] = max(found_nobody[row.data["counter"]], place + 1)
    for stand in (stands[-1] for stands in visits.stands.values()):
        for code, counter in counters_of(records).items() if stand.went == inf else ():
            seen = found_nobody[code]
            if seen > stand.came and counter.can_serve(stand, records.rows[seen - 1].moment):
                yield f"{stand.text} waits, and counter {code} was told that nobody does"
                break


def duplicate_numbers(records: Records) -> Iterator[str]:
    """Yield the numbers two visitors have."""
    given = Counter(row.data["number"] for row in records.rows if row.kind == "ticket.issued")
    yield from (f"{number} was given {times} times" for number, times in given.items() for _ in range(times - 1))
    read = {(line["number"].replace("\u00a0", " "), line["key"]) for line in records.log
            if line.get("what") == "read_ticket"}  # fmt: skip
    yield from (f"{number} was read by {times} visitors" for number, times in Counter(n for n, _ in read).items()
                if times > 1)  # fmt: skip
    for number, key in read:
        row = records.by_key.get(key)
        if row is not None and row.data.get("number") != number:
            yield f"{number} was read where the journal tells {row.data.get('number')}"


def gaps(records: Records) -> Iterator[str]:
    """Yield the numbers missing in the journal and in each line of the day."""
    seqs = {row.seq for row in records.rows}
    yield from (f"entry {seq} is missing" for seq in range(1, max(seqs, default=0) + 1) if seq not in seqs)
    lines: dict[str, set[int]] = defaultdict(set)
    for row in records.rows:
        if row.kind == "ticket.issued":
            letter, number = row.data["number"].split(" ")
            lines[letter].add(int(number))
    for letter, numbers in sorted(lines.items()):
        missing = sorted(set(range(1, max(numbers) + 1)) - numbers)
        yield from (f"{letter} {number:03d} was given to nobody" for number in missing)


def taken_twice(records: Records) -> Iterator[str]:
    """Yield the requests that were answered in two ways, and the entries no client asked for."""
    for request in records.requests.values():
        if len(request.given) > 1:
            yield f"{request.what} {request.key} gave {len(request.given)} tickets"
        if request.acknowledged and request.refused:
            yield f"{request.what} {request.key} was carried out and refused"
    keys = Counter(row.key for row in records.rows if row.key)
    yield from (f"key {key} took effect {times} times" for key, times in keys.items() if times > 1)
    for row in records.rows:
        if row.kind in STEPS_OF_A_VISIT and row.key not in records.requests:
            yield f"entry {row.seq}: {row.kind}, and nobody asked for it"


def done_otherwise(records: Records) -> Iterator[str]:
    """Yield the entries that tell something else than was asked for."""
    for row in records.rows:
        request = records.requests.get(row.key or "")
        for name, value in request.asked.items() if request else ():
            if str(row.data.get(name, value)) != value:
                yield f"entry {row.seq}: {row.kind} with {name} {row.data[name]}, asked for was {value}"


def shown_twice(records: Records) -> Iterator[str]:
    """Yield the numbers that a window showed without having called them, while others did."""
    windows: dict[str, set[int]] = defaultdict(set)
    for counter, looks in records.looks.items():
        for look in looks:
            if look["number"]:
                windows[look["number"].replace("\u00a0", " ")].add(counter)
    called: dict[str, set[int]] = defaultdict(set)
    for row in records.rows:
        if row.kind == CALL:
            called[row.data["number"]].add(row.data["counter"])
    for number, some in windows.items():
        if len(some) > 1 and some - called[number]:
            yield f"{number} was shown by {len(some)} windows, {len(some - called[number])} of which did not call it"


def fault(records: Records) -> str | None:
    """Return what is wrong with the chain, by the journal's own rule and its head; None: nothing."""
    centre = records.hall["centre"]
    entries = (
        journal.Entry(
            centre_id=centre,
            epoch=raw["epoch"],
            seq=row.seq,
            moment=row.moment,
            kind=row.kind,
            subject=raw["subject"],
            actor=raw["actor"],
            data=row.data,
            key=row.key,
            previous_hash=raw["previous_hash"],
            hash=raw["hash"],
        )
        for raw, row in zip(records.raw, records.rows, strict=True)
    )
    if records.head is None:
        return "the journal has no head"
    head = journal.Checkpoint(centre, records.head["epoch"], records.head["seq"], records.head["hash"])
    wrong = journal.first_fault(entries, checkpoint=head)
    if wrong is None and records.rows and records.rows[-1].seq != head.seq:
        return f"the head is at {head.seq}, the last entry at {records.rows[-1].seq}"
    return f"entry {wrong.seq} {wrong.reason}" if wrong else None


def check(log: list[dict[str, Any]], rows: list[dict[str, Any]], *, tell: bool = False) -> dict[str, Any]:
    """Return the figures of a record; with `tell` print the first of each kind that is wrong."""
    records = Records(log, rows)
    visits = Visits(records)
    calls = Lines(records, visits).judge()
    found: dict[str, list[str]] = {
        "called_twice": [*visits.called_twice, *shown_twice(records)],
        "lost": list(lost(records, visits)),
        "duplicate_numbers": list(duplicate_numbers(records)),
        "gaps": list(gaps(records)),
        "unexplained_overtakes": calls.unexplained,
        "taken_twice": list(taken_twice(records)),
        "impossible_steps": [*visits.impossible, *done_otherwise(records)],
    }
    broken = fault(records)
    if tell:
        for figure, wrong in found.items():
            for what in wrong[:SHOWN]:
                print(f"{figure}: {what}")
        if broken:
            print(f"journal: {broken}")
    kinds = Counter(row.kind for row in records.rows)
    undone = Counter(row.data["action"] for row in records.rows if row.kind == "ticket.undone")
    return {name: len(wrong) for name, wrong in found.items()} | {
        "journal_verified": broken is None,
        "broken_answers": sum(request.broken for request in records.requests.values()),
        "held_by_lost_requests": calls.held,
        "counted_exactly": calls.counted_exactly,
        "issued": kinds["ticket.issued"],
        "called": kinds[CALL],
        "served": kinds["ticket.served"] - undone["ticket.served"],
        "sent_on": kinds["ticket.sent_on"] - undone["ticket.sent_on"],
        "set_aside": kinds["ticket.set_aside"] - undone["ticket.set_aside"],
        "by_hand": sum("by_hand" in row.data for row in records.rows if row.kind == CALL),
        "undone": undone.total(),
        "checked_in": sum("appointment" in row.data for row in records.rows if row.kind == "ticket.issued"),
        "overtaking_calls": sum(row.kind == CALL and row.data["overtaken"] > 0 for row in records.rows),
        "guarded_calls": sum(row.kind == CALL and row.data["guarded"] for row in records.rows),
    }


def caught_by(figures: dict[str, Any]) -> list[str]:
    """Return the figures that show something wrong; none for a hall that is right."""
    wrong = [name for name in FIGURES if figures[name]]
    return wrong if figures["journal_verified"] else [*wrong, "journal_verified"]


def main() -> None:
    """Read, judge, print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("logs", nargs="+", type=Path, help="what the clients wrote down")
    arguments.add_argument("--journal", type=Path, required=True, help="the journal of the centre, its head last")
    chosen = arguments.parse_args()
    figures = check(read_lines(chosen.logs), read_lines([chosen.journal]), tell=True)
    print(json.dumps(figures))
    raise SystemExit(1 if caught_by(figures) else 0)


if __name__ == "__main__":
    main()
