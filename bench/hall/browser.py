"""As much of a browser as a bench needs: one connection kept open, cookies, forms; and ways to behave badly."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from urllib.parse import urlencode

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
PATIENCE_SECONDS = 60.0


class NoAnswer(Exception):
    """The connection broke before the whole answer was there: nobody knows what the house did."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    cookies: dict[str, str]
    text: str

    @property
    def location(self) -> str:
        """Return where the answer sends the browser."""
        return self.headers.get("location", "")


@dataclass(slots=True)
class Line:
    """One connection to the house, opened when it is needed."""

    port: int
    reader: asyncio.StreamReader | None = None
    writer: asyncio.StreamWriter | None = None

    async def send(self, message: bytes) -> None:
        """Send a whole request."""
        try:
            if self.writer is None or self.writer.is_closing():
                self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port, limit=2**20)
            self.writer.write(message)
            await self.writer.drain()
        except OSError as broken:
            self.cut()
            raise NoAnswer from broken

    async def receive(self) -> Answer:
        """Read a whole answer."""
        assert self.reader is not None
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
                status = int(head[0].split(" ", 2)[1])
                fields = [line.split(": ", 1) for line in head[1:] if ": " in line]
                headers = {name.lower(): value for name, value in fields}
                body = await self.reader.readexactly(int(headers.get("content-length", 0)))
        except (OSError, EOFError, TimeoutError) as broken:
            self.cut()
            raise NoAnswer from broken
        cookies = [value.split(";", 1)[0].split("=", 1) for name, value in fields if name.lower() == "set-cookie"]
        if headers.get("connection") == "close":
            self.cut()
        return Answer(status, headers, dict(cookies), body.decode("utf-8", "replace"))

    def cut(self) -> None:
        """Close the connection, whatever is under way."""
        if self.writer is not None:
            self.writer.transport.abort()
        self.reader = self.writer = None


@dataclass(slots=True)
class Browser:
    """One browser: `post` may be asked for twice at once, as a double click does."""

    port: int
    language: str = "en"
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""
    line: Line = field(init=False)

    def __post_init__(self) -> None:
        self.line = Line(self.port)

    def request(self, method: str, path: str, fields: list[tuple[str, str]] | None = None) -> bytes:
        """Return a request as it goes over the wire."""
        body = urlencode(fields or []).encode()
        cookies = {"darcha_language": self.language, **self.cookies}
        head = [
            f"{method} {path} HTTP/1.1",
            "Host: localhost",
            "Cookie: " + "; ".join(f"{name}={value}" for name, value in cookies.items()),
        ]
        if method == "POST":
            head += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        return "\r\n".join([*head, "", ""]).encode() + body

    def form(self, path: str, fields: list[tuple[str, str]]) -> bytes:
        """Return the request of a form with the token of the page it stood on."""
        return self.request("POST", path, [("csrfmiddlewaretoken", self.token), *fields])

    async def ask(self, message: bytes, *, line: Line | None = None) -> Answer:
        """Send a request and read its answer.

        :raises NoAnswer: it did not come.
        """
        line = line or self.line
        await line.send(message)
        answer = await line.receive()
        self.cookies |= answer.cookies
        return answer

    async def page(self, path: str) -> Answer:
        """Open a page, as often as it takes, and keep the token of its forms."""
        for _ in range(100):
            try:
                answer = await self.ask(self.request("GET", path))
            except NoAnswer:
                await asyncio.sleep(0.05)
                continue
            if found := _TOKEN.search(answer.text):
                self.token = found[1]
            return answer
        raise NoAnswer(path)
