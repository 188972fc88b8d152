"""What can be asked about what people wrote."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import F, Q

from darcha.centres import queries as centres
from darcha.feedback import models
from darcha.feedback.rules import appeals as rules
from darcha.feedback.rules.appeals import AppealKind, AppealRead, AppealState, AppealView, Counted
from darcha.feedback.rules.surveys import token_hash


def appeals(
    *,
    centre_id: str,
    at: datetime,
    kind: str = "",
    state: str = "",
    theme: str = "",
    only_escalated: bool = False,
    limit: int = 200,
) -> list[AppealView]:
    """Return the appeals of a centre without their words: first what waits for an answer, the soonest due first; then the
    answered ones, the newest first. `state` "open" means both that wait; `only_escalated`: those ever told upwards.
    """
    rows = models.Appeal.objects.filter(centre_id=centre_id).defer("words", "answer")
    if kind:
        rows = rows.filter(kind=kind)
    if state == "open":
        rows = rows.exclude(state=AppealState.ANSWERED.value)
    elif state:
        rows = rows.filter(state=state)
    if theme:
        rows = rows.filter(themes__contains=[theme])
    if only_escalated:
        rows = rows.filter(escalated_at__isnull=False)
    ordered = rows.order_by(F("answered_at").desc(nulls_first=True), F("due_on").asc(nulls_last=True), "received_at")
    today = centres.local_day(centre_id=centre_id, at=at)
    return [view(row, today=today) for row in ordered[:limit]]


def appeal_by_code(*, code: str, at: datetime) -> AppealRead | None:
    """Return what somebody wrote and the answer, by the secret code alone; None for an unknown one.

    The way to be answered is not shown: who holds the code knows it.
    """
    row = models.Appeal.objects.filter(code_hash=token_hash(rules.typed_code(code))).first()
    if row is None:
        return None
    read = read_view(row, today=centres.local_day(centre_id=row.centre_id, at=at))
    return AppealRead(read.appeal, read.words, "", read.answer)


def overdue_appeals(*, centre_id: str, at: datetime) -> list[str]:
    """Return the appeals whose last day is over and that nobody told upwards yet."""
    today = centres.local_day(centre_id=centre_id, at=at)
    rows = models.Appeal.objects.filter(centre_id=centre_id, state=AppealState.RECEIVED.value, due_on__lt=today)
    return [str(pk) for pk in rows.order_by("due_on").values_list("pk", flat=True)]


def appeals_over(*, centre_id: str, at: datetime) -> Iterator[str]:
    """Yield the appeals whose words have been kept long enough."""
    today = centres.local_day(centre_id=centre_id, at=at)
    rows = models.Appeal.objects.filter(centre_id=centre_id, erased_at__isnull=True).filter(
        Q(answered_on__isnull=False) | Q(kind=AppealKind.THANKS.value)
    )
    for pk, answered_on, received_on in rows.order_by("received_at").values_list("pk", "answered_on", "received_on"):
        if rules.kept_until(answered_on or received_on) < today:
            yield str(pk)


def complaints_counted(*, centre_id: str, since: date, until: date) -> Counted:
    """Return the complaints of a period, both days included; how those stand whose last day to answer lies in it."""
    rows = models.Appeal.objects.filter(centre_id=centre_id, kind=AppealKind.COMPLAINT.value)
    due = rows.filter(due_on__gte=since, due_on__lte=until)
    return Counted(
        received=rows.filter(received_on__gte=since, received_on__lte=until).count(),
        due=due.count(),
        in_time=due.filter(answered_on__lte=F("due_on")).count(),
    )


def view(row: models.Appeal, *, today: date) -> AppealView:
    """Return a row as a list shows it."""
    return AppealView(
        id=str(row.pk),
        number=rules.appeal_number(centre_id=row.centre_id, year=row.year, number=row.number),
        kind=row.kind,
        state=row.state,
        service_id=row.service_id,
        department_id=row.department_id,
        visit_day=row.visit_day,
        received_at=row.received_at,
        due_on=row.due_on,
        answered_at=row.answered_at,
        themes=tuple(row.themes),
        language=row.language,
        wants_reply=row.reply_to is not None,
        is_overdue=rules.is_overdue(state=AppealState(row.state), due_on=row.due_on, today=today),
        answered_late=bool(row.answered_on and row.due_on and row.answered_on > row.due_on),
    )


def read_view(row: models.Appeal, *, today: date) -> AppealRead:
    """Return a row with its words; empty texts when they are erased."""
    told = row.erased_at is None
    return AppealRead(
        appeal=view(row, today=today),
        words=row.words if told else "",
        reply_to=(row.reply_to or "") if told else "",
        answer=(row.answer or "") if told else "",
    )
