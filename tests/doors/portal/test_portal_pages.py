"""The portal's pages: what they say, in every language, and what they say to bad input."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from darcha.catalogue import queries as catalogue
from darcha.centres import queries as centres
from darcha.kernel.names import LANGUAGES
from darcha.plumbing import clock
from darcha.queue import actions as queue
from darcha.queue import queries as hall
from tests import given
from tests.rooms.cases.filing import filed

TUESDAY = datetime(2026, 11, 24, 6, 7, tzinfo=UTC)
"""Seven past eleven in Tashkent."""

pytestmark = pytest.mark.django_db


def set_clock(moment: datetime) -> None:
    clock.set_clock(clock.Clock(true_at=datetime.fromtimestamp(0, tz=UTC), shown_at=moment, speed=0))


@pytest.fixture(autouse=True)
def _tuesday() -> Iterator[None]:
    before = clock.clock()
    set_clock(TUESDAY)
    yield
    clock.set_clock(before)


def told(client: Client, path: str, language: str = "en", **headers: str) -> str:
    answer = client.get(path, headers={"accept-language": language, **headers})
    assert answer.status_code == 200, path
    return answer.content.decode().replace("\N{NO-BREAK SPACE}", " ").replace("\N{SOFT HYPHEN}", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_tells_the_hall_in_every_language(client: Client, language: str) -> None:
    given.a_visitor_who_waits(at=TUESDAY)
    page = told(client, "/", {"uz-cyrl": "uz-Cyrl"}.get(language, language))
    assert '<strong class="dar-num">1</strong>' in page
    assert all(
        event.names.in_language(language) in page for event in catalogue.life_events() if "'" not in event.names.en
    )
    assert "18:00" in page


def test_the_first_page_says_when_the_house_opens_again(client: Client) -> None:
    set_clock(datetime(2026, 11, 24, 18, 0, tzinfo=UTC))
    page = told(client, "/")
    assert "Closed now" in page
    assert "Wednesday 25 November" in page


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_service_has_its_page(client: Client, language: str) -> None:
    for service in catalogue.service_summaries():
        page = told(client, f"/services/{service.code}/", language)
        assert page.count("<h1") == 1, service.code


def test_a_service_page_tells_what_to_bring_what_not_what_it_costs_and_when(client: Client) -> None:
    page = told(client, "/services/MFB-01/")
    assert "8 240 soʻm" in page
    assert "1 working day" in page
    assert "Passport or ID card" in page
    assert "Is the dwelling yours?" in page
    assert "not asked for since 15 October 2018" in page
    assert "illustration" in page
    assert "here now" in page


def test_a_department_that_is_not_here_says_when_it_will_be(client: Client) -> None:
    page = told(client, "/services/XTB-01/")
    assert "Wednesday 25 November" in page
    assert "the department is not here now" in page


def test_a_fee_that_hangs_on_one_answer_is_told_for_each(client: Client) -> None:
    tables = [
        code
        for code in sorted(centres.offers(centre_id="SRG"))
        if catalogue.service_version(code=code, on=TUESDAY.date()).fee.table
    ]
    assert any("What it costs" in told(client, f"/services/{code}/") for code in tables)


@pytest.mark.parametrize("word", ["pensiya", "Пенсия", "пенсия", "PENSION", "boquvchisini yo'qotganlik", "боқувчисини"])
def test_a_word_in_any_script_finds_the_service(client: Client, word: str) -> None:
    assert "/services/PJ-0" in told(client, f"/search/?q={word}")


def test_a_word_nobody_knows_leads_on(client: Client) -> None:
    assert "Try another word" in told(client, "/search/?q=qwertyuiop")
    assert "<script>" not in told(client, "/search/?q=<script>alert(1)</script>")


def test_life_events_departments_and_all_services_lead_to_services(client: Client) -> None:
    assert "/services/MFB-01/" in told(client, "/life-events/moving/")
    assert "/services/PJ-03/" in told(client, "/departments/PJ/")
    assert told(client, "/services/").count('href="/services/') == 62
    assert client.get("/life-events/party/").status_code == 404
    assert client.get("/departments/NO/").status_code == 404


def test_the_waits_can_be_asked_for_as_a_part_of_a_page(client: Client) -> None:
    part = told(client, "/waits/", **{"hx-request": "true"})
    assert "<html" not in part
    assert "Wait now" in part


# the visitor's own page


def test_a_ticket_tells_who_is_before_and_how_long(client: Client) -> None:
    given.an_open_counter(at=TUESDAY - timedelta(minutes=30))
    given.a_visitor_who_waits(at=TUESDAY - timedelta(minutes=5))
    mine = given.a_visitor_who_waits(at=TUESDAY)
    answer = client.get(f"/t/{mine.code}/?lang=en")
    page = answer.content.decode()
    assert mine.number.replace(" ", "\N{NO-BREAK SPACE}") in page
    assert "1 person before you" in page
    assert (answer.headers["Cache-Control"], answer.headers["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_a_ticket_tells_where_the_visit_was_and_where_it_goes_afterwards(client: Client) -> None:
    mine = given.a_visitor_who_waits(at=TUESDAY - timedelta(minutes=10))
    counter_id = given.an_open_counter(at=TUESDAY - timedelta(minutes=10))
    here = {"counter_id": counter_id, "at": TUESDAY, "by": given.employee("dilnoza")}
    given.a_called_visitor(counter_id, at=TUESDAY - timedelta(minutes=1))
    queue.start(**here)
    queue.send_on(**here, service_id=given.PASSPORT, because="comes_back")
    page = " ".join(told(client, f"/t/{mine.code}/?lang=en").split())
    assert "You have been to another window already: your number stays" in page
    assert "Afterwards you go on to: <strong>Old-age pension</strong>" in page


def test_a_page_that_polls_is_sent_nothing_until_something_happens(client: Client) -> None:
    counter_id = given.an_open_counter(at=TUESDAY - timedelta(minutes=30))
    mine = given.a_visitor_who_waits(at=TUESDAY)
    page = client.get(f"/t/{mine.code}/?lang=en").content.decode()
    poll = page.split('hx-get="')[1].split('"')[0]
    asks = {"hx-request": "true"}
    assert client.get(poll, headers=asks).status_code == 204
    given.a_called_visitor(counter_id, at=TUESDAY)
    part = client.get(poll, headers=asks)
    assert part.status_code == 200
    assert "It is your turn now" in part.content.decode()
    assert "Window 7, please!" in part.content.decode()


@pytest.mark.parametrize("language", ["uz", "uz-cyrl", "ru", "en"])
def test_the_phone_says_the_window_while_the_visitor_is_called(
    client: Client, settings: Settings, tmp_path: Path, language: str
) -> None:
    settings.DATA_DIR = tmp_path
    counter_id = given.an_open_counter(at=TUESDAY - timedelta(minutes=30))
    mine = given.a_visitor_who_waits(at=TUESDAY - timedelta(minutes=20))
    voice = f"/t/{mine.code}/voice.wav?lang={language}"
    assert client.get(voice).status_code == 404, "nobody calls yet"
    given.a_called_visitor(counter_id, at=TUESDAY)
    assert f'data-voice="/t/{mine.code}/voice.wav"' in client.get(f"/t/{mine.code}/").content.decode()
    said = client.get(voice)
    assert (said.headers["Content-Type"], said.headers["Cache-Control"]) == ("audio/wav", "no-store")
    assert len(said.content) > 22_050, "more than half a second"
    queue.start(counter_id=counter_id, at=TUESDAY, by=given.employee("dilnoza"))
    assert client.get(voice).status_code == 404, "they are there"


def test_a_repeated_call_is_another_call_to_the_phone(client: Client) -> None:
    counter_id = given.an_open_counter(at=TUESDAY - timedelta(minutes=30))
    mine = given.a_visitor_who_waits(at=TUESDAY - timedelta(minutes=20))
    given.a_called_visitor(counter_id, at=TUESDAY)

    def call() -> str:
        found = re.search('data-call="(.*?)"', client.get(f"/t/{mine.code}/").content.decode())
        assert found
        return found[1]

    first = call()
    assert call() == first
    queue.recall(counter_id=counter_id, at=TUESDAY, by=given.employee("dilnoza"))
    assert call() != first


def test_who_is_overtaken_is_told_why(client: Client) -> None:
    counter_id = given.an_open_counter(at=TUESDAY - timedelta(minutes=30))
    mine = given.a_visitor_who_waits(at=TUESDAY - timedelta(minutes=20))
    given.a_visitor_who_waits(needs=("seat",), at=TUESDAY - timedelta(minutes=18))
    given.a_called_visitor(counter_id, at=TUESDAY)
    assert "1 visitor who came after you was called before you" in told(client, f"/t/{mine.code}/")


def test_a_code_nobody_has_is_said_in_a_sentence(client: Client) -> None:
    answer = client.get("/t/0000/?lang=ru")
    assert answer.status_code == 404
    assert "Талона с таким кодом нет" in answer.content.decode()


@pytest.mark.parametrize(
    ("language", "reason"),
    [
        ("en", "24.11.2026: the application was complete and taken; the time counts from the next day."),
        ("ru", "24.11.2026: полное заявление принято; срок считается со следующего дня."),
    ],
)
def test_an_application_says_how_its_day_was_counted(client: Client, language: str, reason: str) -> None:
    opened = filed(at=TUESDAY)
    assert reason in told(client, f"/track/{opened.tracking_code}/", language)


# the survey


@pytest.fixture
def survey_code() -> str:
    ticket_id = given.a_served_visitor(at=TUESDAY - timedelta(minutes=30)).ticket_id
    view = hall.ticket_by_id(ticket_id=ticket_id)
    assert view is not None
    assert view.survey_code is not None
    return view.survey_code


def test_a_survey_is_answered_once_and_says_thank_you(client: Client, survey_code: str) -> None:
    path = f"/survey/{survey_code}/"
    assert "old-age pension" in told(client, path).lower()
    words = {"satisfied": "5", "clear": "4", "text": "Rahmat!", "request_key": "a-key-of-one-form"}
    for _ in range(2):
        assert client.post(path, words).headers["Location"] == path
    assert "Thank you" in told(client, path)
    again = client.post(f"{path}?lang=en", {**words, "request_key": "another-form-of-mine"})
    assert again.status_code == 409
    assert "This code has been used" in again.content.decode()


def test_the_page_of_a_turn_knows_whether_the_survey_was_answered(client: Client, survey_code: str) -> None:
    visit = hall.ticket_by_survey_code(code=survey_code)
    assert visit is not None
    view = hall.ticket_by_id(ticket_id=visit.ticket_id)
    assert view is not None
    path = f"/t/{view.code}/"
    assert f"/survey/{survey_code}/" in told(client, path)
    client.post(f"/survey/{survey_code}/", {"satisfied": "5", "clear": "4", "request_key": "a-key-of-one-form"})
    page = told(client, path)
    assert "You have answered our two questions." in page
    assert f"/survey/{survey_code}/" not in page


def test_a_survey_without_faces_keeps_the_words(client: Client, survey_code: str) -> None:
    answer = client.post(f"/survey/{survey_code}/?lang=en", {"text": "Long lines"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Choose a face for question 1." in page
    assert "Long lines" in page


@pytest.mark.parametrize("face", ["0", "6", "x"])
def test_a_face_that_is_none_is_refused(client: Client, survey_code: str, face: str) -> None:
    assert client.post(f"/survey/{survey_code}/", {"satisfied": face, "clear": "3"}).status_code == 422


def test_a_survey_is_over_after_a_fortnight_and_unknown_codes_are_unknown(client: Client, survey_code: str) -> None:
    set_clock(TUESDAY + timedelta(days=15))
    assert "This survey is closed" in told(client, f"/survey/{survey_code}/")
    late = client.post(f"/survey/{survey_code}/", {"satisfied": "5", "clear": "5"})
    assert late.status_code == 410
    assert client.get("/survey/0000/").status_code == 404


# codes typed from paper


@pytest.mark.parametrize("path", ["/track/", "/verify/"])
def test_a_wrong_code_is_kept_in_the_field_and_explained(client: Client, path: str) -> None:
    answer = client.post(f"{path}?lang=en", {"code": "ABC-<b>"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "ABC-&lt;b&gt;" in page
    assert "with this code" in page or "has this code" in page
    assert client.post(path, {"code": ""}).status_code == 422


@pytest.mark.parametrize("path", ["/track/0000/", "/verify/0000/", "/verify/0000/document.pdf"])
def test_unknown_codes_in_addresses_are_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_ticket_that_left_is_out_of_the_line(client: Client) -> None:
    mine = given.a_visitor_who_waits(at=TUESDAY)
    queue.leave_line(ticket_id=mine.ticket_id, at=TUESDAY, by=given.the_kiosk())
    assert "no longer in the line" in told(client, f"/t/{mine.code}/")
