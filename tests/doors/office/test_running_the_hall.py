"""The head of the centre closes a window and ends a break from the page of the hall."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from darcha.plumbing.clock import Clock, clock, set_clock
from darcha.queue import actions, queries
from tests import given
from tests.doors.office.test_office import signed_in
from tests.rooms.national.test_load_blueprint import changed, load_text

pytestmark = pytest.mark.django_db

AT = given.MORNING


@pytest.fixture(autouse=True)
def _an_hour_later() -> object:
    before = clock()
    set_clock(Clock(true_at=AT, shown_at=AT + given.minutes(60), speed=0.0))
    yield
    set_clock(before)


def press(client: Client, action: str, counter_id: int, centre_id: str = "SRG") -> tuple[int, str]:
    answer = client.post(reverse(f"office:{action}", args=[centre_id, counter_id]), {"request_key": f"{action}-once"})
    return answer.status_code, answer.content.decode()


def page(client: Client) -> str:
    return client.get("/office/SRG/now/").content.decode()


def test_the_head_ends_the_break_then_closes_the_window_and_each_button_is_there_while_it_can_act() -> None:
    counter_id = given.an_open_counter()
    actions.take_break(counter_id=counter_id, reason="meal", at=AT, by=given.employee("dilnoza"))
    head = signed_in("head_of_centre")
    assert 'id="end-break-7"' in page(head) and 'id="close-7"' in page(head)
    assert press(head, "end_break", counter_id)[0] == 302
    assert 'id="end-break-7"' not in page(head) and 'id="close-7"' in page(head)
    assert press(head, "close_counter", counter_id)[0] == 302
    assert 'id="close-7"' not in page(head)
    assert queries.counter_view(counter_id=counter_id, at=AT + given.minutes(60)).session is None


def test_a_host_sees_the_hall_without_the_buttons() -> None:
    given.an_open_counter()
    assert 'id="close-7"' in page(signed_in("head_of_centre"))
    assert 'id="close-7"' not in page(signed_in("host"))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "It can be closed once the visit is over."),
        ("uz", "darchani yopish mumkin"),
        ("ru", "Окно можно закрыть"),
    ],
)
def test_a_window_with_a_visitor_stays_open_and_the_head_is_told_when_it_can_be_closed(
    language: str, words: str
) -> None:
    counter_id = given.an_open_counter()
    given.a_visitor_who_waits()
    given.a_called_visitor(counter_id)
    head = signed_in("head_of_centre", language=language)
    assert 'id="close-7"' not in page(head)
    status, text = press(head, "close_counter", counter_id)
    assert status == 409 and words in text


def test_a_window_of_another_centre_is_not_found(tmp_path: Path) -> None:
    load_text(tmp_path, changed(("code: SRG", "code: YKS")).replace("  - login: ", "  - login: y-"))
    counter_id = given.an_open_counter()
    yunus = Client()
    yunus.force_login(get_user_model().objects.get(pk=given.employee("y-malika").employee_id))
    for action in ("close_counter", "end_break"):
        assert press(yunus, action, counter_id, "YKS")[0] == 404
        assert press(yunus, action, counter_id, "SRG")[0] == 403
    assert queries.counter_view(counter_id=counter_id, at=AT).session is not None
