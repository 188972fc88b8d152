"""Applying from home: a draft is begun, written in, given papers, and sent; or deleted by whoever wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from django.db import DatabaseError, IntegrityError, transaction

from darcha.cases import errors, models, rules
from darcha.cases.actions.common import TEXT_LIMIT, earlier, id_in, new_code, settle
from darcha.cases.actions.intake import open_case
from darcha.cases.actions.scans import about_scan, keep_scan, let_go, recognised
from darcha.cases.rules import DraftWords, OpenedCase
from darcha.catalogue import queries as catalogue
from darcha.centres import queries as centres
from darcha.centres.queries import local_day
from darcha.journal import actions as journal
from darcha.journal.kinds import Kind
from darcha.kernel.actor import Actor, Grant, Permission
from darcha.kernel.names import LANGUAGES
from darcha.kernel.refusal import Refusal
from darcha.plumbing import storing
from darcha.queue.actions import sources
from darcha.queue.rules import Source


def begin_draft(
    *,
    centre_id: str,
    service_id: str,
    language: str,
    asked_from: tuple[Source, ...],
    at: datetime,
    by: Actor,
    key: str | None = None,
) -> str:
    """Begin an application at home and return its code, which opens it from then on.

    `asked_from`: the device and the address, each with how many times within an hour one may begin there.

    :raises ServiceNotOfferedHere: the centre does not offer it.
    :raises NotTakenFromHome: it has no form to fill in at home, or the centre takes it at its windows only.
    :raises TooManyDrafts: too many were begun from there.
    """
    by.must(Permission.APPLY_FROM_HOME, centre_id=centre_id)
    kinds = (Kind.DRAFT_BEGUN,)
    done = earlier(centre_id=centre_id, key=key, by=by, kinds=kinds)
    if done:
        return _row(id_in(done.subject)).code
    today = local_day(centre_id=centre_id, at=at)
    if language not in LANGUAGES:
        raise errors.ApplicantNotUnderstood(field="language")
    if not centres.offered(centre_id=centre_id, service_id=service_id):
        raise errors.ServiceNotOfferedHere(centre_id=centre_id, service_id=service_id)
    _must_be_taken(centre_id, service_id)
    if not catalogue.service_version(code=service_id, on=today).form:
        raise errors.NotTakenFromHome(service_id=service_id)
    try:
        with transaction.atomic():
            until = sources.counted("draft", asked_from, at=at)
            if until is not None:
                raise errors.TooManyDrafts(again_at=until.astimezone(UTC).isoformat())
            draft = models.Draft.objects.create(
                centre_id=centre_id,
                service_id=service_id,
                code=new_code(),
                language=language,
                content={},
                begun_at=at,
                changed_on=today,
            )
            _tell(draft, Kind.DRAFT_BEGUN, at=at, by=by, key=key)
    except (IntegrityError, Refusal):
        done = earlier(centre_id=centre_id, key=key, by=by, kinds=kinds)
        if done:
            return _row(id_in(done.subject)).code
        raise
    return draft.code


def keep_draft(*, code: str, words: DraftWords, at: datetime, by: Actor, key: str | None = None) -> None:
    """Write into a draft: `words` add to what stands there, an empty text takes it away.

    :raises UnknownDraft: there is none of this code.
    :raises DraftIsSent: it became an application.
    :raises TextTooLong: more than 2,000 characters in one answer.
    """
    place = _place(code, by=by)
    if earlier(centre_id=place.centre_id, key=key, by=by, kinds=(Kind.DRAFT_KEPT,)):
        return
    for texts in (words.applicant, words.facts, words.answers):
        if any(len(text) > TEXT_LIMIT for text in texts.values()):
            raise errors.TextTooLong(field="answers", limit=TEXT_LIMIT)
    today = local_day(centre_id=place.centre_id, at=at)
    version = catalogue.service_version(code=place.service_id, on=today)
    with transaction.atomic():
        draft = _locked(code)
        before = words_of(draft)
        # Nothing but what is asked is kept, whoever sends it.
        draft.content = {
            "applicant": _merged(before.applicant, words.applicant, set(rules.APPLICANT_WORDS)),
            "facts": _merged(before.facts, words.facts, {fact.code for fact in version.questions}),
            "answers": _merged(before.answers, words.answers, {asked.field.code for asked in version.form}),
        }
        draft.changed_on = today
        draft.save(update_fields=["content", "changed_on"])
        _tell(draft, Kind.DRAFT_KEPT, at=at, by=by, key=key)


def attach_to_draft(
    *, code: str, document_id: str, content: bytes, store: Path, at: datetime, by: Actor, key: str | None = None
) -> None:
    """Add a file of a paper to a draft, with the limits and refusals of `attach_scan`; the same file once.

    :raises UnknownDraft, DraftIsSent: nothing can be added.
    :raises PaperNotAsked: the service does not ask for that paper.
    :raises TooManyScans: the paper has ten files.
    :raises ScanNotRecognised, ScanTooLarge, ScanHarmful: it is not taken.
    """
    place = _place(code, by=by)
    kinds = (Kind.DRAFT_SCAN_ATTACHED,)
    if earlier(centre_id=place.centre_id, key=key, by=by, kinds=kinds):
        return
    today = local_day(centre_id=place.centre_id, at=at)
    version = catalogue.service_version(code=place.service_id, on=today)
    asked = rules.draft_state(version, words_of(place), scanned=(), on=today).papers
    if document_id not in {document.code for document in asked}:
        raise errors.PaperNotAsked(document_id=document_id)
    found = recognised(content)
    try:
        with transaction.atomic():
            draft = _locked(code)
            if models.Scan.objects.filter(draft_id=draft.id, document_id=document_id).count() >= rules.SCANS_A_PAPER:
                raise errors.TooManyScans(limit=rules.SCANS_A_PAPER)
            scan, is_new = keep_scan(found, document_id, store=store, at=at, by=by, draft_id=draft.id)
            draft.changed_on = today
            draft.save(update_fields=["changed_on"])
            if is_new:
                _tell(draft, Kind.DRAFT_SCAN_ATTACHED, at=at, by=by, key=key, data=about_scan(scan))
    except (DatabaseError, Refusal, OSError):
        let_go(storing.digest_of(found.content), store=store)
        if not earlier(centre_id=place.centre_id, key=key, by=by, kinds=kinds):
            raise


def remove_from_draft(*, code: str, scan_id: int, store: Path, at: datetime, by: Actor, key: str | None = None) -> None:
    """Take a file out of a draft again; what is out already stays out.

    :raises UnknownDraft, DraftIsSent: nothing can be taken out.
    """
    place = _place(code, by=by)
    if earlier(centre_id=place.centre_id, key=key, by=by, kinds=(Kind.DRAFT_SCAN_REMOVED,)):
        return
    with transaction.atomic():
        draft = _locked(code)
        scan = models.Scan.objects.filter(id=scan_id, draft_id=draft.id).first()
        if scan is None:
            return
        told = about_scan(scan)
        scan.delete()
        _tell(draft, Kind.DRAFT_SCAN_REMOVED, at=at, by=by, key=key, data=told)
    let_go(scan.sha256, store=store)


def send_draft(*, code: str, at: datetime, by: Actor, key: str | None = None) -> OpenedCase:
    """Send a draft: it becomes an application filed through the portal, its clock starts, and the draft is emptied.

    It is complete or nothing is sent; what it lacks the draft itself tells, all at once. Sent a second time it answers
    with the application it became.

    :raises UnknownDraft: there is none of this code.
    :raises DraftIncomplete: something is missing.
    :raises NotTakenFromHome: meanwhile the centre takes it at its windows only; what is written stays.
    """
    place = _place(code, by=by, sent_too=True)
    if place.sent_as_id is not None:
        return _became(place.sent_as_id)
    try:
        with transaction.atomic():
            return _send(code, at=at, by=by, key=key)
    except errors.DraftIsSent:
        return _became(models.Draft.objects.values_list("sent_as_id", flat=True).get(code=code))


def _send(code: str, *, at: datetime, by: Actor, key: str | None) -> OpenedCase:
    draft = _locked(code)
    _must_be_taken(draft.centre_id, draft.service_id)
    today = local_day(centre_id=draft.centre_id, at=at)
    version = catalogue.service_version(code=draft.service_id, on=today)
    scanned = set(models.Scan.objects.filter(draft_id=draft.id).values_list("document_id", flat=True))
    state = rules.draft_state(version, words_of(draft), scanned=scanned, on=today)
    if state.lacks.anything:
        raise errors.DraftIncomplete
    # Who holds the code of a complete draft may open this one case, and no other.
    once = replace(by, grants=(*by.grants, Grant(Permission.OPEN_CASE, draft.centre_id)))
    opened = open_case(
        centre_id=draft.centre_id,
        service_id=draft.service_id,
        ticket_id=None,
        applicant=state.applicant,
        facts=state.facts,
        papers_seen=scanned | state.to_show,
        answers=state.form.answers,
        language=draft.language,
        channel="portal",
        at=at,
        by=once,
        key=key,
    )
    models.Scan.objects.filter(draft_id=draft.id).update(case_id=opened.case_id, draft_id=None)
    draft.content, draft.sent_as_id, draft.changed_on = {}, opened.case_id, today
    draft.save(update_fields=["content", "sent_as", "changed_on"])
    return opened


def delete_draft(*, code: str, store: Path, at: datetime, by: Actor, key: str | None = None) -> None:
    """Delete a draft with all that stands in it, because who wrote it wishes so.

    :raises UnknownDraft: there is none of this code, or it is deleted already.
    :raises DraftIsSent: it became an application, which is not deleted so.
    """
    place = _place(code, by=by)
    _delete(place, because="owner", store=store, at=at, by=by, key=key)


def erase_draft(*, draft_id: int, store: Path, at: datetime, by: Actor) -> bool:
    """Delete a draft nobody has gone on with for its term; return whether there was one.

    :raises NotOver: its time is not over.
    """
    draft = models.Draft.objects.filter(id=draft_id).first()
    if draft is None:
        return False
    by.must(Permission.ERASE_CASE, centre_id=draft.centre_id)
    if rules.kept_until(rules.DRAFT, since=draft.changed_on) >= local_day(centre_id=draft.centre_id, at=at):
        raise errors.NotOver(kind="draft", case_id=draft_id)
    _delete(draft, because="time", store=store, at=at, by=by, key=None)
    return True


def _delete(known: models.Draft, *, because: str, store: Path, at: datetime, by: Actor, key: str | None) -> None:
    with transaction.atomic():
        draft = models.Draft.objects.select_for_update().filter(id=known.id).first()
        if draft is None:
            raise errors.UnknownDraft
        if draft.sent_as_id is not None and because == "owner":
            raise errors.DraftIsSent
        scans = models.Scan.objects.filter(draft_id=draft.id)
        digests = sorted(set(scans.values_list("sha256", flat=True)))
        scans.delete()
        _tell(draft, Kind.DRAFT_DELETED, at=at, by=by, key=key, data={"because": because, "scans": len(digests)})
        draft.delete()
    for digest in digests:
        let_go(digest, store=store)


def words_of(draft: models.Draft) -> DraftWords:
    """Return what stands in a draft."""
    return DraftWords(**draft.content)


def _must_be_taken(centre_id: str, service_id: str) -> None:
    if not centres.taken_from_home(centre_id=centre_id, service_id=service_id):
        raise errors.NotTakenFromHome(service_id=service_id)


def _merged(before: Mapping[str, str], now: Mapping[str, str], asked: set[str]) -> dict[str, str]:
    return {code: text for code, text in {**before, **now}.items() if code in asked and text.strip()}


def _row(draft_id: int) -> models.Draft:
    draft = models.Draft.objects.filter(id=draft_id).first()
    if draft is None:
        raise errors.UnknownDraft
    return draft


def _place(code: str, *, by: Actor, sent_too: bool = False) -> models.Draft:
    """Return a draft by its code, for somebody who may apply from home.

    :raises UnknownDraft: there is none.
    :raises DraftIsSent: it is sent, and that matters.
    """
    draft = models.Draft.objects.filter(code=rules.typed_code(code) or None).first()
    if draft is None:
        raise errors.UnknownDraft
    by.must(Permission.APPLY_FROM_HOME, centre_id=draft.centre_id)
    if draft.sent_as_id is not None and not sent_too:
        raise errors.DraftIsSent
    return draft


def _locked(code: str) -> models.Draft:
    draft = models.Draft.objects.select_for_update().filter(code=rules.typed_code(code) or None).first()
    if draft is None:
        raise errors.UnknownDraft
    if draft.sent_as_id is not None:
        raise errors.DraftIsSent
    return draft


def _became(case_id: int) -> OpenedCase:
    case = models.Case.objects.get(id=case_id)
    return OpenedCase(
        case_id=case.id,
        number=case.number,
        tracking_code=case.tracking_code,
        accepted=True,
        defects=(),
        due_on=case.due_on,
        not_before=case.not_before,
    )


def _tell(
    draft: models.Draft,
    kind: Kind,
    *,
    at: datetime,
    by: Actor,
    key: str | None,
    data: Mapping[str, object] | None = None,
) -> None:
    settle()
    about: dict[str, object] = {"draft": draft.id, "service": draft.service_id}
    journal.append(
        centre_id=draft.centre_id,
        kind=kind,
        subject=f"draft:{draft.id}",
        at=at,
        by=by,
        data={**about, **(data or {})},
        key=key,
    )
