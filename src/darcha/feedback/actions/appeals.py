"""Writing to the centre, answering, and what happens to what nobody answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import Max

from darcha.catalogue import queries as catalogue
from darcha.centres import queries as centres
from darcha.feedback import errors, models
from darcha.feedback.queries.appeals import read_view
from darcha.feedback.rules import appeals as rules
from darcha.feedback.rules.appeals import AppealKind, AppealRead, AppealState, Letter
from darcha.feedback.rules.surveys import tidy, token_hash
from darcha.journal import actions as journal
from darcha.journal.kinds import Kind
from darcha.journal.queries import entry_with_key
from darcha.kernel.actor import Actor, Permission
from darcha.kernel.working_time import WorkingCalendar
from darcha.queue.actions import sources
from darcha.queue.rules import Source

ERASED = "—"
"""What stands where words have to stand."""


@dataclass(frozen=True, slots=True)
class Sent:
    """An appeal that was taken. `code` is the secret of who wrote it; the house does not keep it."""

    appeal_id: str
    number: str
    due_on: date | None
    code: str


def send_appeal(
    *,
    centre_id: str,
    letter: Letter,
    token: bytes,
    asked_from: Sequence[Source] = (),
    at: datetime,
    by: Actor,
    key: str | None = None,
) -> Sent:
    """Take what somebody writes to a centre, give it a number, a last day to be answered and a secret code.

    The code is made of `token`, 18
    bytes nobody can guess; who sends a form again gives the same ones and gets the same code.

    :raises NoWords: nothing was written.
    :raises AppealTooLong: words or the way to be answered are longer than the rules allow.
    :raises VisitIsToCome: the day of the visit is after today.
    :raises TooManyAppeals: as many came from this browser or network as are taken in a day.
    :raises UnknownService, UnknownDepartment: there is none of this code.
    """
    by.must(Permission.SEND_APPEAL, centre_id=centre_id)
    code = rules.code_from(token)
    before = _sent_with_key(centre_id=centre_id, key=key, code=code)
    if before:
        return before
    written, reply = tidy(letter.words), tidy(letter.reply_to)
    today = centres.local_day(centre_id=centre_id, at=at)
    if not written:
        raise errors.NoWords
    if len(written) > rules.WORDS_LIMIT or len(reply) > rules.REPLY_LIMIT:
        raise errors.AppealTooLong(limit=rules.WORDS_LIMIT)
    if letter.visit_day and letter.visit_day > today:
        raise errors.VisitIsToCome
    department_id = letter.department_id
    if letter.service_id:
        department_id = catalogue.service_summary(code=letter.service_id).department_id
    due_on = rules.due_on(letter.kind, received_on=today, calendar=_calendar(department_id))
    try:
        with transaction.atomic():
            sources.one_after_the_other("appeal", (source.seal for source in asked_from))
            if sources.again_at(what="appeal", sources=asked_from, span=rules.SENDING_SPAN, at=at):
                raise errors.TooManyAppeals
            sources.remember(what="appeal", sources=asked_from, at=at)
            row = models.Appeal.objects.create(
                centre_id=centre_id,
                year=today.year,
                number=_next_number(centre_id, today.year),
                code_hash=token_hash(code),
                kind=letter.kind,
                state=AppealState.RECEIVED,
                service_id=letter.service_id,
                department_id=department_id,
                visit_day=letter.visit_day,
                language=letter.language,
                channel="portal",
                words=written,
                reply_to=reply or None,
                received_at=at,
                received_on=today,
                due_on=due_on,
            )
            data = {
                "kind": str(letter.kind),
                "number": row.number,
                "service": letter.service_id,
                "department": department_id,
                "channel": "portal",
                "due_on": due_on and due_on.isoformat(),
                "anonymous": not reply,
            }
            _tell(row, Kind.APPEAL_SENT, data, at=at, by=by, key=key)
    except IntegrityError:
        before = _sent_with_key(centre_id=centre_id, key=key, code=code)
        if before:
            return before
        raise
    return Sent(str(row.pk), _number(row), due_on, code)


def read_appeal(*, appeal_id: str, purpose: str, at: datetime, by: Actor) -> AppealRead:
    """Open an appeal with its words, for who may answer it; the journal tells that it was opened, and why.

    :raises UnknownAppeal: there is none.
    """
    with transaction.atomic():
        row = _locked(appeal_id)
        _must_answer(row, by)
        _tell(row, Kind.APPEAL_READ, {"purpose": purpose}, at=at, by=by)
    return read_view(row, today=centres.local_day(centre_id=row.centre_id, at=at))


def answer_appeal(*, appeal_id: str, words: str, at: datetime, by: Actor, key: str | None = None) -> None:
    """Answer: who wrote it reads these words by their code.

    :raises UnknownAppeal: there is none.
    :raises AppealIsAnswered: it has an answer.
    :raises NoWords: nothing was written.
    :raises AppealTooLong: more than the rules allow.
    """
    written = tidy(words)
    with transaction.atomic():
        row = _locked(appeal_id)
        _must_answer(row, by)
        if _happened(row, key):
            return
        if row.state == AppealState.ANSWERED:
            raise errors.AppealIsAnswered(number=_number(row))
        if not written:
            raise errors.NoWords
        if len(written) > rules.WORDS_LIMIT:
            raise errors.AppealTooLong(limit=rules.WORDS_LIMIT)
        today = centres.local_day(centre_id=row.centre_id, at=at)
        row.state, row.answer = AppealState.ANSWERED, written
        row.answered_at, row.answered_on, row.answered_by = at, today, by.label
        row.save(update_fields=["state", "answer", "answered_at", "answered_on", "answered_by"])
        told = {
            "kind": row.kind,
            "service": row.service_id,
            "department": row.department_id,
            "due_on": row.due_on and row.due_on.isoformat(),
            "on_time": row.due_on is None or today <= row.due_on,
        }
        _tell(row, Kind.APPEAL_ANSWERED, told, at=at, by=by, key=key)


def theme_appeal(*, appeal_id: str, themes: Sequence[str], at: datetime, by: Actor, key: str | None = None) -> None:
    """Say what it is about, by themes of the closed list; what was said before is replaced.

    :raises UnknownAppeal: there is none.
    :raises UnknownTheme: one is not of the list.
    """
    with transaction.atomic():
        row = _locked(appeal_id)
        _must_answer(row, by)
        if _happened(row, key):
            return
        if not set(themes) <= set(rules.THEMES):
            raise errors.UnknownTheme
        row.themes = [theme for theme in rules.THEMES if theme in themes]
        row.save(update_fields=["themes"])
        _tell(row, Kind.APPEAL_THEMED, {"themes": row.themes}, at=at, by=by, key=key)


def escalate_appeal(*, appeal_id: str, at: datetime, by: Actor) -> bool:
    """Tell an overdue appeal upwards: from now on whoever is over the head of the centre may answer it, too.

    Return whether it was done now; nothing is done twice, and nothing before its day is over.

    :raises UnknownAppeal: there is none.
    """
    with transaction.atomic():
        row = _locked(appeal_id)
        by.must(Permission.CLOSE_DAY, centre_id=row.centre_id)
        today = centres.local_day(centre_id=row.centre_id, at=at)
        is_overdue = rules.is_overdue(state=AppealState(row.state), due_on=row.due_on, today=today)
        if row.state != AppealState.RECEIVED or not is_overdue or row.due_on is None:
            return False
        row.state, row.escalated_at = AppealState.ESCALATED, at
        row.save(update_fields=["state", "escalated_at"])
        told = {"kind": row.kind, "department": row.department_id, "due_on": row.due_on.isoformat()}
        _tell(row, Kind.APPEAL_ESCALATED, told, at=at, by=by)
    return True


def erase_appeal(*, appeal_id: str, at: datetime, by: Actor) -> bool:
    """Erase the words of an appeal whose time is over; that it came, and whether it was answered in time, stays.

    Return whether there was anything to erase.

    :raises UnknownAppeal: there is none.
    :raises AppealIsKept: its time is not over.
    """
    with transaction.atomic():
        row = _locked(appeal_id)
        by.must(Permission.ERASE_CASE, centre_id=row.centre_id)
        if row.erased_at is not None:
            return False
        since = row.answered_on or (row.received_on if row.kind == AppealKind.THANKS else None)
        if since is None or rules.kept_until(since) >= centres.local_day(centre_id=row.centre_id, at=at):
            raise errors.AppealIsKept(number=_number(row))
        row.words, row.reply_to, row.erased_at = ERASED, None, at
        if row.answer is not None:
            row.answer = ERASED
        row.save(update_fields=["words", "reply_to", "answer", "erased_at"])
        _tell(row, Kind.APPEAL_ERASED, {"since": since.isoformat()}, at=at, by=by)
    return True


def _calendar(department_id: str | None) -> WorkingCalendar:
    """Return the working days of the department, or the country's five-day week where none is meant."""
    if department_id:
        return catalogue.working_calendar(department_id=department_id)
    return catalogue.calendars()["uz-5d"]


def _next_number(centre_id: str, year: int) -> int:
    with connection.cursor() as cursor:  # who else writes to this centre now waits for this number
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"appeal:{centre_id}:{year}"])
    found = models.Appeal.objects.filter(centre_id=centre_id, year=year).aggregate(last=Max("number"))
    return (found["last"] or 0) + 1


def _locked(appeal_id: str) -> models.Appeal:
    try:
        return models.Appeal.objects.select_for_update().get(pk=UUID(appeal_id))
    except (ValueError, models.Appeal.DoesNotExist) as unknown:
        raise errors.UnknownAppeal from unknown


def _must_answer(row: models.Appeal, by: Actor) -> None:
    """Pass silently for who may answer: the head of the centre; for an escalated one whoever is over the head, too."""
    if row.escalated_at is not None and by.may(Permission.ANSWER_ESCALATED, centre_id=row.centre_id):
        return
    by.must(Permission.ANSWER_APPEALS, centre_id=row.centre_id)


def _number(row: models.Appeal) -> str:
    return rules.appeal_number(centre_id=row.centre_id, year=row.year, number=row.number)


def _tell(
    row: models.Appeal, kind: Kind, data: Mapping[str, object], *, at: datetime, by: Actor, key: str | None = None
) -> None:
    journal.append(
        centre_id=row.centre_id,
        kind=kind,
        subject=f"appeal:{row.pk}",
        at=at,
        by=by,
        data={"appeal": str(row.pk), **data},
        key=key,
    )


def _happened(row: models.Appeal, key: str | None) -> bool:
    entry = entry_with_key(centre_id=row.centre_id, key=key)
    return entry is not None and entry.subject == f"appeal:{row.pk}"


def _sent_with_key(*, centre_id: str, key: str | None, code: str) -> Sent | None:
    entry = entry_with_key(centre_id=centre_id, key=key)
    if entry is None or entry.kind != Kind.APPEAL_SENT:
        return None
    row = models.Appeal.objects.get(pk=UUID(str(entry.data["appeal"])))
    return Sent(str(row.pk), _number(row), row.due_on, code)
