"""Looking in the house's own register for what a visitor would else have to bring (decision 0029)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta

from django.db import transaction

from darcha.cases import models
from darcha.cases.actions.common import settle
from darcha.cases.own_register import held_documents
from darcha.cases.rules import Basis, HeldDocument
from darcha.cases.rules.intake import PERSONAL_NUMBER_DIGITS
from darcha.catalogue import queries as catalogue
from darcha.journal import actions as journal
from darcha.journal import queries as told
from darcha.journal.kinds import Kind
from darcha.kernel.actor import Actor, Permission
from darcha.queue import queries as hall

PURPOSE = "evidence"
"""The word the journal keeps for a look that asks whether a document is held already."""

_LONGEST_VISIT = timedelta(days=1)


def look_for_papers(
    *,
    centre_id: str,
    document_ids: AbstractSet[str],
    at: datetime,
    by: Actor,
    personal_number: str = "",
    case_id: int | None = None,
) -> Mapping[str, HeldDocument]:
    """Return which of these papers the house itself gave to a person and still stands by, by the paper's code.

    The person is whoever has this `personal_number`, or the applicant of `case_id`, which was brought again. Only while a
    visitor sits before the officer, who typed the number from their document: nothing is found otherwise. Each document
    found is one look at the case it ended, which the journal tells once a visit.

    :raises NotAllowed: the officer takes no applications in the centre.
    """
    by.must(Permission.OPEN_CASE, centre_id=centre_id)
    if _visit_before(by) is None:
        return {}
    number = personal_number.strip()
    if case_id is not None:
        row = models.Applicant.objects.filter(case_id=case_id).first()
        number = (row.personal_number if row else None) or ""
    if len(number) != PERSONAL_NUMBER_DIGITS:
        return {}
    documents = [one for code, one in catalogue.document_types().items() if code in document_ids]
    found = held_documents(personal_number=number, documents=documents)
    if found:
        with transaction.atomic():
            tell_looks(found.values(), at=at, by=by)
    return found


def tell_looks(documents: Iterable[HeldDocument], *, at: datetime, by: Actor) -> None:
    """Tell the journal that these documents were looked at, in the caller's transaction; once for each case and visit."""
    settle()
    ticket_id = _visit_before(by)
    for case_id, document in sorted({document.case_id: document for document in documents}.items()):
        subject = f"case:{case_id}"
        if ticket_id is not None and _is_told(document, subject=subject, ticket_id=ticket_id, at=at, by=by):
            continue
        visit: dict[str, object] = {"basis": Basis.HOUSE.value}
        if ticket_id is not None:
            visit = {"basis": Basis.VISIT.value, "ticket": ticket_id}
        journal.append(
            centre_id=document.centre_id,
            kind=Kind.CASE_READ,
            subject=subject,
            at=at,
            by=by,
            data={"case": case_id, "purpose": PURPOSE, "document": document.issued_id, **visit},
        )


def _visit_before(by: Actor) -> int | None:
    """Return the ticket of the visitor who sits before the officer; None for the house itself."""
    return None if by.employee_id is None else hall.served_by(employee_id=by.employee_id)


def _is_told(document: HeldDocument, *, subject: str, ticket_id: int, at: datetime, by: Actor) -> bool:
    before = told.entries_about(
        centre_id=document.centre_id, kind=Kind.CASE_READ, subjects=[subject], since=at - _LONGEST_VISIT
    )
    mine = (ticket_id, PURPOSE, by.label)
    return any((entry.data.get("ticket"), entry.data["purpose"], entry.actor) == mine for entry in before)
