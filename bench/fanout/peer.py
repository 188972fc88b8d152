"""What sending alone takes: a server that knows nothing, and sends the pieces it was given to everybody who asks.

    python -m bench.fanout.peer --pieces FILE --calls-a-second 10

Prints its port; begins at the first line of its standard input; prints each piece's calls and the moment (monotonic,
seconds) before its first byte was written, and at the end that it is over.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import sys
import time
from pathlib import Path

from bench.hall.house import die_with_parent, say

_CALL = re.compile(rb"event: call\ndata: [^\n]*\nid: (\d+)\n")
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\nevent: beat\ndata: 00:00\nid: 0\n\n"


async def broadcast(pieces: list[bytes], calls_a_second: float) -> None:
    """Serve, and send each piece to all at the pace of its calls."""
    writers: set[asyncio.StreamWriter] = set()

    async def welcome(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(_HEAD)
        writers.add(writer)

    server = await asyncio.start_server(welcome, "127.0.0.1", 0, backlog=2048)
    say(port=server.sockets[0].getsockname()[1])
    await asyncio.to_thread(sys.stdin.readline)
    due = time.monotonic()
    for piece in pieces:
        calls = [int(found[1]) for found in _CALL.finditer(piece)]
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        moment = time.monotonic()
        for writer in writers:
            writer.write(piece)
        say(calls=calls, moment=moment)
        due += len(calls) / calls_a_second
    say(over=True)
    await asyncio.to_thread(sys.stdin.readline)


def main() -> None:
    """Send until the pieces are over and the input is closed."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--pieces", type=Path, required=True)
    arguments.add_argument("--calls-a-second", type=float, required=True)
    chosen = arguments.parse_args()
    die_with_parent()
    pieces = [json.loads(line).encode() for line in chosen.pieces.read_text().splitlines()]
    asyncio.run(broadcast(pieces, chosen.calls_a_second))


if __name__ == "__main__":
    main()
