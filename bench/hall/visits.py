"""Each visit as the journal tells it: where it stood in which line, and what cannot have followed what was before.

A visit stands in a line several times: anew when it is sent on, set aside, back, or its call is taken back. Each of these
stands is told with its place by the definition (docs/algorithms/next-visitor.md), not by what the house says of it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from math import inf

from bench.hall.records import CALL, Records, Row

UNDO_WITHIN = timedelta(seconds=60)

_BEFORE = {
    CALL: "waiting",
    "ticket.recalled": "called",
    "ticket.started": "called",
    "ticket.no_show": "called",
    "ticket.served": "serving",
    "ticket.sent_on": "serving",
    "ticket.set_aside": "serving",
    "ticket.back": "waiting",
    "ticket.left": "waiting",
}
_AFTER = {
    "ticket.issued": "waiting",
    CALL: "called",
    "ticket.recalled": "called",
    "ticket.started": "serving",
    "ticket.no_show": "over",
    "ticket.served": "over",
    "ticket.sent_on": "waiting",
    "ticket.set_aside": "waiting",
    "ticket.back": "waiting",
    "ticket.left": "over",
}
UNDONE = "ticket.undone"
STEPS_OF_A_VISIT = frozenset({*_AFTER, UNDONE})
_AT_A_COUNTER = frozenset({"called", "serving"})
_CAN_BE_UNDONE = frozenset(
    {CALL, "ticket.started", "ticket.no_show", "ticket.served", "ticket.sent_on", "ticket.set_aside"}
)


@dataclass(eq=False, slots=True)
class Stand:
    """A ticket in a line from one entry to another. Places are those of rows; `went` is `inf` if it never left.

    `since` is where it stands, `ready` from when it may be called, `claimed_from` from when whoever took it away may
    have held it.
    """

    number: int
    text: str
    service: str
    class_code: str
    weight: int
    promised: int
    seconds: int
    step_free: bool
    hears_poorly: bool
    language: str
    since: datetime
    ready: datetime
    came: int
    went: float = inf
    claimed_from: float = inf


@dataclass(frozen=True, slots=True)
class AtCounter:
    """Whom a counter has before it from an entry on, and what that visit goes on to."""

    place: int
    state: str = "free"
    number: str = ""
    onward: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What an entry changes: who goes out of a line, who comes into one, and which stand of a ticket counts from now on.

    A ticket that was called still counts where it stood, for what first come would have given; who left does not.
    """

    ended: Stand | None = None
    begun: Stand | None = None
    counted_before: Stand | None = None
    counts: Stand | None = None


@dataclass(slots=True)
class _Step:
    """A step that can be taken back: what was so before."""

    kind: str
    counter: int
    moment: datetime
    state: str
    stand: Stand
    following: tuple[str, ...]
    called: datetime | None


@dataclass(slots=True)
class _Visit:
    """A visit at one moment of the journal. `called`: when it was called last; `aside`: until it is set aside."""

    text: str
    state: str
    stand: Stand
    following: tuple[str, ...] = ()
    called: datetime | None = None
    aside: bool = False
    steps: list[_Step] = field(default_factory=list)


class Visits:
    """The journal walked once."""

    def __init__(self, records: Records) -> None:
        self.called_twice: list[str] = []
        self.impossible: list[str] = []
        self.at_counter: dict[int, list[AtCounter]] = defaultdict(lambda: [AtCounter(-1)])
        self.stands: dict[int, list[Stand]] = defaultdict(list)
        self.changes: dict[int, Change] = {}
        self.chosen: dict[int, Stand] = {}
        """Who stood where, by the place of the call that took them."""
        self._records = records
        self._visits: dict[int, _Visit] = {}
        for place, row in enumerate(records.rows):
            if row.kind == "ticket.issued":
                self._comes(place, row)
            elif row.kind in STEPS_OF_A_VISIT:
                self._goes_on(place, row)

    def _wrong(self, row: Row, what: str) -> None:
        self.impossible.append(f"entry {row.seq}: {what}")

    def _comes(self, place: int, row: Row) -> None:
        data = row.data
        if data["ticket"] in self._visits:
            self._wrong(row, "a ticket is issued that was before")
            return
        hall = self._records.hall
        visitors = hall["classes"][data["class"]]
        since = self._since(row)
        stand = Stand(
            data["ticket"], data["number"], data["service"], data["class"], visitors["weight"], visitors["promised"],
            hall["seconds"][data["service"]], "wheel" in data["needs"], "ear" in data["needs"],
            data["language"].split("-")[0], since, max(since, row.moment), place,
        )  # fmt: skip
        self._visits[stand.number] = _Visit(stand.text, "waiting", stand, tuple(data.get("following", ())))
        self.stands[stand.number].append(stand)
        self.changes[place] = Change(begun=stand, counts=stand)

    def _since(self, row: Row) -> datetime:
        """Return where a ticket stands: an appointment that is kept from its time, everybody else from now."""
        request = self._records.requests.get(row.key or "")
        appointed, told = request.appointed if request else None, row.data.get("early_seconds")
        terms = self._records.hall.get("appointments", {})
        kept = appointed is not None and row.moment <= appointed + timedelta(minutes=terms["late"])
        if appointed is not None and row.moment < appointed - timedelta(minutes=terms["early"]):
            self._wrong(row, "somebody checked in too early")
        since = appointed if kept and appointed is not None else row.moment
        if told != (int((since - row.moment).total_seconds()) if kept else None):
            self._wrong(row, f"it stands {told} s from now, where it was appointed for {appointed}")
        return since

    def _goes_on(self, place: int, row: Row) -> None:
        visit = self._visits.get(row.data["ticket"])
        if visit is None:
            self._wrong(row, f"{row.kind} of a ticket nobody took")
            return
        if row.kind == UNDONE:
            self._undo(place, row, visit)
            return
        if row.kind == CALL and visit.state != "waiting":
            self.called_twice.append(f"entry {row.seq}: {visit.text} was {visit.state}")
        elif visit.state != _BEFORE[row.kind]:
            self._wrong(row, f"{row.kind} of a ticket that was {visit.state}")
        if row.kind in _CAN_BE_UNDONE:
            now = visit.state, visit.stand, visit.following, visit.called
            visit.steps.append(_Step(row.kind, row.data["counter"], row.moment, *now))
        self._move(place, row, visit)
        visit.state = _AFTER[row.kind]
        if "counter" in row.data:
            self._at(place, row, visit, opens=row.kind == CALL)

    def _move(self, place: int, row: Row, visit: _Visit) -> None:
        """Put the visit where the entry leaves it."""
        stand, data = visit.stand, row.data
        if row.kind == CALL:
            self.chosen[place] = stand
            visit.called = row.moment
            self._out(place, row, stand)
        elif row.kind == "ticket.left":
            self._out(place, row, stand)
            self.changes[place] = replace(self.changes[place], counted_before=stand)
        elif row.kind in {"ticket.sent_on", "ticket.set_aside"}:
            self._again(place, row, visit)
        elif row.kind == "ticket.back":
            if not visit.aside or stand.ready <= row.moment:
                self._wrong(row, f"{visit.text} is back and was not away")
            self._stands(place, row, visit, since=stand.since - (stand.ready - row.moment), ready=row.moment)
        if row.kind != "ticket.recalled":
            visit.aside = row.kind == "ticket.set_aside"
        if data.get("service", stand.service) != stand.service:
            self._wrong(row, f"{visit.text} was there for {stand.service}")

    def _again(self, place: int, row: Row, visit: _Visit) -> None:
        """Let a visit stand in a line again with the minutes it waited."""
        stand, data = visit.stand, row.data
        waited = (visit.called or stand.since) - stand.since
        if data["wait_seconds"] != int(waited.total_seconds()):
            self._wrong(row, f"{visit.text} waited otherwise than told")
        ready = row.moment + timedelta(seconds=data.get("aside_seconds", 0))
        service = data.get("to_service", stand.service)
        if row.kind == "ticket.sent_on":
            if service == stand.service or service not in self._records.hall["seconds"]:
                self._wrong(row, f"{visit.text} is sent to {service}")
            visit.following = _following(data["because"], stand.service, service, visit.following)
        self._stands(place, row, visit, since=ready - waited, ready=ready, service=service)

    def _stands(
        self, place: int, row: Row, visit: _Visit, *, since: datetime, ready: datetime, service: str | None = None
    ) -> None:
        before, service = visit.stand, service or visit.stand.service
        seconds = self._records.hall["seconds"].get(service, before.seconds)
        stand = replace(
            before, service=service, seconds=seconds, since=since, ready=ready, came=place, went=inf, claimed_from=inf
        )
        ended = before if before.went == inf else None
        if ended:
            self._out(place, row, ended)
        visit.stand = stand
        self.stands[stand.number].append(stand)
        self.changes[place] = Change(ended=ended, begun=stand, counted_before=before, counts=stand)

    def _out(self, place: int, row: Row, stand: Stand) -> None:
        stand.went, stand.claimed_from = place, self._records.sent(row)
        self.changes[place] = Change(ended=stand)

    def _undo(self, place: int, row: Row, visit: _Visit) -> None:
        """Take the last step back: everything as it was before, and the call, where that is it, as if it had not been."""
        step = visit.steps.pop() if visit.steps else None
        if step is None or step.kind != row.data["action"] or step.counter != row.data["counter"]:
            self._wrong(row, f"{row.data['action']} of {visit.text} was not its last step there")
            return
        if row.moment - step.moment > UNDO_WITHIN:
            self._wrong(row, f"{visit.text}: too late to take back")
        if visit.stand is not step.stand:
            if visit.stand.went != inf:
                self._wrong(row, f"{visit.text} was elsewhere already")
            self._out(place, row, visit.stand)
            self.changes[place] = replace(self.changes[place], counted_before=visit.stand, counts=step.stand)
        visit.state, visit.stand, visit.following, visit.called = step.state, step.stand, step.following, step.called
        visit.aside = False
        if step.kind == CALL:
            self._stands(place, row, visit, since=step.stand.since, ready=step.stand.ready)
        self._at(place, row, visit, opens=step.kind not in {CALL, "ticket.started"})

    def _at(self, place: int, row: Row, visit: _Visit, *, opens: bool) -> None:
        """Look what was at the counter and note what is; `opens`: nobody may be there before."""
        stays = self.at_counter[row.data["counter"]]
        before = stays[-1]
        if opens != (before.state == "free") or (not opens and before.number != visit.text):
            self._wrong(row, f"{row.kind} of {visit.text} where {before.number or 'nobody'} was {before.state}")
        is_there = visit.state in _AT_A_COUNTER
        onward = next(iter(visit.following), None) if visit.state == "serving" else None
        stays.append(AtCounter(place, visit.state, visit.text, onward) if is_there else AtCounter(place))


def _following(because: str, now: str, then: str, following: tuple[str, ...]) -> tuple[str, ...]:
    """Return what is left of a visit's services when it goes on: who comes back has the present one before them again."""
    if because == "comes_back":
        return (now, *following)
    left = list(following)
    if then in left:
        left.remove(then)
    return tuple(left)
