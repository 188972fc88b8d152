"""The head tells the hall something from the office, and takes it back; what is typed is not lost."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import Client

from darcha.queue import queries
from darcha.queue.rules import READY
from tests import given
from tests.doors.desk.officers import signed_in, told
from tests.doors.display.given import TUESDAY, it_is

pytestmark = pytest.mark.django_db

PAGE = "/office/SRG/messages/"
WORDS = {"uz": "Oʻn daqiqa kuting", "ru": "Подождите десять минут", "en": "Please wait ten minutes"}


@pytest.fixture(autouse=True)
def _on_tuesday() -> Iterator[None]:
    with it_is(TUESDAY):
        yield


def send(who: Client, key: str, /, **fields: str) -> HttpResponse:
    return who.post(PAGE, {"request_key": f"the-message-{key}", "span": "30", **fields}, follow=True)


def in_the_hall() -> list[str]:
    return [message.names.en for message in queries.messages(centre_id="SRG", at=TUESDAY + given.minutes(1))]


def test_a_ready_sentence_is_shown_with_the_minutes_left_and_withdrawn_by_one_button() -> None:
    malika = signed_in("malika")
    page = send(malika, "ready", ready="repair", span="15").content.decode()
    assert "The message is shown in the hall." in page
    assert "until 11:17" in page and "15 min left" in page
    assert in_the_hall() == [READY["repair"].en]
    assert READY["repair"].en in malika.get("/office/SRG/now/").content.decode(), "the live hall tells it too"
    (address,) = re.findall(rf'action="({PAGE}\d+/withdraw/)"', page)
    for answer in ("The message is withdrawn.", "This message is not shown any more."):
        key = {"request_key": f"withdrawn-{len(answer)}"}
        assert answer in malika.post(address, key, follow=True).content.decode()
    assert not in_the_hall()


def test_own_words_stand_until_the_end_of_the_day() -> None:
    page = send(signed_in("malika"), "own", span="day", **WORDS).content.decode()
    assert "until 18:00" in page
    assert [entry.data["ready"] for entry in told("message.shown")] == [None]
    assert in_the_hall() == [WORDS["en"]]


def test_what_cannot_be_read_is_said_by_its_field_and_nothing_typed_is_lost() -> None:
    long = "Кадастр сегодня не принимает, приходите завтра к девяти часам утра с паспортом"
    answer = send(signed_in("malika"), "long", uz=WORDS["uz"], ru=long, en="", span="60")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert not in_the_hall()
    assert re.search(rf"Too long: of {len(long)} signs the first \d\d can be read from 8 metres", page)
    assert "Write the message in this language too." in page
    assert page.count('aria-invalid="true"') == 2
    assert WORDS["uz"] in page and long in page
    assert page.count('value="60" selected') == 2


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"ready": "buy_now"}, 422, "Choose one of the list."),
        ({"ready": "found", "span": "20"}, 422, "Choose until when the message is shown."),
        ({"ready": "repair"}, 409, "The hall is told this already."),
        ({"ready": "leave"}, 409, "2 messages are shown at once at most."),
    ],
)
def test_a_refusal_is_told_on_the_page(fields: dict[str, str], status: int, words: str) -> None:
    malika = signed_in("malika")
    send(malika, "one", ready="repair")
    send(malika, "two", ready="no_sound")
    answer = send(malika, "three", **fields)
    assert (answer.status_code, words in answer.content.decode()) == (status, True)
    assert in_the_hall() == [READY["repair"].en, READY["no_sound"].en]


def test_a_message_of_another_centre_is_not_found() -> None:
    assert signed_in("malika").post(f"{PAGE}999/withdraw/", {"request_key": "of-no-centre"}).status_code == 404


def test_the_live_part_is_the_page_asked_for_again() -> None:
    malika = signed_in("malika")
    send(malika, "ready", ready="repair", span="15")
    with it_is(TUESDAY + given.minutes(14.5)):
        assert "1 min left" in malika.get(PAGE).content.decode()
    with it_is(TUESDAY + given.minutes(16)):
        assert "Nothing." in malika.get(PAGE).content.decode()
