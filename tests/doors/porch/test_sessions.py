"""A session belongs to one sign-in: it cannot be planted, replayed or outlived."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from darcha.access import actions, queries
from darcha.kernel.actor import system

MORNING = datetime(2026, 11, 23, 4, tzinfo=UTC)
PASSWORD = "a window in Sergeli"

pytestmark = pytest.mark.django_db


@pytest.fixture
def malika() -> Client:
    """Return the browser of the head of the centre, signed in."""
    _give_a_password(PASSWORD)
    client = Client()
    client.get(reverse("porch:sign_in"))
    client.post(reverse("porch:sign_in"), {"login": "malika", "password": PASSWORD})
    assert _is_in(client)
    return client


def _give_a_password(password: str) -> None:
    employee = queries.employee_by_login(login="malika")
    actions.set_password(employee_id=employee.id, password=password, at=MORNING, by=system("password"))


def _is_in(client: Client) -> bool:
    return client.get(reverse("office:hall", args=["SRG"])).status_code == 200


def _with_cookie(value: str) -> Client:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = value
    return client


def test_a_session_planted_before_the_sign_in_opens_nothing_after_it() -> None:
    _give_a_password(PASSWORD)
    client = Client()
    client.session.save()  # a stranger's session, known to the stranger
    planted = client.session.session_key
    client.cookies[settings.SESSION_COOKIE_NAME] = planted
    client.post(reverse("porch:sign_in"), {"login": "malika", "password": PASSWORD})
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != planted
    assert _is_in(client)
    assert not _is_in(_with_cookie(str(planted)))


def test_a_copied_cookie_is_worth_nothing_after_the_sign_out(malika: Client) -> None:
    copied = malika.cookies[settings.SESSION_COOKIE_NAME].value
    assert _is_in(_with_cookie(copied))
    malika.post(reverse("porch:sign_out"))
    assert not _is_in(_with_cookie(copied))


def test_another_password_ends_every_session(malika: Client) -> None:
    _give_a_password("another window in Sergeli")
    assert not _is_in(malika)


def test_staff_pages_are_kept_by_no_browser(malika: Client) -> None:
    for name in ("office:hall", "office:monitoring", "office:report", "office:days"):
        told = malika.get(reverse(name, args=["SRG"])).headers.get("Cache-Control", "")
        assert "no-store" in told, name
