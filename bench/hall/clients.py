"""Whoever sends forms over HTTP, clicks twice, runs away before the answer and comes again; and visitors at kiosks.

Everything they do and hear goes to a log, one JSON line a request, before anything else happens with it:

    who, what, key, sent, answered, status, ...    `answered` null: the answer was lost, and why

`sent` and `answered` are seconds of the machine's monotonic clock. The log is all a checker gets to know of them.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import IO, Any

from bench.hall.browser import Answer, Browser, Line, NoAnswer
from bench.hall.centre import CENTRE, OPENS, SERVICES, Appointment

NEEDS = ("seat", "wheel", "child", "sight", "ear", "sign")
LANGUAGES = ("uz", "ru", "en")

WITH_A_NEED = 0.2
LOOKS_AT_THE_TICKET = 0.05
TRIES_TOO_SOON = 0.4
FAR_AHEAD = timedelta(hours=3)
"""So far that nobody's request under way is answered when the time has come."""

LATER_SECONDS = 2.0
"""For how much longer than a visitor is away the officers stay."""

TRIES = 200
PAUSE_SECONDS = 0.05
_NUMBER_TAKEN = re.compile(r'class="dar-stub__number">([^<]+)<')
_KEY_OF_THE_FORM = re.compile(r'name="request_key" value="([^"]+)"')
REFUSED = 400


COMES_EARLY, COMES_LATE = timedelta(minutes=12), timedelta(minutes=20)
"""Who has an appointment comes so much before it at most, or after it: some too late to keep their time."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How often out of one a request is sent twice at once, again after its answer, cut off, or again much later.

    And how often a visit at a window does not just end: `sent_on` elsewhere, set `aside`, and `back` sooner, each time a
    window shows somebody who is aside; and how often a step is `undone`, and a call made `by_hand`. And how often who comes is `booked`, if anybody is.
    """

    at_once: float = 0.05
    again: float = 0.04
    cut: float = 0.05
    late: float = 0.02
    cut_within_seconds: float = 0.06
    sent_on: float = 0.06
    aside: float = 0.04
    back: float = 0.1
    undone: float = 0.04
    by_hand: float = 0.02
    booked: float = 0.05


@dataclass(slots=True)
class Log:
    """The clients' log, only ever added to."""

    file: IO[str]
    repeated: int = 0
    lost: int = 0

    def write(self, **told: Any) -> None:
        """Add one line; moments to the microsecond."""
        told = {name: round(value, 6) if isinstance(value, float) else value for name, value in told.items()}
        self.file.write(json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n")


@dataclass(slots=True)
class Hall:
    """What all clients share: how many visitors are still to come, how many wait, and the log."""

    port: int
    log: Log
    random: Random
    manners: Manners
    visitors: int
    room: asyncio.Semaphore
    """As many as may wait at a time: who comes then waits outside, without a ticket."""
    speed: float = 20.0
    began: float = field(default_factory=time.time)
    """When the hall's morning began, on the machine's clock of the day."""
    appointments: list[Appointment] = field(default_factory=list)
    """Those who have not come yet, by their times."""
    came: int = 0
    took: int = 0
    busy: set[str] = field(default_factory=set)
    """Officers who have somebody at their window."""
    over: set[str] = field(default_factory=set)
    """Numbers of those who went: their place in the hall is another's, even if the last step is taken back."""
    aside_until: float = 0.0
    """Until when somebody may be set aside, on the machine's clock."""
    stuck: list[str] = field(default_factory=list)

    def next_visitor(self) -> int | None:
        """Return the number of who comes next, None when all have come."""
        if self.came >= self.visitors:
            return None
        self.came += 1
        return self.came

    @property
    def is_over(self) -> bool:
        """Return whether nobody comes any more, neither through the door nor from a window."""
        return self.took >= self.visitors and not self.busy and time.monotonic() > self.aside_until

    def now(self) -> datetime:
        """Return what the clocks of the hall show."""
        return OPENS + timedelta(seconds=(time.time() - self.began) * self.speed)

    def expected(self) -> Appointment | None:
        """Return somebody whose time it is, and who has not come yet."""
        now = self.now()
        near = [one for one in self.appointments if now - COMES_LATE <= one.starts_at <= now + COMES_EARLY]
        if not near:
            return None
        comes = self.random.choice(near)
        self.appointments.remove(comes)
        return comes

    def leaves(self, number: str) -> None:
        """Let whoever waits outside come in for somebody who goes."""
        if number not in self.over:
            self.over.add(number)
            self.room.release()

    def new_key(self) -> str:
        """Return a key as the forms carry it."""
        return f"{self.random.getrandbits(144):036x}"


@dataclass(slots=True)
class Client:
    """Whoever sends forms: each effect is asked for under one key until its answer was read."""

    hall: Hall
    who: str
    browser: Browser

    async def _once(self, path: str, fields: list[tuple[str, str]], line: Line, told: dict[str, Any]) -> Answer:
        """Send a form once and log what came of it."""
        sent = time.monotonic()
        try:
            answer = await self.browser.ask(self.browser.form(path, fields), line=line)
        except NoAnswer:
            self.hall.log.lost += 1
            self.hall.log.write(who=self.who, **told, sent=sent, answered=None, lost="broken")
            raise
        self._heard(answer, told, sent)
        return answer

    def _heard(self, answer: Answer, told: dict[str, Any], sent: float) -> None:
        self.hall.log.write(
            who=self.who, **told, sent=sent, answered=time.monotonic(), status=answer.status, gives=_given(answer)
        )

    async def _cut(self, path: str, fields: list[tuple[str, str]], told: dict[str, Any]) -> None:
        """Send a form and leave before its answer is read."""
        line = Line(self.browser.port)
        sent = time.monotonic()
        try:
            await line.send(self.browser.form(path, fields))
            await asyncio.sleep(self.hall.random.uniform(0, self.hall.manners.cut_within_seconds))
        except NoAnswer:
            pass
        line.cut()
        self.hall.log.lost += 1
        self.hall.log.write(who=self.who, **told, sent=sent, answered=None, lost="cut")

    async def _again(self, path: str, fields: list[tuple[str, str]], told: dict[str, Any]) -> None:
        """Send a form that was sent before on a connection of its own, and do not care what comes."""
        line = Line(self.browser.port)
        self.hall.log.repeated += 1
        try:
            await self._once(path, fields, line, told)
        except NoAnswer:
            pass
        finally:
            line.cut()

    async def ask(self, path: str, fields: list[tuple[str, str]], **told: Any) -> Answer:
        """Send a form in the manner of this hall, under its key, until an answer was read."""
        manners, chance = self.hall.manners, self.hall.random.random()
        fields = [*fields, ("request_key", told["key"])]
        beside: asyncio.Task[None] | None = None
        if chance < manners.cut:
            await self._cut(path, fields, told)
            self.hall.log.repeated += 1
        elif chance < manners.cut + manners.at_once:
            beside = asyncio.create_task(self._again(path, fields, told))
        answer = await self._until_answered(path, fields, told)
        if beside is not None:
            await beside
        if manners.cut + manners.at_once <= chance < manners.cut + manners.at_once + manners.again:
            await self._again(path, fields, told)
        return answer

    async def _until_answered(self, path: str, fields: list[tuple[str, str]], told: dict[str, Any]) -> Answer:
        for _ in range(TRIES):
            try:
                return await self._once(path, fields, self.browser.line, told)
            except NoAnswer:
                self.hall.log.repeated += 1
                await asyncio.sleep(PAUSE_SECONDS)
        raise NoAnswer(path)


def _given(answer: Answer) -> str:
    """Return what a taken ticket is known by: its secret, from where the answer leads."""
    parts = answer.location.split("?", 1)[0].strip("/").split("/")
    return parts[3] if len(parts) == 4 and parts[2] == "tickets" else ""


class Kiosk(Client):
    """Visitors one after the other take tickets here."""

    async def run(self) -> None:
        """Give out tickets until all have come."""
        page = await self.browser.page(f"/kiosk/{CENTRE}/services/{SERVICES[0]}/")
        on_the_form = _KEY_OF_THE_FORM.search(page.text)
        while self.hall.next_visitor() is not None:
            await self.hall.room.acquire()
            # The first visitor sends the very form that was shown; the others' keys are made like it.
            key = on_the_form[1] if on_the_form else self.hall.new_key()
            on_the_form = None
            # In every run somebody tries to check in hours too soon, whatever else chance brings.
            if self.hall.came == 1 and self.hall.appointments:
                await self._too_soon(self.hall.appointments[-1])
            comes = self.hall.expected() if self.hall.random.random() < self.hall.manners.booked else None
            await (self._checks_in(comes, key) if comes else self._visitor(key))
            self.hall.took += 1

    async def _checks_in(self, comes: Appointment, key: str) -> None:
        early = max(0.0, (comes.starts_at - self.hall.now()).total_seconds())
        self.hall.aside_until = max(self.hall.aside_until, time.monotonic() + early / self.hall.speed + LATER_SECONDS)
        if self.hall.random.random() < TRIES_TOO_SOON and self.hall.appointments:
            await self._too_soon(self.hall.appointments[-1])
        await self.ask(
            f"/kiosk/{CENTRE}/appointment/",
            [("number", comes.number)],
            what="check_in",
            key=key,
            asked={"service": comes.service},
            appointed=comes.starts_at.isoformat(),
        )

    async def _too_soon(self, comes: Appointment) -> None:
        """Try to check in long before the time: who is too early gets no ticket."""
        if comes.starts_at - self.hall.now() > FAR_AHEAD:
            await self.ask(
                f"/kiosk/{CENTRE}/appointment/",
                [("number", comes.number)],
                what="check_in",
                key=self.hall.new_key(),
                appointed=comes.starts_at.isoformat(),
            )

    async def _visitor(self, key: str) -> None:
        random = self.hall.random
        service = random.choice(SERVICES)
        needs = [random.choice(NEEDS)] if random.random() < WITH_A_NEED else []
        self.browser.language = random.choice(LANGUAGES)
        path = f"/kiosk/{CENTRE}/services/{service}/ticket/"
        answer = await self.ask(
            path, [("need", need) for need in needs], what="issue", key=key, service=service, needs=needs
        )
        if random.random() < LOOKS_AT_THE_TICKET and answer.location:
            sent = time.monotonic()
            page = await self.browser.page(answer.location)
            if number := _NUMBER_TAKEN.search(page.text):
                self.hall.log.write(
                    who=self.who, what="read_ticket", key=key, number=number[1], sent=sent, answered=time.monotonic()
                )


_PAPER = {b"\x10\x04\x04": b"\x12", b"\x10\x04\x02": b"\x12", b"\x1dr\x01": b"\x00"}
"""What a printer with paper answers to DLE EOT 4, DLE EOT 2 and GS r 1."""


async def printer() -> asyncio.Server:
    """Be the kiosks' slip printer: say that there is paper, take a slip, forget it."""

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while said := await reader.read(2**16):
                for question, answer in _PAPER.items():
                    if said.endswith(question):
                        writer.write(answer)
        writer.close()

    return await asyncio.start_server(take, "127.0.0.1", 0)
