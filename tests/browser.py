"""A real browser before the real house: uvicorn in a thread, Chromium from PATH, axe.

Ask for `page_at` (tests/doors and tests/journeys get it from here):

    def test_the_board_is_read_by_everybody(page_at):
        page = page_at("/display/SRG/", language="ru", width=1920, height=1080)
        assert_accessible(page)

The house stands on `own_database`: arrange with real actions before or after the page is open.
"""

from __future__ import annotations

import gc
import os
import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Playwright, expect

from darcha.plumbing.entrance import OneThread

# Playwright's synchronous interface keeps a loop in the main thread; Django would refuse the tests' own queries there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

PAUSE_SECONDS = 0.01
START_SECONDS = 20
_AXE = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    # What is right is not told element by element: that took three times as long as the looking itself.
    "resultTypes": ["violations"],
}

_TOO_WIDE = """() => {
  const page = document.documentElement;
  if (page.scrollWidth <= page.clientWidth) return [];
  const wide = [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > page.clientWidth);
  return [`by ${page.scrollWidth - page.clientWidth} px`, ...wide.slice(0, 5).map((one) => one.outerHTML.slice(0, 200))];
}"""

HOST = "127.0.0.1"
_OF_THE_HOUSE = {"domain": HOST, "path": "/"}
"""Where a cookie belongs."""

PageAt = Callable[..., Page]


@contextmanager
def running_house() -> Iterator[str]:
    """Serve the house on a free port of this machine; yield its address, "http://127.0.0.1:41234"."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    server = uvicorn.Server(
        uvicorn.Config(
            OneThread(threads=settings.MOST_CONNECTIONS),
            host=HOST,
            port=0,
            log_level="error",
            lifespan="off",
            timeout_graceful_shutdown=2,
        )
    )
    thread = threading.Thread(target=server.run, name="house", daemon=True)
    thread.start()
    until = time.monotonic() + START_SECONDS
    while not server.started:
        assert thread.is_alive(), "the house did not open"
        assert time.monotonic() < until, f"the house did not open within {START_SECONDS} s"
        time.sleep(PAUSE_SECONDS)
    try:
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://{HOST}:{port}"
    finally:
        server.should_exit = True
        thread.join(START_SECONDS)


@pytest.fixture(autouse=True, scope="session")
def static_root() -> None:
    """Make the folder WhiteNoise wants to see; in tests it stays empty."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture
def house_server(own_database: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """Return the address of the house, open to browsers, on a database of this test alone."""
    # A browser that leaves a page cuts its requests short; Django and WhiteNoise then leave the files they had open to
    # the collector, which says so. It is collected here, so that no later test is blamed.
    request.node.add_marker(pytest.mark.filterwarnings("ignore::ResourceWarning"))
    with running_house() as address:
        yield address
    gc.collect()


@pytest.fixture(scope="session")
def house_browser(playwright: Playwright) -> Iterator[Browser]:
    """Return Chromium, the one on PATH where there is one."""
    found = next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
    )
    browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
    yield browser
    browser.close()


@pytest.fixture
def page_at(house_server: str, house_browser: Browser) -> Iterator[PageAt]:
    """Open pages of the house: `page_at("/waits/", language="ru", width=390, height=844, javascript=False)`.

    At the end of the test no page may have thrown an error or broken the content policy.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            complaints.append(message.text)

    def open_page(
        path: str, *, language: str = "en", width: int = 1280, height: int = 900, javascript: bool = True
    ) -> Page:
        context = house_browser.new_context(
            base_url=house_server,
            viewport={"width": width, "height": height},
            locale={"uz": "uz-UZ", "uz-cyrl": "uz-Cyrl-UZ", "ru": "ru-RU", "en": "en-GB"}[language],
            java_script_enabled=javascript,
            reduced_motion="reduce",
        )
        contexts.append(context)
        context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language} | _OF_THE_HOUSE])
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("console", heard)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints, complaints


def sign_in(page: Page, *, login: str, password: str) -> None:
    """Sign in on the page that asks for it, and arrive at the place of work."""
    page.goto("/sign-in/")
    page.fill("#id_login", login)
    page.fill("#id_password", password)
    page.click("main button[type=submit]")
    page.wait_for_url(lambda url: "/sign-in/" not in url)


def sits_down(page: Page, login: str) -> None:
    """Give the browser the session of somebody who has signed in; the page that asks who it is has tests of its own."""
    visit = Client()
    visit.force_login(get_user_model()._default_manager.get(login=login))
    name = settings.SESSION_COOKIE_NAME
    page.goto("about:blank")  # whoever sat here before asks for no more news
    page.context.add_cookies([{"name": name, "value": visit.cookies[name].value} | _OF_THE_HOUSE])


def turn_to(page: Page, path: str, *, language: str, width: int, height: int = 900) -> None:
    """Open another page in the same browser, in another language and at another width: a new browser costs a second."""
    page.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language} | _OF_THE_HOUSE])
    page.set_viewport_size({"width": width, "height": height})
    page.goto(path)


def stands_still(place: Locator) -> None:
    """Wait until a place that renews itself shows the answer to what was last done; htmx marks it while it asks."""
    expect(place).not_to_have_class(re.compile("htmx-request"))


def assert_accessible(page: Page) -> None:
    """Let axe look at the page as it stands; no rule of WCAG 2.2 A and AA and of good practice may be broken."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    found = page.evaluate("(asked) => axe.run(asked).then((all) => all.violations)", _AXE)
    broken = [
        f"{violation['id']}: {violation['help']}\n  "
        + "\n  ".join(node["html"][:200] for node in violation["nodes"][:5])
        for violation in found
    ]
    assert not broken, f"{page.url}\n" + "\n".join(broken)
    wide = page.evaluate(_TOO_WIDE)
    assert not wide, f"{page.url} scrolls sideways:\n" + "\n".join(wide)
