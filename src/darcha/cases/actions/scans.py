"""Scanned papers: attached to a case, and read with a reason."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.db import DatabaseError, connection, transaction

from darcha.cases import errors, models, rules
from darcha.cases.actions.common import earlier, id_in, settle
from darcha.cases.actions.reading import departments_of, must_hold_one_of, must_read, purpose_word, what_opens
from darcha.cases.rules import AttachedScan, ScanFile
from darcha.catalogue import queries as catalogue
from darcha.journal import actions as journal
from darcha.journal.kinds import Kind
from darcha.kernel.actor import Actor, Permission
from darcha.kernel.refusal import Refusal
from darcha.plumbing import recognising, storing
from darcha.plumbing.recognising import Harmful, Limits, NotRecognised, Recognised, TooLarge

_LIMITS = Limits(size_bytes=rules.SCAN_BYTES, pixels=rules.SCAN_PIXELS, pages=rules.SCAN_PAGES)


def attach_scan(
    *, case_id: int, document_id: str, content: bytes, store: Path, at: datetime, by: Actor, key: str | None = None
) -> AttachedScan:
    """Keep a scan of one of the papers of a case: a clean copy of a JPEG, a PNG or a PDF, told by its bytes.

    Somebody at a counter, or of one of the departments of the case, attaches it; the same file to the same paper once.
    `store` is the folder of the house's files.

    :raises UnknownCase: there is none.
    :raises CaseErased: its time is over.
    :raises PaperNotAsked: the service does not ask for that paper.
    :raises ScanNotRecognised: neither JPEG nor PNG nor PDF, or only a part of one.
    :raises ScanTooLarge: more than 10 MB, 60 pages or 40 million pixels, or an image that takes more memory than there is.
    :raises ScanHarmful: a PDF with a program, an attached file or a password, or something that swells when it is opened.
    """
    must_hold_one_of(Permission.OPEN_CASE, Permission.WORK_ON_CASE, by=by)
    case = models.Case.objects.filter(id=case_id).first()
    if case is None:
        raise errors.UnknownCase(case_id=case_id)
    _must_attach(case, by=by)
    if case.erased_at is not None:
        raise errors.CaseErased(case_id=case_id)
    kinds = (Kind.CASE_SCAN_ATTACHED,)
    done = earlier(centre_id=case.centre_id, key=key, by=by, kinds=kinds)
    if done:
        return _answer(id_in(done.subject))
    version = catalogue.service_version_by_id(id=case.service_version_id, variant=case.variant)
    if document_id not in {code for demand in version.demands for code in demand.codes}:
        raise errors.PaperNotAsked(document_id=document_id)
    return keep_of_case(case, document_id, content, store=store, at=at, by=by, key=key)


def keep_of_case(
    case: models.Case, document_id: str, content: bytes, *, store: Path, at: datetime, by: Actor, key: str | None
) -> AttachedScan:
    """Keep a scan of a paper of a case, once it is sure who may; raises what `attach_scan` raises of the content."""
    found = recognised(content)
    try:
        with transaction.atomic():
            scan, is_new = keep_scan(found, document_id, store=store, at=at, by=by, case_id=case.id)
            if is_new:
                journal.append(
                    centre_id=case.centre_id,
                    kind=Kind.CASE_SCAN_ATTACHED,
                    subject=f"scan:{scan.id}",
                    at=at,
                    by=by,
                    data={"case": case.id, **about_scan(scan)},
                    key=key,
                )
    except (DatabaseError, Refusal, OSError):
        let_go(storing.digest_of(found.content), store=store)
        done = earlier(centre_id=case.centre_id, key=key, by=by, kinds=(Kind.CASE_SCAN_ATTACHED,))
        if done:
            return _answer(id_in(done.subject))
        raise
    return _answer(scan.id)


def keep_scan(
    found: Recognised, document_id: str, *, store: Path, at: datetime, by: Actor, **owner: int
) -> tuple[models.Scan, bool]:
    """Return the row of a scan and whether it is new, in the caller's transaction; `owner`: `case_id` or `draft_id`."""
    digest = storing.digest_of(found.content)
    _hold(digest)
    scan = models.Scan.objects.filter(document_id=document_id, sha256=digest, **owner).first()
    is_new = scan is None
    scan = scan or models.Scan.objects.create(
        document_id=document_id,
        sha256=digest,
        media_type=found.media_type,
        size_bytes=len(found.content),
        pages=found.pages,
        pixels=found.pixels,
        attached_at=at,
        attached_by=by.label,
        **owner,
    )
    settle()
    # A file without a row is only in the way; a row without its file would be a lie. So the file comes first.
    storing.keep(found.content, store=store)
    return scan, is_new


def about_scan(scan: models.Scan) -> dict[str, object]:
    """Return what the journal tells of a scan."""
    return {
        "document": scan.document_id,
        "sha256": scan.sha256,
        "media_type": scan.media_type,
        "size_bytes": scan.size_bytes,
    }


def read_scan(*, scan_id: int, purpose: str, store: Path, at: datetime, by: Actor) -> ScanFile:
    """Return a scan to somebody of the owning or an addressed department; the journal keeps who looked and why.

    `purpose` is a word, as in `read_case`.

    :raises UnknownScan: there is none.
    :raises PurposeMissing: no purpose, or prose.
    :raises ReasonMissing: nothing opens the case to this officer now.
    :raises ScanDamaged: the disk lost or changed the file.
    """
    must_hold_one_of(Permission.READ_CASE, by=by)
    scan = models.Scan.objects.select_related("case").filter(id=scan_id).first()
    if scan is None or scan.case is None:
        raise errors.UnknownScan(scan_id=scan_id)
    case = scan.case
    must_read(case, by=by)
    word = purpose_word(purpose, case_id=case.id)
    opened_by = what_opens(case, purpose=word, at=at, by=by)
    try:
        content = storing.read(scan.sha256, store=store)
    except storing.FileDamaged as damaged:
        raise errors.ScanDamaged(scan_id=scan_id) from damaged
    with transaction.atomic():
        journal.append(
            centre_id=case.centre_id,
            kind=Kind.CASE_READ,
            subject=f"case:{case.id}",
            at=at,
            by=by,
            data={"case": case.id, "purpose": word, "scan": scan.id, **opened_by},
        )
    name = rules.scan_file_name(
        number=case.number, document_id=scan.document_id, scan_id=scan.id, media_type=scan.media_type
    )
    return ScanFile(content, scan.media_type, name)


def _must_attach(case: models.Case, *, by: Actor) -> None:
    """Pass when `by` takes applications in the case's centre, or works on this one.

    :raises NotAllowed: neither.
    """
    if any(
        by.may(Permission.WORK_ON_CASE, centre_id=case.centre_id, department_id=department_id)
        for department_id in departments_of(case)
    ):
        return
    by.must(Permission.OPEN_CASE, centre_id=case.centre_id)


def recognised(content: bytes) -> Recognised:
    """Return a clean copy of a file; raises what `attach_scan` raises of the content."""
    try:
        return recognising.recognise(content, limits=_LIMITS)
    except NotRecognised as no:
        raise errors.ScanNotRecognised from no
    except TooLarge as no:
        raise errors.ScanTooLarge(
            megabytes=rules.SCAN_BYTES // 1_000_000, pages=rules.SCAN_PAGES, megapixels=rules.SCAN_PIXELS // 1_000_000
        ) from no
    except Harmful as no:
        raise errors.ScanHarmful(found=str(no)) from no


def _hold(digest: str) -> None:
    """Have whoever keeps or lets go the same content wait until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [digest])


def let_go(digest: str, *, store: Path) -> None:
    """Remove a file whose row did not come to be, unless it is the file of another scan."""
    with transaction.atomic():
        _hold(digest)
        if not models.Scan.objects.filter(sha256=digest).exists():
            storing.let_go(digest, store=store)


def _answer(scan_id: int) -> AttachedScan:
    scan = models.Scan.objects.get(id=scan_id)
    assert scan.case_id is not None
    return AttachedScan(
        scan_id=scan.id,
        case_id=scan.case_id,
        document_id=scan.document_id,
        sha256=scan.sha256,
        media_type=scan.media_type,
        size_bytes=scan.size_bytes,
    )
