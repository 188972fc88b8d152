"""A gateway for short messages played by a real HTTP server: it keeps what it was sent, and takes it or not."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self


class PlayedGateway:
    """Listens on a port until the block ends. `answers` are the statuses given, the last one for ever."""

    def __init__(self, *answers: int, on_message: Callable[[], None] = lambda: None) -> None:
        self.answers = list(answers) or [200]
        self.taken: list[dict[str, Any]] = []
        gateway = self

        class Door(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                gateway.taken.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                on_message()
                self.send_response(gateway.answers.pop(0) if len(gateway.answers) > 1 else gateway.answers[0])
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *told: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def route(self) -> str:
        """Return how the house names this gateway."""
        return f"json://127.0.0.1:{self._server.server_port}/send?:phone={{to}}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, what: BaseException | None, at: TracebackType | None) -> None:
        self._server.shutdown()
        self._thread.join(timeout=5)
        self._server.server_close()
