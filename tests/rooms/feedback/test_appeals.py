"""Complaints and suggestions: a number, a last day, a secret code, an answer; words sealed, nobody named."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from django.db import connection

from darcha.feedback import actions, errors, models, queries, rules
from darcha.feedback.rules import AppealKind
from darcha.journal import queries as journal
from darcha.kernel.actor import Actor, Grant, NotAllowed, Permission, system, visitor
from darcha.queue.rules import Source
from tests import given

TUESDAY = datetime(2010, 4, 13, 6, tzinfo=UTC)
_tokens = count()
WORDS = "Yuldasheva opa yarim soat kuttirdi"


def sent(**changes: object) -> actions.Sent:
    """Write to the centre of Sergeli: a complaint on Tuesday, unless told otherwise."""
    letter = {"kind": AppealKind.COMPLAINT, "words": WORDS, "language": "uz"}
    around = {"token": hashlib.sha256(str(next(_tokens)).encode()).digest(), "at": TUESDAY, "by": visitor()}
    around |= {name: changes.pop(name) for name in ("token", "at", "key", "asked_from") if name in changes}
    return actions.send_appeal(centre_id="SRG", letter=rules.Letter(**{**letter, **changes}), **around)  # type: ignore[arg-type]


def told(kind: str = "appeal.") -> list[tuple[str, dict[str, object]]]:
    entries = journal.entries_after(centre_id="SRG", seq=0)
    return [(entry.kind, dict(entry.data)) for entry in entries if entry.kind.startswith(kind)]


def of(days: int) -> datetime:
    return TUESDAY + timedelta(days=days)


@pytest.mark.django_db
def test_a_complaint_gets_a_number_a_last_day_in_working_days_and_a_code_and_its_words_are_sealed() -> None:
    first = sent(service_id="PJ-01", reply_to="+998 90 123 45 67")
    second = sent(kind=AppealKind.SUGGESTION)
    assert (first.number, second.number) == ("SRG-10-M-00001", "SRG-10-M-00002")
    assert first.due_on == date(2010, 4, 27)
    assert sent(kind=AppealKind.THANKS).due_on is None
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(a::text, '') FROM feedback_appeal a")
        kept = cursor.fetchone()[0]
        cursor.execute("SELECT string_agg(e::text, '') FROM journal_entry e")
        kept += cursor.fetchone()[0]
    for secret in ("Yuldasheva", "123 45 67", str(first.code)):
        assert secret not in kept and secret.encode().hex() not in kept
    row = models.Appeal.objects.get(pk=first.appeal_id)
    assert (row.words, row.reply_to, row.department_id) == (WORDS, "+998 90 123 45 67", "PJ")


@pytest.mark.django_db
def test_who_wrote_it_follows_it_by_the_code_alone_and_reads_the_answer() -> None:
    appeal = sent()
    assert queries.appeal_by_code(code="no such code", at=TUESDAY) is None
    mine = queries.appeal_by_code(code=str(appeal.code).lower(), at=TUESDAY)
    assert mine and (mine.words, mine.answer, mine.appeal.state) == (WORDS, "", "received")
    actions.answer_appeal(appeal_id=appeal.appeal_id, words="Uzr soʻraymiz.", at=of(1), by=given.employee("malika"))
    mine = queries.appeal_by_code(code=str(appeal.code), at=of(1))
    assert mine and (mine.answer, mine.appeal.state, mine.appeal.answered_late) == ("Uzr soʻraymiz.", "answered", False)
    with pytest.raises(errors.AppealIsAnswered):
        actions.answer_appeal(appeal_id=appeal.appeal_id, words="Yana", at=of(2), by=given.employee("malika"))


@pytest.mark.django_db
def test_each_action_writes_one_entry_without_a_word_of_it_and_takes_effect_once() -> None:
    malika = given.employee("malika")
    appeal = sent(key="a-form-sent", token=b"the same 18 bytes.")
    again = sent(key="a-form-sent", token=b"the same 18 bytes.")
    assert (again.appeal_id, again.code) == (appeal.appeal_id, appeal.code)
    one = {"appeal_id": appeal.appeal_id, "at": of(1), "by": malika}
    for _ in range(2):
        actions.theme_appeal(**one, themes=("staff", "wait"), key="themes-told")
        actions.answer_appeal(**one, words="Uzr.", key="the-answer-1")
    assert actions.read_appeal(**one, purpose="answer").words == WORDS
    assert [kind for kind, _ in told()] == ["appeal.sent", "appeal.themed", "appeal.answered", "appeal.read"]
    assert told()[1][1]["themes"] == ["wait", "staff"]
    assert told()[2][1]["on_time"] is True


@pytest.mark.django_db
def test_an_overdue_one_is_told_upwards_once_and_counts_as_late() -> None:
    agency = Actor("employee", "77", (Grant(Permission.ANSWER_ESCALATED, "SRG"),))
    late, in_time, _ = sent(), sent(), sent(kind=AppealKind.THANKS)
    actions.answer_appeal(appeal_id=in_time.appeal_id, words="Ha", at=of(14), by=given.employee("malika"))
    with pytest.raises(NotAllowed):
        actions.answer_appeal(appeal_id=late.appeal_id, words="Ha", at=of(14), by=agency)
    assert queries.overdue_appeals(centre_id="SRG", at=of(14)) == []
    assert queries.overdue_appeals(centre_id="SRG", at=of(15)) == [late.appeal_id]
    one = {"appeal_id": late.appeal_id, "at": of(15), "by": system("close-day")}
    assert [actions.escalate_appeal(**one), actions.escalate_appeal(**one)] == [True, False]
    assert [found.state for found in queries.appeals(centre_id="SRG", at=of(15), only_escalated=True)] == ["escalated"]
    actions.answer_appeal(appeal_id=late.appeal_id, words="Kechirasiz", at=of(16), by=agency)
    counted = queries.complaints_counted(centre_id="SRG", since=date(2010, 4, 1), until=date(2010, 4, 30))
    assert counted == rules.Counted(received=2, due=2, in_time=1)


@pytest.mark.django_db
def test_only_who_may_answer_opens_the_words_and_the_list_has_none() -> None:
    appeal = sent()
    for login in ("dilnoza", "sevara", "feruza"):
        with pytest.raises(NotAllowed):
            actions.read_appeal(appeal_id=appeal.appeal_id, purpose="look", at=TUESDAY, by=given.employee(login))
    assert told("appeal.read") == []
    listed = queries.appeals(centre_id="SRG", at=TUESDAY, state="open", kind="complaint")
    assert [found.id for found in listed] == [appeal.appeal_id]
    assert not hasattr(listed[0], "words")


@pytest.mark.django_db
def test_after_three_years_the_words_are_erased_and_the_figures_stay() -> None:
    appeal = sent(reply_to="Dilbar")
    actions.answer_appeal(appeal_id=appeal.appeal_id, words="Uzr.", at=of(1), by=given.employee("malika"))
    later = TUESDAY.replace(year=2013)
    assert list(queries.appeals_over(centre_id="SRG", at=later)) == []
    with pytest.raises(errors.AppealIsKept):
        actions.erase_appeal(appeal_id=appeal.appeal_id, at=later, by=system("erase"))
    later += timedelta(days=2)
    assert list(queries.appeals_over(centre_id="SRG", at=later)) == [appeal.appeal_id]
    one = {"appeal_id": appeal.appeal_id, "at": later, "by": system("erase")}
    assert [actions.erase_appeal(**one), actions.erase_appeal(**one)] == [True, False]
    mine = queries.appeal_by_code(code=str(appeal.code), at=later)
    assert mine and (mine.words, mine.reply_to, mine.answer) == ("", "", "")
    assert queries.complaints_counted(centre_id="SRG", since=date(2010, 4, 1), until=date(2010, 4, 30)).in_time == 1


@pytest.mark.django_db
def test_what_cannot_be_taken_is_refused() -> None:
    for wrong, refusal in (
        ({"words": " \n"}, errors.NoWords),
        ({"words": "a" * 2001}, errors.AppealTooLong),
        ({"visit_day": date(2010, 4, 14)}, errors.VisitIsToCome),
    ):
        with pytest.raises(refusal):
            sent(**wrong)
    source = (Source("a seal", 2),)
    sent(asked_from=source)
    sent(asked_from=source)
    with pytest.raises(errors.TooManyAppeals):
        sent(asked_from=source)
    sent(asked_from=source, at=of(1))
    assert len(told()) == 3
