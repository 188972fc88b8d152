"""A visitor takes a ticket by touch: what the kiosk shows, gives out, and refuses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from darcha.doors.kiosk.controls import names
from darcha.journal import queries as journal
from darcha.journal.kinds import Kind
from tests.doors.display.given import BIRTH, STATISTICS, SUNDAY, TUESDAY, it_is
from tests.given import OLD_AGE_PENSION, SERGELI, a_visitor_who_waits, an_open_counter, minutes
from tests.printers import NO_PAPER, PlayedPrinter

pytestmark = pytest.mark.django_db

SERVICE = f"/kiosk/SRG/services/{OLD_AGE_PENSION}/"
TAKE = f"{SERVICE}ticket/"


@pytest.fixture(autouse=True)
def _on_tuesday(settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.DATA_DIR = tmp_path
    settings.PRINTER = "file"
    with it_is(TUESDAY):
        yield


def shown(client: Client, path: str, language: str = "en") -> str:
    answer = client.get(path, headers={"accept-language": language})
    assert answer.status_code == 200, path
    return answer.content.decode()


def issued() -> list[dict[str, object]]:
    entries = journal.entries_after(centre_id=SERGELI, seq=0, kinds=[Kind.TICKET_ISSUED])
    return [dict(entry.data) for entry in entries]


def slips(place: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted((place / "printed").glob("*.bin"))]


def test_the_start_shows_twelve_pictures_without_signing_in(client: Client) -> None:
    page = shown(client, "/kiosk/SRG/")
    assert len(re.findall(r"dar-choice--tall", page)) == 12
    assert page.count("dar-langs__one") == 4
    assert "Marriage or divorce" in page


@pytest.mark.parametrize(
    ("language", "question"),
    [("uz", "Nima ish bilan keldingiz?"), ("uz-Cyrl", "Нима иш билан келдингиз?"), ("ru", "С чем вы пришли?")],
)
def test_the_start_speaks_the_language_touched(client: Client, language: str, question: str) -> None:
    assert question in shown(client, f"/kiosk/SRG/?lang={language}")
    assert question in shown(client, "/kiosk/SRG/"), "and goes on speaking it"


def test_marriage_and_divorce_are_one_picture(client: Client) -> None:
    page = shown(client, "/kiosk/SRG/events/marriage/")
    assert "FHDYO-02" in page
    assert "FHDYO-03" in page


def test_a_long_list_comes_in_screens(client: Client) -> None:
    first = shown(client, "/kiosk/SRG/events/housing/")
    assert first.count("dar-choice--service") == 7
    assert 'rel="next" href="?page=2"' in first
    assert shown(client, "/kiosk/SRG/events/housing/?page=2").count("dar-choice--service") == 7


def test_departments_of_today_come_first(client: Client) -> None:
    page = shown(client, "/kiosk/SRG/departments/")
    assert page.count("dar-choice--slim") == 14
    assert page.index("here now, until") < page.index("not today;")
    assert "Thursday" not in page[: page.index("not today;")]


def test_a_word_finds_a_service_in_any_script(client: Client) -> None:
    for word in ("pensiya", "пенсия", "PENSION"):
        assert "PJ-0" in shown(client, f"/kiosk/SRG/search/?q={word}"), word
    assert "We found nothing by this word" in shown(client, "/kiosk/SRG/search/?q=qwertyuiop")
    assert "Write one word" in shown(client, "/kiosk/SRG/search/?q=")


def test_the_service_says_what_to_bring_and_what_nobody_need_bring(client: Client) -> None:
    an_open_counter(at=TUESDAY - minutes(60))
    page = shown(client, SERVICE)
    bring, spared = page.split("You need not bring")
    assert "Passport or ID card" in bring
    assert "we look at it, we do not copy it" in bring
    assert "Work record book" in spared
    assert "Work record book" not in bring
    assert re.search(r"\d+–\d+", page), "the wait is a range"
    assert "here now, until 12:30" in page
    assert "illustration" in page, "what illustrates is marked"


def test_needs_are_six_never_a_diagnosis_and_start_unchosen(client: Client) -> None:
    page = shown(client, SERVICE)
    assert re.findall(r'name="need" value="(\w+)"', page) == ["seat", "wheel", "child", "sight", "ear", "sign"]
    assert "checked" not in page


def test_a_department_that_does_not_come_today_gives_no_ticket_and_says_when_it_comes(client: Client) -> None:
    page = shown(client, f"/kiosk/SRG/services/{STATISTICS}/")
    assert "The department is not here today" in page
    assert "Friday 27\N{NO-BREAK SPACE}November" in page
    assert "10:00–12:30" in page
    assert "Take my ticket" not in page
    assert 'name="need"' not in page


def test_asking_all_the_same_is_refused_with_a_sentence_and_nothing_happens(client: Client) -> None:
    answer = client.post(f"/kiosk/SRG/services/{STATISTICS}/ticket/", headers={"accept-language": "en"})
    assert answer.status_code == 409
    assert 'data-code="queue.department_does_not_sit"' in answer.content.decode()
    assert issued() == []


def test_a_closed_house_says_when_it_opens(client: Client) -> None:
    with it_is(SUNDAY):
        page = shown(client, "/kiosk/SRG/")
        assert "The house is closed now" in page
        assert "Monday 23\N{NO-BREAK SPACE}November" in page
        assert "09:00" in page
        assert "Take my ticket" not in shown(client, SERVICE)
        assert client.post(TAKE).status_code == 409


def test_a_ticket_is_given_shown_and_printed(client: Client, tmp_path: Path) -> None:
    answer = client.post(
        TAKE, {"request_key": "0123456789abcdef", "need": ["sight", "ear"]}, headers={"accept-language": "ru"}
    )
    assert answer.status_code == 303
    page = shown(client, answer.headers["Location"], "ru")
    assert "K 001" in page
    assert "Назначение пенсии по возрасту" in page
    assert "Мы назовём ваш номер вслух" in page
    assert "Бумажный талон внизу" in page
    (ticket,) = issued()
    assert (ticket["needs"], ticket["language"], ticket["class"]) == (["sight", "ear"], "ru", "priority")
    (slip,) = slips(tmp_path)
    assert b"\x1d!\x77" in slip
    assert b"K 001" in slip
    assert "Назначение пенсии по возрасту".encode("cp866") in slip
    assert re.search(rb"http://localhost:8000/t/[\w-]+/", slip)


def test_the_same_form_sent_twice_gives_one_ticket_and_one_slip(client: Client, tmp_path: Path) -> None:
    form = {"request_key": "0123456789abcdef"}
    one, two = client.post(TAKE, form), client.post(TAKE, form)
    assert one.headers["Location"] == two.headers["Location"]
    assert len(issued()) == 1
    assert len(slips(tmp_path)) == 1


def test_the_page_carries_the_key_of_its_form(client: Client) -> None:
    keys = [re.findall(r'name="request_key" value="([\w-]+)"', shown(client, SERVICE)) for _ in range(2)]
    assert len(keys[0]) == len(keys[1]) == 1
    assert keys[0] != keys[1]


def test_a_printer_that_does_not_answer_loses_no_ticket(client: Client, settings: Settings) -> None:
    settings.PRINTER = "tcp://127.0.0.1:9"
    answer = client.post(TAKE, {"request_key": "0123456789abcdef"}, headers={"accept-language": "en"})
    page = shown(client, answer.headers["Location"])
    assert "K 001" in page
    assert "The paper does not come. Your number counts without it." in page
    assert "data-speaks" in page
    assert "Your paper ticket is below" not in page
    assert len(issued()) == 1


def test_without_paper_the_number_stands_and_comes_on_paper_later(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    with PlayedPrinter(NO_PAPER) as played:
        settings.PRINTER = played.address
        answer = client.post(TAKE, {"request_key": "0123456789abcdef"}, headers={"accept-language": "en"})
    page = shown(client, answer.headers["Location"])
    assert "There is no paper. Your number counts without it." in page
    assert "K 001" in page
    assert "Try to print" in page
    settings.PRINTER = "file"
    again = f"{answer.headers['Location']}print-again/"
    client.post(again, {"request_key": "0123456789abcdeg"}, headers={"accept-language": "en"})
    page = shown(client, answer.headers["Location"])
    assert "Your paper ticket is below" in page
    assert "data-speaks" not in page
    (slip,) = slips(tmp_path)
    assert b"K 001" in slip
    assert b"COPY" not in slip
    client.get("/kiosk/SRG/services/PJ-03/")
    client.post("/kiosk/SRG/services/PJ-03/ticket/", {"request_key": "0123456789abcdeh"})
    assert [ticket["number"] for ticket in issued()] == ["K 001", "K 002"], "no number is burnt"


@pytest.mark.parametrize(("language", "word"), [("uz", b"NUSXA"), ("ru", "КОПИЯ".encode("cp866")), ("en", b"COPY")])
def test_a_second_slip_is_marked_as_a_copy(client: Client, tmp_path: Path, language: str, word: bytes) -> None:
    spoken = {"accept-language": language}
    ticket = client.post(TAKE, {"request_key": "0123456789abcdef"}, headers=spoken).headers["Location"]
    for _ in range(2):  # the same form sent twice is one copy
        client.post(f"{ticket}print-again/", {"request_key": "0123456789abcdeg"}, headers=spoken)
    first, copy = slips(tmp_path)
    assert word not in first
    assert word in copy
    for place in range(3):
        answer = client.post(f"{ticket}print-again/", {"request_key": f"0123456789abcde{place}"}, headers=spoken)
    assert answer.status_code == 409
    assert len(slips(tmp_path)) == 4


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("uz", b"Chaqiruvni o'tkazib yubordingizmi?"),
        ("uz-Cyrl", b"\x1dv0"),
        ("ru", "Пропустили вызов?".encode("cp866")),
        ("en", b"Missed your call?"),
    ],
)
def test_a_slip_is_printed_in_every_language(client: Client, tmp_path: Path, language: str, words: bytes) -> None:
    client.get(f"/kiosk/SRG/?lang={language}")
    client.post(TAKE, {"request_key": "0123456789abcdef"})
    (slip,) = slips(tmp_path)
    assert b"K 001" in slip
    assert words in slip


def test_the_slip_is_a_page_too(client: Client) -> None:
    ticket = a_visitor_who_waits(at=TUESDAY, needs=("sight",))
    page = shown(client, f"/kiosk/SRG/tickets/{ticket.code}/print/")
    assert "dar-slip" in page
    assert "K 001" in page
    assert "We speak your number aloud" in page


def test_the_ticket_names_the_open_windows_that_may_call_it(client: Client) -> None:
    an_open_counter("dilnoza", at=TUESDAY - minutes(60))
    an_open_counter("umida", at=TUESDAY - minutes(60))
    an_open_counter("kamola", at=TUESDAY - minutes(60))
    ticket = a_visitor_who_waits(at=TUESDAY)
    page = shown(client, f"/kiosk/SRG/tickets/{ticket.code}/")
    assert re.findall(r'dar-window" data-state="open">.*?</span>(\d+)<', page) == ["7", "8"]


def test_who_comes_in_a_wheelchair_is_sent_to_no_window_with_steps(client: Client) -> None:
    an_open_counter("dilnoza", at=TUESDAY - minutes(60))
    an_open_counter("umida", at=TUESDAY - minutes(60))
    ticket = a_visitor_who_waits(at=TUESDAY, needs=("wheel",))
    page = shown(client, f"/kiosk/SRG/tickets/{ticket.code}/")
    assert re.findall(r'dar-window" data-state="open">.*?</span>(\d+)<', page) == ["7"]


def test_naming_the_windows_asks_no_more_the_more_of_them_are_open(
    client: Client, django_assert_max_num_queries
) -> None:
    ticket = a_visitor_who_waits(at=TUESDAY)
    shown(client, f"/kiosk/SRG/tickets/{ticket.code}/")
    an_open_counter("dilnoza", at=TUESDAY - minutes(60))
    with CaptureQueriesContext(connection) as with_one:
        shown(client, f"/kiosk/SRG/tickets/{ticket.code}/")
    for login in ("nilufar", "zafar", "kamola", "aziz", "umida", "shahlo", "said"):
        an_open_counter(login, at=TUESDAY - minutes(60))
    with django_assert_max_num_queries(len(with_one)):
        shown(client, f"/kiosk/SRG/tickets/{ticket.code}/")


@pytest.mark.parametrize("path", ["tickets/nobody/", "tickets/nobody/print/", "services/NO-1/", "events/nothing/"])
def test_what_is_not_there_is_not_found(client: Client, path: str) -> None:
    assert client.get(f"/kiosk/SRG/{path}").status_code == 404


def test_a_centre_nobody_knows_has_no_kiosk(client: Client) -> None:
    ticket = a_visitor_who_waits(at=TUESDAY)
    for path in ("", "departments/", f"services/{BIRTH}/", f"tickets/{ticket.code}/"):
        assert client.get(f"/kiosk/XXX/{path}").status_code == 404


def test_aids_work_without_a_script_and_leave_with_the_visitor(client: Client) -> None:
    client.get("/kiosk/SRG/?lang=ru")
    answer = client.post("/kiosk/SRG/aids/", {"aid": "text", "here": SERVICE})
    assert answer.headers["Location"] == SERVICE
    client.post("/kiosk/SRG/aids/", {"aid": "low", "here": SERVICE})
    page = shown(client, SERVICE)
    assert 'data-text="large"' in page
    assert 'data-reach="low"' in page
    client.post("/kiosk/SRG/aids/", {"aid": "low", "here": SERVICE})
    assert 'data-reach="low"' not in shown(client, SERVICE)
    assert client.get("/kiosk/SRG/again/").headers["Location"] == "/kiosk/SRG/"
    fresh = shown(client, "/kiosk/SRG/", "uz")
    assert 'data-text="large"' not in fresh
    assert "Nima ish bilan keldingiz?" in fresh


def test_an_aid_leads_nowhere_else(client: Client) -> None:
    answer = client.post("/kiosk/SRG/aids/", {"aid": "text", "here": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/kiosk/SRG/"


@pytest.mark.parametrize("language", ["uz", "uz-Cyrl", "ru", "en"])
def test_every_screen_can_be_heard(client: Client, language: str) -> None:
    ticket = a_visitor_who_waits(at=TUESDAY, needs=("sight",))
    for path in ("", f"services/{OLD_AGE_PENSION}/", f"tickets/{ticket.code}/"):
        answer = client.get(f"/kiosk/SRG/{path}?aloud=1&lang={language}")
        assert answer.headers["Content-Type"] == "audio/wav"
        assert answer.content[:4] == b"RIFF"
        assert len(answer.content) > 44_100, "more than a second"


def test_a_control_is_said_alike_in_both_scripts_and_with_whether_it_is_chosen(client: Client) -> None:
    page = client.get(SERVICE, {"lang": "en"}).content.decode()
    place = names(page).index("I see poorly, we call your number by voice")

    def said(language: str, **more: str) -> bytes:
        answer = client.get(SERVICE, {"lang": language, "focus": str(place), **more})
        assert answer.headers["Content-Type"] == "audio/wav"
        return answer.content

    assert said("uz") == said("uz-cyrl") != said("ru")
    assert said("uz", chosen="1") == said("uz-cyrl", chosen="1") != said("uz", chosen="0")


@pytest.mark.parametrize("place", ["999", "-1", "x"])
def test_a_control_that_is_not_there_is_silent(client: Client, place: str) -> None:
    assert client.get(SERVICE, {"focus": place}).status_code == 404


def test_the_number_is_spoken_as_it_is_said() -> None:
    from darcha.doors.porch.speech import number_aloud

    assert number_aloud("K 051", "uz") == "Ka, 51"
    assert number_aloud("A 003", "en") == "Ay, 3"
    assert number_aloud("M 100", "ru") == "Эм, 100"


def test_no_screen_is_kept_for_the_next_visitor(client: Client) -> None:
    ticket = a_visitor_who_waits(at=TUESDAY)
    for path in ("", f"tickets/{ticket.code}/"):
        assert client.get(f"/kiosk/SRG/{path}").headers["Cache-Control"] == "no-store"


def test_several_matters_on_one_ticket(client: Client, tmp_path: Path) -> None:
    passport = "/kiosk/SRG/services/MFB-01/"
    answer = client.post(f"{SERVICE}more/")
    assert (answer.status_code, answer["Location"]) == (303, "/kiosk/SRG/")
    start = shown(client, "/kiosk/SRG/")
    assert "What else brings you here?" in start
    assert "One ticket for:" in start
    page = shown(client, passport)
    together = page.partition('class="dar-together"')[2].partition("</section>")[0]
    assert together.index("<li>Registration") < together.index("<li>Old-age pension")
    answer = client.post(f"{passport}ticket/", {"request_key": "several-00001"})
    ticket = shown(client, answer["Location"])
    assert "then: Old-age pension" in ticket
    assert b"keyin: " in slips(tmp_path)[0]
    assert [(one["service"], one["following"]) for one in issued()] == [("MFB-01", [OLD_AGE_PENSION])]
    assert "One ticket for:" not in shown(client, passport), "the next visitor begins anew"


def test_who_chose_wrongly_chooses_anew(client: Client) -> None:
    client.post(f"{SERVICE}more/")
    assert client.get("/kiosk/SRG/?anew=1")["Location"] == "/kiosk/SRG/"
    assert "One ticket for:" not in shown(client, "/kiosk/SRG/")


def test_a_visitor_who_goes_away_leaves_no_matters_to_the_next(client: Client) -> None:
    client.post(f"{SERVICE}more/")
    client.get("/kiosk/SRG/again/")
    assert "One ticket for:" not in shown(client, "/kiosk/SRG/")
    client.cookies["darcha_matters"] = "NIX-01.<b>.PJ-01.PJ-01"
    assert shown(client, "/kiosk/SRG/").count("<li>Old-age pension") == 1
    assert client.post("/kiosk/SRG/services/NIX-01/more/").status_code == 404
