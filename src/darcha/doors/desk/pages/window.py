"""What the window of an officer shows, gathered for its templates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict

from darcha.cases import actions as case_actions
from darcha.cases import queries as cases
from darcha.cases import rules as case_rules
from darcha.cases.rules import CaseView, HeldDocument, TrackedCase
from darcha.catalogue import queries as catalogue
from darcha.catalogue import rules as papers
from darcha.catalogue.rules import ChecklistItem, ServiceVersion
from darcha.centres import queries as centres
from darcha.doors.desk.acting_form import CAPACITIES
from darcha.doors.desk.forms import (
    OUT_OF_TURN,
    PAUSES,
    BreakForm,
    Filing,
    FinishForm,
    filing_of,
    known_so_far,
    read_filing,
)
from darcha.doors.desk.pages import going_on
from darcha.doors.porch import staff
from darcha.kernel.names import Names
from darcha.plumbing import clock
from darcha.queue import queries as hall
from darcha.queue.queries import CounterView
from darcha.queue.rules import ACCUMULATING_PRIORITY, UNDO_WITHIN, age_band

_VISIT = "desk_visit"
"""Session key: what this visit brought so far, so that nobody types it twice. No name, no number of a person."""


def centre_of(counter_id: int) -> str:
    """Return the centre a counter stands in."""
    return centres.counter(counter_id=counter_id).centre_id


# what a visit brought


def remember_visit(
    request: HttpRequest,
    *,
    sex: str,
    birth_year: int,
    facts: Mapping[str, object],
    on: date,
    brought: str | None = None,
) -> None:
    """Keep what the figures will ask at the end of this visit, and the code of a case brought again."""
    before = request.session.get(_VISIT) or {}
    codes = [*before.get("brought", ()), *([brought] if brought else [])]
    request.session[_VISIT] = {
        "sex": sex,
        "age_band": age_band(birth_year, on),
        "disability": case_rules.has_disability(facts),
        "brought": list(dict.fromkeys(codes)),
    }


def forget_visit(request: HttpRequest) -> None:
    """Forget it: another visitor comes."""
    request.session.pop(_VISIT, None)


def cases_of_visit(request: HttpRequest, ticket_id: int | None) -> list[TrackedCase]:
    """Return the cases opened on this visit, then those brought again."""
    brought = (request.session.get(_VISIT) or {}).get("brought", ())
    opened = cases.cases_of_ticket(ticket_id=ticket_id) if ticket_id is not None else ()
    codes = dict.fromkeys([*opened, *brought])
    return [case for code in codes if (case := cases.case_by_tracking_code(code=code))]


# the window


def line(counter_id: int, *, at: datetime) -> dict[str, object]:
    """Return what the line beside the window shows."""
    return _line(hall.counter_view(counter_id=counter_id, at=at), at=at)


def _line_of(view: CounterView, department_id: str) -> str:
    return centres.line_of(centre_id=view.counter.centre_id, department_id=department_id).letter


def _line(view: CounterView, *, at: datetime) -> dict[str, object]:
    zone = ZoneInfo(centres.centre(code=view.counter.centre_id).zone)
    session = view.session
    return {
        "view": view,
        "paused": session is not None and session.paused_at is not None,
        "service_names": {service.code: service.names for service in catalogue.service_summaries()},
        "by_hand_because": OUT_OF_TURN,
        "by_hand_why": dict(OUT_OF_TURN).get(view.reasons.by_hand or "") if view.reasons else None,
        "help_line": _line_of(view, view.line[0].department_id) if view.line else "",
        "helped_line": _line_of(view, view.ticket.department_id) if view.ticket else "",
        "at": at,
        "local_at": at.astimezone(zone),
        "speed": clock.clock().speed,
        "weighted": view.next is not None and view.next.reasons.policy == ACCUMULATING_PRIORITY,
    }


def window(
    request: HttpRequest,
    counter_id: int,
    *,
    finish: FinishForm | None = None,
    pause: BreakForm | None = None,
    filing: Filing | None = None,
    service_id: str | None = None,
    ends: bool = False,
) -> dict[str, object]:
    """Return what the whole window shows; `finish`, `pause`, `filing` carry a form that was not right.

    `service_id`: an application for another service than the ticket's is asked for on the same visit. `ends`: the visit
    is to end here, whatever was to follow.
    """
    at = clock.now()
    view = hall.counter_view(counter_id=counter_id, at=at)
    shown = _line(view, at=at) | {"hall": hall.hall_now(centre_id=view.counter.centre_id, at=at)}
    ticket = view.ticket
    filed = cases_of_visit(request, ticket.ticket_id if ticket else None)
    shown["filed"] = filed
    shown["tells_by_message"] = bool(settings.NOTICE_ROUTES)
    shown["pause"] = pause or BreakForm()
    shown |= _last_step(view) | _break_now(view, at=at)
    if ticket is None or view.session is None:
        return shown
    called_at = ticket.called_at or at
    shown["waited_minutes"] = int((called_at - ticket.waiting_since).total_seconds() // 60)
    shown["recalls_spent"] = ticket.recalls >= _recall_limit(view.counter.centre_id, ticket.class_code)
    shown["onward"] = None if ends else next(iter(ticket.following), None)
    shown["finish"] = finish or FinishForm(initial=request.session.get(_VISIT))
    if ticket.state != "serving":
        return shown
    shown["others"] = [service for service in catalogue.service_summaries() if service.code in view.session.services]
    wanted = service_id if service_id in view.session.services else None
    shown |= going_on.choices(ticket, at=at)
    shown["acting_capacities"] = CAPACITIES
    version = version_of(counter_id, wanted or ticket.service_id, at=at)
    shown |= about_service(version)
    if filing or wanted or not filed:
        filing = filing or _new_filing(request, version, filed, at=at)
        centre_id = view.counter.centre_id
        held = held_papers(request, centre_id, version, filing, at=at, case_id=None)
        shown |= list_of_papers(version, filing, on=centres.local_day(centre_id=centre_id, at=at), held=held)
    return shown


def _recall_limit(centre_id: str, class_code: str) -> int:
    classes = centres.visitor_classes(centre_id=centre_id)
    return next((known for known in classes if known.code == class_code), classes[0]).recall_limit


@dataclass(frozen=True, slots=True)
class LastStep:
    """The last step at the window, which can still be taken back."""

    step: str
    number: str
    taken_at: datetime
    until: datetime


def _last_step(view: CounterView) -> dict[str, object]:
    last = view.undoable
    if last is None or view.session is None or view.session.paused_at is not None:
        return {"last_step": None}
    return {"last_step": LastStep(last.step, last.number, last.until - UNDO_WITHIN, last.until)}


@dataclass(frozen=True, slots=True)
class BreakNow:
    """The break of this window; `is_over`: it lasts longer than was told."""

    reason: object
    since: datetime
    until: datetime | None
    is_over: bool


def _break_now(view: CounterView, *, at: datetime) -> dict[str, object]:
    session = view.session
    if session is None or session.paused_at is None:
        return {"break_now": None}
    until = session.paused_until
    reason = dict(PAUSES).get(session.pause_reason or "", "")
    return {"break_now": BreakNow(reason, session.paused_at, until, until is not None and at > until)}


def _new_filing(request: HttpRequest, version: ServiceVersion, filed: list[TrackedCase], *, at: datetime) -> Filing:
    """Return an empty application; on a second one the applicant is read from the first and stands there already."""
    on = at.date()
    if not filed:
        return read_filing(MultiValueDict(), version, on=on, strict=False)
    case = case_actions.read_case(case_id=filed[0].case_id, purpose="visit", at=at, by=staff.actor(request))
    return filing_of(version, values=_values(case), answers=case.facts, form=case.form, on=on)


def _values(case: CaseView) -> dict[str, str]:
    who = case.applicant
    return {
        "name": who.name,
        "sex": who.sex,
        "birth_year": str(who.birth_year),
        "phone": who.phone or "",
        "personal_number": who.personal_number or "",
    }


# an application


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One paper of the checklist; `before`: it was shown when the application was brought the first time; `held`: the house
    gave it out itself, so that nobody has to bring it.
    """

    item: ChecklistItem
    seen: bool
    before: bool
    held: HeldDocument | None = None


def version_of(counter_id: int, service_id: str, *, at: datetime) -> ServiceVersion:
    """Return the service in force at the counter's place today.

    :raises UnknownService: there is none of this code.
    """
    return catalogue.service_version(code=service_id, on=centres.local_day(centre_id=centre_of(counter_id), at=at))


def about_service(version: ServiceVersion) -> dict[str, object]:
    """Return what stands beside an application: the way it will go."""
    return {"version": version, "holders": holders()}


def holders() -> dict[str, Names]:
    """Return the name of every department and partner by its code."""
    return {body.code: body.names for body in catalogue.departments(partners=True)}


def held_papers(
    request: HttpRequest, centre_id: str, version: ServiceVersion, filing: Filing, *, at: datetime, case_id: int | None
) -> Mapping[str, HeldDocument]:
    """Return which papers of a service the house gave out itself to who sits here, by their codes; the journal is told.

    To the applicant of `case_id`, which was brought again; else to whoever has the personal number that was typed.
    """
    demands = [*version.demands, *(one for variant in version.variants for one in variant.demands or ())]
    return case_actions.look_for_papers(
        centre_id=centre_id,
        document_ids={document.code for demand in demands for document in demand.proofs if document.output_of},
        personal_number=filing.values.get("personal_number", ""),
        case_id=case_id,
        at=at,
        by=staff.actor(request),
    )


def list_of_papers(
    version: ServiceVersion,
    filing: Filing,
    *,
    on: date,
    held: Mapping[str, HeldDocument],
    before: frozenset[str] = frozenset(),
) -> dict[str, object]:
    """Return the checklist for what is known so far, and what is still missing; `before` are papers shown earlier, `held`
    those the house gave out itself.

    As soon as the answers decide a variant, everything is the variant's, as it will be filed; before that, `undecided`
    are the questions that decide it.
    """
    known = papers.with_practice(known_so_far(filing.facts, filing.values, on=on), on=on)
    undecided = papers.variant_missing(version, known)
    version = papers.as_it_is_for(version, known)
    items = papers.checklist(version, facts=known, on=on)
    seen = filing.papers_seen | before
    asked = [item for item in items if item.state in {"needed", "unknown"}]
    proven = case_rules.proven(items, seen, held)
    missing = set(case_rules.defects(items, seen | proven.keys()))
    return about_service(version) | {
        "filing": filing,
        "undecided": [fact for fact in version.questions if fact.code in undecided],
        # A tick is not lost because the paper is not asked for in between.
        "ticked_before": sorted(filing.papers_seen - {item.document.code for item in asked}),
        "papers": [
            PaperLine(item, item.is_shown(seen), item.is_shown(before), proven.get(item.document.code))
            for item in asked
        ],
        "abolished": [item for item in items if item.state == "abolished"],
        "missing": [item.document for item in asked if item.document.code in missing],
        "missing_fields": [one.field for one in filing.form.shown if one.problem],
    }


def brought(
    request: HttpRequest, counter_id: int, case: CaseView, *, at: datetime, filing: Filing | None = None
) -> dict[str, object]:
    """Return what the page of a case brought again shows; `filing` carries a form that was not right."""
    shown = {paper.document_id for paper in case.papers if paper.seen and paper.proven_by is None}
    day = centres.local_day(centre_id=case.centre_id, at=at)
    # The version without the variant of then: what is told now decides it.
    version = catalogue.service_version_by_id(id=case.service.id)
    filing = filing or filing_of(version, values=_values(case), answers=case.facts, form=case.form, on=day)
    held = held_papers(request, centre_of(counter_id), version, filing, at=at, case_id=case.id)
    return list_of_papers(version, filing, on=day, held=held, before=frozenset(shown)) | {"again": case}
