"""The porch: the reader's language, days in words, the way of saying no, sign-in."""

from __future__ import annotations

import importlib
import pkgutil
import re
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from babel.messages.pofile import read_po
from django.contrib.auth import get_user_model
from django.db import connection
from django.template import Context, Template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

import darcha
from darcha.cases.rules.codes import CODE_LENGTH
from darcha.doors.porch import dates, languages, sentences
from darcha.journal import queries as journal
from darcha.kernel.refusal import Refusal

DOORS = Path(darcha.__file__).parent / "doors"
OURS = (DOORS / "porch", DOORS / "portal")
PASSWORD = "a window in Sergeli"


def rendered(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


# the reader's language


@pytest.mark.parametrize(
    ("preferred", "html_lang"),
    [
        ("ru-RU,ru;q=0.9,en;q=0.5", "ru"),
        ("uz-Cyrl-UZ", "uz-Cyrl"),
        ("de,en;q=0.4", "en"),
        ("kaa,de", "uz-Latn"),
        ("", "uz-Latn"),
    ],
)
@pytest.mark.django_db
def test_the_house_answers_in_a_language_the_browser_prefers(client: Client, preferred: str, html_lang: str) -> None:
    answer = client.get("/sign-in/", headers={"accept-language": preferred})
    assert f'<html lang="{html_lang}"' in answer.content.decode()
    assert answer.headers["Content-Language"] == html_lang


@pytest.mark.django_db
def test_a_language_chosen_is_honoured_at_once_and_remembered(client: Client) -> None:
    assert "Войти" in client.get("/sign-in/?lang=ru", headers={"accept-language": "en"}).content.decode()
    assert "Войти" in client.get("/sign-in/", headers={"accept-language": "en"}).content.decode()
    assert "Кириш" in client.get("/sign-in/?lang=uz-cyrl").content.decode()


@pytest.mark.django_db
def test_an_unknown_language_changes_nothing(client: Client) -> None:
    answer = client.get("/sign-in/?lang=xx", headers={"accept-language": "ru"})
    assert answer.headers["Content-Language"] == "ru"
    assert "darcha_language" not in answer.cookies


@pytest.mark.django_db
def test_the_switch_keeps_what_was_asked_for(client: Client) -> None:
    assert (
        'href="?q=pensiya&amp;lang=ru"'
        in client.get("/search/?q=pensiya", headers={"accept-language": "en"}).content.decode()
    )


def test_days_are_told_in_every_language() -> None:
    tuesday = date(2026, 11, 24)
    told = {
        code: dates.weekday_and_day(tuesday, language=code).replace("\N{NO-BREAK SPACE}", " ")
        for code in languages.HTML_LANG
    }
    assert told == {
        "uz": "24-\N{WORD JOINER}noyabr, seshanba",
        "uz-cyrl": "24 ноябрь, сешанба",
        "ru": "вторник, 24 ноября",
        "en": "Tuesday 24 November",
    }
    assert dates.day(tuesday, language="ru").replace("\N{NO-BREAK SPACE}", " ") == "24 ноября 2026 г."


def test_a_moment_is_told_where_the_reader_is() -> None:
    late = datetime(2026, 11, 23, 20, 30, tzinfo=UTC)
    with translation.override("en"):
        assert rendered("{{ at|clock }} {{ at|short_weekday }}", at=late) == "01:30 Tue"


# tags


def test_a_wait_is_a_range_and_an_unknown_one_says_so() -> None:
    with translation.override("en"):
        assert "15–25\N{NO-BREAK SPACE}min" in rendered(
            "{% wait w %}", w=SimpleNamespace(low_minutes=15, high_minutes=25)
        )
        assert "not known yet" in rendered("{% wait w %}", w=None)


def test_a_time_nobody_knows_is_a_dash_and_a_span_has_its_plural() -> None:
    with translation.override("ru"):
        assert rendered("{% minutes none %}", none=None) == '<span class="dar-quiet">–</span>'
        assert rendered('{% term 2 "wd" %}, {% term 5 "mo" %}, {% term 1 "cd" %}') == "2 рабочих дня, 5 месяцев, 1 день"


def test_a_long_word_may_break_where_a_syllable_ends() -> None:
    assert rendered("{{ word|breakable }}", word="Предпринимательство").split("\N{SOFT HYPHEN}")[-1] == "тельство"
    assert rendered("{{ word|breakable }}", word="Рождение ребёнка") == "Рождение ребёнка"


def test_the_length_of_a_code_is_told_as_it_is() -> None:
    with translation.override("en"):
        assert f" {CODE_LENGTH} signs" in sentences.sentence("cases.unknown_tracking_code", {})


def test_what_illustrates_is_marked_and_what_is_sourced_is_not() -> None:
    made_up, looked_up = (SimpleNamespace(illustration=mark, uncertain=False) for mark in (True, False))
    with translation.override("en"):
        assert "illustration" in rendered("{% illustration_mark p %}", p=made_up)
        assert rendered("{% illustration_mark p %}", p=looked_up) == ""


def test_the_days_of_a_case_are_bricks() -> None:
    bricks = rendered("{% days 6 10 state='suspended' %}")
    assert bricks.count('class="used"') == 6
    assert bricks.count('class="left"') == 4


def test_no_two_forms_carry_the_same_key() -> None:
    assert rendered("{% request_key %}") != rendered("{% request_key %}")


def test_every_icon_asked_for_is_in_the_sprite() -> None:
    sprite = (DOORS / "porch/static/porch/icons.svg").read_text()
    asked = {name for page in DOORS.rglob("*.html") for name in re.findall(r'{% icon "([a-z]+)"', page.read_text())}
    assert not {name for name in asked if f'id="i-{name}"' not in sprite}


# saying no


def test_every_refusal_has_its_sentence() -> None:
    for module in pkgutil.walk_packages(darcha.__path__, "darcha."):
        if module.name.endswith((".errors", ".kernel.actor", ".kernel.blueprint", ".parameters", ".reading")):
            importlib.import_module(module.name)
    codes = {refusal.code for refusal in Refusal.__subclasses__() if hasattr(refusal, "code")}
    codes = {code for code in codes if not code.startswith("test.")}
    assert "access.not_allowed" in codes
    assert not codes - set(sentences.SENTENCES)


@pytest.mark.django_db
def test_details_are_told_in_words() -> None:
    details = {"department": "XTB", "next_day": date(2026, 11, 25), "next_opens": "10:00", "next_closes": "13:00"}
    with translation.override("en"):
        told = sentences.sentence("queue.department_does_not_sit", details)
        never = sentences.sentence("queue.department_does_not_sit", {**details, "next_day": None})
    assert "Preschool" in told
    assert "Wednesday 25\N{NO-BREAK SPACE}November" in told
    assert "no next day is set" in never


@pytest.mark.django_db
def test_a_refusal_is_a_page_a_fragment_or_json(client: Client) -> None:
    page = client.get("/services/NO-99/?lang=en")
    assert page.status_code == 404
    assert "There is no such service" in page.content.decode()
    assert "dar-foot" in page.content.decode()
    part = client.get("/services/NO-99/", headers={"hx-request": "true"})
    assert (part.status_code, part.headers["HX-Retarget"]) == (404, "#alert")
    assert "<html" not in part.content.decode()
    told = client.get("/services/NO-99/", headers={"accept": "application/json"})
    assert told.json()["code"] == "catalogue.unknown_service"


@pytest.mark.django_db
def test_nothing_at_an_address_is_said_in_the_readers_language(client: Client) -> None:
    answer = client.get("/nowhere/?lang=ru")
    assert answer.status_code == 404
    assert "По этому адресу ничего нет" in answer.content.decode()


@pytest.mark.django_db
def test_a_form_from_a_page_too_old_says_so() -> None:
    answer = Client(enforce_csrf_checks=True).post("/sign-in/?lang=en", {"login": "x", "password": "y"})
    assert answer.status_code == 403
    assert "open for too long" in answer.content.decode()


# sign-in


@pytest.fixture
def dilnoza() -> str:
    employee = get_user_model().objects.get(login="dilnoza")
    employee.set_password(PASSWORD)
    employee.save()
    return "dilnoza"


@pytest.mark.django_db
def test_a_closed_page_leads_to_the_sign_in_and_back(client: Client, dilnoza: str) -> None:
    closed = client.get("/my-work/")
    assert (closed.status_code, closed.headers["Location"]) == (302, "/sign-in/?next=/my-work/")
    part = client.get("/my-work/", headers={"hx-request": "true"})
    assert (part.status_code, part.headers["HX-Redirect"]) == (204, "/sign-in/?next=/my-work/")


@pytest.mark.django_db
def test_an_employee_comes_to_the_place_of_work(client: Client, dilnoza: str) -> None:
    signed_in = client.post("/sign-in/", {"login": dilnoza, "password": PASSWORD})
    assert signed_in.headers["Location"] == "/my-work/"
    assert client.get("/my-work/").headers["Location"] == "/desk/"
    assert (
        journal.entries_after(centre_id="SRG", seq=journal.head(centre_id="SRG").seq - 1)[0].kind
        == "employee.signed_in"
    )
    assert client.post("/sign-out/").headers["Location"] == "/sign-in/"
    assert client.get("/my-work/").headers["Location"] == "/sign-in/?next=/my-work/"


@pytest.mark.django_db
def test_a_wrong_password_is_refused_without_saying_what_was_wrong(client: Client, dilnoza: str) -> None:
    for login in (dilnoza, "nobody"):
        answer = client.post("/sign-in/?lang=en", {"login": login, "password": "wrong"})
        assert answer.status_code == 403
        assert "The login or the password is wrong." in answer.content.decode()
    assert client.post("/sign-in/", {"login": "", "password": ""}).status_code == 422


@pytest.mark.django_db
def test_after_five_wrong_passwords_the_right_one_waits(client: Client, dilnoza: str) -> None:
    for _ in range(5):
        client.post("/sign-in/", {"login": dilnoza, "password": "wrong"})
    answer = client.post("/sign-in/?lang=en", {"login": dilnoza, "password": PASSWORD})
    assert answer.status_code == 429
    assert "Too many wrong passwords" in answer.content.decode()


@pytest.mark.django_db
def test_the_sign_in_leads_to_no_other_house(client: Client, dilnoza: str) -> None:
    answer = client.post("/sign-in/", {"login": dilnoza, "password": PASSWORD, "next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/my-work/"


# words


def catalogue(door: Path, language: str) -> dict[str, tuple[str, ...]]:
    with (door / f"locale/{language}/LC_MESSAGES/django.po").open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    return {
        message.id if isinstance(message.id, str) else message.id[0]: (message.string,)
        if isinstance(message.string, str)
        else tuple(message.string)
        for message in messages
    }


@pytest.mark.parametrize("door", OURS, ids=lambda door: door.name)
def test_uzbek_and_russian_say_the_same_things(door: Path) -> None:
    uzbek, russian = catalogue(door, "uz"), catalogue(door, "ru")
    assert set(uzbek) == set(russian)
    for told in (uzbek, russian):
        assert not [message for message, words in told.items() if not all(words)]
        for message, words in told.items():
            asked = set(re.findall(r"%\(\w+\)[sd]", message))
            assert all(set(re.findall(r"%\(\w+\)[sd]", text)) >= asked for text in words), message


@pytest.mark.parametrize("door", OURS, ids=lambda door: door.name)
def test_uzbek_letters_are_written_with_their_own_signs(door: Path) -> None:
    wrong = [text for words in catalogue(door, "uz").values() for text in words if re.search(r"['`‘’](?!\W|$)", text)]
    assert not wrong


@pytest.mark.parametrize("door", OURS, ids=lambda door: door.name)
def test_no_page_has_a_style_or_a_script_of_its_own(door: Path) -> None:
    for page in door.rglob("*.html"):
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", page.read_text()), page.name


@pytest.mark.django_db
def test_the_house_speaks_before_its_framework(client: Client) -> None:
    """Django translates "Password" too, into Uzbek in Latin only."""
    page = client.get("/sign-in/?lang=uz-cyrl", follow=True).content.decode()
    assert "Пароль" in page
    assert "Parol" not in page


@pytest.mark.django_db
def test_a_page_looks_at_one_edition_of_the_catalogue(client: Client) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/services/").status_code == 200
    assert sum("catalogue_edition" in query["sql"] for query in asked) == 1
