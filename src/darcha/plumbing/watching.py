"""Looking once for many: whenever the database hints, and once a beat in any case.

Nobody keeps a list of what somebody has yet to see. A look shows everything that counts at its moment, and a reader who
was slow gets the newest one alone: so nobody holds up anybody, and what may not be missed has to stand in every look
for as long as it counts.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Hashable
from contextvars import Context
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from django.db import InterfaceError, OperationalError

from darcha.plumbing.listening import BEAT_SECONDS, Ear, Hub

Seen = TypeVar("Seen")

REST_SECONDS = 0.15
"""Hints that come faster than this are answered by one look: what all readers are sent has to leave first."""


class Watch(Generic[Seen]):
    """Looks in a thread while anybody reads, and gives each reader what it saw last."""

    def __init__(self, *, hub: Hub, topic: str, look: Callable[[], Seen]) -> None:
        """Watch by `look`, after every hint about `topic`. `look` lets go of the connection it used."""
        self._hub = hub
        self._topic = topic
        self._look = look
        self._readers = 0
        self._task: asyncio.Task[None] | None = None
        self._ear: Ear | None = None
        self._begun = 0
        self._done = 0
        self._seen: Seen
        self._turned = asyncio.Event()

    @property
    def readers(self) -> int:
        """Return how many read now."""
        return self._readers

    async def looks(self) -> AsyncGenerator[Seen, None]:
        """Yield what was seen from now on, without end; who reads slowly skips what is no longer the newest."""
        self._readers += 1
        # Seen before somebody came may be older than what they know already.
        read = self._begun
        if self._task is None or self._task.done():
            # Of no request: what was true in the first reader's must not be remembered for days.
            self._task = asyncio.create_task(self._watch(), context=Context())
        elif self._ear is not None:
            self._ear.hint()
        try:
            while True:
                while self._done <= read:
                    if self._task.done():
                        self._task.result()
                    await self._turned.wait()
                read = self._done
                yield self._seen
        finally:
            self._readers -= 1
            if not self._readers:
                self._task.cancel()
                self._task = None

    async def _watch(self) -> None:
        try:
            async with self._hub.ear(self._topic) as self._ear:
                while True:
                    self._begun += 1
                    number = self._begun
                    try:
                        self._seen = await asyncio.to_thread(self._look)
                    except (OperationalError, InterfaceError):
                        # The database is away: readers hear nothing, which is true, and go on when it is back.
                        await asyncio.sleep(BEAT_SECONDS)
                        continue
                    self._done = number
                    self._turn()
                    await asyncio.sleep(REST_SECONDS)
                    await self._ear.wait(at_most_seconds=BEAT_SECONDS - REST_SECONDS)
        finally:
            self._turn()

    def _turn(self) -> None:
        turned, self._turned = self._turned, asyncio.Event()
        turned.set()


_watches: WeakKeyDictionary[Hub, dict[Hashable, Watch[Any]]] = WeakKeyDictionary()


def watch(name: Hashable, *, hub: Hub, topic: str, look: Callable[[], Seen]) -> Watch[Seen]:
    """Return the one watch of that name at this hub; `look` is what the first who asked gave."""
    watches = _watches.setdefault(hub, {})
    return watches.setdefault(name, Watch(hub=hub, topic=topic, look=look))
