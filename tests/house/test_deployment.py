"""What the house is like behind https, and what it tells every browser."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from building import ROOT
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests import loops

BEHIND_HTTPS = {
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "DARCHA_ADDRESS": "https://darcha.example",
    "DARCHA_HOSTS": "darcha.example",
    "DARCHA_PROXIES": "10.0.0.2, 10.0.0.3",
}


def _asked_behind_https(statement: str, data: Path) -> str:
    """Return what a process with the settings of a house behind https prints."""
    told = subprocess.run(
        [sys.executable, "-c", f"import django; django.setup(); from django.conf import settings; {statement}"],
        env={"PATH": os.environ["PATH"], **BEHIND_HTTPS, "DARCHA_DATA": str(data)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    return told.stdout


def test_django_finds_nothing_to_warn_of(tmp_path: Path) -> None:
    statement = (
        "from django.core.management import call_command; call_command('check', deploy=True, fail_level='WARNING')"
    )
    assert "no issues" in _asked_behind_https(statement, tmp_path)


def test_cookies_belong_to_this_host_alone(tmp_path: Path) -> None:
    wanted = (
        "SESSION_COOKIE_NAME SESSION_COOKIE_SECURE SESSION_COOKIE_HTTPONLY SESSION_COOKIE_PATH SESSION_COOKIE_DOMAIN"
        " CSRF_COOKIE_NAME CSRF_COOKIE_SECURE CSRF_COOKIE_HTTPONLY CSRF_COOKIE_PATH CSRF_COOKIE_DOMAIN TRUSTED_PROXIES"
    ).split()
    statement = f"import json; print(json.dumps({{name: getattr(settings, name) for name in {wanted}}}))"
    found = json.loads(_asked_behind_https(statement, tmp_path))
    for cookie in ("SESSION", "CSRF"):
        assert found[f"{cookie}_COOKIE_NAME"].startswith("__Host-")
        assert found[f"{cookie}_COOKIE_SECURE"]
        assert found[f"{cookie}_COOKIE_HTTPONLY"]
        assert found[f"{cookie}_COOKIE_PATH"] == "/"
        assert found[f"{cookie}_COOKIE_DOMAIN"] is None
    assert found["TRUSTED_PROXIES"] == ["10.0.0.2", "10.0.0.3"]


def test_nobody_is_believed_to_have_come_by_https_for_saying_so(tmp_path: Path) -> None:
    statement = (
        "from django.test import RequestFactory;"
        "print(RequestFactory().get('/', headers={'X-Forwarded-Proto': 'https'}).is_secure())"
    )
    assert _asked_behind_https(statement, tmp_path).strip() == "False"


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["portal:home", "porch:sign_in", "portal:track"])
def test_every_page_tells_the_browser_what_it_may_not(name: str) -> None:
    told = Client().get(reverse(name)).headers
    assert told["X-Content-Type-Options"] == "nosniff"
    assert told["X-Frame-Options"] == "DENY"
    assert told["Referrer-Policy"] == "same-origin"
    assert told["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in told["Permissions-Policy"]
    assert "default-src 'none'" in told["Content-Security-Policy"]
    assert "unsafe" not in told["Content-Security-Policy"]


def test_what_is_too_large_is_refused_in_the_readers_language(own_database: str) -> None:
    from config.asgi import application

    settings.DATABASES["default"]["OPTIONS"].pop("pool")  # this process copies databases, it does not serve
    sent: list[dict[str, object]] = []

    async def receive() -> dict[str, object]:
        await asyncio.Event().wait()  # the browser stays
        return {}

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    headers = {"host": "localhost", "content-length": str(settings.MOST_BYTES + 1), "accept-language": "ru"}
    scope = {
        "type": "http",
        "method": "POST",
        "path": reverse("porch:sign_in"),
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }
    loops.run(asyncio.wait_for(application(scope, receive, send), 20))
    assert sent[0]["status"] == 413
    assert "не больше 12 МБ" in b"".join(bytes(message.get("body", b"")) for message in sent).decode()
