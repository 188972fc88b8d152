"""The office: who may look at what, what the pages say, and that nothing published betrays a small group."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from darcha.access import queries as access
from darcha.centres import queries as centres
from darcha.doors.office.pages import charts
from darcha.doors.office.pages.hall import hall_page
from darcha.kernel.actor import kiosk, system
from darcha.monitoring import actions, models
from darcha.plumbing.clock import Clock, clock, set_clock
from darcha.queue import actions as queue
from tests import given
from tests.rooms.monitoring import events

MORNING = datetime(2010, 4, 13, 5, 0, tzinfo=UTC)  # a Tuesday, ten o'clock in Tashkent
DAY = date(2010, 4, 13)


@pytest.fixture(autouse=True)
def _at_eleven() -> object:
    """Let the doors' clock show eleven o'clock of that Tuesday."""
    before = clock()
    set_clock(Clock(true_at=datetime.fromtimestamp(0, tz=UTC), shown_at=MORNING + timedelta(hours=1), speed=0.0))
    yield
    set_clock(before)


def signed_in(role: str, *, language: str = "en") -> Client:
    """Return a browser in which somebody of that role is signed in."""
    card = next(card for card in access.employees(centre_id="SRG") if role in {held for held, _, _ in card.roles})
    client = Client()
    client.force_login(get_user_model().objects.get(pk=card.id))
    client.cookies["darcha_language"] = language
    return client


def some_visits() -> None:
    for number in range(30):
        events.issued(MORNING, service="PJ-01")
        events.served(MORNING, service="PJ-01", sex="F" if number % 5 else "M", wait_seconds=60 * number)
    for number in range(3):
        events.served(MORNING, service="STAT-01", age_band="60+", wait_seconds=60 * number)
    for face in (5, 5, 5, 5, 5, 4, 4, 4, 4, 4, 1):
        events.answered(MORNING, satisfied=face, service="PJ-01")
    actions.close_day(centre_id="SRG", day=DAY, at=MORNING + timedelta(hours=1), by=system("given"))


PAGES = {
    "/office/SRG/": {"head_of_centre", "host"},
    "/office/SRG/now/": {"head_of_centre", "host"},
    "/office/SRG/appointments/": {"head_of_centre", "host"},
    "/office/SRG/overtakes/": {"head_of_centre", "host"},
    "/office/SRG/paper/": {"head_of_centre", "host"},
    "/office/SRG/monitoring/": {"head_of_centre", "auditor"},
    "/office/SRG/monitoring/groups.csv": {"head_of_centre", "auditor"},
    "/office/SRG/report/": {"head_of_centre", "auditor"},
    "/office/SRG/report/report.json": {"head_of_centre", "auditor"},
    "/office/SRG/days/": {"head_of_centre", "auditor"},
    "/office/SRG/journal/": {"auditor"},
}


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["head_of_centre", "host", "auditor", "counter_officer"])
def test_every_page_opens_for_whom_it_is_and_for_nobody_else(role: str) -> None:
    client = signed_in(role)
    for path, roles in PAGES.items():
        assert client.get(path).status_code == (200 if role in roles else 403), path


@pytest.mark.django_db
def test_nobody_who_is_not_signed_in_sees_anything() -> None:
    for path in PAGES:
        answer = Client().get(path)
        assert answer.status_code == 302 and "/sign-in/" in answer["Location"], path


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "words"), [("en", "The hall now"), ("uz", "Zal hozir"), ("uz-cyrl", "Зал ҳозир"), ("ru", "Зал сейчас")]
)
def test_the_hall_speaks_four_languages_and_has_no_style_attribute(language: str, words: str) -> None:
    text = signed_in("head_of_centre", language=language).get("/office/SRG/").content.decode()
    assert words in text
    assert "style=" not in text and "<style" not in text


@pytest.mark.django_db
def test_the_hall_tells_who_waits_too_long_and_which_department_has_no_window() -> None:
    sitting = centres.sitting_today(centre_id="SRG", at=MORNING)
    service = next(
        code
        for code in sorted(centres.offers(centre_id="SRG"))
        if code.split("-")[0] in sitting
        and centres.sits_now(centre_id="SRG", department_id=code.split("-")[0], at=MORNING)
    )
    queue.issue_ticket(centre_id="SRG", service_id=service, language="uz", at=MORNING, by=kiosk(centre_id="SRG"))
    given.an_open_counter("dilnoza", at=MORNING)
    page = hall_page(centre_id="SRG", at=MORNING + timedelta(minutes=50))
    kinds = {alert.kind for alert in page.alerts}
    assert {"late", "no_window"} <= kinds
    assert sum(line.late for line in page.lines) == 1
    assert page.chart is not None and page.chart.now == 1
    assert page.alerts[0].state == "late"


@pytest.mark.django_db
def test_a_house_without_an_open_window_is_told_once() -> None:
    kinds = [alert.kind for alert in hall_page(centre_id="SRG", at=MORNING).alerts]
    assert kinds == ["no_window_at_all"]


@pytest.mark.django_db
def test_a_free_window_is_free_and_nothing_more() -> None:
    given.an_open_counter("dilnoza", at=MORNING)
    page = signed_in("head_of_centre").get("/office/SRG/").content.decode()
    place = page.partition('data-state="free"')[2].partition("</li>")[0]
    assert ">free<" in place
    assert "min" not in place


@pytest.mark.django_db
def test_a_window_on_a_break_says_why_and_until_when() -> None:
    counter_id = given.an_open_counter("dilnoza", at=MORNING)
    until = MORNING + timedelta(minutes=75)
    queue.take_break(counter_id=counter_id, reason="meal", until=until, at=MORNING, by=given.employee("dilnoza"))
    client = signed_in("head_of_centre")
    place = client.get("/office/SRG/").content.decode().partition('data-state="paused"')[2].partition("</li>")[0]
    assert "on a break" in place and "a meal" in place and "until 11:15" in place and "dar-care" not in place
    set_clock(Clock(true_at=datetime.fromtimestamp(0, tz=UTC), shown_at=MORNING + timedelta(minutes=80), speed=0.0))
    place = client.get("/office/SRG/").content.decode().partition('data-state="paused"')[2].partition("</li>")[0]
    assert "longer than said" in place


@pytest.mark.django_db
def test_who_was_called_before_others_is_listed_with_the_cause() -> None:
    client = signed_in("head_of_centre")
    empty = "Nobody was called before somebody who had waited longer."
    assert empty in client.get("/office/SRG/overtakes/").content.decode()
    passed = given.a_visitor_who_waits(at=MORNING)
    first = given.a_visitor_who_waits(needs=("child",), at=MORNING + timedelta(minutes=2))
    counter_id = given.an_open_counter("dilnoza", at=MORNING + timedelta(minutes=8))
    assert given.a_called_visitor(counter_id, at=MORNING + timedelta(minutes=9)).number == first.number
    page = client.get("/office/SRG/overtakes/").content.decode()
    row = page.partition("<tbody>")[2].partition("</tr>")[0]
    assert first.number in row and passed.number in row and "has priority" in row
    assert ">1 call<" in page
    assert empty in client.get("/office/SRG/overtakes/?day=2010-04-12").content.decode()
    assert client.get("/office/SRG/overtakes/?day=never").status_code == 200


@pytest.mark.django_db
def test_a_day_on_which_the_doors_stayed_shut_needs_no_closing() -> None:
    sunday = MORNING - timedelta(days=2)
    events.served(sunday, service="PJ-01")
    assert "not_closed" not in {alert.kind for alert in hall_page(centre_id="SRG", at=MORNING).alerts}
    events.served(sunday - timedelta(days=2), service="PJ-01")
    assert "not_closed" in {alert.kind for alert in hall_page(centre_id="SRG", at=MORNING).alerts}


def test_a_wait_beyond_the_scale_is_drawn_as_going_on() -> None:
    told = charts.bullet(low=120, high=150, promised=20, scale=60)
    assert told.goes_on
    assert told.x < 135
    assert told.goal == 45
    assert not charts.bullet(low=10, high=60, promised=20, scale=60).goes_on


@pytest.mark.django_db
def test_the_live_part_is_the_page_s_own_part() -> None:
    client = signed_in("head_of_centre")
    part = client.get("/office/SRG/now/").content.decode().strip()
    assert part in client.get("/office/SRG/").content.decode()


@pytest.mark.django_db
def test_a_small_department_and_what_would_betray_it_are_hidden() -> None:
    some_visits()
    client = signed_in("head_of_centre")
    period = "since=2010-04-13&until=2010-04-13"
    told = client.get(f"/office/SRG/monitoring/departments.csv?{period}").content.decode()
    rows = {row["department"]: row for row in csv.DictReader(io.StringIO(told))}
    assert rows["STAT"]["visits"] in ("<5", "…") and rows["PJ"]["visits"] == "…"
    assert rows["STAT"]["mean_wait_minutes"] == ""
    services = client.get(f"/office/SRG/monitoring/services.csv?{period}").content.decode()
    assert {
        row["visits"] for row in csv.DictReader(io.StringIO(services)) if row["service"] in ("STAT-01", "PJ-01")
    } == {"…"}
    page = client.get(f"/office/SRG/monitoring/?{period}").content.decode()
    assert "33 visits" in page


@pytest.mark.django_db
def test_each_indicator_opens_its_formula() -> None:
    some_visits()
    page = signed_in("head_of_centre").get("/office/SRG/monitoring/?since=2010-04-13&until=2010-04-13").content.decode()
    assert "visitors who waited no longer than promised to their class ÷ visitors served" in page
    assert "33 ÷ 33" in page


@pytest.mark.django_db
def test_a_nonsense_period_gets_a_sentence_and_a_nonsense_date_the_usual_month() -> None:
    client = signed_in("head_of_centre")
    assert client.get("/office/SRG/monitoring/?since=2010-05-01&until=2010-04-01").status_code == 422
    assert client.get("/office/SRG/monitoring/?since=never").status_code == 200
    assert client.get("/office/SRG/monitoring/passwords.csv").status_code == 404
    assert client.get("/office/SRG/report/report.exe").status_code == 404


@pytest.mark.django_db
def test_the_report_comes_as_page_as_paper_and_for_machines() -> None:
    some_visits()
    client = signed_in("head_of_centre")
    period = "since=2010-04-13&until=2010-04-13"
    page = client.get(f"/office/SRG/report/report.html?{period}&in=ru")
    assert "Результаты проекта" in page.content.decode() and "<style" not in page.content.decode()
    assert client.get(f"/office/SRG/report/report.pdf?{period}&in=uz").content.startswith(b"%PDF")
    told = json.loads(client.get(f"/office/SRG/report/report.json?{period}").content)
    assert told["visitors"]["served"] == 33


@pytest.mark.django_db
def test_the_head_closes_a_day_once_however_often_the_form_is_sent() -> None:
    events.served(MORNING)
    client = signed_in("head_of_centre")
    for _ in range(2):
        answer = client.post("/office/SRG/days/close/", {"day": "2010-04-13", "request_key": "form-12345"})
        assert answer.status_code == 302
    assert models.ClosedDay.objects.get().entries == 1
    assert "13 April" in client.get("/office/SRG/days/").content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert client.post("/office/SRG/days/close/", {"day": "2010-04-14"}).status_code == 409
    assert signed_in("auditor").post("/office/SRG/days/close/", {"day": "2010-04-13"}).status_code == 403


@pytest.mark.django_db
def test_the_auditor_finds_what_happened_to_a_subject_and_verifies_the_chain() -> None:
    some_visits()
    client = signed_in("auditor")
    page = client.get("/office/SRG/journal/?day=2010-04-13&kind=day.closed&verify=1").content.decode()
    assert "day:2010-04-13" in page and "The chain is whole." in page
    assert (
        "Nothing is written for this."
        in client.get("/office/SRG/journal/?day=2010-04-13&subject=ticket:0").content.decode()
    )


@pytest.mark.django_db
def test_a_promise_that_will_break_is_told_with_who_could_help() -> None:
    given.a_visitor_who_waits(at=MORNING)
    page = hall_page(centre_id="SRG", at=MORNING + timedelta(minutes=1))
    (alert,) = [alert for alert in page.alerts if alert.kind == "foreseen"]
    with translation.override("en"):
        told = render_to_string("office/alert.html", {"alert": alert})
    assert "on 1 will wait longer than promised" in told
    assert "Could help:" in told
    assert "every promise is kept" in told


@pytest.mark.django_db
def test_the_pages_beside_this_one_stand_under_the_bar() -> None:
    page = signed_in("auditor").get("/office/SRG/journal/")
    bar, beside = page.context["screens"], page.context["neighbours"]
    assert [screen.url for screen in bar if screen.is_current] == ["/office/SRG/monitoring/"]
    assert [screen.url for screen in beside] == [
        "/office/SRG/monitoring/",
        "/office/SRG/report/",
        "/office/SRG/days/",
        "/office/SRG/journal/",
        "/office/SRG/looks/",
    ]
    assert [screen.url for screen in beside if screen.is_current] == ["/office/SRG/journal/"]


@pytest.mark.django_db
def test_a_page_that_stands_alone_has_no_second_bar() -> None:
    assert signed_in("counter_officer").get("/desk/").context["neighbours"] == ()
