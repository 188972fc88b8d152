"""What each page of the portal shows, gathered from the rooms into one frozen dataclass a page."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from darcha.cases import queries as cases
from darcha.cases.rules import ItemView, PaperView, TrackedCase, VerifiedDocument
from darcha.cases.wording import clock_words
from darcha.catalogue import queries as catalogue
from darcha.catalogue.errors import UnknownLifeEvent
from darcha.catalogue.rules import (
    ChecklistItem,
    Department,
    Fact,
    Fee,
    LifeEvent,
    ServiceSummary,
    ServiceVersion,
    Step,
    checklist,
    choices_offered,
    fee,
)
from darcha.centres import queries as centres
from darcha.centres.rules import Centre, Hours, Line
from darcha.doors.portal.errors import NoCentreHere, UnknownTicketCode
from darcha.feedback import queries as surveys
from darcha.kernel.names import Names
from darcha.queue import queries as queue
from darcha.queue.queries.tickets import TicketView
from darcha.queue.rules import Wait

DAYS_AHEAD = 14
"""How far the portal tells when a department sits."""

MOST_FEE_CASES = 12
MOST_FEE_QUESTIONS = 4
"""How much of a decision table a reader can take in; beyond it the window tells the amount."""

ROUNDED_MINUTES = 5
"""The times of day a wait leads to are told to five minutes: nobody knows them better."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Where and when a page is asked for: the centre, the moment, the local day and time of day there."""

    centre: Centre
    at: datetime
    today: date
    time_of_day: time


def moment(*, at: datetime) -> Moment:
    """Return the house's centre and its local day.

    :raises NoCentreHere: none is loaded yet.
    """
    found = centres.centres()
    if not found:
        raise NoCentreHere
    local = at.astimezone(ZoneInfo(found[0].zone))
    return Moment(found[0], at, local.date(), local.time())


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether the house is open: until when, or when it opens again (a day and a time)."""

    is_open: bool
    closes: time | None
    opens_on: date | None
    opens: time | None
    is_today: bool = True


def _opening(now: Moment) -> Opening:
    hours = centres.hours(centre_id=now.centre.code, day=now.today)
    if hours and centres.is_open(centre_id=now.centre.code, at=now.at):
        return Opening(True, hours.closes, None, None)
    if hours and (opens := _later_today(hours, now.time_of_day)):
        return Opening(False, None, now.today, opens)
    for ahead in range(1, DAYS_AHEAD + 1):
        day = now.today + timedelta(days=ahead)
        if later := centres.hours(centre_id=now.centre.code, day=day):
            return Opening(False, None, day, later.opens, is_today=False)
    return Opening(False, None, None, None)


def _later_today(hours: Hours, time_of_day: time) -> time | None:
    starts = (hours.opens, *(end for _, end in hours.breaks))
    return next((start for start in sorted(starts) if time_of_day < start), None)


@dataclass(frozen=True, slots=True)
class LineNow:
    """A line of the hall as it stands: who waits, and how long it takes."""

    letter: str
    names: Names
    waiting: int
    wait: Wait | None
    departments: tuple[Names, ...]


@dataclass(frozen=True, slots=True)
class Sitting:
    """A department, whether it sits now, its windows of today, and the next window when it sits no more today."""

    department: Department
    now: bool
    today: tuple[tuple[time, time], ...]
    next_day: date | None
    next_opens: time | None
    next_closes: time | None


@dataclass(frozen=True, slots=True)
class Hall:
    """The hall as the portal tells it."""

    opening: Opening
    lines: tuple[LineNow, ...]
    waiting: int
    sitting: int
    departments: int
    at: datetime


def hall(*, at: datetime) -> Hall:
    """Return the waits now."""
    return _hall(moment(at=at))


def _hall(now: Moment) -> Hall:
    board = queue.board(centre_id=now.centre.code, at=now.at)
    named = {department.code: department.names for department in catalogue.departments()}
    of_letter: Mapping[str, Line] = {line.letter: line for line in centres.lines(centre_id=now.centre.code)}
    lines = tuple(
        LineNow(
            row.letter,
            of_letter[row.letter].names,
            row.waiting,
            row.wait,
            tuple(named[code] for code in of_letter[row.letter].department_ids if code in named),
        )
        for row in board.lines
    )
    return Hall(
        opening=_opening(now),
        lines=lines,
        waiting=sum(line.waiting for line in lines),
        sitting=len(centres.sitting_today(centre_id=now.centre.code, at=now.at)),
        departments=len(named),
        at=now.at,
    )


@dataclass(frozen=True, slots=True)
class Home:
    hall: Hall
    events: tuple[LifeEvent, ...]
    departments: tuple[Sitting, ...]
    services: int
    often: tuple[ServiceSummary, ...]


OFTEN_ASKED = ("MFB-01", "PJ-01", "FHDYO-01")


def home(*, at: datetime) -> Home:
    """Return the first page."""
    now = moment(at=at)
    services = _offered(now, catalogue.service_summaries())
    return Home(
        hall=_hall(now),
        events=tuple(catalogue.life_events()),
        departments=tuple(_sitting(now, department) for department in catalogue.departments()),
        services=len(services),
        often=tuple(service for code in OFTEN_ASKED for service in services if service.code == code),
    )


def _offered(now: Moment, services: list[ServiceSummary]) -> tuple[ServiceSummary, ...]:
    offered = centres.offers(centre_id=now.centre.code)
    return tuple(service for service in services if service.code in offered)


def _sitting(now: Moment, department: Department) -> Sitting:
    today = centres.presence(centre_id=now.centre.code, department_id=department.code, day=now.today)
    left = any(now.time_of_day < closes for _, closes in today)
    ahead = None
    if not left:
        ahead = centres.next_presence(centre_id=now.centre.code, department_id=department.code, after=now.at)
    return Sitting(
        department,
        centres.sits_now(centre_id=now.centre.code, department_id=department.code, at=now.at),
        today if left else (),
        *(ahead or (None, None, None)),
    )


@dataclass(frozen=True, slots=True)
class ServiceGroup:
    """Services of one department."""

    department: Department
    services: tuple[ServiceSummary, ...]


@dataclass(frozen=True, slots=True)
class ServiceList:
    """Services under a heading: a life event, all, or what was searched for."""

    heading: Names | None
    groups: tuple[ServiceGroup, ...]
    count: int
    event: LifeEvent | None = None
    text: str = ""


def _grouped(services: tuple[ServiceSummary, ...]) -> tuple[ServiceGroup, ...]:
    return tuple(
        ServiceGroup(department, tuple(found))
        for department in catalogue.departments()
        if (found := [service for service in services if service.department_id == department.code])
    )


def all_services(*, at: datetime) -> ServiceList:
    """Return every service offered here, by department."""
    found = _offered(moment(at=at), catalogue.service_summaries())
    return ServiceList(None, _grouped(found), len(found))


def life_event(*, code: str, at: datetime) -> ServiceList:
    """Return the services for what has happened in somebody's life.

    :raises UnknownLifeEvent: there is none of this code.
    """
    event = next((event for event in catalogue.life_events() if event.code == code), None)
    if event is None:
        raise UnknownLifeEvent(code=code)
    found = _offered(moment(at=at), catalogue.service_summaries(life_event=code))
    return ServiceList(event.names, _grouped(found), len(found), event)


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, best first, each with its department."""

    text: str
    services: tuple[tuple[ServiceSummary, Names], ...]


def search(*, text: str, language: str, at: datetime) -> Found:
    """Return the services found by a word in any script."""
    text = text.strip()[:100]
    if not text:
        return Found("", ())
    found = _offered(moment(at=at), catalogue.search(text=text, language=language, limit=30))
    named = {department.code: department.names for department in catalogue.departments()}
    return Found(text, tuple((service, named[service.department_id]) for service in found))


@dataclass(frozen=True, slots=True)
class DayOfDepartment:
    day: date
    windows: tuple[tuple[time, time], ...]


@dataclass(frozen=True, slots=True)
class DepartmentPage:
    sitting: Sitting
    line: Line | None
    days: tuple[DayOfDepartment, ...]
    services: tuple[ServiceSummary, ...]


def department(*, code: str, at: datetime) -> DepartmentPage:
    """Return a department: when it sits here, and what it does.

    :raises UnknownDepartment: there is none of this code.
    """
    now = moment(at=at)
    found = catalogue.department(code=code)
    days = (now.today + timedelta(days=ahead) for ahead in range(7))
    return DepartmentPage(
        _sitting(now, found),
        next((line for line in centres.lines(centre_id=now.centre.code) if code in line.department_ids), None),
        tuple(
            DayOfDepartment(day, centres.presence(centre_id=now.centre.code, department_id=code, day=day))
            for day in days
        ),
        _offered(now, catalogue.service_summaries(department_id=code)),
    )


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of a service: always, or only where the questions are answered so; who else keeps it already."""

    item: ChecklistItem
    questions: tuple[Names, ...]
    kept_by: Names | None


@dataclass(frozen=True, slots=True)
class FeeCase:
    """What the fee comes to for one way of answering the questions it hangs on."""

    answers: tuple[Names, ...]
    amount_uzs: int


@dataclass(frozen=True, slots=True)
class StepShown:
    department: Names
    step: Step


@dataclass(frozen=True, slots=True)
class ServicePage:
    """All a citizen asks about a service before coming."""

    service: ServiceVersion
    department: Department
    provider: Department | None
    event: LifeEvent | None
    is_offered: bool
    bring: tuple[Paper, ...]
    sometimes: tuple[Paper, ...]
    not_bring: tuple[Paper, ...]
    fee: Fee
    fee_cases: tuple[FeeCase, ...]
    base_amount: int | None
    parallel: tuple[StepShown, ...]
    then: tuple[StepShown, ...]
    sitting: Sitting
    opening: Opening
    wait: Wait | None
    at: datetime


YES = Names(uz="ha", uz_cyrl="ҳа", ru="да", en="yes")
NO = Names(uz="yoʻq", uz_cyrl="йўқ", ru="нет", en="no")


def service(*, code: str, at: datetime) -> ServicePage:
    """Return a service's page, with today's fee, today's checklist and the wait now.

    :raises UnknownService: there is none of this code.
    """
    now = moment(at=at)
    version = catalogue.service_version(code=code, on=now.today)
    everybody = {body.code: body for body in catalogue.departments(partners=True)}
    asked = {fact.code: fact for fact in version.questions}
    papers = [
        Paper(
            item,
            tuple(asked[fact].question for fact in sorted(item.asks) if fact in asked),
            everybody[item.held_by].names if item.held_by in everybody else None,
        )
        for item in checklist(version, facts={}, on=now.today)
    ]
    amount = catalogue.base_amount(on=now.today)
    is_offered = centres.offered(centre_id=now.centre.code, service_id=code)
    sitting = _sitting(now, everybody[version.department_id])
    return ServicePage(
        service=version,
        department=everybody[version.department_id],
        provider=everybody.get(version.provider_id or ""),
        event=next((event for event in catalogue.life_events() if event.code in version.life_events), None),
        is_offered=is_offered,
        bring=tuple(paper for paper in papers if paper.item.state == "needed"),
        sometimes=tuple(paper for paper in papers if paper.item.state == "unknown"),
        not_bring=tuple(paper for paper in papers if paper.item.state == "abolished"),
        fee=fee(version, facts={}, on=now.today, base_amount=amount),
        fee_cases=_fee_cases(version, now.today, amount),
        base_amount=amount,
        parallel=_steps(version.parallel_steps, everybody),
        then=_steps(version.then_steps, everybody),
        sitting=sitting,
        opening=_opening(now),
        wait=queue.wait_for(centre_id=now.centre.code, service_id=code, at=now.at)
        if is_offered and sitting.now
        else None,
        at=now.at,
    )


def _steps(steps: tuple[Step, ...], everybody: Mapping[str, Department]) -> tuple[StepShown, ...]:
    return tuple(StepShown(everybody[step.department_id].names, step) for step in steps)


def _fee_cases(version: ServiceVersion, on: date, amount: int | None) -> tuple[FeeCase, ...]:
    """Return the fee for each way of answering the questions it hangs on; nothing where it hangs on none, or too many."""
    found = tuple(_worked_out(version, on, amount, {}, ()))
    return found if 1 < len(found) <= MOST_FEE_CASES else ()


def _worked_out(
    version: ServiceVersion, on: date, amount: int | None, facts: dict[str, object], answers: tuple[Names, ...]
) -> Iterator[FeeCase]:
    told = fee(version, facts=facts, on=on, base_amount=amount)
    if told.amount_uzs is not None:
        yield FeeCase(answers, told.amount_uzs)
        return
    undecided = {reason.removeprefix("undecided:") for reason in told.reasons if reason.startswith("undecided:")}
    open_question = next((fact for fact in version.questions if fact.code in undecided), None)
    if open_question is not None and len(answers) < MOST_FEE_QUESTIONS:
        for value, names in _answers(version, open_question):
            yield from _worked_out(version, on, amount, {**facts, open_question.code: value}, (*answers, names))


def _answers(version: ServiceVersion, fact: Fact) -> list[tuple[object, Names]]:
    if fact.kind == "yes_no":
        return [(True, YES), (False, NO)]
    if fact.kind == "number":
        return _steps_of_a_number(version, fact)
    return [(choice.value, choice.names) for choice in choices_offered(version, fact)]


def _steps_of_a_number(version: ServiceVersion, fact: Fact) -> list[tuple[object, Names]]:
    """Return a value for each step of a fee by a number ("area <= 100"), told as "≤ 100", and one beyond the last."""
    bounds = sorted(
        {
            int(bound)
            for row in version.fee.table
            for bound in re.findall(rf"{re.escape(fact.code)} <= (\d+)", row.condition)
        }
    )
    if not bounds:
        return []
    steps: list[tuple[object, Names]] = [(bound, _same(f"≤ {bound}")) for bound in bounds]
    return [*steps, (bounds[-1] + 1, _same(f"> {bounds[-1]}"))]


def _same(text: str) -> Names:
    return Names(uz=text, uz_cyrl=text, ru=text, en=text)


@dataclass(frozen=True, slots=True)
class Turn:
    """A visitor's own page: where the ticket stands, in the words of the hall.

    `digest` changes whenever anything shown changes, so that a page that polls is sent nothing when nothing did.
    `about_from`, `about_to`: the local times the told range leads to. `survey`: "open", "answered" or "over" after the
    visit.
    """

    ticket: TicketView
    service: Names
    about_from: time | None
    about_to: time | None
    tracking_codes: tuple[str, ...]
    digest: str
    survey: str | None = None
    afterwards: tuple[Names, ...] = ()


def turn(*, code: str, at: datetime, language: str) -> Turn:
    """Return the ticket of a code.

    :raises UnknownTicketCode: no ticket has it.
    """
    ticket = queue.ticket(code=code, at=at)
    if ticket is None:
        raise UnknownTicketCode
    now = moment(at=at)
    about_from = about_to = None
    if ticket.state == "waiting" and ticket.wait:
        zone = ZoneInfo(now.centre.zone)
        step = timedelta(minutes=ROUNDED_MINUTES)
        about_from = _floored(now.at + timedelta(minutes=ticket.wait.low_minutes)).astimezone(zone).time()
        about_to = (_floored(now.at + timedelta(minutes=ticket.wait.high_minutes)) + step).astimezone(zone).time()
    codes = (
        tuple(cases.cases_of_ticket(ticket_id=ticket.ticket_id)) if ticket.started_at or ticket.earlier_services else ()
    )
    survey = surveys.survey(code=ticket.survey_code, at=at).state if ticket.survey_code else None
    shown = repr((ticket, about_from, about_to, codes, survey, language))

    def names(service_id: str) -> Names:
        return catalogue.service_version(code=service_id, on=now.today).names

    is_open = ticket.state in ("waiting", "called", "serving")
    return Turn(
        ticket,
        names(ticket.service_id),
        about_from,
        about_to,
        codes,
        hashlib.sha256(shown.encode()).hexdigest()[:12],
        survey,
        tuple(map(names, ticket.following)) if is_open else (),
    )


def _floored(moment: datetime) -> datetime:
    return moment.replace(minute=moment.minute // ROUNDED_MINUTES * ROUNDED_MINUTES, second=0, microsecond=0)


@dataclass(frozen=True, slots=True)
class ItemShown:
    department: Names
    item: ItemView


@dataclass(frozen=True, slots=True)
class CasePage:
    """An application as its tracking code shows it: nothing of the person but the initials.

    `reasons`: how the day it is due was counted, a sentence a step.
    """

    case: TrackedCase
    department: Department
    items: tuple[ItemShown, ...]
    missing: tuple[PaperView, ...]
    items_done: int
    today: date
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """What a verification code proves, fact by fact, and the days of the case behind it."""

    document: VerifiedDocument
    accepted_on: date | None
    decided_on: date | None


def document(*, code: str) -> DocumentPage | None:
    """Return the document of a verification code, or None."""
    found = cases.verify_document(code=code)
    if found is None:
        return None
    facts = {fact.label: fact.value for fact in found.facts}
    days = [date.fromisoformat(facts[label]) if label in facts else None for label in ("accepted_on", "decided_on")]
    return DocumentPage(found, *days)


def case(*, code: str, at: datetime, language: str) -> CasePage | None:
    """Return the application of a tracking code, or None; `language` is the reader's."""
    found = cases.case_by_tracking_code(code=code)
    if found is None:
        return None
    everybody = {body.code: body for body in catalogue.departments(partners=True)}
    items = tuple(ItemShown(everybody[item.department_id].names, item) for item in found.items)
    return CasePage(
        found,
        everybody[found.department_id],
        items,
        found.missing,
        sum(shown.item.state == "done" for shown in items),
        moment(at=at).today,
        clock_words(found.clock, language=language) if found.clock else (),
    )
