"""Telling a person everything that is held about them: an action, because the journal must tell who asked and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from darcha.cases import errors, models, rules
from darcha.cases.actions.common import earlier, settle
from darcha.cases.actions.reading import reason_within_limits
from darcha.cases.dossier import case_view, proposals_of
from darcha.cases.looks import looks_at
from darcha.cases.queries.drafts import draft as draft_view
from darcha.cases.rules import Basis, CaseView, DraftView, Look, ProposalView
from darcha.journal import actions as journal
from darcha.journal.kinds import Kind
from darcha.kernel.actor import Actor, Permission
from darcha.queue import queries as hall
from darcha.queue.queries import TicketView


@dataclass(frozen=True, slots=True)
class HeldCorrection:
    """What was to be corrected; `answer`: what the applicant wrote with it from home, None: nothing, or not yet."""

    asked_at: datetime
    words: str
    answered_at: datetime | None
    answer: str | None


@dataclass(frozen=True, slots=True)
class HeldCase:
    """One case of a person: the file, the visit it began with, what was printed on its documents, and who looked.

    `extensions` as (moment, words): why it takes longer. `proposals`: the decisions officers proposed, also where a
    colleague gave them back.
    """

    case: CaseView
    visit: TicketView | None
    corrections: tuple[HeldCorrection, ...]
    extensions: tuple[tuple[datetime, str], ...]
    documents: tuple[Mapping[str, object], ...]
    looks: tuple[Look, ...]
    proposals: tuple[ProposalView, ...]


@dataclass(frozen=True, slots=True)
class HeldActing:
    """That a person acts, or acted, for somebody in a case: its number and nothing of whom it is about."""

    number: str
    service_id: str
    capacity: str
    name: str
    paper: str
    began_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class HeldPerson:
    """All that is held about a person: their cases, the oldest first, those in which they act for others, and the draft whose
    code they brought.
    """

    cases: tuple[HeldCase, ...] = ()
    drafts: tuple[DraftView, ...] = ()
    acting: tuple[HeldActing, ...] = ()


def tell_person(
    *, centre_id: str, asked: str, reason: str, at: datetime, by: Actor, key: str | None = None
) -> HeldPerson:
    """Return everything that is held about a person; empty when there is nothing.

    `asked` is their personal number, or the tracking code of one of their applications: without a number nobody's
    applications hang together, and that one is told alone. What was begun at home and not sent is told to who brings its
    code, which is the only key to it. Who serves no visitor says why in `reason`; the head reads it.
    Cases of every centre are told; the entry is one of `centre_id`, where it was asked.

    :raises ReasonMissing: no visitor sits before this officer and no reason is given.
    :raises ReasonTooShort, TextTooLong: the reason is not within its limits.
    :raises RequestKeyUsed: the key was used for another person.
    """
    by.must(Permission.OPEN_CASE, centre_id=centre_id)
    opened_by = _opened_by(reason, by=by)
    cases = _cases_of(asked)
    case_ids = [case.id for case in cases]
    done = earlier(centre_id=centre_id, key=key, by=by, kinds=(Kind.PERSON_TOLD,))
    drafts = () if cases else _drafts_of(asked, at=at)
    draft_ids = [draft_id for draft_id, _ in drafts]
    if done and (done.data["cases"], done.data.get("drafts", [])) != (case_ids, draft_ids):
        raise errors.RequestKeyUsed
    looks = looks_at(cases)
    acting = _acting(asked)
    with transaction.atomic():
        held = tuple(
            HeldCase(
                case=case_view(case, at=at),
                visit=hall.ticket_by_id(ticket_id=case.ticket_id) if case.ticket_id else None,
                corrections=tuple(
                    HeldCorrection(row.suspended_at, row.words, row.resumed_at, row.answer)
                    for row in models.Suspension.objects.filter(case_id=case.id).order_by("id")
                ),
                extensions=tuple(
                    (row.extended_at, row.ground)
                    for row in models.Extension.objects.filter(case_id=case.id).order_by("id")
                ),
                documents=tuple(
                    {**document.content, "number": document.number}
                    for document in models.IssuedDocument.objects.filter(case_id=case.id, erased_at=None).order_by("id")
                ),
                looks=tuple(looks.get(case.id, ())),
                proposals=proposals_of(case),
            )
            for case in cases
        )
        if not done:
            _write(case_ids, draft_ids, centre_id=centre_id, opened_by=opened_by, at=at, by=by, key=key)
    return HeldPerson(held, tuple(view for _, view in drafts), acting)


@dataclass(frozen=True, slots=True)
class _Opened:
    """What opens a person's data: the visit being served, a typed reason, or the house itself."""

    basis: Basis
    ticket_id: int | None = None
    words: str = ""


def _opened_by(reason: str, *, by: Actor) -> _Opened:
    if by.employee_id is None:
        return _Opened(Basis.HOUSE)
    ticket_id = hall.served_by(employee_id=by.employee_id)
    if ticket_id is not None:
        return _Opened(Basis.VISIT, ticket_id)
    if not reason.strip():
        raise errors.ReasonMissing
    return _Opened(Basis.REASON, words=reason_within_limits(reason))


def _cases_of(asked: str) -> list[models.Case]:
    """Return the cases of whom a personal number or a tracking code names, the oldest first."""
    number: str | None = asked
    code = rules.typed_code(asked) or None
    named = Q(tracking_code=code) | Q(id__in=models.Draft.objects.filter(code=code).values("sent_as"))
    one = models.Case.objects.filter(named, erased_at=None).first()
    if one is not None:
        number = models.Applicant.objects.get(case_id=one.id).personal_number
        if not number:
            return [one]
    people = models.Applicant.objects.filter(personal_number_index=number or "").values("case_id")
    return list(models.Case.objects.filter(id__in=people).order_by("id")) or ([one] if one else [])


def _acting(number: str) -> tuple[HeldActing, ...]:
    """Return in which cases whoever has this personal number acts or acted, the oldest first."""
    rows = models.Representative.objects.filter(personal_number_index=number).select_related("case").order_by("id")
    return tuple(
        HeldActing(row.case.number, row.case.service_id, row.capacity, row.name, row.paper, row.began_at, row.ended_at)
        for row in rows
    )


def _drafts_of(asked: str, *, at: datetime) -> tuple[tuple[int, DraftView], ...]:
    """Return the draft of this code with its id, unless it was sent."""
    row = models.Draft.objects.filter(code=rules.typed_code(asked) or None, sent_as=None).only("id", "code").first()
    view = draft_view(code=row.code, at=at) if row else None
    return ((row.id, view),) if row and view else ()


def _write(
    case_ids: list[int],
    draft_ids: list[int],
    *,
    centre_id: str,
    opened_by: _Opened,
    at: datetime,
    by: Actor,
    key: str | None,
) -> None:
    data: dict[str, object] = {"cases": case_ids, "basis": opened_by.basis.value}
    if draft_ids:
        data["drafts"] = draft_ids
    subject = "person:"
    if opened_by.basis == Basis.VISIT:
        subject, data["ticket"] = f"ticket:{opened_by.ticket_id}", opened_by.ticket_id
    if opened_by.basis == Basis.REASON:
        row = models.Reason.objects.create(
            centre_id=centre_id, case_id=None, told_at=at, told_by=by.label, words=opened_by.words
        )
        subject = f"reason:{row.id}"
    settle()
    journal.append(centre_id=centre_id, kind=Kind.PERSON_TOLD, subject=subject, at=at, by=by, data=data, key=key)
