"""The survey: one token, one answer, no name."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections

from darcha.access import queries as access
from darcha.centres import queries as centres
from darcha.feedback import actions, errors, models, queries, rules
from darcha.journal import queries as journal
from darcha.journal.kinds import Kind
from darcha.kernel.actor import NotAllowed, kiosk, system, visitor
from darcha.queue import actions as queue

MORNING = datetime(2010, 4, 13, 5, 0, tzinfo=UTC)  # a Tuesday, ten o'clock in Tashkent


def served_visit(*, at: datetime = MORNING, sex: str = "F") -> str:
    """Let Zulfiya be served by Dilnoza of the Pension Fund, and return the code of her survey."""
    by = system("given")
    for counter in centres.counters(centre_id="SRG"):
        officer = next(
            (card for card in access.employees(centre_id="SRG") if card.usual_counter == counter.number), None
        )
        if officer is None or not officer.service_ids:
            continue
        service_id = min(officer.service_ids & centres.offers(centre_id="SRG"))
        if not centres.sits_now(centre_id="SRG", department_id=service_id.split("-")[0], at=at):
            continue
        own = access.actor_of(employee_id=officer.id)
        ticket = queue.issue_ticket(
            centre_id="SRG", service_id=service_id, language="uz", at=at, by=kiosk(centre_id="SRG")
        )
        queue.open_counter(counter_id=counter.id, at=at, by=own)
        queue.call_next(counter_id=counter.id, at=at + timedelta(minutes=3), by=own)
        queue.start(counter_id=counter.id, at=at + timedelta(minutes=4), by=own)
        queue.finish(
            counter_id=counter.id,
            sex=sex,
            age_band="60+",
            disability=False,
            at=at + timedelta(minutes=12),
            by=own,
        )
        queue.close_counter(counter_id=counter.id, at=at + timedelta(minutes=13), by=own)
        return ticket.survey_code
    raise AssertionError(f"nobody sits at a counter at {at} ({by.label})")


@pytest.mark.django_db
def test_an_answer_is_kept_without_ticket_and_without_code() -> None:
    code = served_visit()
    actions.answer(
        code=code,
        satisfied=5,
        clear=4,
        text="  Tez va aniq.\x00 ",
        channel="phone",
        at=MORNING + timedelta(hours=2),
        by=visitor(),
    )
    row = models.Answer.objects.get()
    assert (row.satisfied, row.clear, row.text, row.sex) == (5, 4, "Tez va aniq.", "F")
    assert code not in {str(value) for value in vars(row).values()}
    assert "ticket" not in {field.name for field in models.Answer._meta.get_fields()}
    entry = journal.entries_after(centre_id="SRG", seq=0, kinds=[Kind.SURVEY_ANSWERED])[0]
    assert set(entry.data) == {"service", "department", "sex", "satisfied", "clear", "channel", "visit_day"}
    assert entry.data["visit_day"] == "2010-04-13"


@pytest.mark.django_db
def test_a_code_answers_once() -> None:
    code = served_visit()
    assert queries.survey(code=code, at=MORNING).state == "open"
    actions.answer(code=code, satisfied=4, clear=4, channel="kiosk", at=MORNING + timedelta(hours=1), by=visitor())
    assert queries.survey(code=code, at=MORNING + timedelta(days=30)).state == "answered"
    with pytest.raises(errors.AlreadyAnswered):
        actions.answer(code=code, satisfied=1, clear=1, channel="phone", at=MORNING + timedelta(hours=2), by=visitor())
    assert models.Answer.objects.count() == 1


@pytest.mark.django_db
def test_the_same_form_sent_twice_gets_the_same_answer() -> None:
    code = served_visit()
    first, second = (
        actions.answer(
            code=code,
            satisfied=4,
            clear=4,
            channel="phone",
            at=MORNING + timedelta(hours=1),
            by=visitor(),
            key="form-1234",
        )
        for _ in range(2)
    )
    assert first == second
    assert models.Answer.objects.count() == 1


@pytest.mark.django_db
def test_a_survey_closes_after_fourteen_days() -> None:
    code = served_visit()
    finished = MORNING + timedelta(minutes=12)
    late = finished + timedelta(days=14)
    assert queries.survey(code=code, at=late - timedelta(seconds=1)).state == "open"
    assert queries.survey(code=code, at=late).state == "over"
    with pytest.raises(errors.SurveyIsOver):
        actions.answer(code=code, satisfied=4, clear=4, channel="phone", at=late, by=visitor())


@pytest.mark.django_db
@pytest.mark.parametrize(("satisfied", "clear"), [(0, 3), (6, 3), (3, 0)])
def test_a_face_that_is_not_drawn_is_refused(satisfied: int, clear: int) -> None:
    code = served_visit()
    with pytest.raises(errors.NoSuchFace):
        actions.answer(code=code, satisfied=satisfied, clear=clear, channel="phone", at=MORNING, by=visitor())


@pytest.mark.django_db
def test_a_thousand_characters_are_enough() -> None:
    code = served_visit()
    with pytest.raises(errors.TextTooLong):
        actions.answer(
            code=code,
            satisfied=3,
            clear=3,
            text="a" * (rules.TEXT_LIMIT + 1),
            channel="phone",
            at=MORNING,
            by=visitor(),
        )
    actions.answer(
        code=code,
        satisfied=3,
        clear=3,
        text="a" * rules.TEXT_LIMIT,
        channel="phone",
        at=MORNING + timedelta(hours=1),
        by=visitor(),
    )


@pytest.mark.django_db
def test_an_unknown_code_and_the_kiosk_itself_are_refused() -> None:
    with pytest.raises(errors.UnknownSurveyCode):
        actions.answer(code="nobody", satisfied=3, clear=3, channel="phone", at=MORNING, by=visitor())
    with pytest.raises(errors.UnknownSurveyCode):
        queries.survey(code="nobody", at=MORNING)
    code = served_visit()
    with pytest.raises(NotAllowed):
        actions.answer(code=code, satisfied=3, clear=3, channel="kiosk", at=MORNING, by=kiosk(centre_id="SRG"))


def test_two_answers_with_one_code_at_once_make_one_row(own_database: str) -> None:
    code = served_visit()
    ready = threading.Barrier(8)
    taken: list[str] = []

    def one(face: int) -> None:
        try:
            ready.wait()
            actions.answer(
                code=code, satisfied=face, clear=face, channel="phone", at=MORNING + timedelta(hours=1), by=visitor()
            )
            taken.append("taken")
        except errors.AlreadyAnswered:
            taken.append("refused")
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=one, args=(1 + n % 5,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == ["refused"] * 7 + ["taken"]
    assert models.Answer.objects.count() == 1
    assert len(journal.entries_after(centre_id="SRG", seq=0, kinds=[Kind.SURVEY_ANSWERED])) == 1


def test_free_text_keeps_its_lines_and_loses_control_characters() -> None:
    assert rules.tidy(" a\r\nb\x07\t ") == "a\nb"
