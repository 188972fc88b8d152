"""Erasing personal data whose time is over. That there was a case, and how it went, stays; so does the journal's chain."""

from __future__ import annotations

from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from darcha.cases import errors, models, rules
from darcha.cases.actions.common import locked_case, settle
from darcha.cases.actions.scans import let_go
from darcha.cases.rules import CaseState
from darcha.centres.queries import local_day
from darcha.journal import actions as journal
from darcha.journal.kinds import Kind
from darcha.kernel.actor import Actor, Permission
from darcha.plumbing import storing

_FILES_AT_ONCE = 500

ERASED = "—"
"""What stands where words have to stand."""


def erase(*, case_id: int, kind: str, store: Path, at: datetime, by: Actor) -> bool:
    """Erase one kind of personal data of a case (`rules.KEEPING`); return whether anything was there to erase.

    Rows are overwritten or deleted; the files of scans follow, in `store`, unless another case has the same file. What a
    fall of the machine in between leaves behind `remove_orphans` finds.

    :raises UnknownCase: there is none.
    :raises NotOver: their time is not over, or has not begun.
    """
    place = models.Case.objects.filter(id=case_id).only("centre_id").first()
    if place is None:
        raise errors.UnknownCase(case_id=case_id)
    by.must(Permission.ERASE_CASE, centre_id=place.centre_id)
    kept = rules.keeping(kind)
    today = local_day(centre_id=place.centre_id, at=at)
    with transaction.atomic():
        case = locked_case(case_id=case_id)
        since = _since(case, kind)
        if since is None or rules.kept_until(kept, since=since) >= today:
            raise errors.NotOver(kind=kind, case_id=case_id)
        digests: list[str] = []
        if kind == "document":
            found = _erase_documents(case, at=at)
        else:
            digests = _erase_scans(case)
            found = bool(digests) if kind == "scans" else _erase_application(case, at=at)
        if found:
            settle()
            journal.append(
                centre_id=case.centre_id,
                kind=Kind.CASE_ERASED,
                subject=f"case:{case.id}",
                at=at,
                by=by,
                data={"case": case.id, "what": kind, "since": since.isoformat(), "scans": len(digests)},
            )
    for digest in digests:
        let_go(digest, store=store)
    return found


def remove_orphans(*, store: Path) -> int:
    """Remove the files that no row knows, half-written ones too, and return how many: the row of a scan went or did not
    come to be, and the machine or the process fell.

    Who attaches a scan meanwhile is waited for.
    """
    removed = storing.let_go_unfinished(store=store)
    files = storing.digests(store=store)
    while digests := list(islice(files, _FILES_AT_ONCE)):
        known = models.Scan.objects.filter(sha256__in=digests).values_list("sha256", flat=True)
        for digest in sorted(set(digests) - set(known)):
            let_go(digest, store=store)
            removed += 1
    return removed


def _since(case: models.Case, kind: str) -> date | None:
    """Return the day the term of a kind begins with; None when it has not begun."""
    if kind == "returned":
        return case.opened_on if case.state == CaseState.RETURNED else None
    if case.decided_at is None:
        return None
    if kind == "document":
        issued = models.IssuedDocument.objects.filter(case_id=case.id).order_by("-issued_on").first()
        return issued.issued_on if issued else None
    return local_day(centre_id=case.centre_id, at=case.decided_at)


def _erase_scans(case: models.Case) -> list[str]:
    rows = models.Scan.objects.filter(case_id=case.id)
    digests = sorted(set(rows.values_list("sha256", flat=True)))
    rows.delete()
    return digests


def _erase_application(case: models.Case, *, at: datetime) -> bool:
    if case.erased_at is not None:
        return False
    models.Applicant.objects.filter(case_id=case.id).delete()
    models.Representative.objects.filter(case_id=case.id).delete()
    models.Reason.objects.filter(case_id=case.id).delete()
    _erase_words(models.WorkItem.objects.filter(case_id=case.id, note__isnull=False), "note")
    for said in (models.Decision, models.Proposal):
        for column in ("ground", "clause"):
            _erase_words(said.objects.filter(case_id=case.id, **{f"{column}__isnull": False}), column)
    _erase_words(models.Proposal.objects.filter(case_id=case.id, words__isnull=False), "words")
    _erase_words(models.Round.objects.filter(item__case_id=case.id, note__isnull=False), "note")
    _erase_words(models.Round.objects.filter(item__case_id=case.id), "words")
    _erase_words(models.Suspension.objects.filter(case_id=case.id), "words")
    _erase_words(models.Suspension.objects.filter(case_id=case.id, answer__isnull=False), "answer")
    _erase_words(models.Extension.objects.filter(case_id=case.id), "ground")
    _erase_charge(case)
    _erase_words(models.Reversal.objects.filter(payment__case_id=case.id, ground__isnull=False), "ground")
    _erase_words(models.EndedRefund.objects.filter(payment__case_id=case.id), "ground")
    _erase_words(models.EndedRefund.objects.filter(payment__case_id=case.id, words__isnull=False), "words")
    _erase_words(models.DepartmentNotice.objects.filter(case_id=case.id), "words")
    case.facts, case.answers, case.initials, case.erased_at = {}, None, "", at
    case.save(update_fields=["facts", "answers", "initials", "erased_at"])
    return True


def _erase_charge(case: models.Case) -> None:
    """Erase why somebody had to pay what; how much it was, and that it was paid, are the books'."""
    charge = models.Charge.objects.filter(case_id=case.id).first()
    if charge is None:
        return
    charge.words = {}
    if charge.set_at is not None:
        charge.set_words = ERASED
    charge.save(update_fields=["words", "set_words"])


def _erase_words(rows: QuerySet[Any], column: str) -> None:
    for row in rows:
        setattr(row, column, ERASED)
        row.save(update_fields=[column])


def _erase_documents(case: models.Case, *, at: datetime) -> bool:
    found = False
    for document in models.IssuedDocument.objects.filter(case_id=case.id, erased_at__isnull=True):
        document.content, document.erased_at = {}, at
        if document.annulled_at:
            document.annulled_because = ERASED
        document.save(update_fields=["content", "erased_at", "annulled_because"])
        found = True
    return found
