"""One case as a department sees it: who works on it, by when, what is on file, what happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.forms import ChoiceField, Form
from django.utils.translation import gettext, gettext_lazy, gettext_noop

from darcha.access import queries as access
from darcha.cases import wording
from darcha.cases.rules import CaseState, CaseView, EventKind, ItemState, ItemView, ProposalView
from darcha.catalogue import queries as catalogue
from darcha.catalogue.rules import ChecklistItem, Fact, Span, checklist
from darcha.catalogue.wording import change_words
from darcha.centres import queries as centres
from darcha.doors.desk.acting_form import CAPACITIES, ActingTyped, known_acting
from darcha.doors.desk.case_forms import (
    AnnulmentForm,
    AnswerForm,
    CorrectionForm,
    DecisionForm,
    DuplicateForm,
    ExtensionForm,
    GiveBackForm,
    MendingForm,
    SendBackForm,
)
from darcha.doors.desk.money_forms import FeeForm, NoticeForm
from darcha.doors.desk.pages.deciding import Confirming, acts_of, confirming
from darcha.doors.desk.pages.work import Bricks, bricks
from darcha.doors.porch import languages
from darcha.doors.porch.people import employee_name
from darcha.kernel.actor import Actor, Permission
from darcha.kernel.names import Names
from darcha.kernel.working_time import is_working_day


@dataclass(frozen=True, slots=True)
class Lane:
    """One office at work on the case: what it does, and the day of its answer counted from its opening."""

    item: ItemView
    department: Names
    bricks: Bricks | None


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody an item may be handed to."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class SendingBack:
    """The answers the owner may send back, and the form."""

    lanes: tuple[Lane, ...]
    form: SendBackForm


@dataclass(frozen=True, slots=True)
class Task:
    """An open item this employee may answer; `form` holds what was typed."""

    lane: Lane
    form: AnswerForm
    for_other: bool
    taken_by: str
    is_mine: bool
    colleagues: tuple[Colleague, ...]


@dataclass(frozen=True, slots=True)
class Join:
    """Where the parallel offices meet: how many have answered, and for whom the case waits."""

    done: int
    all: int
    waits_for: tuple[Names, ...]


@dataclass(frozen=True, slots=True)
class AnswerTold:
    """An answer the applicant gave to a question of the service."""

    question: Names
    value: str
    value_names: Names | None


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. `kind` and `icon` are those of the story's drawing."""

    kind: str
    icon: str
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ClockHand:
    """What this employee may do with the clock; `extension` None: the catalogue names no longer time."""

    correction: CorrectionForm
    extension: ExtensionForm | None
    longest: Span | None


@dataclass(frozen=True, slots=True)
class DocumentHand:
    """What this employee may do with the valid document; `chosen`: the form that was not right."""

    duplicate: DuplicateForm
    mending: MendingForm
    annulment: AnnulmentForm
    chosen: str


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case as it is shown, and what this employee may do with it now."""

    case: CaseView
    department: Names
    centre: Names
    clock_state: str
    bricks: Bricks | None
    reasoning: tuple[str, ...]
    lanes: tuple[Lane, ...]
    join: Join
    then: tuple[Lane, ...]
    said: tuple[Lane, ...]
    hand: ClockHand | None
    tasks: tuple[Task, ...]
    decision: DecisionForm | None
    acts: tuple[str, ...]
    remedy: str
    confirming: Confirming | None
    sending_back: SendingBack | None
    given_back: ProposalView | None
    is_early: bool
    may_issue: bool
    document: DocumentHand | None
    decided_by: str
    proposed_by: str
    answers: tuple[AnswerTold, ...]
    abolished: tuple[ChecklistItem, ...]
    holders: dict[str, Names]
    story: tuple[Event, ...]
    acting: ActingTyped | None = None
    acts_as: str = ""
    capacities: tuple[tuple[str, object], ...] = CAPACITIES
    rules_changes: tuple[str, ...] = ()
    may_choose_rules: bool = False
    no: str = ""
    kept: str = ""
    fee_form: FeeForm | None = None
    notice_form: NoticeForm | None = None


def page(  # noqa: PLR0913 -- a form for each thing that is done to a case
    case: CaseView,
    *,
    by: Actor,
    at: datetime,
    answer: tuple[int, AnswerForm] | None = None,
    decision: DecisionForm | None = None,
    correction: CorrectionForm | None = None,
    extension: ExtensionForm | None = None,
    back: GiveBackForm | None = None,
    document: Form | None = None,
    send_back: SendBackForm | None = None,
    money: FeeForm | NoticeForm | None = None,
    acting: ActingTyped | None = None,
    no: str = "",
) -> CasePage:
    """Return a case for its page; the forms carry what was not right, `answer` with its work item."""
    today = centres.local_day(centre_id=case.centre_id, at=at)
    zone = ZoneInfo(centres.centre(code=case.centre_id).zone)
    lanes = tuple(_lane(item, zone=zone) for item in case.items if item.group != "then")
    then = tuple(_lane(item, zone=zone) for item in case.items if item.group == "then")
    if not lanes:
        lanes, then = then, ()
    may_decide = by.may(Permission.DECIDE_CASE, centre_id=case.centre_id, department_id=case.department_id)
    is_early = case.not_before is not None and today < case.not_before
    span = _case_bricks(case)
    form = decision or DecisionForm(is_early=is_early)
    last = case.proposals[-1] if case.proposals else None
    is_open = last is not None and not last.ended
    waits = may_decide and case.state == CaseState.READY
    return CasePage(
        case=case,
        department=catalogue.department(code=case.department_id).names,
        centre=centres.centre(code=case.centre_id).names,
        clock_state=_clock_state(case, span),
        bricks=span,
        reasoning=wording.clock_words(case.clock, language=languages.current()) if case.clock else (),
        lanes=lanes,
        join=_join(lanes),
        then=then,
        said=tuple(lane for lane in (*lanes, *then) if lane.item.note),
        hand=_hand(case, correction, extension) if may_decide else None,
        tasks=_tasks(case, (*lanes, *then), by=by, today=today, answer=answer),
        decision=form if waits and not is_open else None,
        acting=_acting(case, by=by, typed=acting),
        acts_as=wording.capacity_words(case.representative.capacity, language=languages.current())
        if case.representative
        else "",
        acts=acts_of(case.service),
        remedy=wording.remedy_words(case.decision.remedy, language=languages.current()) if case.decision else "",
        confirming=confirming(last, by=by, form=back) if waits and last and is_open else None,
        sending_back=_sending_back(case, (*lanes, *then), form=send_back) if may_decide else None,
        given_back=last if waits and last and last.ended == "given_back" and last.words else None,
        is_early=is_early,
        may_issue=may_decide and case.state == CaseState.GRANTED,
        document=_document_hand(document) if may_decide and case.document and case.document.valid else None,
        decided_by=employee_name(case.decision.decided_by) if case.decision else "",
        proposed_by=employee_name(case.decision.proposed_by) if case.decision else "",
        answers=answers_told(case),
        abolished=_abolished(case, on=today),
        holders={body.code: body.names for body in catalogue.departments(partners=True)},
        story=_story(case, (*lanes, *then), by=by, at=at),
        rules_changes=change_words(case.rules_offered.changes, language=languages.current())
        if case.rules_offered
        else (),
        may_choose_rules=by.may(Permission.OPEN_CASE, centre_id=case.centre_id),
        no=no,
        kept=_kept(answer[1] if answer else None, decision, correction, extension, back, document, send_back, money)
        if no
        else "",
        fee_form=money if isinstance(money, FeeForm) else FeeForm(initial={"units": case.fee and case.fee.units}),
        notice_form=money if isinstance(money, NoticeForm) else NoticeForm(),
    )


def _acting(case: CaseView, *, by: Actor, typed: ActingTyped | None) -> ActingTyped | None:
    """Return the form about who acts for the applicant; None: it is not for this employee, or the case is over."""
    is_over = case.state in {CaseState.REFUSED, CaseState.ISSUED}
    if is_over or not by.may(Permission.OPEN_CASE, centre_id=case.centre_id):
        return None
    return typed or known_acting(case.representative)


def _hand(case: CaseView, correction: CorrectionForm | None, extension: ExtensionForm | None) -> ClockHand | None:
    if case.state not in {CaseState.ACCEPTED, CaseState.READY}:
        return None
    longest = case.service.time.extendable_to
    used = {(line.n, line.unit) for line in case.clock.lines if line.code == "extended"} if case.clock else set()
    if longest and (longest.n, longest.unit) in used:
        longest = None
    longer = (extension or ExtensionForm(initial={"n": longest.n})) if longest else None
    return ClockHand(correction or CorrectionForm(), longer, longest)


def _document_hand(form: Form | None) -> DocumentHand:
    return DocumentHand(
        duplicate=form if isinstance(form, DuplicateForm) else DuplicateForm(),
        mending=form if isinstance(form, MendingForm) else MendingForm(),
        annulment=form if isinstance(form, AnnulmentForm) else AnnulmentForm(),
        chosen=type(form).__name__ if form else "",
    )


_WORDS = ("note", "words", "correction", "why", "back", "sent", "ground", "fee_words", "notice")
"""What the forms of a case call the words somebody writes in them; a reason chosen from a list is none."""


def _kept(*forms: Form | None) -> str:
    """Return the words somebody wrote for what is not possible any more, so that they are not lost."""
    asked = [(form, name) for form in forms if form for name in _WORDS if name in form.fields]
    written = (str(form.data.get(name, "")) for form, name in asked if not isinstance(form.fields[name], ChoiceField))
    return next((words for words in written if words.strip()), "")


def _lane(item: ItemView, *, zone: ZoneInfo) -> Lane:
    department = catalogue.department(code=item.department_id)
    span = None
    if item.opened_at and item.due_on and item.days_left is not None:
        since = item.opened_at.astimezone(zone).date()
        week = catalogue.working_calendar(department_id=item.department_id)
        span = bricks(since=since, due_on=item.due_on, left=item.days_left, calendar=week)
    return Lane(item, department.names, span)


def _join(lanes: tuple[Lane, ...]) -> Join:
    asked = [lane for lane in lanes if lane.item.state != ItemState.DROPPED]
    waiting = tuple(lane.department for lane in asked if lane.item.state in (ItemState.OPEN, ItemState.WAITING))
    return Join(len(asked) - len(waiting), len(asked), waiting)


def _tasks(
    case: CaseView, lanes: tuple[Lane, ...], *, by: Actor, today: date, answer: tuple[int, AnswerForm] | None
) -> tuple[Task, ...]:
    def may_enter(item: ItemView) -> bool:
        return any(
            by.may(Permission.WORK_ON_CASE, centre_id=case.centre_id, department_id=department_id)
            for department_id in {item.department_id, item.entered_by}
        )

    return tuple(
        Task(
            lane,
            answer[1] if answer and answer[0] == lane.item.id else AnswerForm(),
            lane.item.entered_by != lane.item.department_id,
            employee_name(lane.item.taken_by) if lane.item.taken_by else "",
            lane.item.taken_by == by.label,
            _colleagues(case, lane.item, by=by, today=today),
        )
        for lane in lanes
        if lane.item.state == ItemState.OPEN and may_enter(lane.item)
    )


def _colleagues(case: CaseView, item: ItemView, *, by: Actor, today: date) -> tuple[Colleague, ...]:
    """Return who else answers for the department and is not away, without who has it already."""
    departments = {item.department_id, item.entered_by}
    gone = access.away(centre_id=case.centre_id, day=today)
    return tuple(
        Colleague(card.id, card.name)
        for card in access.employees(centre_id=case.centre_id)
        if departments & set(card.department_ids("department_officer"))
        and card.id != by.employee_id
        and card.id not in gone
        and item.taken_by != f"employee:{card.id}"
    )


def _sending_back(case: CaseView, lanes: tuple[Lane, ...], *, form: SendBackForm | None) -> SendingBack | None:
    """Return the answers that may go back while nothing is decided or proposed."""
    answered = tuple(lane for lane in lanes if lane.item.state == ItemState.DONE and not lane.item.is_former)
    is_open = bool(case.proposals) and not case.proposals[-1].ended
    if not answered or is_open or case.state not in {CaseState.ACCEPTED, CaseState.READY}:
        return None
    return SendingBack(answered, form or SendBackForm())


def _case_bricks(case: CaseView) -> Bricks | None:
    if case.accepted_on is None or case.due_on is None or case.days_left is None:
        return None
    week = catalogue.working_calendar(department_id=case.department_id)
    since, stood = case.accepted_on, frozenset[date]()
    if case.clock:
        since, stood = case.clock.begun_anew_on or since, case.clock.stood
    held = sum(is_working_day(day, calendar=week) for day in stood if since < day <= case.due_on)
    return bricks(since=since, due_on=case.due_on, left=case.days_left, calendar=week, held=held)


def _clock_state(case: CaseView, span: Bricks | None) -> str:
    if case.decision:
        return "met" if case.decision.on_time else "overdue"
    return span.state if span and not case.correction else "suspended"


def answers_told(case: CaseView) -> tuple[AnswerTold, ...]:
    """Return what the applicant answered to the questions of the service."""
    told = ((fact, case.facts.get(fact.code)) for fact in case.service.questions)
    return tuple(_answer(fact, value) for fact, value in told if value is not None)


def _answer(fact: Fact, value: object) -> AnswerTold:
    names = next((choice.names for choice in fact.choices if choice.value == value), None)
    text = gettext("yes") if value is True else gettext("no") if value is False else str(value)
    return AnswerTold(fact.question, text, names)


def _abolished(case: CaseView, *, on: date) -> tuple[ChecklistItem, ...]:
    items = checklist(case.service, facts=case.facts, on=on)
    return tuple(item for item in items if item.state == "abolished")


_ANSWERED = {
    "agreed": ("check", gettext_lazy("%(department)s: in favour")),
    "conditions": ("check", gettext_lazy("%(department)s: in favour, on conditions")),
    "objected": ("alert", gettext_lazy("%(department)s: objects")),
}
"""How an answer is told in the story: its drawing and its words."""


def _story(case: CaseView, lanes: tuple[Lane, ...], *, by: Actor, at: datetime) -> tuple[Event, ...]:
    """Return what happened, newest first, as far as the case itself tells it."""
    found = [Event("own", "person", gettext("Filed at the window"), case.opened_at)]
    if case.accepted_at is None:
        found.append(Event("stop", "pause", gettext("Handed back with one list of missing papers"), case.opened_at))
    elif case.accepted_at != case.opened_at:
        found.append(Event("in", "check", gettext("Brought again, complete"), case.accepted_at))
    for opened_at in sorted({lane.item.opened_at for lane in lanes if lane.item.opened_at}):
        names = [_name(lane.department) for lane in lanes if lane.item.opened_at == opened_at]
        found.append(Event("out", "transfer", gettext("Asked: %(names)s") % {"names": ", ".join(names)}, opened_at))
    for lane in lanes:
        if lane.item.done_at and lane.item.state == ItemState.DONE:
            icon, answered = _ANSWERED[lane.item.outcome]
            told = str(answered) % {"department": _name(lane.department)}
            found.append(Event("in", icon, told, lane.item.done_at))
        for one in lane.item.rounds:
            told = gettext("Answer sent back to: %(department)s") % {"department": _name(lane.department)}
            found.append(Event("stop", "back", told, one.sent_back_at))
    words_of_the_clock = {
        EventKind.SUSPENDED: ("stop", "pause", gettext("The applicant was asked to correct")),
        EventKind.RESUMED: ("in", "check", gettext("Corrected")),
        EventKind.EXTENDED: ("own", "clock", gettext("Time extended")),
        EventKind.MOVED: ("own", "transfer", gettext("Went over to newer rules of the service")),
        EventKind.OFFERED: ("out", "coins", gettext("The department said how much it costs")),
        EventKind.PAID: ("in", "coins", gettext("Paid")),
        EventKind.NOTICED: ("out", "bell", gettext("The department gave notice")),
    }
    found += [
        Event(*words_of_the_clock[one.kind], one.at) for one in case.events if one.kind in words_of_the_clock and one.at
    ]
    found += _how_it_was_decided(case)
    reader = gettext("%(name)s opened the case") % {"name": employee_name(by.label)}
    # Of two things at one moment the later in the story stands above.
    ordered = [event for _, event in sorted(enumerate(found), key=lambda pair: (pair[1].at, pair[0]), reverse=True)]
    return (Event("look", "eye", reader, at), *ordered)


def _how_it_was_decided(case: CaseView) -> list[Event]:
    """Return what was proposed, decided and given out."""
    found: list[Event] = []
    for one in case.proposals:
        words = (
            gettext("Granting proposed by %(name)s")
            if one.outcome == "granted"
            else gettext("Refusal proposed by %(name)s")
        )
        found.append(Event("own", "people", words % {"name": employee_name(one.proposed_by)}, one.proposed_at))
        if one.ended == "given_back" and one.ended_at:
            told = gettext("Proposal given back by %(name)s") % {"name": employee_name(one.ended_by)}
            found.append(Event("stop", "back", told, one.ended_at))
    if case.decision:
        granted = case.decision.outcome == "granted"
        words = gettext("Granted by %(name)s") if granted else gettext("Refused by %(name)s")
        if case.decision.by_silence:
            words = gettext("Silence granted it") if granted else gettext("Silence refused it")
        told = words % {"name": employee_name(case.decision.decided_by)}
        found.append(Event("in", "check" if granted else "cross", told, case.decision.decided_at))
    return [*found, *_documents_told(case)]


def _documents_told(case: CaseView) -> list[Event]:
    told = [
        Event("in", "doc", gettext(_EDITIONS[one.edition]) % {"number": one.number}, one.issued_at)
        for one in case.documents
    ]
    words = gettext("Document %(number)s annulled: %(because)s")
    told += [
        Event("in", "cross", words % {"number": one.number, "because": one.because}, one.ended_at)
        for one in case.documents
        if one.ended == "annulled" and one.ended_at
    ]
    return told


def _name(names: Names) -> str:
    return names.in_language(languages.current())


_EDITIONS = {
    "first": gettext_noop("Document %(number)s given out"),
    "duplicate": gettext_noop("Duplicate %(number)s given out"),
    "corrected": gettext_noop("Corrected document %(number)s given out"),
}
