"""The page of an application: who has it, the whole way on one line, and who looked at it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from darcha.cases import actions
from darcha.journal import queries as journal
from darcha.journal.kinds import Kind
from darcha.kernel.actor import system
from darcha.notices import actions as notices
from darcha.notices import queries as messages
from darcha.notices.rules import CASE, Matter
from darcha.plumbing import clock
from darcha.queue import actions as queue
from tests import given
from tests.doors.desk.officers import let_it_be
from tests.rooms.cases.filing import filed, granted

TUESDAY = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
"""Eleven in Tashkent."""

HOUSE = system("test")

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_the_clock_is_put_back")]


@pytest.fixture
def _the_clock_is_put_back() -> Iterator[None]:
    before = clock.clock()
    yield
    clock.set_clock(before)


def told(client: Client, code: str, *, at: datetime, language: str = "en") -> str:
    let_it_be(at)
    answer = client.get(f"/track/{code}/", headers={"accept-language": language})
    assert answer.status_code == 200
    text = answer.content.decode().replace("\N{NO-BREAK SPACE}", " ").replace("\N{SOFT HYPHEN}", "")
    return " ".join(text.split())


def _filed_on_a_visit() -> str:
    counter_id, called = given.a_visitor_at_the_counter(given.SURVIVORS_PENSION, at=TUESDAY)
    at = TUESDAY + timedelta(minutes=15)
    opened = filed(at=at, ticket_id=called.ticket_id)
    officer = given.employee("dilnoza")
    actions.read_case(case_id=opened.case_id, purpose="visit", at=at, by=officer)
    queue.finish(
        counter_id=counter_id,
        sex="F",
        age_band="30-44",
        disability=False,
        at=TUESDAY + timedelta(minutes=20),
        by=officer,
    )
    for minutes in (60, 70):
        actions.read_case(case_id=opened.case_id, purpose="work", at=TUESDAY + timedelta(minutes=minutes), by=officer)
    return opened.tracking_code


def test_the_ticket_and_the_case_are_one_story(client: Client) -> None:
    page = told(client, _filed_on_a_visit(), at=TUESDAY + timedelta(days=2))
    rows = re.findall(r"<tr><td class=\"num\">(\d)</td><th scope=\"row\">([^<]+)</th>.*?</td><td>([^<]+)</td>", page)
    assert [(number, where, lasted.strip()) for number, where, lasted in rows] == [
        ("1", "You waited in the hall", "10 minutes"),
        ("2", "You were at the window", "10 minutes"),
        ("3", "Pension Fund district office", "2 working days so far"),
    ]
    drawn = re.findall(r"<rect class=\"(\w+)\" x=\"(\d+)\" y=\"(\d+)\" width=\"(\d+)\"", page)
    assert [kind for kind, *_ in drawn][:3] == ["wait", "work", "work"]
    assert all(int(x) + int(width) <= 340 for _, x, _, width in drawn)
    assert "Pension Fund district office has it now" in page
    assert "has it since 24 November, 2 working days" in page


def test_who_looked_is_told_by_department_and_reason_and_never_by_name(client: Client) -> None:
    page = told(client, _filed_on_a_visit(), at=TUESDAY + timedelta(days=2))
    looked = page[page.index("Who looked at your data") :]
    assert "an officer at the window: looked at what was brought to the window" in looked
    assert "Opened by: the visit at the window" in looked
    assert "2 times that day" in looked
    assert "Pension Fund district office, an officer: worked on the application" in looked
    assert "Dilnoza" not in page


def test_who_looked_and_who_told_is_asked_of_the_journal_once_each(client: Client) -> None:
    code = _filed_on_a_visit()
    let_it_be(TUESDAY + timedelta(days=2))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(f"/track/{code}/")
    assert sum("journal_entry" in query["sql"] for query in asked.captured_queries) == 2


def test_whoever_has_to_correct_reads_since_when_and_until_when(client: Client) -> None:
    opened = filed("QUR-01", facts={}, at=TUESDAY)
    actions.suspend_case(
        case_id=opened.case_id, because="incorrect", words="Sheet 3, please.", at=TUESDAY + timedelta(days=1), by=HOUSE
    )
    page = told(client, opened.tracking_code, at=TUESDAY + timedelta(days=3))
    assert "With you since 25 November, 2 days." in page
    assert "With you: something was to be corrected" in page
    assert "has it now" not in page
    assert "url(#dar-yours)" in page


@pytest.mark.parametrize(
    ("language", "words"),
    [("uz", "Hamma javob berdi"), ("uz-Cyrl", "Ҳамма жавоб берди"), ("ru", "Все ответили, ждём решения")],
)
def test_what_is_awaited_is_told_in_every_language(client: Client, language: str, words: str) -> None:
    opened = filed(at=TUESDAY)
    for item in actions.read_case(case_id=opened.case_id, purpose="test", at=TUESDAY, by=HOUSE).items:
        actions.complete_work_item(work_item_id=item.id, outcome="agreed", note="", at=TUESDAY, by=HOUSE)
    assert words in told(client, opened.tracking_code, at=TUESDAY + timedelta(days=1), language=language)


def test_a_granted_case_waits_for_its_document_and_then_for_nobody(client: Client) -> None:
    opened = granted(filed(at=TUESDAY), at=TUESDAY + timedelta(hours=2))
    at = TUESDAY + timedelta(hours=3)
    assert "Granted: your document is being made" in told(client, opened.tracking_code, at=at)
    actions.issue_document(case_id=opened.case_id, at=at, by=HOUSE)
    page = told(client, opened.tracking_code, at=at)
    assert "so far" not in page
    assert "The document" in page


def test_who_follows_an_application_leaves_a_number_in_a_language_and_takes_it_back(client: Client, settings) -> None:
    settings.NOTICE_ROUTES = {"sms": "file"}
    opened = filed(at=TUESDAY)
    path, about = f"/track/{opened.tracking_code}/tell/", Matter(CASE, opened.case_id)
    page = told(client, opened.tracking_code, at=TUESDAY, language="ru")
    assert f'href="{path}"' in page
    form = client.get(path, headers={"accept-language": "ru"}).content.decode()
    assert re.search(r'<option value="ru" lang="ru" selected>', form)
    wrong = client.post(path, {"channel": "sms", "to": "12", "language": "ru"})
    assert wrong.status_code == 422
    typed = {"channel": "sms", "to": "90 777 66 55", "language": "en", "request_key": "tell-me-of-my-case"}
    for _ in range(2):
        assert client.post(path, typed).headers["Location"] == f"/track/{opened.tracking_code}/"
    assert "to the number that ends in 55" in told(client, opened.tracking_code, at=TUESDAY)
    actions.suspend_case(case_id=opened.case_id, because="incorrect", words="Sheet 3.", at=TUESDAY, by=HOUSE)
    notices.follow(centre_id=given.SERGELI, at=TUESDAY, by=HOUSE)
    (due,) = journal.entries_after(centre_id=given.SERGELI, seq=0, kinds=[Kind.NOTICE_DUE])
    said = messages.delivery(notice_id=int(due.subject.partition(":")[2]), at=TUESDAY)
    assert said is not None
    assert (said.to, said.text) == (
        "+998907776655",
        f"{opened.number}: please correct something, from home by your code or at a window.",
    )
    client.post(path, {"stop": "1"})
    assert messages.asked(about=about) is None


def test_a_house_that_tells_nobody_anything_offers_nothing(client: Client, settings) -> None:
    settings.NOTICE_ROUTES = {}
    opened = filed(at=TUESDAY)
    assert "/tell/" not in told(client, opened.tracking_code, at=TUESDAY)
    assert client.get(f"/track/{opened.tracking_code}/tell/").status_code == 302
