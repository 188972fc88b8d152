"""Many screens of a hall in one process: raw connections to a stream of events, that come back when it breaks.

    python -m bench.fanout.screens --port 8000 --path /display/SRG/stream --screens 1000 --log FILE

Prints a JSON line whenever every screen has its stream. On SIGTERM it writes the log: one JSON line a screen with every
call it heard, by its journal entry, and the moment (monotonic, seconds) its bytes came; and beside it the pieces the
first screen got, as they came.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import signal
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bench.hall.house import die_with_parent, say

_CALL = re.compile(rb"event: call\ndata: [^\n]*\nid: (\d+)\n")
_ID = b"\nid: "
_PAUSE_SECONDS = 0.5
"""A screen that lost its stream waits half of this to all of it."""


@dataclass(slots=True)
class Hall:
    """All screens: how many have their stream, and what the first one got."""

    port: int
    path: str
    screens: int
    random: Random
    watching: int = 0
    leaving: bool = False
    pieces: list[bytes] = field(default_factory=list)

    def begins(self) -> None:
        """Count a screen that has its stream."""
        self.watching += 1
        if self.watching == self.screens:
            say(watching=self.watching, at=time.monotonic())


class Screen(asyncio.Protocol):
    """One screen over all its connections."""

    def __init__(self, hall: Hall, number: int) -> None:
        self.hall = hall
        self.number = number
        self.heard: list[tuple[int, float]] = []
        self.last_id = ""
        self._rest = b""
        self._has_stream = False
        self._transport: asyncio.Transport | None = None

    def connect_later(self, seconds: float) -> None:
        """Ask for the stream in a while."""
        loop = asyncio.get_running_loop()
        loop.call_later(seconds, lambda: loop.create_task(self._connect()))

    async def _connect(self) -> None:
        if self.hall.leaving:
            return
        try:
            await asyncio.get_running_loop().create_connection(lambda: self, "127.0.0.1", self.hall.port)
        except OSError:
            self._again()

    def _again(self) -> None:
        if not self.hall.leaving:
            self.connect_later(_PAUSE_SECONDS * (1 + self.hall.random.random()) / 2)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for what comes after the last event."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._rest = b""
        known = f"Last-Event-ID: {self.last_id}\r\n" if self.last_id else ""
        transport.write(f"GET {self.hall.path} HTTP/1.1\r\nHost: localhost\r\n{known}\r\n".encode())

    def data_received(self, data: bytes) -> None:
        """Note the calls that came, with their moment."""
        now = time.monotonic()
        whole, end, self._rest = (self._rest + data).rpartition(b"\n\n")
        if not end:
            return
        whole += b"\n"
        place = whole.rfind(_ID)
        if place < 0:
            return
        self.last_id = whole[place + len(_ID) : whole.index(b"\n", place + 1)].decode()
        self.heard += [(int(found[1]), now) for found in _CALL.finditer(whole)]
        if not self._has_stream:
            self._has_stream = True
            self.hall.begins()
        if self.number == 0:
            self.hall.pieces.append(whole + b"\n")

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 -- asyncio's signature
        """Come back."""
        self.hall.watching -= self._has_stream
        self._has_stream = False
        self._again()

    def leave(self) -> None:
        """Close the connection."""
        if self._transport is not None:
            self._transport.close()


async def watch(hall: Hall, log: Path) -> None:
    """Keep the screens until SIGTERM, then write what they heard."""
    over = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, over.set)
    some = [Screen(hall, number) for number in range(hall.screens)]
    for screen in some:
        screen.connect_later(screen.number * 0.003)
    await over.wait()
    hall.leaving = True
    for screen in some:
        screen.leave()
    with log.open("w", encoding="utf-8") as file:
        for screen in some:
            file.write(json.dumps({"screen": screen.number, "heard": screen.heard}) + "\n")
    log.with_suffix(".pieces").write_text("".join(json.dumps(piece.decode()) + "\n" for piece in hall.pieces))


def main() -> None:
    """Watch until SIGTERM."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--port", type=int, required=True)
    arguments.add_argument("--path", required=True)
    arguments.add_argument("--screens", type=int, required=True)
    arguments.add_argument("--log", type=Path, required=True)
    chosen = arguments.parse_args()
    die_with_parent()
    asyncio.run(watch(Hall(chosen.port, chosen.path, chosen.screens, Random(1)), chosen.log))


if __name__ == "__main__":
    main()
