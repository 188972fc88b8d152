"""A receipt printer played by a socket: it answers what a real one would, and keeps what it heard."""

from __future__ import annotations

import socket
import threading
from collections.abc import Mapping
from types import TracebackType
from typing import Self

PAPER = {b"\x10\x04\x04": b"\x12", b"\x10\x04\x02": b"\x12", b"\x1dr\x01": b"\x00"}
"""What a printer with paper answers: DLE EOT 4, DLE EOT 2, GS r 1."""

NO_PAPER = {b"\x10\x04\x04": b"\x72", b"\x10\x04\x02": b"\x32", b"\x1dr\x01": b"\x0c"}


class PlayedPrinter:
    """Listens on `port` until the block ends. Give it other `answers` at any time."""

    def __init__(self, answers: Mapping[bytes, bytes] = PAPER) -> None:
        self.answers = answers
        self.heard = b""
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        self._thread = threading.Thread(target=self._listen, daemon=True)

    @property
    def address(self) -> str:
        """Return how the house names this printer."""
        return f"tcp://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, what: BaseException | None, at: TracebackType | None) -> None:
        # Whoever waits for the next caller is woken by one who says nothing: what came before was heard to its end.
        socket.create_connection(("127.0.0.1", self.port)).close()
        self._thread.join(timeout=5)
        self._server.close()

    def _listen(self) -> None:
        while True:
            connection, _ = self._server.accept()
            with connection:
                if not self._serve(connection):
                    return

    def _serve(self, connection: socket.socket) -> bool:
        """Answer one caller to the end; return whether anything was said."""
        said = False
        while piece := connection.recv(10_000):
            said = True
            self.heard += piece
            for question, answer in self.answers.items():
                if piece.endswith(question):
                    connection.sendall(answer)
        return said
