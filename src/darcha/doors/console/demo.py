"""`darcha demo`: a whole centre on this machine, alive."""

from __future__ import annotations

import argparse
import fcntl
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import uvicorn
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from darcha.centres import queries as centres
from darcha.doors.console import jobs
from darcha.journal import queries as journal
from darcha.kernel.actor import system
from darcha.national import actions as national
from darcha.notices.rules import SMS, TELEGRAM
from darcha.plumbing.clock import Clock, now, set_clock
from darcha.plumbing.delivering import DRAWER
from darcha.plumbing.sealing import make_keys
from darcha.plumbing.signing import make_demo_signer
from darcha.practice.living import Living, begins_at, days_before, settle
from darcha.practice.parameters import read_parameters

CENTRE = "SRG"
_HISTORY_DAYS = 3
_VISITORS_A_DAY = 110
_EACH_SERVICE_AT = 3
_LEFT_TO_YOU = frozenset({"dilnoza", "nilufar"})
"""Logins the invented officers leave alone, so that whoever looks has a counter of their own."""

_USUAL_ADDRESS = "http://localhost:8000"
_LEAVES_WITHIN_SECONDS = 5
_EVERYWHERE = "0.0.0.0"  # noqa: S104 -- named to be told as localhost, not listened on


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the sub-command."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on, 0 for any that is free (8000)")
    parser.add_argument("--speed", type=float, default=20, help="how many times as fast as outside the day runs (20)")
    parser.add_argument("--no-visitors", action="store_true", help="an empty hall: you are the only visitor")


def run(options: argparse.Namespace) -> int:
    """Set up what is missing, let the hall live, serve until Ctrl-C."""
    if not options.speed > 0:
        _say("--speed must be more than 0.")
        return 2
    # Both are taken first: what cannot be served is not set up.
    try:
        door = socket.create_server((options.host, options.port), backlog=2048)
    except (OSError, OverflowError) as wrong:
        _say(
            f"Nobody can be let in at {options.host}:{options.port}: {_reason(wrong)}."
            " Choose another port with --port, or end whatever uses this one."
        )
        return 1
    with door, _alone() as alone:
        if not alone:
            _say(f"Another demo lives in {settings.DATA_DIR}. End it, or give this one a place of its own with --data.")
            return 1
        try:
            _live(options, door)
        except KeyboardInterrupt:
            _say("The house is closed; what happened is kept.")
    return 0


def _reason(wrong: OSError | OverflowError) -> str:
    if isinstance(wrong, OSError):
        return os.strerror(wrong.errno).lower() if wrong.errno else str(wrong)
    return "there is no such port"


@contextmanager
def _alone() -> Iterator[bool]:
    """Tell whether no other demo uses this directory; two would play the same visitors."""
    with (settings.DATA_DIR / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True


def _live(options: argparse.Namespace, door: socket.socket) -> None:
    home = _home(options.host, door)
    if settings.PUBLIC_ADDRESS == _USUAL_ADDRESS:
        settings.PUBLIC_ADDRESS = home  # what tickets and papers point to
    if not settings.NOTICE_ROUTES:
        settings.NOTICE_ROUTES = {SMS: DRAWER, TELEGRAM: DRAWER}  # told to nobody, and shown to the head of the centre
    began = time.monotonic()
    if not settings.KEYS_FILE.exists():
        make_keys(settings.KEYS_FILE)  # of a demo that is older than its keys
    if not settings.SIGNING_FILE.exists():
        make_demo_signer(settings.SIGNING_FILE, at=now())
    call_command("migrate", database="owner", verbosity=0, interactive=False)
    blueprints = settings.BLUEPRINTS_DIR / "uzbekistan"
    real_now = now()
    for file in ("catalogue.yaml", "sergeli.yaml"):
        national.load_blueprint(path=blueprints / file, at=real_now, by=system("demo"), demo=True)
    call_command("collectstatic", verbosity=0, interactive=False)
    living = _prepare(options, real_now)
    _tell(home, seconds=time.monotonic() - began)
    config = uvicorn.Config(
        "config.asgi:application",
        log_level="warning",
        # The secret code of a ticket or a case stands in its address.
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=2,
    )
    # The application decides how its process connects: what was connected before it is closed.
    connections.close_all()
    config.load()
    player = threading.Thread(target=_play, args=(living, options.speed), name="practice", daemon=True)
    if living:
        player.start()
    try:
        with jobs.beside():
            uvicorn.Server(config).run(sockets=[door])
    finally:
        # Leaving takes a moment; a second Ctrl-C must not leave the database server behind.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        if living:
            living.stop.set()
            player.join(timeout=_LEAVES_WITHIN_SECONDS)


def _home(host: str, door: socket.socket) -> str:
    port = door.getsockname()[1]
    return f"http://{'localhost' if host in {'127.0.0.1', _EVERYWHERE} else host}:{port}"


def _prepare(options: argparse.Namespace, real_now: datetime) -> Living | None:
    """Set the clock to where the demo was left, else to a busy hour of an opening day; fill the hall up to it."""
    last = _last_moment()
    begins = begins_at(centre_id=CENTRE, last=last, today=real_now.astimezone().date())
    resumes = last is not None and begins - last < timedelta(hours=1)
    living = None
    if last and not (resumes and options.no_visitors):
        keep = _LEFT_TO_YOU if resumes else frozenset[str]()
        settle(centre_id=CENTRE, at=last + timedelta(minutes=1), keep=keep)
    if not options.no_visitors:
        living = Living(
            parameters=read_parameters(settings.BLUEPRINTS_DIR / "uzbekistan" / "pilot.yaml").model_copy(
                update={"each_service_at": _EACH_SERVICE_AT}
            ),
            visitors_a_day=_VISITORS_A_DAY,
            # Under one name nothing is done twice: a later start on the same day needs a name of its own.
            name=f"demo:{journal.head(centre_id=CENTRE).seq}" if last else "demo",
            keep_free=_LEFT_TO_YOU,
            begins=begins,
            resumes=resumes,
        )
        with _interrupted_between_events(living):
            if last is None:
                _say("A few days are played first, so that the screens have something to tell.")
                days = days_before(centre_id=CENTRE, day=living.day, count=_HISTORY_DAYS)
                for number, day in enumerate(living.play_history(days), start=1):
                    _say(f"  {day:%A %d %B}: {_VISITORS_A_DAY} visitors ({number} of {len(days)} days)")
            living.play_morning()
    speed = 1.0 if options.no_visitors else options.speed
    set_clock(Clock(true_at=_true_now(), shown_at=begins.astimezone(UTC), speed=speed))
    return living


@contextmanager
def _interrupted_between_events(living: Living) -> Iterator[None]:
    """Let Ctrl-C wait for the event that happens now: amid a commit it would leave a connection nobody can close.

    :raises KeyboardInterrupt: it was pressed.
    """
    before = signal.signal(signal.SIGINT, lambda *_: living.stop.set())
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if living.stop.is_set():
        raise KeyboardInterrupt


def _last_moment() -> datetime | None:
    """Return when the newest entry of the centre was made, leaving out the loading itself; None in a new house."""
    end = journal.head(centre_id=CENTRE)
    newest = journal.entries_after(centre_id=CENTRE, seq=max(end.seq - 50, 0))
    lived = [entry.moment for entry in newest if not entry.kind.startswith(("blueprint.", "staff."))]
    return max(lived) if lived else None


def _true_now() -> datetime:
    return Clock(true_at=datetime.fromtimestamp(0, tz=UTC), shown_at=datetime.fromtimestamp(0, tz=UTC)).now()


def _play(living: Living, speed: float) -> None:
    def jump_to(moment: datetime) -> None:
        set_clock(Clock(true_at=_true_now(), shown_at=moment.astimezone(UTC), speed=speed))

    try:
        living.run(now=now, jump_to=jump_to)
    finally:
        connections.close_all()


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _tell(home: str, *, seconds: float) -> None:
    centre = centres.centre(code=CENTRE)
    _say(
        f"""
{centre.names.en} is open after {seconds:.0f} s; its clock shows {now().astimezone():%A %d %B, %H:%M}.

  Visitors    {home}/                     services, waits, tracking, verification
  Kiosk       {home}/kiosk/{CENTRE}/           take a ticket
  Display     {home}/display/{CENTRE}/         who is called, to which window
  Desk        {home}/desk/                sign in: dilnoza (Pension Fund), nilufar (Civil registry)
  Office      {home}/office/{CENTRE}/          sign in: malika (head of the centre), feruza (auditor)

The password of every demo sign-in is in blueprints/uzbekistan/sergeli.yaml.
Ctrl-C closes the house; what happened is kept.
"""
    )
