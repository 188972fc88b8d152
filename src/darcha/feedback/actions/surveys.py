"""Answering the survey."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from darcha.centres import queries as centres
from darcha.feedback import errors, models, rules
from darcha.journal import actions as journal
from darcha.journal.kinds import Kind
from darcha.journal.queries import entry_with_key
from darcha.kernel.actor import Actor, Permission
from darcha.queue import queries as queue


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer that was taken."""

    answer_id: int


def answer(
    *,
    code: str,
    satisfied: int,
    clear: int,
    text: str = "",
    channel: str,
    at: datetime,
    by: Actor,
    key: str | None = None,
) -> Answered:
    """Take one answer for one survey code; the row keeps neither the ticket nor the code itself.

    `satisfied` and `clear` are faces 1 to 5, 5 the best.

    :raises UnknownSurveyCode: no served visit has this code.
    :raises SurveyIsOver: the visit was fourteen days ago.
    :raises AlreadyAnswered: this code was used.
    :raises NoSuchFace: a face is not one of the five.
    :raises TextTooLong: more than 1000 characters.
    """
    visit = queue.ticket_by_survey_code(code=code)
    if visit is None or visit.finished_at is None:
        raise errors.UnknownSurveyCode
    by.must(Permission.ANSWER_SURVEY, centre_id=visit.centre_id, department_id=visit.department_id)
    before = _answered_with_key(centre_id=visit.centre_id, key=key)
    if before:
        return before
    if satisfied not in rules.FACES or clear not in rules.FACES:
        raise errors.NoSuchFace
    words = rules.tidy(text)
    if len(words) > rules.TEXT_LIMIT:
        raise errors.TextTooLong(limit=rules.TEXT_LIMIT)
    token_hash = rules.token_hash(code)
    if models.Answer.objects.filter(token_hash=token_hash).exists():
        raise errors.AlreadyAnswered
    if rules.is_over(visited_at=visit.finished_at, at=at):
        raise errors.SurveyIsOver
    visit_day = centres.local_day(centre_id=visit.centre_id, at=visit.finished_at)
    try:
        with transaction.atomic():
            row = models.Answer.objects.create(
                centre_id=visit.centre_id,
                department_id=visit.department_id,
                service_id=visit.service_id,
                token_hash=token_hash,
                sex=visit.sex,
                satisfied=satisfied,
                clear=clear,
                text=words,
                channel=channel,
                visit_day=visit_day,
                answered_on=centres.local_day(centre_id=visit.centre_id, at=at),
            )
            journal.append(
                centre_id=visit.centre_id,
                kind=Kind.SURVEY_ANSWERED,
                subject=f"answer:{row.pk}",
                at=at,
                by=by,
                data={
                    "service": visit.service_id,
                    "department": visit.department_id,
                    "sex": visit.sex,
                    "satisfied": satisfied,
                    "clear": clear,
                    "channel": channel,
                    "visit_day": visit_day.isoformat(),
                },
                key=key,
            )
    except IntegrityError as broken:
        # Two answers with one code at once: the database let one in. The same form sent twice gets the same answer.
        before = _answered_with_key(centre_id=visit.centre_id, key=key)
        if before:
            return before
        if models.Answer.objects.filter(token_hash=token_hash).exists():
            raise errors.AlreadyAnswered from broken
        raise
    return Answered(row.pk)


def _answered_with_key(*, centre_id: str, key: str | None) -> Answered | None:
    entry = entry_with_key(centre_id=centre_id, key=key)
    if entry is None or entry.kind != Kind.SURVEY_ANSWERED:
        return None
    return Answered(int(entry.subject.removeprefix("answer:")))
