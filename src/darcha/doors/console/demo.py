"""`darcha demo`: a whole centre on this machine, alive."""

from __future__ import annotations

import argparse
import sys
import threading
from datetime import UTC, datetime, timedelta

import uvicorn
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from darcha.centres import queries as centres
from darcha.journal import queries as journal
from darcha.kernel.actor import system
from darcha.national import actions as national
from darcha.plumbing.clock import Clock, now, set_clock
from darcha.practice.living import STARTS_AT, Living, days_before, opening_day, settle
from darcha.practice.parameters import read_parameters

CENTRE = "SRG"
_HISTORY_DAYS = 3
_VISITORS_A_DAY = 150
_LEFT_TO_YOU = frozenset({"dilnoza", "nilufar"})
"""Logins the invented officers leave alone, so that whoever looks has a counter of their own."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the sub-command."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")
    parser.add_argument("--speed", type=float, default=20, help="how many times as fast as outside the day runs (20)")
    parser.add_argument("--no-visitors", action="store_true", help="an empty hall: you are the only visitor")


def run(options: argparse.Namespace) -> int:
    """Set up what is missing, let the hall live, serve until Ctrl-C."""
    call_command("migrate", database="owner", verbosity=0, interactive=False)
    blueprints = settings.BLUEPRINTS_DIR / "uzbekistan"
    real_now = now()
    for file in ("catalogue.yaml", "sergeli.yaml"):
        national.load_blueprint(path=blueprints / file, at=real_now, by=system("demo"), demo=True)
    living = _prepare(options, real_now)
    call_command("collectstatic", verbosity=0, interactive=False)
    _tell(options)
    config = uvicorn.Config(
        "config.asgi:application",
        host=options.host,
        port=options.port,
        log_level="warning",
        timeout_graceful_shutdown=2,
    )
    player = threading.Thread(target=_play, args=(living, options.speed), name="practice") if living else None
    if player:
        player.start()
    try:
        uvicorn.Server(config).run()
    finally:
        if living and player:
            living.stop.set()
            player.join(timeout=20)
    return 0


def _prepare(options: argparse.Namespace, real_now: datetime) -> Living | None:
    """Set the clock to a busy hour of an opening day after all that is recorded, and fill the hall up to it."""
    last = _last_moment()
    today = real_now.astimezone().date()
    since = max(today, (last + timedelta(hours=12)).date()) if last else today
    day = opening_day(centre_id=CENTRE, since=since)
    parameters = read_parameters(settings.BLUEPRINTS_DIR / "uzbekistan" / "pilot.yaml")
    living = Living(
        parameters=parameters, visitors_a_day=_VISITORS_A_DAY, name="demo", keep_free=_LEFT_TO_YOU, day=day
    )
    if last:
        settle(centre_id=CENTRE, at=last + timedelta(minutes=1))
    if not options.no_visitors:
        if last is None:
            _say("Playing a few days, so that the screens have something to tell ...")
            living.play_history(days_before(centre_id=CENTRE, day=day, count=_HISTORY_DAYS))
        starts = living.play_morning()
    else:
        starts = datetime.combine(day, STARTS_AT, tzinfo=living.zone)
    speed = 1.0 if options.no_visitors else options.speed
    set_clock(Clock(true_at=_true_now(), shown_at=starts.astimezone(UTC), speed=speed))
    return None if options.no_visitors else living


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


def _tell(options: argparse.Namespace) -> None:
    home = f"http://{'localhost' if options.host in {'127.0.0.1', '0.0.0.0'} else options.host}:{options.port}"  # noqa: S104
    centre = centres.centre(code=CENTRE)
    _say(
        f"""
{centre.names.en} is open; its clock shows {now().astimezone():%A %d %B, %H:%M}.

  Visitors    {home}/                     services, waits, tracking, verification
  Kiosk       {home}/kiosk/{CENTRE}/           take a ticket
  Display     {home}/display/{CENTRE}/         who is called, to which window
  Desk        {home}/desk/                sign in: dilnoza (Pension Fund), nilufar (Civil registry)
  Office      {home}/office/{CENTRE}/          sign in: malika (head of the centre), auditor

The password of every demo sign-in is in blueprints/uzbekistan/sergeli.yaml.
Ctrl-C closes the house; what happened is kept.
"""
    )
