"""Taking an application, or giving it back with one list of all that is missing."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import IntegrityError, connection, transaction

from darcha.cases import errors, models, rules
from darcha.cases.actions.acting import begin_to_act, capacity_in, must_represent
from darcha.cases.actions.common import earlier, id_in, locked_case, new_code, next_number, settle
from darcha.cases.actions.evidence import tell_looks
from darcha.cases.dossier import open_cases_of
from darcha.cases.fee_wording import reckoned_words
from darcha.cases.own_register import held_documents
from darcha.cases.rules import (
    CaseState,
    ChargeState,
    HeldDocument,
    ItemState,
    NewApplicant,
    NewRepresentative,
    OpenedCase,
)
from darcha.cases.timekeeping import reckoning
from darcha.catalogue import queries as catalogue
from darcha.catalogue import rules as papers
from darcha.catalogue.rules import ServiceVersion
from darcha.centres import queries as centres
from darcha.centres.queries import local_day
from darcha.journal import actions as journal
from darcha.journal.kinds import Kind
from darcha.journal.rules import Entry
from darcha.kernel.actor import Actor, Permission
from darcha.kernel.names import LANGUAGES
from darcha.kernel.refusal import Refusal
from darcha.plumbing.sealing import key_ring
from darcha.queue.rules import age_band

_KINDS = (Kind.CASE_OPENED, Kind.CASE_RETURNED)


def open_case(  # noqa: PLR0913 -- what an application is made of
    *,
    centre_id: str,
    service_id: str,
    ticket_id: int | None,
    applicant: NewApplicant,
    facts: Mapping[str, object],
    papers_seen: AbstractSet[str],
    language: str,
    at: datetime,
    by: Actor,
    key: str | None = None,
    channel: str = "counter",
    answers: Mapping[str, object] | None = None,
    another_because: str | None = None,
    representative: NewRepresentative | None = None,
) -> OpenedCase:
    """Take an application: complete, it goes to its departments; else it is returned with every defect at once.

    `facts` by code as the service asks for them; `papers_seen` are codes of document types; `answers` to its form by field,
    as typed, None where the form was filled in on paper: what the form asks for then is no defect. Either way the case exists,
    with a number and a tracking code; a returned one is brought again by `resubmit`.

    Whoever has an open application for this service already is asked at a window why this is another one; `another_because`
    is of the closed list `rules.ANOTHER_BECAUSE`. From home nobody is told what a personal number has open.

    `representative` acts for the applicant, whose application it stays: documents, figures and doubles go by the applicant.

    :raises AppliedAlready: the same person has an open application for the service, and no reason is told.
    :raises OutcomeUnknown: `another_because` is of no list.
    :raises ServiceNotOfferedHere: the centre does not offer it.
    :raises ServiceRests: it offers it, and not today.
    :raises NameMissing, NameTooLong, ApplicantNotUnderstood: who applies cannot be taken down.
    :raises CannotRepresent: the representative cannot act for them; `because` says why.
    :raises UnknownTicket: there is no such visit.
    """
    by.must(Permission.OPEN_CASE, centre_id=centre_id)
    done = earlier(centre_id=centre_id, key=key, by=by, kinds=_KINDS)
    if done:
        return _answer(done)
    today = local_day(centre_id=centre_id, at=at)
    applicant = understood(applicant, year=today.year)
    if language not in LANGUAGES:
        raise errors.ApplicantNotUnderstood(field="language")
    if another_because is not None and another_because not in rules.ANOTHER_BECAUSE:
        raise errors.OutcomeUnknown(outcome=another_because)
    if not centres.offered(centre_id=centre_id, service_id=service_id):
        raise errors.ServiceNotOfferedHere(centre_id=centre_id, service_id=service_id)
    centres.must_be_given(centre_id=centre_id, service_id=service_id, day=today)
    version = catalogue.service_version(code=service_id, on=today)
    acts = must_represent(representative, applicant=applicant, today=today)
    capacity = acts.capacity if acts else ""
    known = rules.known_facts(facts, applicant=applicant, year=today.year, channel=channel, capacity=capacity)
    version = papers.as_it_is_for(version, papers.with_practice(known, on=today))
    # From home nobody has shown who they are: a number typed there must not tell what its owner was given.
    shown_number = applicant.personal_number if channel == "counter" else None
    filing = _filing(
        version, known=known, papers_seen=papers_seen, personal_number=shown_number, answers=answers, today=today
    )
    case = models.Case(
        centre_id=centre_id,
        service_id=version.code,
        service_version_id=version.id,
        variant=version.variant.code if version.variant else "",
        department_id=version.department_id,
        ticket_id=ticket_id,
        tracking_code=new_code(),
        language=language,
        channel=channel,
        facts=known,
        answers=filing.answers,
        initials=rules.initials(applicant.name),
        age_band=age_band(applicant.birth_year, today),
        opened_at=at,
        opened_on=today,
        opened_by=by.label,
        filings=1,
        first_time=filing.complete,
    )
    _judge(case, version=version, filing=filing, at=at, today=today)
    try:
        with transaction.atomic():
            is_another = channel == "counter" and _is_another(
                applicant, service_id=version.code, because=another_because
            )
            number = next_number(centre_id=centre_id, kind="case", year=today.year)
            case.number = rules.case_number(centre_id=centre_id, year=today.year, number=number)
            case.save(force_insert=True)
            models.Applicant.objects.bulk_create([_applicant_row(case, applicant)])
            if acts:
                begin_to_act(acts, case_id=case.id, at=at, by=by)
            _write_filing(case, version=version, filing=filing, at=at)
            charge = _charged(case, version=version)
            _tell(
                case,
                filing=filing,
                charge=charge,
                sex=applicant.sex,
                another_because=another_because if is_another else None,
                acts_as=capacity,
                at=at,
                by=by,
                key=key,
            )
    except (IntegrityError, Refusal) as failure:
        # Two of the same request at once: the second waited for the first and finds its key taken.
        done = earlier(centre_id=centre_id, key=key, by=by, kinds=_KINDS)
        if done:
            return _answer(done)
        if isinstance(failure, IntegrityError) and "ticket" in str(failure):
            raise errors.UnknownTicket(ticket_id=ticket_id) from None
        raise
    return _opened(case, filing=filing, warnings=rules.warnings(applicant))


def _is_another(applicant: NewApplicant, *, service_id: str, because: str | None) -> bool:
    """Return whether somebody with this personal number has the service open; two at once come one after the other.

    :raises AppliedAlready: they have, and no reason is told; its number and state are, nothing of what stands in it.
    """
    if not applicant.personal_number:
        return False
    # The lock's name tells nobody the number, wherever statements are logged.
    name = key_ring().index(applicant.personal_number, place=f"one open case of {service_id}").hex()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
    twin = open_cases_of(service_id=service_id, personal_number=applicant.personal_number).first()
    if twin is not None and because is None:
        raise errors.AppliedAlready(number=twin.number, state=twin.state, case_id=twin.id)
    return twin is not None


def resubmit(
    *,
    case_id: int,
    papers_seen: AbstractSet[str],
    facts: Mapping[str, object],
    at: datetime,
    by: Actor,
    key: str | None = None,
    answers: Mapping[str, object] | None = None,
) -> OpenedCase:
    """Take a returned case again. Papers shown before need not be shown twice; `facts` and `answers` add to those told before.

    It is judged by the version of its service it was opened with, on the practice of today; still incomplete, it is
    returned again with what is missing now.

    :raises UnknownCase: there is none.
    :raises CaseNotReturned: it was taken already.
    :raises CaseErased: it was not brought again in time.
    """
    place = models.Case.objects.filter(id=case_id).only("centre_id").first()
    if place is None:
        raise errors.UnknownCase(case_id=case_id)
    centre_id = place.centre_id
    by.must(Permission.OPEN_CASE, centre_id=centre_id)
    done = earlier(centre_id=centre_id, key=key, by=by, kinds=_KINDS)
    if done:
        return _answer(done)
    today = local_day(centre_id=centre_id, at=at)
    try:
        with transaction.atomic():
            case = locked_case(case_id=case_id)
            if case.state != CaseState.RETURNED:
                raise errors.CaseNotReturned(case_id=case_id)
            if case.erased_at is not None:
                raise errors.CaseErased(case_id=case_id)
            row = models.Applicant.objects.get(case_id=case_id)
            applicant = NewApplicant(row.name, row.sex, row.birth_year, row.phone, row.personal_number)
            # What the house proved is looked up again: the document may be over since.
            shown = models.Paper.objects.filter(case_id=case_id, seen=True, proven_by=None)
            case.facts = rules.known_facts(
                {**case.facts, **facts},
                applicant=applicant,
                year=today.year,
                channel=case.channel,
                capacity=capacity_in(case_id),
            )
            # Read under the lock: in between it may have gone over to newer rules. What is told now decides the variant.
            version = papers.as_it_is_for(
                catalogue.service_version_by_id(id=case.service_version_id),
                papers.with_practice(case.facts, on=today),
            )
            case.variant = version.variant.code if version.variant else ""
            if answers is not None:
                answers = {**(case.answers or {}), **answers}
            filing = _filing(
                version,
                known=case.facts,
                papers_seen={*papers_seen, *shown.values_list("document_id", flat=True)},
                personal_number=row.personal_number,
                answers=case.answers if answers is None else answers,
                today=today,
            )
            case.answers = filing.answers
            case.filings += 1
            _judge(case, version=version, filing=filing, at=at, today=today)
            case.save(force_update=True)
            _write_filing(case, version=version, filing=filing, at=at)
            charge = _charged(case, version=version)
            _tell(case, filing=filing, charge=charge, sex=applicant.sex, at=at, by=by, key=key)
    except (IntegrityError, Refusal):
        done = earlier(centre_id=centre_id, key=key, by=by, kinds=_KINDS)
        if done:
            return _answer(done)
        raise
    return _opened(case, filing=filing, warnings=rules.warnings(applicant))


@dataclass(frozen=True, slots=True)
class _Filing:
    """An application brought once: what the checklist demands, what of it is missing, and the form.

    `proven`: what documents of the house prove without paper, by the code of the demand.
    `fields`: what of the form is missing or wrong; `answers`: what of it is kept, None when it came on paper.
    """

    demanded: tuple[str, ...]
    defects: tuple[str, ...]
    proven: Mapping[str, HeldDocument]
    fields: tuple[str, ...]
    answers: Mapping[str, object] | None

    @property
    def complete(self) -> bool:
        return not self.defects and not self.fields


def _filing(
    version: ServiceVersion,
    *,
    known: Mapping[str, object],
    papers_seen: AbstractSet[str],
    personal_number: str | None,
    answers: Mapping[str, object] | None,
    today: date,
) -> _Filing:
    checklist = papers.checklist(version, facts=known, on=today)
    wanted = [proof for item in checklist if not item.is_shown(papers_seen) for proof in item.proofs]
    held = held_documents(personal_number=personal_number or "", documents=wanted)
    proven = rules.proven(checklist, papers_seen, held)
    form = papers.filled_form(version, facts=known, answers=answers or {}, on=today)
    return _Filing(
        demanded=rules.demanded(checklist),
        defects=rules.defects(checklist, papers_seen | proven.keys()),
        proven=proven,
        fields=() if answers is None else form.defects,
        answers=None if answers is None else form.answers,
    )


def understood(applicant: NewApplicant, *, year: int) -> NewApplicant:
    """Return an applicant as they are written down, without blanks around the words.

    :raises NameMissing, NameTooLong, ApplicantNotUnderstood: they cannot be taken down.
    """
    problem = rules.problem(applicant, year=year)
    if problem == "name_missing":
        raise errors.NameMissing
    if problem == "name_too_long":
        raise errors.NameTooLong(limit=rules.NAME_LIMIT, length=len(applicant.name.strip()))
    if problem:
        raise errors.ApplicantNotUnderstood(field=problem)
    return replace(
        applicant,
        name=" ".join(applicant.name.split()),
        phone=(applicant.phone or "").strip() or None,
        personal_number=(applicant.personal_number or "").strip() or None,
    )


def _applicant_row(case: models.Case, applicant: NewApplicant) -> models.Applicant:
    return models.Applicant(
        case_id=case.id,
        name=applicant.name,
        sex=applicant.sex,
        birth_year=applicant.birth_year,
        phone=applicant.phone,
        personal_number=applicant.personal_number,
    )


def _judge(case: models.Case, *, version: ServiceVersion, filing: _Filing, at: datetime, today: date) -> None:
    """Set the state of a case by its filing, and its clock when it is complete."""
    if not filing.complete:
        case.state = CaseState.RETURNED.value
        return
    case.state = CaseState.ACCEPTED.value
    case.accepted_at, case.accepted_on = at, today
    clock = reckoning(case, version=version, today=today)
    case.due_on, case.not_before = clock.due_on, clock.not_before


def _write_filing(case: models.Case, *, version: ServiceVersion, filing: _Filing, at: datetime) -> None:
    """Write the papers of a filing, and the work items when it is complete."""
    models.Paper.objects.bulk_create(
        models.Paper(
            case_id=case.id,
            filing=case.filings,
            document_id=code,
            seen=code not in filing.defects,
            proven_by_id=filing.proven[code].issued_id if code in filing.proven else None,
        )
        for code in filing.demanded
    )
    if case.due_on is None or case.accepted_on is None:
        return
    rows = []
    for item in rules.items_of(version):
        is_open = item.state == ItemState.OPEN
        due_on = rules.item_due(
            item.step,
            opened_on=case.accepted_on,
            case_due_on=case.due_on,
            calendar=catalogue.working_calendar(department_id=item.department_id),
        )
        rows.append(
            models.WorkItem(
                case_id=case.id,
                centre_id=case.centre_id,
                department_id=item.department_id,
                owner_id=case.department_id,
                group=item.group,
                position=item.position,
                state=item.state.value,
                opened_at=at if is_open else None,
                due_on=due_on if is_open else None,
            )
        )
    models.WorkItem.objects.bulk_create(rows)


def _charged(case: models.Case, *, version: ServiceVersion) -> models.Charge | None:
    """Reckon what a case costs on the day it is accepted, and freeze it with its reasoning; None: it was returned."""
    if case.accepted_on is None:
        return None
    base = catalogue.base_amount(on=case.accepted_on)
    found = papers.fee(version, facts=case.facts, on=case.accepted_on, base_amount=base, channel=case.channel)
    state = rules.charge_state(version, found)
    owed = state in (ChargeState.FREE, ChargeState.OWED)
    charge = models.Charge(
        case_id=case.id,
        state=state.value,
        amount_uzs=found.amount_uzs if owed else None,
        multiples=found.multiples,
        base_uzs=base,
        words=reckoned_words(version, found, base_uzs=base, on=case.accepted_on),
        reckoned_on=case.accepted_on,
    )
    charge.save(force_insert=True)
    return charge


def _tell(
    case: models.Case,
    *,
    filing: _Filing,
    charge: models.Charge | None,
    sex: str,
    at: datetime,
    by: Actor,
    key: str | None,
    another_because: str | None = None,
    acts_as: str = "",
) -> None:
    """Write the entry: opened when complete, returned when not."""
    settle()
    data: dict[str, object] = {
        "case": case.id,
        "ticket": case.ticket_id,
        "service": case.service_id,
        "department": case.department_id,
    }
    if case.due_on is None or charge is None:
        kind = Kind.CASE_RETURNED
        data |= {"defects": list(filing.defects), "fields": list(filing.fields)}
    else:
        kind = Kind.CASE_OPENED
        data |= {
            "version": case.service_version_id,
            "due_on": case.due_on.isoformat(),
            "first_time": case.first_time,
            "sex": sex,
            "age_band": case.age_band,
            "disability": rules.has_disability(case.facts),
            "channel": case.channel,
            "fee": charge.state,
            "fee_uzs": charge.amount_uzs,
        }
    if filing.proven:
        data["proven"] = {code: document.issued_id for code, document in filing.proven.items()}
        tell_looks(filing.proven.values(), at=at, by=by)
    if another_because is not None:
        data["another_because"] = another_because
    if acts_as:
        data["acts_as"] = acts_as
    journal.append(centre_id=case.centre_id, kind=kind, subject=f"case:{case.id}", at=at, by=by, data=data, key=key)


def _opened(case: models.Case, *, filing: _Filing, warnings: tuple[str, ...]) -> OpenedCase:
    return OpenedCase(
        case_id=case.id,
        number=case.number,
        tracking_code=case.tracking_code,
        accepted=filing.complete,
        defects=filing.defects,
        fields=filing.fields,
        due_on=case.due_on,
        warnings=warnings,
        not_before=case.not_before,
    )


def _answer(entry: Entry) -> OpenedCase:
    """Return the answer a request got the first time, from the entry it left and the rows it made."""
    case_id = id_in(entry.subject)
    case = models.Case.objects.get(id=case_id)
    row = models.Applicant.objects.filter(case_id=case_id).first()
    applicant = NewApplicant(row.name, row.sex, row.birth_year, row.phone, row.personal_number) if row else None
    defects, fields = (entry.data.get(name, []) for name in ("defects", "fields"))
    due_on = entry.data.get("due_on")
    return OpenedCase(
        case_id=case.id,
        number=case.number,
        tracking_code=case.tracking_code,
        accepted=entry.kind == Kind.CASE_OPENED,
        defects=tuple(str(code) for code in defects) if isinstance(defects, list) else (),
        fields=tuple(str(code) for code in fields) if isinstance(fields, list) else (),
        due_on=date.fromisoformat(due_on) if isinstance(due_on, str) else None,
        warnings=rules.warnings(applicant) if applicant else (),
        not_before=case.not_before if entry.kind == Kind.CASE_OPENED else None,
    )
