"""The house with several workers, as a supervisor keeps them: whoever dies is replaced, and some are killed on purpose.

    python -m bench.hall.house --workers 4 --kill-every 2 [--plant NAME]

Run by the benches as a process of its own, with the environment of `darcha serve`. The application is loaded once and the
workers are forked from it, so that a replacement is there at once and the machine does not spend its time on imports.
Prints one JSON line when it listens, and one for every worker killed.
"""

from __future__ import annotations

import argparse
import ctypes
import gc
import json
import os
import signal
import socket
import sys
import time
from pathlib import Path
from random import Random
from types import FrameType

from bench.hall.centre import CENTRE, SERVICES

_LOOK_SECONDS = 0.02
_DIES_WITH_ITS_PARENT = 1  # prctl(PR_SET_PDEATHSIG)


def say(**told: object) -> None:
    """Tell the bench."""
    print(json.dumps(told), flush=True)


def die_with_parent() -> None:
    """Ask the kernel to end this process with its parent: a bench that is cut off leaves nothing behind."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIES_WITH_ITS_PARENT, signal.SIGKILL)


def answer(door: socket.socket) -> None:
    """Be one worker: what `darcha serve` runs, on a door that is open already."""
    import uvicorn
    from django.conf import settings

    from config.asgi import application

    config = uvicorn.Config(
        application,
        log_level="warning",
        access_log=False,
        server_header=False,
        forwarded_allow_ips=settings.TRUSTED_PROXIES,
        timeout_graceful_shutdown=2,
    )
    uvicorn.Server(config).run(sockets=[door])


def fork_worker(door: socket.socket) -> int:
    """Start one worker; return its process number."""
    process = os.fork()
    if process:
        return process
    status = 1
    try:
        die_with_parent()
        for ending in (signal.SIGTERM, signal.SIGINT):
            signal.signal(ending, signal.SIG_DFL)
        answer(door)
        status = 0
    finally:
        os._exit(status)


def warm_up() -> None:
    """Do once, before the workers are forked, what each of them would do at its first requests."""
    from django.apps import apps
    from django.template.loader import get_template
    from django.test import Client

    from darcha.plumbing.postgres import disconnect

    doors = ("darcha.doors.porch", "darcha.doors.kiosk", "darcha.doors.desk")
    for place in [Path(app.path) / "templates" for app in apps.get_app_configs() if app.name in doors]:
        for template in sorted(place.rglob("*.html")):
            get_template(str(template.relative_to(place)))
    browser = Client(SERVER_NAME="localhost")
    for language in ("uz", "ru", "en"):
        for page in (f"/kiosk/{CENTRE}/services/{SERVICES[0]}/", "/sign-in/"):
            answer = browser.get(page, {"lang": language})
            assert answer.status_code == 200, (page, answer.status_code)
    disconnect()


class Supervisor:
    """Keeps so many workers, and kills one every few seconds."""

    def __init__(self, door: socket.socket, *, workers: int, kill_every: float, random: Random) -> None:
        self._door = door
        self._kill_every = kill_every
        self._random = random
        self._leaving = False
        self._workers = {fork_worker(door) for _ in range(workers)}

    def leave(self, _number: int, _frame: FrameType | None) -> None:
        """Go at the next look."""
        self._leaving = True

    def run(self) -> None:
        """Stay until told to leave."""
        next_kill = time.monotonic() + self._kill_every
        while not self._leaving:
            time.sleep(_LOOK_SECONDS)
            self._replace_the_dead()
            if self._kill_every and time.monotonic() >= next_kill:
                victim = self._random.choice(sorted(self._workers))
                os.kill(victim, signal.SIGKILL)
                say(killed=victim, at=time.monotonic())
                next_kill += self._kill_every
        for worker in self._workers:
            os.kill(worker, signal.SIGTERM)
        for worker in self._workers:
            os.waitpid(worker, 0)

    def _replace_the_dead(self) -> None:
        while True:
            dead, _ = os.waitpid(-1, os.WNOHANG)
            if not dead:
                return
            self._workers.discard(dead)
            self._workers.add(fork_worker(self._door))


def main() -> None:
    """Serve until SIGTERM."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--workers", type=int, default=4)
    arguments.add_argument("--kill-every", type=float, default=0.0, help="seconds between kills; 0: none (0)")
    arguments.add_argument("--plant", help="a bug of bench.hall.planted to live with")
    arguments.add_argument("--seed", type=int, default=1)
    chosen = arguments.parse_args()
    die_with_parent()
    from config import asgi

    assert asgi.application is not None
    warm_up()
    if chosen.plant:
        from bench.hall.planted import plant

        plant(chosen.plant)
    gc.freeze()  # the workers share these pages
    with socket.create_server(("127.0.0.1", 0), backlog=2048) as door:
        supervisor = Supervisor(
            door, workers=chosen.workers, kill_every=chosen.kill_every, random=Random(f"kills {chosen.seed}")
        )
        signal.signal(signal.SIGTERM, supervisor.leave)
        say(port=door.getsockname()[1])
        supervisor.run()


if __name__ == "__main__":
    main()
