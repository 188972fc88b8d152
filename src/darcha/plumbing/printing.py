"""A slip of paper as ESC/POS bytes, and the printers that take them.

A printer takes bytes and knows nothing else. What stands on a slip is given as parts; here they become the bytes a
thermal printer of 80 mm understands.
"""

from __future__ import annotations

import socket
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from escpos.printer import Dummy
from PIL import Image, ImageDraw, ImageFont

WIDTH_DOTS = 512
"""Printable on every 80 mm printer: 72 mm at 180 dots an inch; those with 203 have 576."""

COLUMNS = 42
"""Letters a line in the printer's own font A, 12 dots wide."""

PAGES = ("CP437", "CP866")
"""Code pages every printer with Cyrillic has, tried in this order: Latin letters, then Russian ones."""

_PATIENCE_SECONDS = 5
_ANSWER_SECONDS = 0.5
_BIG = 8
_TEXT_DOTS = 30

_PLAIN = str.maketrans(
    {
        **dict.fromkeys("ʻʼ‘’`´", "'"),
        **dict.fromkeys("“”„«»", '"'),
        **dict.fromkeys("–—−‑", "-"),
        **dict.fromkeys("\u00a0\u202f\u2009", " "),
        "…": "...",
        "№": "N",
    }
)
"""Signs no code page of these printers has, and what people write instead: oʻ is o' on every Uzbek keyboard."""

_NEAREST = str.maketrans("ҚқҒғҲҳЎў", "КкГгХхУу")


class PrinterDoesNotAnswer(Exception):
    """The bytes did not reach the printer; nothing may depend on paper."""


class PaperIsOut(Exception):
    """The printer answers, and has no paper: the slip did not come, or came in part."""


class Printer(Protocol):
    """Whatever puts bytes on paper."""

    def print(self, data: bytes) -> None:
        """Put `data` on paper and come back when it is there.

        :raises PrinterDoesNotAnswer: it could not be handed over.
        :raises PaperIsOut: there is no paper for it.
        """


_numbered: dict[Path, int] = {}
"""The last number this process gave in each drawer: a full drawer is listed once, not for every slip."""


@dataclass(frozen=True, slots=True)
class FilePrinter:
    """A drawer instead of a printer: each slip becomes a numbered file below `directory`."""

    directory: Path

    def print(self, data: bytes) -> None:
        try:
            self.directory.mkdir(parents=True, exist_ok=True)
            if self.directory not in _numbered:
                known = (int(path.stem) for path in self.directory.glob("*.bin") if path.stem.isdigit())
                _numbered[self.directory] = max(known, default=0)
            while True:
                _numbered[self.directory] += 1
                try:
                    with (self.directory / f"{_numbered[self.directory]:06}.bin").open("xb") as file:
                        file.write(data)
                except FileExistsError:  # another process of the house gave that number
                    continue
                return
        except OSError as failure:
            raise PrinterDoesNotAnswer(str(self.directory)) from failure


_ASK_WHY_OFFLINE = b"\x10\x04\x02"
_ASK_PAPER = b"\x10\x04\x04"
_ASK_WHEN_DONE = b"\x1dr\x01"
_NO_PAPER = {_ASK_WHY_OFFLINE: 0x20, _ASK_PAPER: 0x60, _ASK_WHEN_DONE: 0x0C}
"""The bits of each answer that say that the paper has ended (Epson's ESC/POS: DLE EOT 2, DLE EOT 4, GS r 1)."""


@dataclass(frozen=True, slots=True)
class NetworkPrinter:
    """A printer that listens on a port, as receipt printers do (9100).

    It is asked for its paper before the slip, and after it whether the slip is done: the second question waits its turn
    behind the slip, and a printer that stops for want of paper never comes to it. Many do not answer such questions at
    all; one that accepted the bytes and says nothing of its paper is taken to have printed them.
    """

    host: str
    port: int = 9100

    def print(self, data: bytes) -> None:
        # A socket of our own: the library's leaks its one when nobody answers.
        try:
            with socket.create_connection((self.host, self.port), timeout=_PATIENCE_SECONDS) as connection:
                # The question behind the slip must not be held back until the slip is acknowledged: 40 ms each time.
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                answers = self._has_paper(connection)
                connection.settimeout(_PATIENCE_SECONDS)
                connection.sendall(data)
                if answers and not self._asked(connection, _ASK_WHEN_DONE, _PATIENCE_SECONDS):
                    self._has_paper(connection)
        except OSError as failure:
            raise PrinterDoesNotAnswer(f"{self.host}:{self.port}") from failure

    def _has_paper(self, connection: socket.socket) -> bool:
        return self._asked(connection, _ASK_PAPER, _ANSWER_SECONDS) and self._asked(
            connection, _ASK_WHY_OFFLINE, _ANSWER_SECONDS
        )

    def _asked(self, connection: socket.socket, question: bytes, seconds: float) -> bool:
        """Return whether the printer answers a question in time.

        :raises PaperIsOut: the answer is that there is no paper.
        """
        connection.settimeout(seconds)
        connection.sendall(question)
        try:
            answer = connection.recv(1)
        except TimeoutError:
            return False
        if answer and answer[0] & _NO_PAPER[question]:
            raise PaperIsOut(f"{self.host}:{self.port}")
        return bool(answer)


def printer(address: str, *, drawer: Path) -> Printer:
    """Return the printer `address` names: "file" (a drawer), or "tcp://host:port".

    :raises ValueError: the address is neither.
    """
    if address == "file":
        return FilePrinter(drawer)
    parts = urlsplit(address)
    if parts.scheme != "tcp" or not parts.hostname:
        raise ValueError(f'a printer is "file" or "tcp://host:port", not {address!r}')
    return NetworkPrinter(parts.hostname, parts.port or 9100)


@dataclass(frozen=True, slots=True)
class Big:
    """A few letters as large as the paper is wide: capitals of 17 mm."""

    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text; longer ones are broken between words."""

    text: str
    bold: bool = False
    double: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A dashed line across the paper."""


@dataclass(frozen=True, slots=True)
class Square:
    """A QR code of `text`."""

    text: str


Part = Big | Line | Rule | Square


def slip_bytes(parts: Sequence[Part], *, fonts: Sequence[Path] = ()) -> bytes:
    """Return the ESC/POS bytes of a slip that ends with a cut.

    Text is sent as letters where a code page has all of them. Uzbek in Cyrillic has letters (қ ғ ҳ) no printer knows:
    then every line of the slip is drawn with `fonts` (files, tried in order for each letter); without a font the
    nearest letters are sent, because a slip that can be read is better than none.
    """
    device = Dummy(profile="TM-T88V")
    device.hw("INIT")
    drawn = bool(fonts) and any(isinstance(part, Line) and _page_for(part.text) is None for part in parts)
    for part in parts:
        match part:
            case Big(text):
                device.set(align="center", bold=True, custom_size=True, width=_BIG, height=_BIG)
                _send(device, text)
                device.set(align="center", bold=False, normal_textsize=True)
            case Line() if drawn:
                device.image(_drawn(part, tuple(fonts)), center=False)
            case Line(text, bold, double):
                device.set(align="center", bold=bold, custom_size=True, width=1 + double, height=1 + double)
                for line in textwrap.wrap(_plain(text), COLUMNS // (1 + double)):
                    _send(device, line)
                device.set(align="center", bold=False, normal_textsize=True)
            case Rule():
                device.set(align="center", normal_textsize=True)
                _send(device, "- " * (COLUMNS // 2))
            case Square(text):
                device.set(align="center")
                device.qr(text, size=7, native=True)
    device.cut()
    return bytes(device.output)


def _plain(text: str) -> str:
    text = text.translate(_PLAIN)
    return text if _page_for(text) else text.translate(_NEAREST)


def _page_for(text: str) -> str | None:
    text = text.translate(_PLAIN)
    for page in PAGES:
        try:
            text.encode(page)
        except UnicodeEncodeError:
            continue
        return page
    return None


def _send(device: Dummy, text: str) -> None:
    text = _plain(text)
    device.charcode(_page_for(text) or PAGES[0])
    device.text(text + "\n")


_NO_LETTER = "\U0010ffff"


def _has(font: ImageFont.FreeTypeFont, letter: str) -> bool:
    """Return whether the font has the letter: what it lacks it draws as it draws a sign that cannot exist."""
    missing = font.getmask(_NO_LETTER)
    drawn = font.getmask(letter)
    return letter == " " or (drawn.size, bytes(drawn)) != (missing.size, bytes(missing))


def _drawn(line: Line, fonts: tuple[Path, ...]) -> Image.Image:
    """Return the line as a picture of the paper's width, one font for each letter."""
    size = _TEXT_DOTS * (1 + line.double)
    opened = [ImageFont.truetype(path, size) for path in fonts]

    @cache
    def font_of(letter: str) -> ImageFont.FreeTypeFont:
        return next((font for font in opened if _has(font, letter)), opened[0])

    def width_of(text: str) -> float:
        return sum(font_of(letter).getlength(letter) for letter in text)

    rows: list[str] = []
    for word in line.text.split():
        longer = f"{rows[-1]} {word}" if rows else word
        if rows and width_of(longer) <= WIDTH_DOTS:
            rows[-1] = longer
        else:
            rows.append(word)
    step = size * 13 // 10
    picture = Image.new("1", (WIDTH_DOTS, step * max(len(rows), 1)), 1)
    pen = ImageDraw.Draw(picture)
    for number, row in enumerate(rows):
        x = (WIDTH_DOTS - width_of(row)) / 2
        for letter in row:
            font = font_of(letter)
            baseline = number * step + size
            pen.text((x, baseline), letter, font=font, anchor="ls", fill=0, stroke_width=int(line.bold))
            x += font.getlength(letter)
    return picture
