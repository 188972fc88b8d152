"""Officers at their windows, who do all that a window offers, and change their minds."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from typing import Any

from bench.hall.browser import Answer, Browser, NoAnswer
from bench.hall.centre import PASSWORD, SERVICES, Window
from bench.hall.clients import LATER_SECONDS, PAUSE_SECONDS, REFUSED, TRIES, Client, Hall, Kiosk

AGE_BANDS = ("0-17", "18-29", "30-44", "45-59", "60+")

NOBODY_CAME = 0.03
CALLED_AGAIN = 0.03
THEN_CALLS = 0.5
"""How often an officer finishes one visit and calls the next with one button."""

SENT_ON_BECAUSE = ("next_matter", "comes_back", "belongs_there")
BY_HAND_BECAUSE = ("unwell", "child", "overlooked", "short_question", "appointed")
ASIDE_MINUTES = (5, 10)

_IDLE_SECONDS = 0.5
_REFUSALS_BORNE = 8
_NUMBER_CALLED = re.compile(r'class="dar-visit__number">([^<]+)<')
_ONWARD = re.compile(r'name="on_to" value="([^"]+)"')
_ASIDE = re.compile(r"/desk/counter/bring-back/(\d+)/")
_CAN_BE_UNDONE = re.compile(
    r'id="undo"[^>]*>.*?name="step" value="(\w+)"><input[^>]*name="number" value="([^"]+)"', re.DOTALL
)
_WAITING = re.compile(r'<option value="([A-Z]\s\d+)">')
_DESTINATION = re.compile(r'<option value="([^"]+)">')


class Officer(Client):
    """An officer signs in, sits down and serves until nobody waits."""

    window: Window

    def __init__(self, hall: Hall, window: Window) -> None:
        super().__init__(hall, f"officer {window.number}", Browser(hall.port))
        self.window = window
        self.number = ""
        self.page = ""
        self.refused = 0
        self.late: Callable[[], Awaitable[None]] | None = None

    async def run(self) -> None:
        """Serve until nobody comes any more and nobody waits whom this officer can serve."""
        await self._sit_down()
        seen = await self._look()
        while self.refused < _REFUSALS_BORNE:
            if seen == "free":
                over = self.hall.is_over
                seen = await self._call()
                if seen == "free":
                    if over:
                        break
                    await asyncio.sleep(_IDLE_SECONDS)
            elif seen == "called":
                seen = await self._welcome()
            else:
                seen = await self._serve()
            if (step := _CAN_BE_UNDONE.search(self.page)) and self.hall.random.random() < self.hall.manners.undone:
                fields = [("step", step[1]), ("number", step[2])]
                seen = await self._step("undo", fields, asked={"number": step[2].replace("\u00a0", " ")})
            if (away := _ASIDE.findall(self.page)) and self.hall.random.random() < self.hall.manners.back:
                ticket = self.hall.random.choice(away)
                seen = await self._step("back", [], asked={"ticket": ticket}, button=f"bring-back/{ticket}")
            if self.late and self.hall.random.random() < 20 * self.hall.manners.late:
                await self.late()
                self.late = None
        if self.refused >= _REFUSALS_BORNE:
            self.hall.stuck.append(self.who)
        self.hall.busy.discard(self.who)  # who gave up serves nobody any more: the others need not wait for them
        await self._step("close", look=False)

    async def _sit_down(self) -> None:
        await self.browser.page("/sign-in/")
        sign_in = [("login", self.window.login), ("password", PASSWORD)]
        for _ in range(TRIES):
            try:
                await self.browser.ask(self.browser.form("/sign-in/", sign_in))
            except NoAnswer:
                await asyncio.sleep(PAUSE_SECONDS)
            if "darcha_session" in self.browser.cookies:
                break
        await self.browser.page("/desk/")
        path = f"/desk/counters/{self.window.counter_id}/open/"
        await self.ask(path, [], what="open", key=self.hall.new_key(), counter=self.window.counter_id)
        await self.browser.page("/desk/counter/")

    async def _welcome(self) -> str:
        random = self.hall.random
        if random.random() < CALLED_AGAIN:
            await self._step("recall", look=False)
        if random.random() < NOBODY_CAME:
            self.hall.leaves(self.number)
            return await self._step("no_show")
        return await self._step("start")

    async def _call(self) -> str:
        waiting = _WAITING.findall(self.page)
        if not waiting or self.hall.random.random() >= self.hall.manners.by_hand:
            return await self._step("call")
        number = self.hall.random.choice(waiting)
        asked = {"number": number.replace("\u00a0", " "), "by_hand": self.hall.random.choice(BY_HAND_BECAUSE)}
        fields = [("number", number), ("because", asked["by_hand"])]
        return await self._step("by_hand", fields, asked=asked, button="call-by-hand")

    async def _serve(self) -> str:
        random = self.hall.random
        elsewhere = sorted(set(_DESTINATION.findall(self.page)) & set(SERVICES))
        if elsewhere and random.random() < self.hall.manners.sent_on:
            asked = {"to_service": random.choice(elsewhere), "because": random.choice(SENT_ON_BECAUSE)}
            fields = [("service", asked["to_service"]), ("because", asked["because"])]
            return await self._step("send_on", fields, asked=asked)
        if random.random() < self.hall.manners.aside:
            minutes = random.choice(ASIDE_MINUTES)
            away = 60 * minutes / self.hall.speed + LATER_SECONDS
            self.hall.aside_until = max(self.hall.aside_until, time.monotonic() + away)
            asked = {"aside_seconds": str(60 * minutes)}
            return await self._step("set_aside", [("minutes", str(minutes))], asked=asked)
        if onward := _ONWARD.search(self.page):
            return await self._leave("send_on", [("on_to", onward[1])], asked={"to_service": onward[1]})
        self.hall.leaves(self.number)
        return await self._leave("finish", [("sex", random.choice("FM")), ("age_band", random.choice(AGE_BANDS))])

    async def _leave(self, what: str, fields: list[tuple[str, str]], *, asked: dict[str, str] | None = None) -> str:
        """End the visit or let it go on to what follows, and call the next with the same button or another."""
        then_call = self.hall.random.random() < THEN_CALLS
        fields = [*fields, ("then_call", "1")] if then_call else fields
        return await self._step(what, fields, asked=asked, button="finish", then_call=then_call)

    async def _step(
        self,
        what: str,
        fields: list[tuple[str, str]] | None = None,
        *,
        asked: dict[str, str] | None = None,
        button: str = "",
        look: bool = True,
        then_call: bool = False,
    ) -> str:
        """Press a button under a key of its own, then look at what the window shows.

        `asked` is what the form tells, by the names the journal has for it; `button` the last part of its address.
        """
        told: dict[str, Any] = {"what": what, "key": self.hall.new_key(), "counter": self.window.counter_id}
        told |= {"then_call": True} if then_call else {}
        told |= {"asked": asked} if asked else {}
        path = f"/desk/counter/{(button or what).replace('_', '-')}/"
        answer = await self.ask(path, fields or [], **told)
        self._heard_no(answer)
        # A step that was refused left nothing to be the same as: pressed again much later it is another step.
        if answer.status < REFUSED and self.hall.random.random() < self.hall.manners.late:
            pressed = [*(fields or []), ("request_key", str(told["key"]))]
            self.late = lambda: self._again(path, pressed, told)
        return await self._look() if look else ""

    def _heard_no(self, answer: Answer) -> None:
        self.refused = self.refused + 1 if answer.status >= REFUSED else 0

    async def _look(self) -> str:
        """Look at the window, as the browser does after every button; log whom it shows."""
        sent = time.monotonic()
        page = await self.browser.page("/desk/counter/")
        number = _NUMBER_CALLED.search(page.text)
        state = "free" if number is None else "called" if "/desk/counter/no-show/" in page.text else "serving"
        onward = _ONWARD.search(page.text)
        self.number, self.page = number[1] if number else "", page.text
        (self.hall.busy.discard if number is None else self.hall.busy.add)(self.who)
        self.hall.log.write(
            who=self.who, what="look", counter=self.window.counter_id, sent=sent, answered=time.monotonic(),
            status=page.status, state=state, number=number[1] if number else None,
            onward=onward[1] if onward else None,
        )  # fmt: skip
        return state


async def play(hall: Hall, sat: list[Window], *, kiosks: int) -> None:
    """Let everybody do their work, until nobody waits any more."""
    people = [Officer(hall, window).run() for window in sat]
    people += [Kiosk(hall, f"kiosk {number}", Browser(hall.port)).run() for number in range(1, kiosks + 1)]
    await asyncio.gather(*people)
