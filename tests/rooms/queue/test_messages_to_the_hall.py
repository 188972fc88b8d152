"""The head of the centre tells the whole hall something, for a while, and takes it back at once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from darcha.journal import queries as journal
from darcha.journal.kinds import Kind
from darcha.kernel.actor import NotAllowed
from darcha.queue import actions, errors, models, queries, rules
from darcha.queue.actions import ShownMessage
from tests import given

pytestmark = pytest.mark.django_db

AT = given.MORNING
OWN = rules.message_words(uz="Oʻn daqiqa kuting", ru="Подождите десять минут", en="Please wait ten minutes")


def shown(at: datetime = AT) -> list[str]:
    return [message.names.en for message in queries.messages(centre_id="SRG", at=at)]


def told(*kinds: Kind) -> list[tuple[str, dict[str, object]]]:
    entries = journal.entries_after(centre_id="SRG", seq=0, kinds=kinds or [Kind.MESSAGE_SHOWN, Kind.MESSAGE_WITHDRAWN])
    return [(entry.kind, dict(entry.data)) for entry in entries]


def the_head_shows(
    ready: str | None = "repair", *, minutes: int | None = 30, at: datetime = AT, **how: object
) -> ShownMessage:
    by = given.employee("malika")
    return actions.show_message(centre_id="SRG", ready=ready, minutes=minutes, at=at, by=by, **how)  # type: ignore[arg-type]


def the_head_withdraws(message_id: int, *, at: datetime, **how: str) -> None:
    actions.withdraw_message(centre_id="SRG", message_id=message_id, at=at, by=given.employee("malika"), **how)


def test_a_message_is_shown_for_its_time_and_goes_by_itself() -> None:
    message = the_head_shows(minutes=15)
    assert message.until == AT + given.minutes(15)
    assert shown() == [rules.READY["repair"].en]
    assert shown(message.until - timedelta(seconds=1)) and not shown(message.until)
    assert queries.board(centre_id="SRG", at=AT).messages == queries.messages(centre_id="SRG", at=AT)
    assert told() == [("message.shown", {"message": message.message_id, "ready": "repair", "seconds": 900})]


def test_own_words_are_shown_in_four_languages_and_stand_in_no_entry() -> None:
    message = the_head_shows(None, words=OWN, minutes=None)
    (kept,) = queries.messages(centre_id="SRG", at=AT)
    assert (kept.names, kept.ready) == (OWN, None)
    assert kept.names.uz_cyrl == "Ўн дақиқа кутинг"
    assert message.until.astimezone(AT.tzinfo) > AT + given.minutes(60), "until the house closes"
    (entry,) = journal.entries_after(centre_id="SRG", seq=0, kinds=[Kind.MESSAGE_SHOWN])
    assert set(entry.data) == {"message", "ready", "seconds"}
    assert entry.data["ready"] is None


def test_a_message_is_withdrawn_at_once_and_only_while_it_is_shown() -> None:
    message = the_head_shows()
    later = AT + given.minutes(3)
    for _ in range(2):
        the_head_withdraws(message.message_id, at=later, key="withdrawn-once")
    assert not shown(later)
    with pytest.raises(errors.MessageIsOver):
        the_head_withdraws(message.message_id, at=later)
    with pytest.raises(errors.UnknownMessage):
        the_head_withdraws(message.message_id + 1, at=later)
    over = the_head_shows(minutes=15, at=later)
    with pytest.raises(errors.MessageIsOver):
        the_head_withdraws(over.message_id, at=over.until)
    assert told(Kind.MESSAGE_WITHDRAWN) == [
        ("message.withdrawn", {"message": message.message_id, "ready": "repair", "seconds": 180})
    ]


def test_two_at_once_and_a_third_when_one_of_them_is_over() -> None:
    first = the_head_shows("repair", minutes=15)
    the_head_shows("found", minutes=60)
    with pytest.raises(errors.EnoughMessages):
        the_head_shows("no_sound")
    the_head_shows("no_sound", at=first.until)
    assert shown(first.until) == [rules.READY["found"].en, rules.READY["no_sound"].en]


def test_the_same_is_not_shown_twice_at_once_and_a_form_sent_again_has_one_effect() -> None:
    first = the_head_shows(key="shown-once")
    assert the_head_shows(key="shown-once", at=AT + given.minutes(1)) == first
    with pytest.raises(errors.MessageIsShown):
        the_head_shows(at=AT + given.minutes(1))
    with pytest.raises(errors.RequestKeyUsedElsewhere):
        the_head_withdraws(first.message_id, at=AT, key="shown-once")
    the_head_withdraws(first.message_id, at=AT + given.minutes(2))
    the_head_shows(at=AT + given.minutes(2))


def test_what_nobody_could_read_is_not_shown() -> None:
    long = rules.message_words(uz="Kuting", ru="Подождите " * 9, en="")
    with pytest.raises(errors.MessageCannotBeRead) as refused:
        the_head_shows(None, words=long)
    assert refused.value.details["missing"] == ("en",)
    assert set(refused.value.details["too_long"]) == {"ru"}  # type: ignore[call-overload]
    with pytest.raises(errors.MessageCannotBeRead):
        the_head_shows(None)
    with pytest.raises(errors.UnknownSentence):
        the_head_shows("buy_now")
    with pytest.raises(errors.UnknownMessageSpan):
        the_head_shows(minutes=20)
    assert not told()


@pytest.mark.parametrize("login", ["sevara", "dilnoza", "feruza"])
def test_only_the_head_of_the_centre_speaks_to_the_hall(login: str) -> None:
    message = the_head_shows()
    by = given.employee(login)
    with pytest.raises(NotAllowed):
        actions.show_message(centre_id="SRG", ready="found", minutes=15, at=AT, by=by)
    with pytest.raises(NotAllowed):
        actions.withdraw_message(centre_id="SRG", message_id=message.message_id, at=AT, by=by)
    assert shown() == [rules.READY["repair"].en]


def test_the_table_is_what_the_journal_says() -> None:
    withdrawn = the_head_shows("repair")
    the_head_withdraws(withdrawn.message_id, at=AT + given.minutes(4))
    the_head_shows("found", minutes=15, at=AT + given.minutes(5))
    the_head_shows(None, words=OWN, minutes=60, at=AT + given.minutes(6))
    the_head_shows("leave", minutes=15, at=AT + given.minutes(30))
    by_journal: dict[object, list[object]] = {}
    for entry in journal.entries_after(centre_id="SRG", seq=0):
        end = entry.moment + timedelta(seconds=int(str(entry.data.get("seconds", 0))))
        if entry.kind == Kind.MESSAGE_SHOWN:
            by_journal[entry.data["message"]] = [entry.data["ready"], entry.moment, end, None]
        elif entry.kind == Kind.MESSAGE_WITHDRAWN:
            by_journal[entry.data["message"]][3] = entry.moment
    rows = models.Message.objects.values_list("id", "ready", "shown_at", "until", "withdrawn_at")
    assert {number: rest for number, *rest in rows} == by_journal
    assert journal.verify(centre_id="SRG") is None


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("place = 1", "one_message_at_a_place"),
        ("place = place + 2", "places_of_messages_are_few"),
        ("until = shown_at", "a_message_ends_after_it_began"),
        ("withdrawn_at = until", "what_is_withdrawn_has_no_place"),
        ("ready = 'buy_now'", "a_ready_sentence_is_of_the_list"),
        ("ru = ''", "a_message_speaks_every_language"),
    ],
)
def test_the_database_refuses_a_message_that_cannot_be(change: str, constraint: str) -> None:
    the_head_shows("repair")
    the_head_shows("found")
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE queue_message SET {change}")
