"""The head reads which looks at files are odd, and says what came of each question; the auditor sees it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import timedelta

import pytest

from darcha.cases import actions as cases
from darcha.doors.console import jobs, watch_looks
from darcha.kernel.actor import system
from darcha.monitoring import actions
from darcha.monitoring import queries as questions
from darcha.plumbing import clock
from tests import given
from tests.doors.desk.officers import TUESDAY, an_application, let_it_be, signed_in

pytestmark = pytest.mark.django_db

WEDNESDAY = TUESDAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def _on_wednesday() -> Iterator[None]:
    before = clock.clock()
    let_it_be(WEDNESDAY)
    yield
    clock.set_clock(before)


@pytest.fixture
def number() -> str:
    """Return the number of a file of last week that Dilnoza opened on Tuesday evening without doing anything in it."""
    opened, dilnoza = an_application(at=TUESDAY - timedelta(days=9)), given.employee("dilnoza")
    evening = TUESDAY + timedelta(hours=10)
    cases.read_case(case_id=opened.case_id, purpose="work", at=evening, by=dilnoza)
    return opened.number


def watched() -> None:
    actions.watch_looks(centre_id=given.SERGELI, day=TUESDAY.date(), at=WEDNESDAY, by=system("looks"))


def page(login: str, *, language: str = "en") -> str:
    answer = signed_in(login, language=language).get("/office/SRG/looks/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_is_odd_is_told_in_words_and_in_the_readers_language(number: str) -> None:
    assert "Nothing is odd" in page("malika")
    watched()
    told = page("malika")
    assert number in told
    assert "Dilnoza Yusupova" in told
    assert "while the house was shut, the reader did nothing in it" in told
    assert "a task of the department" in told
    assert "Madina" not in told
    assert told.count('aria-current="page"') == 2, "the group and the page in it"
    assert "когда центр был закрыт" in page("malika", language="ru")


def test_the_head_settles_it_and_the_auditor_sees_how(number: str) -> None:
    watched()
    (odd,) = questions.looks_to_ask_about(centre_id=given.SERGELI)[0]
    auditor, head = signed_in("feruza"), signed_in("malika")
    assert "Passed on" not in page("feruza")
    path = f"/office/SRG/looks/{odd.id}/settle/"
    assert auditor.post(path, {"outcome": "explained"}).status_code == 403
    answer = head.post(path, {"outcome": "passed_on", "request_key": "a-look-settled-1"}, follow=True)
    assert "The answer is kept." in answer.content.decode()
    late = head.post(path, {"outcome": "explained", "request_key": "a-look-settled-2"}, follow=True)
    assert "This question was settled meanwhile." in late.content.decode()
    for login in ("malika", "feruza"):
        assert "passed on to whoever disciplines" in page(login)
        assert number in page(login)


def test_officers_do_not_read_it(number: str) -> None:
    watched()
    assert signed_in("dilnoza").get("/office/SRG/looks/").status_code == 403


def test_the_command_and_the_worker_weigh_the_day_once(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert watch_looks.run(argparse.Namespace(centre=given.SERGELI, day=None)) == 0
    assert capsys.readouterr().out == f"{given.SERGELI}, {TUESDAY.date()}: 1 looks weighed, 1 to ask about\n"
    assert watch_looks.run(argparse.Namespace(centre=None, day=None)) == 0
    assert capsys.readouterr().out == ""
    let_it_be(WEDNESDAY + timedelta(days=1))
    jobs._watched.clear()
    assert jobs._look()
    assert questions.days_to_watch(centre_id=given.SERGELI, at=clock.now()) == []
