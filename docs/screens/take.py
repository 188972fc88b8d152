"""Take the pictures of the README anew: start a demo of its own, walk through it, save what is seen.

`make screens`; needs Chromium, as the tests do. Look at every picture before you commit it.
"""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from shutil import which

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
PASSWORD = "yagona-darcha"  # noqa: S105 -- the demo's, in blueprints/uzbekistan/sergeli.yaml
WIDE, HALL, KIOSK, PHONE = (1280, 860), (1920, 1080), (1080, 1920), (390, 844)


def main() -> int:
    """Take all pictures; return 0 when each page answered."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    with tempfile.TemporaryDirectory() as data:
        command = [sys.executable, "-c", "from config.start import main; main()", "demo"]
        demo = subprocess.Popen([*command, "--data", data, "--port", str(port), "--speed", "10"])
        try:
            _wait_for(f"http://127.0.0.1:{port}/")
            _take(f"http://127.0.0.1:{port}")
        finally:
            demo.send_signal(signal.SIGINT)
            demo.wait(60)
    return 0


def _wait_for(address: str) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    raise TimeoutError(address)


def _take(home: str) -> None:
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=which("chromium") or which("google-chrome"), args=["--no-sandbox"]
        )
        page = browser.new_context(locale="en-GB").new_page()

        def see(path: str, name: str, size: tuple[int, int]) -> Page:
            page.set_viewport_size({"width": size[0], "height": size[1]})
            answer = page.goto(home + path)
            if answer is None or answer.status != 200:
                raise RuntimeError(f"{path} answered {answer.status if answer else 'nothing'}")
            page.wait_for_timeout(900)
            page.screenshot(path=str(HERE / f"{name}.png"))
            return page

        def sign_in(login: str) -> None:
            page.context.clear_cookies()
            page.goto(f"{home}/sign-in/?lang=en")
            page.fill("input[name=login]", login)
            page.fill("input[name=password]", PASSWORD)
            page.click("main button[type=submit]")
            page.wait_for_load_state()

        see("/?lang=en", "portal", WIDE)
        see("/services/PJ-01/?lang=ru", "service-ru", WIDE)
        see("/kiosk/SRG/?lang=uz", "kiosk-uz", KIOSK)
        see("/display/SRG/", "display", HALL)
        see("/waits/?lang=uz-cyrl", "phone-waits-uz-cyrl", PHONE)
        sign_in("malika")
        see("/office/SRG/", "hall", WIDE)
        see("/office/SRG/monitoring/", "monitoring", WIDE)
        sign_in("dilnoza")
        _desk(page, home)
        browser.close()


def _desk(page: Page, home: str) -> None:
    for service in ("PJ-03", "PJ-01", "PJ-06"):  # so that a line stands beside the window, whoever else comes
        page.goto(f"{home}/kiosk/SRG/services/{service}/")
        page.locator("button[form=take]").click()
        page.wait_for_url("**/tickets/**")
    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    page.goto(f"{home}/desk/")
    if "counter" not in page.url:
        page.locator("button[data-usual]").click()
    for key in "ns":
        page.wait_for_load_state()
        page.wait_for_timeout(500)
        page.keyboard.press(key)
    page.wait_for_load_state()
    page.wait_for_timeout(800)
    page.screenshot(path=str(HERE / "desk.png"))
    page.goto(f"{home}/desk/work/")
    page.wait_for_timeout(500)
    page.locator("main table a").first.click()
    page.wait_for_load_state()
    page.screenshot(path=str(HERE / "case.png"))


if __name__ == "__main__":
    raise SystemExit(main())
