"""One day in the hall, played through the ordinary actions: who comes, who calls, who works behind.

Events lie on a heap by their moment; whoever plays them decides whether to wait for each moment (the demo) or not (the
pilot). Every action carries an idempotency key made of the day and the event, so a day that was cut short is simply
played again: what was done is not done twice.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from random import Random
from typing import TypeAlias

from darcha.access import queries as access
from darcha.access.rules import EmployeeCard
from darcha.cases import actions as case_actions
from darcha.cases import queries as cases
from darcha.cases.rules import BANK, CARD, CASH, NewApplicant, OpenedCase, demanded, known_facts
from darcha.catalogue import queries as catalogue
from darcha.catalogue.rules import ServiceVersion, checklist, choices_offered
from darcha.centres import queries as centres
from darcha.centres.rules import Counter
from darcha.feedback import actions as feedback
from darcha.kernel.actor import Actor, kiosk, visitor
from darcha.kernel.refusal import Refusal
from darcha.practice.parameters import Parameters
from darcha.practice.people import invented_name
from darcha.practice.rules import Visitor
from darcha.queue import actions as queue
from darcha.queue import queries as hall
from darcha.queue.rules import NEXT_MATTER

_WALK = timedelta(seconds=35)
_RECALL_AFTER = timedelta(seconds=60)
_GIVE_UP_AFTER = timedelta(seconds=150)
_PAY_AT_ONCE = 0.95
_WAYS = (35, 55, 10)
"""Of a hundred fees: in cash, by card, by transfer."""

_SURVEY_AFTER = timedelta(minutes=6)

Event: TypeAlias = Callable[[datetime], None]
"""What happens at a moment; it is given the moment."""


@dataclass(slots=True)
class Officer:
    """An invented officer at a counter."""

    actor: Actor
    counter_id: int
    services: frozenset[str]
    calls: int = 0
    serving: int | None = None
    idle_since: datetime | None = None


@dataclass(slots=True)
class HallDay:
    """A day of one centre as it is played."""

    centre_id: str
    day: date
    parameters: Parameters
    seed: str
    random: Random
    officers: Sequence[Officer]
    returned: dict[str, list[int]] = field(default_factory=dict)
    """Service -> cases handed back on an earlier day, whose applicants come again with what was missing."""
    refused: list[Refusal] = field(default_factory=list)
    _events: list[tuple[datetime, int, Event]] = field(default_factory=list)
    _order: int = 0
    _visitors: dict[int, Visitor] = field(default_factory=dict)
    _survey_codes: dict[int, str] = field(default_factory=dict)
    _waiting: dict[int, str] = field(default_factory=dict)

    def add(self, moment: datetime, event: Event) -> None:
        """Put an event on the heap; events of one moment happen in the order they were added."""
        self._order += 1
        heapq.heappush(self._events, (moment, self._order, event))

    def add_visitors(self, visitors: Sequence[Visitor]) -> None:
        """Let these visitors come."""
        for person in visitors:
            self.add(person.arrives_at, partial(self._arrive, person))

    def open_counters(self, at: datetime) -> None:
        """Let every officer sit down at `at`."""
        for officer in self.officers:
            self.add(at, partial(self._sit_down, officer))

    def next_at(self) -> datetime | None:
        """Return when the next event happens, or None when nothing is left."""
        return self._events[0][0] if self._events else None

    def step(self) -> datetime:
        """Let the next event happen, at its own moment, and return that moment.

        :raises IndexError: nothing is left.
        """
        moment, event = self.take()
        event(moment)
        return moment

    def take(self) -> tuple[datetime, Event]:
        """Take the next event from the heap without letting it happen; for whoever tries an event twice.

        :raises IndexError: nothing is left.
        """
        moment, _, event = heapq.heappop(self._events)
        return moment, event

    def close_counters(self, at: datetime) -> None:
        """Let every officer go home at `at`."""
        for officer in self.officers:
            if officer.idle_since is not None:
                self._try(
                    queue.close_counter,
                    counter_id=officer.counter_id,
                    at=at,
                    by=officer.actor,
                    key=self._key("close", officer.counter_id),
                )

    def look_at_line(self, at: datetime) -> None:
        """Let idle officers call whoever waits, invented or not."""
        for officer in self.officers:
            if officer.idle_since is not None:
                self._call(officer, at)

    # What follows are the events.

    def _key(self, *parts: object) -> str:
        return ":".join((self.seed, self.day.isoformat(), *map(str, parts)))

    def _try(self, action: Callable[..., object], **given: object) -> object | None:
        try:
            return action(**given)
        except Refusal as refusal:
            self.refused.append(refusal)
            return None

    def _sit_down(self, officer: Officer, at: datetime) -> None:
        self._try(
            queue.open_counter,
            counter_id=officer.counter_id,
            at=at,
            by=officer.actor,
            key=self._key("open", officer.counter_id),
        )
        officer.idle_since = at
        self._call_if_somebody_waits(officer, at)

    def _arrive(self, person: Visitor, at: datetime) -> None:
        try:
            ticket = queue.issue_ticket(
                centre_id=self.centre_id,
                service_id=person.service_id,
                needs=person.needs,
                language=person.language,
                at=at,
                by=kiosk(centre_id=self.centre_id),
                key=self._key("ticket", person.number),
            )
        except Refusal as refusal:
            self.refused.append(refusal)
            return
        self._visitors[ticket.ticket_id] = person
        self._survey_codes[ticket.ticket_id] = ticket.survey_code
        self._waiting[ticket.ticket_id] = person.service_id
        idle = [officer for officer in self.officers if officer.idle_since and person.service_id in officer.services]
        idle.sort(key=lambda officer: (officer.idle_since, officer.counter_id))
        # The first may not be the one: a wheelchair needs a counter without steps.
        any(self._call(officer, at) for officer in idle)

    def _call_if_somebody_waits(self, officer: Officer, at: datetime) -> None:
        if any(service in officer.services for service in self._waiting.values()):
            self._call(officer, at)

    def _call(self, officer: Officer, at: datetime) -> bool:
        try:
            called = queue.call_next(
                counter_id=officer.counter_id,
                at=at,
                by=officer.actor,
                key=self._key("call", officer.counter_id, officer.calls),
            )
        except Refusal:
            return False
        officer.calls += 1
        officer.idle_since = None
        officer.serving = called.ticket_id
        self._waiting.pop(called.ticket_id, None)
        person = self._visitors.get(called.ticket_id)
        if person is not None and not person.comes_when_called:
            self.add(at + _RECALL_AFTER, lambda at: self._recall(officer, at))
        else:
            self.add(at + _WALK, lambda at: self._start(officer, called.ticket_id, at))
        return True

    def _recall(self, officer: Officer, at: datetime) -> None:
        self._try(
            queue.recall,
            counter_id=officer.counter_id,
            at=at,
            by=officer.actor,
            key=self._key("recall", officer.counter_id, officer.calls),
        )
        self.add(at + _GIVE_UP_AFTER - _RECALL_AFTER, lambda at: self._give_up(officer, at))

    def _give_up(self, officer: Officer, at: datetime) -> None:
        self._try(
            queue.no_show,
            counter_id=officer.counter_id,
            at=at,
            by=officer.actor,
            key=self._key("no_show", officer.counter_id, officer.calls),
        )
        self._free(officer, at)

    def _free(self, officer: Officer, at: datetime) -> None:
        officer.serving = None
        officer.idle_since = at
        self._call_if_somebody_waits(officer, at)

    def _start(self, officer: Officer, ticket_id: int, at: datetime) -> None:
        self._try(
            queue.start,
            counter_id=officer.counter_id,
            at=at,
            by=officer.actor,
            key=self._key("start", officer.counter_id, officer.calls),
        )
        person = self._visitors.get(ticket_id)
        minutes = timedelta(minutes=person.minutes if person else self.random.uniform(4, 12))
        if person and person.applies:
            self.add(at + minutes * 0.7, lambda at: self._apply(officer, ticket_id, person, at))
        self.add(at + minutes, lambda at: self._finish(officer, ticket_id, person, at))

    def _apply(self, officer: Officer, ticket_id: int, person: Visitor, at: datetime) -> None:
        version = catalogue.service_version(code=person.service_id, on=self.day)
        handed_back = self.returned.get(person.service_id)
        if handed_back and person.complete:
            taken = self._try(
                case_actions.resubmit,
                case_id=handed_back.pop(0),
                papers_seen=frozenset(demand.document.code for demand in version.demands),
                facts={},
                at=at,
                by=officer.actor,
                key=self._key("case", person.number),
            )
            self._pay(officer, taken, at)
            return
        random = Random(self._key("applicant", person.number))
        applicant = NewApplicant(
            name=invented_name(sex=person.sex, random=random), sex=person.sex, birth_year=person.birth_year
        )
        facts = invented_facts(version, random)
        known = known_facts(facts, applicant=applicant, year=self.day.year, channel="counter")
        papers = demanded(checklist(version, facts=known, on=self.day))
        missing = {random.choice(papers)} if papers and not person.complete else set()
        taken = self._try(
            case_actions.open_case,
            centre_id=self.centre_id,
            service_id=person.service_id,
            ticket_id=ticket_id,
            applicant=applicant,
            facts=facts,
            papers_seen=frozenset(set(papers) - missing),
            language=person.language,
            at=at,
            by=officer.actor,
            key=self._key("case", person.number),
        )
        self._pay(officer, taken, at)

    def _pay(self, officer: Officer, taken: object, at: datetime) -> None:
        """Let whoever was taken pay at once, as most do; a few come another day."""
        if not isinstance(taken, OpenedCase) or not taken.accepted or catalogue.base_amount(on=self.day) is None:
            return
        fee = cases.payable(case_id=taken.case_id, at=at).fee
        random = Random(self._key("payment", taken.case_id))
        if fee is None or fee.amount_uzs is None or not fee.is_owed or random.random() >= _PAY_AT_ONCE:
            return
        way = random.choices((CASH, CARD, BANK), weights=_WAYS)[0]
        self._try(
            case_actions.record_payment,
            case_id=taken.case_id,
            way=way,
            reference="" if way == CASH else f"{random.randrange(10**6, 10**7)}",
            amount_uzs=fee.amount_uzs,
            at=at,
            by=officer.actor,
            key=self._key("payment", taken.case_id),
        )

    def _finish(self, officer: Officer, ticket_id: int, person: Visitor | None, at: datetime) -> None:
        if person is None and self._goes_on(officer, at):
            self._free(officer, at)
            return
        from_queue = {
            "sex": person.sex if person else self.random.choice("FFFFM"),
            "age_band": person.age_band if person else "30-44",
            "disability": bool(person and person.disability),
        }
        self._try(
            queue.finish,
            counter_id=officer.counter_id,
            **from_queue,
            at=at,
            by=officer.actor,
            key=self._key("finish", officer.counter_id, officer.calls),
        )
        if person and person.faces:
            self.add(at + _SURVEY_AFTER, lambda at: self._answer(ticket_id, person, at))
        self._free(officer, at)

    def _goes_on(self, officer: Officer, at: datetime) -> bool:
        """Let somebody real go on to the matter that follows; False: none does, or its department has left."""
        ticket = hall.counter_view(counter_id=officer.counter_id, at=at).ticket
        if ticket is None or not ticket.following:
            return False
        sent = self._try(
            queue.send_on,
            counter_id=officer.counter_id,
            service_id=ticket.following[0],
            because=NEXT_MATTER,
            at=at,
            by=officer.actor,
            key=self._key("send_on", officer.counter_id, officer.calls),
        )
        return sent is not None

    def _answer(self, ticket_id: int, person: Visitor, at: datetime) -> None:
        assert person.faces is not None, "the event is only added for those who answer"
        satisfied, clear = person.faces
        self._try(
            feedback.answer,
            code=self._survey_codes[ticket_id],
            satisfied=satisfied,
            clear=clear,
            channel="kiosk",
            at=at,
            by=visitor(),
            key=self._key("survey", person.number),
        )


def invented_facts(version: ServiceVersion, random: Random) -> dict[str, object]:
    """Return an answer to every question the conditions of this service ask."""
    facts: dict[str, object] = {}
    for fact in version.questions:
        if fact.kind == "yes_no":
            facts[fact.code] = random.random() < 0.5  # noqa: PLR2004 -- as good as any
        elif fact.kind == "choice":
            facts[fact.code] = random.choice(choices_offered(version, fact)).value
        elif fact.kind == "number":
            facts[fact.code] = random.randint(1, 150)
    return facts


def officers_of_day(
    *,
    centre_id: str,
    services_today: frozenset[str],
    times: int,
    keep_free: frozenset[str] = frozenset(),
) -> list[Officer]:
    """Return who sits where: those who together give every service of the day, also at a counter without steps.

    Everybody sits at their usual counter. Each service is covered `times` times, as long as there are counters.
    `keep_free` are logins left to real people, and their usual counters with them.
    """
    cards = [card for card in access.employees(centre_id=centre_id) if _serves(card)]
    taken = {card.usual_counter for card in cards if card.login in keep_free}
    free = {counter.number: counter for counter in centres.counters(centre_id=centre_id) if counter.number not in taken}
    wanted = {(service, step_free) for service in services_today for step_free in (False, True)}
    open_wants = set(wanted)
    candidates = [card for card in cards if card.login not in keep_free and card.usual_counter in free]
    officers: list[Officer] = []
    while candidates and wanted:
        best = max(candidates, key=lambda card: (len(_gives(card, free[_seat(card)]) & open_wants), -card.id))
        gain = _gives(best, free[_seat(best)]) & open_wants
        if not gain and (times == 1 or open_wants == wanted):
            break
        if not gain:
            open_wants, times = set(wanted), times - 1
            continue
        seat = free[_seat(best)]
        open_wants -= gain
        candidates = [card for card in candidates if card.usual_counter != seat.number]
        officers.append(Officer(access.actor_of(employee_id=best.id), seat.id, best.service_ids))
    return sorted(officers, key=lambda officer: officer.counter_id)


def _serves(card: EmployeeCard) -> bool:
    return card.usual_counter is not None and any(role == "counter_officer" for role, *_ in card.roles)


def _seat(card: EmployeeCard) -> int:
    if card.usual_counter is None:
        raise ValueError(f"{card.login} has no usual counter")
    return card.usual_counter


def _gives(card: EmployeeCard, counter: Counter) -> set[tuple[str, bool]]:
    given = {(service, False) for service in card.service_ids}
    return given | {(service, True) for service in card.service_ids} if counter.accessible else given
