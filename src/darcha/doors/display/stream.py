"""The board as it changes: server-sent events that resume where they broke off.

Three kinds: `board` is the changing part of the page, whole; `call` is somebody to be spoken, once, its id the number
of its journal entry; `beat` comes after every look, its id everything that was sent up to it. A screen that lost the
connection names the last id it saw, gets the board of now at once, and the calls it missed.

A process looks once for all its screens that show the same. What it saw is an edition, written out ready to be sent,
with every call that can still be heard: from it each screen takes what is new to it, by the number it knows. A screen
that was away and one that is slow are the same to it as one that has just come.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing, contextmanager
from dataclasses import dataclass

from django.db import connection
from django.urls import reverse
from psycopg.conninfo import make_conninfo

from darcha.centres import queries as centres
from darcha.centres import rules as centre_rules
from darcha.doors.display import boards
from darcha.doors.display.boards import Look, News
from darcha.plumbing import clock
from darcha.plumbing.listening import hub
from darcha.plumbing.watching import watch

CHANNEL = "darcha_journal"


@dataclass(frozen=True, slots=True)
class Edition:
    """What the screens of one look are told, true up to journal entry `seq`, as events ready to be sent.

    `calls` are all that can still be heard, `seqs` their journal entries, ascending.
    """

    seq: int
    board: bytes
    seqs: tuple[int, ...]
    calls: tuple[bytes, ...]
    beat: bytes

    def new_to(self, *, seen: int | None, shown: bytes) -> bytes:
        """Return the events for a screen that has heard everything up to entry `seen` and shows the board `shown`."""
        # A number from the future belongs to a journal that was restored since: begin at its end.
        known = self.seq if seen is None or seen > self.seq else seen
        missed = self.calls[bisect_right(self.seqs, known) :]
        return b"".join([b"" if self.board == shown else self.board, *missed, self.beat])


def edition(*, centre_id: str, look: Look) -> Edition:
    """Look at the board, and return what it tells the screens."""
    at = clock.now()
    board, part = boards.now_on(centre_id=centre_id, at=at, look=look)
    news = boards.news(centre_id=centre_id, board=board)
    local = centre_rules.local(centre=centres.centre(code=centre_id), at=at)
    return Edition(
        seq=board.seq,
        board=_event("board", part),
        seqs=tuple(one.seq for one in news),
        calls=tuple(_event("call", _call(centre_id, one), id=one.seq) for one in news),
        beat=_event("beat", f"{local:%H:%M}", id=board.seq),
    )


def _event(kind: str, data: str, *, id: int | None = None) -> bytes:  # noqa: A002 -- the word of the protocol
    lines = [f"event: {kind}", *(f"data: {line}" for line in data.split("\n"))]
    return ("\n".join([*lines, f"id: {id}"] if id is not None else lines) + "\n\n").encode()


def _call(centre_id: str, news: News) -> str:
    sounds = [reverse("display:voice", args=[centre_id, news.call_id, language]) for language in news.languages]
    return json.dumps({"call": news.call_id, "number": news.number, "sounds": sounds})


@contextmanager
def letting_go() -> Iterator[None]:
    """Let go of the connection after the block: a screen is open for days, and the house has a few connections for all.

    Inside a transaction it is kept: it is not ours alone.
    """
    try:
        yield
    finally:
        if not connection.in_atomic_block:
            connection.close()


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


async def events(*, centre_id: str, look: Look, seen: int | None) -> AsyncIterator[bytes]:
    """Yield the events of one screen, without end; `seen` is the last journal entry it knows."""

    def look_once() -> Edition:
        with letting_go():
            return edition(centre_id=centre_id, look=look)

    ears = hub(address=address(), channel=CHANNEL)
    shown = b""
    async with aclosing(watch((centre_id, look), hub=ears, topic=centre_id, look=look_once).looks()) as looks:
        async for now in looks:
            yield now.new_to(seen=seen, shown=shown)
            seen, shown = now.seq, now.board
