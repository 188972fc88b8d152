"""The board as it changes: server-sent events that resume where they broke off.

Three kinds: `board` is the changing part of the page, whole; `call` is somebody to be spoken, once, its id the number
of its journal entry; `beat` comes after every look, its id everything that was sent up to it. A screen that lost the
connection names the last id it saw, gets the board of now at once, and the calls it missed.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from asgiref.sync import sync_to_async
from django.db import connection
from django.urls import reverse
from psycopg.conninfo import make_conninfo

from darcha.centres import queries as centres
from darcha.centres import rules as centre_rules
from darcha.doors.display import boards
from darcha.doors.display.boards import Look, News
from darcha.plumbing import clock
from darcha.plumbing.listening import BEAT_SECONDS, hub

CHANNEL = "darcha_journal"


@dataclass(frozen=True, slots=True)
class _Seen:
    """One look at the board."""

    seq: int
    part: str
    news: Sequence[News]
    local: datetime


def _see(centre_id: str, look: Look, seen: int | None) -> _Seen:
    try:
        at = clock.now()
        board, part = boards.now_on(centre_id=centre_id, at=at, look=look)
        # A number from the future belongs to a journal that was restored since: begin at its end.
        after = board.seq if seen is None or seen > board.seq else seen
        news = boards.news_since(centre_id=centre_id, seq=after, board=board)
        local = centre_rules.local(centre=centres.centre(code=centre_id), at=at)
        return _Seen(board.seq, part, news, local)
    finally:
        # A screen is open for days; between two looks it must not hold a connection.
        connection.close()


def _event(kind: str, data: str, *, id: int | None = None) -> str:  # noqa: A002 -- the word of the protocol
    lines = [f"event: {kind}", *(f"data: {line}" for line in data.split("\n"))]
    return "\n".join([*lines, f"id: {id}"] if id is not None else lines) + "\n\n"


def _call(centre_id: str, news: News) -> str:
    sounds = [reverse("display:voice", args=[centre_id, news.call_id, language]) for language in news.languages]
    return json.dumps({"call": news.call_id, "number": news.number, "sounds": sounds})


def address() -> str:
    """Return where the journal's hints are heard, for libpq."""
    known = connection.settings_dict
    parts = {
        "dbname": known["NAME"],
        "user": known["USER"],
        "password": known["PASSWORD"],
        "host": known["HOST"],
        "port": known["PORT"],
    }
    # What the address says about TLS must hold for the listener too.
    told = {name: value for name, value in known["OPTIONS"].items() if isinstance(value, str)}
    return make_conninfo("", **told, **{name: str(value) for name, value in parts.items() if value})


async def events(*, centre_id: str, look: Look, seen: int | None) -> AsyncIterator[str]:
    """Yield the events of one screen, without end; `seen` is the last journal entry it knows."""
    shown = ""
    async with hub(address=address(), channel=CHANNEL).ear(centre_id) as ear:
        while True:
            now = await sync_to_async(_see)(centre_id, look, seen)
            if now.part != shown:
                shown = now.part
                yield _event("board", shown)
            for news in now.news:
                yield _event("call", _call(centre_id, news), id=news.seq)
            seen = now.seq
            yield _event("beat", f"{now.local:%H:%M}", id=seen)
            await ear.wait(at_most_seconds=BEAT_SECONDS)
