"""The head of the centre sees all that is late, the head of an agency what is late of the agency."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from darcha.cases import actions as cases
from darcha.kernel.actor import system
from darcha.plumbing import clock
from tests import given
from tests.doors.desk.officers import TUESDAY, an_application, let_it_be, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_tuesday() -> Iterator[None]:
    before = clock.clock()
    let_it_be(TUESDAY)
    yield
    clock.set_clock(before)


def page(login: str, *, language: str = "en") -> str:
    answer = signed_in(login, language=language).get("/office/SRG/late/")
    assert answer.status_code == 200
    return answer.content.decode()


def watched() -> None:
    cases.watch_terms(centre_id=given.SERGELI, at=TUESDAY, by=system("terms"))


def test_each_head_sees_what_is_theirs() -> None:
    pension = an_application(at=TUESDAY - timedelta(days=30)).number
    land = an_application("KAD-01", at=TUESDAY - timedelta(days=30)).number
    watched()
    head, agency = page("malika"), page("ravshan")
    assert pension in head
    assert land in head
    assert "told to those above" in head
    assert pension in agency
    assert land not in agency
    assert "Madina" not in head + agency


def test_silence_that_is_near_is_told_with_what_it_means() -> None:
    permit = an_application("QUR-01", at=TUESDAY - timedelta(days=13)).number
    watched()
    head = page("malika")
    assert permit in head
    assert "it counts as granted" in head
    assert permit not in page("ravshan")


def test_when_nothing_is_late_it_says_so_and_officers_do_not_look() -> None:
    assert "Nothing is late." in page("malika")
    assert signed_in("dilnoza").get("/office/SRG/late/").status_code == 403
