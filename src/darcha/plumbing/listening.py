"""Waking many waiting requests when the database says that something happened.

One connection of the process LISTENs; whoever waits is woken by a hint. A hint may be lost (a restart, a broken
connection), so nobody waits longer than a beat; and a hint carries no news, only "look again".
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

import psycopg
from psycopg import sql

BEAT_SECONDS = 2.0
"""Nobody waits longer than this without looking again."""

_PAUSE_SECONDS = 1.0


@dataclass(eq=False, slots=True)
class Ear:
    """One who waits for hints about one topic."""

    topic: str
    _hinted: asyncio.Event = field(default_factory=asyncio.Event)

    async def wait(self, *, at_most_seconds: float = BEAT_SECONDS) -> bool:
        """Return True when a hint came (also one that came while nobody waited), False when the time was up."""
        try:
            async with asyncio.timeout(at_most_seconds):
                await self._hinted.wait()
        except TimeoutError:
            return False
        self._hinted.clear()
        return True

    def hint(self) -> None:
        """Wake whoever waits here."""
        self._hinted.set()


class Hub:
    """The ears of one event loop on one channel of one database; the connection lives while somebody listens."""

    def __init__(self, address: str, channel: str) -> None:
        """Listen at `address` (libpq) to `channel`, whose payload is "TOPIC ANYTHING"."""
        self._address = address
        self._channel = channel
        self._ears: set[Ear] = set()
        self._task: asyncio.Task[None] | None = None

    @property
    def listening(self) -> int:
        """Return how many ears there are."""
        return len(self._ears)

    @asynccontextmanager
    async def ear(self, topic: str) -> AsyncIterator[Ear]:
        """Yield an ear for the hints about `topic` while the block runs."""
        one = Ear(topic)
        self._ears.add(one)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._listen())
        try:
            yield one
        finally:
            self._ears.discard(one)
            if not self._ears and self._task is not None:
                task, self._task = self._task, None
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task

    async def _listen(self) -> None:
        while True:
            try:
                connection = await psycopg.AsyncConnection.connect(self._address, autocommit=True)
                async with connection:
                    await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(self._channel)))
                    # Whatever happened before the first LISTEN, or while it was lost, was hinted to nobody.
                    self._wake(None)
                    async for notify in connection.notifies():
                        self._wake(notify.payload.partition(" ")[0])
            except (psycopg.Error, OSError):
                await asyncio.sleep(_PAUSE_SECONDS)

    def _wake(self, topic: str | None) -> None:
        for ear in self._ears:
            if topic is None or ear.topic == topic:
                ear.hint()


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[tuple[str, str], Hub]] = WeakKeyDictionary()


def hub(*, address: str, channel: str) -> Hub:
    """Return the running event loop's hub for `channel` at `address`; one connection serves all."""
    hubs = _hubs.setdefault(asyncio.get_running_loop(), {})
    return hubs.setdefault((address, channel), Hub(address, channel))
