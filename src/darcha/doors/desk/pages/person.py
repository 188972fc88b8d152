"""Everything that is held about a person, as a page for them to read and as a file for them to take away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from darcha.cases.actions import HeldActing, HeldCase, HeldPerson
from darcha.cases.rules import DraftView, RoundView, ScanView
from darcha.cases.wording import basis_words, capacity_words
from darcha.catalogue import queries as catalogue
from darcha.doors.desk.pages.case import AnswerTold, answers_told
from darcha.doors.porch import languages
from darcha.doors.porch.people import employee_name
from darcha.kernel.names import Names
from darcha.notices import queries as notices
from darcha.notices.queries import Asked, Message
from darcha.notices.rules import CASE, TICKET, Matter
from darcha.notices.wording import template_words


@dataclass(frozen=True, slots=True)
class LookTold:
    """Who looked at a case, and what opened it to them."""

    at: datetime
    who: str
    why: str


@dataclass(frozen=True, slots=True)
class DraftTold:
    """What was begun at home: who applies and the answers, both as typed, by question or label."""

    draft: DraftView
    applicant: tuple[str, ...]
    typed: tuple[tuple[Names, str], ...]


@dataclass(frozen=True, slots=True)
class CaseTold:
    """One case of a person with everything in it; `printed` is what stands on its documents.

    `sent_back`: the answers the owner sent back, each with its department. `told_by`: how they asked to be told of it; `messages`: what was told of it and of its visit, with what about.
    """

    held: HeldCase
    department: Names
    answers: tuple[AnswerTold, ...]
    notes: tuple[tuple[Names, str], ...]
    sent_back: tuple[tuple[Names, RoundView], ...]
    printed: tuple[tuple[str, str], ...]
    looks: tuple[LookTold, ...]
    told_by: Asked | None
    messages: tuple[tuple[Message, str], ...]


@dataclass(frozen=True, slots=True)
class ActingTold:
    """That the person acts, or acted, for somebody else, in words."""

    held: HeldActing
    service: Names | None
    how: str


@dataclass(frozen=True, slots=True)
class PersonTold:
    """All that is held about a person, for the page; of a draft its answers in words."""

    cases: tuple[CaseTold, ...]
    drafts: tuple[DraftTold, ...]
    acting: tuple[ActingTold, ...] = ()


def person_told(held: HeldPerson) -> PersonTold:
    """Return all that is held about a person for the page."""
    services = {service.code: service.names for service in catalogue.service_summaries()}
    language = languages.current()
    return PersonTold(
        _cases_told(held.cases),
        tuple(_draft_told(one) for one in held.drafts),
        tuple(
            ActingTold(one, services.get(one.service_id), capacity_words(one.capacity, language=language))
            for one in held.acting
        ),
    )


def _draft_told(draft: DraftView) -> DraftTold:
    asked = {fact.code: fact.question for fact in draft.service.questions}
    fields = {one.field.code: one.field.label for one in draft.service.form}
    typed = [
        *((asked[code], text) for code, text in draft.words.facts.items() if code in asked),
        *((fields[code], text) for code, text in draft.words.answers.items() if code in fields),
    ]
    return DraftTold(draft, tuple(text for text in draft.words.applicant.values() if text), tuple(typed))


def _cases_told(held: tuple[HeldCase, ...]) -> tuple[CaseTold, ...]:
    return tuple(
        CaseTold(
            held=one,
            department=catalogue.department(code=one.case.department_id).names,
            answers=answers_told(one.case),
            notes=tuple(
                (catalogue.department(code=item.department_id).names, item.note) for item in one.case.items if item.note
            ),
            sent_back=tuple(
                (catalogue.department(code=item.department_id).names, sent)
                for item in one.case.items
                for sent in item.rounds
            ),
            printed=tuple(
                (str(document["number"]), ", ".join(str(document[part]) for part in _PRINTED if document.get(part)))
                for document in one.documents
            ),
            looks=tuple(
                LookTold(look.at, employee_name(look.who), basis_words(look.basis, language=languages.current()))
                for look in one.looks
            ),
            told_by=notices.asked(about=Matter(CASE, one.case.id)),
            messages=_messages(one),
        )
        for one in held
    )


def _messages(one: HeldCase) -> tuple[tuple[Message, str], ...]:
    abouts = [Matter(CASE, one.case.id)]
    if one.visit:
        abouts.append(Matter(TICKET, one.visit.ticket_id))
    language = languages.current()
    return tuple(
        (message, template_words(message.template, language=language))
        for message in notices.messages_about(abouts=abouts)
    )


_PRINTED = ("holder", "birth_year", "personal_number")


def as_data(told: PersonTold, *, at: datetime) -> dict[str, object]:
    """Return the same as plain values for a JSON file; names of things are in the language of the page."""
    return {
        "as_of": at.isoformat(),
        "applications": [_data(one) for one in told.cases],
        "drafts": [_draft_data(one.draft) for one in told.drafts],
        "acts_for_others": [
            {
                "number": one.held.number,
                "capacity": one.held.capacity,
                "name": one.held.name,
                "paper": one.held.paper,
                "began_at": one.held.began_at.isoformat(),
                "ended_at": one.held.ended_at.isoformat() if one.held.ended_at else None,
            }
            for one in told.acting
        ],
    }


def _draft_data(draft: DraftView) -> dict[str, object]:
    return {
        "service": _word(draft.service.names),
        "language": draft.language,
        "applicant": dict(draft.words.applicant),
        "facts": dict(draft.words.facts),
        "form": dict(draft.words.answers),
        "scans": [_scan_data(scan) for scans in draft.scans.values() for scan in scans],
        "kept_until": draft.kept_until.isoformat(),
    }


def _scan_data(scan: ScanView) -> dict[str, object]:
    return {
        "paper": _word(scan.names),
        "media_type": scan.media_type,
        "size_bytes": scan.size_bytes,
        "attached_at": scan.attached_at.isoformat(),
    }


def _data(one: CaseTold) -> dict[str, object]:
    case, visit = one.held.case, one.held.visit
    who, decision = case.applicant, case.decision
    return {
        "number": case.number,
        "service": _word(case.service.names),
        "department": _word(one.department),
        "state": case.state,
        "channel": case.channel,
        "language": case.language,
        "applicant": {
            "name": who.name,
            "sex": who.sex,
            "birth_year": who.birth_year,
            "phone": who.phone,
            "personal_number": who.personal_number,
        },
        "acts_for_the_applicant": {
            "capacity": case.representative.capacity,
            "name": case.representative.name,
            "paper": case.representative.paper,
            "until": case.representative.until.isoformat() if case.representative.until else None,
        }
        if case.representative
        else None,
        "facts": dict(case.facts),
        "form": case.form.answers if case.form else None,
        "papers": [
            {
                "paper": _word(paper.names),
                "seen": paper.seen,
                "proven_by": paper.proven_by[0] if paper.proven_by else None,
            }
            for paper in case.papers
        ],
        "scans": [_scan_data(scan) for scan in case.scans],
        "opened_at": case.opened_at.isoformat(),
        "accepted_at": case.accepted_at.isoformat() if case.accepted_at else None,
        "due_on": case.due_on.isoformat() if case.due_on else None,
        "corrections": [
            {
                "at": told.asked_at.isoformat(),
                "words": told.words,
                "corrected_at": told.answered_at.isoformat() if told.answered_at else None,
                "answer": told.answer,
            }
            for told in one.held.corrections
        ],
        "extensions": [{"at": told.isoformat(), "words": words} for told, words in one.held.extensions],
        "answers_of_departments": [
            {
                "department": _word(catalogue.department(code=item.department_id).names),
                "outcome": item.outcome,
                "words": item.note,
                "done_at": item.done_at.isoformat() if item.done_at else None,
                "sent_back": [
                    {
                        "outcome": sent.outcome,
                        "words": sent.note,
                        "done_at": sent.done_at.isoformat(),
                        "because": sent.words,
                        "sent_back_at": sent.sent_back_at.isoformat(),
                    }
                    for sent in item.rounds
                ],
            }
            for item in case.items
        ],
        "proposals": [
            {
                "outcome": proposed.outcome,
                "ground": proposed.ground,
                "clause": proposed.clause or None,
                "remedy": proposed.remedy or None,
                "proposed_at": proposed.proposed_at.isoformat(),
                "ended": proposed.ended or None,
                "ended_at": proposed.ended_at.isoformat() if proposed.ended_at else None,
                "because": proposed.words or None,
            }
            for proposed in one.held.proposals
        ],
        "decision": {
            "outcome": decision.outcome,
            "ground": decision.ground,
            "clause": decision.clause,
            "remedy": decision.remedy,
            "decided_at": decision.decided_at.isoformat(),
        }
        if decision
        else None,
        "documents": [dict(document) for document in one.held.documents],
        "visit": {
            "number": visit.number,
            "taken_at": visit.issued_at.isoformat(),
            "channel": visit.channel,
            "needs": list(visit.needs),
        }
        if visit
        else None,
        "told_by": {"channel": one.told_by.channel, "ends_in": one.told_by.ending} if one.told_by else None,
        "messages": [
            {
                "at": message.at.isoformat(),
                "about": message.template,
                "channel": message.channel,
                "language": message.language,
                "state": message.state,
            }
            for message, _ in one.messages
        ],
        "looks": [
            {"at": look.at.isoformat(), "who": told.who, "purpose": look.purpose, "basis": look.basis}
            for look, told in zip(one.held.looks, one.looks, strict=True)
        ],
    }


def _word(names: Names) -> str:
    return names.in_language(languages.current())
